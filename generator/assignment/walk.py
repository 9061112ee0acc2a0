"""The replay of ownership: one walk through the days on which something about a customer is recorded."""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Mapping, Sequence
from datetime import date, timedelta

from generator.assignment.clock import Cause, Clock, Ending, evidence_of
from generator.assignment.holding import Early, Holding, Standing, back_from, lost
from generator.grade.grading import Evidence, Grading, Move
from generator.model.dossier import Dossier, Filed
from generator.model.office import Office, Role
from generator.model.record import Channel, Deal, Decision, DecisionKind, Stage, Visit
from generator.model.rules import Rules
from generator.values import dataclass, field, replace

OWNERS = (Role.CONSULTANT, Role.LEADER)
"""The roles that may own a customer."""
HANDOVERS = {DecisionKind.TRANSFER: Cause.TRANSFER, DecisionKind.CLAIM: Cause.CLAIM}
"""The decisions that give a customer to somebody."""

_SOLD = (Stage.SUBSCRIBED, Stage.CONTRACTED, Stage.MORTGAGED, Stage.PAID_OUT)
_END_OF_DAY = 24 * 60


@dataclass(frozen=True, slots=True)
class Terms:
    """All that ownership follows from."""

    dossier: Dossier
    grading: Grading
    office: Office
    rules: Rules


@dataclass(slots=True)
class _Day:
    """The records of one day."""

    visits: list[Filed[Visit]] = field(default_factory=list)
    decisions: list[Filed[Decision]] = field(default_factory=list)
    deals: list[Filed[Deal]] = field(default_factory=list)
    fall: Move | None = None


def _minute(filed: Filed[Decision]) -> int:
    """Return the minute of its day at which a decision counts: without a time, after all contacts of the day."""
    minute = filed.record.at.minute
    return _END_OF_DAY if minute < 0 else minute


