"""A customer's records, about to be deleted on request (L1): which files, what stays, and who is the same person."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date

from generator.grade.grading import Grading
from generator.model.dossier import Dossier
from generator.model.merging import decided
from generator.model.tombstone import NAME, UNGRADED
from generator.model.yamltext import Value, record_text
from generator.read.tree import CUSTOMERS, Tree
from generator.values import dataclass


@dataclass(frozen=True, slots=True)
class Farewell:
    """One customer to forget: the files that go, and the tombstone that stays, each by its path."""

    id: str
    removed: tuple[str, ...]
    tombstone: str
    text: str


@dataclass(frozen=True, slots=True)
class Mention:
    """A line in somebody else's record that names a person to forget."""

    path: str
    line: int


def folder_of(tree: Tree, customer: str) -> str | None:
    """Return the customer's folder, also where customer.yaml can't be used or is missing."""
    found = {folder for path in (*tree.files, *tree.others) if (folder := _folder(path, customer)) is not None}
    return min(found, default=None)


def _folder(path: str, customer: str) -> str | None:
    parts = path.split("/")
    if f"{parts[0]}/" != CUSTOMERS or customer not in parts[1:-1]:
        return None
    return "/".join(parts[: parts.index(customer, 1) + 1])


def farewell(tree: Tree, folder: str, by: str, on: date, grading: Grading | None) -> Farewell:
    """Return what forgetting a customer does; every file below the folder goes, whatever it is."""
    removed = tuple(sorted(path for path in (*tree.files, *tree.others) if path.startswith(f"{folder}/")))
    record: dict[str, Value] = {"on": on, "by": by}
    if grading is not None:
        days = {grading.registered: UNGRADED} | {move.on: move.after or UNGRADED for move in grading.moves}
        record["grades"] = {day.isoformat(): grade for day, grade in sorted(days.items())}
        if grading.closed is not None:
            record["closed"] = grading.closed
    return Farewell(folder.rpartition("/")[2], removed, f"{folder}/{NAME}", record_text(record))


def same_person(dossiers: Mapping[str, Dossier], customers: Collection[str]) -> tuple[str, ...]:
    """Return the other entries of the same people: those merged with these, over all steps."""
    linked: dict[str, set[str]] = {}
    for dossier in dossiers.values():
        for filed in decided(dossier):
            linked.setdefault(dossier.id, set()).add(filed.record.to or "")
            linked.setdefault(filed.record.to or "", set()).add(dossier.id)
    found, new = set(customers), list(customers)
    while new:
        others = linked.get(new.pop(), set()) & dossiers.keys() - found
        found |= others
        new += others
    return tuple(sorted(found - set(customers)))


def mentions(tree: Tree, names: Collection[str], removed: Collection[str]) -> Iterator[Mention]:
    """Yield every line of the other records that holds one of the names; for a single character nobody looks."""
    texts = [name.encode() for name in names if len(name) > 1]
    gone = set(removed)
    for path, data in tree.files.items():
        if path not in gone and any(text in data for text in texts):
            for number, line in enumerate(data.split(b"\n"), start=1):
                if any(text in line for text in texts):
                    yield Mention(path, number)


def pattern(prefix: str, customers: Sequence[str]) -> str:
    """Return the regular expression of all paths below the customers' folders, past ones too, but the tombstones."""
    ids = "|".join(re.escape(customer) for customer in customers)
    return rf"^{re.escape(prefix)}{CUSTOMERS}(.*/)?({ids})/(?!{re.escape(NAME)}$)"


def globs(prefix: str, customers: Sequence[str]) -> tuple[str, ...]:
    """Return the same as pathspecs of git."""
    tops = [f"{prefix}{CUSTOMERS}**/{customer}" for customer in customers]
    return (*(f":(glob){top}/**" for top in tops), *(f":(exclude,glob){top}/{NAME}" for top in tops))
