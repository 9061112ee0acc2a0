"""The records as they are now: read again where a file has changed since the last build, or may have."""

from __future__ import annotations

import os
from collections import defaultdict
from collections.abc import Callable, Mapping
from operator import attrgetter
from pathlib import Path
from typing import NamedTuple

from generator.apart import known as apart
from generator.apart.commit import Commit, comparing, group_of, touched
from generator.apart.folders import Unclear, folders_of, plain
from generator.apart.states import States, joined, size_in
from generator.model.consistency import consistency
from generator.model.merging import with_joined
from generator.model.privacy import personal_data
from generator.model.shelves import name_of
from generator.model.snapshot import Snapshot, snapshot, with_records
from generator.read.folder import differ
from generator.read.memory import Memory
from generator.read.problem import Problem, in_order
from generator.read.tree import MAX_TOTAL, Tree
from generator.site.earlier import digest_of
from generator.site.present.known import NOTHING, Customer, Known
from generator.site.present.seen import Seen
from generator.site.program import program
from generator.store import digest
from generator.values import replace


class Records(NamedTuple):
    """The records of now: the ``snapshot``, and the customers by folder, those in ``fresh`` read a moment ago.

    ``reading`` is a digest of what they were read by, ``missing`` are folders of the commit that are not there.
    """

    snapshot: Snapshot
    customers: Mapping[str, Customer]
    fresh: frozenset[str]
    reading: str
    missing: frozenset[str]


def read_again(root: Path, known: Known, seen: Seen, memory: Memory) -> Records | None:
    """Return the records in a folder as it was ``seen``; None where that takes the long way (`model`).

    Those that are ``known`` are not read, nor are the settings that the ``memory`` holds. A file that changes after it
    was seen counts as it is when it is read; next time it is another one.
    """
    try:
        return _records(root, known, seen, memory)
    except (Unclear, OSError):
        return None


def _records(root: Path, known: Known, seen: Seen, memory: Memory) -> Records:
    """Return what ``read_again`` does. Raises Unclear, and OSError."""
    (folders, others), revision = folders_of(seen.states), seen.revision
    files = {path: plain(str(root / path))[0] for path in others}
    settings = snapshot(Tree(files, revision, dirty=False, others=seen.others), memory)
    office = settings.office
    if office is None or settings.rules is None or any(name_of(folder) in settings.tombstones for folder in folders):
        raise Unclear
    reading = digest(f"{program()} {office.privacy.phone}".encode())
    moved = touched(root, known.revision, revision) if known.reading == reading else None
    if moved is None:
        known, moved = NOTHING, frozenset()
    customers = _standing(known, {folder: states for folder, states in folders.items() if folder not in moved})
    again = {folder: states for folder, states in folders.items() if folder not in customers}
    gone = (known.customers.keys() | moved) - folders.keys()
    before = apart.Known("", known.revision, known.missing)
    asked = again.keys() | gone | files.keys()
    with comparing(root, revision, before, folders.keys() | files.keys(), asked) as commit:
        most = MAX_TOTAL - sum(size_in(state) for folder in customers for state in folders[folder].values())
        customers |= _read(root, again, most, settings, commit)
        whole, head = _whole(settings, customers), commit()
    own = {path: oid for name in files for path, oid in head.files.get(name, {}).items()}
    differs = head.missing or differ(files, own) or any(one.differs for one in customers.values())
    whole = replace(whole, dirty=revision is not None and bool(differs))
    return Records(whole, customers, frozenset(again), reading, head.missing)


def _standing(known: Known, folders: Mapping[str, States]) -> dict[str, Customer]:
    """Return the customers whose files are those that were read."""
    found = ((folder, known.customers.get(folder), states) for folder, states in folders.items())
    return {folder: one for folder, one, states in found if one and one.signature and joined(states) == one.signature}


def _read(
    root: Path, folders: Mapping[str, States], most: int, settings: Snapshot, commit: Callable[[], Commit]
) -> dict[str, Customer]:
    """Read some customers' folders, and wait for the commit at the end.

    Raises Unclear where a file can't be read or they hold more bytes than ``most``.
    """
    top = os.path.join(root, "")  # noqa: PTH118 - tens of thousands of files: pathlib is slow
    files = {path: plain(top + path)[0] for states in folders.values() for path in states}
    if sum(map(len, files.values())) > most:
        raise Unclear
    found = with_records(settings, files)
    problems: dict[str, list[Problem]] = defaultdict(list)
    for problem in (*found.problems, *personal_data(files, settings.office)):
        problems[group_of(problem.place.path)].append(problem)
    dossiers = {dossier.folder: dossier for dossier in found.dossiers.values()}
    head = commit()
    return {
        folder: Customer(
            folder,
            joined(states),
            differ({path: files[path] for path in states}, head.files.get(folder, {})),
            dossier := dossiers.get(folder),
            tuple(problems[folder]),
            "" if dossier is None else digest_of(dossier),
        )
        for folder, states in folders.items()
    }


def _whole(settings: Snapshot, customers: Mapping[str, Customer]) -> Snapshot:
    """Return the office with its customers, and what is wrong in their files and between them."""
    own = sorted((one.dossier for one in customers.values() if one.dossier is not None), key=attrgetter("id"))
    dossiers = with_joined({dossier.id: dossier for dossier in own})
    problems = [*settings.problems, *(problem for one in customers.values() for problem in one.problems)]
    problems += consistency(settings.office, dossiers, settings.tombstones)
    return replace(settings, dossiers=dossiers, problems=in_order(problems))
