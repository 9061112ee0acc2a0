"""The pool: customers whose protection is over, to whom they could go, and whose protection is about to end."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from generator.assignment.protection import Protection, State
from generator.assignment.swap import proposal
from generator.report.causes import dotted
from generator.report.frame import Frame
from generator.report.protection import reasons, warning_rows
from generator.report.rich import Chip, Rich, Span, fill, strong
from generator.report.row import Row


@dataclass(frozen=True, slots=True)
class Pooled:
    """A customer in the pool: the row, and the id that a claim would be about."""

    row: Row
    customer: str


@dataclass(frozen=True, slots=True)
class SwapLine:
    """One customer of the swap proposal; ``taker`` is the id of who would get them, empty where nobody can."""

    customer: str
    name: Rich
    chip: Chip
    rank: int
    previous: Rich
    to: Rich
    taker: str
    again: bool


@dataclass(frozen=True, slots=True)
class PoolView:
    """The pool page of a ``day`` (ISO 8601), on which the swap is proposed."""

    day: str
    answer: Rich
    pooled: tuple[Pooled, ...]
    swaps: tuple[SwapLine, ...]
    warnings: tuple[Row, ...]


def in_pool(frame: Frame) -> tuple[tuple[date, str, Protection], ...]:
    """Return the customers in the pool with the day since which they are there, the latest first."""
    found = [
        (one.ends, name, one)
        for name, one in frame.work.protections.items()
        if one.state is State.POOL and one.ends is not None
    ]
    return tuple(sorted(found, key=lambda one: (-one[0].toordinal(), one[1])))


def _pooled(frame: Frame, since: date, customer: str, found: Protection) -> Pooled:
    tr = frame.tr
    day = fill(tr.gettext("in the pool since %(day)s"), day=frame.words.day(since))
    last: Rich = ()
    if found.previous is not None:
        last = fill(tr.gettext("last with %(person)s"), person=frame.person(found.previous))
    back: Rich = ()
    if found.back_from is not None and found.back_from > frame.as_of:
        back = fill(tr.gettext("for them again from %(day)s on"), day=frame.words.day(found.back_from))
    row = Row(
        title=(frame.customer(customer),),
        chips=(frame.ladder.chip(frame.everyone[customer].grade),),
        why=reasons(frame, customer, found),
        who=dotted(day, last, back),
    )
    return Pooled(row, customer)


def _swaps(frame: Frame) -> Iterator[SwapLine]:
    for one in proposal(frame.grades, frame.snapshot.dossiers, frame.work.standings):
        nobody = Span(frame.tr.gettext("nobody else is there"))
        yield SwapLine(
            customer=one.customer,
            name=(frame.customer(one.customer),),
            chip=frame.ladder.chip(one.grade),
            rank=frame.ladder.rank(one.grade),
            previous=(frame.person(one.previous),),
            to=(frame.person(one.to) if one.to is not None else nobody,),
            taker=one.to or "",
            again=one.again,
        )


def pool_view(frame: Frame) -> PoolView:
    """Return the pool page of an office."""
    tr = frame.tr
    pooled = tuple(_pooled(frame, *one) for one in in_pool(frame))
    swaps, warnings = tuple(_swaps(frame)), warning_rows(frame)
    parts: list[Rich] = [(Span(tr.gettext("The pool is empty.")),)]
    if pooled:
        template = tr.ngettext("%(n)s customer is in the pool.", "%(n)s customers are in the pool.", len(pooled))
        parts = [fill(template, n=strong(len(pooled)))]
    if swaps:
        template = tr.ngettext("%(n)s of them is to be swapped.", "%(n)s of them are to be swapped.", len(swaps))
        parts.append(fill(template, n=strong(len(swaps))))
    if warnings:
        template = tr.ngettext(
            "The protection of %(n)s customer is running out.",
            "The protection of %(n)s customers is running out.",
            len(warnings),
        )
        parts.append(fill(template, n=strong(len(warnings))))
    return PoolView(frame.as_of.isoformat(), frame.words.sentences(parts), pooled, swaps, warnings)
