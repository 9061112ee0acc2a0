"""rules.yaml compiled: every condition ready to be asked, every name with its meaning, every bound in order."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cached_property

from generator.grade.condition import Condition, Test, names
from generator.grade.grading import Value
from generator.grade.memo import Memo
from generator.grade.vocabulary import Meaning
from generator.model.office import Role
from generator.model.rules import FactDefinition, Method, Rules
from generator.values import dataclass, fields_of

Meant = tuple[Value, str] | tuple[()]
"""The value that is meant, and its text; nothing where the rules know none."""


@dataclass(frozen=True, slots=True)
class Table:
    """A decision table with hit policy *first*: rows tried best outcome first, else ``otherwise`` (None: unknown)."""

    rows: tuple[tuple[str, Condition], ...]
    otherwise: str | None


@dataclass(frozen=True, slots=True)
class IndicatorRule:
    """One indicator: its levels best first, how it is measured (None: judged), how long a judgement holds (days)."""

    name: str
    levels: tuple[str, ...]
    auxiliary: bool
    table: Table | None
    valid_days: int | None

    def tests(self) -> Iterator[Test]:
        """Yield the tests of all rows of the table, if there is one."""
        for _level, condition in () if self.table is None else self.table.rows:
            yield from condition.tests()


@dataclass(frozen=True, slots=True)
class PointRow:
    """A row of a score card: ``add`` points when ``when`` is true, or for each of the figure ``each``."""

    when: Condition | None
    each: str | None
    add: float
    up_to: float | None

    @property
    def names(self) -> tuple[str, ...]:
        """The names that the row asks for."""
        return (*(names(self.when) if self.when else ()), *((self.each,) if self.each else ()))


@dataclass(frozen=True)
class Scheme:
    """One grading scheme. ``grades`` stand best first; ``bands`` pair grades with bounds in the same order."""

    name: str
    method: Method
    grades: tuple[str, ...]
    applies: Condition | None
    required: tuple[str, ...]
    indicators: Mapping[str, IndicatorRule]
    table: Table
    points: tuple[PointRow, ...]
    bands: tuple[tuple[str, float], ...]
    by: str | None

    @cached_property
    def binding(self) -> tuple[str, ...]:
        """The names of the indicators that can lower the grade, in the order of the rubric."""
        return tuple(name for name, indicator in self.indicators.items() if not indicator.auxiliary)

    @cached_property
    def ranks(self) -> Mapping[str, int]:
        """The rank of each grade: 0 for the best, 1 for the next, …"""
        return {grade: rank for rank, grade in enumerate(self.grades)}

    def rank(self, grade: str) -> int:
        """Return the rank of a grade."""
        return self.ranks[grade]

    def tests(self) -> tuple[Test, ...]:
        """Return every test of the scheme, measured tables included."""
        conditions = [condition for _outcome, condition in self.table.rows]
        conditions += [row.when for row in self.points if row.when]
        conditions += [
            condition for rule in self.indicators.values() if rule.table for _level, condition in rule.table.rows
        ]
        conditions += [self.applies] if self.applies else []
        return tuple(test for condition in conditions for test in condition.tests())

    def names(self) -> tuple[str, ...]:
        """Return every name that the scheme asks for: indicators, and the names in its conditions and figures."""
        figures = [row.each for row in self.points if row.each] + ([self.by] if self.by else [])
        return tuple(dict.fromkeys([*self.indicators, *(test.name for test in self.tests()), *figures, *self.required]))


@dataclass(frozen=True, slots=True)
class Fall:
    """A rule of ``movement.downgrade``."""

    id: str
    before: str
    after: str
    after_days: int
    when: Condition | None
    unless: Condition | None

    def tests(self) -> tuple[Test, ...]:
        """Return the tests of ``when`` and ``unless``."""
        return tuple(test for condition in (self.when, self.unless) if condition for test in condition.tests())


@dataclass(frozen=True)
class Ruleset:
    """All rules of an office, compiled from ``rules``.

    ``judged`` gives the meaning of every key that a record may judge; ``approvals`` who approves a fall to a grade.
    """

    rules: Rules
    schemes: Mapping[str, Scheme]
    falls: tuple[Fall, ...]
    approvals: Mapping[str, Role]
    vocabulary: Mapping[str, Meaning]
    judged: Mapping[str, Meaning]

    def __getstate__(self) -> dict[str, object]:
        """Return what travels to another process: the rules, not what was remembered while they were used."""
        return {name: getattr(self, name) for name in fields_of(type(self))}

    @cached_property
    def official(self) -> Scheme:
        """The scheme whose grade counts."""
        return self.schemes[self.rules.official]

    @cached_property
    def indicators(self) -> Mapping[str, IndicatorRule]:
        """The rule of every indicator by name, the official scheme's before those of others."""
        found: dict[str, IndicatorRule] = {}
        for scheme in (self.official, *self.schemes.values()):
            for name, rule in scheme.indicators.items():
                found.setdefault(name, rule)
        return found

    def behind(self, names: Iterable[str], indicators: Iterable[IndicatorRule] = ()) -> Iterator[IndicatorRule]:
        """Yield the rules of some indicators and of those among the names, and of all that their tables name, once."""
        waiting = [*indicators, *(self.indicators[name] for name in names if name in self.indicators)]
        seen = set[IndicatorRule]()
        while waiting:
            rule = waiting.pop(0)
            if rule not in seen:
                seen.add(rule)
                yield rule
                waiting += [self.indicators[test.name] for test in rule.tests() if test.name in self.indicators]

    @cached_property
    def values(self) -> Memo[tuple[str, str], Meant]:
        """What judged keys with the texts written were found to mean."""
        return Memo()

    @cached_property
    def sources(self) -> dict[str, Callable[..., Value | None]]:
        """What gives the value of a name, by the name: found once, asked of every customer (``grade.facts``)."""
        return {}

    @cached_property
    def facts(self) -> Mapping[str, FactDefinition]:
        """The figures that ``facts:`` of the rules define, by name."""
        return self.rules.facts

    @cached_property
    def falls_from(self) -> Mapping[str | None, tuple[Fall, ...]]:
        """The rules of ``movement.downgrade`` by the grade that they lower, in the order written."""
        return {grade: tuple(fall for fall in self.falls if fall.before == grade) for grade in self.official.grades}
