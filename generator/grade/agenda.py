"""The days on which something about a customer can change; on all other days a grade stays as it was."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date, timedelta
from math import ceil, floor

from generator.grade.condition import Test
from generator.grade.predicate import Between, Compare
from generator.grade.ruleset import Fall, IndicatorRule, Ruleset, Scheme
from generator.grade.today import Records
from generator.grade.vocabulary import DAYS_SINCE
from generator.model.dossier import Dossier
from generator.model.rules import Method
from generator.model.scalar import FIRST_YEAR, LAST_YEAR
from generator.values import dataclass

LONGEST = 366 * (LAST_YEAR - FIRST_YEAR + 1)
"""No two dates lie further apart, in days."""


@dataclass(frozen=True, slots=True)
class Spans:
    """When time alone can make a downgrade rule fall due: so long after a record, so long after the grade began.

    ``first``: so long after the grade began none falls due.
    """

    after_records: tuple[timedelta, ...]
    in_grade: tuple[timedelta, ...]
    first: timedelta

    def days(self, records: Sequence[date], since: date, start: date) -> list[date]:
        """Return such days from ``start`` on, the last one first; ``records`` are in order, the grade stands since."""
        start = max(start, since + self.first)
        found = {since + passed for passed in self.in_grade}
        for passed in self.after_records:
            for record in reversed(records):
                if (day := record + passed) < start:
                    break
                found.add(day)
        return sorted((day for day in found if day >= start), reverse=True)


@dataclass(frozen=True, slots=True)
class Horizon:
    """How the calendar alone can move a grade under a set of rules.

    ``verdict``: so long after any record the official scheme may say something else; ``falls``: when rules that lower
    a grade can fall due; ``daily``: every day may bring a change (a figure that counts days, or a place among all
    customers). ``opening``: the opening day may, as something asks for the phase of the sales.
    """

    verdict: tuple[timedelta, ...]
    falls: Mapping[str | None, Spans]
    daily: bool
    opening: bool


def horizon(ruleset: Ruleset) -> Horizon:
    """Return the horizon of the official scheme and the rules of movement."""
    scheme = ruleset.official
    daily = scheme.method is Method.SHARE or _counts_days(scheme)
    falls = {grade: _spans(ruleset, falls) for grade, falls in ruleset.falls_from.items() if falls}
    return Horizon(_in_order(_offsets_of(ruleset, scheme)), falls, daily, _asks_for_phase(ruleset))


def _spans(ruleset: Ruleset, falls: Sequence[Fall]) -> Spans:
    """Return the spans of the rules that lower one grade; what holds them off on its first day is over on the next."""
    tests = [test for fall in falls for test in fall.tests()]
    in_grade = {offset for test in tests if test.name == "days_in_grade" for offset in _bounds(test)}
    in_grade |= {1, *(fall.after_days for fall in falls)}
    first = timedelta(days=min(LONGEST, *(fall.after_days for fall in falls)))
    return Spans(_in_order(offsets(ruleset, tests, [test.name for test in tests])), _in_order(in_grade), first)


def _in_order(days: Iterable[int]) -> tuple[timedelta, ...]:
    """Return spans of days, shortest first; those longer than all records together are never over."""
    return tuple(timedelta(days=passed) for passed in sorted(days) if passed <= LONGEST)


@dataclass(frozen=True, slots=True)
class Calendar:
    """What time alone can do to what a scheme says: something else so long after a record.

    ``daily``: every day may, for instance where points are given for each day. ``opening``: the opening day may, as
    something asks for the phase of the sales.
    """

    after_records: tuple[timedelta, ...]
    daily: bool
    opening: bool


def calendar(ruleset: Ruleset, schemes: Collection[Scheme]) -> Calendar:
    """Return what time can do to what some schemes of a ruleset say."""
    days = set[int]().union(*(_offsets_of(ruleset, scheme) for scheme in schemes))
    daily = ruleset.official.method is Method.SHARE or any(_counts_days(scheme) for scheme in schemes)
    return Calendar(_in_order(days), daily, _asks_for_phase(ruleset))


def _asks_for_phase(ruleset: Ruleset) -> bool:
    """Tell whether a scheme or a rule that lowers a grade asks, itself or by way of others, if sales have opened."""
    schemes = ruleset.schemes.values()
    falls = [test for several in ruleset.falls_from.values() for fall in several for test in fall.tests()]
    names = {name for scheme in schemes for name in scheme.names()} | {test.name for test in falls}
    indicators = [rule for scheme in schemes for rule in scheme.indicators.values()]
    tests = [test for scheme in schemes for test in scheme.tests()]
    tests += [test for rule in ruleset.behind(names, indicators) for test in rule.tests()]
    return "phase" in names or any(test.name == "phase" for test in tests)


def _offsets_of(ruleset: Ruleset, scheme: Scheme) -> set[int]:
    return offsets(ruleset, scheme.tests(), scheme.names(), scheme.indicators.values())


def _counts_days(scheme: Scheme) -> bool:
    """Tell whether a figure of the scheme grows with every day."""
    return bool(({row.each for row in scheme.points} | {scheme.by}) & set(DAYS_SINCE))


def offsets(
    ruleset: Ruleset, tests: Iterable[Test], names: Iterable[str], indicators: Iterable[IndicatorRule] = ()
) -> set[int]:
    """Return after how many days a record stops or starts to count for tests, names and indicators, and all behind."""
    asked = tuple(names)
    rules = tuple(ruleset.behind(asked, indicators))
    tests = (*tests, *(test for rule in rules for test in rule.tests()))
    figures = (ruleset.facts.get(name) for name in {*asked, *(test.name for test in tests)})
    found = {offset for test in tests if test.name in DAYS_SINCE for offset in _bounds(test)}
    found |= {fact.last_days for fact in figures if fact is not None and fact.last_days is not None}
    return found | {rule.valid_days + 1 for rule in rules if rule.valid_days is not None}


def _bounds(test: Test) -> set[int]:
    """Return the numbers of days, from 1 on, at which a test of a number of days gives another answer than before."""
    asked, found = test.predicate, set[int]()
    if isinstance(asked, Between):
        found = {ceil(asked.low), floor(asked.high) + 1}
    elif isinstance(asked, Compare):
        if asked.sign not in {">", "<="}:
            found.add(ceil(asked.bound))
        if asked.sign not in {"<", ">="}:
            found.add(floor(asked.bound) + 1)
    return {days for days in found if days > 0}


def first_day(dossier: Dossier) -> date:
    """Return the day on which the customer's history begins: registration, or the first record."""
    firsts = [filed.record.at.day for filed in dossier.visits[:1]]
    firsts += [filed.record.at.day for filed in dossier.deals[:1]]
    firsts += [filed.record.at.day for filed in dossier.decisions[:1]]
    return min([dossier.customer.record.registered, *firsts])


def agenda(told: Records, span: Horizon, end: date, joins: Iterable[date] = ()) -> Mapping[date, bool]:
    """Return the days, in order, that a customer's records, decisions and the calendar fix.

    True stands by those on which the official scheme's verdict can change; ``joins`` are among these. Where every day
    can bring a change, those before ``end`` are returned.
    """
    start, records = first_day(told.dossier), told.timeline.days
    if span.daily:
        return {start + timedelta(days=passed): True for passed in range((end - start).days)}
    verdict = {start, *records, *joins, *(record + passed for passed in span.verdict for record in records)}
    if span.opening and (opening := told.timeline.office.milestones.opening) is not None:
        verdict.add(opening)
    found = set(verdict)
    for filed in told.dossier.decisions:
        found.add(filed.record.at.day)
        if filed.record.until is not None and filed.record.until < date.max:
            found.add(filed.record.until + timedelta(days=1))
    return {day: day in verdict for day in sorted(found) if day >= start}
