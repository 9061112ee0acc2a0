"""The figures of a week: how many stand where, who came from where, conversion, late entries, consultants."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from generator.compare.change import CustomerAdded, OfRecord, RecordAdded
from generator.compare.comparison import figures
from generator.compare.judged import Away, Judged
from generator.grade.grading import Grading
from generator.grade.office import OfficeGrades
from generator.model.dossier import Dossier
from generator.model.record import Stage
from generator.report.frame import Frame
from generator.report.week.archive import Weekly
from generator.report.weeks import CLOSED, NEW

STEPS = (Stage.QUEUED, Stage.SUBSCRIBED, Stage.CONTRACTED)
_REACHED = {Stage.QUEUED: 1, Stage.SUBSCRIBED: 2, Stage.CONTRACTED: 3, Stage.MORTGAGED: 3, Stage.PAID_OUT: 3}


def grades_of(side: Judged) -> OfficeGrades:
    """Return the grades of a side that has them, as both sides of a report do."""
    if side.grades is None:
        raise ValueError("a side of a report has no grades")
    return side.grades


def states(side: Judged) -> tuple[str | None, ...]:
    """Return every grade of a side's official scheme, best first, then ungraded."""
    rules = grades_of(side).ruleset.rules
    return (*rules.schemes[rules.official].grades, None)


def counts(side: Judged) -> dict[str | None, int]:
    """Return how many customers stand in each grade and in none; nobody is left out."""
    found = figures(side)
    return {state: found.get(state, 0) for state in dict.fromkeys((*states(side), *found))}


def migration(weekly: Weekly) -> Counter[tuple[str | None, str | None]]:
    """Count the customers by where they stood a week ago (or ``NEW``) and where they stand (or ``CLOSED``)."""
    before, after = weekly.before.judged, weekly.after.judged
    cells: Counter[tuple[str | None, str | None]] = Counter()
    for customer in sorted(grades_of(before).gradings.keys() | grades_of(after).gradings.keys()):
        source, sink = before.standing(customer), after.standing(customer)
        cells[NEW if isinstance(source, Away) else source, CLOSED if isinstance(sink, Away) else sink] += 1
    return cells


def late_entries(weekly: Weekly) -> tuple[CustomerAdded | OfRecord, ...]:
    """Return what is dated in an earlier week, but was committed after that week's cutoff."""
    last = weekly.before.judged.as_of
    return tuple(_late(weekly, last))


def _late(weekly: Weekly, last: date) -> Iterator[CustomerAdded | OfRecord]:
    dossiers = weekly.after.judged.snapshot.dossiers
    for change in weekly.comparison.changes:
        if isinstance(change, CustomerAdded):
            if dossiers[change.customer].customer.record.registered <= last:
                yield change
        elif isinstance(change, RecordAdded) and change.at is not None and change.at <= last:
            yield change


def reached(dossier: Dossier, day: date) -> int:
    """Return how many of ``STEPS`` a customer's best unit had reached by a day; cancelled ones count no more."""
    units = {deal.record.unit: deal.record.stage for deal in dossier.deals if deal.record.at.day <= day}
    return max((_REACHED.get(stage, 0) for stage in units.values()), default=0)


@dataclass(frozen=True, slots=True)
class Funnel:
    """Of ``customers`` registered so far, how many reached each of ``STEPS``."""

    customers: int
    steps: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Conversion:
    """The funnels so far, closed customers too: by grade (the last one), and by source."""

    grades: Mapping[str | None, Funnel]
    sources: Mapping[str, Funnel]


def conversion(side: Judged) -> Conversion:
    """Return how far the customers came by the day of a side."""
    grades = grades_of(side)
    by_grade: dict[str | None, list[int]] = {state: [] for state in states(side)}
    by_source: dict[str, list[int]] = {}
    for customer, grading in sorted({**grades.gradings, **grades.closed}.items()):
        dossier = side.snapshot.dossiers[customer]
        steps = reached(dossier, side.as_of)
        by_grade.setdefault(grading.grade, []).append(steps)
        by_source.setdefault(dossier.customer.record.source.value, []).append(steps)
    return Conversion(
        {grade: _funnel(found) for grade, found in by_grade.items()},
        {source: _funnel(found) for source, found in sorted(by_source.items())},
    )


def _funnel(found: list[int]) -> Funnel:
    return Funnel(len(found), tuple(sum(steps > step for steps in found) for step in range(len(STEPS))))


@dataclass(frozen=True, slots=True)
class Consultant:
    """One consultant's week: customers by grade at its end, who is new, who rose and fell."""

    id: str
    counts: Mapping[str | None, int]
    new: int
    up: int
    down: int


def consultants(weekly: Weekly, frame: Frame) -> tuple[Consultant, ...]:
    """Return the consultants side by side, in the order of office.yaml.

    Customers count for their present owner, those in the pool for nobody (``in_pool``); who is new, rose or fell
    counts for whom customer.yaml names, so that the sums are the office's.
    """
    owner = {grading.id: grading.consultant for grading in frame.everyone.values()}
    new = Counter(owner[one.customer] for one in weekly.comparison.entered)
    moves = weekly.comparison.moves
    up = Counter(owner[one.customer] for one in moves if frame.ladder.rose(one.before, one.after))
    down = Counter(owner[one.customer] for one in moves if frame.ladder.fell(one.before, one.after))
    found = []
    for person in frame.owners:
        own = Counter(one.grade for one in frame.present if one.consultant == person and not _ownerless(frame, one))
        numbers = {state: own[state] for state in states(weekly.after.judged)}
        found.append(Consultant(person, numbers, new[person], up[person], down[person]))
    return tuple(found)


def in_pool(weekly: Weekly, frame: Frame) -> Mapping[str | None, int]:
    """Return the customers in the pool at the end of the week, by grade."""
    found = Counter(grading.grade for grading in frame.present if _ownerless(frame, grading))
    return {state: found[state] for state in states(weekly.after.judged)}


def _ownerless(frame: Frame, grading: Grading) -> bool:
    return frame.work.standings[grading.id].owner is None


def sold(frame: Frame, grading: Grading) -> bool:
    """Tell whether a customer has subscribed: nothing is left to decide at the meeting."""
    return frame.work.standings[grading.id].sold


def best(frame: Frame) -> tuple[Grading, ...]:
    """Return the customers of the best grade: the undecided first, then who has subscribed; each longest first."""
    found = (grading for grading in frame.present if grading.grade == frame.ladder.best)
    return tuple(sorted(found, key=lambda grading: (sold(frame, grading), grading.since, grading.id)))
