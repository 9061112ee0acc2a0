"""The page of one week."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import timedelta

from generator.compare.comparison import Entered, Left, Moved
from generator.read.weeks import Week
from generator.report.frame import Frame
from generator.report.home import Tile, tiles
from generator.report.moves import Moves
from generator.report.plan.view import Item
from generator.report.rich import Chip, Rich, spans
from generator.report.row import Row
from generator.report.stuck import Stuck
from generator.report.voice import Speaker
from generator.report.week.archive import Weekly
from generator.report.week.duties import FollowUps, KeptLine, follow_ups, kept_line
from generator.report.week.figures import (
    Funnel,
    best,
    consultants,
    conversion,
    counts,
    in_pool,
    late_entries,
    migration,
)
from generator.report.week.index import Counts, WeekLine, series_of
from generator.report.week.telling import Telling
from generator.report.weeks import MatrixView, TrendView, matrix_of, trend_view
from generator.report.words import SOURCES
from generator.values import dataclass, replace

_MANY = 6


@dataclass(frozen=True, slots=True)
class TeamLine:
    """A consultant's week; ``counts`` in the order of the page's chips, ``late`` what is late at its end."""

    name: Rich
    counts: tuple[int, ...]
    new: int
    up: int
    down: int
    kept: KeptLine
    late: int


@dataclass(frozen=True, slots=True)
class FunnelLine:
    """How far the customers of a grade or source came so far."""

    name: Rich
    funnel: Funnel


@dataclass(frozen=True, slots=True)
class WeekView:
    """The page of one week; ``before`` is the week before, empty where it has no page.

    ``pool`` counts the customers in the pool in the order of the page's chips.
    """

    week: str
    title: str
    span: str
    closes: str
    before: str
    notices: tuple[Rich, ...]
    lead: Rich
    tiles: tuple[Tile, ...]
    compact: bool
    moves: Moves
    since: str
    come: tuple[Row, ...]
    gone: tuple[Row, ...]
    stuck: tuple[Stuck, ...]
    best: Chip
    best_rows: tuple[Row, ...]
    follow_ups: FollowUps
    matrix: MatrixView
    trend: TrendView
    chips: tuple[Chip, ...]
    team: tuple[TeamLine, ...]
    pool: tuple[int, ...]
    grades: tuple[FunnelLine, ...]
    sources: tuple[FunnelLine, ...]
    late: tuple[Row, ...]
    rules: tuple[Item, ...]
    provenance: Rich


def week_view(telling: Telling, known: Mapping[Week, Counts], before: str) -> WeekView:
    """Return the page of a week; ``known`` holds the figures of the weeks up to it, ``before`` the page before."""
    frame, weekly = telling.frame, telling.weekly
    counted = series_of(frame, weekly.week, known)
    found, rules = conversion(weekly), telling.building.rules(weekly.reached)
    view_tiles, pool = tiles(frame, counted), in_pool(weekly, telling.duties)
    return WeekView(
        week=str(weekly.week),
        title=telling.title(),
        span=telling.span(),
        closes=_closes(frame, weekly.week),
        before=before,
        notices=tuple(telling.notices()),
        lead=telling.lead(),
        tiles=view_tiles,
        compact=len(view_tiles) > _MANY,
        moves=Moves(
            *(tuple(_move_row(telling, move, way) for move in telling.ways[way]) for way in ("up", "down", "to"))
        ),
        since=frame.words.day(frame.before),
        come=tuple(_passage_row(telling, one) for one in weekly.comparison.entered),
        gone=tuple(_passage_row(telling, one) for one in weekly.comparison.left),
        stuck=telling.stuck,
        best=frame.ladder.chip(frame.ladder.best),
        best_rows=tuple(
            Row(
                (frame.customer(one.id),),
                chips=(frame.ladder.chip(one.grade),),
                why=telling.best(one),
                who=(frame.person(one.consultant),),
            )
            for one in best(frame, telling.duties)
        ),
        follow_ups=follow_ups(frame, telling.duties),
        matrix=matrix_of(frame, migration(weekly)),
        trend=trend_view(frame, counted),
        chips=tuple(frame.ladder.chip(state) for state in frame.ladder.states),
        team=tuple(_team(telling)),
        pool=tuple(pool[state] for state in frame.ladder.states),
        grades=tuple(FunnelLine(telling.named(grade), funnel) for grade, funnel in found.grades.items()),
        sources=tuple(
            FunnelLine(spans(frame.words.word(SOURCES, source)), funnel) for source, funnel in found.sources.items()
        ),
        late=tuple(
            Row((frame.customer(change.customer),), mark=telling.late_day(change), why=telling.late(change))
            for change in late_entries(weekly)
        ),
        rules=rules.items if rules is not None else (),
        provenance=telling.provenance(),
    )


def in_sequence(view: WeekView, voice: Speaker, week: Week, known: Mapping[Week, Counts], before: str) -> WeekView:
    """Return a week's page among others, as ``week_view`` does; ``voice`` is that of the week."""
    counted = series_of(voice, week, known)
    return replace(view, tiles=tiles(voice, counted), trend=trend_view(voice, counted), before=before)


def _team(telling: Telling) -> Iterator[TeamLine]:
    frame, duties = telling.frame, telling.duties
    week = telling.weekly.week
    late = Counter(duty.person for duty in duties.late)
    for one in consultants(telling.weekly, frame, duties):
        name = (frame.person(one.id),)
        yield TeamLine(
            name,
            tuple(one.counts[state] for state in frame.ladder.states),
            one.new,
            one.up,
            one.down,
            kept_line(frame, name, duties.compliance.of(week, one.id)),
            late[one.id],
        )


def _closes(frame: Frame, week: Week) -> str:
    cutoff = frame.office.week.cutoff
    day = frame.words.day(week.sunday + timedelta(days=cutoff.weekday))
    return f"{day} {cutoff.minute // 60:02}:{cutoff.minute % 60:02}"


def _move_row(telling: Telling, move: Moved, way: str) -> Row:
    frame = telling.frame
    return Row(
        title=(frame.customer(move.customer),),
        chips=(frame.ladder.chip(move.before), frame.ladder.chip(move.after)),
        arrow=way,
        tag=telling.tag(move),
        why=telling.reason(move),
        who=(frame.person(frame.everyone[move.customer].consultant),),
    )


def _passage_row(telling: Telling, passage: Entered | Left) -> Row:
    frame = telling.building.telling.frame(passage.customer)
    changes = telling.weekly.comparison.of(passage.customer)
    said = next((telling.building.telling.said(c) for c in changes if c.kind.startswith("customer_")), ())
    owner = frame.dossier(passage.customer).customer.record.consultant
    return Row(
        title=(frame.customer(passage.customer),),
        chips=(frame.ladder.chip(passage.grade),),
        why=said,
        who=(telling.frame.person(owner),),
    )


def week_line(weekly: Weekly, telling: Telling) -> WeekLine:
    """Return a week's line of the index; its figures are put in order by ``weeks_view``."""
    numbers = counts(weekly.after.judged)
    return WeekLine(
        week=str(weekly.week),
        title=telling.title(),
        span=telling.span(),
        reconstructed=weekly.after.reconstructed,
        counts=tuple(numbers.values()),
        total=sum(numbers.values()),
        new=len(weekly.comparison.entered),
        up=len(telling.ways["up"]),
        down=len(telling.ways["down"]),
        kept=kept_line(telling.frame, (), telling.duties.compliance.of(weekly.week)).share,
        late=len(telling.duties.late),
    )
