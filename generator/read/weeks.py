"""ISO weeks, when a week's report closes, and which commit answers for it (design section 5)."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import NamedTuple

from generator.failure import Failure
from generator.read.commit import Commit
from generator.read.history import History
from generator.texts import Message, _
from generator.values import dataclass

_LABEL = r"(\d{4})-W(\d{2})"
_SUNDAY = 7
_FIRST_YEAR, _LAST_YEAR = 1901, 2199


class Week(NamedTuple):
    """A week of ISO 8601, Monday to Sunday; ``year`` is the one that ``%G`` gives, ``number`` counts from 1."""

    year: int
    number: int

    @property
    def monday(self) -> date:
        """The first day."""
        return date.fromisocalendar(self.year, self.number, 1)

    @property
    def sunday(self) -> date:
        """The last day, on which the week's report judges."""
        return self.monday + timedelta(days=_SUNDAY - 1)

    @property
    def before(self) -> Week:
        """The week before."""
        return week_of(self.monday - timedelta(days=1))

    @property
    def after(self) -> Week:
        """The week after."""
        return week_of(self.sunday + timedelta(days=1))

    def __str__(self) -> str:
        return f"{self.year:04}-W{self.number:02}"


def week_of(day: date) -> Week:
    """Return the week of a day; the first days of January may belong to week 52 or 53 of the year before."""
    year, number, _weekday = day.isocalendar()
    return Week(year, number)


def parse_week(text: str) -> Week:
    """Read ``2026-W46``. Raises Failure for any other text, and for a week 53 that the year does not have."""
    match = re.fullmatch(_LABEL, text.strip())
    if match is None or not match[0].isascii() or not _FIRST_YEAR <= int(match[1]) <= _LAST_YEAR:
        message = _("“%(week)s” is not a week; write year and number, as in 2026-W46.")
        raise Failure(Message(message, {"week": text}))
    week = Week(int(match[1]), int(match[2]))
    last = week_of(date(week.year, 12, 28)).number
    if not 1 <= week.number <= last:
        message = _("There is no week %(week)s: the weeks of %(year)s are 01 to %(last)s.")
        raise Failure(Message(message, {"week": text, "year": str(week.year), "last": str(last)}))
    return week


def weeks(first: Week, last: Week) -> Iterator[Week]:
    """Yield the weeks from ``first`` to ``last``, both included."""
    week = first
    while week <= last:
        yield week
        week = week.after


@dataclass(frozen=True, slots=True)
class Closing:
    """When a week's report closes: ISO weekday and minute of the day after the week's Sunday, in a time zone."""

    weekday: int = 1
    minute: int = 720
    zone: str = "Asia/Shanghai"

    def moment(self, week: Week) -> int:
        """Return the moment of closing in seconds since 1970; ``sun`` is the Sunday one week later.

        Of a time that clocks show twice the first one counts; one that they skip counts as if they had not.
        """
        from zoneinfo import ZoneInfo  # noqa: PLC0415 - weeks that are known are not asked when they closed

        day = week.sunday + timedelta(days=self.weekday)
        local = datetime(day.year, day.month, day.day, self.minute // 60, self.minute % 60, tzinfo=ZoneInfo(self.zone))
        return int(local.timestamp())


class State(StrEnum):
    """How well a week's answer is founded."""

    RECORDED = "recorded"  # the commit of the week
    RECONSTRUCTED = "reconstructed"  # the week is older than the first commit, which stands in for it
    UNAVAILABLE = "unavailable"  # this clone does not hold the commit that answers


@dataclass(frozen=True, slots=True)
class Answer:
    """The commit that answers for a week; None where history is not available."""

    week: Week
    commit: Commit | None
    state: State


def answering(history: History, week: Week, closing: Callable[[str], Closing]) -> Answer:
    """Return the commit that answers for a week: the last one recorded at or before its closing.

    ``closing`` gives the cutoff of a commit, by id. The one that counts for a week is that of the last commit recorded
    by noon (UTC) of the week's Sunday, so that a later change of the cutoff changes no published week.
    """
    noon = Closing(weekday=0, zone="UTC").moment(week)
    standing = history.answering(noon) or history.commits[0]
    commit = history.answering(closing(standing.oid).moment(week))
    if commit is not None:
        return Answer(week, commit, State.RECORDED)
    if history.complete:
        return Answer(week, history.commits[0], State.RECONSTRUCTED)
    return Answer(week, None, State.UNAVAILABLE)
