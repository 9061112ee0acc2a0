"""One scheme on one day: the four methods of design section 3, each from facts to a grade and what it rests on."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

from generator.grade.condition import unknown_names
from generator.grade.facts import Facts, Levelled, outcome
from generator.grade.grading import Indicator, SchemeGrade
from generator.grade.ruleset import IndicatorRule, Scheme
from generator.grade.timeline import evidence
from generator.model.rules import Method

Cuts = Sequence[tuple[str, float]]
"""For share: the smallest figure that still has each grade, best first; empty where nobody has a positive figure."""


Levels = Mapping[str, str | None]
"""The level of each indicator of a scheme, in the order of the rubric; None for unknown."""


class Verdict:
    """What a scheme says on a day, without why.

    ``levels`` may be given as what tells them: they are asked for on the few days on which a grade moves.
    """

    __slots__ = ("_levels", "grade")

    def __init__(self, grade: str | None, levels: Levels | Callable[[], Levels]) -> None:
        self.grade = grade
        self._levels = levels

    @property
    def levels(self) -> Levels:
        """The level of each indicator."""
        if callable(self._levels):
            self._levels = self._levels()
        return self._levels


def verdict(scheme: Scheme, facts: Facts, cuts: Cuts = ()) -> Verdict:
    """Return what a scheme says of a customer; ``cuts`` are the day's cuts for the method share."""
    return _verdict(scheme, facts, facts.levels(scheme.indicators), cuts)


def _verdict(scheme: Scheme, facts: Facts, levels: Levels, cuts: Cuts) -> Verdict:
    if scheme.applies is not None and scheme.applies.truth(facts.value) is not True:
        return Verdict(None, levels)
    if any(True for _name in _lacking(scheme, facts, levels)):
        return Verdict(None, levels)
    return Verdict(_METHODS[scheme.method].grade(scheme, facts, levels, cuts), levels)


def grade_scheme(scheme: Scheme, facts: Facts, cuts: Cuts = ()) -> SchemeGrade:
    """Return what a scheme says of a customer, and what that rests on."""
    levelled = {name: facts.level(rule) for name, rule in scheme.indicators.items()}
    levels = {name: one[0] for name, one in levelled.items()}
    grade = _verdict(scheme, facts, levels, cuts).grade
    applies = True if scheme.applies is None else scheme.applies.truth(facts.value)
    indicators = {name: indicator(scheme.indicators[name], one, facts) for name, one in levelled.items()}
    if applies is not True:
        missing = unknown_names(scheme.applies, facts.value) if scheme.applies else ()
        return SchemeGrade(scheme.name, None, applies, (), missing, indicators)
    method = _METHODS[scheme.method]
    lacking = tuple(_lacking(scheme, facts, levels))
    missing = tuple(dict.fromkeys((*lacking, *method.missing(scheme, facts, levels, cuts))))
    binding = method.binding(scheme, levels, grade) if grade is not None else ()
    return SchemeGrade(scheme.name, grade, applies, binding, missing, indicators, method.figure(scheme, facts))


def share_cuts(scheme: Scheme, figures: Iterable[float]) -> Cuts:
    """Return the cuts of a share scheme over the customers' figures: the first ``ceil(share x number)`` have a grade.

    Only positive figures count; equal figures share the better place.
    """
    ranked = sorted((figure for figure in figures if figure > 0), reverse=True)
    places = [(grade, _share_of(share, len(ranked))) for grade, share in scheme.bands]
    return tuple((grade, ranked[min(place, len(ranked)) - 1]) for grade, place in places if place > 0 and ranked)


