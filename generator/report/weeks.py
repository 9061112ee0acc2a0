"""How many customers stood where: twelve weeks by replay, and from last Sunday's grades to the present ones (K1)."""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Mapping, Sequence
from datetime import date

from generator.grade.grading import Grading
from generator.report.charts import NARROW, WIDE, Flow, Layer, State, Trend, flow, trend
from generator.report.frame import Frame
from generator.report.rich import Chip
from generator.report.voice import Speaker
from generator.values import dataclass

_MANY = 7
# Not customers (yet, or any more); no grade can begin with a space.
NEW, CLOSED = " new", " closed"


@dataclass(frozen=True, slots=True)
class Series:
    """The customers in each state (grade, or None for ungraded) at the end of each day of ``days``."""

    days: tuple[date, ...]
    counts: Mapping[str | None, tuple[int, ...]]

    @property
    def totals(self) -> tuple[int, ...]:
        """All customers on each day."""
        return tuple(sum(figures[i] for figures in self.counts.values()) for i in range(len(self.days)))


def series(frame: Frame, customers: Sequence[Grading]) -> Series:
    """Count the customers by grade on each of the frame's days; a grade that is no more counts as ungraded."""
    counts = {state: [0] * len(frame.weeks) for state in frame.ladder.states}
    for grading in customers:
        moves, grade = deque(grading.moves), None
        for place, day in enumerate(frame.weeks):
            while moves and moves[0].on <= day:
                grade = moves.popleft().after
            if grading.open_on(day):
                counts[grade if grade in counts else None][place] += 1
    return Series(frame.weeks, {state: tuple(numbers) for state, numbers in counts.items()})


@dataclass(frozen=True, slots=True)
class TrendRow:
    """The figures of one day, in the order of the chips; ``total`` adds them up."""

    day: str
    figures: tuple[int, ...]
    total: int


@dataclass(frozen=True, slots=True)
class TrendView:
    """The stacked trend: two drawings and the table of its figures."""

    wide: Trend
    narrow: Trend
    chips: tuple[Chip, ...]
    rows: tuple[TrendRow, ...]


def trend_view(frame: Speaker, counted: Series) -> TrendView:
    """Return the trend of some customers as a picture and a table."""
    states = frame.ladder.states
    chips = tuple(frame.ladder.chip(state) for state in states)
    layers = [Layer(chip.tone, chip.text, counted.counts[state]) for state, chip in zip(states, chips, strict=True)]
    columns = [f"{day.month}-{day.day}" for day in counted.days]
    rows = [
        TrendRow(frame.words.day(day), tuple(counted.counts[state][i] for state in states), counted.totals[i])
        for i, day in enumerate(counted.days)
    ]
    return TrendView(trend(columns, layers, WIDE), trend(columns, layers, NARROW), chips, tuple(rows))


@dataclass(frozen=True, slots=True)
class Cell:
    """A figure of the matrix; ``tone`` is same, up, down or none, ``heat`` 0 (nobody) to 4 (most)."""

    number: int
    tone: str
    heat: int


@dataclass(frozen=True, slots=True)
class MatrixRow:
    """From one state: where its customers are now."""

    chip: Chip
    cells: tuple[Cell, ...]
    total: int


@dataclass(frozen=True, slots=True)
class MatrixView:
    """From the grades of ``before`` (rows, and new customers) to those of ``after`` (columns, and closed customers)."""

    before: str
    after: str
    columns: tuple[Chip, ...]
    rows: tuple[MatrixRow, ...]
    totals: tuple[int, ...]
    total: int
    wide: Flow
    narrow: Flow


def place_on(frame: Frame, grading: Grading, day: date, absent: str) -> str | None:
    """Return the state of a customer on a day, ``absent`` when not (or no longer) a customer."""
    if not grading.open_on(day):
        return absent
    grade = grading.grade_on(day)
    return grade if grade in frame.ladder.ranks else None


def migration(frame: Frame) -> Counter[tuple[str | None, str | None]]:
    """Count the customers by where they were on ``before`` and where they are on ``as_of``."""
    cells: Counter[tuple[str | None, str | None]] = Counter()
    for grading in frame.everyone.values():
        source, sink = place_on(frame, grading, frame.before, NEW), place_on(frame, grading, frame.as_of, CLOSED)
        was_closed = grading.closed is not None and grading.closed <= frame.before
        if not was_closed:
            cells[source, sink] += 1
    return cells


def _tone(frame: Frame, source: str | None, sink: str | None) -> str:
    if source == sink:
        return "same"
    if source not in frame.ladder.ranks or sink not in frame.ladder.ranks:
        return "none"
    return "up" if frame.ladder.rose(source, sink) else "down" if frame.ladder.fell(source, sink) else "none"


def _shown_states(frame: Frame, cells: Mapping[tuple[str | None, str | None], int]) -> tuple[str | None, ...]:
    """Return the states of the matrix: all, or of very many those that somebody was or is in."""
    states = frame.ladder.states
    inhabited = {state for pair, number in cells.items() if number for state in pair}
    return states if len(states) <= _MANY else tuple(state for state in states if state in inhabited)


def matrix_view(frame: Frame) -> MatrixView:
    """Return the migration matrix since ``frame.before``, by replay of the records on file."""
    return matrix_of(frame, migration(frame))


def matrix_of(frame: Frame, cells: Counter[tuple[str | None, str | None]]) -> MatrixView:
    """Return a migration matrix with its flow; the rows and the columns add up to the same total.

    Grades that the official scheme does not have any more stand below the others.
    """
    known = (*frame.ladder.states, NEW, CLOSED)
    strange = sorted({state for pair in cells for state in pair if state is not None and state not in known})
    states = (*_shown_states(frame, cells), *strange)
    new = Chip(frame.tr.gettext("new"), frame.tr.gettext("new customers"), "pn")
    gone = Chip(frame.tr.gettext("closed"), frame.tr.gettext("customers closed since"), "pn")
    sources = [(NEW, new), *((state, frame.ladder.chip(state)) for state in states)]
    sinks = [*((state, frame.ladder.chip(state)) for state in states), (CLOSED, gone)]
    most = max((number for (a, b), number in cells.items() if a != b), default=1)
    rows = tuple(
        MatrixRow(
            chip,
            tuple(
                Cell(n := cells[source, sink], _tone(frame, source, sink), min(4, -(-4 * n // most)))
                for sink, _ in sinks
            ),
            sum(cells[source, sink] for sink, _ in sinks),
        )
        for source, chip in sources
    )
    left = [State(source or "", chip.text, chip.tone) for source, chip in sources]
    right = [State(sink or "", chip.text, chip.tone) for sink, chip in sinks]
    keyed = {(a or "", b or ""): number for (a, b), number in cells.items()}
    return MatrixView(
        before=frame.words.day(frame.before),
        after=frame.words.day(frame.as_of),
        columns=tuple(chip for _, chip in sinks),
        rows=rows,
        totals=tuple(sum(cells[source, sink] for source, _ in sources) for sink, _ in sinks),
        total=sum(row.total for row in rows),
        wide=flow(left, right, keyed, WIDE),
        narrow=flow(left, right, keyed, NARROW),
    )
