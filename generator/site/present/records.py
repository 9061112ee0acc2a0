"""The records as they are now: read again where a file has changed since the last build, or may have."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import replace
from operator import attrgetter
from os import stat_result
from pathlib import Path
from typing import NamedTuple

from generator.apart import known as apart
from generator.apart.commit import Commit, compared, group_of, touched
from generator.apart.folders import Entries, Unclear, folders_of, plain
from generator.apart.wish import signature
from generator.model.consistency import consistency
from generator.model.merging import with_joined
from generator.model.privacy import personal_data
from generator.model.shelves import name_of
from generator.model.snapshot import Snapshot, snapshot, with_records
from generator.read.folder import Listing, differ, listed
from generator.read.git import commit_id
from generator.read.problem import Problem, in_order
from generator.read.tree import MAX_TOTAL, Tree
from generator.site.earlier import digest_of
from generator.site.present.known import NOTHING, Customer, Known
from generator.site.program import program
from generator.store import digest


class Records(NamedTuple):
    """The records of now: the ``snapshot``, and the customers by folder, those in ``fresh`` read a moment ago.

    ``reading`` is a digest of what they were read by, ``missing`` are folders of the commit that are not there.
    """

    snapshot: Snapshot
    customers: Mapping[str, Customer]
    fresh: frozenset[str]
    reading: str
    missing: frozenset[str]


def read_again(root: Path, known: Known, began: int) -> Records | None:
    """Return the records in a folder, of which ``known`` was known; None where that takes the long way (`model`).

    ``began`` is now, in nanoseconds since 1970.
    """
    try:
        found = listed(root)
        return None if found.problems else _records(root, found, known, began)
    except (Unclear, OSError):
        return None


def _records(root: Path, found: Listing, known: Known, began: int) -> Records:
    """Return what ``read_again`` does. Raises Unclear, and OSError."""
    folders, revision = folders_of(found.records), commit_id(root, "HEAD")
    inside = {path for entries in folders.values() for path in entries}
    files = {path: plain(entry.path)[0] for path, entry in found.records.items() if path not in inside}
    settings = snapshot(Tree(files, revision, dirty=False, others=found.others))
    office = settings.office
    if office is None or settings.rules is None or any(name_of(folder) in settings.tombstones for folder in folders):
        raise Unclear
    reading = digest(f"{program()} {office.privacy.phone}".encode())
    moved = touched(root, known.revision, revision) if known.reading == reading else None
    if moved is None:
        known, moved = NOTHING, frozenset()
    customers, size = _standing(known, {name: files for name, files in folders.items() if name not in moved}, began)
    again = folders.keys() - customers.keys()
    gone = (known.customers.keys() | moved) - folders.keys()
    seen = apart.Known("", known.revision, known.missing)
    commit = compared(root, revision, seen, folders.keys() | files.keys(), again | gone | files.keys())
    stale = {folder: entries for folder, entries in folders.items() if folder in again}
    customers |= _read(stale, MAX_TOTAL - size, settings, commit, began)
    whole = _whole(settings, customers)
    own = {path: oid for name in files for path, oid in commit.files.get(name, {}).items()}
    differs = commit.missing or differ(files, own) or any(one.differs for one in customers.values())
    whole = replace(whole, dirty=revision is not None and bool(differs))
    return Records(whole, customers, frozenset(again), reading, commit.missing)


def _standing(known: Known, folders: Mapping[str, Entries], began: int) -> tuple[dict[str, Customer], int]:
    """Return the customers whose files are those that were read, and how many bytes they have."""
    standing, size = dict[str, Customer](), 0
    for folder, entries in folders.items():
        one = known.customers.get(folder)
        if one is None or not one.signature:
            continue
        states = [(path, entry.stat(follow_symlinks=False)) for path, entry in entries.items()]
        if signature(states, began) == one.signature:
            standing[folder] = one
            size += sum(state.st_size for _path, state in states)
    return standing, size


def _read(
    folders: Mapping[str, Entries], most: int, settings: Snapshot, commit: Commit, began: int
) -> dict[str, Customer]:
    """Read some customers' folders. Raises Unclear where a file can't be read or they hold more bytes than ``most``."""
    files: dict[str, bytes] = {}
    states: dict[str, list[tuple[str, stat_result]]] = {}
    for folder, entries in folders.items():
        states[folder] = of_folder = []
        for path, entry in entries.items():
            files[path], status = plain(entry.path)
            of_folder.append((path, status))
    if sum(map(len, files.values())) > most:
        raise Unclear
    found = with_records(settings, files)
    problems: dict[str, list[Problem]] = defaultdict(list)
    for problem in (*found.problems, *personal_data(files, settings.office)):
        problems[group_of(problem.place.path)].append(problem)
    dossiers = {dossier.folder: dossier for dossier in found.dossiers.values()}
    return {
        folder: Customer(
            folder,
            signature(of_folder, began),
            differ({path: files[path] for path, _status in of_folder}, commit.files.get(folder, {})),
            dossier := dossiers.get(folder),
            tuple(problems[folder]),
            "" if dossier is None else digest_of(dossier),
        )
        for folder, of_folder in states.items()
    }


def _whole(settings: Snapshot, customers: Mapping[str, Customer]) -> Snapshot:
    """Return the office with its customers, and what is wrong in their files and between them."""
    own = sorted((one.dossier for one in customers.values() if one.dossier is not None), key=attrgetter("id"))
    dossiers = with_joined({dossier.id: dossier for dossier in own})
    problems = [*settings.problems, *(problem for one in customers.values() for problem in one.problems)]
    problems += consistency(settings.office, dossiers, settings.tombstones)
    return replace(settings, dossiers=dossiers, problems=in_order(problems))
