"""The protection clock as people see it (P2, P3): running and until when, resting, or over and for which reasons."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from generator.assignment.clock import Cause, Ending
from generator.assignment.holding import Standing, back_from, lost
from generator.model.rules import Rules
from generator.read.document import Document, Loc
from generator.read.problem import Place
from generator.read.tree import RULES


class State(StrEnum):
    """Whether a customer is protected."""

    RUNNING = "running"  # belongs to the owner; ends on a day if nothing happens
    WARNING = "warning"  # the same, and that day is near
    RESTING = "resting"  # subscribed: does not end
    POOL = "pool"  # over: the customer is in the pool
    CLOSED = "closed"  # no customer on that day: not registered yet, or closed


@dataclass(frozen=True, slots=True)
class Reason:
    """One reason why protection ended or is going to end, and the place of its rule; None for a decision."""

    ending: Ending
    rule: Place | None


@dataclass(frozen=True, slots=True)
class Protection:
    """A customer's protection at the end of a day.

    ``owner`` is who has the customer (None in the pool), ``previous`` who had them before, ``since`` the first day of
    that. ``ends`` is the first day without protection: past in the pool, to come while it runs, None while it rests.
    ``days_left`` counts the days after today that are still protected: 0 on the last one. ``reasons`` are all that
    hold in the pool, all that lie ahead otherwise, by date; the first of them decides. ``back_from`` is the first day
    on which the previous owner may have the customer back, where they have to wait.
    """

    state: State
    owner: str | None
    previous: str | None
    since: date | None
    ends: date | None
    days_left: int | None
    reasons: tuple[Reason, ...]
    back_from: date | None


_RULES: Mapping[Cause, Loc] = {
    Cause.NO_FOLLOW_UP: ("protection", "lapse_without_first_days"),
    Cause.SILENCE: ("protection", "lapse_idle_days"),
}


def protection(standing: Standing, rules: Rules, document: Document | None, as_of: date) -> Protection:
    """Return the protection of a customer whose ``standing`` is of ``as_of``; ``document`` is that of rules.yaml."""
    spells = standing.holdings
    if not spells or (spells[-1].until is not None and spells[-1].until < as_of) or spells[-1].since > as_of:
        return Protection(State.CLOSED, None, None, None, None, None, (), None)
    now = spells[-1]
    previous = next((spell.owner for spell in reversed(spells[:-1]) if spell.owner is not None), None)
    if now.owner is None:
        before = lost(spells)
        since = before[1] if before is not None else now.since
        waits = back_from(spells, previous or "", rules.protection.cool_down_days)
        return Protection(State.POOL, None, previous, since, since, None, _reasons(standing.ended, document), waits)
    if standing.sold or not standing.ahead:
        return Protection(State.RESTING, now.owner, previous, now.since, None, None, (), None)
    ends = standing.ahead[0].on
    left = (ends - as_of).days
    state = State.WARNING if left <= rules.protection.warning_days else State.RUNNING
    reasons = _reasons(standing.ahead, document)
    return Protection(state, now.owner, previous, now.since, ends, left - 1, reasons, None)


def _reasons(endings: tuple[Ending, ...], document: Document | None) -> tuple[Reason, ...]:
    return tuple(Reason(ending, _rule(ending, document)) for ending in endings)


def _rule(ending: Ending, document: Document | None) -> Place | None:
    """Return the place of the rule behind an ending, or of what comes nearest where the default holds."""
    if ending.cause is Cause.RELEASE:
        return None
    if document is None:
        return Place(RULES)
    if ending.cause is not Cause.GRADE:
        return document.place(_RULES[ending.cause])
    return document.place(("follow_up", ending.grade or "", "pool"))
