"""Whose a customer is before a change, by the records that stand (P1–P9)."""

from __future__ import annotations

from datetime import date

from generator.assignment.holding import Standing
from generator.assignment.ownership import standing
from generator.grade.office import OfficeGrades, Ungradable, judge
from generator.model.snapshot import Snapshot


class Owners:
    """The owners of an office's customers on a day."""

    def __init__(self, base: Snapshot, today: date) -> None:
        self._base = base
        self._today = today
        self._grades = _grades(base, today)
        self._found: dict[str, Standing | None] = {}

    def owner(self, customer: str) -> str | None:
        """Return who owns a customer; for one in the pool, or closed, the consultant on file. None: there is no file.

        Without usable rules there is no replay, and what is on file counts, too.
        """
        dossier = self._base.dossiers.get(customer)
        if dossier is None:
            return None
        found = self._standing(customer)
        return (None if found is None else found.owner) or dossier.customer.record.consultant

    def pooled(self, customer: str, day: date) -> bool:
        """Tell whether a customer is in the pool, and has been since ``day`` or before."""
        found = self._standing(customer)
        if found is None or not found.holdings:
            return False
        last = found.holdings[-1]
        return last.owner is None and last.until is None and last.since <= day

    def _standing(self, customer: str) -> Standing | None:
        if customer not in self._found:
            self._found[customer] = self._replayed(customer)
        return self._found[customer]

    def _replayed(self, customer: str) -> Standing | None:
        dossier, office, rules = self._base.dossiers.get(customer), self._base.office, self._base.rules
        if self._grades is None or dossier is None or office is None or rules is None:
            return None
        grading = self._grades.gradings.get(customer)
        return None if grading is None else standing(dossier, grading, office, rules, self._today)


def _grades(base: Snapshot, today: date) -> OfficeGrades | None:
    try:
        return judge(base, today)
    except Ungradable:
        return None
