"""Records in order of their days, to be asked for the first after a day or the last before it."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from datetime import date

from generator.grade.grading import Evidence
from generator.model.dossier import Filed
from generator.model.record import Deal, Decision, Visit

Dated = Filed[Visit] | Filed[Decision] | Filed[Deal]


class Log:
    """Some of a customer's records, oldest first. Built once, never changed."""

    def __init__(self, filed: Iterable[Dated], consultant: str) -> None:
        self._filed = list(filed)
        self._consultant = consultant
        self.days = [one.record.at.day for one in self._filed]

    def from_on(self, day: date) -> Evidence | None:
        """Return the first record of a day or later."""
        return self.nth(bisect_left(self.days, day))

    def after(self, day: date) -> Evidence | None:
        """Return the first record later than a day."""
        return self.nth(bisect_right(self.days, day))

    def until(self, day: date) -> Evidence | None:
        """Return the last record of a day or earlier."""
        return self.nth(bisect_right(self.days, day) - 1)

    def between(self, first: date, last: date, number: int) -> Evidence | None:
        """Return the ``number``-th record (1: the first) of some days, both included."""
        place = bisect_left(self.days, first) + number - 1
        return self.nth(place) if place < bisect_right(self.days, last) else None

    def nth(self, place: int) -> Evidence | None:
        """Return the record at a place, from 0 on; None where there is none."""
        return evidence_of(self._filed[place], self._consultant) if 0 <= place < len(self._filed) else None


def evidence_of(filed: Dated, consultant: str, key: str = "at") -> Evidence:
    """Return a record as evidence: its day, who made it (of a deal: the ``consultant``), file and line of a key."""
    record = filed.record
    by = consultant if isinstance(record, Deal) else record.by
    return Evidence(record.at.day, by, filed.path, filed.line(key))