class Walk:
    """One walk through the days on which something is recorded."""

    def __init__(self, terms: Terms, first: str) -> None:
        customer = terms.dossier.customer
        registered = customer.record.registered
        self._terms = terms
        self._limits = terms.rules.protection
        evidence = (Evidence(registered, first, customer.path, customer.line("registered")),)
        self._spells = [Holding(first, registered, None, Cause.REGISTERED, evidence)]
        self._clock = Clock(registered, evidence)
        self._ended: dict[Cause, Ending] = {}
        self._stages: dict[str | None, bool] = {}
        self._returns: list[Evidence] = []
        self._early: list[Early] = []

    def run(self, last: date) -> Standing:
        """Walk to the end of a day."""
        days = _days(self._terms, last)
        for day in sorted(days):
            self._lapse(day)
            self._take(day, days[day])
        self._lapse(last)
        ahead = self._clock.endings(self._limits) if self._owned and not self._sold else ()
        ended = tuple(sorted(self._ended.values(), key=lambda ending: ending.on))
        return Standing(tuple(self._spells), ended, ahead, self._sold, tuple(self._returns), tuple(self._early))

    @property
    def _owned(self) -> bool:
        return self._spells[-1].owner is not None

    @property
    def _sold(self) -> bool:
        return any(self._stages.values())

    def _lapse(self, day: date) -> None:
        """End protection where a limit was over by a day; note every further reason in the pool, each once."""
        if self._sold:
            return
        for ending in self._clock.endings_by(day, self._limits, self._ended):
            self._end(ending)

    def _end(self, ending: Ending) -> None:
        """End protection for a reason; in the pool the reason joins those that are there already."""
        self._ended.setdefault(ending.cause, ending)
        if self._owned:
            self._begin(Holding(None, ending.on, None, ending.cause, ending.evidence))

    def _take(self, day: date, today: _Day) -> None:
        given = False
        visits = deque(today.visits)
        for decision in sorted(today.decisions, key=_minute) if today.decisions else ():
            while visits and visits[0].record.at.minute <= _minute(decision):
                self._return(day, visits.popleft())
            given = self._decide(day, decision) or given
        while visits and not self._owned:
            self._return(day, visits.popleft())
        self._clock.count(today.visits)
        if today.deals:
            self._deal(day, today.deals)
        if today.fall is not None and not given:
            self._clock.fall(today.fall)

    def _return(self, day: date, filed: Filed[Visit]) -> None:
        """Let a visit to somebody who may own the customer end the stay in the pool (P3)."""
        visit = filed.record
        if self._owned or visit.channel is not Channel.VISIT or not may_own(self._terms.office, visit.by):
            return
        free = back_from(self._spells, visit.by, self._limits.cool_down_days)
        if free is None or free <= day:
            self._returns.append(evidence_of(filed))
            self._give(visit.by, day, Cause.RETURN, self._returns[-1])

    def _decide(self, day: date, filed: Filed[Decision]) -> bool:
        """Follow a decision; tell whether it gave the customer to somebody."""
        decision = filed.record
        evidence = Evidence(day, decision.by, filed.path, filed.line("kind"))
        if decision.kind is DecisionKind.RELEASE:
            self._end(Ending(Cause.RELEASE, day, day, None, (evidence,)))
        elif decision.kind in HANDOVERS and may_own(self._terms.office, decision.to or ""):
            self._note_early(decision.to or "", day, evidence)
            self._give(decision.to or "", day, HANDOVERS[decision.kind], evidence)
            return True
        return False

    def _note_early(self, to: str, day: date, decision: Evidence) -> None:
        free, before = back_from(self._spells, to, self._limits.cool_down_days), lost(self._spells)
        if free is not None and before is not None and day < free:
            self._early.append(Early(to, before[1], free, decision))

    def _deal(self, day: date, deals: Sequence[Filed[Deal]]) -> None:
        """Let protection rest while a subscription holds; its cancellation starts the clock anew."""
        before = self._sold
        for filed in deals:
            stage = filed.record.stage
            if stage is Stage.CANCELLED:
                self._stages[filed.record.unit] = False
            elif stage in _SOLD:
                self._stages[filed.record.unit] = True
        owner = self._spells[-1].owner
        if before and not self._sold and owner is not None:
            self._clock = Clock(day, (Evidence(day, owner, deals[-1].path, deals[-1].line("stage")),))

    def _give(self, owner: str, day: date, cause: Cause, evidence: Evidence) -> None:
        self._ended = {}
        self._clock = Clock(day, (evidence,))
        self._begin(Holding(owner, day, None, cause, (evidence,)))

    def _begin(self, holding: Holding) -> None:
        """Begin a spell; one that began on the same day, or would have, was none."""
        while self._spells and self._spells[-1].since >= holding.since:
            self._spells.pop()
        if self._spells:
            self._spells[-1] = replace(self._spells[-1], until=holding.since - timedelta(days=1))
        self._spells.append(holding)


def may_own(office: Office, person: str) -> bool:
    """Tell whether somebody's role lets them own a customer."""
    found = office.people.get(person)
    return found is not None and found.role in OWNERS


def _days(terms: Terms, last: date) -> Mapping[date, _Day]:
    """Return what was recorded on each day from registration to ``last``."""
    dossier = terms.dossier
    first = dossier.customer.record.registered
    days: dict[date, _Day] = defaultdict(_Day)
    for visit in dossier.visits:
        if first <= visit.record.at.day <= last:
            days[visit.record.at.day].visits.append(visit)
    for decision in dossier.decisions:
        if first <= decision.record.at.day <= last:
            days[decision.record.at.day].decisions.append(decision)
    for deal in dossier.deals:
        if first <= deal.record.at.day <= last:
            days[deal.record.at.day].deals.append(deal)
    pooled = {grade for grade, duty in terms.rules.follow_up.grades.items() if duty.pool}
    for move in terms.grading.moves if pooled else ():
        if move.after in pooled and move.before not in pooled and first <= move.on <= last:
            days[move.on].fall = move
    return days
