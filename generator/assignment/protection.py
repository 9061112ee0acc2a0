"""The protection clock as people see it (P2, P3): running and until when, resting, or over and for which reasons."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from enum import StrEnum

from generator.assignment.clock import Cause, Ending
from generator.assignment.holding import Standing, back_from, lost
from generator.model.rules import Rules
from generator.read.document import Document, Loc
from generator.read.problem import Place
from generator.read.tree import RULES
from generator.values import dataclass, field


class State(StrEnum):
    """Whether a customer is protected."""

    RUNNING = "running"  # belongs to the owner; ends on a day if nothing happens
    WARNING = "warning"  # the same, and that day is near
    RESTING = "resting"  # subscribed: does not end
    POOL = "pool"  # over: the customer is in the pool
    CLOSED = "closed"  # no customer on that day: not registered yet, or closed


@dataclass(frozen=True, slots=True)
class Reason:
    """One reason why protection ended or is going to end, and the place of its rule; None for a decision.

    ``by_default`` tells that rules.yaml does not say how many days: the default holds, and there is no place.
    """

    ending: Ending
    rule: Place | None
    by_default: bool = False


@dataclass(frozen=True, slots=True)
class Protection:
    """A customer's protection at the end of a day.

    ``owner`` is who has the customer (None in the pool), ``previous`` who had them before, ``since`` the first day of
    that. ``ends`` is the first day without protection: past in the pool, to come while it runs, None while it rests.
    ``days_left`` counts the days after today that are still protected: 0 on the last one. ``reasons`` are all that
    hold in the pool, all that lie ahead otherwise, by date; the first of them decides. ``back_from`` is the first day
    on which the previous owner may have the customer back, where they have to wait. ``first_due`` is the last day for
    the first follow-up (P2), while that is missing; the day after it the warning begins.
    """

    state: State
    owner: str | None
    previous: str | None
    since: date | None
    ends: date | None
    days_left: int | None
    reasons: tuple[Reason, ...]
    back_from: date | None
    first_due: date | None = None


_RULES: Mapping[Cause, Loc] = {
    Cause.NO_FOLLOW_UP: ("protection", "lapse_without_first_days"),
    Cause.SILENCE: ("protection", "lapse_idle_days"),
}


@dataclass(frozen=True, slots=True)
class Sources:
    """Where rules.yaml, the ``document``, says why protection ends: each place is looked up once."""

    document: Document | None
    _known: dict[tuple[Cause, str | None], tuple[Place | None, bool]] = field(default_factory=dict, init=False)

    def of(self, ending: Ending) -> tuple[Place | None, bool]:
        """Return the place of a reason's rule, None for a decision or a default; and whether the default holds."""
        asked = (ending.cause, ending.grade)
        if asked not in self._known:
            self._known[asked] = _source(*asked, self.document)
        return self._known[asked]


def protection(standing: Standing, rules: Rules, sources: Sources, as_of: date) -> Protection:
    """Return the protection of a customer whose ``standing`` is of ``as_of``; ``sources`` are those in rules.yaml."""
    spells = standing.holdings
    if not spells or (spells[-1].until is not None and spells[-1].until < as_of) or spells[-1].since > as_of:
        return Protection(State.CLOSED, None, None, None, None, None, (), None)
    now = spells[-1]
    previous = next((spell.owner for spell in reversed(spells[:-1]) if spell.owner is not None), None)
    if now.owner is None:
        before = lost(spells)
        since = before[1] if before is not None else now.since
        waits = back_from(spells, previous or "", rules.protection.cool_down_days)
        return Protection(State.POOL, None, previous, since, since, None, _reasons(standing.ended, sources), waits)
    if standing.sold or not standing.ahead:
        return Protection(State.RESTING, now.owner, previous, now.since, None, None, (), None)
    ends = standing.ahead[0].on
    left = (ends - as_of).days
    first_due = _first_due(standing, rules)
    near = left <= rules.protection.warning_days or (first_due is not None and first_due < as_of)
    state = State.WARNING if near else State.RUNNING
    reasons = _reasons(standing.ahead, sources)
    return Protection(state, now.owner, previous, now.since, ends, left - 1, reasons, None, first_due)


def _first_due(standing: Standing, rules: Rules) -> date | None:
    """Return the last day for the first follow-up (P2); None where there was one, or no visit yet."""
    missing = next((one for one in standing.ahead if one.cause is Cause.NO_FOLLOW_UP), None)
    if missing is None:
        return None
    return missing.since + timedelta(days=min(rules.protection.first_follow_up_days, (date.max - missing.since).days))


def _reasons(endings: tuple[Ending, ...], sources: Sources) -> tuple[Reason, ...]:
    return tuple(Reason(ending, *sources.of(ending)) for ending in endings)


def _source(cause: Cause, grade: str | None, document: Document | None) -> tuple[Place | None, bool]:
    if cause is Cause.RELEASE:
        return None, False
    if document is None:
        return Place(RULES), False
    if cause is Cause.GRADE:
        return document.place(("follow_up", grade or "", "pool")), False
    loc = _RULES[cause]
    if document.place(loc, key=True) == document.place(loc[:-1], key=True):  # the key is not there
        return None, True
    return document.place(loc), False
