"""Who owns a customer on which day (客户归属; P1–P6, F10): replayed from the records, one owner a day at most.

The definitions, each with a worked example, are in docs/assignment.md.
"""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from generator.assignment.clock import Cause, Clock, Ending, evidence_of
from generator.grade.grading import Evidence, Grading, Move
from generator.model.dossier import Dossier, Filed
from generator.model.office import Office, Role
from generator.model.record import Channel, Deal, Decision, DecisionKind, Stage, Visit
from generator.model.rules import Rules

OWNERS = (Role.CONSULTANT, Role.LEADER)
"""The roles that may own a customer."""

_HANDOVERS = {DecisionKind.TRANSFER: Cause.TRANSFER, DecisionKind.CLAIM: Cause.CLAIM}
_SOLD = (Stage.SUBSCRIBED, Stage.CONTRACTED, Stage.MORTGAGED, Stage.PAID_OUT)
_END_OF_DAY = 24 * 60


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
class Standing:
    """Where a customer stands on a day: the holdings so far, and what ended or is going to end protection.

    ``ended`` are the reasons that hold for the present stay in the pool, ``ahead`` those that will end protection if
    nothing more happens; both by date. ``sold`` tells whether protection rests because of a subscription.
    """

    holdings: tuple[Holding, ...]
    ended: tuple[Ending, ...]
    ahead: tuple[Ending, ...]
    sold: bool

    @property
    def owner(self) -> str | None:
        """The owner on the last day; None in the pool, or where there is no such day."""
        return self.holdings[-1].owner if self.holdings else None


def holdings(dossier: Dossier, grading: Grading, office: Office, rules: Rules, as_of: date) -> tuple[Holding, ...]:
    """Return the spells of ownership from registration to ``as_of``, or to the day before the customer was closed.

    They are in order of date, without gap or overlap; empty for somebody who is no customer by then. ``grading`` must
    be of ``as_of`` or a later day; no record dated after ``as_of`` counts. Only the ``consultant`` of customer.yaml,
    which bears no date, is read beside the handovers of all days.
    """
    return standing(dossier, grading, office, rules, as_of).holdings


def standing(dossier: Dossier, grading: Grading, office: Office, rules: Rules, as_of: date) -> Standing:
    """Return the holdings up to ``as_of`` as ``holdings`` does, and the reasons behind protection and its end."""
    last = min(as_of, _last_day(dossier))
    if last < dossier.customer.record.registered:
        return Standing((), (), (), sold=False)
    terms = _Terms(dossier, grading, office, rules)
    return _Walk(terms, _first_owner(terms)).run(last)


def owner_on(spells: Sequence[Holding], day: date) -> str | None:
    """Return who owns the customer on a day; None in the pool and outside of the holdings."""
    return next((spell.owner for spell in spells if spell.holds(day)), None)


def may_own(office: Office, person: str) -> bool:
    """Tell whether somebody's role lets them own a customer."""
    found = office.people.get(person)
    return found is not None and found.role in OWNERS


@dataclass(frozen=True, slots=True)
class _Terms:
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


