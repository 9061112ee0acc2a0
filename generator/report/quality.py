"""What the records leave open: missing and expired answers, empty fields, problems that the checks found (K9)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from operator import attrgetter

from generator.grade.grading import Grading
from generator.model.duplicates import Group, groups
from generator.model.record import Customer
from generator.packing import spelled
from generator.read.problem import Level, Problem
from generator.report.causes import dotted
from generator.report.charts import Box
from generator.report.frame import Frame
from generator.report.rich import Kind, Rich, Span, Target, Tone, fill, spans, strong
from generator.report.row import Row
from generator.report.words import FIELDS
from generator.store import digest
from generator.texts import _
from generator.values import dataclass, replace

_ASKED = ("phone", "wants.purpose", "wants.rooms", "wants.budget", "profile.household", "profile.power")
_MOST = 1000
"""So many problems are told on the page; `fenji check` lists all."""


@dataclass(frozen=True, slots=True)
class Counted:
    """A figure of data quality: what, how many, and where on the page it is told."""

    label: str
    number: int
    anchor: str
    grave: bool = False


@dataclass(frozen=True, slots=True)
class Gap:
    """A missing answer: of how many customers, and the bar of their share of the most frequent."""

    label: str
    number: int
    boxes: tuple[Box, ...]


@dataclass(frozen=True, slots=True)
class Field:
    """How many customers have a field filled in."""

    label: str
    known: int
    total: int
    share: str
    boxes: tuple[Box, ...]


@dataclass(frozen=True, slots=True)
class Found:
    """A problem of a file: where, how grave, and the sentence that says how to mend it."""

    place: Rich
    level: str
    grave: bool
    code: str
    text: str


@dataclass(frozen=True, slots=True)
class QualityView:
    """The page of data quality; of the ``problems`` the gravest, and how many are left out."""

    answer: Rich
    counts: tuple[Counted, ...]
    gaps: tuple[Gap, ...]
    ungraded: tuple[Row, ...]
    expired: tuple[Row, ...]
    duplicates: tuple[Row, ...]
    fields: tuple[Field, ...]
    problems: tuple[Found, ...]
    left_out: int
    errors: int
    warnings: int


def _expired(grading: Grading) -> tuple[str, ...]:
    return tuple(name for name, indicator in grading.official.indicators.items() if indicator.expired)


def counted(frame: Frame, problems: Sequence[Problem]) -> tuple[Counted, ...]:
    """Return the figures of data quality."""
    tr = frame.tr
    errors = sum(problem.level is Level.ERROR for problem in problems)
    ungraded = sum(map(_unanswered, frame.present))
    expired = sum(bool(_expired(grading)) for grading in frame.present)
    return (
        Counted(tr.gettext("customers ungraded for want of an answer"), ungraded, "missing"),
        Counted(tr.gettext("customers with an expired answer"), expired, "expired"),
        Counted(tr.gettext("warnings in the files"), len(problems) - errors, "problems"),
        Counted(tr.gettext("errors in the files"), errors, "problems", grave=errors > 0),
    )


def _bar(part: int, whole: int) -> tuple[Box, ...]:
    width = f"{100 * part / whole:.1f}" if whole else "0.0"
    return (Box("0", "0", width, "10", "rise", ""),) if width != "0.0" else ()


def _gaps(frame: Frame) -> tuple[Gap, ...]:
    numbers: Counter[str] = Counter()
    for grading in frame.present:
        if grading.grade is None:
            numbers.update(grading.official.missing)
    ranked = sorted(numbers, key=lambda name: (-numbers[name], name))
    return tuple(
        Gap(frame.labels.name(name, frame.rules.official), numbers[name], _bar(numbers[name], numbers[ranked[0]]))
        for name in ranked
    )


def _names_row(frame: Frame, grading: Grading, names: Sequence[str], template: str) -> Row:
    labels = frame.words.comma(frame.labels.name(name, frame.rules.official) for name in names)
    return Row(
        title=(frame.customer(grading.id),),
        chips=(frame.ladder.chip(grading.grade),),
        why=fill(frame.tr.gettext(template), names=labels),
        who=(frame.person(grading.consultant),),
    )


def field_of(customer: Customer, name: str) -> object:
    """Return the value of a field such as ``wants.budget``; None where nothing is written."""
    value: object = attrgetter(name)(customer)
    return value


def _fields(frame: Frame) -> tuple[Field, ...]:
    asked, total = attrgetter(*_ASKED), len(frame.present)
    written = (asked(frame.snapshot.dossiers[grading.id].customer.record) for grading in frame.present)
    found = []
    for name, values in zip(_ASKED, zip(*written, strict=True), strict=True):
        known = sum(value is not None for value in values)
        found.append(
            Field(frame.words.word(FIELDS, name), known, total, frame.words.percent(known, total), _bar(known, total))
        )
    return tuple(found)


def _found(frame: Frame, problem: Problem) -> Found:
    place = frame.file_at(problem.place.path, problem.place.line)
    grave = problem.level is Level.ERROR
    text = f"{problem.place.path}:{problem.place.line}"
    return Found(
        place=(replace(place, text=text),),
        level=frame.tr.gettext("error") if grave else frame.tr.gettext("warning"),
        grave=grave,
        code=problem.code,
        text=frame.told(problem.place.path, problem.text(frame.tr)),
    )


def quality_customers(frame: Frame) -> tuple[str, ...]:
    """Return everybody whom the page of data quality tells of by their grading."""
    return tuple(one.id for one in frame.present if _unanswered(one) or _expired(one))


def quality_facts(frame: Frame, problems: Sequence[Problem]) -> tuple[object, ...]:
    """Return what else the page of data quality shows: problems, entries of one person, fields that are filled in."""
    fields = _fields(frame) if frame.present else ()
    return len(frame.present), fields, groups(frame.snapshot.dossiers), digest(spelled(problems))


def _unanswered(grading: Grading) -> bool:
    return grading.grade is None and bool(grading.official.missing)


def _duplicate(frame: Frame, group: Group) -> Row:
    """Return entries of probably one person (撞单, P9): ids only, for two consultants may read this."""
    tr = frame.tr
    first, *others = (Span(one, to=Target(Kind.CUSTOMER, one) if one in frame.everyone else None) for one in group.ids)
    text = tr.gettext("the same phone number") if group.certain else tr.gettext("surname and masked phone alike")
    to_do = tr.gettext("If it is one person, the manager merges them: %(command)s")
    command = f"fenji decide {others[0].text} merge --to {first.text}"
    return Row(
        title=tuple(part for span in (first, *others) for part in (Span(" · "), span))[1:],
        mark=tr.gettext("certain") if group.certain else tr.gettext("likely"),
        why=dotted(spans(text), spans(to_do % {"command": command})),
    )


def _answer(frame: Frame, counts: Sequence[Counted]) -> Rich:
    tr = frame.tr
    if not any(count.number for count in counts):
        return (Span(tr.gettext("Nothing is missing, expired or wrong.")),)
    ungraded, expired, warnings, errors = (count.number for count in counts)
    parts: list[Rich] = []
    if ungraded:
        template = tr.ngettext(
            "%(n)s customer has no grade because an answer is missing.",
            "%(n)s customers have no grade because an answer is missing.",
            ungraded,
        )
        parts.append(fill(template, n=strong(ungraded)))
    if expired:
        template = tr.ngettext(
            "The answers of %(n)s customer have expired.", "The answers of %(n)s customers have expired.", expired
        )
        parts.append(fill(template, n=strong(expired)))
    if errors or warnings:
        tone = Tone.LATE if errors else Tone.STRONG
        text = tr.gettext("The files have %(errors)s errors and %(warnings)s warnings.")
        parts.append(fill(text, errors=Span(str(errors), tone), warnings=strong(warnings)))
    return frame.words.sentences(parts)


def quality_view(frame: Frame, problems: Sequence[Problem]) -> QualityView:
    """Return the page of data quality; ``problems`` are those of the whole check."""
    counts = counted(frame, problems)
    ungraded = [grading for grading in frame.present if _unanswered(grading)]
    expired = [grading for grading in frame.present if _expired(grading)]
    ordered = sorted(problems, key=lambda problem: (problem.level is not Level.ERROR, problem.place, problem.code))
    return QualityView(
        answer=_answer(frame, counts),
        counts=counts,
        gaps=_gaps(frame),
        ungraded=tuple(_names_row(frame, g, g.official.missing, _("missing: %(names)s")) for g in ungraded),
        expired=tuple(_names_row(frame, g, _expired(g), _("expired: %(names)s")) for g in expired),
        duplicates=tuple(_duplicate(frame, group) for group in groups(frame.snapshot.dossiers)),
        fields=_fields(frame) if frame.present else (),
        problems=tuple(_found(frame, problem) for problem in ordered[:_MOST]),
        left_out=len(ordered[_MOST:]),
        errors=counts[3].number,
        warnings=counts[2].number,
    )
