"""What the rules ask somebody to do for a customer: which duty, by when, and what became of it (F1-F11)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from enum import StrEnum

from generator.duties.wording import end_of, reason_for
from generator.grade.grading import Evidence
from generator.model.office import Role
from generator.texts import Message
from generator.values import dataclass


class Kind(StrEnum):
    """The kinds of duties; the words are those of `fenji todo` (design section 6)."""

    SAME_DAY = "same_day"  # F1, F5, F8: call back on the day of the visit
    CADENCE = "cadence"  # F2, F5, F8: the rhythm of the grade
    PROMISE = "promise"  # next: in a contact, the consultant's own promise
    FIRST_SCREENING = "first_screening"  # F11: after the show flat's opening
    REFRESH = "refresh"  # F11: nothing recorded for too long
    NEXT_STEP = "next_step"  # T2: a contact that ended without a plan
    DAILY_REPORT = "daily_report"  # F3: on the list of the evening meeting
    WEEKLY_REVIEW = "weekly_review"  # F4, F7, F9: judged anew every week
    QUARTERLY_REVIEW = "quarterly_review"  # F11: judged anew every quarter


CALLS = frozenset({Kind.SAME_DAY, Kind.CADENCE, Kind.PROMISE, Kind.FIRST_SCREENING})
"""What the consultant owes to the customer: these count for compliance (K3), and only these escalate."""


class State(StrEnum):
    """Where a duty stands at the end of a day."""

    DUE = "due"  # open, and not late yet
    LATE = "late"
    DONE = "done"
    VOID = "void"


class Void(StrEnum):
    """Why a duty ended without having been done."""

    GRADE_CHANGED = "grade_changed"
    OPENING = "opening"  # the cadence after the opening begins
    SUBSCRIBED = "subscribed"
    TRANSFERRED = "transferred"  # the new consultant has a duty of their own
    POOLED = "pooled"
    CLOSED = "closed"
    SUPERSEDED = "superseded"  # a newer plan took its place


@dataclass(frozen=True, slots=True)
class Escalation:
    """Somebody hears on a day that a duty is late; ``person`` is an id of office.yaml, None where nobody has the role.

    Of an open duty the days to come are listed too: so it will be if nothing happens.
    """

    role: Role
    person: str | None
    day: date


@dataclass(frozen=True, slots=True)
class Duty:
    """One duty for a customer, as it stands on the day it was asked for.

    ``consultant`` owns the customer, ``person`` has to do it (the consultant, or who leads; None: nobody has that
    role). ``since`` is the first day on which it is asked of them, ``begin`` that of the first consultant it was asked
    of, ``due`` the last day in time; ``grade`` the grade behind it. ``number`` counts duties that begin on one day
    (those of a week from 1 on; 0: the only one), ``figure`` is the number of the rule (days, or follow-ups in a week),
    ``what`` the words of a promise. ``settled`` is the day on which it was done or became void; ``days_late`` how late
    it is, or was when settled.
    """

    customer: str
    consultant: str
    kind: Kind
    begin: date
    since: date
    due: date
    state: State
    person: str | None
    grade: str | None
    number: int = 0
    figure: int = 0
    what: str = ""
    asked_by: Evidence | None = None
    done_by: Evidence | None = None
    settled: date | None = None
    void: Void | None = None
    days_late: int = 0
    escalations: tuple[Escalation, ...] = ()

    @property
    def key(self) -> tuple[str, Kind, date, date, int]:
        """What the duty is known by, whatever becomes of it: two snapshots are compared by it."""
        return self.customer, self.kind, self.begin, self.since, self.number

    @property
    def open(self) -> bool:
        """Whether it is still to be done."""
        return self.settled is None

    @property
    def counted(self) -> bool:
        """Whether compliance counts it: a call that could be made in time, and was still asked for when it fell due."""
        if self.kind not in CALLS or self.since > self.due:
            return False
        return self.state is not State.VOID or self.days_late > 0

    @property
    def in_time(self) -> bool:
        """Whether it was done by the day it was due."""
        return self.state is State.DONE and self.days_late == 0

    @property
    def why(self) -> Message:
        """The sentence that says what asks for it."""
        return reason_for(self)

    @property
    def outcome(self) -> Message:
        """The sentence that says what became of it."""
        return end_of(self)


@dataclass(frozen=True, slots=True)
class OfficeDuties:
    """The duties of all customers at the end of ``as_of``, by customer, in order of id.

    All that are open are here, and of the settled ones those due from ``first`` on. ``answers`` holds the first
    follow-ups after a first visit (K3) that were made from ``first`` on.
    """

    as_of: date
    first: date
    duties: Mapping[str, tuple[Duty, ...]]
    answers: tuple[Answer, ...]

    def __iter__(self) -> Iterator[Duty]:
        """Yield every duty, by customer, in order of the day it is due."""
        for of_customer in self.duties.values():
            yield from of_customer

    def open(self) -> Iterator[Duty]:
        """Yield the duties that are still to be done, today or later."""
        return (duty for duty in self if duty.open)

    def today(self) -> tuple[Duty, ...]:
        """Return what has to be done today: late, or due; the latest first."""
        pressing = (duty for duty in self.open() if duty.due <= self.as_of)
        return tuple(sorted(pressing, key=lambda duty: (duty.due, duty.customer, duty.kind, duty.number)))

    def late(self) -> tuple[Duty, ...]:
        """Return what should have been done before today, the latest first."""
        return tuple(duty for duty in self.today() if duty.state is State.LATE)

    def of(self, consultant: str) -> OfficeDuties:
        """Return the duties for the customers of one consultant."""
        mine = {
            customer: kept
            for customer, duties in self.duties.items()
            if (kept := tuple(duty for duty in duties if duty.consultant == consultant))
        }
        return OfficeDuties(
            self.as_of, self.first, mine, tuple(one for one in self.answers if one.consultant == consultant)
        )

    def heard_on(self, day: date) -> tuple[tuple[Duty, Escalation], ...]:
        """Return who hears of which duty on a day."""
        return tuple((duty, heard) for duty in self for heard in duty.escalations if heard.day == day)


@dataclass(frozen=True, slots=True)
class Answer:
    """The first follow-up or message after a customer's first visit (K3).

    ``consultant`` and ``grade`` are those of the day of the follow-up.
    """

    customer: str
    consultant: str
    grade: str | None
    visit: Evidence
    follow_up: Evidence

    @property
    def days(self) -> int:
        """The days from the visit to the follow-up; 0 on the same day."""
        return (self.follow_up.at - self.visit.at).days
