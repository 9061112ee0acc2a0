"""One customer's page: the grade and why, the evidence, what would lift it, and everything that happened."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from generator.grade.grading import Grading, Indicator, Move, SchemeGrade
from generator.model.dossier import Dossier
from generator.model.record import DecisionKind
from generator.model.rules import Method
from generator.report.causes import arrow, dotted, history_rows
from generator.report.frame import Frame
from generator.report.person import masked_phone, without_numbers
from generator.report.quality import field_of
from generator.report.rich import Chip, Rich, Span, Tone, fill, spans, strong
from generator.report.row import Fact, Row
from generator.report.stuck import held_back
from generator.report.words import CHANNELS, CLOSE_REASONS, DECISIONS, FIELDS, SOURCES, STAGES

_WANTS = tuple(name for name in FIELDS if name.startswith("wants."))
_PROFILE = tuple(name for name in FIELDS if name.startswith("profile.") and name != "profile.title")


@dataclass(frozen=True, slots=True)
class Step:
    """One indicator of the strip: its level, whether it binds, whether it only supports the judgement."""

    label: str
    chip: Chip
    binding: bool
    auxiliary: bool


@dataclass(frozen=True, slots=True)
class Moment:
    """One point of the timeline; ``tone`` is the colour of the grade from then on, ``chips`` the move it brought."""

    when: str
    what: str
    who: Rich
    note: str
    changes: Rich
    chips: tuple[Chip, ...]
    arrow: str
    file: Rich
    tone: str


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


def _answer(frame: Frame, grading: Grading, dossier: Dossier) -> Rich:
    tr, chip = frame.tr, frame.ladder.chip(grading.grade)
    since = frame.words.day(grading.since)
    person = fill(tr.gettext("consultant %(person)s"), person=frame.person(grading.consultant))
    if chip.name == chip.text:
        standing = fill(tr.gettext("%(grade)s since %(day)s"), grade=chip, day=since)
    else:
        standing = fill(tr.gettext("%(grade)s %(name)s since %(day)s"), grade=chip, name=chip.name, day=since)
    parts = [standing, person]
    stuck = held_back(frame, grading)
    if stuck and grading.grade != frame.ladder.best:
        parts.append(fill(tr.gettext("stuck on %(names)s"), names=frame.sentences.names(stuck)))
    closed = dossier.customer.record.closed
    if grading.closed is not None and closed is not None:
        reason = frame.words.word(CLOSE_REASONS, closed.reason)
        text = tr.gettext("closed on %(day)s: %(reason)s")
        parts.append(fill(text, day=frame.words.day(grading.closed), reason=reason))
    return dotted(*parts)


def _notes(frame: Frame, grading: Grading, dossier: Dossier) -> Iterator[Rich]:
    """Yield what else has to be known about the grade: what waits, was set by hand, falls next, or could not be read."""
    if grading.pending is not None:
        yield frame.sentences.pending(grading.pending)
    if grading.override is not None:
        yield frame.sentences.override(grading.override, strong(frame.person_name(grading.override.by)))
    if grading.computed != grading.grade and grading.pending is None and grading.closed is None:
        text = frame.tr.gettext("The records alone would give %(grade)s.")
        yield fill(text, grade=frame.ladder.chip(grading.computed))
    if grading.next_fall is not None and grading.closed is None:
        yield frame.sentences.next_fall(grading.next_fall)
    for path in dossier.unread:
        text = frame.tr.gettext("This file can't be read and doesn't count: %(file)s")
        yield fill(text, file=Span(path, Tone.LATE))


def _level_chip(frame: Frame, scheme: SchemeGrade, indicator: Indicator) -> Chip:
    if indicator.level is None or indicator.level in frame.ladder.chips:
        return frame.ladder.chip(indicator.level)
    definition = frame.rules.schemes[scheme.scheme].indicators.get(indicator.name)
    levels = list(definition.levels) if definition is not None else []
    rank = levels.index(indicator.level) if indicator.level in levels else 0
    best, worst = 0, len(frame.ladder.grades) - 1
    state = frame.ladder.grades[best + rank * (worst - best) // max(len(levels) - 1, 1)]
    return Chip(indicator.level, indicator.level, frame.ladder.chip(state).tone)


def _steps(frame: Frame, grading: Grading) -> tuple[Step, ...]:
    scheme = grading.official
    return tuple(
        Step(
            label=frame.labels.name(name, scheme.scheme),
            chip=_level_chip(frame, scheme, indicator),
            binding=name in scheme.binding and scheme.grade is not None,
            auxiliary=indicator.auxiliary,
        )
        for name, indicator in scheme.indicators.items()
    )


def _evidence_row(frame: Frame, grading: Grading, indicator: Indicator) -> Row:
    scheme, tr, evidence = grading.official, frame.tr, indicator.evidence
    definition = frame.rules.schemes[scheme.scheme]
    rubric = frame.labels.rubric(definition, indicator.name, indicator.level or "")
    if indicator.level is None:
        rubric = tr.gettext("the last answer has expired") if indicator.expired else tr.gettext("not answered yet")
    why: Rich = ()
    if indicator.measured:
        why = (Span(tr.gettext("counted from the records")),)
    if evidence is not None:
        note = frame.note(evidence.path)
        said = (Span(f"“{note}”"),) if note else ()
        why = dotted(said, spans(frame.file(evidence)), spans(frame.person_name(evidence.by)))
    return Row(
        title=(Span(rubric),) if rubric else (),
        chips=(_level_chip(frame, scheme, indicator),),
        mark=frame.labels.name(indicator.name, scheme.scheme),
        tag=tr.gettext("auxiliary") if indicator.auxiliary else tr.gettext("lowest") if indicator.name in _lowest(frame, grading) else "",
        why=why,
        who=spans(frame.words.day(evidence.at)) if evidence is not None else (),
    )


def _lowest(frame: Frame, grading: Grading) -> tuple[str, ...]:
    return held_back(frame, grading)


def _evidence(frame: Frame, grading: Grading) -> tuple[Row, ...]:
    """Return the indicators with their evidence: those that bind first."""
    scheme = grading.official
    indicators = sorted(scheme.indicators.values(), key=lambda one: (one.name not in scheme.binding, one.auxiliary))
    return tuple(_evidence_row(frame, grading, indicator) for indicator in indicators)


def _changes(frame: Frame, dossier: Dossier) -> Mapping[str, Rich]:
    """Return, by path of a contact, what its answers said anew: price C → B."""
    known: dict[str, str] = {}
    found: dict[str, Rich] = {}
    for visit in dossier.visits:
        parts = []
        for name, value in visit.record.judged.items():
            label = frame.labels.name(name, frame.rules.official)
            shown = frame.labels.value(name, value)
            if name not in known:
                parts.append(f"{label} {shown}")
            elif known[name] != value:
                parts.append(f"{label} {frame.labels.value(name, known[name])} → {shown}")
            known[name] = value
        found[visit.path] = spans(frame.words.comma(parts)) if parts else ()
    return found


@dataclass(frozen=True, slots=True)
class _Event:
    order: tuple[object, ...]
    moment: Moment


def _timeline(frame: Frame, grading: Grading, dossier: Dossier) -> tuple[Moment, ...]:
    """Return everything that happened, newest first: contacts, decisions, deals, and moves that no record brought."""
    words, ladder, tr = frame.words, frame.ladder, frame.tr
    changes = _changes(frame, dossier)
    brought = {move.evidence[-1].path: move for move in grading.moves if move.evidence}

    def event(path: str, at: object, day: str, what: str, who: Rich, note: str, told: Rich, file: Rich, move: Move | None) -> _Event:
        chips = () if move is None else (ladder.chip(move.before), ladder.chip(move.after)) if move.before else (ladder.chip(move.after),)
        way = arrow(frame, move.before, move.after) if move is not None and move.before else ""
        return _Event((at, path), Moment(day, what, who, note, told, chips, way, file, chips[-1].tone if chips else ""))

    events = []
    for visit in dossier.visits:
        record = visit.record
        if record.at.day > frame.as_of:
            continue
        note = without_numbers(record.note) if record.note else ""
        wished = fill(tr.gettext("wishes: %(units)s"), units=words.comma(record.units)) if record.units else ()
        told = dotted(changes[visit.path], wished)
        what = words.word(CHANNELS, record.channel)
        person = (frame.person(record.by),)
        file = spans(frame.file_at(visit.path))
        events.append(event(visit.path, record.at, words.moment(record.at), what, person, note, told, file, brought.get(visit.path)))
    for decision in dossier.decisions:
        made = decision.record
        if made.at.day > frame.as_of:
            continue
        what = words.word(DECISIONS, made.kind)
        if made.kind in {DecisionKind.TRANSFER, DecisionKind.CLAIM} and made.to:
            told = (Span("→ "), frame.person(made.to))
        elif made.kind is DecisionKind.MERGE and made.to:
            told = (Span("→ "), frame.customer(made.to))
        else:
            told = ()
        person, file = (frame.person(made.by),), spans(frame.file_at(decision.path))
        note = without_numbers(made.reason)
        events.append(event(decision.path, made.at, words.moment(made.at), what, person, note, told, file, brought.get(decision.path)))
    for deal in dossier.deals:
        if deal.record.at.day <= frame.as_of:
            what, told = words.word(STAGES, deal.record.stage), _deal_words(frame, deal.record.unit, deal.record.amount)
            file, note = spans(frame.file_at(deal.path)), without_numbers(deal.record.note or "")
            events.append(event(deal.path, deal.record.at, words.moment(deal.record.at), what, (), note, told, file, brought.get(deal.path)))
    events.sort(key=lambda one: one.order, reverse=True)  # type: ignore[arg-type,return-value] # (Moment, path) pairs compare
    return tuple(one.moment for one in events)


def _deal_words(frame: Frame, unit: str | None, amount: float | None) -> Rich:
    money = fill("%(amount)s %(unit)s", amount=frame.words.amount(amount), unit=frame.office.money) if amount is not None else ()
    return dotted(spans(unit) if unit else (), money)


def _playbook(frame: Frame, grading: Grading) -> tuple[Guide, ...]:
    """Return what the playbook says for the grade, and for the stages of other schemes that it names."""
    guides = []
    for key, entry in frame.rules.playbook.items():
        if isinstance(entry, tuple):
            if key == grading.grade:
                chip = frame.ladder.chip(key)
                guides.append(Guide(chip.name, entry))
            continue
        for stage, lines in entry.items():
            for scheme, standing in grading.schemes.items():
                if scheme != frame.rules.official and standing.grade == stage and stage in frame.rules.schemes[scheme].grades:
                    guides.append(Guide(frame.rules.schemes[scheme].grades[stage], lines))
    return tuple(guides)


def _schemes(frame: Frame, grading: Grading) -> Iterator[Fact]:
    """Yield what the further schemes say."""
    for name, standing in grading.schemes.items():
        if name == frame.rules.official:
            continue
        definition = frame.rules.schemes[name]
        if standing.grade is not None:
            text: Rich = (strong(definition.grades.get(standing.grade, standing.grade)),)
        elif standing.missing:
            names = frame.words.comma(frame.labels.name(one, name) for one in standing.missing)
            text = (Span(fill_plain(frame, names), Tone.MUTE),)
        else:
            text = (Span(frame.tr.gettext("none"), Tone.MUTE),)
        if standing.figure is not None and definition.method in {Method.SCORE, Method.SHARE}:
            text = dotted(text, spans(frame.words.amount(standing.figure)))
        yield Fact(frame.labels.scheme(name), text)


def fill_plain(frame: Frame, names: str) -> str:
    """Return that answers are missing, as plain text."""
    return frame.tr.gettext("missing: %(names)s") % {"names": names}


def _facts(frame: Frame, dossier: Dossier) -> Iterator[Fact]:
    """Yield what is known about the customer: phone, source, wants, profile, attributes."""
    customer, words, tr = dossier.customer.record, frame.words, frame.tr
    if customer.phone:
        yield Fact(words.word(FIELDS, "phone"), spans(masked_phone(customer.phone)))
    yield Fact(tr.gettext("registered"), spans(words.day(customer.registered)))
    source = spans(words.word(SOURCES, customer.source))
    yield Fact(words.word(FIELDS, "source"), dotted(source, (frame.customer(customer.referrer),) if customer.referrer else ()))
    for name in (*_WANTS, *_PROFILE):
        value = field_of(customer, name)
        if value is not None:
            yield Fact(words.word(FIELDS, name), spans(_value(frame, name, value)))
    for name, text in customer.attributes.items():
        yield Fact(frame.labels.name(f"attributes.{name}"), spans(without_numbers(text)))


def _value(frame: Frame, name: str, value: object) -> str:
    if name == "wants.budget":
        return f"{frame.words.amount(float(str(value)))} {frame.office.money}"
    if name == "wants.area":
        return f"{frame.words.amount(float(str(value)))} ㎡"
    return without_numbers(frame.labels.value(name, str(value)))


def _deals(frame: Frame, dossier: Dossier) -> tuple[Row, ...]:
    past = [deal for deal in dossier.deals if deal.record.at.day <= frame.as_of]
    return tuple(
        Row(
            title=(strong(frame.words.word(STAGES, deal.record.stage)),),
            mark=frame.words.day(deal.record.at.day),
            why=dotted(_deal_words(frame, deal.record.unit, deal.record.amount), spans(frame.file_at(deal.path))),
        )
        for deal in reversed(past)
    )


def customer_view(frame: Frame, customer: str) -> CustomerView:
    """Return one customer's page."""
    grading, dossier = frame.everyone[customer], frame.dossier(customer)
    official = grading.official
    binding = frame.grades.ruleset.official.indicators
    records = (*dossier.visits, *dossier.decisions, *dossier.deals)
    return CustomerView(
        id=customer,
        name=frame.name(customer),
        answer=_answer(frame, grading, dossier),
        notes=tuple(_notes(frame, grading, dossier)),
        steps=_steps(frame, grading),
        evidence=_evidence(frame, grading),
        missing=frame.sentences.missing(official.missing) if official.missing else (),
        lift=frame.sentences.lift(official.lift) if official.lift is not None and grading.closed is None else (),
        playbook=_playbook(frame, grading) if grading.closed is None else (),
        timeline=_timeline(frame, grading, dossier),
        history=history_rows(frame, grading),
        schemes=tuple(_schemes(frame, grading)),
        facts=tuple(_facts(frame, dossier)),
        deals=_deals(frame, dossier),
        owner=grading.consultant,
        folder=dossier.folder,
        files=tuple(sorted(record.path for record in records)),
        judged=tuple(name for name, rule in binding.items() if rule.table is None),
        closed=grading.closed is not None,
    )
