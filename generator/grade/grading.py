"""What grading a customer yields: the grade, why, since when, and every move on the way to it.

All values are frozen and hold no reference to records or rules: they can be kept, compared, sent to another process.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from enum import StrEnum
from typing import NamedTuple

from generator.values import dataclass

Value = str | bool | float
"""A known value of a fact or judgement: a level or word, yes/no, or a number."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """The record behind a value: when, by whom (an id in office.yaml), in which file and line."""

    at: date
    by: str
    path: str
    line: int


@dataclass(frozen=True, slots=True)
class Indicator:
    """Where a customer stands on one indicator.

    ``level`` is None when unknown; ``missing`` then names what would have to be known. ``evidence`` is the judgement
    behind the level; None for a level measured from the records (``measured``).
    """

    name: str
    level: str | None
    auxiliary: bool
    measured: bool
    evidence: Evidence | None
    missing: tuple[str, ...]
    expired: bool = False


@dataclass(frozen=True, slots=True)
class Lift:
    """What would raise the grade to ``to``: the smallest sets of names that would have to improve, each set enough."""

    to: str
    sets: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class SchemeGrade:
    """The grade of one scheme on one day.

    ``grade`` is None for ungraded, ``applies`` False or None where the precondition fails or is unknown. ``figure`` is
    the score, or for share the figure that is ranked.
    """

    scheme: str
    grade: str | None
    applies: bool | None
    binding: tuple[str, ...]
    missing: tuple[str, ...]
    indicators: Mapping[str, Indicator]
    figure: float | None = None
    lift: Lift | None = None


class Cause(StrEnum):
    """Why the official grade moved."""

    FIRST = "first"  # the first grade
    EVIDENCE = "evidence"  # a record said something new
    TIME = "time"  # only the calendar moved: a judgement expired, a span of days ended
    DOWNGRADE = "downgrade"  # a rule of movement.downgrade fell due
    LIFTED = "lifted"  # fresh evidence lifted a downgrade
    APPROVED = "approved"  # a fall was approved
    OVERRIDE = "override"  # a manager set the grade
    OVERRIDE_END = "override_end"  # the override ended; the computed grade counts again


@dataclass(frozen=True, slots=True)
class Shift:
    """One indicator that changed: its level before and after (None: unknown)."""

    name: str
    before: str | None
    after: str | None


@dataclass(frozen=True, slots=True)
class Move:
    """A change of the official grade on a day: its cause, the rules and the records behind it."""

    on: date
    before: str | None
    after: str | None
    cause: Cause
    rules: tuple[str, ...] = ()
    shifts: tuple[Shift, ...] = ()
    evidence: tuple[Evidence, ...] = ()


class Event(StrEnum):
    """What else happened to the official grade, without moving it."""

    WAITING = "waiting"  # a fall waits for approval
    CANCELLED = "cancelled"  # the waiting fall is off: the computed grade rose
    REFUSED = "refused"  # an approval that did not count: no follow-up record, or nothing was waiting
    RENEWED = "renewed"  # fresh evidence kept a downgrade from being set; a new period starts


@dataclass(frozen=True, slots=True)
class Turn:
    """An event of the replay that leaves the grade as it is; ``to`` is the grade that was at stake."""

    on: date
    event: Event
    to: str | None
    rules: tuple[str, ...] = ()
    evidence: tuple[Evidence, ...] = ()


@dataclass(frozen=True, slots=True)
class Pending:
    """A fall that waits for approval since a day."""

    to: str
    since: date


@dataclass(frozen=True, slots=True)
class Cap:
    """A downgrade in force: the official grade is no better than ``to`` since a day, until fresh evidence lifts it."""

    to: str
    since: date
    rules: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Override:
    """A grade that somebody set until a day, with the reason; ``computed`` is what the rules said on its first day."""

    to: str
    at: date
    until: date
    by: str
    reason: str
    path: str
    computed: str | None = None


@dataclass(frozen=True, slots=True)
class NextFall:
    """A downgrade that is going to fall due if nothing new is recorded: the rule, the grade it leads to, the day."""

    rule: str
    to: str
    on: date


class Grading(NamedTuple):
    """The whole judgement of one customer on one date; on later ones, too, as long as it is kept (``Gradings``).

    ``grade`` is the official grade, ``computed`` what the official scheme says, ``since`` the first day of the present
    official grade. ``history`` holds moves and turns in order; ``closed`` is the day the customer left by.
    """

    id: str
    consultant: str
    registered: date
    grade: str | None
    computed: str | None
    since: date
    official: SchemeGrade
    schemes: Mapping[str, SchemeGrade]
    pending: Pending | None
    cap: Cap | None
    override: Override | None
    history: tuple[Move | Turn, ...]
    next_fall: NextFall | None
    closed: date | None

    @property
    def moves(self) -> tuple[Move, ...]:
        """The moves of the official grade, oldest first."""
        return tuple(entry for entry in self.history if isinstance(entry, Move))

    def grade_on(self, day: date) -> str | None:
        """Return the official grade at the end of a day up to that of the judgement.

        None for ungraded or not yet a customer.
        """
        grade = None
        for move in self.moves:
            if move.on > day:
                break
            grade = move.after
        return grade

    def open_on(self, day: date) -> bool:
        """Tell whether the customer counts on a day: registered, and not closed by then."""
        return self.registered <= day and (self.closed is None or day < self.closed)
