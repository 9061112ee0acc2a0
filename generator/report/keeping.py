"""Whose a customer is, how protected, and what is to be done: in words for the terminal, and as plain data."""

from __future__ import annotations

from collections.abc import Iterator

from generator.assignment.clock import Cause
from generator.assignment.holding import Holding
from generator.duties.duty import Duty
from generator.grade.grading import Grading
from generator.report.data import Data
from generator.report.duties import duty_row, in_order
from generator.report.frame import Frame
from generator.report.protection import protection_words
from generator.report.rich import plain
from generator.report.work import Work
from generator.texts import _
from generator.values import replace

_CAUSES = {
    Cause.REGISTERED: _("first owner"),
    Cause.RETURN: _("came again after protection had ended"),
    Cause.TRANSFER: _("transferred by decision"),
    Cause.CLAIM: _("claimed by decision"),
    Cause.NO_FOLLOW_UP: _("no first follow-up"),
    Cause.SILENCE: _("no contact for too long"),
    Cause.RELEASE: _("released by decision"),
    Cause.GRADE: _("fell to a grade that is collected"),
}


def keeping(frame: Frame, grading: Grading) -> Iterator[str]:
    """Yield whose the customer was on which days, until when they are protected, and every open duty."""
    tr, work = frame.tr, _work_of(frame, grading)
    held = work.standings[grading.id].holdings
    if held:
        yield tr.gettext(_("Whose customer:"))
    for one in held:
        until = one.until.isoformat() if one.until is not None else ""
        who = frame.person_name(one.owner) if one.owner is not None else tr.gettext(_("pool"))
        cause = tr.gettext(_("%(who)s (%(cause)s)")) % {"who": who, "cause": tr.gettext(_CAUSES[one.cause])}
        yield f"  {one.since.isoformat()} – {until:10}  {cause}"
    if told := plain(protection_words(frame, grading.id, work.protections[grading.id])):
        yield told
    todo = _open(work, frame, grading)
    if todo:
        yield tr.gettext(_("To do:"))
    for duty in todo:
        row = duty_row(frame, duty, (), (frame.person(duty.person),) if duty.person is not None else ())
        yield f"  {row.tag}  {plain(row.who)}  {plain(row.why)}"


def keeping_data(frame: Frame, grading: Grading) -> Data:
    """Return the same as plain data: ``holdings``, ``protection`` and ``duties``."""
    work = _work_of(frame, grading)
    found = work.protections[grading.id]
    return {
        "holdings": [_holding(one) for one in work.standings[grading.id].holdings],
        "protection": {
            "state": found.state.value,
            "owner": found.owner,
            "previous": found.previous,
            "ends": found.ends.isoformat() if found.ends is not None else None,
            "first_due": found.first_due.isoformat() if found.first_due is not None else None,
            "reasons": [{"cause": one.ending.cause.value, "on": one.ending.on.isoformat()} for one in found.reasons],
        },
        "duties": [_duty(frame, duty) for duty in _open(work, frame, grading)],
    }


def _work_of(frame: Frame, grading: Grading) -> Work:
    """Return the work for one customer only: that of all the others would be found for nothing."""
    alone = {grading.id: grading}
    gradings, closed = ({}, alone) if grading.closed is not None else (alone, {})
    return Work(frame.snapshot, replace(frame.grades, gradings=gradings, closed=closed))


def _open(work: Work, frame: Frame, grading: Grading) -> tuple[Duty, ...]:
    return in_order(frame, (duty for duty in work.duties.duties.get(grading.id, ()) if duty.open))


def _holding(one: Holding) -> Data:
    return {
        "owner": one.owner,
        "since": one.since.isoformat(),
        "until": one.until.isoformat() if one.until is not None else None,
        "cause": one.cause.value,
        "record": one.evidence[-1].path if one.evidence else None,
    }


def _duty(frame: Frame, duty: Duty) -> Data:
    return {
        "kind": duty.kind.value,
        "since": duty.since.isoformat(),
        "due": duty.due.isoformat(),
        "state": duty.state.value,
        "days_late": duty.days_late,
        "person": duty.person,
        "why": plain(duty_row(frame, duty, ()).why),
    }
