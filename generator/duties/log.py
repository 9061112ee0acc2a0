"""Records in order of their days, to be asked for the first after a day or the last before it."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from datetime import date

from generator.grade.grading import Evidence
from generator.model.dossier import Filed
from generator.model.record import Deal, Decision, Visit

Dated = Filed[Visit | Decision | Deal]
"""A record that bears a date."""


class Log:
    """Some of a customer's records, oldest first. Built once, never changed."""

    def __init__(self, filed: Iterable[Dated]) -> None:
        self._filed = list(filed)
        self._days = [one.record.at.day for one in self._filed]

    def from_on(self, day: date) -> Dated | None:
        """Return the first record of a day or later."""
        return self._nth(bisect_left(self._days, day))

    def after(self, day: date) -> Dated | None:
        """Return the first record later than a day."""
        return self._nth(bisect_right(self._days, day))

    def until(self, day: date) -> Dated | None:
        """Return the last record of a day or earlier."""
        return self._nth(bisect_right(self._days, day) - 1)

    def between(self, first: date, last: date, number: int) -> Dated | None:
        """Return the ``number``-th record (1: the first) of some days, both included."""
        place = bisect_left(self._days, first) + number - 1
        return self._nth(place) if place < bisect_right(self._days, last) else None

    def _nth(self, place: int) -> Dated | None:
        return self._filed[place] if 0 <= place < len(self._filed) else None


def evidence(filed: Dated, recorder: str, key: str = "at") -> Evidence:
    """Return a record as evidence with the line of a key; a deal, which does not say who filed it, by ``recorder``."""
    by = recorder if isinstance(filed.record, Deal) else filed.record.by
    return Evidence(filed.record.at.day, by, filed.path, filed.line(key))
