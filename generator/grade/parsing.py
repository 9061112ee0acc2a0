"""From conditions as written in rules.yaml to conditions that can be asked, with every fault and its line."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from generator.grade.condition import ALWAYS, AllOf, AnyOf, Condition, NoneOf, Test
from generator.grade.predicate import Between, Compare, Is, IsKnown, OneOf, Predicate
from generator.grade.vocabulary import Kind, Meaning
from generator.model.fault import nearest
from generator.model.scalar import normal, number_in, yes_no_in
from generator.read.document import Document, Loc
from generator.read.problem import Level, Place, Problem
from generator.read.tree import RULES
from generator.texts import Message, _
from generator.values import dataclass, field

_COMPARISON = r"(>=|<=|!=|>|<|=)\s*(-?\d+(?:\.\d+)?)"
_RANGE = r"(-?\d+(?:\.\d+)?)\s*\.\.\s*(-?\d+(?:\.\d+)?)"
_GROUPS: Mapping[str, type[AllOf | AnyOf | NoneOf]] = {"all": AllOf, "any": AnyOf, "none": NoneOf}
_KINDS_OF_TEST: Mapping[type, frozenset[Kind]] = {
    Compare: frozenset({Kind.COUNT, Kind.NUMBER}),
    Between: frozenset({Kind.COUNT, Kind.NUMBER}),
    Is: frozenset({Kind.YES_NO}),
    OneOf: frozenset({Kind.WORD, Kind.LEVEL}),
}
_JUDGED_KIND: Mapping[type, Kind] = {Compare: Kind.NUMBER, Between: Kind.NUMBER, Is: Kind.YES_NO, OneOf: Kind.WORD}


@dataclass(slots=True)
class Parser:
    """Parses the conditions of one rule file; collects problems, and the judged keys that are declared by use."""

    document: Document | None
    vocabulary: dict[str, Meaning]
    problems: list[Problem] = field(default_factory=list)
    judged: dict[str, Meaning] = field(default_factory=dict)

    def fault(self, loc: Loc, code: str, message: Message, *, key: bool = False, level: Level = Level.ERROR) -> None:
        """Note a problem at a place of rules.yaml."""
        self.problems.append(Problem(self.place(loc, key=key), code, message, level))

    def place(self, loc: Loc, *, key: bool = False) -> Place:
        """Return the place of what stands at ``loc`` in rules.yaml."""
        return self.document.place(loc, key=key) if self.document else Place(RULES)

    def condition(self, written: object, loc: Loc, extra: Mapping[str, Meaning] | None = None) -> Condition:
        """Return the condition at ``loc``; ``extra`` names are known only there (``grade`` in movement)."""
        if not isinstance(written, dict) or not written:
            self.fault(loc, "condition", Message(_('A condition belongs here, as in {visits: ">= 3"}.')))
            return ALWAYS
        parts = tuple(self._parts(written, loc, extra or {}))
        return parts[0] if len(parts) == 1 else AllOf(parts)

    def _parts(self, written: Mapping[str, Any], loc: Loc, extra: Mapping[str, Meaning]) -> Iterator[Condition]:
        for name, asked in written.items():
            here = (*loc, name)
            if name in _GROUPS:
                yield _GROUPS[name](tuple(self._group(asked, here, extra)))
            elif (test := self._test(name, asked, here, extra)) is not None:
                yield test

    def _group(self, written: object, loc: Loc, extra: Mapping[str, Meaning]) -> Iterator[Condition]:
        """Yield the conditions of a list, or of a mapping whose entries count one by one."""
        if isinstance(written, dict) and written:
            yield from self._parts(written, loc, extra)
        elif isinstance(written, list) and written:
            for position, item in enumerate(written):
                yield self.condition(item, (*loc, position), extra)
        else:
            self.fault(
                loc,
                "condition",
                Message(_('A list of conditions belongs here, as in [{queued: true}, {visits: ">= 3"}].')),
            )

    def _test(self, name: str, asked: object, loc: Loc, extra: Mapping[str, Meaning]) -> Test | None:
        predicate = _predicate(asked)
        if predicate is None:
            message = _(
                '“%(asked)s” is no test; write a comparison (">= 3"), a range ("2..4"), a word, a list of words, '
                "true, false, known or unknown."
            )
            self.fault(loc, "test", Message(message, {"asked": str(asked)}))
            return None
        meaning = extra.get(name) or self.vocabulary.get(name) or self._judged(name, predicate, loc)
        if meaning is not None and not isinstance(predicate, IsKnown):
            predicate = self._fitting(name, predicate, meaning, loc)
        return Test(name, predicate, self.place(loc, key=True).line)

    def _judged(self, name: str, predicate: Predicate, loc: Loc) -> Meaning | None:
        """Take a name that nothing declares as a judged key of the kind asked for, unless it looks like a slip."""
        if "." in name or (name not in self.judged and nearest(name, _close(name, self.vocabulary)) is not None):
            meant = nearest(name, list(self.vocabulary))
            text = (
                _("The name “%(name)s” is not known; did you mean “%(meant)s”?")
                if meant
                else _("The name “%(name)s” is not known; declare it under attributes: or facts:.")
            )
            self.fault(loc, "unknown-name", Message(text, {"name": name, "meant": meant}), key=True)
            return None
        known = self.judged.get(name)
        kind = _JUDGED_KIND.get(type(predicate), Kind.ANY)
        if known is None or known.kind is Kind.ANY:
            known = Meaning(kind)
        elif kind not in {known.kind, Kind.ANY}:
            message = Message(
                _("“%(name)s” is used as two kinds of value; ask the same kind of question everywhere."), {"name": name}
            )
            self.fault(loc, "mixed-kinds", message, key=True)
            return None
        if isinstance(predicate, OneOf):
            known = Meaning(known.kind, tuple(dict.fromkeys((*known.words, *predicate.words))), known.can_be_unknown)
        self.judged[name] = known
        return known

    def _fitting(self, name: str, predicate: Predicate, meaning: Meaning, loc: Loc) -> Predicate:
        """Return the predicate as the name's kind wants it; a problem where it can't be."""
        if isinstance(predicate, Compare) and predicate.sign == "=" and meaning.kind in {Kind.WORD, Kind.LEVEL}:
            predicate = OneOf((f"{predicate.bound:g}",))
        if isinstance(predicate, Is) and meaning.kind in {Kind.WORD, Kind.LEVEL}:
            predicate = OneOf((str(predicate),))
        if meaning.kind not in _KINDS_OF_TEST[type(predicate)]:
            message = Message(
                _("“%(asked)s” can't be asked of “%(name)s”, which is %(kind)s."),
                {"asked": str(predicate), "name": name, "kind": KIND_TEXTS[meaning.kind]},
            )
            self.fault(loc, "kind", message)
        elif isinstance(predicate, OneOf) and meaning.words:
            for word in predicate.words:
                if word not in meaning.words:
                    params = {"word": word, "name": name, "known": ", ".join(meaning.words)}
                    self.fault(
                        loc, "unknown-word", Message(_("“%(name)s” is never “%(word)s”. Possible: %(known)s."), params)
                    )
        return predicate


KIND_TEXTS: Mapping[Kind, Message] = {
    Kind.COUNT: Message(_("a count")),
    Kind.NUMBER: Message(_("a number")),
    Kind.YES_NO: Message(_("yes or no")),
    Kind.WORD: Message(_("a word")),
    Kind.LEVEL: Message(_("a level")),
    Kind.ANY: Message(_("of no known kind")),
}


def _close(name: str, vocabulary: Mapping[str, Meaning]) -> list[str]:
    """Return the names that differ from ``name`` so little that it is probably a slip of one of them."""
    return [
        known
        for known in vocabulary
        if "." not in known
        and abs(len(known) - len(name)) <= 2
        and _distance(known, name) <= (1 if len(name) < 6 else 2)
    ]


def _distance(one: str, other: str) -> int:
    """Return Levenshtein's distance between two words."""
    row = list(range(len(other) + 1))
    for i, left in enumerate(one, 1):
        previous, row[0] = row[0], i
        for j, right in enumerate(other, 1):
            previous, row[j] = row[j], min(row[j] + 1, row[j - 1] + 1, previous + (left != right))
    return row[-1]


def _predicate(asked: object) -> Predicate | None:
    """Return what a test asks, None where it is none."""
    if isinstance(asked, list):
        words = tuple(normal(item) for item in asked if isinstance(item, str) and item.strip())
        return OneOf(words) if words and len(words) == len(asked) else None
    text = normal(asked) if isinstance(asked, str) else ""
    if text in {"known", "unknown"}:
        return IsKnown(text == "known")
    return _figure_asked(text) or _word_asked(text)


def _figure_asked(text: str) -> Compare | Between | None:
    if (match := re.fullmatch(_COMPARISON, text)) is not None:
        return Compare(match[1], float(match[2]))
    if (match := re.fullmatch(_RANGE, text)) is not None:
        low, high = float(match[1]), float(match[2])
        return Between(low, high) if low <= high else None
    number = number_in(text)
    return None if number is None else Compare("=", number)


def _word_asked(text: str) -> Is | OneOf | None:
    if (answer := yes_no_in(text)) is not None:
        return Is(answer)
    return None if not text or text[0] in "<>=!" or re.fullmatch(_RANGE, text) else OneOf((text,))
