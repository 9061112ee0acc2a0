"""The customers whose grade is another one than last Sunday, each with the cause of the last move."""

from __future__ import annotations

from collections.abc import Iterable

from generator.grade.grading import Grading
from generator.report.causes import TAGS, arrow, why
from generator.report.frame import Frame
from generator.report.row import Row
from generator.values import dataclass


@dataclass(frozen=True, slots=True)
class Moves:
    """What changed since ``frame.before`` among customers of both days: rises, falls, to or from ungraded."""

    up: tuple[Row, ...]
    down: tuple[Row, ...]
    other: tuple[Row, ...]


def _row(frame: Frame, grading: Grading, before: str | None) -> Row:
    ladder, move = frame.ladder, grading.moves[-1]
    return Row(
        title=(frame.customer(grading.id),),
        chips=(ladder.chip(before), ladder.chip(grading.grade)),
        arrow=arrow(frame, before, grading.grade),
        tag=frame.tr.gettext(TAGS[move.cause]),
        why=why(frame, grading.id, move),
        who=(frame.person(grading.consultant),),
    )


def moves(frame: Frame, customers: Iterable[Grading]) -> Moves:
    """Return the moves since last Sunday: those to the best grade first, then by id."""
    moved = [
        (grading, before)
        for grading in customers
        if grading.history[-1:]
        and grading.history[-1].on > frame.before  # or the grade is the one of that day
        and grading.open_on(frame.before)
        and (before := grading.grade_on(frame.before)) != grading.grade
        and grading.moves
    ]
    moved.sort(key=lambda pair: (frame.ladder.rank(pair[0].grade), frame.ladder.rank(pair[1]), pair[0].id))
    rows = [_row(frame, grading, before) for grading, before in moved]
    by_way = {way: tuple(row for row in rows if row.arrow == way) for way in ("up", "down", "to")}
    return Moves(by_way["up"], by_way["down"], by_way["to"])
