"""Duties that come again: the cadence of a grade (F2, F5, F8), and the refresh of a customer's data (F11)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from generator.duties.asked import Asked, Stop
from generator.duties.course import DAY, Run, Stretch, earlier, later
from generator.duties.diary import Diary
from generator.duties.duty import Duty, Kind
from generator.duties.ledger import Ledger
from generator.duties.log import Log
from generator.model.rules import Cadence

WEEK = timedelta(days=7)


def cadence(ledger: Ledger, diary: Diary) -> Iterator[Duty]:
    """Yield the follow-ups that the grade asks for, in the phase of the day."""
    paces = ledger.terms.paces

    def asked(one: Stretch) -> tuple[str, Cadence] | None:
        pace = paces.get((one.grade or "", one.opened))
        return None if pace is None or one.grade is None else (one.grade, pace)

    for run in ledger.course.runs(asked):
        pace = paces[run.grade or "", run.opened]
        if pace.every_days is not None:
            yield from _every(ledger, Kind.CADENCE, run, diary.contacts, pace.every_days)
        if pace.per_week:
            yield from _per_week(ledger, run, diary.replies, pace.per_week)


def refresh(ledger: Ledger, diary: Diary) -> Iterator[Duty]:
    """Yield the duty to record something new, ``refresh_days`` after the last record of any kind."""
    days = ledger.terms.rules.refresh_days
    if days is not None:
        for run in ledger.course.runs(lambda _stretch: True):
            yield from _every(ledger, Kind.REFRESH, run, diary.records, days)


def _every(ledger: Ledger, kind: Kind, run: Run, log: Log, days: int) -> Iterator[Duty]:
    """Yield one duty after each record: due so many days after it, done by the next record of a later day.

    A new grade counts from the last record, however long ago; a run that begins otherwise (out of the pool, with the
    opening, with the end of a subscription) is due on its first day at the earliest.
    """
    stop = stop_of(run)
    last = log.until(run.start)
    since = run.start
    due = later(ledger.course.stretches[0].start if last is None else last.at, days)
    if not run.new_grade:
        due = max(due, since)
    skipped = log.plain_until(min(earlier(ledger.terms.first, days + 1), run.end))
    if skipped is not None and skipped.day > since:  # what began before it was due before the first day
        last, since = skipped, skipped.day
        due = later(since, days)
    while True:
        following = log.after(since)
        yield from ledger.write(Asked(kind, since, due, figure=days, asked_by=last and last.filed), following, stop)
        if following is None or following.day > run.end:
            return
        since = following.day
        last = log.until(since)
        due = max(since, later(since if last is None else last.at, days))  # after a merge the last contact lies back


def _per_week(ledger: Ledger, run: Run, log: Log, number: int) -> Iterator[Duty]:
    """Yield the follow-ups of every ISO week that begins in the run, each due on its Sunday.

    A follow-up counts in its own week; the first one after that week makes good whatever was left undone.
    """
    stop = stop_of(run)
    monday = first_monday(run.start)
    while monday <= run.end:
        sunday = later(monday, 6)
        for place in range(1, number + 1):
            done = log.of_days(monday, sunday, place)
            yield from ledger.write(Asked(Kind.CADENCE, monday, sunday, place, number), done, stop)
        monday += WEEK


def stop_of(run: Run) -> Stop | None:
    """Return the stop at the end of a run whose rule ends before the ownership does."""
    return None if run.ending is None else Stop(run.end + DAY, run.ending)


def first_monday(day: date) -> date:
    """Return the first Monday on or after a day."""
    return day + timedelta(days=-day.weekday() % 7)
