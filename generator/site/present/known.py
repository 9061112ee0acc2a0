"""What a build knows of each customer from the last one: the records as they were read, and what was judged of them.

It is kept in some files below `build/.cache`, each with a part of the customers, so that one that has changed makes one
file anew. `office.json` is written last and names the digests of all others: those that it does not name are not used.
"""

from __future__ import annotations

import contextlib
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple
from zlib import crc32

from generator import store
from generator.grade.grading import Grading
from generator.grade.scheme import Cuts
from generator.model.dossier import Dossier
from generator.packing import pack, unpack
from generator.read.problem import Problem
from generator.report.work import Worked

NAME = "office.json"
_PARTS = 64


class Judged(NamedTuple):
    """What was made of a customer's records: the grading, what follows from it, the figures of the share schemes."""

    grading: Grading
    worked: Worked
    figures: Mapping[str, float]


class Customer(NamedTuple):
    """A customer's folder as it was read: the ``dossier`` (None where it makes none), without what others bring to it.

    ``signature`` changes with every change of the files; it is empty where the next change might not show. ``differs``
    tells that they are not those of the commit, ``digest`` is one of the dossier, ``problems`` are of each file alone.
    """

    folder: str
    signature: str
    differs: bool
    dossier: Dossier | None
    problems: tuple[Problem, ...]
    digest: str
    judged: Judged | None = None


class Known(NamedTuple):
    """An office as it was last time, by folder of the customer.

    ``reading`` and ``judging`` are digests of all that every customer was read and judged by, ``cuts`` those of the
    share schemes. ``missing`` are the folders of commit ``revision`` that were not there.
    """

    reading: str
    judging: str
    revision: str | None
    missing: frozenset[str]
    cuts: Mapping[str, Cuts]
    customers: Mapping[str, Customer]


NOTHING = Known("", "", None, frozenset(), {}, {})


def load(cache: Path) -> Known:
    """Return what the last build knew, without customers whose file is damaged; nothing where there is nothing."""
    head = store.load(cache / NAME)
    with contextlib.suppress(ValueError, TypeError, KeyError, AttributeError):
        return NOTHING if head is None else _known(cache, head)
    return NOTHING


def save(cache: Path, known: Known, before: Known, changed: Collection[str]) -> None:
    """Keep it for the next build; of what was known ``before`` only the ``changed`` folders are others now."""
    head = store.load(cache / NAME) if _go_on(before, known) else None
    digests = dict(head["parts"]) if head is not None else {}
    stale = {_part(folder) for folder in changed} if digests else range(_PARTS)
    parts = defaultdict(list)
    for folder, customer in known.customers.items():
        if (part := _part(folder)) in stale:
            parts[part].append(customer)
    for part in stale:
        digests.pop(str(part), None)
        if part in parts:
            body = pack(tuple(parts[part]))
            store.write(cache / _file(part), body)
            digests[str(part)] = store.digest(body)
    data = {"reading": known.reading, "judging": known.judging, "cuts": known.cuts}
    store.save(cache / NAME, {**data, "revision": known.revision, "missing": sorted(known.missing), "parts": digests})


def _go_on(before: Known, known: Known) -> bool:
    """Tell whether all customers were read and judged by the same as before."""
    return (before.reading, before.judging, before.cuts) == (known.reading, known.judging, known.cuts)


def _part(folder: str) -> int:
    """Return the number of the file that holds a customer."""
    return crc32(folder.encode("utf-8", "surrogateescape")) % _PARTS


def _file(part: int) -> str:
    return f"office-{part:02}"


def _known(cache: Path, head: Mapping[str, Any]) -> Known:
    return Known(
        head["reading"],
        head["judging"],
        head["revision"],
        frozenset(head["missing"]),
        {name: tuple((grade, cut) for grade, cut in cuts) for name, cuts in head["cuts"].items()},
        {customer.folder: customer for customer in _customers(cache, head["parts"])},
    )


def _customers(cache: Path, digests: Mapping[str, str]) -> Iterator[Customer]:
    for part, digest in digests.items():
        body = store.read(cache / _file(int(part)), known=digest)
        if body is not None:
            yield from unpack(body)
