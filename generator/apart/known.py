"""What was said of each customer last time, kept in one file: it saves time and changes no result."""

from __future__ import annotations

import contextlib
import json
import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import Any

from generator.apart.portion import Trace
from generator.grade.scheme import Cuts

_NEW = os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_NOFOLLOW | os.O_CLOEXEC

Customer = tuple[Trace, bool | None, str]
"""A customer's trace, whether they are open (None: not registered yet), and what is said about the grade."""


@dataclass(frozen=True, slots=True)
class Known:
    """An office as it was judged last time, under ``terms``: a digest of all that every customer is judged by.

    ``missing`` are the folders of commit ``revision`` that were not there. ``customers`` goes by folder.
    """

    terms: str
    revision: str | None
    missing: frozenset[str] = frozenset()
    cuts: Mapping[str, Cuts] = field(default_factory=dict)
    customers: Mapping[str, Customer] = field(default_factory=dict)


def load(file: Path) -> Known | None:
    """Return what was kept; None where the file is damaged, of another form, or not there."""
    with contextlib.suppress(OSError, ValueError, TypeError, KeyError, AttributeError, RecursionError):
        head, _line, body = file.read_bytes().partition(b"\n")
        if head.decode("ascii") == sha256(body).hexdigest():
            return _known(json.loads(body))
    return None


def save(file: Path, known: Known) -> None:
    """Keep it, for the owner's eyes only. A disk that refuses costs only the time to judge all again."""
    data = {
        "terms": known.terms,
        "revision": known.revision,
        "missing": sorted(known.missing),
        "cuts": known.cuts,
        "customers": {
            folder: (
                (trace.id, trace.signature, trace.differs, trace.heirs, trace.named, trace.figures),
                state,
                said,
            )
            for folder, (trace, state, said) in known.customers.items()
        },
    }
    body = json.dumps(data, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "surrogatepass")
    with contextlib.suppress(OSError):
        file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        aside = file.with_name(f"{file.name}.{os.getpid()}")
        try:
            with os.fdopen(os.open(aside, _NEW, 0o600), "wb") as written:
                written.write(sha256(body).hexdigest().encode("ascii") + b"\n" + body)
            aside.replace(file)
        except BaseException:
            with contextlib.suppress(OSError):
                aside.unlink()
            raise


def _known(data: dict[str, Any]) -> Known:
    return Known(
        data["terms"],
        data["revision"],
        frozenset(data["missing"]),
        {name: tuple((grade, cut) for grade, cut in cuts) for name, cuts in data["cuts"].items()},
        {
            folder: (Trace(name, signature, differs, tuple(heirs), tuple(named), figures), state, said)
            for folder, ((name, signature, differs, heirs, named, figures), state, said) in data["customers"].items()
        },
    )
