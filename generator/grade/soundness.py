"""Static checks of rules: rows out of reach, overlaps, gaps, bands out of order, grades that fall for the better."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise, product

from generator.grade.condition import Condition, Test, names
from generator.grade.ruleset import Ruleset, Scheme
from generator.grade.search import (
    Assignment,
    Cell,
    Goal,
    SearchTooLongError,
    domains,
    find,
    in_words,
    not_true,
    true,
)
from generator.grade.tablecheck import TableCheck
from generator.grade.vocabulary import Kind, Meaning
from generator.model.rules import Method
from generator.read.document import Document, Loc
from generator.read.problem import Place, Problem
from generator.read.tree import RULES
from generator.texts import Message, _

_MOST_COMBINATIONS = 5_000


def soundness_problems(ruleset: Ruleset, document: Document | None) -> Iterator[Problem]:
    """Yield everything that the tables of a ruleset say twice, never, not at all, or the wrong way round."""
    for name, scheme in ruleset.schemes.items():
        loc = ("schemes", name)
        yield from TableCheck(ruleset.vocabulary, document, scheme.table, scheme.grades, (*loc, "when")).all_problems()
        for key, rule in scheme.indicators.items():
            if rule.table is not None:
                check = TableCheck(
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
