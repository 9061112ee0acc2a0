"""What waits for a decision, what was set by hand and until when, and what was decided lately (F9)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import date, timedelta

from generator.grade.grading import Cause, Event, Grading, Move, Override, Pending, Turn
from generator.model.record import Channel
from generator.report.causes import dotted, move_row, turn_row
from generator.report.frame import Frame
from generator.report.rich import Kind, Rich, Span, Target, Tone, fill, spans, strong
from generator.report.row import Row
from generator.report.words import ROLES
from generator.values import dataclass

_MOST = 400
"""So many of the falls that wait are told on the page."""
LATELY_DAYS = 28
SOON_DAYS = 7
WATCH, ALARM = 0.05, 0.10
"""The usual alarm bounds for grades set by hand in one direction, as shares of all customers (design section 4)."""
_FOLLOW_UPS = frozenset({Channel.FOLLOW_UP, Channel.MESSAGE})


@dataclass(frozen=True, slots=True)
class Waiting:
    """A fall that waits: its row, and what a decision about it would say (customer and grade).

    ``ready`` tells that the follow-up record is there without which an approval does not count.
    """

    row: Row
    customer: str
    to: str
    ready: bool


@dataclass(frozen=True, slots=True)
class Hand:
    """How often one person's grades stand above (``high``) or below (``low``) the rules' at present.

    ``above`` and ``below`` say the same with the share of all customers, marked from 5 % and from 10 % on.
    """

    name: str
    high: int
    low: int
    total: int
    above: Rich
    below: Rich


@dataclass(frozen=True, slots=True)
class ApprovalsView:
    """The approvals page; ``waiting`` are the first of the ``held`` falls, the others are ``left_out``."""

    answer: Rich
    waiting: tuple[Waiting, ...]
    held: int
    left_out: int
    overrides: tuple[Row, ...]
    hands: tuple[Hand, ...]
    done: tuple[Row, ...]
    refused: tuple[Row, ...]
    lately: str


def _follow_up(frame: Frame, grading: Grading, since: date) -> date | None:
    """Return the day of the last follow-up since the fall, which an approval requires; None for none."""
    latest_first = (visit.record for visit in reversed(frame.dossier(grading.id).visits))
    days = (visit.at.day for visit in latest_first if visit.channel in _FOLLOW_UPS and visit.at.day <= frame.as_of)
    last = next(days, None)
    return last if last is not None and since <= last else None


def _held(customers: Iterable[Grading]) -> list[tuple[Pending, Grading]]:
    """Return the falls that wait for approval, the longest first."""
    held = [(grading.pending, grading) for grading in customers if grading.pending is not None]
    held.sort(key=lambda pair: (pair[0].since, pair[1].id))
    return held


def waiting(frame: Frame, customers: Iterable[Grading], most: int) -> tuple[Waiting, ...]:
    """Return the falls that wait for approval, the longest first; at most so many."""
    return tuple(_waiting(frame, grading, pending) for pending, grading in _held(customers)[:most])


def _waiting(frame: Frame, grading: Grading, pending: Pending) -> Waiting:
    role = frame.grades.ruleset.approvals.get(pending.to)
    approver = frame.words.word(ROLES, role.value) if role is not None else ""
    since = fill(frame.tr.gettext("waiting since %(day)s"), day=frame.words.day(pending.since))
    names = frame.words.comma(frame.labels.name(name, frame.rules.official) for name in grading.official.binding)
    stuck = fill(frame.tr.gettext("stuck on %(names)s"), names=names) if names else ()
    day = _follow_up(frame, grading, pending.since)
    if day is not None:
        record: Rich = fill(frame.tr.gettext("followed up on %(day)s"), day=frame.words.day(day))
    else:
        record = (Span(frame.tr.gettext("no follow-up recorded since; it is needed first"), Tone.LATE),)
    row = Row(
        title=(frame.customer(grading.id),),
        chips=(frame.ladder.chip(grading.grade), frame.ladder.chip(pending.to)),
        arrow="down",
        why=dotted(since, stuck, record),
        who=dotted(
            _looked_after(frame, grading),
            fill(frame.tr.gettext("for: %(role)s"), role=approver) if approver else (),
        ),
    )
    return Waiting(row, grading.id, pending.to, ready=day is not None)


def _looked_after(frame: Frame, grading: Grading) -> Rich:
    """Return whose the customer is: a consultant's, or the pool's with whom they had last."""
    person = frame.person(grading.consultant)
    if frame.work.standings[grading.id].owner is not None:
        return (person,)
    return fill(frame.tr.gettext("in the pool, last with %(person)s"), person=person)


def _override_row(frame: Frame, grading: Grading, override: Override) -> Row:
    words, ladder = frame.words, frame.ladder
    why = fill(
        frame.tr.gettext("%(person)s on %(day)s: “%(reason)s”"),
        person=frame.person_name(override.by),
        day=words.day(override.at),
        reason=frame.told(override.path, override.reason),
    )
    return Row(
        title=(frame.customer(grading.id),),
        chips=(ladder.chip(override.computed), ladder.chip(override.to)),
        arrow="up"
        if ladder.rose(override.computed, override.to)
        else "down"
        if ladder.fell(override.computed, override.to)
        else "to",
        why=dotted(why, spans(frame.file_at(override.path))),
        who=(Span(frame.tr.gettext("until %(day)s") % {"day": words.day(override.until)}, _tone(frame, override)),),
    )


def _soon(frame: Frame, override: Override) -> bool:
    """Tell whether an override ends within the next days."""
    return (override.until - frame.as_of).days < SOON_DAYS


def _tone(frame: Frame, override: Override) -> Tone:
    return Tone.LATE if _soon(frame, override) else Tone.PLAIN


def _part(frame: Frame, number: int) -> Rich:
    """Return a number of overrides in one direction with its share of all customers, marked where it is large."""
    whole = len(frame.present)
    share = number / whole if whole else 0.0
    text = frame.tr.gettext("%(n)d, %(share)s") % {"n": number, "share": frame.words.percent(number, whole)}
    if share < WATCH:
        return (Span(text),)
    mark = frame.tr.gettext("look into it") if share >= ALARM else frame.tr.gettext("watch")
    return (Span(text), Span(" "), Span(mark, Tone.LATE if share >= ALARM else Tone.STRONG))


def _hands(frame: Frame, overrides: Iterable[Override]) -> tuple[Hand, ...]:
    high: Counter[str] = Counter()
    low: Counter[str] = Counter()
    every: Counter[str] = Counter()
    for override in overrides:
        every[override.by] += 1
        high[override.by] += frame.ladder.rose(override.computed, override.to)
        low[override.by] += frame.ladder.fell(override.computed, override.to)
    return tuple(
        Hand(frame.person_name(by), high[by], low[by], every[by], _part(frame, high[by]), _part(frame, low[by]))
        for by in sorted(every)
    )


def approvals_customers(frame: Frame) -> tuple[str, ...]:
    """Return everybody of whom the approvals page tells anything but that they count."""
    lately = {customer for _on, customer, _entry in _recent(frame)}
    return tuple(
        grading.id
        for grading in frame.everyone.values()
        if grading.pending is not None or grading.override is not None or grading.id in lately
    )


def approvals_row(frame: Frame, customer: str) -> object:
    """Return all that the approvals page tells of a customer."""
    grading, pooled = frame.everyone[customer], frame.work.standings[customer].owner is None
    held, override = grading.pending, grading.override
    return (
        customer in frame.grades.closed,
        (_waiting(frame, grading, held), held.since, pooled) if held is not None else None,
        (_override_row(frame, grading, override), override) if override is not None else None,
        [(entry.on, _lately_row(frame, customer, entry)) for entry in _recent_of(frame, grading)],
    )


def _recent_of(frame: Frame, grading: Grading) -> list[Turn | Move]:
    """Return what was approved and refused of a customer in the last days."""
    since = frame.as_of - timedelta(days=LATELY_DAYS)
    return [
        entry
        for entry in grading.history
        if entry.on > since
        and (entry.event is Event.REFUSED if isinstance(entry, Turn) else entry.cause is Cause.APPROVED)
    ]


def _recent(frame: Frame) -> list[tuple[date, str, Turn | Move]]:
    """Return what was approved and refused in the last days, the latest first."""
    everyone = frame.everyone.values()
    entries = [(entry.on, grading.id, entry) for grading in everyone for entry in _recent_of(frame, grading)]
    entries.sort(key=lambda entry: (entry[0], entry[1]), reverse=True)
    return entries


def _lately(frame: Frame) -> tuple[tuple[Row, ...], tuple[Row, ...]]:
    rows = [(_lately_row(frame, customer, entry), isinstance(entry, Move)) for _on, customer, entry in _recent(frame)]
    return tuple(row for row, done in rows if done), tuple(row for row, done in rows if not done)


def _lately_row(frame: Frame, customer: str, entry: Turn | Move) -> Row:
    name = frame.customer(customer)
    if isinstance(entry, Move):
        return move_row(frame, customer, entry, (name,), (frame.person(frame.everyone[customer].consultant),))
    row, day = turn_row(frame, entry), spans(frame.words.day(entry.on))
    return Row(title=(name,), chips=(frame.ladder.chip(entry.to),), why=dotted(row.title, row.why), who=day)


def approvals_view(frame: Frame) -> ApprovalsView:
    """Return the approvals page of an office."""
    tr = frame.tr
    held = _held(frame.present)
    overrides = [(g, g.override) for g in frame.present if g.override is not None]
    overrides.sort(key=lambda pair: (pair[1].until, pair[0].id))
    parts = [_waiting_words(frame, len(held))]
    pooled = sum(
        frame.work.standings[one.id].owner is None and _follow_up(frame, one, pending.since) is None
        for pending, one in held
    )
    if pooled:
        template = tr.ngettext(
            "%(n)s of these is in the %(pool)s without a follow-up: nobody will make it before the customer is given "
            "to somebody.",
            "%(n)s of these are in the %(pool)s without a follow-up: nobody will make it before the customers are "
            "given to somebody.",
            pooled,
        )
        pool = Span(tr.gettext("pool"), to=Target(Kind.PAGE, "pool"))
        parts.append(fill(template, n=Span(str(pooled), Tone.LATE), pool=pool))
    if overrides:
        template = tr.ngettext("%(n)s grade is set by hand.", "%(n)s grades are set by hand.", len(overrides))
        parts.append(fill(template, n=strong(len(overrides))))
    if soon := sum(_soon(frame, override) for _grading, override in overrides):
        template = tr.ngettext("%(n)s of these ends by %(day)s.", "%(n)s of these end by %(day)s.", soon)
        last = frame.as_of + timedelta(days=SOON_DAYS - 1)
        parts.append(fill(template, n=strong(soon), day=frame.words.day(last)))
    done, refused = _lately(frame)
    return ApprovalsView(
        answer=frame.words.sentences(parts),
        waiting=tuple(_waiting(frame, grading, pending) for pending, grading in held[:_MOST]),
        held=len(held),
        left_out=max(len(held) - _MOST, 0),
        overrides=tuple(_override_row(frame, grading, override) for grading, override in overrides),
        hands=_hands(frame, [override for _grading, override in overrides]),
        done=done,
        refused=refused,
        lately=frame.words.day(frame.as_of - timedelta(days=LATELY_DAYS - 1)),
    )


def _waiting_words(frame: Frame, number: int) -> Rich:
    if not number:
        return (Span(frame.tr.gettext("Nothing waits for approval.")),)
    template = frame.tr.ngettext("%(n)s fall waits for approval.", "%(n)s falls wait for approval.", number)
    return fill(template, n=strong(number))
