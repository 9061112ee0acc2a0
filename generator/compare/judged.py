"""One side of a comparison: a snapshot judged on a day."""

from __future__ import annotations

from datetime import date
from enum import StrEnum

from generator.assignment.check import owner_problems
from generator.grade.check import check
from generator.grade.grading import Grading
from generator.grade.gradings import Gradings
from generator.grade.office import OfficeGrades, Ungradable, judge
from generator.model.snapshot import Snapshot
from generator.read.problem import Problem, in_order
from generator.values import dataclass


class Away(StrEnum):
    """Why a customer does not count on a day."""

    ABSENT = "absent"  # not on file, or registered later
    CLOSED = "closed"


Standing = str | Away | None
"""Where a customer stands on a day: the official grade, None for ungraded, or why they do not count."""


@dataclass(frozen=True, slots=True)
class Judged:
    """A snapshot, its grades on ``as_of`` (None where rules.yaml or office.yaml can't be used), and its problems."""

    snapshot: Snapshot
    as_of: date
    grades: OfficeGrades | None
    problems: tuple[Problem, ...]

    def grading(self, customer: str) -> Grading | None:
        """Return a customer's grading, open or closed; None where there is none."""
        if self.grades is None:
            return None
        return self.grades.gradings.get(customer) or self.grades.closed.get(customer)

    def standing(self, customer: str) -> Standing:
        """Return where a customer stands."""
        return standing(self.grades, customer)


def grades_of(side: Judged) -> OfficeGrades:
    """Return the grades of a side that has them, as both sides of a report do."""
    if side.grades is None:
        raise ValueError("a side of a report has no grades")
    return side.grades


def standing(grades: OfficeGrades | None, customer: str) -> Standing:
    """Return where a customer stands by some grades."""
    if grades is not None and (grading := grades.gradings.get(customer)) is not None:
        return grading.grade
    return Away.CLOSED if grades is not None and customer in grades.closed else Away.ABSENT


def judged(snapshot: Snapshot, as_of: date, known: Gradings | None = None, *, checked: bool = True) -> Judged:
    """Judge a snapshot on a day; its problems are looked for only when it is to be ``checked``.

    ``known`` are gradings of an earlier day that may still hold.
    """
    try:
        grades = judge(snapshot, as_of, known)
    except Ungradable:
        grades = None
    return Judged(snapshot, as_of, grades, _problems(snapshot, grades, as_of) if checked else ())


def _problems(snapshot: Snapshot, grades: OfficeGrades | None, as_of: date) -> tuple[Problem, ...]:
    problems = check(snapshot, as_of)
    return problems if grades is None else in_order([*problems, *owner_problems(snapshot, grades)])
