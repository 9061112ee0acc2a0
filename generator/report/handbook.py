"""rules.yaml as a readable handbook: rubric, tables, moves, duties, playbook, examples (T1)."""

from __future__ import annotations

from collections.abc import Iterator

from generator.report.commission import commission_rules
from generator.report.conditions import one_sentence
from generator.report.frame import Frame
from generator.report.home import Provenance, provenance
from generator.report.obligations import DutyGuide, common_duties, duty_guide, protection_rules
from generator.report.rich import Chip, Rich, fill, strong
from generator.report.row import Fact
from generator.report.rubric import METHODS, SchemeGuide, scheme_guide
from generator.report.words import CHANNELS, ROLES, STAGES
from generator.values import dataclass


@dataclass(frozen=True, slots=True)
class MoveGuide:
    """A fall by the calendar, or (no ``before``) one that waits for approval."""

    before: Chip | None
    after: Chip
    text: Rich


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
    commission: tuple[str, ...]
    playbook: tuple[PlayGuide, ...]
    figures: tuple[Fact, ...]
    provenance: Provenance


def _moves(frame: Frame) -> Iterator[MoveGuide]:
    tr, chip = frame.tr, frame.ladder.chip
    for fall in frame.grades.ruleset.falls:
        parts = []
        if fall.after_days:
            template = tr.ngettext(
                "after %(n)d full day in the grade", "after %(n)d full days in the grade", fall.after_days
            )
            parts.append(template % {"n": fall.after_days})
        if fall.when is not None:
            parts.append(tr.gettext("when %(condition)s") % {"condition": one_sentence(fall.when, frame.labels)})
        if fall.unless is not None:
            parts.append(tr.gettext("unless %(condition)s") % {"condition": one_sentence(fall.unless, frame.labels)})
        text = fill(
            tr.gettext("%(rule)s: %(terms)s"),
            rule=strong(frame.labels.downgrade(fall.id)),
            terms=frame.words.comma(parts),
        )
        yield MoveGuide(chip(fall.before), chip(fall.after), text)
    for grade, role in frame.grades.ruleset.approvals.items():
        text = fill(
            tr.gettext("every fall to this grade waits for the %(role)s; a follow-up since the fall must be on record"),
            role=frame.words.word(ROLES, role.value),
        )
        yield MoveGuide(None, chip(grade), text)


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
            template = (
                tr.gettext("number of deals (%(of)s)")
                if fact.sum is None
                else tr.gettext("sum of the amounts of deals (%(of)s)")
            )
            text = template % {"of": of or tr.gettext("all stages")}
        else:
            channels = fact.count if isinstance(fact.count, tuple) else ()
            text = tr.gettext("number of contacts (%(of)s)") % {
                "of": words.comma(words.word(CHANNELS, channel.value) for channel in channels)
            }
        spans = [text]
        if fact.within_days is not None:
            spans.append(
                tr.gettext("within %(n)d days after the first visit, which does not count itself")
                % {"n": fact.within_days}
            )
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
        answer=fill(
            text,
            scheme=strong(frame.labels.scheme(official.name)),
            grades=grades,
            method=frame.tr.gettext(METHODS[official.method]),
        ),
        schemes=tuple(scheme_guide(frame, scheme) for scheme in ordered),
        moves=tuple(_moves(frame)),
        common=tuple(common_duties(frame)),
        duties=tuple(
            duty_guide(frame, grade, frame.rules.follow_up.grades[grade])
            for grade in official.grades
            if grade in frame.rules.follow_up.grades
        ),
        protection=protection_rules(frame),
        commission=commission_rules(frame.rules.commission, frame.tr),
        playbook=tuple(_playbook(frame)),
        figures=tuple(_figures(frame)),
        provenance=provenance(frame),
    )