class _Walk:
    """One walk through the days on which something is recorded."""

    def __init__(self, terms: _Terms, first: str) -> None:
        customer = terms.dossier.customer
        registered = customer.record.registered
        self._terms = terms
        self._limits = terms.rules.protection
        evidence = (Evidence(registered, first, customer.path, customer.line("registered")),)
        self._spells = [Holding(first, registered, None, Cause.REGISTERED, evidence)]
        self._clock = Clock(registered, evidence)
        self._ended: dict[Cause, Ending] = {}
        self._stages: dict[str | None, bool] = {}

    def run(self, last: date) -> Standing:
        """Walk to the end of a day."""
        days = _days(self._terms, last)
        for day in sorted(days):
            self._lapse(day)
            self._take(day, days[day])
        self._lapse(last)
        ahead = self._clock.endings(self._limits) if self._owned and not self._sold else ()
        ended = tuple(sorted(self._ended.values(), key=lambda ending: ending.on))
        return Standing(tuple(self._spells), ended, ahead, self._sold)

    @property
    def _owned(self) -> bool:
        return self._spells[-1].owner is not None

    @property
    def _sold(self) -> bool:
        return any(self._stages.values())

    def _lapse(self, day: date) -> None:
        """End protection where a limit was over by a day; note every further reason in the pool."""
        if self._sold:
            return
        for ending in self._clock.endings(self._limits):
            if ending.on <= day:
                self._end(ending)

    def _end(self, ending: Ending) -> None:
        """End protection for a reason; in the pool the reason joins those that are there already."""
        self._ended.setdefault(ending.cause, ending)
        if self._owned:
            self._begin(Holding(None, ending.on, None, ending.cause, ending.evidence))

    def _take(self, day: date, today: _Day) -> None:
        given = False
        visits = deque(today.visits)
        for decision in sorted(today.decisions, key=_minute):
            while visits and visits[0].record.at.minute <= _minute(decision):
                self._return(day, visits.popleft())
            given = self._decide(day, decision) or given
        for visit in visits:
            self._return(day, visit)
        self._clock.count(day, today.visits)
        self._deal(day, today.deals)
        if today.fall is not None and not given:
            self._clock.fall(day, today.fall.evidence)

    def _return(self, day: date, filed: Filed[Visit]) -> None:
        """Let a visit to somebody who may own the customer end the stay in the pool (P3)."""
        visit = filed.record
        if self._owned or visit.channel is not Channel.VISIT or not may_own(self._terms.office, visit.by):
            return
        if not barred(self._spells, visit.by, day, self._limits.cool_down_days):
            self._give(visit.by, day, Cause.RETURN, evidence_of(filed))

    def _decide(self, day: date, filed: Filed[Decision]) -> bool:
        """Follow a decision; tell whether it gave the customer to somebody."""
        decision = filed.record
        evidence = Evidence(day, decision.by, filed.path, filed.line("kind"))
        if decision.kind is DecisionKind.RELEASE:
            self._end(Ending(Cause.RELEASE, day, day, None, (evidence,)))
        elif decision.kind in _HANDOVERS and may_own(self._terms.office, decision.to or ""):
            self._give(decision.to or "", day, _HANDOVERS[decision.kind], evidence)
            return True
        return False

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


def barred(spells: Sequence[Holding], person: str, day: date, cool_down_days: int) -> bool:
    """Tell whether somebody may not have the customer back yet on a day.

    So it is for who lost the customer to the pool, on the first ``cool_down_days`` days there; ``spells`` end in it.
    """
    last = None
    for spell in reversed(spells):
        if spell.owner is not None:
            return spell.owner == person and last is not None and (day - last).days < cool_down_days
        last = spell.since
    return False


def _days(terms: _Terms, last: date) -> Mapping[date, _Day]:
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


def _last_day(dossier: Dossier) -> date:
    """Return the last day on which the customer is one: before closing, and before being merged into another."""
    closed = dossier.customer.record.closed
    ends = [filed.record.at.day for filed in dossier.decisions if _merges(dossier, filed.record)]
    ends += [closed.on] if closed is not None else []
    return min(ends) - timedelta(days=1) if ends else date.max


def _merges(dossier: Dossier, decision: Decision) -> bool:
    return decision.kind is DecisionKind.MERGE and decision.to != dossier.id


def _first_owner(terms: _Terms) -> str:
    """Return who owned the customer at first.

    It is the consultant of customer.yaml, unless a record gave the customer to them later: a transfer, a claim or a
    visit that counted as new. Then it is who had the first contact.
    """
    dossier = terms.dossier
    consultant = dossier.customer.record.consultant
    first = dossier.visits[0].record.by if dossier.visits else consultant
    if first == consultant or not may_own(terms.office, first):
        return consultant
    decisions = (filed.record for filed in dossier.decisions)
    if any(one.kind in _HANDOVERS and one.to == consultant for one in decisions):
        return first
    spells = _Walk(terms, first).run(max(filed.record.at.day for filed in dossier.records)).holdings
    return first if any(spell.cause is Cause.RETURN and spell.owner == consultant for spell in spells) else consultant
