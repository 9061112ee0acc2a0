"""How many customers share what a week's figures are counted by; kept from one week to the next, as gradings are.

In a year of weeks most customers stay where they are: only those who were judged again are counted anew.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import date
from typing import NamedTuple, TypeVar

from generator.compare.judged import Judged, grades_of
from generator.grade.grading import Grading
from generator.model.dossier import Dossier
from generator.model.record import Stage
from generator.report.stuck import Hold, hold
from generator.values import dataclass

STEPS = (Stage.QUEUED, Stage.SUBSCRIBED, Stage.CONTRACTED)
_REACHED = {Stage.QUEUED: 1, Stage.SUBSCRIBED: 2, Stage.CONTRACTED: 3, Stage.MORTGAGED: 3, Stage.PAID_OUT: 3}

C = TypeVar("C")


class Way(NamedTuple):
    """How far somebody came, as conversion counts it: the grade, the source, and how many of ``STEPS`` were reached."""

    grade: str | None
    source: str
    steps: int


Cell = tuple[Way, Hold | None]
"""What a customer counts as; None for a closed one, whom nothing holds back any more."""


@dataclass(frozen=True, slots=True)
class Crosstab:
    """The numbers of an office on a day: of ``everyone`` by way, of the open customers by what holds them back.

    ``cells`` are each customer's own, ``dated`` those with a deal of a later day: it may come to count unseen.
    """

    everyone: Mapping[str, Grading]
    cells: Mapping[str, Cell]
    dated: frozenset[str]
    ways: Mapping[Way, int]
    holds: Mapping[Hold, int]


NOBODY = Crosstab({}, {}, frozenset(), {}, {})


def crosstab(side: Judged, earlier: Crosstab = NOBODY) -> Crosstab:
    """Count the customers of a side; whoever has the very grading of an ``earlier`` day counts as on that day."""
    grades, dossiers, day = grades_of(side), side.snapshot.dossiers, side.as_of
    everyone, known = {**grades.gradings, **grades.closed}, earlier.everyone
    anew = [name for name, grading in everyone.items() if known.get(name) is not grading or name in earlier.dated]
    gone = known.keys() - everyone.keys()
    was = [earlier.cells[name] for name in (*anew, *gone) if name in earlier.cells]
    cells = {name: _cell(everyone[name], dossiers[name], day) for name in anew}
    now = cells.values()
    dated = frozenset(name for name in anew if any(deal.record.at.day > day for deal in dossiers[name].deals))
    kept = {**earlier.cells, **cells}
    for name in gone:
        del kept[name]
    return Crosstab(
        everyone,
        kept,
        dated,
        _recounted(earlier.ways, [way for way, _hold in was], [way for way, _hold in now]),
        _recounted(earlier.holds, [held for _way, held in was if held], [held for _way, held in now if held]),
    )


def _cell(grading: Grading, dossier: Dossier, day: date) -> Cell:
    steps = reached(dossier, day) if dossier.deals else 0
    way = Way(grading.grade, dossier.customer.record.source, steps)
    return way, hold(grading) if grading.closed is None else None


def reached(dossier: Dossier, day: date) -> int:
    """Return how many of ``STEPS`` a customer's best unit had reached by a day; cancelled ones count no more."""
    units = {deal.record.unit: deal.record.stage for deal in dossier.deals if deal.record.at.day <= day}
    return max((_REACHED.get(stage, 0) for stage in units.values()), default=0)


def _recounted(numbers: Mapping[C, int], was: Iterable[C], now: Iterable[C]) -> Mapping[C, int]:
    """Return the numbers after some customers went elsewhere; nobody stands where the number is zero."""
    found = Counter(numbers)
    found.subtract(was)
    found.update(now)
    return {cell: number for cell, number in found.items() if number}
