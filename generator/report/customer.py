"""One customer's page: the grade and why, the evidence, what would lift it, and everything that happened."""

from __future__ import annotations

from collections.abc import Iterator

from generator.assignment.protection import State
from generator.duties.duty import Kind
from generator.grade.grading import Grading, SchemeGrade
from generator.model.dossier import Dossier
from generator.model.merging import carried_out
from generator.model.rules import Method
from generator.report.causes import dotted, history_rows
from generator.report.duties import duty_row, in_order
from generator.report.evidence import Step, evidence, steps
from generator.report.frame import Frame
from generator.report.person import masked_phone
from generator.report.protection import protection_words
from generator.report.quality import field_of
from generator.report.rich import Rich, Span, Tone, fill, spans, strong
from generator.report.row import Fact, Row
from generator.report.stuck import held_back
from generator.report.timeline import Moment, deal_words, timeline
from generator.report.words import CLOSE_REASONS, FIELDS, SOURCES, STAGES
from generator.values import dataclass

_WANTS = tuple(name for name in FIELDS if name.startswith("wants."))
_PROFILE = tuple(name for name in FIELDS if name.startswith("profile.") and name != "profile.title")


@dataclass(frozen=True, slots=True)
class Guide:
    """What to do at a grade or stage."""

    title: str
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CustomerView:
    """One customer's page. ``owner``, ``folder``, ``files`` and ``judged`` are what a pre-filled record needs."""

    id: str
    name: str
    answer: Rich
    notes: tuple[Rich, ...]
    steps: tuple[Step, ...]
    evidence: tuple[Row, ...]
    missing: Rich
    lift: Rich
    protection: Rich
    duties: tuple[Row, ...]
    playbook: tuple[Guide, ...]
    timeline: tuple[Moment, ...]
    history: tuple[Row, ...]
    schemes: tuple[Fact, ...]
    facts: tuple[Fact, ...]
    deals: tuple[Row, ...]
    owner: str
    folder: str
    files: tuple[str, ...]
    judged: tuple[str, ...]
    closed: bool


def customer_view(frame: Frame, customer: str) -> CustomerView:
    """Return one customer's page."""
    grading, dossier = frame.everyone[customer], frame.dossier(customer)
    official, is_open = grading.official, grading.closed is None
    asked = frame.grades.ruleset.official.indicators
    records = (*dossier.visits, *dossier.decisions, *dossier.deals)
    return CustomerView(
        id=customer,
        name=frame.name(customer),
        answer=_answer(frame, grading, dossier),
        notes=tuple(_notes(frame, grading, dossier)),
        steps=steps(frame, grading),
        evidence=evidence(frame, grading, dossier),
        missing=frame.sentences.missing(official.missing) if official.missing else (),
        lift=frame.sentences.lift(official.lift) if official.lift is not None and is_open else (),
        protection=protection_words(frame, customer, frame.work.protections[customer]),
        duties=_duties(frame, customer),
        playbook=tuple(_playbook(frame, grading)) if is_open else (),
        timeline=timeline(frame, grading, dossier),
        history=history_rows(frame, grading),
        schemes=tuple(_scheme(frame, one) for name, one in grading.schemes.items() if name != frame.rules.official),
        facts=tuple(_facts(frame, dossier)),
        deals=_deals(frame, dossier),
        owner=grading.consultant,
        folder=dossier.folder,
        files=tuple(sorted(record.path for record in records)),
        judged=tuple(name for name, rule in asked.items() if rule.table is None),
        closed=not is_open,
    )


def _answer(frame: Frame, grading: Grading, dossier: Dossier) -> Rich:
    tr, chip = frame.tr, frame.ladder.chip(grading.grade)
    since = frame.words.day(grading.since)
    if chip.name == chip.text:
        standing = fill(tr.gettext("%(grade)s since %(day)s"), grade=chip, day=since)
    else:
        standing = fill(tr.gettext("%(grade)s %(name)s since %(day)s"), grade=chip, name=chip.name, day=since)
    parts = [standing, _figure(frame, grading.official)]
    protected = frame.work.protections[grading.id]
    if protected.state is State.POOL:
        parts.append((strong(tr.gettext("in the pool")),))
    else:
        owner = protected.owner or grading.consultant
        parts.append(fill(tr.gettext("consultant %(person)s"), person=frame.person(owner)))
    stuck = held_back(frame, grading)
    if stuck and grading.grade != frame.ladder.best:
        parts.append(fill(tr.gettext("stuck on %(names)s"), names=frame.sentences.names(stuck)))
    closed = dossier.customer.record.closed
    if grading.closed is not None and closed is not None:
        reason, text = frame.words.word(CLOSE_REASONS, closed.reason), tr.gettext("closed on %(day)s: %(reason)s")
        parts.append(fill(text, day=frame.words.day(grading.closed), reason=reason))
    return dotted(*parts)


def _duties(frame: Frame, customer: str) -> tuple[Row, ...]:
    """Return what is to be done; not the evening meeting's line, which would change the page on every day."""
    open_ones = [one for one in frame.work.duties.duties.get(customer, ()) if one.open]
    kept = [one for one in in_order(frame, open_ones) if one.kind is not Kind.DAILY_REPORT]
    return tuple(duty_row(frame, one, (), who=(frame.person(one.person),) if one.person else ()) for one in kept)


