"""The lift: the smallest sets of names whose improvement reaches the next better grade."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import combinations, islice, product

from generator.grade.condition import AllOf, AnyOf, Condition, NoneOf, Test
from generator.grade.facts import Facts
from generator.grade.grading import Lift, SchemeGrade
from generator.grade.ruleset import Scheme
from generator.grade.search import domains
from generator.grade.vocabulary import Meaning
from generator.model.rules import Method

MOST_SETS = 8
_MOST_CHOICES = 500
_MOST_GROUPS = 20_000  # all groups of three out of fifty
Names = frozenset[str]


def lift(scheme: Scheme, facts: Facts, verdict: SchemeGrade) -> Lift | None:
    """Return what would raise the grade by one; None at the best grade, and where there is no grade to raise."""
    if verdict.grade is None or scheme.rank(verdict.grade) == 0:
        return None
    to = scheme.grades[scheme.rank(verdict.grade) - 1]
    sets = _METHODS[scheme.method](scheme, facts, verdict, to)
    return Lift(to, sets) if sets else None


def _lowest(_scheme: Scheme, _facts: Facts, verdict: SchemeGrade, _to: str) -> tuple[tuple[str, ...], ...]:
    """All binding indicators must rise, and nothing else."""
    return (verdict.binding,)


def _first_match(scheme: Scheme, facts: Facts, _verdict: SchemeGrade, to: str) -> tuple[tuple[str, ...], ...]:
    condition = dict(scheme.table.rows).get(to)
    return () if condition is None else _smallest(_changes(condition, facts, wanted=True))


def _score(scheme: Scheme, facts: Facts, verdict: SchemeGrade, to: str) -> tuple[tuple[str, ...], ...]:
    """The smallest groups of rows whose further points reach the next band."""
    wanted = dict(scheme.bands).get(to, 0.0) - (verdict.figure or 0.0)
    gains = {names: gain for names, gain in _gains(scheme, facts).items() if gain > 0}
    for size in range(1, min(len(gains), 3) + 1):
        enough = [
            frozenset[str]().union(*group)
            for group in islice(combinations(gains, size), _MOST_GROUPS)
            if sum(gains[names] for names in group) >= wanted
        ]
        if enough:
            return _smallest(enough)
    return ()


def _gains(scheme: Scheme, facts: Facts) -> dict[Names, float]:
    """Return the points each group of names could still bring: the most its rows give together, less theirs now."""
    gains: dict[Names, float] = defaultdict(float)
    answers: dict[Names, list[tuple[Condition, float]]] = defaultdict(list)
    for row in scheme.points:
        names = frozenset(row.names)
        if row.when is not None:
            answers[names].append((row.when, row.add))
        elif row.each is not None:
            points = row.add * float(facts.value(row.each) or 0.0)
            limit = row.up_to if row.up_to is not None else points + row.add
            gains[names] += limit - min(points, limit)
    for names, rows in answers.items():
        earned = sum(add for when, add in rows if when.truth(facts.value) is True)
        gains[names] += _most(rows, facts.timeline.ruleset.vocabulary) - earned
    return gains


def _most(rows: Sequence[tuple[Condition, float]], vocabulary: Mapping[str, Meaning]) -> float:
    """Return the most points that rows on the same names can give together."""
    cells = domains((test for when, _add in rows for test in when.tests()), vocabulary, unknown=False)
    choices = islice(product(*cells.values()), _MOST_CHOICES)
    cases = (dict(zip(cells, choice, strict=True)) for choice in choices)
    return max(sum(add for when, add in rows if when.truth(case.get) is True) for case in cases)


def _share(scheme: Scheme, _facts: Facts, _verdict: SchemeGrade, _to: str) -> tuple[tuple[str, ...], ...]:
    return ((scheme.by or "",),)


def _changes(condition: Condition, facts: Facts, *, wanted: bool) -> list[Names]:
    """Return the minimal sets of names whose tests would have to turn for the condition to be as ``wanted``."""
    if condition.truth(facts.value) is wanted:
        return [frozenset()]
    if isinstance(condition, Test):
        return [frozenset((condition.name,))]
    if isinstance(condition, NoneOf):
        return _join((_changes(part, facts, wanted=not wanted) for part in condition.parts), every=wanted)
    if isinstance(condition, (AllOf, AnyOf)):
        return _join(
            (_changes(part, facts, wanted=wanted) for part in condition.parts),
            every=isinstance(condition, AllOf) is wanted,
        )
    raise AssertionError(condition)


def _join(parts: Iterable[list[Names]], *, every: bool) -> list[Names]:
    """Combine the ways of the parts: all of them together (``every``), or any one of them; minimal ones only."""
    if not every:
        return _minimal([way for ways in parts for way in ways])
    joined = [Names()]
    for ways in parts:
        joined = _minimal([one | other for one in joined for other in ways])
    return joined


def _minimal(sets: Sequence[Names]) -> list[Names]:
    ordered = sorted(set(sets), key=lambda names: (len(names), sorted(names)))
    kept: list[Names] = []
    for names in ordered:
        if len(kept) < 4 * MOST_SETS and not any(smaller <= names for smaller in kept):
            kept.append(names)
    return kept


def _smallest(sets: Sequence[Names]) -> tuple[tuple[str, ...], ...]:
    size = min((len(names) for names in sets), default=0)
    return tuple(tuple(sorted(names)) for names in _minimal(sets) if len(names) == size and names)[:MOST_SETS]


_METHODS: Mapping[Method, Callable[[Scheme, Facts, SchemeGrade, str], tuple[tuple[str, ...], ...]]] = {
    Method.LOWEST: _lowest,
    Method.FIRST_MATCH: _first_match,
    Method.SCORE: _score,
    Method.SHARE: _share,
}
