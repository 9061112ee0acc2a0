"""rules.yaml as a readable handbook: rubric, tables, moves, duties, playbook, examples (T1)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from generator.grade.ruleset import IndicatorRule, Scheme
from generator.model.rules import Cadence, Example, GradeFollowUp, Method
from generator.report.conditions import Told, one_sentence, told
from generator.report.frame import Frame
from generator.report.home import Provenance, provenance
from generator.report.ladder import Ladder, ladder
from generator.report.rich import Chip, Rich, fill, strong
from generator.report.row import Fact
from generator.report.words import CHANNELS, ROLES, STAGES
from generator.texts import _

_METHODS = {
    Method.LOWEST: _("Each indicator is judged by itself; the lowest one gives the grade."),
    Method.FIRST_MATCH: _("The grades are tried from the best down; the first whose condition holds counts."),
    Method.SCORE: _("Points are added up; the sum falls into a band."),
    Method.SHARE: _("All customers are ranked by a figure; the grade follows from the share of customers up to that place."),
}


@dataclass(frozen=True, slots=True)
class GradeRule:
    """A grade: what it is called, and what leads to it (a condition, or the bound of a band)."""

    chip: Chip
    name: str
    condition: Told | None
    bound: str


@dataclass(frozen=True, slots=True)
class LevelRule:
    """A level of an indicator: what the rubric says, and for a measured one what the records must show."""

    chip: Chip
    text: str
    condition: Told | None


@dataclass(frozen=True, slots=True)
class IndicatorGuide:
    """An indicator of the rubric."""

    label: str
    name: str
    marks: tuple[str, ...]
    levels: tuple[LevelRule, ...]


@dataclass(frozen=True, slots=True)
class PointsGuide:
    """A row of a score card."""

    text: str
    points: str
    limit: str


@dataclass(frozen=True, slots=True)
class ExampleGuide:
    """A worked example: what is given, the grade that follows, and what binds."""

    name: str
    given: tuple[str, ...]
    chip: Chip
    binding: str


@dataclass(frozen=True, slots=True)
class SchemeGuide:
    """One scheme of the handbook."""

    name: str
    label: str
    official: bool
    method: str
    grades: tuple[GradeRule, ...]
    applies: Told | None
    required: str
    indicators: tuple[IndicatorGuide, ...]
    points: tuple[PointsGuide, ...]
    by: str
    examples: tuple[ExampleGuide, ...]


@dataclass(frozen=True, slots=True)
class MoveGuide:
    """A fall by the calendar, or one that waits for approval."""

    before: Chip | None
    after: Chip
    text: Rich


@dataclass(frozen=True, slots=True)
class DutyGuide:
    """What a grade asks of the consultant, and who hears of delays."""

    chip: Chip
    duties: tuple[str, ...]
    escalation: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PlayGuide:
    """The playbook's advice for a grade (``chip``) or a stage (``title``)."""

    chip: Chip | None
    title: str
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class HandbookView:
    """The handbook."""

    version: str
    answer: Rich
    schemes: tuple[SchemeGuide, ...]
    moves: tuple[MoveGuide, ...]
    common: tuple[str, ...]
    duties: tuple[DutyGuide, ...]
    protection: tuple[str, ...]
    playbook: tuple[PlayGuide, ...]
    figures: tuple[Fact, ...]
    provenance: Provenance


