"""What somebody asks of an office's customers, and what they look at when they ask."""

from __future__ import annotations

import os
import stat
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from generator.apart.relisting import listed_again
from generator.apart.states import States, states_of
from generator.read.git import commit_asked
from generator.values import dataclass, replace

if TYPE_CHECKING:
    from generator.apart.judging import Apart
    from generator.grade.office import OfficeGrades
    from generator.grade.settings import Settings

Rows = Mapping[str, tuple[bool, bytes]]
"""By id: whether the customer is open, and what is said about the grade, in UTF-8."""


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
    time, if any: of each customer, and beside it (.txt) the whole. ``settings`` returns those that an earlier run
    found. ``began`` is now, in nanoseconds since 1970.
    """

    day: Callable[[Dated], date]
    write: Callable[[OfficeGrades], Rows]
    whole: Callable[[Apart], bytes]
    program: Callable[[], str]
    kept: Path | None
    settings: Callable[[], Settings]
    processes: int
    began: int


@dataclass(frozen=True, slots=True)
class Sight:
    """A folder as it was found: the state of each record by path, and the commit it stands on (None outside git).

    ``states`` is None where something lies there that is no plain record; they are empty where nothing is known that
    they could be compared with. ``program`` is as in a wish. A sight can be sent to another process.
    """

    states: States | None
    revision: str | None
    program: str

    def with_states(self, states: States) -> Sight:
        """Return the same with more records that were looked at, of later paths."""
        return replace(self, states={**(self.states or {}), **states})


def everything(records: Sequence[str]) -> Sequence[str]:
    """Leave nothing for others to look at."""
    return records


def look(root: Path, wish: Wish, share: Callable[[Sequence[str]], Sequence[str]] = everything) -> Sight:
    """Look at a folder, and at that ``share`` of its records. Raises OSError where it can't be listed.

    Where nothing is known of any customer, no record is looked at: whoever reads it will.
    """
    with commit_asked(root, "HEAD") as revision:
        program = wish.program()
        file = None if wish.kept is None else wish.kept.with_suffix(".folders")
        found = listed_again(root, file, program, wish.began)
        if found is None:
            return Sight(None, revision(), program)
        known = wish.kept is not None and wish.kept.exists()
        states = seen(root, share(found.records), wish.began) if known else dict.fromkeys(found.records, "")
        return Sight(states, revision(), program)


def seen(root: Path, records: Sequence[str], began: int) -> States | None:
    """Return the states of some records; None where one is no plain file. Raises OSError where one has gone."""
    top = os.path.join(root, "")  # noqa: PTH118 - thousands of files: pathlib is slow
    statuses = [os.lstat(top + path) for path in records]
    if not all(map(stat.S_ISREG, {status.st_mode for status in statuses})):
        return None
    return states_of(zip(records, statuses, strict=True), began)
