"""The figures of a week: how many stand where, who came from where, conversion, late entries, consultants."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from generator.compare.change import CustomerAdded, OfRecord, RecordAdded
from generator.compare.comparison import figures
from generator.compare.judged import Judged
from generator.duties.book import WeekDuties
from generator.grade.grading import Grading
from generator.grade.office import OfficeGrades
from generator.model.dossier import Dossier
from generator.model.record import Stage
from generator.report.frame import Frame
from generator.report.week.archive import Weekly
from generator.report.weeks import CLOSED, NEW
from generator.values import dataclass

STEPS = (Stage.QUEUED, Stage.SUBSCRIBED, Stage.CONTRACTED)
_ALL = range(len(STEPS) + 1)
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
    before, after = grades_of(weekly.before.judged).gradings, grades_of(weekly.after.judged).gradings
    return Counter(
        (
            before[customer].grade if customer in before else NEW,
            after[customer].grade if customer in after else CLOSED,
        )
        for customer in sorted({**before, **after})
    )


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
    everyone = {**grades.gradings, **grades.closed}
    pairs = ((everyone[customer].grade, side.snapshot.dossiers[customer]) for customer in sorted(everyone))
    found = Counter(
        (grade, dossier.customer.record.source, reached(dossier, side.as_of) if dossier.deals else 0)
        for grade, dossier in pairs
    )
    by_grade: Counter[tuple[str | None, int]] = Counter()
    by_source: Counter[tuple[str, int]] = Counter()
    for (grade, source, steps), number in found.items():
        by_grade[grade, steps] += number
        by_source[source, steps] += number
    known = dict.fromkeys((*states(side), *(grade for grade, _steps in by_grade)))
    sources = sorted({source for source, _steps in by_source})
    return Conversion(
        {grade: _funnel([by_grade[grade, steps] for steps in _ALL]) for grade in known},
        {str(source): _funnel([by_source[source, steps] for steps in _ALL]) for source in sources},
    )


def _funnel(found: Sequence[int]) -> Funnel:
    """Return how many reached each step or a later one, from how many came just so far."""
    return Funnel(sum(found), tuple(sum(found[steps:]) for steps in _ALL[1:]))


@dataclass(frozen=True, slots=True)
class Consultant:
    """One consultant's week: customers by grade at its end, who is new, who rose and fell."""

    id: str
    counts: Mapping[str | None, int]
    new: int
    up: int
    down: int


def consultants(weekly: Weekly, frame: Frame, duties: WeekDuties) -> tuple[Consultant, ...]:
    """Return the consultants side by side, in the order of office.yaml.

    Customers count for their present owner, those in the pool for nobody (``in_pool``); who is new, rose or fell
    counts for whom customer.yaml names, so that the sums are the office's.
    """
    named = frame.everyone
    new = Counter(named[one.customer].consultant for one in weekly.comparison.entered)
    moves = weekly.comparison.moves
    up = Counter(named[one.customer].consultant for one in moves if frame.ladder.rose(one.before, one.after))
    down = Counter(named[one.customer].consultant for one in moves if frame.ladder.fell(one.before, one.after))
    own = Counter((one.consultant, one.grade) for one in frame.present if duties.owners[one.id] is not None)
    found = []
    for person in frame.owners:
        numbers = {state: own[person, state] for state in states(weekly.after.judged)}
        found.append(Consultant(person, numbers, new[person], up[person], down[person]))
    return tuple(found)


def in_pool(weekly: Weekly, frame: Frame, duties: WeekDuties) -> Mapping[str | None, int]:
    """Return the customers in the pool at the end of the week, by grade."""
    found = Counter(grading.grade for grading in frame.present if duties.owners[grading.id] is None)
    return {state: found[state] for state in states(weekly.after.judged)}


def best(frame: Frame, duties: WeekDuties) -> tuple[Grading, ...]:
    """Return the customers of the best grade: the undecided first, then who has subscribed; each longest first."""
    first = frame.ladder.best
    found = (grading for grading in frame.present if grading.grade == first)
    return tuple(sorted(found, key=lambda grading: (grading.id in duties.sold, grading.since, grading.id)))