def _indicator(frame: Frame, rungs: Ladder, scheme: str, rule: IndicatorRule) -> IndicatorGuide:
    tr, definition = frame.tr, frame.rules.schemes[scheme].indicators[rule.name]
    marks = []
    if rule.auxiliary:
        marks.append(tr.gettext("auxiliary: supports the judgement, never lowers the grade"))
    if rule.table is not None:
        marks.append(tr.gettext("counted from the records"))
    if rule.valid_days is not None:
        template = tr.ngettext("an answer holds for %(n)d day", "an answer holds for %(n)d days", rule.valid_days)
        marks.append(template % {"n": rule.valid_days})
    conditions = dict(rule.table.rows) if rule.table is not None else {}
    own = ladder({level: level for level in rule.levels}, tr)
    otherwise = rule.table.otherwise if rule.table is not None else None
    levels = tuple(
        LevelRule(
            rungs.chip(level) if level in rungs.chips else own.chip(level),
            definition.levels.get(level, ""),
            told(conditions.get(level), frame.labels) or (Told(tr.gettext("otherwise")) if level == otherwise else None),
        )
        for level in rule.levels
    )
    return IndicatorGuide(definition.label or rule.name, rule.name, tuple(marks), levels)


def _bound(frame: Frame, scheme: Scheme, grade: str) -> str:
    bound = dict(scheme.bands).get(grade)
    if bound is None:
        return ""
    if scheme.method is Method.SHARE:
        return frame.tr.gettext("up to the first %(share)s of the customers") % {"share": f"{100 * bound:g}%"}
    return frame.tr.gettext("from %(points)s points on") % {"points": frame.words.amount(bound)}


def _grades(frame: Frame, rungs: Ladder, scheme: Scheme) -> tuple[GradeRule, ...]:
    conditions = dict(scheme.table.rows)
    otherwise = scheme.table.otherwise
    labels = frame.rules.schemes[scheme.name].grades
    return tuple(
        GradeRule(
            rungs.chip(grade),
            labels[grade],
            told(conditions.get(grade), frame.labels) or (Told(frame.tr.gettext("otherwise")) if grade == otherwise else None),
            _bound(frame, scheme, grade),
        )
        for grade in scheme.grades
    )


def _points(frame: Frame, scheme: Scheme) -> Iterator[PointsGuide]:
    definitions = frame.rules.schemes[scheme.name].points or ()
    for row, definition in zip(scheme.points, definitions, strict=True):
        text = definition.label or one_sentence(row.when, frame.labels)
        if row.each is not None and not definition.label:
            text = frame.tr.gettext("each of: %(name)s") % {"name": frame.labels.name(row.each)}
        limit = frame.words.amount(row.up_to) if row.up_to is not None else ""
        yield PointsGuide(text, f"{'+' if row.add > 0 else ''}{frame.words.amount(row.add)}".replace("-", "−"), limit)


def _example(frame: Frame, rungs: Ladder, scheme: str, example: Example) -> ExampleGuide:
    labels = frame.labels
    given = [f"{labels.name(name, scheme)} {_answer_word(frame, name, value)}" for name, value in example.judged.items()]
    given += [f"{labels.name(name, scheme)} {_answer_word(frame, name, value)}" for name, value in example.facts.items()]
    if example.population:
        figures = frame.words.comma(frame.words.amount(figure) for figure in example.population)
        given.append(frame.tr.gettext("the other customers: %(figures)s") % {"figures": figures})
    expected = example.expect if example.expect in rungs.chips else None
    binding = frame.words.comma(labels.name(name, scheme) for name in example.binding or ())
    return ExampleGuide(example.name, tuple(given), rungs.chip(expected), binding)


def _answer_word(frame: Frame, name: str, value: str) -> str:
    answers = {"true": frame.tr.gettext("yes"), "false": frame.tr.gettext("no")}
    return answers.get(value.lower(), frame.labels.value(name, value))


