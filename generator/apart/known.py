"""What was said of each customer last time, kept in one file: it saves time and changes no result."""

from __future__ import annotations

import contextlib
from collections.abc import Mapping
from dataclasses import field
from pathlib import Path
from typing import Any

from generator import store
from generator.apart.portion import Trace
from generator.grade.scheme import Cuts
from generator.values import dataclass

Customer = tuple[Trace, bool | None, str]
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
    data = store.load(file)
    with contextlib.suppress(ValueError, TypeError, KeyError, AttributeError):
        return None if data is None else _known(data)
    return None


def save(file: Path, known: Known) -> None:
    """Keep it for the next run."""
    customers = {
        folder: ((trace.id, trace.signature, trace.differs, trace.heirs, trace.named, trace.figures), state, said)
        for folder, (trace, state, said) in known.customers.items()
    }
    data = {"common": known.common, "revision": known.revision, "missing": sorted(known.missing), "cuts": known.cuts}
    store.save(file, {**data, "customers": customers})


def _known(data: dict[str, Any]) -> Known:
    return Known(
        data["common"],
        data["revision"],
        frozenset(data["missing"]),
        {name: tuple((grade, cut) for grade, cut in cuts) for name, cuts in data["cuts"].items()},
        {
            folder: (Trace(name, signature, differs, tuple(heirs), tuple(named), figures), state, said)
            for folder, ((name, signature, differs, heirs, named, figures), state, said) in data["customers"].items()
        },
    )
