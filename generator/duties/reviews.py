"""Duties to look at a customer anew: screening, weekly and quarterly review, evening meeting (F3, F4, F7, F9, F11)."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date

from generator.duties.asked import Asked
from generator.duties.course import DAY, Run, Stretch, earlier, later
from generator.duties.diary import Diary
from generator.duties.duty import Duty, Kind
from generator.duties.ledger import Ledger
from generator.duties.log import Log
from generator.duties.rhythm import first_monday, stop_of
from generator.values import dataclass


@dataclass(frozen=True, slots=True)
class _Periods:
    """Weeks or quarters: the first day of one on or after a day, and the last day of the one that begins on a day.

    ``longest`` is the greatest number of days that one has.
    """

    begin: Callable[[date], date]
    end: Callable[[date], date]
    longest: int


def first_screening(ledger: Ledger, diary: Diary) -> Iterator[Duty]:
    """Yield the screening of who was registered when the show flat opened (F11): a contact from then on that judges."""
    days, opening = ledger.terms.rules.first_screening_days, ledger.terms.staff.office.milestones.show_flat_opening
    if days is not None and opening is not None and diary.registered <= opening:
        asked = Asked(Kind.FIRST_SCREENING, opening, later(opening, days), figure=days)
        yield from ledger.write(asked, diary.judging.from_on(opening))


def weekly_review(ledger: Ledger, diary: Diary) -> Iterator[Duty]:
    """Yield the review of every ISO week on whose Monday the grade is one of ``weekly_review`` (F4, F7, F9)."""
    grades = ledger.terms.rules.weekly_review
    if grades:
        for run in ledger.course.runs(_of_grade(grades)):
            yield from _reviews(ledger, Kind.WEEKLY_REVIEW, run, diary.verdicts, _WEEKS)


def quarterly_review(ledger: Ledger, diary: Diary) -> Iterator[Duty]:
    """Yield the review of every quarter on whose first day the customer had an owner (F11)."""
    if ledger.terms.rules.quarterly_review:
        for run in ledger.course.runs(lambda _stretch: True):
            yield from _reviews(ledger, Kind.QUARTERLY_REVIEW, run, diary.verdicts, _QUARTERS)


def daily_report(ledger: Ledger, _diary: Diary) -> Iterator[Duty]:
    """Yield the line of today's evening meeting, where the grade is one of ``daily_report`` (F3).

    The sheet of the meeting reports it, so it is never late and there is none of a past day.
    """
    grades, today = ledger.terms.rules.daily_report, ledger.terms.as_of
    for run in ledger.course.runs(_of_grade(grades)) if grades else ():
        if run.end == today:
            tenure = next(tenure for tenure in reversed(ledger.course.pursuits) if tenure.start <= today)
            yield from ledger.write(Asked(Kind.DAILY_REPORT, max(run.start, tenure.start), today), None)


def _of_grade(grades: tuple[str, ...]) -> Callable[[Stretch], str | None]:
    return lambda one: one.grade if one.grade in grades else None


def _reviews(ledger: Ledger, kind: Kind, run: Run, log: Log, periods: _Periods) -> Iterator[Duty]:
    """Yield the reviews of a run: done by the first judgement or decision from the period's first day on.

    While the review of one period is open, the following ones ask for no second one; so it is enough to begin with the
    last judgement a whole period before the first day of interest.
    """
    known = log.plain_until(min(earlier(ledger.terms.first, periods.longest), run.end))
    start = periods.begin(run.start if known is None else max(run.start, known.day))
    while start <= run.end:
        done = log.from_on(start)
        yield from ledger.write(Asked(kind, start, periods.end(start)), done, stop_of(run))
        if done is None:
            return
        start = periods.begin(max(periods.end(start) + DAY, done.day))


def first_quarter(day: date) -> date:
    """Return the first day of a quarter on or after a day."""
    if day.day == 1 and day.month % 3 == 1:
        return day
    month = (day.month - 1) // 3 * 3 + 4
    return date(day.year + month // 12, month % 12, 1) if month > 12 else date(day.year, month, 1)


def last_of_quarter(day: date) -> date:
    """Return the last day of the quarter that begins on a day."""
    return first_quarter(day + DAY) - DAY


_WEEKS = _Periods(first_monday, lambda monday: later(monday, 6), 7)
_QUARTERS = _Periods(first_quarter, last_of_quarter, 92)
