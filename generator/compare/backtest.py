"""The grades of past weeks by two rule files: who differs, how far the distributions lie apart, what it costs.

A customer-week is one customer who counts on the Sunday of one week. All figures add up over weeks.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import TypeVar

from generator.compare.judged import Judged
from generator.compare.stability import psi
from generator.duties.pace import in_force
from generator.grade.grading import Grading, Override
from generator.grade.office import OfficeGrades
from generator.grade.timeline import Timeline
from generator.model.dossier import Dossier
from generator.model.record import Stage
from generator.model.rules import Cadence, FollowUp
from generator.read.weeks import Week
from generator.values import dataclass

Matrix = Mapping[tuple[str | None, str | None], int]
Levels = tuple[Mapping[str | None, int], Mapping[str | None, int]]

_DAYS = 7

K = TypeVar("K")


@dataclass(frozen=True, slots=True)
class Side:
    """What some rules say of a customer: the official grade, and what keeps it from being better.

    ``rules`` are the falls that hold it down, ``waits`` the grade of a fall that waits for approval.
    """

    grade: str | None
    binding: tuple[str, ...]
    missing: tuple[str, ...]
    rules: tuple[str, ...]
    waits: str | None


@dataclass(frozen=True, slots=True)
class Differing:
    """A customer whose grade by the candidate rules is another one in a week."""

    week: Week
    customer: str
    published: Side
    candidate: Side


@dataclass(frozen=True, slots=True)
class Pinned:
    """An override that holds on a week's Sunday, and the grades that both rules compute there."""

    week: Week
    customer: str
    override: Override
    published: str | None
    candidate: str | None


@dataclass(frozen=True, slots=True)
class Regraded:
    """One week: its published grades beside those by the candidate rules (published first in every pair).

    ``levels`` counts the customers by level of each indicator that both official schemes have. ``follow_ups`` are
    the contacts that the cadences ask for in the week.
    """

    week: Week
    revision: str | None
    reconstructed: bool
    version: str
    sha256: str
    matrix: Matrix
    levels: Mapping[str, Levels]
    moves: tuple[Differing, ...]
    pinned: tuple[Pinned, ...]
    follow_ups: tuple[float, float]


@dataclass(frozen=True, slots=True)
class Needless:
    """An override that the candidate rules make unnecessary: in each of ``weeks`` they compute its grade themselves.

    ``published`` is what the published rules computed in the last of these weeks.
    """

    customer: str
    override: Override
    weeks: tuple[Week, ...]
    published: str | None


@dataclass(frozen=True, slots=True)
class Backtest:
    """All weeks, oldest first; at least one."""

    weeks: tuple[Regraded, ...]

    @property
    def newest(self) -> Regraded:
        """The last week."""
        return self.weeks[-1]

    @property
    def matrix(self) -> Matrix:
        """The customer-weeks by published and candidate grade (None: ungraded)."""
        return _added(week.matrix for week in self.weeks)

    @property
    def grade_psi(self) -> float | None:
        """The stability index of the grades over all customer-weeks; None where there are none."""
        return psi(*margins(self.matrix))

    @property
    def levels(self) -> Mapping[str, Levels]:
        """The customer-weeks by level of each indicator, in the weeks in which both official schemes have it."""
        names = dict.fromkeys(name for week in self.weeks for name in week.levels)
        sides = {name: [week.levels[name] for week in self.weeks if name in week.levels] for name in names}
        return {
            name: (_added(one for one, _other in found), _added(other for _one, other in found))
            for name, found in sides.items()
        }

    @property
    def moves(self) -> tuple[Differing, ...]:
        """Who differs, the newest week first."""
        return tuple(move for week in reversed(self.weeks) for move in week.moves)

    @property
    def overrides(self) -> Mapping[tuple[str, str], tuple[Pinned, ...]]:
        """The overrides that held on a Sunday, by customer and file, each with its weeks."""
        found: dict[tuple[str, str], list[Pinned]] = {}
        for week in self.weeks:
            for pinned in week.pinned:
                found.setdefault((pinned.customer, pinned.override.path), []).append(pinned)
        return {key: tuple(found[key]) for key in sorted(found)}

    @property
    def needless(self) -> tuple[Needless, ...]:
        """The overrides that the candidate rules make unnecessary."""
        return tuple(
            Needless(held[-1].customer, held[-1].override, tuple(one.week for one in held), held[-1].published)
            for held in self.overrides.values()
            if all(one.candidate == one.override.to for one in held)
        )

    @property
    def follow_ups(self) -> tuple[float, float]:
        """The contacts that the cadences ask for in an average week, by both rules."""
        totals = (sum(week.follow_ups[side] for week in self.weeks) for side in range(2))
        published, candidate = (total / len(self.weeks) for total in totals)
        return published, candidate


