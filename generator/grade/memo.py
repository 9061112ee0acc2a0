"""Answers that were worked out once: customers share few combinations of values, so most questions come again."""

from __future__ import annotations

from collections.abc import Hashable
from typing import Generic, TypeVar

MOST = 4096
MOST_SAME = 16

K = TypeVar("K", bound=Hashable)
V = TypeVar("V")


class Memo(dict[K, V]):
    """Answers of a pure function by what was asked; a full one is emptied, so it never holds more than MOST."""

    def keep(self, question: K, answer: V) -> V:
        """Keep an answer, and return it."""
        if len(self) >= MOST:
            self.clear()
        self[question] = answer
        return answer


class Same(Generic[V]):
    """What was made of objects, for whoever comes with the very same ones: to compare them would take too long."""

    def __init__(self) -> None:
        self._known: dict[tuple[int, ...], tuple[tuple[object, ...], V]] = {}

    def of(self, *objects: object) -> V | None:
        """Return what was made of these objects, or None."""
        known = self._known.get(tuple(map(id, objects)))
        return None if known is None else known[1]

    def keep(self, made: V, *objects: object) -> V:
        """Keep it together with the objects, so that no others get their ids; return it."""
        if len(self._known) >= MOST_SAME:
            self._known.clear()
        self._known[tuple(map(id, objects))] = objects, made
        return made
