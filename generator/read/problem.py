"""A problem: one thing that is wrong in one place of one file, and how to mend it."""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum

from generator.texts import Message, Translator
from generator.values import dataclass


class Level(StrEnum):
    """How grave a problem is: an error makes the file unusable, a warning only asks to be looked at."""

    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """A place in a file of the repository; ``line`` and ``column`` count from 1."""

    path: str
    line: int = 1
    column: int = 1

    def __str__(self) -> str:
        return f"{self.path}:{self.line}:{self.column}"


@dataclass(frozen=True, slots=True)
class Problem:
    """One fault: where it is, how grave, a stable code for machines, and a sentence for people."""

    place: Place
    code: str
    message: Message
    level: Level = Level.ERROR

    def text(self, translator: Translator) -> str:
        """Return the sentence in the translator's language, always on one line."""
        return self.message.text(translator)


def in_order(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """Return the problems by path, line and column, each one once."""
    unique = {(p.place, p.code, p.message.msgid, repr(p.message.params)): p for p in problems}
    return tuple(unique[key] for key in sorted(unique))


def has_errors(problems: Iterable[Problem]) -> bool:
    """Tell whether any of the problems is more than a warning."""
    return any(problem.level is Level.ERROR for problem in problems)