def _added(parts: Iterable[Mapping[K, int]]) -> Mapping[K, int]:
    total: Counter[K] = Counter()
    for part in parts:
        total.update(part)
    return total


def margins(matrix: Matrix) -> tuple[Counter[str | None], Counter[str | None]]:
    """Return how many stand in each row and in each column of a matrix."""
    rows: Counter[str | None] = Counter()
    columns: Counter[str | None] = Counter()
    for (row, column), number in matrix.items():
        rows[row] += number
        columns[column] += number
    return rows, columns


def regraded(week: Week, published: Judged, candidate: Judged, *, reconstructed: bool) -> Regraded:
    """Compare the grades of one week; both sides must be graded, on the same records and day."""
    if published.grades is None or candidate.grades is None or published.snapshot.rules is None:
        raise ValueError("a side without grades can't be compared")
    one, other = published.grades, candidate.grades
    pairs = [(grading, other.gradings[customer]) for customer, grading in one.gradings.items()]
    names = [name for name in one.ruleset.official.indicators if name in other.ruleset.official.indicators]
    return Regraded(
        week=week,
        revision=published.snapshot.revision,
        reconstructed=reconstructed,
        version=published.snapshot.rules.version,
        sha256=published.snapshot.rules_sha256,
        matrix=Counter((old.grade, new.grade) for old, new in pairs),
        levels={name: (_levels(one, name), _levels(other, name)) for name in names},
        moves=tuple(Differing(week, old.id, _side(old), _side(new)) for old, new in pairs if old.grade != new.grade),
        pinned=tuple(
            Pinned(week, old.id, old.override, old.computed, new.computed)
            for old, new in pairs
            if old.override is not None
        ),
        follow_ups=(follow_ups(published, one), follow_ups(candidate, other)),
    )


def _levels(grades: OfficeGrades, name: str) -> Counter[str | None]:
    return Counter(grading.official.indicators[name].level for grading in grades.gradings.values())


def _side(grading: Grading) -> Side:
    return Side(
        grade=grading.grade,
        binding=grading.official.binding,
        missing=grading.official.missing,
        rules=grading.cap.rules if grading.cap is not None else (),
        waits=grading.pending.to if grading.pending is not None else None,
    )


def follow_ups(side: Judged, grades: OfficeGrades) -> float:
    """Return the contacts that the cadences of the grades ask for in a week (F2, F5, F8).

    The phase is that of the day; without an opening day it is before the opening. Who has subscribed needs none.
    """
    rules, opened = grades.ruleset.rules.follow_up, grades.office.phase(grades.as_of) == "after_opening"
    rates = {grade: per_week(rules, grade, opened=opened) for grade in rules.grades}
    return sum(
        rates.get(grading.grade, 0.0)
        for customer, grading in grades.gradings.items()
        if grading.grade is not None and not _subscribed(side.snapshot.dossiers[customer], grades)
    )


def _subscribed(dossier: Dossier, grades: OfficeGrades) -> bool:
    timeline = Timeline(dossier, grades.ruleset, grades.office) if dossier.deals else None
    return timeline is not None and timeline.reached(Stage.SUBSCRIBED, grades.as_of)


def per_week(rules: FollowUp, grade: str, *, opened: bool) -> float:
    """Return how many contacts a week a grade asks for: ``per_week``, or 7 ÷ ``every_days``; of both the larger one."""
    cadence = in_force(rules, grade, opened=opened) or Cadence()
    return max(float(cadence.per_week or 0), _DAYS / cadence.every_days if cadence.every_days else 0.0)
