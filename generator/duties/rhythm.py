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
from generator.model.rules import Cadence, FollowUp

WEEK = timedelta(days=7)


def cadence(ledger: Ledger, diary: Diary) -> Iterator[Duty]:
    """Yield the follow-ups that the grade asks for, in the phase of the day."""
    rules = ledger.terms.rules

    def asked(one: Stretch) -> tuple[str, Cadence] | None:
        found = in_force(rules, one.grade, opened=one.opened)
        return None if found is None or one.grade is None else (one.grade, found)

    for run in ledger.course.runs(asked):
        found = in_force(rules, run.grade, opened=run.opened) or Cadence()
        if found.every_days is not None:
            yield from _every(ledger, Kind.CADENCE, run, diary.contacts, found.every_days)
        if found.per_week:
            yield from _per_week(ledger, run, diary.replies, found.per_week)


def in_force(rules: FollowUp, grade: str | None, *, opened: bool) -> Cadence | None:
    """Return the cadence of a grade before or after the opening; what the phase does not name holds in both."""
    entry = rules.grades.get(grade or "")
    if entry is None:
        return None
    phase = (entry.after_opening if opened else entry.before_opening) or Cadence()
    every = entry.every_days if phase.every_days is None else phase.every_days
    per_week = entry.per_week if phase.per_week is None else phase.per_week
    return None if every is None and not per_week else Cadence(every_days=every, per_week=per_week)


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
    due = later(ledger.course.stretches[0].start if last is None else last.record.at.day, days)
    if not run.new_grade:
        due = max(due, since)
    skipped = log.until(min(earlier(ledger.terms.first, days + 1), run.end))
    if skipped is not None and skipped.record.at.day > since:  # what began before it was due before the first day
        last, since = skipped, skipped.record.at.day
        due = later(since, days)
    while True:
        following = log.after(since)
        yield from ledger.write(Asked(kind, since, due, figure=days, asked_by=last), following, stop)
        if following is None or following.record.at.day > run.end:
            return
        since = following.record.at.day
        last = log.until(since)
        due = later(since, days)


def _per_week(ledger: Ledger, run: Run, log: Log, number: int) -> Iterator[Duty]:
    """Yield the follow-ups of every ISO week that begins in the run, each due on its Sunday.

    A follow-up counts in its own week; the first one after that week makes good whatever was left undone.
    """
    stop = stop_of(run)
    monday = first_monday(run.start)
    while monday <= run.end:
        sunday = later(monday, 6)
        for place in range(1, number + 1):
            done = log.between(monday, sunday, place) or log.after(sunday)
            yield from ledger.write(Asked(Kind.CADENCE, monday, sunday, place, number), done, stop)
        monday += WEEK


def stop_of(run: Run) -> Stop | None:
    """Return the stop at the end of a run whose rule ends before the ownership does."""
    return None if run.ending is None else Stop(run.end + DAY, run.ending)


def first_monday(day: date) -> date:
    """Return the first Monday on or after a day."""
    return day + timedelta(days=-day.weekday() % 7)
