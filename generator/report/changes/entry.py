"""What the page lists: entries of customers, commits of authors; and how many of them a page has room for."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import TypeVar

from generator.report.rich import Chip, Rich, Span
from generator.values import dataclass, replace

T = TypeVar("T")

_FIRST, _ENTRIES, _NAMES = 6, 24, 60  # of one list: seen at once, told in full, named
_LINK, _ENTRY = 200, 160  # what the markup of a link, and of an entry, weighs in bytes


@dataclass(frozen=True, slots=True)
class Entry:
    """A customer: ``chips`` with the ``arrow`` between them, a ``tag``, and below the title its ``lines``."""

    title: Rich
    lines: tuple[Rich, ...]
    chips: tuple[Chip, ...] = ()
    arrow: str = ""
    tag: str = ""
    who: Rich = ()


@dataclass(frozen=True, slots=True)
class Listed:
    """Customers under a title, ``more`` of them folded away.

    The ``first`` and then the ``folded`` ones come with all that is known, ``named`` by name; ``beyond`` are counted.
    """

    title: str
    total: int
    first: tuple[Entry, ...]
    folded: tuple[Entry, ...]
    named: tuple[Rich, ...]
    beyond: int

    @property
    def more(self) -> int:
        """How many are not seen at once."""
        return self.total - len(self.first)


def _none(_one: object) -> tuple[Rich, ...]:
    return ()


@dataclass(slots=True)
class Room:
    """The bytes that a page may still take for ``entries`` and for mere ``names`` (a page stays below 150 KB)."""

    entries: int = 56_000
    names: int = 24_000

    def listed(
        self, title: str, found: Sequence[T], tell: Callable[[T], Entry], lines: Callable[[T], tuple[Rich, ...]] = _none
    ) -> Listed:
        """Return a list of all that is ``found``, as fully as there is room; only what is shown is told.

        What stands below an entry's title is asked for by ``lines``, and not of those who are but named.
        """
        entries: list[Entry] = []
        for one in found[:_ENTRIES]:
            entry = tell(one)
            entry = replace(entry, lines=(*entry.lines, *lines(one)))
            if self.entries < (weight := _ENTRY + _weight((*entry.title, *entry.who)) + sum(map(_weight, entry.lines))):
                break
            self.entries -= weight
            entries.append(entry)
        named: list[Rich] = []
        for one in found[len(entries) :][:_NAMES]:
            entry = tell(one)
            name = (*(Span(chip.text, chip=chip) for chip in entry.chips[-1:]), Span(" "), *entry.title)
            if self.names < (weight := _weight(name)):
                break
            self.names -= weight
            named.append(name)
        first, folded, beyond = tuple(entries[:_FIRST]), tuple(entries[_FIRST:]), len(found) - len(entries) - len(named)
        return Listed(title, len(found), first, folded, tuple(named), beyond)


def _weight(rich: Iterable[Span]) -> int:
    """Return about how many bytes a text takes on a page."""
    return sum(
        len(span.text.encode("utf-8", "replace"))
        + (_LINK + 3 * len(span.to.id.encode("utf-8", "replace")) if span.to is not None else 0)
        for span in rich
    )


def cut(rich: Rich, most: int) -> Rich:
    """Return a text of at most ``most`` characters; what is longer ends in “…”."""
    left = most
    kept: list[Span] = []
    for span in rich:
        if len(span.text) > left:
            return (*kept, replace(span, text=f"{span.text[:left]}…"))
        kept.append(span)
        left -= len(span.text)
    return rich
