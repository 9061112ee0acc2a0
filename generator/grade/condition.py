"""Conditions of the rule language: what they are, and what they say of known and unknown values.

Three-valued logic (Kleene 1938): True, False, and None for unknown. A mapping means *all of*; ``all``, ``any`` and
``none`` nest.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Protocol

from generator.grade.grading import Value
from generator.grade.predicate import IsKnown, Predicate
from generator.values import dataclass, field

Lookup = Callable[[str], Value | None]
"""Gives the value of a name; None for unknown."""
Truth = bool | None


def both(parts: Iterable[Condition], lookup: Lookup) -> Truth:
    """Return Kleene's conjunction; True for none."""
    result: Truth = True
    for part in parts:
        truth = part.truth(lookup)
        if truth is False:
            return False
        if truth is None:
            result = None
    return result


def either(parts: Iterable[Condition], lookup: Lookup) -> Truth:
    """Return Kleene's disjunction; False for none."""
    result: Truth = False
    for part in parts:
        truth = part.truth(lookup)
        if truth:
            return True
        if truth is None:
            result = None
    return result


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
    line: int = field(default=1, compare=False)

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
        return both(self.parts, lookup)

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
        return either(self.parts, lookup)

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
        any_holds = either(self.parts, lookup)
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
