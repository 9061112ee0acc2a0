"""The names that people know for the names that rules.yaml uses: indicators, facts, attributes, fields, grades."""

from __future__ import annotations

from generator.grade.memo import Memo
from generator.model.rules import Rules, SchemeDefinition
from generator.model.scalar import yes_no_in
from generator.report.words import FACTS, FIELDS, PHASES, VALUES, Words
from generator.values import dataclass, field

_LETTERS = 3


@dataclass(frozen=True, slots=True)
class Labels:
    """Looks names up in the rules first, then among the built-in ones; what has no label stands for itself."""

    rules: Rules
    words: Words
    _names: dict[tuple[str, str | None], str] = field(default_factory=dict, init=False, repr=False, compare=False)
    _answers: Memo[tuple[str, str], str] = field(default_factory=Memo, init=False, repr=False, compare=False)

    def scheme(self, name: str) -> str:
        """Return the label of a scheme."""
        found = self.rules.schemes.get(name)
        return found.label if found is not None and found.label else name

    def name(self, name: str, scheme: str | None = None) -> str:
        """Return the label of an indicator, fact, attribute or field; the indicators of ``scheme`` come first."""
        known = self._names.get((name, scheme))
        if known is None:
            known = self._names[name, scheme] = self._look_up(name, scheme)
        return known

    def _look_up(self, name: str, scheme: str | None) -> str:
        schemes = self.rules.schemes
        order = (
            [schemes[scheme], *schemes.values()] if scheme is not None and scheme in schemes else [*schemes.values()]
        )
        for definition in order:
            if name in definition.indicators:
                return definition.indicators[name].label or name
        if name in self.rules.facts:
            return self.rules.facts[name].label or name
        if name.startswith("attributes."):
            key = name.removeprefix("attributes.")
            found = self.rules.attributes.get(key)
            return found.label if found is not None and found.label else key
        return self._built_in(name)

    def _built_in(self, name: str) -> str:
        names = FACTS if name in FACTS else FIELDS
        return self.words.word(names, name)

    def value(self, name: str, value: str) -> str:
        """Return the label of a word that a fact or field may be."""
        names = PHASES if name == "phase" else VALUES.get(name, {})
        return self.words.word(names, value)

    def answer(self, name: str, value: str) -> str:
        """Return a judgement as people say it: a letter or number as it is, yes and no and long names in words."""
        asked = (name, value)
        return self._answers[asked] if asked in self._answers else self._answers.keep(asked, self._say(name, value))

    def _say(self, name: str, value: str) -> str:
        known = yes_no_in(value)
        if known is not None:
            return self.words.tr.gettext("yes") if known else self.words.tr.gettext("no")
        if len(value) > _LETTERS:
            for scheme in self.rules.schemes.values():
                if text := self.rubric(scheme, name, value):
                    return text
        return self.value(name, value)

    def downgrade(self, rule: str) -> str:
        """Return the label of a rule of movement.downgrade."""
        for found in self.rules.movement.downgrade:
            if found.id == rule:
                return found.label or rule
        return rule

    def rubric(self, scheme: SchemeDefinition, indicator: str, level: str) -> str:
        """Return what the rubric says about a level; empty where it says nothing."""
        definition = scheme.indicators.get(indicator)
        return definition.levels.get(level, "") if definition is not None else ""
