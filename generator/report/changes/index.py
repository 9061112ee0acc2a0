"""The index of the weeks' changes, and what it takes from each week."""

from __future__ import annotations

from collections.abc import Iterable

from generator.report.rich import Rich, spans
from generator.texts import Translator, _
from generator.values import dataclass


@dataclass(frozen=True, slots=True)
class ChangesLine:
    """A week in the index; ``causes`` are the moves by records, by rules and by time, each with all its causes."""

    week: str
    title: str
    span: str
    reconstructed: bool
    commits: int
    authors: int
    touched: int
    causes: tuple[int, ...]
    come: int
    gone: int
    rules: int


@dataclass(frozen=True, slots=True)
class ChangesIndex:
    """The index of the weeks' changes, the newest first."""

    answer: Rich
    notices: tuple[Rich, ...]
    lines: tuple[ChangesLine, ...]


def changes_index(lines: Iterable[ChangesLine], notices: tuple[Rich, ...], tr: Translator) -> ChangesIndex:
    """Return the index; ``notices`` are those of the index of weeks."""
    found = tuple(lines)[::-1]
    answer = _("What each week changed, by cause, by customer and by author.")
    if not found:
        answer = _("No week can be told yet.")
    return ChangesIndex(spans(tr.gettext(answer)), notices, found)
