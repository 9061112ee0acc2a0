"""What was said of each customer last time, kept in one file: it saves time and changes no result."""

from __future__ import annotations

import contextlib
import json
from collections.abc import Mapping
from itertools import accumulate
from pathlib import Path
from typing import Any

from generator import store
from generator.apart.portion import Trace
from generator.grade.scheme import Cuts
from generator.values import dataclass, field

Customer = tuple[Trace, bool | None, bytes]
"""A customer's trace, whether they are open (None: not registered yet), and what is said about the grade."""


@dataclass(frozen=True, slots=True)
class Known:
    """An office as it was judged last time, under ``common`` terms: a digest of all that every customer is judged by.

    ``missing`` are the folders of commit ``revision`` that were not there. ``customers`` goes by folder.
    """

    common: str
    revision: str | None
    missing: frozenset[str] = frozenset()
    cuts: Mapping[str, Cuts] = field(default_factory=dict)
    customers: Mapping[str, Customer] = field(default_factory=dict)


def load(file: Path) -> Known | None:
    """Return what was kept; None where the file is damaged, of another form, or not there."""
    with contextlib.suppress(ValueError, TypeError, KeyError, AttributeError):
        if (body := store.read(file)) is not None:
            end = body.index(b"\n")
            return _known(json.loads(body[:end]), body, end + 1)
    return None


def save(file: Path, known: Known) -> None:
    """Keep it for the next run: in one line everything but what is said, then all that is said, as it is."""
    customers = {
        folder: ((trace.id, trace.signature, trace.differs, trace.heirs, trace.named, trace.figures), state, len(said))
        for folder, (trace, state, said) in known.customers.items()
    }
    data = {"common": known.common, "revision": known.revision, "missing": sorted(known.missing), "cuts": known.cuts}
    head = json.dumps({**data, "customers": customers}).encode()
    store.write(file, b"".join([head, b"\n", *(said for _trace, _state, said in known.customers.values())]))


def _known(data: dict[str, Any], body: bytes, start: int) -> Known:
    """Return what was kept, where all that is said stands in the ``body`` from ``start`` on."""
    ends = accumulate((length for _trace, _state, length in data["customers"].values()), initial=start)
    next(ends)
    return Known(
        data["common"],
        data["revision"],
        frozenset(data["missing"]),
        {name: tuple((grade, cut) for grade, cut in cuts) for name, cuts in data["cuts"].items()},
        {
            folder: (
                Trace(name, signature, differs, tuple(heirs), tuple(named), figures),
                state,
                body[end - length : end],
            )
            for (folder, ((name, signature, differs, heirs, named, figures), state, length)), end in zip(
                data["customers"].items(), ends, strict=True
            )
        },
    )
