"""Protection in words: until when a customer belongs to the consultant, and why that ended (P2, P3, F10)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta

from generator.assignment.clock import Cause
from generator.assignment.protection import Protection, Reason, State
from generator.report.causes import dotted, reason_given
from generator.report.frame import Frame
from generator.report.rich import Rich, Span, Tone, fill, spans
from generator.report.row import Row
from generator.texts import _

_REASONS: Mapping[Cause, str] = {
    Cause.NO_FOLLOW_UP: _("no follow-up since the visit of %(since)s; the limit is %(days)s days"),
    Cause.SILENCE: _("no contact since %(since)s; the limit is %(days)s days"),
    Cause.GRADE: _("fell to %(grade)s on %(since)s, which is collected"),
    Cause.RELEASE: _("released by %(person)s on %(since)s"),
}


def reason_words(frame: Frame, customer: str, one: Reason) -> Rich:
    """Return one reason with the record that it counts from and the line of its rule, or that it is the default."""
    ending, evidence = one.ending, one.ending.evidence[-1] if one.ending.evidence else None
    told = fill(
        frame.tr.gettext(_REASONS[ending.cause]),
        since=frame.words.day(ending.since),
        days=str(ending.days),
        grade=frame.ladder.chip(ending.grade),
        person=frame.person_name(evidence.by) if evidence is not None else "",
    )
    if ending.cause is Cause.RELEASE and (why := reason_given(frame, customer, evidence)):
        told = fill(frame.tr.gettext("%(first)s: “%(note)s”"), first=told, note=why)
    rule: Rich = (frame.file_at(one.rule.path, one.rule.line),) if one.rule is not None else ()
    if one.by_default:
        rule = (Span(frame.tr.gettext("default limit"), Tone.MUTE),)
    return dotted(told, (frame.file(evidence),) if evidence is not None else (), rule)


def reasons(frame: Frame, customer: str, found: Protection) -> Rich:
    """Return all reasons, each with the first day on which it holds where there are several."""
    if len(found.reasons) == 1:
        return reason_words(frame, customer, found.reasons[0])
    told: Rich = ()
    for one in found.reasons:
        words = reason_words(frame, customer, one)
        dated = fill(frame.tr.gettext("%(day)s: %(text)s"), day=frame.words.day(one.ending.on), text=words)
        told = fill(frame.tr.gettext("%(first)s; %(second)s"), first=told, second=dated) if told else dated
    return told


def last_day(found: Protection) -> date | None:
    """Return the last protected day; None where none is known."""
    return found.ends - timedelta(days=1) if found.ends is not None else None


def first_call_words(frame: Frame, found: Protection) -> Rich:
    """Return by when the first follow-up is due, in red where that is over (P2); empty where there was one."""
    if found.first_due is None:
        return ()
    day = frame.words.day(found.first_due)
    if found.first_due < frame.as_of:
        return (Span(frame.tr.gettext("the first follow-up was due by %(day)s") % {"day": day}, Tone.LATE),)
    return fill(frame.tr.gettext("the first follow-up is due by %(day)s"), day=day)


def until_words(frame: Frame, customer: str) -> str:
    """Return until when a customer is protected in a word for a table; empty where there is no end."""
    found = frame.work.protections[customer]
    last = last_day(found)
    if found.state is State.POOL:
        return frame.tr.gettext("pool")
    return frame.words.day(last) if last is not None else ""


def protection_words(frame: Frame, customer: str, found: Protection) -> Rich:
    """Return how a customer is protected; empty for a closed one."""
    tr, last = frame.tr, last_day(found)
    if found.state is State.CLOSED:
        return ()
    if last is None or found.ends is None:
        return (Span(tr.gettext("Protected without an end.")),)
    if found.state is State.POOL:
        head = fill(tr.gettext("In the pool since %(day)s"), day=frame.words.day(found.ends))
        return dotted(head, reasons(frame, customer, found))
    tone = Tone.LATE if found.state is State.WARNING else Tone.STRONG
    head = fill(tr.gettext("Protected until %(day)s"), day=Span(frame.words.day(last), tone))
    return dotted(head, first_call_words(frame, found), reason_words(frame, customer, found.reasons[0]))


def warning_rows(frame: Frame, owner: str | None = None) -> tuple[Row, ...]:
    """Return the customers whose protection is running out, the first to end first; of one owner, or of everybody."""
    near = [
        (last, name, found)
        for name, found in frame.work.protections.items()
        if found.state is State.WARNING and owner in {None, found.owner} and (last := last_day(found)) is not None
    ]
    near.sort(key=lambda one: one[:2])
    return tuple(warning_row(frame, name, found, last, named=owner is None) for last, name, found in near)


def warning_row(frame: Frame, customer: str, found: Protection, last: date, *, named: bool) -> Row:
    """Return a customer whose protection is running out: ``last`` is its last day, the owner is ``named`` or not."""
    until = Span(frame.tr.gettext("protected until %(day)s") % {"day": frame.words.day(last)}, Tone.LATE)
    return Row(
        title=(frame.customer(customer),),
        chips=(frame.ladder.chip(frame.everyone[customer].grade),),
        why=dotted(first_call_words(frame, found), reasons(frame, customer, found)),
        who=dotted(spans(until), (frame.person(found.owner),) if named and found.owner is not None else ()),
    )
