"""Any revision of a repository as a tree of files."""

from __future__ import annotations

from pathlib import Path

from generator.read.git import PLAIN, PROGRAM, Entry, RevisionError, blobs, commit_id, differing, entries, git, listing
from generator.read.names import name_problem, twins
from generator.read.problem import Place, Problem
from generator.read.text import MAX_BYTES
from generator.read.tree import CUSTOMERS, MAX_FILES, Tree, a_program, is_record, not_a_file, too_many
from generator.texts import Message, _

__all__ = ["RevisionError", "Revisions", "file_at", "tree_at"]


def tree_at(root: Path, revision: str) -> Tree:
    """Return the files of ``revision`` below ``root``.

    Raises RevisionError where there is no such revision, no repository, or the clone is not complete.
    """
    return Revisions(root).tree(revision)


class Revisions:
    """The revisions of one repository, one after the other: only what differs from the last one is read.

    The contents that one tree needs are kept for the next, no others.
    """

    def __init__(self, root: Path) -> None:
        self._root = root
        self._commit: str | None = None
        self._entries: dict[str, Entry] = {}
        self._contents: dict[str, bytes] = {}

    def tree(self, revision: str) -> Tree:
        """Return the files of ``revision``, as ``tree_at`` does."""
        commit = commit_id(self._root, revision)
        if commit is None:
            message = _(
                "There is no revision “%(revision)s” here; a branch, tag or commit of this repository is wanted."
            )
            raise RevisionError(Message(message, {"revision": revision}))
        self._entries = self._listed(commit)
        self._commit = commit
        listed = list(self._entries.values())
        problems = [too_many()] if len(listed) > MAX_FILES else []
        listed = listed[:MAX_FILES]
        unreadable = {entry.path: problem for entry in listed if (problem := _unreadable(entry)) is not None}
        problems += [*unreadable.values(), *twins([entry.path for entry in listed])]
        records = [entry for entry in listed if is_record(entry.path) and entry.path not in unreadable]
        self._contents |= blobs(self._root, (entry.oid for entry in records if entry.oid not in self._contents))
        files = {entry.path: self._contents[entry.oid] for entry in records}
        if len(self._contents) > 2 * len(files):
            self._contents = {entry.oid: files[entry.path] for entry in records}
        others = tuple(entry.path for entry in listed if not is_record(entry.path) and entry.path not in unreadable)
        return Tree(files, commit, dirty=False, others=others, problems=tuple(problems))

    def _listed(self, commit: str) -> dict[str, Entry]:
        """Return what a commit holds of an office, in order of path."""
        if self._commit is None:
            found = {entry.path: entry for entry in entries(self._root, commit)}
        else:
            found = dict(self._entries)
            for path, entry in differing(self._root, self._commit, commit):
                if entry is None:
                    found.pop(path, None)
                else:
                    found[path] = entry
        return {path: found[path] for path in sorted(found) if _of_office(path)}


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
