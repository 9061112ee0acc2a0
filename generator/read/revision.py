"""Any revision of a repository as a tree of files."""

from __future__ import annotations

from collections.abc import MutableMapping
from pathlib import Path

from generator.read.git import PLAIN, PROGRAM, Entry, RevisionError, blobs, commit_id, entries, git, listing
from generator.read.names import name_problem, twins
from generator.read.problem import Place, Problem
from generator.read.text import MAX_BYTES
from generator.read.tree import CUSTOMERS, MAX_FILES, Tree, a_program, is_record, not_a_file, too_many
from generator.texts import Message, _

__all__ = ["RevisionError", "file_at", "tree_at"]


def tree_at(root: Path, revision: str, known: MutableMapping[str, bytes] | None = None) -> Tree:
    """Return the files of ``revision`` below ``root``.

    ``known`` keeps the contents by blob id from one revision to the next: then only new ones are read.

    Raises RevisionError where there is no such revision, no repository, or the clone is not complete.
    """
    commit = commit_id(root, revision)
    if commit is None:
        message = _("There is no revision “%(revision)s” here; a branch, tag or commit of this repository is wanted.")
        raise RevisionError(Message(message, {"revision": revision}))
    listed = [
        entry for entry in entries(root, commit) if f"{entry.path}/".startswith(CUSTOMERS) or is_record(entry.path)
    ]
    problems = [too_many()] if len(listed) > MAX_FILES else []
    listed = listed[:MAX_FILES]
    unreadable = {entry.path: problem for entry in listed if (problem := _unreadable(entry)) is not None}
    problems += [*unreadable.values(), *twins([entry.path for entry in listed])]
    records = [entry for entry in listed if is_record(entry.path) and entry.path not in unreadable]
    content = {} if known is None else known
    content.update(blobs(root, (entry.oid for entry in records if entry.oid not in content)))
    files = {entry.path: content[entry.oid] for entry in sorted(records, key=lambda entry: entry.path)}
    others = tuple(sorted(entry.path for entry in listed if not is_record(entry.path) and entry.path not in unreadable))
    return Tree(files, commit, dirty=False, others=others, problems=tuple(problems))


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
