"""Duties as rows: what is to be done for whom, by which day, and why."""

from __future__ import annotations

from collections.abc import Iterable

from generator.duties.duty import Duty, State
from generator.report.causes import dotted
from generator.report.frame import Frame
from generator.report.person import private
from generator.report.rich import Rich, Span, Tone, fill
from generator.report.row import Row
from generator.report.words import DUTIES


def reason(frame: Frame, duty: Duty) -> Rich:
    """Return the sentence that says what asks for a duty, with its days as people write them."""
    said = duty.why
    asked = duty.since if duty.asked_by is None else duty.asked_by.at
    year, number, _weekday = duty.due.isocalendar()
    params = {
        **{name: str(value) for name, value in said.params.items()},
        "since": frame.words.day(duty.since),
        "asked": frame.words.day(asked),
        "what": private(duty.what, frame.names(duty.customer)),
        "week": frame.tr.gettext("Week %(number)d of %(year)d") % {"number": number, "year": year},
    }
    return fill(frame.tr.gettext(said.msgid), **params)


def due_words(frame: Frame, duty: Duty) -> Rich:
    """Return by when an open duty is to be done, in red where that is over."""
    day = frame.words.day(duty.due)
    if duty.state is State.LATE:
        return (Span(frame.tr.gettext("late: it was due on %(day)s") % {"day": day}, Tone.LATE),)
    return fill(frame.tr.gettext("due by %(day)s"), day=day)


def duty_row(frame: Frame, duty: Duty, title: Rich, who: Rich = ()) -> Row:
    """Return an open duty as a row: its kind, why, the record behind it, and by when."""
    record = (frame.file(duty.asked_by),) if duty.asked_by is not None else ()
    return Row(
        title=title,
        chips=(frame.ladder.chip(duty.grade),),
        tag=frame.words.word(DUTIES, duty.kind.value),
        why=dotted(reason(frame, duty), record),
        who=dotted(due_words(frame, duty), who),
    )


def in_order(frame: Frame, duties: Iterable[Duty]) -> tuple[Duty, ...]:
    """Return duties as they are to be worked on: the longest late first, then the best grade."""
    return tuple(
        sorted(duties, key=lambda one: (one.due, frame.ladder.rank(one.grade), one.customer, one.kind, one.number))
    )