def _scheme(frame: Frame, scheme: Scheme) -> SchemeGuide:
    definition = frame.rules.schemes[scheme.name]
    rungs = ladder(definition.grades, frame.tr)
    official = scheme.name == frame.rules.official
    required = () if set(scheme.required) == set(scheme.binding) else scheme.required
    return SchemeGuide(
        name=scheme.name,
        label=frame.labels.scheme(scheme.name),
        official=official,
        method=frame.tr.gettext(_METHODS[scheme.method]),
        grades=_grades(frame, rungs, scheme),
        applies=told(scheme.applies, frame.labels),
        required=frame.words.comma(frame.labels.name(name, scheme.name) for name in required),
        indicators=tuple(_indicator(frame, rungs, scheme.name, rule) for rule in scheme.indicators.values()),
        points=tuple(_points(frame, scheme)),
        by=frame.labels.name(scheme.by) if scheme.by is not None else "",
        examples=tuple(
            _example(frame, rungs, scheme.name, example)
            for example in frame.rules.examples
            if (example.scheme or frame.rules.official) == scheme.name
        ),
    )


def _moves(frame: Frame) -> Iterator[MoveGuide]:
    tr, chip = frame.tr, frame.ladder.chip
    for fall in frame.grades.ruleset.falls:
        parts = []
        if fall.after_days:
            template = tr.ngettext("after %(n)d full day in the grade", "after %(n)d full days in the grade", fall.after_days)
            parts.append(template % {"n": fall.after_days})
        if fall.when is not None:
            parts.append(tr.gettext("when %(condition)s") % {"condition": one_sentence(fall.when, frame.labels)})
        if fall.unless is not None:
            parts.append(tr.gettext("unless %(condition)s") % {"condition": one_sentence(fall.unless, frame.labels)})
        text = fill(tr.gettext("%(rule)s: %(terms)s"), rule=strong(frame.labels.downgrade(fall.id)), terms=frame.words.comma(parts))
        yield MoveGuide(chip(fall.before), chip(fall.after), text)
    for grade, role in frame.grades.ruleset.approvals.items():
        text = fill(tr.gettext("every fall to this grade waits for the %(role)s; a follow-up since the fall must be on record"), role=frame.words.word(ROLES, role.value))
        yield MoveGuide(None, chip(grade), text)


def _cadence(frame: Frame, cadence: Cadence) -> Iterator[str]:
    tr = frame.tr
    if cadence.per_week is not None:
        template = tr.ngettext("%(n)d follow-up a week", "%(n)d follow-ups a week", cadence.per_week)
        yield template % {"n": cadence.per_week}
    if cadence.every_days is not None:
        template = tr.ngettext("a follow-up every day", "a follow-up every %(n)d days", cadence.every_days)
        yield template % {"n": cadence.every_days}


def _duty(frame: Frame, grade: str, duty: GradeFollowUp) -> DutyGuide:
    tr = frame.tr
    duties = [*_cadence(frame, duty)]
    for phase, cadence in ((tr.gettext("before the opening"), duty.before_opening), (tr.gettext("after the opening"), duty.after_opening)):
        if cadence is not None:
            duties += [tr.gettext("%(phase)s: %(duty)s") % {"phase": phase, "duty": one} for one in _cadence(frame, cadence)]
    if duty.pool:
        duties.append(tr.gettext("collected by the manager and given to another consultant"))
    escalation = []
    for days, role in sorted(duty.escalate.items()):
        template = tr.ngettext("%(n)d day late: the %(role)s hears of it", "%(n)d days late: the %(role)s hears of it", days)
        escalation.append(template % {"n": days, "role": frame.words.word(ROLES, role.value)})
    return DutyGuide(frame.ladder.chip(grade), tuple(duties), tuple(escalation))


def _common(frame: Frame) -> Iterator[str]:
    tr, rules = frame.tr, frame.rules.follow_up
    if rules.same_day_after:
        channels = frame.words.comma(frame.words.word(CHANNELS, channel.value) for channel in rules.same_day_after)
        yield tr.gettext("A follow-up or message on the same day after each: %(channels)s.") % {"channels": channels}
    if rules.daily_report:
        grades = frame.words.comma(frame.ladder.chip(grade).text for grade in rules.daily_report)
        yield tr.gettext("Reported at the daily evening meeting: %(grades)s.") % {"grades": grades}
    if rules.first_screening_days is not None:
        template = tr.ngettext(
            "First screening of all customers within %(n)d day of the show flat's opening.",
            "First screening of all customers within %(n)d days of the show flat's opening.",
            rules.first_screening_days,
        )
        yield template % {"n": rules.first_screening_days}
    if rules.refresh_days is not None:
        template = tr.ngettext("Information is refreshed every day.", "Information is refreshed at least every %(n)d days.", rules.refresh_days)
        yield template % {"n": rules.refresh_days}


