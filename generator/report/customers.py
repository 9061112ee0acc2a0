"""Customers as lines of a table: the index of everybody, and a consultant's own."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from generator.assignment.protection import State
from generator.grade.grading import Grading
from generator.report.frame import Frame
from generator.report.protection import until_words
from generator.report.rich import Chip, Rich, Span, fill, strong
from generator.report.stuck import held_back
from generator.report.words import CLOSE_REASONS
from generator.values import dataclass


@dataclass(frozen=True, slots=True)
class Line:
    """One customer in a table; ``rank`` sorts the grades, the ``…_key`` fields (ISO dates) sort the days.

    ``until`` says until when the customer is protected, or that it is over; ``near`` that this is soon.
    """

    id: str
    name: str
    chip: Chip
    rank: int
    since: str
    since_key: str
    owner: str
    owner_name: str
    stuck: str
    missing: str
    waiting: Chip | None
    fall: str
    contact: str
    contact_key: str
    until: str
    until_key: str
    near: bool
    closed: str = ""
    closed_on: str = ""
    closed_key: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """The first of a ``number`` of customers, as lines; the others are ``left_out``."""

    lines: tuple[Line, ...]
    number: int
    left_out: int


@dataclass(frozen=True, slots=True)
class CustomersView:
    """The index of all customers, or a page of it: ``open`` ones by grade and day, ``closed`` ones newest first."""

    answer: Rich
    open: tuple[Line, ...]
    closed: tuple[Line, ...]


def line(frame: Frame, grading: Grading) -> Line:
    """Return a customer as a line of a table."""
    words, labels = frame.words, frame.labels
    dossier = frame.dossier(grading.id)
    days = (visit.record.at.day for visit in reversed(dossier.visits))
    last = next((day for day in days if day <= frame.as_of), None)
    official, protected = frame.rules.official, frame.work.protections[grading.id]
    next_fall, closed = grading.next_fall, dossier.customer.record.closed
    return Line(
        id=grading.id,
        name=frame.name(grading.id),
        chip=frame.ladder.chip(grading.grade),
        rank=frame.ladder.rank(grading.grade),
        since=words.day(grading.since),
        since_key=grading.since.isoformat(),
        owner=grading.consultant,
        owner_name=frame.person_name(grading.consultant),
        stuck=words.comma(labels.name(name, official) for name in held_back(frame, grading)),
        missing=words.comma(labels.name(name, official) for name in grading.official.missing)
        if grading.grade is None
        else "",
        waiting=frame.ladder.chip(grading.pending.to) if grading.pending is not None else None,
        fall=words.day(next_fall.on) if next_fall is not None else "",
        contact=words.day(last) if last is not None else "",
        contact_key=last.isoformat() if last is not None else "",
        until=until_words(frame, grading.id),
        until_key=(protected.ends or date.max).isoformat(),
        near=protected.state is State.WARNING,
        closed=words.word(CLOSE_REASONS, closed.reason) if closed is not None and grading.closed is not None else "",
        closed_on=words.day(grading.closed) if grading.closed is not None else "",
        closed_key=grading.closed.isoformat() if grading.closed is not None else "",
    )


def lines(frame: Frame, customers: Iterable[Grading], most: int | None = None) -> tuple[Line, ...]:
    """Return customers as lines: best grade first, then those longest in it, then by id; at most so many."""
    return tuple(line(frame, grading) for grading in _in_order(frame, customers)[:most])


def _in_order(frame: Frame, customers: Iterable[Grading]) -> list[Grading]:
    return sorted(customers, key=lambda one: (frame.ladder.rank(one.grade), one.since, one.id))


def table(frame: Frame, customers: Sequence[Grading], most: int) -> Table:
    """Return customers as a table of at most so many lines."""
    return Table(lines(frame, customers, most), len(customers), max(len(customers) - most, 0))


def counts_words(frame: Frame, customers: Iterable[Grading]) -> Rich:
    """Return the number of customers in each grade as a list: A 5, B 11, C 14."""
    numbers = dict.fromkeys(frame.ladder.states, 0)
    for grading in customers:
        numbers[grading.grade if grading.grade in frame.ladder.ranks else None] += 1
    parts = [
        fill("%(chip)s %(n)s", chip=frame.ladder.chip(state), n=strong(number))
        for state, number in numbers.items()
        if number
    ]
    return frame.words.side_by_side(parts)


@dataclass(frozen=True, slots=True)
class Everybody:
    """Whom the index of all customers lists, in order, and what it says of all of them."""

    answer: Rich
    open: tuple[Grading, ...]
    closed: tuple[Grading, ...]


def everybody(frame: Frame) -> Everybody:
    """Return whom the index of all customers lists."""
    tr, present = frame.tr, frame.present
    gone = sorted(frame.grades.closed.values(), key=lambda g: (g.closed or g.since, g.id), reverse=True)
    if not present:
        answer: Rich = (Span(tr.gettext("There are no customers yet.")),)
    else:
        template = tr.ngettext("%(n)s customer: %(grades)s.", "%(n)s customers: %(grades)s.", len(present))
        answer = fill(template, n=strong(len(present)), grades=counts_words(frame, present))
    if gone:
        template = tr.ngettext("%(n)s closed customer stands apart.", "%(n)s closed customers stand apart.", len(gone))
        answer = frame.words.sentences([answer, fill(template, n=strong(len(gone)))])
    return Everybody(answer, tuple(_in_order(frame, present)), tuple(gone))


def customers_view(frame: Frame, listed: Everybody | None = None) -> CustomersView:
    """Return the index of all customers, or a page of it."""
    some = listed if listed is not None else everybody(frame)
    shown = [tuple(line(frame, grading) for grading in gradings) for gradings in (some.open, some.closed)]
    return CustomersView(some.answer, *shown)
