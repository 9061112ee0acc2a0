"""Finding values for which conditions turn out in a given way: how the static checks prove what they say.

A name's values fall into cells in which every test of the rules answers alike, so a few cells stand for all values. An
open name (no cell chosen yet) leaves a condition with a set of possible truths; a branch is given up as soon as that
set rules the goal out.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise

from generator.grade.condition import AllOf, AnyOf, Condition, NoneOf, Test, Truth
from generator.grade.grading import Value
from generator.grade.predicate import Between, Compare, IsKnown, OneOf
from generator.grade.vocabulary import Kind, Meaning

MOST_STEPS = 2_000

Cell = Value | None
"""A value that stands for all values of its cell; None stands for unknown."""
Assignment = dict[str, Cell]
TRUE, FALSE, UNKNOWN = 1, 2, 4
"""The truths as bits of a mask, so that a mask is a set of truths."""
Goal = tuple[Condition, Assignment, int]
"""A condition, cells fixed for it alone, and the mask of the truths that are wanted of it."""

_MASK: Mapping[Truth, int] = {True: TRUE, False: FALSE, None: UNKNOWN}
_RANK: Mapping[Truth, int] = {False: 0, None: 1, True: 2}
OTHER_WORD = "…"


class SearchTooLongError(Exception):
    """A table has too many cases to go through."""


def domains(tests: Iterable[Test], vocabulary: Mapping[str, Meaning], *, unknown: bool) -> dict[str, tuple[Cell, ...]]:
    """Return the cells of every name that the tests use, in order of size or quality; with ``unknown`` that one too."""
    by_name: dict[str, list[Test]] = {}
    for test in tests:
        by_name.setdefault(test.name, []).append(test)
    return {
        name: _cells(vocabulary[name], asked, unknown=unknown) for name, asked in by_name.items() if name in vocabulary
    }


def _cells(meaning: Meaning, asked: Sequence[Test], *, unknown: bool) -> tuple[Cell, ...]:
    cells: list[Cell] = []
    for value in _values(meaning, asked):
        if not cells or any(_answer(test, value) != _answer(test, cells[-1]) for test in asked):
            cells.append(value)
    return (*cells, None) if unknown and meaning.can_be_unknown else tuple(cells)


def _values(meaning: Meaning, asked: Sequence[Test]) -> Sequence[Value]:
    """Return values of a name that show every answer its tests can give, in order."""
    if meaning.kind is Kind.YES_NO:
        return (True, False)
    if meaning.kind in {Kind.WORD, Kind.LEVEL}:
        named = [word for test in asked if isinstance(test.predicate, OneOf) for word in test.predicate.words]
        return meaning.words or tuple(dict.fromkeys((*named, OTHER_WORD)))
    if meaning.kind is Kind.ANY:
        return (OTHER_WORD,)
    bounds = sorted({bound for test in asked for bound in _bounds(test)})
    near = {figure for bound in bounds for figure in (bound - 1, bound, bound + 1)}
    if meaning.kind is Kind.COUNT:
        return sorted({0.0, *(float(int(figure)) for figure in near if figure >= 0)})
    return sorted({*near, *((low + high) / 2 for low, high in pairwise(bounds))} or {0.0})


def _bounds(test: Test) -> tuple[float, ...]:
    if isinstance(test.predicate, Compare):
        return (test.predicate.bound,)
    return (test.predicate.low, test.predicate.high) if isinstance(test.predicate, Between) else ()


def _answer(test: Test, cell: Cell) -> Truth:
    if isinstance(test.predicate, IsKnown):
        return test.predicate.holds(cell)
    return None if cell is None else test.predicate.holds(cell)


def possible(condition: Condition, chosen: Mapping[str, Cell], cells: Mapping[str, tuple[Cell, ...]]) -> int:
    """Return the truths that a condition can still have, as a mask; never fewer than it really can."""
    if isinstance(condition, Test):
        if condition.name in chosen:
            return _MASK[_answer(condition, chosen[condition.name])]
        mask = 0
        for cell in cells.get(condition.name, (None,)):
            mask |= _MASK[_answer(condition, cell)]
        return mask
    if isinstance(condition, (AllOf, AnyOf, NoneOf)):
        parts = [possible(part, chosen, cells) for part in condition.parts]
        if isinstance(condition, AllOf):
            return _every(parts, TRUE, FALSE)
        any_of = _every(parts, FALSE, TRUE)
        return any_of if isinstance(condition, AnyOf) else _opposite(any_of)
    raise AssertionError(condition)


def _every(parts: Sequence[int], neutral: int, decisive: int) -> int:
    """Combine masks: one decisive part decides, all neutral ones are neutral, anything between is unknown."""
    every, some = TRUE | FALSE | UNKNOWN, 0
    undecided = True
    for part in parts:
        every &= part
        some |= part
        undecided = undecided and bool(part & (neutral | UNKNOWN))
    return (every & neutral) | (some & decisive) | (UNKNOWN if undecided and some & UNKNOWN else 0)


def _opposite(mask: int) -> int:
    return (mask & UNKNOWN) | (FALSE if mask & TRUE else 0) | (TRUE if mask & FALSE else 0)


def find(goals: Sequence[Goal], cells: Mapping[str, tuple[Cell, ...]]) -> Assignment | None:
    """Return cells under which every goal is met, for as many names as it takes; the others may have any value.

    None where there are no such cells. Raises SearchTooLongError where that can't be told in MOST_STEPS.
    """
    steps = [MOST_STEPS]

    def descend(chosen: Assignment, goals: Sequence[Goal]) -> Assignment | None:
        steps[0] -= 1
        if steps[0] < 0:
            raise SearchTooLongError
        open_goals: list[Goal] = []
        for condition, fixed, wanted in goals:
            truths = possible(condition, chosen | fixed, cells)
            if not truths & wanted:
                return None
            if truths & ~wanted:
                open_goals.append((condition, fixed, wanted))
        if not open_goals:
            return chosen
        name = _open_name(open_goals, chosen, cells)
        for cell in cells[name]:
            if (found := descend({**chosen, name: cell}, open_goals)) is not None:
                return found
        return None

    return descend({}, goals)


def keeps_truth(condition: Condition, name: str, before: Cell, after: Cell, *, upright: bool = True) -> bool:
    """Tell whether a condition that is true with a name in one cell is surely true with it in the other.

    Sufficient, not necessary: no single test of the name may turn the wrong way (``none`` turns directions round).
    """
    if isinstance(condition, Test):
        one, other = _answer(condition, before), _answer(condition, after)
        return condition.name != name or (_RANK[one] <= _RANK[other] if upright else _RANK[one] >= _RANK[other])
    if isinstance(condition, (AllOf, AnyOf, NoneOf)):
        turned = upright is not isinstance(condition, NoneOf)
        return all(keeps_truth(part, name, before, after, upright=turned) for part in condition.parts)
    raise AssertionError(condition)


def _open_name(goals: Sequence[Goal], chosen: Assignment, cells: Mapping[str, tuple[Cell, ...]]) -> str:
    """Return the first name that the most constrained goal (the one with the fewest open names) still asks for."""
    candidates = [
        [
            test.name
            for test in condition.tests()
            if test.name not in chosen and test.name not in fixed and test.name in cells
        ]
        for condition, fixed, _wanted in goals
    ]
    return min((names for names in candidates if names), key=len)[0]


def true(condition: Condition, fixed: Assignment | None = None) -> Goal:
    """Return the goal that a condition is true."""
    return condition, fixed or {}, TRUE


def not_true(condition: Condition, fixed: Assignment | None = None) -> Goal:
    """Return the goal that a condition is false or unknown."""
    return condition, fixed or {}, FALSE | UNKNOWN


def in_words(found: Assignment) -> str:
    """Return an assignment as a person reads it: ``visits = 0, refused = true``."""
    return ", ".join(f"{name} = {_word(cell)}" for name, cell in found.items()) or "…"


def _word(cell: Cell) -> str:
    if isinstance(cell, bool):
        return "true" if cell else "false"
    return "unknown" if cell is None else cell if isinstance(cell, str) else f"{cell:g}"
