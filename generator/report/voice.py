"""What it takes to speak of an office's grades: the reader's words, and the grades from best to worst."""

from __future__ import annotations

from typing import Protocol

from generator.report.ladder import Ladder
from generator.report.words import Words
from generator.texts import Translator
from generator.values import dataclass


class Speaker(Protocol):
    """Who can speak of grades: a frame, or a voice alone."""

    @property
    def words(self) -> Words:
        """The reader's words."""

    @property
    def ladder(self) -> Ladder:
        """The grades, as they are named."""

    @property
    def tr(self) -> Translator:
        """The catalogue of the reader's language."""


@dataclass(frozen=True, slots=True)
class Voice:
    """The words and the grades of one week."""

    words: Words
    ladder: Ladder

    @property
    def tr(self) -> Translator:
        """The catalogue of the reader's language."""
        return self.words.tr
