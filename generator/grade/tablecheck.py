"""Static checks of one decision table: rows out of reach, overlaps, gaps, outcomes that fall for the better."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise

from generator.grade.condition import Condition, names
from generator.grade.ruleset import Table
from generator.grade.search import (
    Assignment,
    Cell,
    SearchTooLongError,
    domains,
    find,
    in_words,
    keeps_truth,
    not_true,
    true,
)
from generator.grade.vocabulary import Kind, Meaning
from generator.read.document import Document, Loc
from generator.read.problem import Level, Place, Problem
from generator.read.tree import RULES
from generator.texts import Message, _
from generator.values import dataclass, field

_NUMBERS = frozenset({Kind.COUNT, Kind.NUMBER})

MOST_WORK = 4_000_000
"""Tests times pairs of cells that a table may have to be looked through: the largest of the presets has 254,016."""


@dataclass(frozen=True, slots=True)
class TableCheck:
    """The checks of one table whose outcomes stand best first."""

    vocabulary: Mapping[str, Meaning]
    document: Document | None
    table: Table
    outcomes: Sequence[str]
    loc: tuple[str | int, ...]
    measured: bool = False
    cells: dict[str, tuple[Cell, ...]] = field(init=False)

    def __post_init__(self) -> None:
        tests = [test for _outcome, condition in self.table.rows for test in condition.tests()]
        object.__setattr__(self, "cells", domains(tests, self.vocabulary, unknown=True))

    def all_problems(self) -> Iterator[Problem]:
        """Yield what is wrong with the table; where it has too many cases, a warning that says so."""
        try:
            yield from self._problems()
        except SearchTooLongError:
            message = Message(_("This table has too many cases to check it whole; split it into simpler rows."))
            yield Problem(self._place((), key=True), "too-many-cases", message, Level.WARNING)

    def _problems(self) -> Iterator[Problem]:
        tests = sum(1 for _outcome, condition in self.table.rows for _test in condition.tests())
        if tests * sum(map(len, self.cells.values())) ** 2 > MOST_WORK:
            raise SearchTooLongError
        unreachable = list(self._unreachable())
        yield from unreachable
        if not unreachable:
            yield from self._overlaps()
            yield from self._falls_for_the_better()
        if self.measured:
            yield from self._gap()

    def _unreachable(self) -> Iterator[Problem]:
        before: list[Condition] = []
        for outcome, condition in self.table.rows:
            if condition in before or find([true(condition), *map(not_true, before)], self.cells) is None:
                message = Message(
                    _("The row %(row)s can never be reached: better rows take every case, or it contradicts itself."),
                    {"row": outcome},
                )
                yield self._problem(outcome, "unreachable", message)
            else:
                before.append(condition)
        if self.table.otherwise is not None and before and find([*map(not_true, before)], self.cells) is None:
            message = Message(
                _("The row %(row)s can never be reached: the other rows take every case."),
                {"row": self.table.otherwise},
            )
            yield self._problem(self.table.otherwise, "unreachable", message)

    def _overlaps(self) -> Iterator[Problem]:
        """Two rows on one name alone must be apart, or one within the other; anything else is a slip of a bound."""
        single = [(outcome, condition) for outcome, condition in self.table.rows if len(names(condition)) == 1]
        for (better, one), (worse, other) in _pairs(single):
            if names(one) != names(other):
                continue
            shared = find([true(one), true(other)], self.cells)
            if (
                shared is not None
                and find([true(one), not_true(other)], self.cells)
                and find([true(other), not_true(one)], self.cells)
            ):
                params = {"one": better, "other": worse, "case": in_words(shared)}
                message = Message(
                    _("The rows %(one)s and %(other)s overlap, for example at %(case)s; move one of the bounds."),
                    params,
                )
                yield self._problem(worse, "overlap", message)

    def _gap(self) -> Iterator[Problem]:
        """Yield the case that no row of a table without ``otherwise`` takes."""
        if self.table.otherwise is not None or not self.table.rows:
            return
        tests = [test for _outcome, condition in self.table.rows for test in condition.tests()]
        known = domains(tests, self.vocabulary, unknown=False)
        hole = find([not_true(condition) for _outcome, condition in self.table.rows], known)
        if hole is not None:
            message = Message(
                _("No row takes the case %(case)s; add a row, or write “otherwise”."), {"case": in_words(hole)}
            )
            yield Problem(self._place((), key=True), "gap", message)

    def _falls_for_the_better(self) -> Iterator[Problem]:
        """A better level never gives a worse outcome; in a measured table a number counts in one direction only."""
        for name in self.cells:
            kind = self.vocabulary[name].kind
            known = [cell for cell in self.cells[name] if cell is not None]
            if kind is Kind.LEVEL:
                found = self._worse(name, pairwise(known))
            elif kind in _NUMBERS and self.measured:
                upwards = self._worse(name, pairwise(known))
                found = upwards and self._worse(name, pairwise(reversed(known)))
            else:
                found = None
            if found is not None:
                outcome, case = found
                params = {"name": name, "row": outcome, "case": in_words(case)}
                message = Message(
                    _(
                        "A better “%(name)s” gives a worse grade than %(row)s, for example at %(case)s; "
                        "put the rows in order."
                    ),
                    params,
                )
                yield self._problem(outcome, "not-monotone", message)

    def _worse(self, name: str, steps: Iterator[tuple[Cell, Cell]]) -> tuple[str, Assignment] | None:
        """Return the outcome and the case in which the first cell of a step gives a worse outcome than the second."""
        for better, worse in steps:
            for position, (outcome, condition) in enumerate(self.table.rows):
                if name not in names(condition) or keeps_truth(condition, name, worse, better):
                    continue  # what the row takes with the worse cell it takes with the better one too
                above = [row for _outcome, row in self.table.rows[:position]]
                goals = [true(condition, {name: worse}), *(not_true(row, {name: worse}) for row in above)]
                goals += [not_true(row, {name: better}) for row in (*above, condition)]
                for below in self._below(position):
                    case = find([*goals, *([true(below, {name: better})] if below else [])], self.cells)
                    if case is not None:
                        return outcome, {**case, name: better}
        return None

    def _below(self, position: int) -> Iterator[Condition | None]:
        """Yield the rows with a worse outcome; None for a worse ``otherwise``."""
        yield from (condition for _outcome, condition in self.table.rows[position + 1 :])
        otherwise = self.table.otherwise
        if otherwise is not None and self.outcomes.index(otherwise) > self.outcomes.index(self.table.rows[position][0]):
            yield None

    def _problem(self, outcome: str, code: str, message: Message) -> Problem:
        return Problem(self._place((outcome,), key=True), code, message)

    def _place(self, loc: Loc, *, key: bool) -> Place:
        return self.document.place((*self.loc, *loc), key=key) if self.document else Place(RULES)


def _pairs(rows: Sequence[tuple[str, Condition]]) -> Iterator[tuple[tuple[str, Condition], tuple[str, Condition]]]:
    for position, one in enumerate(rows):
        for other in rows[position + 1 :]:
            yield one, other
