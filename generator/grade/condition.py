"""Conditions of the rule language: what they are, and what they say of known and unknown values.

Three-valued logic (Kleene 1938): True, False, and None for unknown. A mapping means *all of*; ``all``, ``any`` and
``none`` nest.
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Protocol

from generator.grade.grading import Value

Lookup = Callable[[str], Value | None]
"""Gives the value of a name; None for unknown."""
Truth = bool | None

OPERATORS: Mapping[str, Callable[[float, float], bool]] = {
    ">=": operator.ge, "<=": operator.le, "!=": operator.ne, ">": operator.gt, "<": operator.lt, "=": operator.eq,
}  # fmt: skip


def both(truths: Iterator[Truth]) -> Truth:
    """Return Kleene's conjunction; True for none."""
    result: Truth = True
    for truth in truths:
        if truth is False:
            return False
        if truth is None:
            result = None
    return result


def either(truths: Iterator[Truth]) -> Truth:
    """Return Kleene's disjunction; False for none."""
    result: Truth = False
    for truth in truths:
        if truth:
            return True
        if truth is None:
            result = None
    return result


@dataclass(frozen=True, slots=True)
class Compare:
    """``>= 3``: a number compared with a bound."""

    sign: str
    bound: float

    def holds(self, value: Value) -> bool:
        """Tell whether a known number stands in this relation to the bound."""
        return not isinstance(value, (str, bool)) and OPERATORS[self.sign](value, self.bound)

    def __str__(self) -> str:
        return f"{self.sign} {self.bound:g}"


@dataclass(frozen=True, slots=True)
class Between:
    """``2..4``: a number from ``low`` to ``high``, both included."""

    low: float
    high: float

    def holds(self, value: Value) -> bool:
        """Tell whether a known number lies in the range."""
        return not isinstance(value, (str, bool)) and self.low <= value <= self.high

    def __str__(self) -> str:
        return f"{self.low:g}..{self.high:g}"


@dataclass(frozen=True, slots=True)
class OneOf:
    """A word, or a list of words of which one must be the value."""

    words: tuple[str, ...]

    def holds(self, value: Value) -> bool:
        """Tell whether a known word is one of the words."""
        return value in self.words

    def __str__(self) -> str:
        return " / ".join(self.words)


@dataclass(frozen=True, slots=True)
class Is:
    """``true`` or ``false``: a yes/no answer."""

    answer: bool

    def holds(self, value: Value) -> bool:
        """Tell whether a known answer is this one."""
        return value is self.answer

    def __str__(self) -> str:
        return "true" if self.answer else "false"


@dataclass(frozen=True, slots=True)
class IsKnown:
    """``known`` or ``unknown``: never unknown itself."""

    known: bool

    def holds(self, value: Value | None) -> bool:
        """Tell whether the value is known, or unknown, as asked."""
        return (value is not None) is self.known

    def __str__(self) -> str:
        return "known" if self.known else "unknown"


Predicate = Compare | Between | OneOf | Is | IsKnown


class Condition(Protocol):
    """Anything that is true, false or unknown of a customer on a day."""

    def truth(self, lookup: Lookup) -> Truth:
        """Return the truth under the values that ``lookup`` gives."""

    def tests(self) -> Iterator[Test]:
        """Yield every test inside, in the order written."""


@dataclass(frozen=True, slots=True)
class Test:
    """One name and what is asked of its value; ``line`` is its line in rules.yaml."""

    name: str
    predicate: Predicate
    line: int = 1

    def truth(self, lookup: Lookup) -> Truth:
        """Return the truth; None where the value is unknown and the test does not ask for that."""
        value = lookup(self.name)
        if isinstance(self.predicate, IsKnown):
            return self.predicate.holds(value)
        return None if value is None else self.predicate.holds(value)

    def tests(self) -> Iterator[Test]:
        """Yield this test."""
        yield self


@dataclass(frozen=True, slots=True)
class AllOf:
    """Every part holds."""

    parts: tuple[Condition, ...]

    def truth(self, lookup: Lookup) -> Truth:
        """Return Kleene's *and*."""
        return both(part.truth(lookup) for part in self.parts)

    def tests(self) -> Iterator[Test]:
        """Yield the tests of all parts."""
        for part in self.parts:
            yield from part.tests()


@dataclass(frozen=True, slots=True)
class AnyOf:
    """At least one part holds."""

    parts: tuple[Condition, ...]

    def truth(self, lookup: Lookup) -> Truth:
        """Return Kleene's *or*."""
        return either(part.truth(lookup) for part in self.parts)

    def tests(self) -> Iterator[Test]:
        """Yield the tests of all parts."""
        for part in self.parts:
            yield from part.tests()


@dataclass(frozen=True, slots=True)
class NoneOf:
    """No part holds."""

    parts: tuple[Condition, ...]

    def truth(self, lookup: Lookup) -> Truth:
        """Return Kleene's *not any*."""
        any_holds = either(part.truth(lookup) for part in self.parts)
        return None if any_holds is None else not any_holds

    def tests(self) -> Iterator[Test]:
        """Yield the tests of all parts."""
        for part in self.parts:
            yield from part.tests()


ALWAYS: Condition = AllOf(())


def names(condition: Condition) -> tuple[str, ...]:
    """Return the names that a condition asks for, each once, in the order written."""
    return tuple(dict.fromkeys(test.name for test in condition.tests()))


def unknown_names(condition: Condition, lookup: Lookup) -> tuple[str, ...]:
    """Return the unknown names that keep a condition from being true or false; empty where it is decided."""
    if condition.truth(lookup) is not None:
        return ()
    return tuple(dict.fromkeys(test.name for test in condition.tests() if test.truth(lookup) is None))
