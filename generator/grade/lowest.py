"""A scheme by the lowest level, told the short way: customers share few of its readings, so it is asked every time."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from functools import partial

from generator.grade.facts import Facts
from generator.grade.grading import Indicator, Lift, SchemeGrade
from generator.grade.ruleset import IndicatorRule, Scheme, Table
from generator.grade.scheme import Verdict, indicator
from generator.grade.timeline import Judged, Judgement, Timeline, evidence
from generator.model.rules import Method

Outcome = Callable[[Table, Timeline, date], str | None]
"""Gives what a table says of a customer on a day."""


def tells_by_levels(scheme: Scheme) -> bool:
    """Tell whether all that a scheme says follows from the levels of its indicators, the lowest of which it takes."""
    return (
        scheme.method is Method.LOWEST
        and scheme.applies is None
        and all(name in scheme.indicators for name in scheme.required)
    )


class Lowest:
    """What a scheme that ``tells_by_levels`` says of any customer on any day: just what ``grade.scheme`` says.

    Most indicators are only judged, for good: their level is the text of the latest judgement, whatever the day is.
    ``outcome`` is asked for those that are measured.
    """

    def __init__(self, scheme: Scheme, outcome: Outcome, facts: Callable[[Timeline, date], Facts]) -> None:
        self._scheme = scheme
        self._outcome = outcome
        self._facts = facts
        self._names = tuple(scheme.indicators)
        self._ranks: dict[str | None, int] = {None: -1}
        self._ranks.update(scheme.ranks)
        rules = scheme.indicators.items()
        self._fading = [(name, rule.valid_days) for name, rule in rules if rule.valid_days is not None]
        self._measured = [(name, rule.table) for name, rule in rules if rule.table is not None]
        counting = {*scheme.binding, *scheme.required}
        self._as_judged = counting.isdisjoint(name for name, _how in (*self._fading, *self._measured))
        self._plain: dict[tuple[str, str | None], Indicator] = {}

    def verdict(self, timeline: Timeline, day: date) -> Verdict:
        """Return what the scheme says, without why.

        Where all that count are judged for good, the judgements alone tell the grade.
        """
        if self._as_judged:
            return Verdict(self._lowest(timeline.judged_by(day)[1]), partial(self._levels, timeline, day))
        levels = self._levels(timeline, day)
        return Verdict(self._lowest(levels), levels)

    def _levels(self, timeline: Timeline, day: date) -> Mapping[str, str | None]:
        levels = self._judged(timeline.judged_by(day), day)
        for name, table in self._measured:
            if (level := self._outcome(table, timeline, day)) is not None:
                levels[name] = level
        return levels

    def _judged(self, judged: Judged, day: date) -> dict[str, str | None]:
        """Return the levels as they are judged; an expired judgement counts for nothing."""
        made, texts, _own = judged
        levels = dict(zip(self._names, map(texts.get, self._names), strict=True))
        for name, days in self._fading:
            if name in made and (day - made[name][0]).days > days:
                levels[name] = None
        return levels

    def _lowest(self, levels: Mapping[str, str | None] | Mapping[str, str]) -> str | None:
        scheme = self._scheme
        if None in map(levels.get, scheme.required):
            return None
        worst = max(map(self._ranks.__getitem__, map(levels.get, scheme.binding)), default=-1)
        return scheme.grades[worst] if worst >= 0 else None

    def grade(self, timeline: Timeline, day: date) -> SchemeGrade:
        """Return what the scheme says, what that rests on, and what would lift it."""
        scheme, judged = self._scheme, timeline.judged_by(day)
        levels = self._judged(judged, day)
        measured = {name: self._outcome(table, timeline, day) for name, table in self._measured}
        levels |= {name: level for name, level in measured.items() if level is not None}
        grade, indicators = self._lowest(levels), {}
        for name, rule in scheme.indicators.items():
            judgement = None if measured.get(name) is not None else judged[0].get(name)
            indicators[name] = self._indicator(rule, levels[name], judgement, timeline, day)
        binding = () if grade is None else tuple([name for name in scheme.binding if levels[name] == grade])
        missing = [name for name in (*scheme.required, *scheme.binding) if levels[name] is None]
        lift = None if grade is None or (rank := scheme.rank(grade)) == 0 else Lift(scheme.grades[rank - 1], (binding,))
        return SchemeGrade(scheme.name, grade, True, binding, tuple(dict.fromkeys(missing)), indicators, None, lift)

    def _indicator(
        self, rule: IndicatorRule, level: str | None, judgement: Judgement | None, timeline: Timeline, day: date
    ) -> Indicator:
        name = rule.name
        if judgement is not None and level is not None:
            return Indicator(name, level, rule.auxiliary, False, evidence(name, judgement), ())
        known = self._plain.get((name, level)) if judgement is None else None
        if known is None:
            known = indicator(rule, (level, judgement, judgement is not None), self._facts(timeline, day))
            if judgement is None and (level is not None or rule.table is None):  # then it is the same for everybody
                self._plain[name, level] = known
        return known
