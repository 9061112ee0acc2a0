"""What a plan shows, in order: title, facts, sections of items; the formats only set it."""

from __future__ import annotations

from generator.read.problem import Level, Place
from generator.report.rich import Rich
from generator.values import dataclass


@dataclass(frozen=True, slots=True)
class Ends:
    """What people call both sides, and the command that compares them."""

    base: str
    head: str
    command: str


@dataclass(frozen=True, slots=True)
class Item:
    """One thing to know: a sentence, the lines below it, the place it is about, how grave it is (None: a notice).

    ``fold`` stands for the lines below where they can be folded away (empty: they are always seen).
    """

    head: Rich
    details: tuple[Rich, ...] = ()
    place: Place | None = None
    level: Level | None = None
    fold: str = ""


@dataclass(frozen=True, slots=True)
class Section:
    """Items of one kind under a title."""

    title: str
    items: tuple[Item, ...]


@dataclass(frozen=True, slots=True)
class Plan:
    """The whole plan.

    ``notes`` close it (provenance, what is not available); ``rest`` says that a plan was cut, ``command`` shows all.
    """

    title: str
    facts: tuple[Rich, ...]
    warnings: tuple[Rich, ...]
    sections: tuple[Section, ...]
    notes: tuple[Rich, ...]
    rest: str
    command: str