def _share_of(share: float, number: int) -> int:
    """Return ``ceil(share x number)`` of the share as it is written: 0.07 of 100 is 7, whatever it is in binary."""
    digits, _e, exponent = repr(share).partition("e")
    whole, _point, decimals = digits.partition(".")
    scale: int = 10 ** (len(decimals) - int(exponent or 0))
    return -(-int(whole + decimals) * number // scale)


def _lacking(scheme: Scheme, facts: Facts, levels: Levels) -> Iterator[str]:
    """Yield the names that the scheme requires and that are unknown."""
    for name in scheme.required:
        if (levels[name] if name in levels else facts.value(name)) is None:
            yield name


def indicator(rule: IndicatorRule, levelled: Levelled, facts: Facts) -> Indicator:
    """Return where a customer stands on an indicator, as ``levelled``."""
    level, judgement, expired = levelled
    missing: tuple[str, ...] = ()
    if level is None:
        rows = () if rule.table is None else rule.table.rows
        asked = dict.fromkeys(name for _row, condition in rows for name in unknown_names(condition, facts.value))
        missing = tuple(asked) or (rule.name,)
    measured = rule.table is not None and level is not None and judgement is None
    behind = None if judgement is None else evidence(rule.name, judgement)
    return Indicator(rule.name, level, rule.auxiliary, measured, behind, missing, expired)


class _Method(ABC):
    """One of the methods of design section 3; by default nothing binds and there is no figure."""

    @abstractmethod
    def grade(self, scheme: Scheme, facts: Facts, levels: Levels, cuts: Cuts) -> str | None:
        """Return the grade; None where there is none."""

    @abstractmethod
    def missing(self, scheme: Scheme, facts: Facts, levels: Levels, cuts: Cuts) -> Iterable[str]:
        """Yield the unknown names that the grade depends on."""

    def binding(self, _scheme: Scheme, _levels: Levels, _grade: str) -> tuple[str, ...]:
        """Return the indicators that keep the grade from being better."""
        return ()

    def figure(self, _scheme: Scheme, _facts: Facts) -> float | None:
        """Return the figure that the grade is a band of."""
        return None


class _Lowest(_Method):
    """The grade is the lowest single binding indicator (G1 单项最低)."""

    def grade(self, scheme: Scheme, _facts: Facts, levels: Levels, _cuts: Cuts) -> str | None:
        ranks = scheme.ranks
        known = [ranks[level] for name in scheme.binding if (level := levels[name]) is not None]
        return scheme.grades[max(known)] if known else None

    def missing(self, scheme: Scheme, _facts: Facts, levels: Levels, _cuts: Cuts) -> Iterable[str]:
        return (name for name in scheme.binding if levels[name] is None)

    def binding(self, scheme: Scheme, levels: Levels, grade: str) -> tuple[str, ...]:
        return tuple(name for name in scheme.binding if levels[name] == grade)


class _FirstMatch(_Method):
    """The best grade whose condition holds; what is unknown in a better row is missing."""

    def grade(self, scheme: Scheme, facts: Facts, _levels: Levels, _cuts: Cuts) -> str | None:
        return outcome(scheme.table, facts)

    def missing(self, scheme: Scheme, facts: Facts, _levels: Levels, _cuts: Cuts) -> Iterable[str]:
        grade = outcome(scheme.table, facts)
        for row_grade, condition in scheme.table.rows:
            if row_grade == grade:
                return
            yield from unknown_names(condition, facts.value)


class _Score(_Method):
    """The sum of the points of the rows that are true, in bands by lower bound."""

    def figure(self, scheme: Scheme, facts: Facts) -> float:
        total = 0.0
        for row in scheme.points:
            if row.when is not None:
                total += row.add if row.when.truth(facts.value) is True else 0.0
            elif row.each is not None and (figure := facts.value(row.each)) is not None:
                points = row.add * float(figure)
                total += points if row.up_to is None else min(points, row.up_to)
        return round(total, 6)

    def grade(self, scheme: Scheme, facts: Facts, _levels: Levels, _cuts: Cuts) -> str | None:
        total = self.figure(scheme, facts)
        return next((grade for grade, bound in scheme.bands if total >= bound), None)

    def missing(self, scheme: Scheme, facts: Facts, _levels: Levels, _cuts: Cuts) -> Iterable[str]:
        for row in scheme.points:
            if row.when is not None:
                yield from unknown_names(row.when, facts.value)
            elif row.each is not None and facts.value(row.each) is None:
                yield row.each


class _Share(_Method):
    """The place among all customers with a positive figure; no grade without one."""

    def figure(self, scheme: Scheme, facts: Facts) -> float | None:
        value = facts.value(scheme.by or "")
        return None if value is None else float(value)

    def grade(self, scheme: Scheme, facts: Facts, _levels: Levels, cuts: Cuts) -> str | None:
        figure = self.figure(scheme, facts)
        if figure is None or figure <= 0:
            return None
        return next((grade for grade, cut in cuts if figure >= cut), None)

    def missing(self, scheme: Scheme, facts: Facts, _levels: Levels, _cuts: Cuts) -> Iterable[str]:
        return () if self.figure(scheme, facts) is not None else (scheme.by or "",)


_METHODS: Mapping[Method, _Method] = {
    Method.LOWEST: _Lowest(),
    Method.FIRST_MATCH: _FirstMatch(),
    Method.SCORE: _Score(),
    Method.SHARE: _Share(),
}
