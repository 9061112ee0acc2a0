"""The home page: this week at a glance (K1)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from generator.read.problem import Problem
from generator.report.approvals import Waiting, waiting
from generator.report.charts import Spark, spark
from generator.report.frame import Frame
from generator.report.ladder import ladder
from generator.report.lateness import LateView, late_view
from generator.report.moves import Moves, moves
from generator.report.pool import in_pool
from generator.report.protection import warning_rows
from generator.report.quality import Counted, counted
from generator.report.rich import Chip, Rich, Span, Tone, fill, strong
from generator.report.stuck import Stuck, bottlenecks
from generator.report.voice import Speaker
from generator.report.weeks import MatrixView, Series, TrendView, matrix_view, series, trend_view
from generator.values import dataclass

_MANY = 6
_FIRST = 5
"""So many of the falls that wait are told here; all of them on the page of the approvals."""


@dataclass(frozen=True, slots=True)
class Tile:
    """One grade: how many, how many more than last Sunday (``more``, written in ``change``), share, twelve weeks."""

    chip: Chip
    number: int
    more: int
    share: str
    change: str
    tone: Tone
    spark: Spark
    spoken: str


@dataclass(frozen=True, slots=True)
class Provenance:
    """What a page was made from, so that it can be made again (L2)."""

    revision: str
    dirty: bool
    version: str
    sha256: str
    as_of: str


@dataclass(frozen=True, slots=True)
class ClassLine:
    """A class of a share scheme: its customers, and their part of the total figure."""

    chip: Chip
    name: str
    customers: int
    part: str


@dataclass(frozen=True, slots=True)
class ShareView:
    """What each class of a share scheme brings (G5)."""

    label: str
    rows: tuple[ClassLine, ...]


@dataclass(frozen=True, slots=True)
class HomeView:
    """The home page; ``compact`` asks for narrow tiles where a scheme has many grades; ``empty``: no customers.

    ``waiting`` are the first of the ``held`` falls; ``pooled`` and ``running_out`` count the customers in the pool and
    those whose protection ends soon.
    """

    office: str
    as_of: str
    before: str
    answer: Rich
    tiles: tuple[Tile, ...]
    compact: bool
    empty: bool
    moves: Moves
    stuck: tuple[Stuck, ...]
    waiting: tuple[Waiting, ...]
    held: int
    late: LateView
    pooled: int
    running_out: int
    matrix: MatrixView
    trend: TrendView
    shares: tuple[ShareView, ...]
    quality: tuple[Counted, ...]
    provenance: Provenance


def tiles(frame: Speaker, counts: Series) -> tuple[Tile, ...]:
    """Return a tile for each grade and ungraded; more of the best grade is good, fewer is bad, else neither."""
    total = counts.totals[-1]
    found = []
    for state in frame.ladder.states:
        figures, chip = counts.counts[state], frame.ladder.chip(state)
        now, change = figures[-1], figures[-1] - figures[-2]
        good = (
            {1: Tone.UP, -1: Tone.DOWN}.get((change > 0) - (change < 0), Tone.MUTE)
            if state == frame.ladder.best
            else Tone.MUTE
        )
        spoken = frame.tr.gettext("%(grade)s in %(weeks)d weeks: from %(first)d to %(last)d") % {
            "grade": chip.name, "weeks": len(figures), "first": figures[0], "last": now,
        }  # fmt: skip
        written = f"{change:+d}".replace("-", "−") if change else "±0"
        found.append(Tile(chip, now, change, frame.words.percent(now, total), written, good, spark(figures), spoken))
    return tuple(found)


def provenance(frame: Frame) -> Provenance:
    """Return what the office's pages are made from."""
    snapshot = frame.snapshot
    return Provenance(
        revision=(snapshot.revision or "")[:12],
        dirty=snapshot.dirty,
        version=frame.rules.version,
        sha256=snapshot.rules_sha256[:12],
        as_of=frame.as_of.isoformat(),
    )


