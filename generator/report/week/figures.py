"""The figures of a week: how many stand where, who came from where, conversion, late entries, consultants."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from generator.compare.change import CustomerAdded, OfRecord, RecordAdded
from generator.compare.comparison import figures
from generator.compare.judged import Judged, grades_of
from generator.duties.book import WeekDuties
from generator.grade.grading import Grading
from generator.report.frame import Frame
from generator.report.week.archive import Weekly
from generator.report.week.crosstab import STEPS
from generator.report.weeks import CLOSED, NEW
from generator.values import dataclass

_ALL = range(len(STEPS) + 1)


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
    moves, left = weekly.comparison.moves, weekly.comparison.left
    stayed = Counter(figures(weekly.before.judged))
    stayed.subtract(one.before for one in moves)
    stayed.subtract(one.grade for one in left)
    found = Counter({(grade, grade): number for grade, number in stayed.items() if number})
    found.update((one.before, one.after) for one in moves)
    found.update((one.grade, CLOSED) for one in left)
    found.update((NEW, one.grade) for one in weekly.comparison.entered)
    return found


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


def conversion(weekly: Weekly) -> Conversion:
    """Return how far the customers came by the end of the week."""
    by_grade: Counter[tuple[str | None, int]] = Counter()
    by_source: Counter[tuple[str, int]] = Counter()
    for (grade, source, steps), number in weekly.crosstab.ways.items():
        by_grade[grade, steps] += number
        by_source[source, steps] += number
    told = sorted({grade for grade, _steps in by_grade if grade is not None})
    known = dict.fromkeys((*states(weekly.after.judged), *told))
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
    found = []
    for person in frame.owners:
        numbers = {state: duties.portfolios.get((person, state), 0) for state in states(weekly.after.judged)}
        found.append(Consultant(person, numbers, new[person], up[person], down[person]))
    return tuple(found)


def in_pool(weekly: Weekly, duties: WeekDuties) -> Mapping[str | None, int]:
    """Return the customers in the pool at the end of the week, by grade."""
    owned: Counter[str | None] = Counter()
    for (_consultant, grade), number in duties.portfolios.items():
        owned[grade] += number
    everyone = counts(weekly.after.judged)
    return {state: everyone[state] - owned[state] for state in states(weekly.after.judged)}


def best(frame: Frame, duties: WeekDuties) -> tuple[Grading, ...]:
    """Return the customers of the best grade: the undecided first, then who has subscribed; each longest first."""
    first = frame.ladder.best
    found = (grading for grading in frame.present if grading.grade == first)
    return tuple(sorted(found, key=lambda grading: (grading.id in duties.sold, grading.since, grading.id)))
