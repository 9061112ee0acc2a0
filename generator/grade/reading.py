"""What a scheme reads of a customer: as much as its answer depends on, and no more.

Two readings are equal only where every test of the scheme answers alike, every name is known or unknown alike, and
every figure that is added up or ranked is the same. So what a scheme says is a function of its reading.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Hashable, Iterable
from datetime import date

from generator.grade.condition import Test
from generator.grade.facts import is_field, source
from generator.grade.grading import Value
from generator.grade.predicate import Between, Compare, OneOf
from generator.grade.ruleset import IndicatorRule, Ruleset, Scheme
from generator.grade.timeline import Timeline

Reading = tuple[Hashable, ...]
Part = Callable[[Timeline, date], Hashable]
"""What is read of one name on a day."""
Cell = Callable[[Value], Hashable]
"""Gives the same for known values that all tests of a name answer alike."""

_EXPIRED = ("expired",)
_OTHER = ("other",)


class Reader:
    """Reads what some tests, indicators, figures and other names depend on, of any customer on any day.

    ``still``: it is all in customer.yaml, so that neither a day nor another record changes it.
    """

    def __init__(
        self,
        ruleset: Ruleset,
        tests: Iterable[Test],
        indicators: Iterable[IndicatorRule] = (),
        figures: Iterable[str] = (),
        names: Iterable[str] = (),
    ) -> None:
        tests, names = tuple(tests), tuple(names)
        rules = tuple(ruleset.behind((*(test.name for test in tests), *names), indicators))
        tests = (*tests, *(test for rule in rules for test in rule.tests()))
        figures, own = frozenset(figures), {rule.name for rule in rules}
        parts = [
            _value(name, ruleset, repr if name in figures else cell(test for test in tests if test.name == name))
            for name in dict.fromkeys((*(test.name for test in tests), *figures, *names))
            if name not in own
        ]
        lone = [rule for rule in rules if rule.table is None or rule.table.otherwise is None]
        self._parts = (*parts, *(_judged(rule.name, rule.valid_days) for rule in lone))
        asked = {*(test.name for test in tests), *figures, *names}
        self.still = not lone and all(name in own or is_field(name, ruleset) for name in asked)

    def read(self, timeline: Timeline, day: date) -> Reading:
        """Return the reading of a customer at the end of a day."""
        return tuple([part(timeline, day) for part in self._parts])


def scheme_reader(scheme: Scheme, ruleset: Ruleset) -> Reader:
    """Return what reads all that a scheme's answer depends on."""
    figures = [row.each for row in scheme.points if row.each] + ([scheme.by] if scheme.by else [])
    return Reader(ruleset, scheme.tests(), scheme.indicators.values(), figures, scheme.required)


def level_reader(rule: IndicatorRule, ruleset: Ruleset) -> Reader:
    """Return what reads all that the outcome of an indicator's table depends on."""
    return Reader(ruleset, rule.tests())


def _value(name: str, ruleset: Ruleset, of: Cell) -> Part:
    value_on = source(name, ruleset)

    def part(timeline: Timeline, day: date) -> Hashable:
        value = value_on(timeline, day)
        return None if value is None else of(value)

    return part


def _judged(key: str, valid_days: int | None) -> Part:
    def part(timeline: Timeline, day: date) -> Hashable:
        judgement = timeline.judgements(day).get(key)
        if judgement is None:
            return None
        return _EXPIRED if valid_days is not None and (day - judgement[0]).days > valid_days else judgement[1]

    return part


def cell(tests: Iterable[Test]) -> Cell:
    """Return what puts the known values of a name into cells in which all tests of the name answer alike.

    A number's cell is its place among the bounds (a bound is a cell of its own), a word's is the word if a test names
    it, an answer's is the answer.
    """
    predicates = [test.predicate for test in tests]
    compared = {one.bound for one in predicates if isinstance(one, Compare)}
    compared |= {bound for one in predicates if isinstance(one, Between) for bound in (one.low, one.high)}
    bounds = sorted(compared)
    words = frozenset(word for one in predicates if isinstance(one, OneOf) for word in one.words)

    def of(value: Value) -> Hashable:
        if isinstance(value, bool):
            return (value,)  # not the value itself: True would be the cell 1
        if isinstance(value, str):
            return value if value in words else _OTHER
        return bisect_left(bounds, value) + bisect_right(bounds, value)

    return of