def change_words(frame: Frame, number: int) -> Rich:
    """Return how many more or fewer than last Sunday."""
    tr, day = frame.tr, frame.words.day(frame.before)
    if number > 0:
        return fill(tr.gettext("%(n)s more than on %(day)s"), n=Span(str(number), Tone.UP), day=day)
    if number < 0:
        return fill(tr.gettext("%(n)s fewer than on %(day)s"), n=Span(str(-number), Tone.DOWN), day=day)
    return fill(tr.gettext("as many as on %(day)s"), day=day)


def _spoken(view_tiles: tuple[Tile, ...]) -> Tile:
    """Return the tile to speak of first: the best grade that anybody has or had last Sunday."""
    return next((tile for tile in view_tiles if tile.number or tile.more), view_tiles[0])


def _answer(frame: Frame, best: Tile, moved: Moves, held: int, stuck: tuple[Stuck, ...]) -> Rich:
    tr = frame.tr
    if not frame.present:
        return (Span(tr.gettext("There are no customers yet.")),)
    template = tr.ngettext(
        "%(grade)s: %(n)s customer, %(change)s.", "%(grade)s: %(n)s customers, %(change)s.", best.number
    )
    parts = [fill(template, grade=best.chip, n=strong(best.number), change=change_words(frame, best.more))]
    text = tr.gettext("%(up)s rose and %(down)s fell since then.")
    parts.append(fill(text, up=strong(len(moved.up)), down=strong(len(moved.down))))
    if held:
        template = tr.ngettext("%(n)s fall waits for approval.", "%(n)s falls wait for approval.", held)
        parts.append(fill(template, n=strong(held)))
    if late := len(frame.work.late):
        template = tr.ngettext("%(n)s duty is late.", "%(n)s duties are late.", late)
        parts.append(fill(template, n=Span(str(late), Tone.LATE)))
    if stuck:
        first = stuck[0]
        template = tr.ngettext(
            "Most are stuck on %(name)s: %(n)s customer; solving it would raise %(rise)s.",
            "Most are stuck on %(name)s: %(n)s customers; solving it would raise %(rise)s.",
            first.number,
        )
        parts.append(fill(template, name=strong(first.label), n=strong(first.number), rise=strong(first.rise)))
    return frame.words.sentences(parts)


def shares(frame: Frame) -> Iterator[ShareView]:
    """Yield what each class of the share schemes brings; a scheme that ranks nobody yet is left out."""
    for name, classes in frame.grades.shares.items():
        rungs = ladder(frame.rules.schemes[name].grades, frame.tr)
        if any(one.customers for one in classes):
            rows = [
                ClassLine(rungs.chip(one.grade), rungs.chip(one.grade).name, one.customers, f"{one.part:.0%}")
                for one in classes
            ]
            yield ShareView(frame.labels.scheme(name), tuple(rows))


def home_view(frame: Frame, problems: Sequence[Problem]) -> HomeView:
    """Return the home page of an office; ``problems`` are those of the whole check."""
    counts = series(frame, tuple(frame.everyone.values()))
    moved, stuck = moves(frame, frame.present), bottlenecks(frame, frame.present)
    held = sum(grading.pending is not None for grading in frame.present)
    view_tiles, late = tiles(frame, counts), late_view(frame)
    return HomeView(
        office=frame.office.name,
        as_of=frame.words.whole_day(frame.as_of),
        before=frame.words.day(frame.before),
        answer=_answer(frame, _spoken(view_tiles), moved, held, stuck),
        tiles=view_tiles,
        compact=len(view_tiles) > _MANY,
        empty=not frame.everyone,
        moves=moved,
        stuck=stuck,
        waiting=waiting(frame, frame.present, _FIRST),
        held=held,
        late=late,
        pooled=len(in_pool(frame)),
        running_out=len(warning_rows(frame)),
        matrix=matrix_view(frame),
        trend=trend_view(frame, counts),
        shares=tuple(shares(frame)),
        quality=counted(frame, problems),
        provenance=provenance(frame),
    )
