"""What a test asks of one value: a comparison, a range, a word, yes or no, or to be known."""

from __future__ import annotations

import operator
from collections.abc import Callable, Mapping

from generator.grade.grading import Value
from generator.values import dataclass

OPERATORS: Mapping[str, Callable[[float, float], bool]] = {
    ">=": operator.ge, "<=": operator.le, "!=": operator.ne, ">": operator.gt, "<": operator.lt, "=": operator.eq,
}  # fmt: skip


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
