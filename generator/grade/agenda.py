"""The days on which something about a customer can change; on all other days a grade stays as it was."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from math import floor

from generator.grade.condition import Between, Compare, Test
from generator.grade.ruleset import Ruleset
from generator.grade.vocabulary import DAYS_SINCE
from generator.model.dossier import Dossier
from generator.model.office import Office
from generator.model.rules import Method


@dataclass(frozen=True, slots=True)
class Horizon:
    """How the calendar alone can move a grade under a set of rules.

    ``after_records``: so many days after any record a condition may change; ``in_grade``: so many days after the grade
    began; ``daily``: every day may bring a change (a figure that counts days, or a place among all customers).
    """

    after_records: tuple[int, ...]
    in_grade: tuple[int, ...]
    daily: bool


def horizon(ruleset: Ruleset) -> Horizon:
    """Return the horizon of the official scheme and the rules of movement."""
    scheme = ruleset.official
    tests = [*scheme.tests(), *(test for fall in ruleset.falls for test in fall.tests())]
    after_records = {offset for test in tests if test.name in DAYS_SINCE for offset in _bounds(test)}
    used = {*scheme.names(), *(test.name for test in tests)}
    after_records |= {fact.last_days for name, fact in ruleset.rules.facts.items() if name in used and fact.last_days is not None}
    after_records |= {rule.valid_days + 1 for rule in scheme.indicators.values() if rule.valid_days is not None}
    in_grade = {offset for test in tests if test.name == "days_in_grade" for offset in _bounds(test)}
    in_grade |= {fall.after_days for fall in ruleset.falls}
    counting = {row.each for row in scheme.points} | {scheme.by}
    daily = scheme.method is Method.SHARE or bool(counting & set(DAYS_SINCE))
    return Horizon(tuple(sorted(after_records)), tuple(sorted(in_grade)), daily)


def _bounds(test: Test) -> Iterator[int]:
    """Yield the days on which a test of a number of days can change its answer."""
    predicate = test.predicate
    bounds = (predicate.bound,) if isinstance(predicate, Compare) else (predicate.low, predicate.high) if isinstance(predicate, Between) else ()
    for bound in bounds:
        yield from (day for day in (floor(bound), floor(bound) + 1) if day >= 0)


def first_day(dossier: Dossier) -> date:
    """Return the day on which the customer's history begins: registration, or the first record."""
    records = [filed.record.at.day for filed in (*dossier.visits[:1], *dossier.deals[:1], *dossier.decisions[:1])]
    return min([dossier.customer.record.registered, *records])


def days(dossier: Dossier, office: Office, span: Horizon, end: date) -> set[date]:
    """Return the days up to ``end`` on which the records or the calendar can change a customer's grade."""
    start = first_day(dossier)
    if span.daily:
        return {start + timedelta(days=passed) for passed in range((end - start).days + 1)}
    records = {filed.record.at.day for filed in (*dossier.visits, *dossier.deals)}
    found = {start, *records, *(record + timedelta(days=offset) for record in records for offset in span.after_records)}
    for filed in dossier.decisions:
        found.add(filed.record.at.day)
        if filed.record.until is not None and filed.record.until < end:
            found.add(filed.record.until + timedelta(days=1))
    if office.milestones.opening is not None:
        found.add(office.milestones.opening)
    return {day for day in found if start <= day <= end}
