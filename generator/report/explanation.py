"""One customer in words, for the terminal: grade, why, since when, what lifts it; whose, what is to do; history."""

from __future__ import annotations

from collections.abc import Iterator

from generator.grade.grading import Evidence, Grading, Indicator
from generator.model.record import Visit
from generator.report.frame import Frame
from generator.report.keeping import keeping
from generator.report.rich import fill, plain, spans
from generator.report.words import CHANNELS
from generator.texts import _, one_line


def explanation(frame: Frame, grading: Grading) -> str:
    """Return the explanation, line by line."""
    blocks = [list(block) for block in (_answer(frame, grading), _evidence(frame, grading), _outlook(frame, grading))]
    blocks += [list(keeping(frame, grading)), list(_others(frame, grading)), list(_history(frame, grading))]
    return "\n".join("".join(f"{line}\n" for line in block) for block in blocks if block)


def _answer(frame: Frame, grading: Grading) -> Iterator[str]:
    """Who, which grade, since when; what differs from the computed grade, and why."""
    tr, words, sentences = frame.tr, frame.words, frame.sentences
    head = tr.gettext(_("%(customer)s · consultant %(person)s · as of %(day)s"))
    name = frame.customer(grading.id).text
    yield head % {"customer": name, "person": frame.person_name(grading.consultant), "day": frame.as_of.isoformat()}
    if grading.closed is not None:
        yield tr.gettext(_("Closed on %(day)s; before that:")) % {"day": words.whole_day(grading.closed)}
    chip = frame.ladder.chip(grading.grade)
    grade = chip.name if chip.text == chip.name or grading.grade is None else f"{chip.text} {chip.name}"
    yield tr.gettext(_("Grade: %(grade)s, since %(day)s")) % {"grade": grade, "day": words.whole_day(grading.since)}
    if grading.cap is not None and grading.computed != grading.grade == grading.cap.to:
        yield plain(sentences.cap(grading.cap, grading.computed))
    elif grading.computed != grading.grade:
        yield plain(fill(tr.gettext(_("By the answers alone: %(grade)s")), grade=sentences.grade(grading.computed)))
    if grading.override is not None:
        by, reason = frame.person_name(grading.override.by), frame.told(grading.override.path, grading.override.reason)
        yield plain(sentences.override(grading.override, by, reason))
    if grading.pending is not None:
        yield plain(sentences.pending(grading.pending))


def _evidence(frame: Frame, grading: Grading) -> Iterator[str]:
    """The indicators, binding ones first, each with the record behind it."""
    official = grading.official
    indicators = [found for found in official.indicators.values() if found.name in official.binding]
    if indicators:
        yield frame.tr.gettext(_("Held back by:") if grading.computed != frame.ladder.best else _("Decided by:"))
    elif official.binding:
        names = plain(frame.sentences.names(official.binding))
        yield frame.tr.gettext(_("Decided by: %(names)s")) % {"names": names}
    for indicator in indicators:
        yield from _indicator(frame, grading, indicator, quoted=True)
    others = [found for found in official.indicators.values() if found.name not in official.binding and _known(found)]
    if others:
        yield frame.tr.gettext(_("Further:"))
    for indicator in others:
        yield from _indicator(frame, grading, indicator, quoted=False)


def _indicator(frame: Frame, grading: Grading, indicator: Indicator, *, quoted: bool) -> Iterator[str]:
    sentence = plain(frame.sentences.indicator(indicator))
    remark = frame.tr.gettext(_("%(sentence)s (never lowers the grade)")) if indicator.auxiliary else "%(sentence)s"
    yield "  " + remark % {"sentence": sentence}
    if indicator.evidence is not None:
        yield "    " + _source(frame, grading, indicator.evidence, quoted=quoted)


def _known(indicator: Indicator) -> bool:
    """Tell whether something was said about an indicator, even if it no longer counts."""
    return indicator.level is not None or indicator.expired


def _source(frame: Frame, grading: Grading, evidence: Evidence, *, quoted: bool) -> str:
    """Return the record behind a value: day, channel, person, what was said (when ``quoted``), file and line."""
    contact = next((visit.record for visit in frame.dossier(grading.id).visits if visit.path == evidence.path), None)
    said = [evidence.at.isoformat(), *([_channel(frame, contact)] if contact else []), frame.person_name(evidence.by)]
    note = frame.note(evidence.path)
    if note and quoted:
        said.append(frame.tr.gettext(_("“%(note)s”")) % {"note": one_line(note)})
    return " ".join(one_line(part) for part in [*said, f"{evidence.path}:{evidence.line}"] if part)


def _channel(frame: Frame, contact: Visit) -> str:
    return frame.words.word(CHANNELS, contact.channel.value)


def _outlook(frame: Frame, grading: Grading) -> Iterator[str]:
    """What is missing, what would lift the grade, which fall comes next."""
    official, sentences = grading.official, frame.sentences
    if official.missing:
        yield plain(sentences.missing(official.missing))
    if official.lift is not None:
        yield plain(sentences.lift(official.lift))
    if grading.next_fall is not None:
        yield plain(sentences.next_fall(grading.next_fall))


def _others(frame: Frame, grading: Grading) -> Iterator[str]:
    """The grades by the other schemes."""
    schemes = frame.rules.schemes
    for name, found in grading.schemes.items():
        if name != frame.rules.official:
            label = schemes[name].grades.get(found.grade, found.grade) if found.grade is not None else None
            shown = label or frame.tr.gettext(_("ungraded"))
            yield plain(
                fill(frame.tr.gettext(_("%(scheme)s: %(grade)s")), scheme=frame.labels.scheme(name), grade=shown)
            )


def _history(frame: Frame, grading: Grading) -> Iterator[str]:
    """Everything that happened to the official grade, oldest first, with the records behind each."""
    if grading.history:
        yield frame.tr.gettext(_("History:"))
    for entry in grading.history:
        yield f"  {entry.on.isoformat()}  {plain(spans(frame.sentences.entry(entry)))}"
        for evidence in entry.evidence:
            yield "    " + _source(frame, grading, evidence, quoted=True)