def _protection(frame: Frame) -> tuple[str, ...]:
    tr, rules = frame.tr, frame.rules.protection
    return (
        tr.gettext("First follow-up within %(n)d days of the first visit.") % {"n": rules.first_follow_up_days},
        tr.gettext("Without a first follow-up, protection ends after %(n)d days.") % {"n": rules.lapse_without_first_days},
        tr.gettext("Without a new talk, protection ends after %(n)d days.") % {"n": rules.lapse_idle_days},
    )


def _playbook(frame: Frame) -> Iterator[PlayGuide]:
    for key, entry in frame.rules.playbook.items():
        if isinstance(entry, tuple):
            yield PlayGuide(frame.ladder.chip(key), frame.ladder.chip(key).name, entry)
            continue
        for stage, lines in entry.items():
            names = [scheme.grades[stage] for scheme in frame.rules.schemes.values() if stage in scheme.grades]
            yield PlayGuide(None, names[0] if names else stage, lines)


def _figures(frame: Frame) -> Iterator[Fact]:
    """Yield the office's own figures in words."""
    tr, words = frame.tr, frame.words
    for name, fact in frame.rules.facts.items():
        if fact.count == "deals" or fact.sum is not None:
            stages = fact.of if isinstance(fact.of, tuple) else ()
            of = words.comma(words.word(STAGES, stage.value) for stage in stages)
            template = tr.gettext("number of deals (%(of)s)") if fact.sum is None else tr.gettext("sum of the amounts of deals (%(of)s)")
            text = template % {"of": of or tr.gettext("all stages")}
        else:
            channels = fact.count if isinstance(fact.count, tuple) else ()
            text = tr.gettext("number of contacts (%(of)s)") % {"of": words.comma(words.word(CHANNELS, channel.value) for channel in channels)}
        spans = [text]
        if fact.within_days is not None:
            spans.append(tr.gettext("within %(n)d days after the first visit, which does not count itself") % {"n": fact.within_days})
        if fact.last_days is not None:
            spans.append(tr.gettext("in the last %(n)d days") % {"n": fact.last_days})
        yield Fact(fact.label or name, fill("%(text)s", text=words.comma(spans)))


def handbook_view(frame: Frame) -> HandbookView:
    """Return the handbook of an office's rules."""
    schemes = frame.grades.ruleset.schemes
    ordered = sorted(schemes.values(), key=lambda scheme: scheme.name != frame.rules.official)
    official = schemes[frame.rules.official]
    text = frame.tr.gettext("The grade that counts is %(scheme)s: %(grades)s. %(method)s")
    grades = frame.words.side_by_side(fill("%(chip)s", chip=frame.ladder.chip(grade)) for grade in official.grades)
    return HandbookView(
        version=frame.rules.version,
        answer=fill(text, scheme=strong(frame.labels.scheme(official.name)), grades=grades, method=frame.tr.gettext(_METHODS[official.method])),
        schemes=tuple(_scheme(frame, scheme) for scheme in ordered),
        moves=tuple(_moves(frame)),
        common=tuple(_common(frame)),
        duties=tuple(_duty(frame, grade, frame.rules.follow_up.grades[grade]) for grade in official.grades if grade in frame.rules.follow_up.grades),
        protection=_protection(frame),
        playbook=tuple(_playbook(frame)),
        figures=tuple(_figures(frame)),
        provenance=provenance(frame),
    )
