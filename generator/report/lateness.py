"""Who is late with what: the late duties by person and grade."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from generator.duties.duty import Duty
from generator.report.duties import in_order
from generator.report.frame import Frame
from generator.report.rich import Chip, Rich, Span
from generator.report.words import DUTIES
from generator.values import dataclass


@dataclass(frozen=True, slots=True)
class LateLine:
    """One person's late duties: how many in each grade, and the one that has been late the longest."""

    person: Rich
    counts: tuple[int, ...]
    total: int
    oldest: str
    oldest_key: str
    customer: Rich
    kind: str


@dataclass(frozen=True, slots=True)
class LateView:
    """The late duties of the office; ``chips`` are the grades that have any, ``totals`` their columns' sums."""

    chips: tuple[Chip, ...]
    lines: tuple[LateLine, ...]
    totals: tuple[int, ...]
    total: int


def late_view(frame: Frame) -> LateView:
    """Return who is late on the day of the frame."""
    return lateness(frame, frame.work.late)


def lateness(frame: Frame, late: Sequence[Duty]) -> LateView:
    """Return who is late with some duties, the most late first, then by who has been late the longest."""
    graded: dict[str | None, int] = defaultdict(int)
    by_person: dict[str, list[Duty]] = defaultdict(list)
    for duty in in_order(frame, late):
        graded[_grade(frame, duty)] += 1
        by_person[duty.person or ""].append(duty)
    states = [state for state in frame.ladder.states if graded[state]]
    lines = [_line(frame, person, duties, states) for person, duties in by_person.items()]
    lines.sort(key=lambda line: (-line.total, line.oldest_key))
    chips = tuple(frame.ladder.chip(state) for state in states)
    return LateView(chips, tuple(lines), tuple(graded[state] for state in states), len(late))


def _grade(frame: Frame, duty: Duty) -> str | None:
    return duty.grade if duty.grade in frame.ladder.ranks else None


def _line(frame: Frame, person: str, duties: list[Duty], states: list[str | None]) -> LateLine:
    grades = [_grade(frame, duty) for duty in duties]
    first = duties[0]
    return LateLine(
        person=(frame.person(person) if person else Span(frame.tr.gettext("nobody")),),
        counts=tuple(grades.count(state) for state in states),
        total=len(duties),
        oldest=frame.words.day(first.due),
        oldest_key=first.due.isoformat(),
        customer=(frame.customer(first.customer),),
        kind=frame.words.word(DUTIES, first.kind.value),
    )
