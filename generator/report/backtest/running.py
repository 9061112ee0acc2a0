"""Past weeks graded again: each by the rules of its commit, as published, and by candidate rules."""

from __future__ import annotations

from datetime import date

from generator.compare.backtest import Backtest, Regraded, regraded
from generator.compare.candidate import Candidate
from generator.compare.judged import Judged, judged
from generator.read.problem import Problem
from generator.read.weeks import Week, week_of, weeks
from generator.report.week.archive import Archive, NoReport
from generator.texts import Message, _
from generator.values import dataclass


@dataclass(frozen=True, slots=True)
class Run:
    """A backtest, and the ground that it stands on.

    ``published`` and ``candidate`` are both sides of the newest week. ``failed`` are weeks that could not be graded,
    each with the reason. ``complete`` is False where older weeks were wanted, but the clone does not hold them.
    ``broken`` are the examples that the candidate breaks: its own, and those of the rules published in the newest week.
    """

    backtest: Backtest
    rules: Candidate
    published: Judged
    candidate: Judged
    wanted: int
    failed: tuple[tuple[Week, Message], ...]
    complete: bool
    broken: tuple[Problem, ...]
    broken_published: tuple[Problem, ...]


def run(archive: Archive, rules: Candidate, number: int, today: date) -> Run:
    """Grade the last ``number`` weeks that are over ``today``.

    Raises NoReport where not one of them can be graded.
    """
    last = _last_over(today)
    first = archive.first(last)
    if first is None:
        message = _(
            "There is no week up to %(week)s to try the rules on: nobody was registered by then, or this clone does "
            "not hold its history."
        )
        raise NoReport(Message(message, {"week": str(last)}))
    start = _back(last, number)
    found: list[Regraded] = []
    failed: list[tuple[Week, Message]] = []
    sides: tuple[Judged, Judged] | None = None
    for week in weeks(max(first, start), last):
        try:
            standing = archive.standing(week)
        except NoReport as reason:
            failed.append((week, reason.message))
            continue
        published = standing.judged
        sides = published, judged(rules.under(published.snapshot), week.sunday, checked=False)
        found.append(regraded(week, *sides, reconstructed=standing.reconstructed))
    if sides is None:
        raise NoReport(failed[-1][1])
    return Run(
        backtest=Backtest(tuple(found)),
        rules=rules,
        published=sides[0],
        candidate=sides[1],
        wanted=number,
        failed=tuple(failed),
        complete=archive.complete or first <= start,
        broken=rules.broken,
        broken_published=rules.breaks(sides[0].snapshot),
    )


def _last_over(today: date) -> Week:
    """Return the last week whose Sunday has come."""
    week = week_of(today)
    return week if week.sunday <= today else week.before


def _back(last: Week, number: int) -> Week:
    """Return the first of ``number`` weeks."""
    week = last
    for _step in range(number - 1):
        week = week.before
    return week
