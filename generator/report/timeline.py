"""What happened with a customer, newest first: contacts, decisions, deals, and the move that each brought."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from itertools import pairwise

from generator.grade.grading import Grading, Move
from generator.model.dossier import Dossier, Filed, counted
from generator.model.record import Deal, Decision, DecisionKind
from generator.model.scalar import Moment as When
from generator.report.causes import arrow, dotted
from generator.report.frame import Frame
from generator.report.rich import Chip, Rich, Span, fill, spans
from generator.report.words import CHANNELS, DECISIONS, STAGES
from generator.values import dataclass


@dataclass(frozen=True, slots=True)
class Told:
    """What a record tells: the kind of event, who was there, the words noted, and what changed by it."""

    path: str
    at: When
    what: str
    who: Rich
    note: str
    changes: Rich


@dataclass(frozen=True, slots=True)
class Moment:
    """One point of the timeline; ``tone`` is the colour of the grade from then on, ``chips`` the move it brought."""

    when: str
    told: Told
    chips: tuple[Chip, ...]
    arrow: str
    file: Rich
    tone: str


def timeline(frame: Frame, grading: Grading, dossier: Dossier) -> tuple[Moment, ...]:
    """Return everything on record up to the frame's day, newest first."""
    told = [
        *_visits(frame, dossier),
        *(_decision(frame, filed) for filed in dossier.decisions),
        *(_deal(frame, filed) for filed in dossier.deals),
    ]
    past = sorted((one for one in told if one.at.day <= frame.as_of), key=_at, reverse=True)
    if any(_at(one) == _at(other) for one, other in pairwise(past)):
        past.sort(key=lambda one: (_at(one), counted(one.path)), reverse=True)
    brought = {move.evidence[-1].path: move for move in grading.moves if move.evidence}
    return tuple(_moment(frame, one, brought.get(one.path)) for one in past)


def _at(told: Told) -> tuple[date, int]:
    return told.at.day, told.at.minute


def _moment(frame: Frame, told: Told, move: Move | None) -> Moment:
    states = () if move is None else (move.before, move.after) if move.before is not None else (move.after,)
    chips = tuple(frame.ladder.chip(state) for state in states)
    way = arrow(frame, move.before, move.after) if move is not None and move.before is not None else ""
    file, tone = spans(frame.file_at(told.path)), chips[-1].tone if chips else ""
    return Moment(frame.words.moment(told.at), told, chips, way, file, tone)


def _visits(frame: Frame, dossier: Dossier) -> Iterator[Told]:
    changes = _changes(frame, dossier)
    for filed in dossier.visits:
        record = filed.record
        units = frame.words.comma(record.units)
        wished = fill(frame.tr.gettext("wishes: %(units)s"), units=units) if units else ()
        yield Told(
            path=filed.path,
            at=record.at,
            what=frame.words.word(CHANNELS, record.channel),
            who=(frame.person(record.by),),
            note=frame.told(filed.path, record.note or ""),
            changes=dotted(changes[filed.path], wished),
        )


def _changes(frame: Frame, dossier: Dossier) -> Mapping[str, Rich]:
    """Return, by path of a contact, what its answers said anew: price C → B."""
    known: dict[str, str] = {}
    found: dict[str, Rich] = {}
    for filed in dossier.visits:
        parts = [part for name, value in filed.record.judged.items() if (part := _change(frame, known, name, value))]
        found[filed.path] = spans(frame.words.comma(parts)) if parts else ()
        known.update(filed.record.judged)
    return found


def _change(frame: Frame, known: Mapping[str, str], name: str, value: str) -> str:
    label, shown = frame.labels.name(name, frame.rules.official), frame.labels.answer(name, value)
    if name not in known:
        return f"{label} {shown}"
    return f"{label} {frame.labels.answer(name, known[name])} → {shown}" if known[name] != value else ""


def _decision(frame: Frame, filed: Filed[Decision]) -> Told:
    record, to = filed.record, filed.record.to
    leads: Rich = ()
    if to is not None and record.kind in {DecisionKind.TRANSFER, DecisionKind.CLAIM}:
        leads = (Span("→ "), frame.person(to))
    elif to is not None and record.kind is DecisionKind.MERGE:
        leads = (Span("→ "), frame.customer(to))
    return Told(
        path=filed.path,
        at=record.at,
        what=frame.words.word(DECISIONS, record.kind),
        who=(frame.person(record.by),),
        note=frame.told(filed.path, record.reason),
        changes=leads,
    )


def _deal(frame: Frame, filed: Filed[Deal]) -> Told:
    record = filed.record
    return Told(
        path=filed.path,
        at=record.at,
        what=frame.words.word(STAGES, record.stage),
        who=(),
        note=frame.told(filed.path, record.note or ""),
        changes=deal_words(frame, record.unit, record.amount),
    )


def deal_words(frame: Frame, unit: str | None, amount: float | None) -> Rich:
    """Return the unit and the amount of a deal."""
    money = f"{frame.words.amount(amount)} {frame.office.money}" if amount is not None else ""
    return dotted(spans(unit) if unit else (), spans(money) if money else ())
