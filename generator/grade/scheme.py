"""One scheme on one day: the four methods of design section 3, each from facts to a grade and what it rests on."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from math import ceil

from generator.grade.condition import unknown_names
from generator.grade.facts import Facts, outcome
from generator.grade.grading import Indicator, SchemeGrade
from generator.grade.ruleset import Scheme
from generator.model.rules import Method

Cuts = Sequence[tuple[str, float]]
"""For share: the smallest figure that still has each grade, best first; empty where nobody has a positive figure."""


@dataclass(frozen=True, slots=True)
class _Verdict:
    grade: str | None
    binding: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    figure: float | None = None


def grade_scheme(scheme: Scheme, facts: Facts, cuts: Cuts = ()) -> SchemeGrade:
    """Return what a scheme says of a customer; ``cuts`` are the day's cuts for the method share."""
    applies = True if scheme.applies is None else scheme.applies.truth(facts.value)
    indicators = {name: _indicator(scheme, name, facts) for name in scheme.indicators}
    if applies is not True:
        missing = unknown_names(scheme.applies, facts.value) if scheme.applies else ()
        return SchemeGrade(scheme.name, None, applies, (), missing, indicators)
    verdict = _METHODS[scheme.method](scheme, facts, indicators, cuts)
    lacking = tuple(name for name in scheme.required if not _known(name, indicators, facts))
    if lacking:
        verdict = replace(verdict, grade=None, binding=(), missing=tuple(dict.fromkeys((*lacking, *verdict.missing))))
    return SchemeGrade(
        scheme.name, verdict.grade, applies, verdict.binding, verdict.missing, indicators, verdict.figure
    )


def share_cuts(scheme: Scheme, figures: Iterable[float]) -> Cuts:
    """Return the cuts of a share scheme over the customers' figures: the first ``ceil(share x number)`` have a grade.

    Only positive figures count; equal figures share the better place.
    """
    ranked = sorted((figure for figure in figures if figure > 0), reverse=True)
    places = [(grade, ceil(Fraction(repr(share)) * len(ranked))) for grade, share in scheme.bands]
    return tuple((grade, ranked[min(place, len(ranked)) - 1]) for grade, place in places if place > 0 and ranked)


def _known(name: str, indicators: Mapping[str, Indicator], facts: Facts) -> bool:
    return (indicators[name].level if name in indicators else facts.value(name)) is not None


def _indicator(scheme: Scheme, name: str, facts: Facts) -> Indicator:
    rule = scheme.indicators[name]
    level, evidence, expired = facts.level(rule)
    missing: tuple[str, ...] = ()
    if level is None:
        asked = (
            ()
            if rule.table is None
            else tuple(n for _row, condition in rule.table.rows for n in unknown_names(condition, facts.value))
        )
        missing = tuple(dict.fromkeys(asked)) or (name,)
    measured = rule.table is not None and level is not None and evidence is None
    return Indicator(name, level, rule.auxiliary, measured, evidence, missing, expired)


def _lowest(scheme: Scheme, _facts: Facts, indicators: Mapping[str, Indicator], _cuts: Cuts) -> _Verdict:
    """The grade is the lowest single binding indicator (G1 单项最低)."""
    levels = {name: indicators[name].level for name in scheme.binding}
    missing = tuple(name for name, level in levels.items() if level is None)
    ranks = {name: scheme.rank(level) for name, level in levels.items() if level is not None}
    if not ranks:
        return _Verdict(None, missing=missing)
    lowest = max(ranks.values())
    return _Verdict(scheme.grades[lowest], tuple(name for name, rank in ranks.items() if rank == lowest), missing)


def _first_match(scheme: Scheme, facts: Facts, _indicators: Mapping[str, Indicator], _cuts: Cuts) -> _Verdict:
    """The best grade whose condition holds; what is unknown in a better row is missing."""
    grade = outcome(scheme.table, facts.value)
    missing: dict[str, None] = {}
    for row_grade, condition in scheme.table.rows:
        if row_grade == grade:
            break
        missing |= dict.fromkeys(unknown_names(condition, facts.value))
    return _Verdict(grade, missing=tuple(missing))


def _score(scheme: Scheme, facts: Facts, _indicators: Mapping[str, Indicator], _cuts: Cuts) -> _Verdict:
    """The sum of the points of the rows that are true, in bands by lower bound."""
    total = 0.0
    missing: dict[str, None] = {}
    for row in scheme.points:
        if row.when is not None:
            if row.when.truth(facts.value) is True:
                total += row.add
            missing |= dict.fromkeys(unknown_names(row.when, facts.value))
        elif row.each is not None:
            figure = facts.value(row.each)
            if figure is None:
                missing[row.each] = None
            else:
                points = row.add * float(figure)
                total += points if row.up_to is None else min(points, row.up_to)
    total = round(total, 6)
    grade = next((grade for grade, bound in scheme.bands if total >= bound), None)
    return _Verdict(grade, missing=tuple(missing), figure=total)


def _share(scheme: Scheme, facts: Facts, _indicators: Mapping[str, Indicator], cuts: Cuts) -> _Verdict:
    """The place among all customers with a positive figure; no grade without one."""
    by = scheme.by or ""
    value = facts.value(by)
    if value is None:
        return _Verdict(None, missing=(by,))
    figure = float(value)
    grade = next((grade for grade, cut in cuts if figure >= cut), None) if figure > 0 else None
    return _Verdict(grade, figure=figure)


_METHODS: Mapping[Method, Callable[[Scheme, Facts, Mapping[str, Indicator], Cuts], _Verdict]] = {
    Method.LOWEST: _lowest,
    Method.FIRST_MATCH: _first_match,
    Method.SCORE: _score,
    Method.SHARE: _share,
}
