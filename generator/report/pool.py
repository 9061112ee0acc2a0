"""The pool: customers whose protection is over, to whom they could go, and whose protection is about to end."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from generator.assignment.protection import Protection, State
from generator.assignment.swap import Swap, owners_of, proposal
from generator.report.causes import dotted
from generator.report.frame import Frame
from generator.report.protection import last_day, reasons, warning_row, warning_rows
from generator.report.rich import Chip, Rich, Span, fill, strong
from generator.report.row import Row
from generator.values import dataclass

_MOST, _SWAPS = 400, 200
"""So many customers of the pool are told on the page, and so many of the swap proposal."""


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
    """The pool page of a ``day`` (ISO 8601), on which the swap is proposed.

    ``pooled`` are the first of the ``number`` of customers in the pool, ``swaps`` of the ``swapped`` ones of the
    proposal; the others are ``left_out`` and ``unswapped``.
    """

    day: str
    answer: Rich
    pooled: tuple[Pooled, ...]
    number: int
    left_out: int
    swaps: tuple[SwapLine, ...]
    swapped: int
    unswapped: int
    warnings: tuple[Row, ...]

    @property
    def customers(self) -> frozenset[str]:
        """The ids of the customers that are told about, whom a decision may be about."""
        return frozenset((*(one.customer for one in self.pooled), *(one.customer for one in self.swaps)))


def in_pool(frame: Frame) -> tuple[tuple[date, str, Protection], ...]:
    """Return the customers in the pool with the day since which they are there, the latest first."""
    found = [
        (one.ends, name, one)
        for name, one in frame.work.protections.items()
        if one.state is State.POOL and one.ends is not None
    ]
    return tuple(sorted(found, key=lambda one: (-one[0].toordinal(), one[1])))


def pool_customers(frame: Frame) -> tuple[str, ...]:
    """Return everybody of whom the pool page tells anything: they are nobody's, or soon may be."""
    ending = {State.POOL, State.WARNING}
    return tuple(
        name
        for name, one in frame.work.protections.items()
        if one.state in ending or frame.work.standings[name].owner is None
    )


def pool_row(frame: Frame, customer: str) -> object:
    """Return all that the pool page tells of a customer, and what a proposal for them follows from."""
    found, standing = frame.work.protections[customer], frame.work.standings[customer]
    grading, last = frame.grades.gradings.get(customer), last_day(found)
    told: object = None
    if found.state is State.POOL and found.ends is not None:
        told = _pooled(frame, found.ends, customer, found)
    elif found.state is State.WARNING and last is not None:
        told = warning_row(frame, customer, found, last, named=True)
    had = owners_of(frame.dossier(customer), standing)
    return told, found.ends, None if grading is None else grading.grade, standing.owner, had


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


def _swaps(frame: Frame, proposed: Sequence[Swap]) -> Iterator[SwapLine]:
    for one in proposed:
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
    pooled, warnings = in_pool(frame), warning_rows(frame)
    swaps = proposal(frame.grades, frame.snapshot.dossiers, frame.work.standings)
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
    return PoolView(
        day=frame.as_of.isoformat(),
        answer=frame.words.sentences(parts),
        pooled=tuple(_pooled(frame, *one) for one in pooled[:_MOST]),
        number=len(pooled),
        left_out=max(len(pooled) - _MOST, 0),
        swaps=tuple(_swaps(frame, swaps[:_SWAPS])),
        swapped=len(swaps),
        unswapped=max(len(swaps) - _SWAPS, 0),
        warnings=warnings,
    )
