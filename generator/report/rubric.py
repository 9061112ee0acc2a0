"""The schemes of rules.yaml as people read them: rubric, tables, points, bands, worked examples."""

from __future__ import annotations

from collections.abc import Iterator

from generator.grade.ruleset import IndicatorRule, Scheme
from generator.model.rules import Example, Method
from generator.model.scalar import yes_no_in
from generator.report.conditions import Told, one_sentence, told
from generator.report.frame import Frame
from generator.report.ladder import Ladder, ladder
from generator.report.rich import Chip
from generator.texts import _
from generator.values import dataclass

METHODS = {
    Method.LOWEST: _("Each indicator is judged by itself; the lowest one gives the grade."),
    Method.FIRST_MATCH: _("The grades are tried from the best down; the first whose condition holds counts."),
    Method.SCORE: _("Points are added up; the sum falls into a band."),
    Method.SHARE: _(
        "All customers are ranked by a figure; the grade follows from the share of customers up to that place."
    ),
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


def _level_word(frame: Frame, level: str) -> str:
    """Return a level as its chip shows it: yes and no in words, others as they are."""
    return frame.labels.answer("", level) if yes_no_in(level) is not None else level


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
    own = ladder({level: _level_word(frame, level) for level in rule.levels}, tr)
    otherwise = rule.table.otherwise if rule.table is not None else None
    levels = tuple(
        LevelRule(
            rungs.chip(level) if level in rungs.chips else own.chip(level),
            definition.levels.get(level, ""),
            told(conditions.get(level), frame.labels)
            or (Told(tr.gettext("otherwise")) if level == otherwise else None),
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
            told(conditions.get(grade), frame.labels)
            or (Told(frame.tr.gettext("otherwise")) if grade == otherwise else None),
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
    given = [f"{labels.name(name, scheme)} {labels.answer(name, value)}" for name, value in example.judged.items()]
    given += [f"{labels.name(name, scheme)} {labels.answer(name, value)}" for name, value in example.facts.items()]
    if example.population:
        figures = frame.words.comma(frame.words.amount(figure) for figure in example.population)
        given.append(frame.tr.gettext("the other customers: %(figures)s") % {"figures": figures})
    expected = example.expect if example.expect in rungs.chips else None
    binding = frame.words.comma(labels.name(name, scheme) for name in example.binding or ())
    return ExampleGuide(example.name, tuple(given), rungs.chip(expected), binding)


def scheme_guide(frame: Frame, scheme: Scheme) -> SchemeGuide:
    """Return one scheme as a part of the handbook."""
    definition = frame.rules.schemes[scheme.name]
    rungs = ladder(definition.grades, frame.tr)
    official = scheme.name == frame.rules.official
    required = () if set(scheme.required) == set(scheme.binding) else scheme.required
    return SchemeGuide(
        name=scheme.name,
        label=frame.labels.scheme(scheme.name),
        official=official,
        method=frame.tr.gettext(METHODS[scheme.method]),
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
