"""A customer's duties as they are written down: each with what became of it by the end of the as-of date."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

from generator.duties.asked import Asked, Stop
from generator.duties.course import DAY, Course, Tenure
from generator.duties.duty import CALLS, Duty, Kind, State, Void
from generator.duties.escalation import Staff, escalations
from generator.duties.log import Dated, evidence
from generator.model.office import Role
from generator.model.rules import FollowUp

LEADING = {Kind.WEEKLY_REVIEW: Role.LEADER, Kind.QUARTERLY_REVIEW: Role.MANAGER}
"""The duties of somebody else than the consultant."""

_AFTER_THE_DAY = frozenset({Void.TRANSFERRED, Void.POOLED, Void.CLOSED})
"""What is recorded on the day of these endings is no longer the consultant's doing."""


@dataclass(frozen=True, slots=True)
class Terms:
    """What the duties of all customers have in common: the rules, the people, the day, and the first day of interest.

    Settled duties that were due before ``first`` are left out.
    """

    rules: FollowUp
    staff: Staff
    as_of: date
    first: date


@dataclass(frozen=True, slots=True)
class Ledger:
    """Writes down the duties of one customer; ``recorder`` stands for who filed a record that does not say so."""

    customer: str
    recorder: str
    course: Course
    terms: Terms

    def write(
        self, asked: Asked, done: Dated | None, stop: Stop | None = None, *, although_subscribed: bool = False
    ) -> Iterator[Duty]:
        """Yield the duty with its state: ``done`` by the first record that counts, or ended by ``stop`` or the course.

        A transfer ends it for the one consultant and begins it anew for the next, due on the day of the transfer at
        the earliest; so one duty asked for may yield several.
        """
        tenures = self.course.tenures if although_subscribed else self.course.pursuits
        place = bisect_right(tenures, asked.since, key=lambda tenure: tenure.start) - 1
        if place < 0 or asked.since > tenures[place].end:
            return
        for tenure in tenures[place:]:
            if tenure.start > asked.since:
                asked = replace(asked, since=tenure.start, due=max(asked.due, tenure.start))
            settled, void = _end(tenure, done, stop)
            if settled is None or asked.due >= self.terms.first:
                by = done if settled is not None and void is None else None
                yield self._duty(asked, tenure.consultant, settled, void, by)
            if void is not Void.TRANSFERRED:
                return

    def _duty(self, asked: Asked, consultant: str, settled: date | None, void: Void | None, done: Dated | None) -> Duty:
        day = self.terms.as_of if settled is None else settled
        behind = max(asked.since, min(asked.due, day if settled is None else day - DAY))
        held = self.course.on(behind) or self.course.stretches[-1]
        open_as = State.LATE if day > asked.due else State.DUE
        steps = self.terms.rules.grades.get(held.grade or "") if asked.kind in CALLS else None
        role = LEADING.get(asked.kind, Role.CONSULTANT)
        key = "next.on" if asked.kind is Kind.PROMISE else "at"
        return Duty(
            customer=self.customer,
            consultant=consultant,
            kind=asked.kind,
            since=asked.since,
            due=asked.due,
            state=open_as if settled is None else State.DONE if void is None else State.VOID,
            person=self.terms.staff.who(role, consultant, day),
            grade=held.grade,
            number=asked.number,
            figure=asked.figure,
            what=asked.what,
            asked_by=None if asked.asked_by is None else evidence(asked.asked_by, self.recorder, key),
            done_by=None if done is None else evidence(done, self.recorder),
            settled=settled,
            void=void,
            days_late=max(0, (day - asked.due).days),
            escalations=()
            if steps is None or not steps.escalate
            else tuple(escalations(self.terms.staff, steps.escalate, consultant, asked, settled)),
        )


def _end(tenure: Tenure, done: Dated | None, stop: Stop | None) -> tuple[date | None, Void | None]:
    """Return the day on which a duty is settled in a tenure, and why if it is void; (None, None) while it is open.

    What is done on the day of a new grade, of the opening, of a newer plan or of the subscription is done; from the
    day of a transfer on the record is the next consultant's.
    """
    after = tenure.end + DAY if tenure.ending is not None else None
    if stop is not None and (after is None or stop.day < after or _goes_before(stop, tenure, after)):
        if done is not None and done.record.at.day <= stop.day:
            return done.record.at.day, None
        return stop.day, stop.void
    if after is None:
        return (None, None) if done is None else (done.record.at.day, None)
    last = tenure.end if tenure.ending in _AFTER_THE_DAY else after
    if done is not None and done.record.at.day <= last:
        return done.record.at.day, None
    return after, tenure.ending


def _goes_before(stop: Stop, tenure: Tenure, after: date) -> bool:
    """Tell whether a stop on the very day of a transfer ends the duty for good."""
    return stop.day == after and tenure.ending is Void.TRANSFERRED
