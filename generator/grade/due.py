"""When a downgrade rule falls due: its conditions as functions, made once per ruleset and asked day after day."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import NamedTuple

from generator.grade.condition import Condition, Test, Truth
from generator.grade.facts import Facts, source
from generator.grade.predicate import IsKnown
from generator.grade.ruleset import Fall, Ruleset
from generator.grade.timeline import Timeline

Asked = Callable[[Timeline, date, str | None, int], Truth]
"""Gives the truth of a condition of a customer on a day, in an official grade, so many days after it began."""


class Due(NamedTuple):
    """A downgrade rule, the rank of the grade that it leads to, and its conditions; None where it has none."""

    fall: Fall
    rank: int
    when: Asked | None
    unless: Asked | None

    def falls(self, timeline: Timeline, day: date, grade: str | None, in_grade: int) -> bool:
        """Tell whether the conditions let the rule fall due on a day, so many days after the grade began."""
        if self.when is not None and self.when(timeline, day, grade, in_grade) is not True:
            return False
        return self.unless is None or self.unless(timeline, day, grade, in_grade) is not True


def dues(ruleset: Ruleset) -> Mapping[str | None, Sequence[Due]]:
    """Return the rules of ``movement.downgrade`` by the grade that they lower, in the order written."""
    return {grade: [_due(fall, ruleset) for fall in falls] for grade, falls in ruleset.falls_from.items() if falls}


def _due(fall: Fall, ruleset: Ruleset) -> Due:
    when, unless = (None if condition is None else asked(condition, ruleset) for condition in (fall.when, fall.unless))
    return Due(fall, ruleset.official.rank(fall.after), when, unless)


def asked(condition: Condition, ruleset: Ruleset) -> Asked:
    """Return what tells the truth of a condition; a test of one name goes without the facts of the day."""
    own = {"grade", "days_in_grade", *ruleset.indicators}
    if isinstance(condition, Test) and condition.name not in own:
        return _test(condition, ruleset)

    def truth(timeline: Timeline, day: date, grade: str | None, in_grade: int) -> Truth:
        facts = Facts(timeline, day, {"grade": grade, "days_in_grade": float(in_grade)})
        return condition.truth(facts.value)

    return truth


def _test(test: Test, ruleset: Ruleset) -> Asked:
    value_on, predicate = source(test.name, ruleset), test.predicate
    if isinstance(predicate, IsKnown):
        return lambda timeline, day, _grade, _in_grade: predicate.holds(value_on(timeline, day))
    holds = predicate.holds

    def truth(timeline: Timeline, day: date, _grade: str | None, _in_grade: int) -> Truth:
        value = value_on(timeline, day)
        return None if value is None else holds(value)

    return truth
