"""Gradings that are kept from one judgement of an office to the next, and how long each of them holds.

A year of weeks judges the same customers 52 times. Most of them have neither a new record nor a day on which the
calendar alone changes something; then the grading of the week before stands.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from generator.grade.agenda import offsets
from generator.grade.compiling import compile_rules
from generator.grade.eras import Era
from generator.grade.grading import Grading
from generator.grade.replay import LOOK_AHEAD, Terms
from generator.grade.ruleset import Ruleset
from generator.grade.scheme import Cuts
from generator.grade.vocabulary import DAYS_SINCE
from generator.model.dossier import Dossier
from generator.model.office import Office
from generator.model.record import DecisionKind
from generator.model.rules import Method, Rules
from generator.read.document import Document


@dataclass(frozen=True, slots=True)
class Kept:
    """A grading, what it was made from, and the first day on which it need not hold any more.

    ``cuts`` are those of the share schemes on the day of the grading: a place among all customers moves with them.
    """

    dossier: Dossier
    grading: Grading
    life: Sequence[Era]
    cuts: Mapping[str, Cuts]
    until: date


class Gradings:
    """The newest grading of every customer under the rules and the office they were judged by last; others begin anew.

    Dossiers are told apart by identity: snapshots read with one memory share the dossiers whose files are the same.
    """

    def __init__(self) -> None:
        self._rules: tuple[Rules, Document | None, Ruleset] | None = None
        self._office: Office | None = None
        self._kept: dict[str, Kept] = {}

    def ruleset(self, rules: Rules, document: Document | None) -> Ruleset | None:
        """Return the compiled rules, compiled once; None where they have errors."""
        if self._rules is None or self._rules[0] is not rules or self._rules[1] is not document:
            compiled, _problems = compile_rules(rules, document)
            if compiled is None:
                return None
            self._rules, self._kept = (rules, document, compiled), {}
        return self._rules[2]

    def of(self, office: Office) -> None:
        """Forget what was judged for another office, or before its people and milestones changed."""
        if self._office is not office:
            self._office, self._kept = office, {}

    def kept(self, dossier: Dossier, day: date) -> Kept | None:
        """Return what still holds on a day; None where the customer must be judged."""
        known = self._kept.get(dossier.id)
        if known is not None and known.dossier is dossier and known.grading.as_of <= day < known.until:
            return known
        return None

    def keep(self, kept: Kept) -> None:
        """Keep a customer's newest grading."""
        self._kept[kept.grading.id] = kept


@dataclass(frozen=True, slots=True)
class Calendar:
    """What time alone can do to a grading: so many days after a record any scheme or rule may say something else.

    ``daily``: every day may, for instance where points are given for each day.
    """

    after_records: tuple[int, ...]
    daily: bool


def calendar(ruleset: Ruleset) -> Calendar:
    """Return what time can do under all schemes and rules of movement."""
    tests = [test for scheme in ruleset.schemes.values() for test in scheme.tests()]
    tests += [test for fall in ruleset.falls for test in fall.tests()]
    names = [name for scheme in ruleset.schemes.values() for name in scheme.names()]
    days = offsets(ruleset, tests, [*names, *(test.name for test in tests)])
    figures = set()
    for scheme in ruleset.schemes.values():
        days |= {rule.valid_days + 1 for rule in scheme.indicators.values() if rule.valid_days is not None}
        figures |= {row.each for row in scheme.points} | {scheme.by}
    return Calendar(tuple(sorted(days)), ruleset.official.method is Method.SHARE or bool(figures & set(DAYS_SINCE)))


def holds_until(dossier: Dossier, grading: Grading, beyond: date, standard: Terms, passing: Calendar) -> date:
    """Return the first day after the grading's on which something about the customer can be another.

    ``beyond`` is the first day of change that the look ahead for a fall did not reach; it comes into sight as days
    pass.
    """
    day, tomorrow = grading.as_of, grading.as_of + timedelta(days=1)
    if passing.daily or dossier.joined:
        return tomorrow
    if grading.closed is not None:
        return date.max
    sight = beyond - LOOK_AHEAD if grading.next_fall is None and standard.ruleset.falls else date.max
    return min(sight, *(later for later in _days(dossier, grading, standard, passing) if later > day), date.max)


def _days(dossier: Dossier, grading: Grading, standard: Terms, passing: Calendar) -> Iterator[date]:
    """Yield the days on which records or the calendar can change something, past ones among them."""
    records = {filed.record.at.day for filed in dossier.visits} | {filed.record.at.day for filed in dossier.deals}
    yield from records
    for offset in passing.after_records:
        passed = timedelta(days=offset)
        yield from (record + passed for record in records)
    for filed in dossier.decisions:
        yield filed.record.at.day
        if filed.record.kind is DecisionKind.OVERRIDE and filed.record.until is not None:
            yield filed.record.until + timedelta(days=1)
    yield from (grading.since + timedelta(days=passed) for passed in (1, *standard.span.in_grade))
    if standard.office.milestones.opening is not None:
        yield standard.office.milestones.opening
    if (closed := dossier.customer.record.closed) is not None:
        yield closed.on