def _figure(frame: Frame, standing: SchemeGrade) -> Rich:
    """Return the score, or the figure that is ranked, of a scheme that has one."""
    if standing.figure is None or standing.grade is None:
        return ()
    definition, amount = frame.rules.schemes[standing.scheme], frame.words.amount(standing.figure)
    if definition.method is Method.SCORE:
        return fill(frame.tr.gettext("%(n)s points"), n=amount)
    return fill("%(name)s %(n)s", name=frame.labels.name(definition.by or ""), n=amount)


def _notes(frame: Frame, grading: Grading, dossier: Dossier) -> Iterator[Rich]:
    """Yield what else there is to know: what waits, was set by hand, falls next, or could not be read."""
    if grading.pending is not None:
        yield frame.sentences.pending(grading.pending)
    if grading.override is not None:
        by = strong(frame.person_name(grading.override.by))
        yield frame.sentences.override(grading.override, by, frame.told(grading.override.path, grading.override.reason))
    if grading.cap is not None and grading.computed != grading.grade == grading.cap.to:
        yield frame.sentences.cap(grading.cap, grading.computed)
    elif grading.computed != grading.grade and grading.pending is None and grading.closed is None:
        text = frame.tr.gettext("The records alone would give %(grade)s.")
        yield fill(text, grade=frame.ladder.chip(grading.computed))
    if grading.next_fall is not None and grading.closed is None:
        yield frame.sentences.next_fall(grading.next_fall)
    yield from _merges(frame, dossier)
    for path in dossier.unread:
        text = frame.tr.gettext("This file can't be read and doesn't count: %(file)s")
        yield fill(text, file=Span(path, Tone.LATE))


def _merges(frame: Frame, dossier: Dossier) -> Iterator[Rich]:
    """Yield with whom the customer was merged, and who was merged with them (P9)."""
    filed = frame.snapshot.dossiers[dossier.id]
    if (step := carried_out(filed)) is not None and step[1] <= frame.as_of:
        text = frame.tr.gettext("The same person as %(customer)s; from %(day)s on the contacts of both stand there.")
        yield fill(text, customer=frame.customer(step[0]), day=frame.words.day(step[1]))
    for joined in filed.joined:
        if joined.since <= frame.as_of:
            text = frame.tr.gettext("With the contacts of %(customer)s, the same person, since %(day)s.")
            yield fill(text, customer=frame.customer(joined.id), day=frame.words.day(joined.since))


def _playbook(frame: Frame, grading: Grading) -> Iterator[Guide]:
    """Yield what the playbook says for the grade, and for the stages of other schemes that it names."""
    others = {one.grade: name for name, one in grading.schemes.items() if name != frame.rules.official}
    for key, entry in frame.rules.playbook.items():
        if isinstance(entry, tuple):
            if key == grading.grade:
                yield Guide(frame.ladder.chip(key).name, entry)
            continue
        for stage, lines in entry.items():
            if stage in others:
                yield Guide(frame.rules.schemes[others[stage]].grades.get(stage, stage), lines)


def _scheme(frame: Frame, standing: SchemeGrade) -> Fact:
    """Return what a further scheme says."""
    definition = frame.rules.schemes[standing.scheme]
    if standing.grade is not None:
        name = strong(definition.grades.get(standing.grade, standing.grade))
        told = dotted((name,), _figure(frame, standing))
    elif standing.missing:
        names = frame.words.comma(frame.labels.name(one, standing.scheme) for one in standing.missing)
        told = (Span(frame.tr.gettext("missing: %(names)s") % {"names": names}, Tone.MUTE),)
    else:
        told = (Span(frame.tr.gettext("none"), Tone.MUTE),)
    return Fact(frame.labels.scheme(standing.scheme), told)


def _facts(frame: Frame, dossier: Dossier) -> Iterator[Fact]:
    """Yield what is known about the customer: phone, source, wants, profile, attributes."""
    customer, words = dossier.customer.record, frame.words
    if customer.phone:
        yield Fact(words.word(FIELDS, "phone"), spans(masked_phone(customer.phone)))
    yield Fact(frame.tr.gettext("registered"), spans(words.day(customer.registered)))
    source = spans(words.word(SOURCES, customer.source))
    referrer = (frame.customer(customer.referrer),) if customer.referrer else ()
    yield Fact(words.word(FIELDS, "source"), dotted(source, referrer))
    for name in (*_WANTS, *_PROFILE):
        value = field_of(customer, name)
        if value is not None:
            yield Fact(words.word(FIELDS, name), spans(_value(frame, dossier, name, value)))
    for name, text in customer.attributes.items():
        yield Fact(frame.labels.name(f"attributes.{name}"), spans(frame.told(dossier.customer.path, text)))


def _value(frame: Frame, dossier: Dossier, name: str, value: object) -> str:
    units = {"wants.budget": frame.office.money, "wants.area": "㎡"}
    if name in units and isinstance(value, float):
        return f"{frame.words.amount(value)} {units[name]}"
    return frame.told(dossier.customer.path, frame.labels.value(name, str(value)))


def _deals(frame: Frame, dossier: Dossier) -> tuple[Row, ...]:
    past = [filed for filed in dossier.deals if filed.record.at.day <= frame.as_of]
    return tuple(
        Row(
            title=(strong(frame.words.word(STAGES, filed.record.stage)),),
            mark=frame.words.day(filed.record.at.day),
            why=dotted(deal_words(frame, filed.record.unit, filed.record.amount), spans(frame.file_at(filed.path))),
        )
        for filed in reversed(past)
    )
