"""Static checks of rules: rows out of reach, overlaps, gaps, bands out of order, grades that fall for the better."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise, product

from generator.grade.condition import Condition, Test, names
from generator.grade.ruleset import Ruleset, Scheme, Table
from generator.grade.search import (
    Assignment,
    Cell,
    Goal,
    SearchTooLongError,
    domains,
    find,
    in_words,
    keeps_truth,
    not_true,
    true,
)
from generator.grade.vocabulary import Kind, Meaning
from generator.model.rules import Method
from generator.read.document import Document, Loc
from generator.read.problem import Level, Place, Problem
from generator.read.tree import RULES
from generator.texts import Message, _

_MOST_COMBINATIONS = 5_000
_NUMBERS = frozenset({Kind.COUNT, Kind.NUMBER})


def soundness_problems(ruleset: Ruleset, document: Document | None) -> Iterator[Problem]:
    """Yield everything that the tables of a ruleset say twice, never, not at all, or the wrong way round."""
    for name, scheme in ruleset.schemes.items():
        loc = ("schemes", name)
        yield from _Check(ruleset.vocabulary, document, scheme.table, scheme.grades, (*loc, "when")).all_problems()
        for key, rule in scheme.indicators.items():
            if rule.table is not None:
                check = _Check(
                    ruleset.vocabulary,
                    document,
                    rule.table,
                    rule.levels,
                    (*loc, "indicators", key, "measured"),
                    measured=True,
                )
                yield from check.all_problems()
        yield from _bands(scheme, document, loc)
        yield from _points(scheme, ruleset.vocabulary, document, loc)
    yield from _falls(ruleset, document)


@dataclass(frozen=True, slots=True)
class _Check:
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
            if find([true(condition), *map(not_true, before)], self.cells) is None:
                message = Message(
                    _("The row %(row)s can never be reached: better rows take every case, or it contradicts itself."),
                    {"row": outcome},
                )
                yield self._problem(outcome, "unreachable", message)
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


def _bands(scheme: Scheme, document: Document | None, loc: Loc) -> Iterator[Problem]:
    """Bounds of a score fall from grade to grade, shares rise and stay within 1."""
    rising = scheme.method is Method.SHARE
    for (_better, before), (grade, bound) in pairwise(scheme.bands):
        if bound <= before if rising else bound >= before:
            message = Message(
                _("The band of %(grade)s can never be reached: its bound is not beyond that of the grade above."),
                {"grade": grade},
            )
            yield Problem(document.place((*loc, "bands", grade)) if document else Place(RULES), "unreachable", message)
    for grade, bound in scheme.bands if rising else ():
        if not 0 < bound <= 1:
            message = Message(_("The share of %(grade)s must lie above 0 and up to 1."), {"grade": grade})
            yield Problem(document.place((*loc, "bands", grade)) if document else Place(RULES), "share", message)
    for grade in scheme.grades if scheme.bands and not rising else ():
        if grade not in dict(scheme.bands):
            message = Message(_("The grade %(grade)s has no band, so nobody can have it."), {"grade": grade})
            yield Problem(
                document.place((*loc, "bands"), key=True) if document else Place(RULES), "unreachable", message
            )


def _points(
    scheme: Scheme, vocabulary: Mapping[str, Meaning], document: Document | None, loc: Loc
) -> Iterator[Problem]:
    """Every row of a score can be true, and a better level never brings fewer points."""
    rows = [(position, row.when, row.add) for position, row in enumerate(scheme.points) if row.when is not None]
    for position, when, _add in rows:
        if _contradictory([true(when)], domains(when.tests(), vocabulary, unknown=True)):
            message = Message(_("This row can never be true: its conditions contradict each other."))
            yield Problem(
                document.place((*loc, "points", position)) if document else Place(RULES), "unreachable", message
            )
    tests = [test for _position, when, _add in rows for test in when.tests()]
    for name in dict.fromkeys(test.name for test in tests):
        if name in vocabulary and vocabulary[name].kind is Kind.LEVEL:
            concerned = [row for row in rows if name in names(row[1])]
            cells = domains(
                [test for test in tests if any(test.name in names(row[1]) for row in concerned)],
                vocabulary,
                unknown=False,
            )
            case = _fewer_points(name, [(when, add) for _position, when, add in concerned], cells)
            if case is not None:
                params = {"name": name, "case": in_words(case)}
                message = Message(
                    _("A better “%(name)s” brings fewer points, for example at %(case)s; put the points in order."),
                    params,
                )
                yield Problem(
                    document.place((*loc, "points", concerned[0][0])) if document else Place(RULES),
                    "not-monotone",
                    message,
                )


def _contradictory(goals: Sequence[Goal], cells: Mapping[str, tuple[Cell, ...]]) -> bool:
    """Tell whether the goals can't be met together; False where that can't be told."""
    try:
        return find(goals, cells) is None
    except SearchTooLongError:
        return False


def _fewer_points(
    name: str, rows: Sequence[tuple[Condition, float]], cells: Mapping[str, tuple[Cell, ...]]
) -> Assignment | None:
    others = [other for other in cells if other != name and any(other in names(when) for when, _add in rows)]
    size = 1
    for other in others:
        size *= len(cells[other])
    if size > _MOST_COMBINATIONS:
        return None

    def points(case: Assignment) -> float:
        return sum(add for when, add in rows if when.truth(case.get) is True)

    for choice in product(*(cells[other] for other in others)):
        case: Assignment = dict(zip(others, choice, strict=True))
        for better, worse in pairwise(cells[name]):
            if points({**case, name: better}) < points({**case, name: worse}):
                return {**case, name: better}
    return None


def _falls(ruleset: Ruleset, document: Document | None) -> Iterator[Problem]:
    """The condition of every downgrade rule can be true in the grade that it starts from."""
    extra = {
        "grade": Meaning(Kind.LEVEL, ruleset.official.grades),
        "days_in_grade": Meaning(Kind.COUNT, can_be_unknown=False),
    }
    for position, fall in enumerate(ruleset.falls):
        tests: tuple[Test, ...] = fall.tests()
        cells = domains(tests, {**ruleset.vocabulary, **extra}, unknown=True)
        if "grade" in cells:
            cells["grade"] = (fall.before,)
        goals = [*([true(fall.when)] if fall.when else []), *([not_true(fall.unless)] if fall.unless else [])]
        if goals and _contradictory(goals, cells):
            message = Message(
                _("The rule “%(id)s” can never fall due: its conditions contradict each other."), {"id": fall.id}
            )
            place = document.place(("movement", "downgrade", position)) if document else Place(RULES)
            yield Problem(place, "unreachable", message)
