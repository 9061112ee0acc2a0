"""Answers that were worked out once: customers share few combinations of values, so most questions come again."""

from __future__ import annotations

from collections.abc import Hashable
from typing import TypeVar

MOST = 4096

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
