"""What somebody asks of an office's customers, and what they look at when they ask."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from hashlib import blake2b
from os import stat_result
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, Protocol

from generator.read.folder import committed, listed
from generator.read.git import commit_asked
from generator.values import dataclass

if TYPE_CHECKING:
    from generator.apart.judging import Apart
    from generator.grade.office import OfficeGrades

Rows = Mapping[str, tuple[bool, str]]
"""By id: whether the customer is open, and what is said about the grade."""

_SECOND = 1_000_000_000
_SETTLED, _SETTLED_COARSE = _SECOND // 10, 2 * _SECOND
"""Nanoseconds after which a file's time tells every further change of it; more on a disk that keeps whole seconds."""


class Dated(Protocol):
    """An office, as far as it tells which day it is there: its time zone, and the day that it pins, if any."""

    @property
    def timezone(self) -> str:
        """Name of the zone, as in Asia/Shanghai."""

    @property
    def as_of(self) -> date | None:
        """The office's “today”, where office.yaml says it."""


@dataclass(frozen=True, slots=True)
class Wish:
    """What is asked for: the day, which may depend on the office, what to say of grades, and what to make of it all.

    ``program`` tells a digest of the program and of what is said; ``kept`` is the file that holds what was said last
    time, if any: of each customer, and beside it (.txt) the whole. ``began`` is now, in nanoseconds since 1970.
    """

    day: Callable[[Dated], date]
    write: Callable[[OfficeGrades], Rows]
    whole: Callable[[Apart], str]
    program: Callable[[], str]
    kept: Path | None
    processes: int
    began: int


class Sight(NamedTuple):
    """A folder as it was found: the state of each record by path, and the commit it stands on (None outside git).

    ``states`` is None where something lies there that is no plain record. ``program`` is as in a wish. ``committed``
    holds the object ids of the commit's records, where they were listed. A sight can be sent to another process.
    """

    states: Mapping[str, str] | None
    revision: str | None
    program: str
    committed: Mapping[str, str] | None = None

    def with_commit(self, root: Path) -> Sight:
        """Return the same with what the commit holds."""
        return self if self.revision is None else self._replace(committed=committed(root, self.revision))


def look(root: Path, wish: Wish) -> Sight:
    """Look at a folder. Raises OSError where it can't be listed."""
    with commit_asked(root, "HEAD") as revision:
        found, program = listed(root), wish.program()
        if found.problems:
            return Sight(None, revision(), program)
        statuses = ((path, entry.stat(follow_symlinks=False)) for path, entry in found.records.items())
        return Sight(states_of(statuses, wish.began), revision(), program)


def states_of(found: Iterable[tuple[str, stat_result]], began: int) -> dict[str, str]:
    """Return by path what changes with every change of a file, from its status; empty where the file is too young."""
    young, young_coarse = began - _SETTLED, began - _SETTLED_COARSE
    states: dict[str, str] = {}
    for path, status in found:
        changed, written = status.st_ctime_ns, status.st_mtime_ns
        youngest = young if changed % _SECOND else young_coarse
        settled = changed <= youngest and written <= youngest
        states[path] = f"{status.st_mode} {status.st_size} {written} {changed} {status.st_ino}" if settled else ""
    return states


def size_in(state: str) -> int:
    """Return the bytes of a file from its state, which must not be empty."""
    return int(state.split(" ", 2)[1])


def joined(states: Mapping[str, str]) -> str:
    """Return the signature of some files, which changes with every change of their states; empty where one is."""
    if not all(states.values()):
        return ""
    text = "".join([f"{path}\0{state}\0" for path, state in states.items()])
    return blake2b(text.encode("utf-8", "surrogateescape"), digest_size=16).hexdigest()


def signature(found: Iterable[tuple[str, stat_result]], began: int) -> str:
    """Return the signature of some files from their status."""
    return joined(states_of(found, began))
