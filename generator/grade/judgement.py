"""Judged values: from the text in a record to a level, an answer, a number or a word, as the rules use the key."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from generator.grade.grading import Value
from generator.grade.memo import MOST
from generator.grade.parsing import KIND_TEXTS
from generator.grade.ruleset import Meant, Ruleset
from generator.grade.vocabulary import Kind, Meaning
from generator.model.dossier import Dossier, Filed
from generator.model.fault import unknown_word
from generator.model.record import Customer, Visit
from generator.model.scalar import normal, number_in, yes_no_in
from generator.read.problem import Level, Problem
from generator.texts import Message, _


def value_of(written: str, meaning: Meaning) -> Value | None:
    """Return the value that a text writes, None where it is none of that kind."""
    text = normal(written)
    if meaning.kind is Kind.YES_NO:
        return yes_no_in(text)
    if meaning.kind in {Kind.NUMBER, Kind.COUNT}:
        return number_in(text)
    if meaning.kind is Kind.ANY:
        return text
    if set(meaning.words) == {"true", "false"} and (answer := yes_no_in(text)) is not None:
        text = "true" if answer else "false"
    return text if text in meaning.words or not meaning.words else None


def judged_values(ruleset: Ruleset, visit: Visit) -> Iterator[tuple[str, Meant]]:
    """Return what a record's judged keys mean, each by its key; nothing for those that the rules do not know."""
    judged = visit.judged
    known = [meant for meant in map(ruleset.values.get, judged.items()) if meant is not None]
    if len(known) != len(judged):  # some come for the first time
        known = [_meant(ruleset, *pair) for pair in judged.items()]
    return zip(judged, known, strict=True)


def _meant(ruleset: Ruleset, key: str, written: str) -> Meant:
    """Return what a judgement means under the rules; keep it, for few words are ever written."""
    meaning = ruleset.judged.get(key)
    value = None if meaning is None else value_of(written, meaning)
    return ruleset.values.keep((key, written), () if value is None else (value, str(value)))


def judgement_problems(ruleset: Ruleset, dossiers: Mapping[str, Dossier]) -> Iterator[Problem]:
    """Yield a problem for every judged key or attribute that the rules do not know, and every value they lack."""
    attributes = ruleset.rules.attributes
    plain: set[tuple[str, str]] = set()
    for dossier in dossiers.values():
        for name, written in dossier.customer.record.attributes.items():
            place = dossier.customer.place(f"attributes.{name}")
            if name not in attributes:
                yield Problem(place, "unknown-attribute", unknown_word(name, tuple(attributes)))
            elif value_of(written, ruleset.vocabulary[f"attributes.{name}"]) is None:
                yield _no_value(
                    dossier.customer, f"attributes.{name}", written, ruleset.vocabulary[f"attributes.{name}"]
                )
        for visit in dossier.visits:
            if not plain.issuperset(visit.record.judged.items()):
                yield from _visit_problems(ruleset, visit, plain)


def _visit_problems(ruleset: Ruleset, visit: Filed[Visit], plain: set[tuple[str, str]]) -> Iterator[Problem]:
    """Yield the problems of a contact's judgements; those in ``plain`` are known to have none, and new ones join it."""
    for key, written in visit.record.judged.items():
        if (key, written) in plain:
            continue
        meaning = ruleset.judged.get(key)
        if meaning is None:
            yield Problem(visit.place(f"judged.{key}"), "unknown-judged", unknown_word(key, tuple(ruleset.judged)))
        elif value_of(written, meaning) is None:
            yield _no_value(visit, f"judged.{key}", written, meaning)
        elif (
            (indicator := ruleset.indicators.get(key)) is not None
            and indicator.table is not None
            and indicator.table.otherwise is not None
        ):
            message = Message(
                _("“%(key)s” is measured from the records; this judgement does not count. Delete it."), {"key": key}
            )
            yield Problem(visit.place(f"judged.{key}"), "measured", message, Level.WARNING)
        elif len(plain) < MOST:
            plain.add((key, written))


def _no_value(filed: Filed[Visit] | Filed[Customer], key: str, written: str, meaning: Meaning) -> Problem:
    params: dict[str, object] = {"key": key.partition(".")[2], "value": written, "kind": KIND_TEXTS[meaning.kind]}
    if meaning.words:
        known = ", ".join(meaning.words)
        return Problem(
            filed.place(key),
            "level",
            Message(_("“%(key)s” has no level “%(value)s”. Possible: %(known)s."), params | {"known": known}),
        )
    return Problem(filed.place(key), "level", Message(_("“%(key)s” wants %(kind)s, not “%(value)s”."), params))
