"""The days on which something about a customer can change; on all other days a grade stays as it was."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from math import floor

from generator.grade.condition import Test
from generator.grade.predicate import Between, Compare
from generator.grade.ruleset import Ruleset, Scheme
from generator.grade.vocabulary import DAYS_SINCE
from generator.model.dossier import Dossier
from generator.model.office import Office
from generator.model.rules import Method


@dataclass(frozen=True, slots=True)
class Horizon:
    """How the calendar alone can move a grade under a set of rules.

    ``verdict``: so many days after any record the official scheme may say something else; ``after_records``: the same
    for any condition, those of ``movement`` included; ``in_grade``: so many days after the grade began; ``daily``:
    every day may bring a change (a figure that counts days, or a place among all customers).
    """

    verdict: tuple[int, ...]
    after_records: tuple[int, ...]
    in_grade: tuple[int, ...]
    daily: bool


@dataclass(frozen=True, slots=True)
class Agenda:
    """The days on which a customer's grade can change, and those among them on which the scheme's verdict can.

    ``beyond`` is the first such day after the end that was asked for; date.max where there is none.
    """

    days: tuple[date, ...]
    verdict: frozenset[date]
    beyond: date


def horizon(ruleset: Ruleset) -> Horizon:
    """Return the horizon of the official scheme and the rules of movement."""
    scheme = ruleset.official
    falls = [test for fall in ruleset.falls for test in fall.tests()]
    verdict = offsets(ruleset, scheme.tests(), scheme.names())
    verdict |= {rule.valid_days + 1 for rule in scheme.indicators.values() if rule.valid_days is not None}
    after_records = verdict | offsets(ruleset, falls, [test.name for test in falls])
    in_grade = {offset for test in falls if test.name == "days_in_grade" for offset in _bounds(test)}
    in_grade |= {fall.after_days for fall in ruleset.falls}
    counting = {row.each for row in scheme.points} | {scheme.by}
    daily = scheme.method is Method.SHARE or bool(counting & set(DAYS_SINCE))
    return Horizon(tuple(sorted(verdict)), tuple(sorted(after_records)), tuple(sorted(in_grade)), daily)


@dataclass(frozen=True, slots=True)
class Passing:
    """What time alone can do to what a scheme or a rule says: something else so many days after a record.

    ``daily``: every day may, for instance where points are given for each day.
    """

    after_records: tuple[int, ...]
    daily: bool

    def between(self, records: Iterable[date], opening: date | None, day: date, until: date) -> bool:
        """Tell whether a day after ``day``, up to ``until``, can bring something else."""
        if self.daily or (opening is not None and day < opening <= until):
            return True
        spans = [(day - passed, until - passed) for passed in (timedelta(), *map(timedelta, self.after_records))]
        return any(first < record <= last for record in set(records) for first, last in spans)


@dataclass(frozen=True, slots=True)
class Calendar:
    """What time can do under all schemes and rules of movement together, and to each scheme alone."""

    all: Passing
    schemes: Mapping[str, Passing]


def calendar(ruleset: Ruleset) -> Calendar:
    """Return what time can do under a ruleset."""
    schemes = {name: _passing(ruleset, scheme) for name, scheme in ruleset.schemes.items()}
    falls = [test for fall in ruleset.falls for test in fall.tests()]
    days = offsets(ruleset, falls, [test.name for test in falls]).union(
        *(one.after_records for one in schemes.values())
    )
    daily = ruleset.official.method is Method.SHARE or any(_counts_days(scheme) for scheme in ruleset.schemes.values())
    return Calendar(Passing(tuple(sorted(days)), daily), schemes)


def _passing(ruleset: Ruleset, scheme: Scheme) -> Passing:
    days = offsets(ruleset, scheme.tests(), scheme.names())
    days |= {rule.valid_days + 1 for rule in scheme.indicators.values() if rule.valid_days is not None}
    return Passing(tuple(sorted(days)), scheme.method is Method.SHARE or _counts_days(scheme))


def _counts_days(scheme: Scheme) -> bool:
    """Tell whether a figure of the scheme grows with every day."""
    return bool(({row.each for row in scheme.points} | {scheme.by}) & set(DAYS_SINCE))


def offsets(ruleset: Ruleset, tests: Iterable[Test], names: Iterable[str]) -> set[int]:
    """Return after how many days a record stops or starts to count for the tests and facts that are used."""
    found = {offset for test in tests if test.name in DAYS_SINCE for offset in _bounds(test)}
    facts = (ruleset.rules.facts[name] for name in set(names) if name in ruleset.rules.facts)
    return found | {fact.last_days for fact in facts if fact.last_days is not None}


def _bounds(test: Test) -> Iterator[int]:
    """Yield the days on which a test of a number of days can change its answer."""
    predicate = test.predicate
    bounds = (
        (predicate.bound,)
        if isinstance(predicate, Compare)
        else (predicate.low, predicate.high)
        if isinstance(predicate, Between)
        else ()
    )
    for bound in bounds:
        yield from (day for day in (floor(bound), floor(bound) + 1) if day >= 0)


def first_day(dossier: Dossier) -> date:
    """Return the day on which the customer's history begins: registration, or the first record."""
    firsts = [filed.record.at.day for filed in dossier.visits[:1]]
    firsts += [filed.record.at.day for filed in dossier.deals[:1]]
    firsts += [filed.record.at.day for filed in dossier.decisions[:1]]
    return min([dossier.customer.record.registered, *firsts])


def agenda(dossier: Dossier, office: Office, span: Horizon, end: date) -> Agenda:
    """Return the days up to ``end`` on which the records or the calendar can change a customer's grade."""
    start = first_day(dossier)
    if span.daily:
        every = tuple(start + timedelta(days=passed) for passed in range((end - start).days + 1))
        return Agenda(every, frozenset(every), end + timedelta(days=1))
    records = {filed.record.at.day for filed in dossier.visits} | {filed.record.at.day for filed in dossier.deals}
    opening = {office.milestones.opening} if office.milestones.opening is not None else set()
    verdict = {
        start,
        *records,
        *opening,
        *(record + timedelta(days=offset) for record in records for offset in span.verdict),
    }
    found = verdict | {record + timedelta(days=offset) for record in records for offset in span.after_records}
    for filed in dossier.decisions:
        found.add(filed.record.at.day)
        if filed.record.until is not None and filed.record.until < date.max:
            found.add(filed.record.until + timedelta(days=1))
    beyond = min((day for day in found if day > end), default=date.max)
    return Agenda(tuple(sorted(day for day in found if start <= day <= end)), frozenset(verdict), beyond)
