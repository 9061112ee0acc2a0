"""The indicators of a customer: their levels side by side, and the record behind each."""

from __future__ import annotations

from generator.grade.grading import Evidence, Grading, Indicator
from generator.model.dossier import Dossier, by_time
from generator.report.causes import dotted
from generator.report.frame import Frame
from generator.report.rich import Chip, Rich, Span, fill, spans, strong
from generator.report.row import Row
from generator.report.stuck import held_back
from generator.values import dataclass

_MANY = 12


@dataclass(frozen=True, slots=True)
class Step:
    """One indicator of the strip: its level, whether it binds, whether it only supports the judgement."""

    label: str
    chip: Chip
    binding: bool
    auxiliary: bool


def level_chip(frame: Frame, indicator: Indicator) -> Chip:
    """Return the chip of an indicator's level; levels other than the grades take the colours of their rank."""
    if indicator.level is None or indicator.level in frame.ladder.chips:
        return frame.ladder.chip(indicator.level)
    levels = list(frame.scheme.indicators[indicator.name].levels)
    rank = levels.index(indicator.level) if indicator.level in levels else 0
    grades = frame.ladder.grades
    state = grades[rank * (len(grades) - 1) // max(len(levels) - 1, 1)]
    text = frame.labels.answer(indicator.name, indicator.level)
    return Chip(text, text, frame.ladder.chip(state).tone)


def steps(frame: Frame, grading: Grading) -> tuple[Step, ...]:
    """Return the strip of indicators, in the order of the rubric; of very many only those that are known."""
    scheme = grading.official
    many = len(scheme.indicators) > _MANY
    return tuple(
        Step(
            label=frame.labels.name(name, scheme.scheme),
            chip=level_chip(frame, indicator),
            binding=name in scheme.binding and scheme.grade is not None,
            auxiliary=indicator.auxiliary,
        )
        for name, indicator in scheme.indicators.items()
        if not many or indicator.level is not None
    )


def evidence(frame: Frame, grading: Grading, dossier: Dossier) -> tuple[Row, ...]:
    """Return the indicators with their evidence, those that bind first; what a contact said is quoted once.

    A scheme without indicators stands on answers and figures: then the latest answers are the evidence.
    """
    scheme, rows, told = grading.official, [], set()
    if not scheme.indicators:
        return _answers(frame, dossier)
    indicators = sorted(
        scheme.indicators.values(), key=lambda one: (one.name not in scheme.binding, one.auxiliary, one.level is None)
    )
    bound = held_back(frame, grading)
    for indicator in indicators:
        path = indicator.evidence.path if indicator.evidence is not None else ""
        rows.append(_row(frame, indicator, lowest=indicator.name in bound, quoted=path not in told))
        told.add(path)
    return tuple(rows)


def _row(frame: Frame, indicator: Indicator, *, lowest: bool, quoted: bool) -> Row:
    tr, source = frame.tr, indicator.evidence
    rubric = frame.labels.rubric(frame.scheme, indicator.name, indicator.level or "")
    if indicator.level is None:
        rubric = tr.gettext("the last answer has expired") if indicator.expired else tr.gettext("not answered yet")
    why: Rich = (Span(tr.gettext("counted from the records")),) if indicator.measured else ()
    if source is not None:
        why = _source(frame, source, quoted=quoted)
    chip = level_chip(frame, indicator)
    role = tr.gettext("lowest") if lowest else ""
    return Row(
        title=(Span(rubric),) if rubric not in {"", chip.text} else (),
        chips=(chip,),
        mark=frame.labels.name(indicator.name, frame.rules.official),
        tag=tr.gettext("auxiliary") if indicator.auxiliary else role,
        why=why,
        who=spans(frame.words.day(source.at)) if source is not None else (),
    )


def _source(frame: Frame, source: Evidence, *, quoted: bool) -> Rich:
    note = frame.note(source.path) if quoted else ""
    said = fill(frame.tr.gettext("“%(note)s”"), note=note) if note else ()
    return dotted(said, spans(frame.file(source)), spans(frame.person_name(source.by)))


def _answers(frame: Frame, dossier: Dossier) -> tuple[Row, ...]:
    """Return the latest answer to every question that was asked, the newest first."""
    latest = {
        name: (filed, value)
        for filed in dossier.visits
        if filed.record.at.day <= frame.as_of
        for name, value in filed.record.judged.items()
    }
    ordered = sorted(latest.items(), key=lambda item: by_time(item[1][0]), reverse=True)
    rows, told = [], set()
    for name, (filed, value) in ordered:
        source = Evidence(filed.record.at.day, filed.record.by, filed.path, filed.line(f"judged.{name}"))
        rows.append(
            Row(
                title=(Span(f"{frame.labels.name(name)} "), strong(frame.labels.answer(name, value))),
                why=_source(frame, source, quoted=filed.path not in told),
                who=spans(frame.words.day(source.at)),
            )
        )
        told.add(filed.path)
    return tuple(rows)
