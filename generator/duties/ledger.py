"""A customer's duties as they are written down: each with what became of it by the end of the as-of date."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from datetime import date

from generator.duties.asked import Asked, Stop
from generator.duties.course import DAY, Course, Tenure
from generator.duties.duty import CALLS, Duty, Kind, State, Void
from generator.duties.escalation import Days, Staff, escalations
from generator.duties.log import Known, evidence
from generator.duties.pace import Paces
from generator.model.office import Role
from generator.model.rules import FollowUp
from generator.values import dataclass, replace

LEADING = {Kind.WEEKLY_REVIEW: Role.LEADER, Kind.QUARTERLY_REVIEW: Role.MANAGER}
"""The duties of somebody else than the consultant."""

_AT_ONCE = frozenset({Void.POOLED, Void.CLOSED})
"""What is recorded on the day of these endings does no duty any more."""


@dataclass(frozen=True, slots=True)
class Terms:
    """What the duties of all customers have in common: the rules, the people, the day, and the first day of interest.

    Settled duties that were due before ``first`` are left out, but for those that were still open at the end of the
    day ``open_on``.
    """

    rules: FollowUp
    paces: Paces
    staff: Staff
    as_of: date
    first: date
    open_on: date = date.max


@dataclass(frozen=True, slots=True)
class Ledger:
    """Writes down the duties of one customer; ``recorder`` stands for who filed a record that does not say so."""

    customer: str
    recorder: str
    course: Course
    terms: Terms

    def write(
        self, asked: Asked, done: Known | None, stop: Stop | None = None, *, although_subscribed: bool = False
    ) -> Iterator[Duty]:
        """Yield the duty with its state: ``done`` by the first record that counts, or ended by ``stop`` or the course.

        A transfer ends it for the one consultant and begins it anew for the next, due on the day of the transfer at
        the earliest; so one duty asked for may yield several.
        """
        tenures = self.course.tenures if although_subscribed else self.course.pursuits
        place = bisect_right(tenures, asked.begin, key=lambda tenure: tenure.start) - 1
        if place < 0 or asked.begin > tenures[place].end:
            return
        since = asked.begin
        for tenure in tenures[place:]:
            if tenure.start > since:
                since = tenure.start
                asked = replace(asked, due=max(asked.due, since))
            end = _end(tenure, done, stop)
            if end is None or asked.due >= self.terms.first or end.day > self.terms.open_on:
                yield self._duty(asked, tenure.consultant, since, end)
            if end is None or end.void is not Void.TRANSFERRED:
                return

    def _duty(self, asked: Asked, consultant: str, since: date, end: _End | None) -> Duty:
        """Return the duty of one consultant; ``end`` is None while it is open."""
        day = self.terms.as_of if end is None else end.day
        held = self.course.on(max(since, min(asked.due, day if end is None else day - DAY)))
        grade = None if held is None else held.grade
        steps = self.terms.rules.grades.get(grade or "") if asked.kind in CALLS else None
        role = LEADING.get(asked.kind, Role.CONSULTANT)
        plan = "next.on" if asked.kind is Kind.PROMISE else "at"
        settled = None if end is None else day
        return Duty(
            customer=self.customer,
            consultant=consultant,
            kind=asked.kind,
            begin=asked.begin,
            since=since,
            due=asked.due,
            state=_state(asked.due, day, end),
            person=self.terms.staff.who(role, consultant, day),
            grade=grade,
            number=asked.number,
            figure=asked.figure,
            what=asked.what,
            asked_by=None if asked.asked_by is None else evidence(asked.asked_by, self.recorder, plan),
            done_by=None if end is None or end.done is None else evidence(end.done.filed, self.recorder),
            settled=settled,
            void=None if end is None else end.void,
            days_late=max(0, (day - asked.due).days),
            escalations=()
            if steps is None or not steps.escalate
            else tuple(escalations(self.terms.staff, steps.escalate, consultant, Days(since, asked.due, settled))),
        )


@dataclass(frozen=True, slots=True)
class _End:
    """The day on which a duty was settled: ``done`` by a record, or ``void``."""

    day: date
    void: Void | None
    done: Known | None


def _end(tenure: Tenure, done: Known | None, stop: Stop | None) -> _End | None:
    """Return how a duty ended in a tenure; None while it is open.

    What is done on the very day of an ending is done, but in the pool and after closing nothing is.
    """
    after = tenure.end + DAY if tenure.ending is not None else date.max
    void, day, last = tenure.ending, after, tenure.end if tenure.ending in _AT_ONCE else after
    if stop is not None and (stop.day < after or (stop.day == after and void is Void.TRANSFERRED)):
        void, day, last = stop.void, stop.day, stop.day
    if done is not None and done.day <= last:
        return _End(done.day, None, done)
    return None if void is None else _End(day, void, None)


def _state(due: date, day: date, end: _End | None) -> State:
    if end is None:
        return State.LATE if day > due else State.DUE
    return State.DONE if end.void is None else State.VOID
