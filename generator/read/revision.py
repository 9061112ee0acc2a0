"""Any revision of a repository as a tree of files."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import islice
from pathlib import Path
from typing import TypeVar

from generator.read.git import PLAIN, PROGRAM, Entry, RevisionError, blobs, commit_id, differing, entries, git, listing
from generator.read.names import name_problem, twins
from generator.read.problem import Place, Problem
from generator.read.steps import Steps
from generator.read.tree import (
    CUSTOMERS,
    MAX_BYTES,
    MAX_FILES,
    News,
    Tree,
    a_program,
    is_record,
    not_a_file,
    too_many,
)
from generator.texts import Message, _
from generator.values import dataclass

V = TypeVar("V")

__all__ = ["RevisionError", "Revisions", "file_at", "tree_at"]


def tree_at(root: Path, revision: str) -> Tree:
    """Return the files of ``revision`` below ``root``.

    Raises RevisionError where there is no such revision, no repository, or the clone is not complete.
    """
    commit = commit_id(root, revision)
    if commit is None:
        message = _("There is no revision “%(revision)s” here; a branch, tag or commit of this repository is wanted.")
        raise RevisionError(Message(message, {"revision": revision}))
    return Revisions(root).tree(commit)


class Revisions:
    """The revisions of one repository, one after the other: only what differs from the last one is read.

    Where the ``steps`` of its history are at hand they tell what differs.
    """

    def __init__(self, root: Path, steps: Steps | None = None) -> None:
        self._root = root
        self._steps = Steps(root, ()) if steps is None else steps
        self._commit: str | None = None
        self._held = _NOTHING

    def tree(self, commit: str) -> Tree:
        """Return the files of a commit, named by its full id; raises RevisionError where the clone is not complete."""
        held = _NOTHING if self._commit is None else self._held
        changes = self._listed(commit) if self._commit is None else self._differing(self._commit, commit)
        crowded = held.number + len(changes) > MAX_FILES and held.number_after(changes) > MAX_FILES
        if crowded:
            held, changes = _NOTHING, dict(islice(self._listed(commit).items(), MAX_FILES))
        before, held = held.files, held.after(self._steps, changes)
        self._commit, self._held = (None, _NOTHING) if crowded else (commit, held)
        problems = (*([too_many()] if crowded else ()), *held.unreadable.values(), *twins(held.paths))
        return Tree(
            held.files,
            commit,
            dirty=False,
            others=tuple(sorted(held.others)),
            problems=problems,
            news=News(before, changes.keys()),
        )

    def _listed(self, commit: str) -> dict[str, Entry | None]:
        """Return what a commit holds of an office, in order of path."""
        found = {entry.path: entry for entry in entries(self._root, commit) if _of_office(entry.path)}
        return {path: found[path] for path in sorted(found)}

    def _differing(self, base: str, head: str) -> dict[str, Entry | None]:
        """Return what differs of an office between two commits; None where a file is gone."""
        found = self._steps.differing(base, head) or differing(self._root, base, head)
        return {path: entry for path, entry in found if _of_office(path)}


@dataclass(frozen=True, slots=True)
class _Held:
    """What a commit holds of an office, each by path; every path is in one of the three.

    ``files`` are those of records, ``others`` what holds none, ``unreadable`` what is no file that may be read.
    """

    files: Mapping[str, bytes]
    others: Mapping[str, bool]
    unreadable: Mapping[str, Problem]

    @property
    def number(self) -> int:
        """How many paths there are."""
        return len(self.files) + len(self.others) + len(self.unreadable)

    @property
    def paths(self) -> list[str]:
        """All paths."""
        return [*self.files, *self.others, *self.unreadable]

    def number_after(self, changes: Mapping[str, Entry | None]) -> int:
        """Return how many paths there are after some changes."""
        known = {path for part in (self.files, self.others, self.unreadable) for path in changes.keys() & part.keys()}
        return self.number - len(known) + sum(entry is not None for entry in changes.values())

    def after(self, steps: Steps, changes: Mapping[str, Entry | None]) -> _Held:
        """Return what is held after some changes; only the contents of changed files are read."""
        present = {path: entry for path, entry in changes.items() if entry is not None}
        unreadable = {path: problem for path, entry in present.items() if (problem := _unreadable(entry)) is not None}
        records = {path: entry.oid for path, entry in present.items() if is_record(path) and path not in unreadable}
        contents = steps.blobs(records.values())
        others = {path: True for path in present if not is_record(path) and path not in unreadable}
        return _Held(
            _changed(self.files, {path: contents[oid] for path, oid in records.items()}, changes),
            _changed(self.others, others, changes),
            _changed(self.unreadable, unreadable, changes),
        )


_NOTHING = _Held({}, {}, {})


def _changed(known: Mapping[str, V], new: Mapping[str, V], changes: Iterable[str]) -> Mapping[str, V]:
    """Return the values by path, the ``new`` ones in the place of those that changed, else at the end."""
    found = {**known, **new}
    for path in changes:
        if path not in new:
            found.pop(path, None)
    return found


def _of_office(path: str) -> bool:
    return f"{path}/".startswith(CUSTOMERS) or is_record(path)


def file_at(root: Path, commit: str, path: str) -> bytes | None:
    """Return one plain file of a commit below ``root``; None where there is none that may be read."""
    answer = git(root, "ls-tree", "-z", "-l", commit, "--", path)
    found = [entry for entry in listing(answer or b"") if entry.path == path and _unreadable(entry) is None]
    return blobs(root, [found[0].oid])[found[0].oid] if found else None


def _unreadable(entry: Entry) -> Problem | None:
    if entry.mode != PLAIN:
        return a_program(entry.path) if entry.mode == PROGRAM else not_a_file(entry.path)
    if (problem := name_problem(entry.path)) is not None:
        return problem
    if entry.size > MAX_BYTES and is_record(entry.path):
        message = Message(
            _("The file is larger than %(limit)s KiB; a record is a few lines."), {"limit": MAX_BYTES // 1024}
        )
        return Problem(Place(entry.path), "too-large", message)
    return None
