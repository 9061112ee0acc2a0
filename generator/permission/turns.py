"""Visits by which customers are new, and whose turn they were: the office before a change, the records with it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from generator.assignment.holding import Standing
from generator.assignment.ownership import standings
from generator.assignment.roster import Turn, duty
from generator.grade.office import Ungradable, judge
from generator.model.dossier import Dossier
from generator.model.snapshot import snapshot
from generator.permission.proposal import Proposal

_DUE = frozenset({Turn.IN_ORDER, Turn.EXCEPTION})


class Turns:
    """Returns from the pool and the roster (P1, P3), with a proposed change; replayed when first asked for."""

    def __init__(self, proposal: Proposal, today: date) -> None:
        self._proposal = proposal
        self._today = today
        self._replayed: tuple[Mapping[str, Dossier], Mapping[str, Standing]] | None = None

    def returns(self, customer: str, path: str) -> bool:
        """Tell whether a customer comes back out of the pool by the visit of ``path``."""
        _dossiers, found = self._records()
        return customer in found and any(visit.path == path for visit in found[customer].returns)

    def instead(self, path: str, day: date) -> str | None:
        """Return whose turn it was, where the visit of ``path`` received a new customer out of turn; else None.

        Without a roster, on a day when nobody on it was there, and for an exception (P4–P6) nobody was passed over.
        """
        office = self._proposal.base.office
        if office is None or office.roster is None:
            return None
        found = duty(office, *self._records(), day).receptions
        mine = (one for one in found if one.evidence.path == path and one.turn not in _DUE)
        return next((one.expected for one in mine), None)

    def _records(self) -> tuple[Mapping[str, Dossier], Mapping[str, Standing]]:
        if self._replayed is None:
            whole = snapshot(self._proposal.merged)
            try:
                self._replayed = whole.dossiers, standings(whole, judge(whole, self._today))
            except Ungradable:
                self._replayed = {}, {}
        return self._replayed
