"""Why a grade moved, or did not, as rows: indicator old → new, by which record, rule or decision."""

from __future__ import annotations

from generator.grade.grading import Cause, Evidence, Grading, Move, Turn
from generator.report.frame import Frame
from generator.report.rich import Rich, Span, Tone, fill, spans
from generator.report.row import Row
from generator.report.words import CHANNELS
from generator.texts import _

TAGS = {
    Cause.FIRST: _("first grade"),
    Cause.EVIDENCE: _("record"),
    Cause.TIME: _("time"),
    Cause.DOWNGRADE: _("rule"),
    Cause.LIFTED: _("record"),
    Cause.APPROVED: _("approval"),
    Cause.OVERRIDE: _("set by hand"),
    Cause.OVERRIDE_END: _("end of override"),
}

_DECIDED = {
    Cause.DOWNGRADE: _("Rule: %(rule)s"),
    Cause.APPROVED: _("%(person)s approved: %(reason)s"),
    Cause.OVERRIDE: _("%(person)s set the grade: %(reason)s"),
    Cause.OVERRIDE_END: _("The grade set by hand has ended; the rules count again"),
}
_OTHERWISE = {
    Cause.TIME: _("Only time passed: a span of days ended, or an answer expired"),
    Cause.LIFTED: _("New answers lifted the fall by rule"),
}


_DOT = Span(" · ")


def dotted(*parts: Rich) -> Rich:
    """Join the parts of a second line with dots; empty ones are left out."""
    joined: Rich = ()
    for part in parts:
        joined = (*joined, _DOT, *part) if joined and part else joined or part
    return joined


def source_words(frame: Frame, evidence: Evidence) -> Rich:
    """Return the record behind a move: the day, the kind of contact, and a link to its line."""
    day, file, visit = frame.words.day(evidence.at), frame.file(evidence), frame.visit(evidence.path)
    if visit is None:
        return dotted(spans(day), spans(file))
    channel = frame.words.word(CHANNELS, visit.record.channel)
    return dotted(fill(frame.tr.gettext("%(channel)s on %(day)s"), channel=channel, day=day), spans(file))


def reason_given(frame: Frame, customer: str, evidence: Evidence | None) -> str:
    """Return the reason that a decision's file gives; empty for another file."""
    if evidence is None:
        return ""
    decisions = frame.dossier(customer).decisions
    return next((frame.told(filed.path, filed.record.reason) for filed in decisions if filed.path == evidence.path), "")


def _told(frame: Frame, customer: str, move: Move) -> Rich:
    evidence = move.evidence[-1] if move.evidence else None
    person, reason = frame.person_name(evidence.by) if evidence else "", reason_given(frame, customer, evidence)
    shifts = frame.words.listed(frame.sentences.shift(shift) for shift in move.shifts)
    rules = frame.words.comma(frame.labels.downgrade(rule) for rule in move.rules)
    if shifts and move.cause not in _DECIDED:
        return shifts
    template = _DECIDED.get(move.cause) or _OTHERWISE.get(move.cause) or _("The records said something new")
    return fill(frame.tr.gettext(template), rule=rules, person=person, reason=reason)


def why(frame: Frame, customer: str, move: Move) -> Rich:
    """Return the cause of a move in words, with what was said and the last record behind it."""
    told = _told(frame, customer, move)
    evidence = move.evidence[-1] if move.evidence else None
    if evidence is None:
        return told
    note = frame.note(evidence.path)
    if note:
        told = fill(frame.tr.gettext("%(first)s: “%(note)s”"), first=told, note=note)
    return dotted(told, source_words(frame, evidence))


def arrow(frame: Frame, before: str | None, after: str | None) -> str:
    """Return the way of a move: up, down, or to (neither)."""
    if frame.ladder.rose(before, after):
        return "up"
    return "down" if frame.ladder.fell(before, after) else "to"


def move_row(frame: Frame, customer: str, move: Move, title: Rich, who: Rich) -> Row:
    """Return a move as a row: chips, title, cause."""
    first = move.cause is Cause.FIRST
    after = frame.ladder.chip(move.after)
    return Row(
        title=title,
        chips=(after,) if first else (frame.ladder.chip(move.before), after),
        arrow="" if first else arrow(frame, move.before, move.after),
        tag=frame.tr.gettext(TAGS[move.cause]),
        why=why(frame, customer, move),
        who=who,
    )


def turn_row(frame: Frame, turn: Turn) -> Row:
    """Return an event that left the grade as it was as a row."""
    source = source_words(frame, turn.evidence[-1]) if turn.evidence else ()
    return Row(title=frame.sentences.turn(turn), mark=frame.words.day(turn.on), why=source)


def history_rows(frame: Frame, grading: Grading) -> tuple[Row, ...]:
    """Return the whole history of the official grade, newest first."""
    rows = []
    for entry in reversed(grading.history):
        if isinstance(entry, Turn):
            rows.append(turn_row(frame, entry))
        else:
            rows.append(move_row(frame, grading.id, entry, (Span(frame.words.day(entry.on), Tone.STRONG),), ()))
    return tuple(rows)
