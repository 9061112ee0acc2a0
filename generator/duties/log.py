"""Records in the order in which they came to count, to be asked for the first after a day or the last before it."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Mapping
from datetime import date
from itertools import accumulate, islice
from typing import NamedTuple

from generator.grade.grading import Evidence
from generator.model.dossier import Filed
from generator.model.record import Deal, Decision, Visit

Dated = Filed[Visit | Decision | Deal]
"""A record that bears a date."""


class Known(NamedTuple):
    """A record dated ``at``, and the ``day`` from which it counts: the same, or the later one of a merge (P9)."""

    day: date
    at: date
    filed: Dated


def known(filed: Dated, brought: Mapping[str, date]) -> Known:
    """Return a record with the day from which it counts; ``brought`` are the days of the merges, by path."""
    at = filed.record.at.day
    return Known(max(at, brought.get(filed.path, at)), at, filed)


class Log:
    """Some of a customer's records. Built once, never changed.

    The days asked about are those on which records were made. Of several that would do, the first one counts that the
    office knew of; until a merge, it knew of none of the other entry's.
    """

    def __init__(self, records: Iterable[Known]) -> None:
        self._known = sorted(records, key=lambda one: one[:2])
        self._days = [one.day for one in self._known]
        self._latest = list(accumulate(self._known, _later))
        self._merged = max((one.day for one in self._known if one.day != one.at), default=date.min)

    def from_on(self, day: date) -> Known | None:
        """Return the first record of a day or later."""
        start = bisect_left(self._days, day)
        return next((one for one in islice(self._known, start, None) if one.at >= day), None)

    def after(self, day: date) -> Known | None:
        """Return the first record later than a day."""
        start = bisect_right(self._days, day)
        return next((one for one in islice(self._known, start, None) if one.at > day), None)

    def until(self, day: date) -> Known | None:
        """Return the last record of a day or earlier, of those known by then."""
        place = bisect_right(self._days, day)
        return self._latest[place - 1] if place else None

    def plain_until(self, day: date) -> Known | None:
        """Return the same if it was known at once: whatever was asked for before it has been settled by then."""
        found = self.until(day)
        return found if found is not None and found.day == found.at else None

    def of_days(self, first: date, last: date, number: int) -> Known | None:
        """Return the ``number``-th record (1: the first) of some days, both included, or the first one after them."""
        stop = bisect_right(self._days, max(last, self._merged))
        start = bisect_left(self._days, first)
        within = (one for one in islice(self._known, start, stop) if first <= one.at <= last)
        found = (next(islice(within, number - 1, None), None), self.after(last))
        return min((one for one in found if one is not None), key=lambda one: one.day, default=None)


def _later(one: Known, other: Known) -> Known:
    return one if one.at > other.at else other


def evidence(filed: Dated, recorder: str, key: str = "at") -> Evidence:
    """Return a record as evidence with the line of a key; a deal, which does not say who filed it, by ``recorder``."""
    by = recorder if isinstance(filed.record, Deal) else filed.record.by
    return Evidence(filed.record.at.day, by, filed.path, filed.line(key))
