"""The protection clock of one spell of ownership: what it counts from, and when it runs out (P2, P3)."""

from __future__ import annotations

from collections.abc import Container, Sequence
from datetime import date, timedelta
from enum import StrEnum
from operator import attrgetter

from generator.grade.grading import Evidence, Move
from generator.model.dossier import Filed
from generator.model.record import Channel, Visit
from generator.model.rules import Protection
from generator.values import dataclass

ANSWERS = (Channel.FOLLOW_UP, Channel.MESSAGE)
"""The channels of a follow-up (P2, F9)."""


class Cause(StrEnum):
    """Why a customer has an owner since a day, or is in the pool."""

    REGISTERED = "registered"  # the first owner
    RETURN = "return"  # came again after protection had ended, and counted as new (P3)
    TRANSFER = "transfer"  # a decision gave the customer to another consultant (P4–P7)
    CLAIM = "claim"  # a decision gave the customer out of the pool to a consultant (P4–P6)
    NO_FOLLOW_UP = "no_follow_up"  # no first follow-up within the days of lapse_without_first_days
    SILENCE = "silence"  # no talk within the days of lapse_idle_days
    RELEASE = "release"  # a decision gave the customer back
    GRADE = "grade"  # fell to a grade that the manager collects (F10)


@dataclass(frozen=True, slots=True)
class Ending:
    """One reason why protection ends: ``on`` is the first day without it.

    ``since`` is the day that counts as 0 and ``days`` the last day on which it was not too late; None where nothing is
    counted. ``evidence`` are the records that it counts from, or that say so; ``grade`` is the one that the customer
    fell to, where that is the cause.
    """

    cause: Cause
    on: date
    since: date
    days: int | None
    evidence: tuple[Evidence, ...]
    grade: str | None = None


class Clock:
    """Counts the days of one owner: starts anew with each owner, and on the day a subscription was cancelled.

    A *talk* is a contact of any channel but ``event``; a *follow-up* is a ``follow_up`` or ``message``. The first
    follow-up is one on the day of the first visit to this owner, or later.
    """

    def __init__(self, start: date, evidence: tuple[Evidence, ...]) -> None:
        self._start = start
        self._evidence = evidence
        self._first_visit: Filed[Visit] | None = None
        self._answered = False
        self._last_talk: Filed[Visit] | None = None
        self._fallen: Move | None = None

    def count(self, visits: Sequence[Filed[Visit]]) -> None:
        """Take all contacts of the next day."""
        for filed in visits:
            channel = filed.record.channel
            if channel is Channel.VISIT and self._first_visit is None:
                self._first_visit = filed
            if channel is not Channel.EVENT:
                self._last_talk = filed
        if self._first_visit is not None and not self._answered:
            self._answered = any(filed.record.channel in ANSWERS for filed in visits)

    def fall(self, move: Move) -> None:
        """Note the day on which the grade fell to one that the manager collects; that day is still the owner's."""
        self._fallen = move

    def endings(self, rules: Protection) -> tuple[Ending, ...]:
        """Return every reason for which protection ends if nothing more happens, the earliest first."""
        return self.endings_by(date.max, rules)

    def endings_by(self, last: date, rules: Protection, known: Container[Cause] = ()) -> tuple[Ending, ...]:
        """Return the endings up to a day, the earliest first, but for ``known`` causes."""
        over = [one for one in self._counted(rules) if (last - one[1]).days > one[2] and one[0] not in known]
        return tuple(sorted([self._ending(*one) for one in over], key=_on)) if over else ()

    def _counted(self, rules: Protection) -> list[tuple[Cause, date, int]]:
        """Return what may end protection, the day that counts as 0, and the last day on which it is not too late."""
        first, talk = self._first_visit, self._last_talk
        found = [(Cause.SILENCE, self._start if talk is None else talk.record.at.day, rules.lapse_idle_days)]
        if first is not None and not self._answered:
            found.insert(0, (Cause.NO_FOLLOW_UP, first.record.at.day, rules.lapse_without_first_days))
        if self._fallen is not None:
            found.append((Cause.GRADE, self._fallen.on, 0))
        return found

    def _ending(self, cause: Cause, since: date, days: int) -> Ending:
        on = since + timedelta(days=days + 1)
        if cause is Cause.GRADE and self._fallen is not None:
            return Ending(cause, on, since, None, self._fallen.evidence, self._fallen.after)
        filed = self._first_visit if cause is Cause.NO_FOLLOW_UP else self._last_talk
        return Ending(cause, on, since, days, self._evidence if filed is None else (evidence_of(filed),))


_on = attrgetter("on")


def evidence_of(filed: Filed[Visit]) -> Evidence:
    """Return a contact as evidence."""
    return Evidence(filed.record.at.day, filed.record.by, filed.path, filed.line("at"))
