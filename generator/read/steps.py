"""What commit after commit of a history changes, read for many commits at once: weeks are told one after another."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from pathlib import Path

from generator.read.commit import Commit
from generator.read.git import Entry, RevisionError, blobs, git, sizes
from generator.read.tree import MAX_BYTES
from generator.texts import Message, _
from generator.values import dataclass

_AHEAD = 16
"""Who asks for one stretch after another gets so many commits at once, or so many ..."""
_STRETCHES = 4
"""... stretches, where these are long."""

_MOST_BYTES = 16 * 1024 * 1024
"""Contents of so many bytes are read ahead; a commit of three hundred records has a tenth of a million."""

File = tuple[str, str]
"""What git knows a file by: mode and object id; zeros where there is none."""


@dataclass(frozen=True, slots=True)
class Step:
    """A commit, and every path below the folder that it changes, with the file before and after."""

    commit: Commit
    files: Mapping[str, tuple[File, File]]


class Steps:
    """The steps of one line of first-parent ``commits``, oldest first; those of the stretches read last are kept."""

    def __init__(self, root: Path, commits: Sequence[Commit]) -> None:
        self._root = root
        self._commits = commits
        self._places = {commit.oid: place for place, commit in enumerate(commits)}
        self._known: dict[int, Step] = {}
        self._contents: Mapping[str, bytes] = {}
        self._last = -1

    def between(self, base: str, head: str) -> Sequence[Step] | None:
        """Return the steps that lead from one commit to a later one, oldest first; None where a merge is among them.

        Raises RevisionError where they can't be read.
        """
        start, end = self._places.get(base), self._places.get(head)
        if start is None or end is None or start > end or self._line(start, end) < end:
            return None
        if any(place not in self._known for place in range(start + 1, end + 1)):
            ahead = max(_AHEAD, _STRETCHES * (end - start)) if start == self._last else 0
            self._read(start, end, self._line(start, max(end, start + ahead)))
        self._last = end
        return [self._known[place] for place in range(start + 1, end + 1)]

    def differing(self, base: str, head: str) -> Iterator[tuple[str, Entry | None]] | None:
        """Return what ``git.differing`` yields, put together from the steps; None where there are none."""
        steps = self.between(base, head)
        if steps is None:
            return None
        first, last = dict[str, File](), dict[str, File]()
        for step in steps:
            for path, (before, after) in step.files.items():
                first.setdefault(path, before)
                last[path] = after
        found = {path: last[path] for path in sorted(last, key=_order) if last[path] != first[path]}
        size = {oid: len(content) for _mode, oid in found.values() if (content := self._contents.get(oid)) is not None}
        size |= sizes(self._root, [oid for mode, oid in found.values() if mode != _NONE and oid not in size])
        return (
            (path, None if mode == _NONE else Entry(mode, oid, size.get(oid, 0), path))
            for path, (mode, oid) in found.items()
        )

    def blobs(self, oids: Iterable[str]) -> Mapping[str, bytes]:
        """Return what ``git.blobs`` does; what was read ahead is not read again."""
        wanted = list(dict.fromkeys(oids))
        known = {oid: self._contents[oid] for oid in wanted if oid in self._contents}
        return {**known, **blobs(self._root, [oid for oid in wanted if oid not in known])}

    def _line(self, start: int, end: int) -> int:
        """Return the last place up to ``end`` to which every commit has the one before it as its only parent."""
        for place in range(start + 1, min(end, len(self._commits) - 1) + 1):
            if self._commits[place].parents != (self._commits[place - 1].oid,):
                return place - 1
        return min(end, len(self._commits) - 1)

    def _read(self, start: int, end: int, ahead: int) -> None:
        """Read the steps after ``start`` up to ``ahead``; where that is too much, only those up to ``end``."""
        with suppress(RevisionError):
            self._known = dict(self._steps(start, ahead))
            self._contents = self._small() if ahead > end else {}
            return
        self._known, self._contents = dict(self._steps(start, end)), {}

    def _steps(self, start: int, end: int) -> Iterator[tuple[int, Step]]:
        wanted = self._commits[start + 1 : end + 1]
        command = ("diff-tree", "--stdin", "-r", "-z", "--raw", "--no-renames", "--no-abbrev", "--relative")
        answer = git(self._root, *command, stdin="".join(f"{commit.oid}\n" for commit in wanted).encode())
        if answer is None:
            raise RevisionError(Message(_("The commits can't be compared; is the clone complete?")))
        files: dict[str, dict[str, tuple[File, File]]] = {commit.oid: {} for commit in wanted}
        parts = iter(answer.split(b"\0"))
        of_commit: dict[str, tuple[File, File]] = {}
        for part in parts:
            if part.startswith(b":"):
                was, mode, before, after, _status = part[1:].decode("ascii").split()
                of_commit[next(parts).decode("utf-8", "surrogateescape")] = (was, before), (mode, after)
            elif part:
                of_commit = files[part.strip().decode("ascii")]
        for place, commit in enumerate(wanted, start + 1):
            yield place, Step(commit, files[commit.oid])

    def _small(self) -> Mapping[str, bytes]:
        """Return the contents of what was read ahead; nothing where there is much of it."""
        files = [after for step in self._known.values() for _before, after in step.files.values()]
        size = sizes(self._root, dict.fromkeys(oid for mode, oid in files if mode != _NONE))
        small = {oid: number for oid, number in size.items() if number <= MAX_BYTES}
        return blobs(self._root, small) if sum(small.values()) <= _MOST_BYTES else {}


_NONE = "000000"


def _order(path: str) -> bytes:
    """Return what git orders paths by: their bytes."""
    return path.encode("utf-8", "surrogateescape")
