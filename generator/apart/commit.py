"""How the customers' files differ from those of the commit, without comparing what is known to be as it was."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import contextmanager
from functools import cache
from pathlib import Path

from generator.apart.folders import Unclear
from generator.apart.known import Known
from generator.model.snapshot import folder_of
from generator.model.tombstone import id_of
from generator.read.folder import committed_asked
from generator.read.git import RevisionError, differing
from generator.values import dataclass, replace

MOST_NAMED = 200
"""More folders than that are not asked for by name: all of the commit is listed."""


@dataclass(frozen=True, slots=True)
class Commit:
    """The object ids of a commit by group and path, at least of the groups asked for; the groups that are ``missing``.

    A group is a customer's folder, or a file that is no customer's.
    """

    files: Mapping[str, Mapping[str, str]]
    missing: frozenset[str]


def group_of(path: str) -> str:
    """Return the customer's folder that a file lies in, or the file's own path."""
    return path if id_of(path) is not None else folder_of(path) or path


def touched(root: Path, before: str | None, after: str | None) -> frozenset[str] | None:
    """Return the groups that differ between two commits; None where that can't be told."""
    if before == after:
        return frozenset()
    if before is None or after is None:
        return None
    try:
        return frozenset(group_of(path) for path, _entry in differing(root, before, after))
    except RevisionError:
        return None


def compared(root: Path, revision: str | None, known: Known, here: Collection[str], asked: Collection[str]) -> Commit:
    """Return what the commit holds of the groups ``asked`` for, and which of its groups are not ``here``.

    Raises Unclear where the commit can't be read.
    """
    with comparing(root, revision, known, here, asked) as commit:
        return commit()


@contextmanager
def comparing(
    root: Path, revision: str | None, known: Known, here: Collection[str], asked: Collection[str]
) -> Iterator[Callable[[], Commit]]:
    """Have git list the commit, and yield what waits for it, as ``compared`` returns it."""
    if revision is None:
        yield lambda: Commit({}, frozenset())
        return
    named = sorted(asked) if known.revision is not None and len(asked) <= MOST_NAMED else []
    with committed_asked(root, revision, *named) as listed:

        @cache
        def found() -> Commit:
            if (oids := listed()) is None:
                raise Unclear
            commit = entire(oids, here)
            return replace(commit, missing=commit.missing | (known.missing - set(asked))) if named else commit

        yield found


def entire(found: Mapping[str, str], here: Collection[str]) -> Commit:
    """Return all that a commit holds, from the object ids of its records, and which of its groups are not ``here``."""
    files: dict[str, dict[str, str]] = defaultdict(dict)
    for path, oid in found.items():
        files[group_of(path)][path] = oid
    return Commit(files, frozenset(files.keys() - set(here)))
