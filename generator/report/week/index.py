"""The index of all weeks, and what it takes from each."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from generator.read.weeks import Week
from generator.report.frame import WEEKS
from generator.report.home import Tile, tiles
from generator.report.rich import Chip, Rich, spans
from generator.report.voice import Speaker
from generator.report.weeks import Series
from generator.texts import _
from generator.values import dataclass, replace

_MANY = 6

Counts = Mapping[str | None, int]


@dataclass(frozen=True, slots=True)
class WeekLine:
    """A week in the index; ``counts`` in the order of the index's chips (None: no such grade then)."""

    week: str
    title: str
    span: str
    reconstructed: bool
    counts: tuple[int | None, ...]
    total: int
    new: int
    up: int
    down: int
    kept: str
    late: int


@dataclass(frozen=True, slots=True)
class WeeksView:
    """The index of weeks, the newest first."""

    answer: Rich
    notices: tuple[Rich, ...]
    tiles: tuple[Tile, ...]
    compact: bool
    chips: tuple[Chip, ...]
    lines: tuple[WeekLine, ...]


def weeks_view(frame: Speaker, lines: Sequence[WeekLine], known: Mapping[Week, Counts], *, complete: bool) -> WeeksView:
    """Return the index; ``frame`` speaks of the newest week, or of today where no week is told."""
    tr = frame.tr
    chips = tuple(frame.ladder.chip(state) for state in frame.ladder.states)
    notices = tuple(_missing(frame, complete=complete))
    if not lines:
        return WeeksView(spans(tr.gettext(_("No week can be told yet."))), notices, (), False, chips, ())
    last = max(known)
    view_tiles = tiles(frame, series_of(frame, last, known))
    by_name = {str(week): counted for week, counted in known.items()}
    shown = [_in_order(frame, line, by_name[line.week]) for line in lines]
    sentence = _("Each week as it stood at its cutoff; what is recorded later appears in the next one.")
    return WeeksView(
        answer=spans(tr.gettext(sentence)),
        notices=notices,
        tiles=view_tiles,
        compact=len(view_tiles) > _MANY,
        chips=chips,
        lines=tuple(reversed(shown)),
    )


def _in_order(frame: Speaker, line: WeekLine, counted: Counts) -> WeekLine:
    numbers = tuple(
        _figure(frame, counted, state) if state is None or state in counted else None for state in frame.ladder.states
    )
    return replace(line, counts=numbers)


def _missing(frame: Speaker, *, complete: bool) -> Iterator[Rich]:
    if not complete:
        sentence = _("Earlier weeks are not available: this clone does not hold the whole history.")
        yield spans(frame.tr.gettext(sentence))


def series_of(frame: Speaker, last: Week, known: Mapping[Week, Counts]) -> Series:
    """Return the figures of the weeks that end with ``last`` without a gap, at most twelve."""
    weeks = [last]
    while weeks[0].before in known and len(weeks) < WEEKS:
        weeks.insert(0, weeks[0].before)
    states = frame.ladder.states
    columns = [[_figure(frame, known[week], state) for state in states] for week in weeks]
    figures = {state: tuple(column[i] for column in columns) for i, state in enumerate(states)}
    return Series(tuple(week.sunday for week in weeks), figures)


def _figure(frame: Speaker, counted: Counts, state: str | None) -> int:
    """Return a figure; a grade that is no more counts as ungraded."""
    if state is not None:
        return counted.get(state, 0)
    return sum(number for grade, number in counted.items() if grade not in frame.ladder.ranks)
