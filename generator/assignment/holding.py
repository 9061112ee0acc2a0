"""Days on which a customer belongs to somebody, and where that leaves the customer."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from generator.assignment.clock import Cause, Ending
from generator.grade.grading import Evidence
from generator.values import dataclass


@dataclass(frozen=True, slots=True)
class Holding:
    """Days on which a customer belongs to one ``owner`` (an id in office.yaml; None: in the pool).

    ``since`` and ``until`` are the first and the last day (None: still). ``cause`` says why it began, ``evidence``
    by which records.
    """

    owner: str | None
    since: date
    until: date | None
    cause: Cause
    evidence: tuple[Evidence, ...]

    def holds(self, day: date) -> bool:
        """Tell whether a day is one of these."""
        return self.since <= day and (self.until is None or day <= self.until)


@dataclass(frozen=True, slots=True)
class Early:
    """A decision that gave a customer, in the pool ``since`` a day, back to ``to`` before the day ``back_from``."""

    to: str
    since: date
    back_from: date
    decision: Evidence


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a customer stands on a day: the holdings so far, and what ended or is going to end protection.

    ``ended`` are the reasons that hold for the present stay in the pool, ``ahead`` those that will end protection if
    nothing more happens; both by date. ``sold`` tells whether protection rests because of a subscription. ``returns``
    are the visits that counted as new, whoever a decision of that day gave the customer to; ``early`` the decisions
    against a cool-down, which hold all the same.
    """

    holdings: tuple[Holding, ...]
    ended: tuple[Ending, ...]
    ahead: tuple[Ending, ...]
    sold: bool
    returns: tuple[Evidence, ...]
    early: tuple[Early, ...]

    @property
    def owner(self) -> str | None:
        """The present owner; None in the pool, and for somebody who is no customer now."""
        return self.holdings[-1].owner if self.holdings and self.holdings[-1].until is None else None


def owner_on(spells: Sequence[Holding], day: date) -> str | None:
    """Return who owns the customer on a day; None in the pool and outside of the holdings."""
    for spell in reversed(spells):  # they are in order of date, without overlap
        if spell.since <= day:
            return spell.owner if spell.holds(day) else None
    return None


def lost(spells: Sequence[Holding]) -> tuple[str, date] | None:
    """Return who lost the customer to the pool, and since when; None where the last of ``spells`` is not the pool."""
    since = None
    for spell in reversed(spells):
        if spell.owner is not None:
            return None if since is None else (spell.owner, since)
        since = spell.since
    return None


def back_from(spells: Sequence[Holding], person: str, cool_down_days: int) -> date | None:
    """Return the first day on which somebody may have the customer back; None where they need not wait.

    Who lost the customer to the pool waits for its first ``cool_down_days`` days.
    """
    found = lost(spells)
    if found is None or found[0] != person or not cool_down_days:
        return None
    return found[1] + timedelta(days=min(cool_down_days, (date.max - found[1]).days))
