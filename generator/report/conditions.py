"""Conditions of rules.yaml in words: “visits at least 3”, “grade level is A or B”, nested lists for all, any, none."""

from __future__ import annotations

from generator.grade.condition import AllOf, AnyOf, Condition, NoneOf, Test
from generator.grade.predicate import Between, Compare, Is, IsKnown, OneOf
from generator.report.labels import Labels
from generator.texts import _
from generator.values import dataclass

_COMPARED = {
    ">=": _("%(name)s at least %(value)s"),
    "<=": _("%(name)s at most %(value)s"),
    ">": _("%(name)s more than %(value)s"),
    "<": _("%(name)s less than %(value)s"),
    "=": _("%(name)s exactly %(value)s"),
    "!=": _("%(name)s other than %(value)s"),
}


@dataclass(frozen=True, slots=True)
class Told:
    """A condition in words: a single test (no ``parts``), or a heading with what belongs below it."""

    text: str
    parts: tuple[Told, ...] = ()


def told(condition: Condition | None, labels: Labels) -> Told | None:
    """Return a condition in words; None for no condition."""
    if condition is None:
        return None
    tr = labels.words.tr
    if isinstance(condition, Test):
        return Told(_test(condition, labels))
    if isinstance(condition, AllOf):
        return _group(tr.gettext("all of these:"), condition.parts, labels)
    if isinstance(condition, AnyOf):
        return _group(tr.gettext("any of these:"), condition.parts, labels)
    if isinstance(condition, NoneOf):
        return _group(tr.gettext("none of these:"), condition.parts, labels, alone=False)
    raise AssertionError(f"not a condition: {condition!r}")


def _group(heading: str, parts: tuple[Condition, ...], labels: Labels, *, alone: bool = True) -> Told:
    inner = tuple(one for part in parts if (one := told(part, labels)) is not None)
    if not inner:
        return Told(labels.words.tr.gettext("always"))
    return inner[0] if alone and len(inner) == 1 else Told(heading, inner)


def _test(test: Test, labels: Labels) -> str:
    """Return one test in words."""
    tr, name, asked = labels.words.tr, labels.name(test.name), test.predicate
    if isinstance(asked, Compare):
        return tr.gettext(_COMPARED[asked.sign]) % {"name": name, "value": labels.words.amount(asked.bound)}
    if isinstance(asked, Between):
        low, high = labels.words.amount(asked.low), labels.words.amount(asked.high)
        return tr.gettext("%(name)s from %(low)s to %(high)s") % {"name": name, "low": low, "high": high}
    if isinstance(asked, OneOf):
        words = ""
        for word in asked.words:
            value = labels.answer(test.name, word)
            words = tr.gettext("%(first)s or %(second)s") % {"first": words, "second": value} if words else value
        return tr.gettext("%(name)s is %(value)s") % {"name": name, "value": words}
    if isinstance(asked, Is):
        yes, no = tr.gettext("%(name)s: yes"), tr.gettext("%(name)s: no")
        return (yes if asked.answer else no) % {"name": name}
    if isinstance(asked, IsKnown):
        known, unknown = tr.gettext("%(name)s is known"), tr.gettext("%(name)s is unknown")
        return (known if asked.known else unknown) % {"name": name}
    raise AssertionError(f"not a predicate: {asked!r}")


def one_sentence(condition: Condition | None, labels: Labels) -> str:
    """Return a condition on one line; empty for none."""
    found = told(condition, labels)
    return _flat(found, labels, nested=False) if found is not None else ""


def _flat(one: Told, labels: Labels, *, nested: bool) -> str:
    if not one.parts:
        return one.text
    inner = labels.words.tr.gettext("; ").join(_flat(part, labels, nested=True) for part in one.parts)
    joined = labels.words.tr.gettext("%(heading)s %(parts)s") % {"heading": one.text, "parts": inner}
    return labels.words.tr.gettext("(%(text)s)") % {"text": joined} if nested else joined
