"""The replay of design section 4: the official grade day by day, with movement, approval and override.

The records are walked once, in order of date, on the days that matter (``agenda``). On each day, in this order: an
override pins the grade; fresh evidence lifts a cap; the computed grade counts, a fall waits where it needs approval;
then the downgrade rules that are due are applied. All days are whole days of the office's calendar, bounds included.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from copy import copy
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from heapq import heapify, heappop, heappush

from generator.grade.agenda import Agenda, Calendar, Horizon, agenda, calendar, horizon
from generator.grade.facts import Facts
from generator.grade.grading import (
    Cap,
    Cause,
    Event,
    Evidence,
    Move,
    NextFall,
    Override,
    Pending,
    Shift,
    Turn,
    Value,
)
from generator.grade.ruleset import Fall, Ruleset
from generator.grade.scheme import Cuts, Verdict, verdict
from generator.grade.timeline import Timeline
from generator.model.dossier import Dossier, Filed
from generator.model.office import Office, Role
from generator.model.record import Channel, Decision, DecisionKind
from generator.model.rules import Method

LOOK_AHEAD = timedelta(days=60)
_ANSWERS = (Channel.FOLLOW_UP, Channel.MESSAGE)

CutsOn = Callable[[str, date], Cuts]
"""Gives the cuts of a share scheme, by name, on a day; no cuts for schemes of other methods."""


@dataclass(slots=True)
class State:
    """Where the replay stands after a day. ``since`` begins the period that downgrade rules count from."""

    since: date
    grade: str | None = None
    verdict: Verdict | None = None
    cap: Cap | None = None
    pending: Pending | None = None
    override: Override | None = None
    graded_before: bool = False
    history: list[Move | Turn] = field(default_factory=list)

    def fork(self) -> State:
        """Return a state that can be gone on from while this one stays."""
        return replace(self, history=list(self.history))


@dataclass(frozen=True, slots=True)
class Today:
    """What one day brings: the official scheme's verdict, the shifts since the day before, the records."""

    day: date
    verdict: Verdict
    shifts: tuple[Shift, ...]
    fresh: tuple[Evidence, ...]
    records: tuple[Evidence, ...]
    decisions: tuple[Filed[Decision], ...]


@dataclass(frozen=True, slots=True)
class Terms:
    """What every customer of an office is judged by.

    ``cuts`` gives a share scheme's cuts on a day; ``evidence_keys`` are the judged keys that count as fresh evidence.
    """

    ruleset: Ruleset
    office: Office
    cuts: CutsOn
    span: Horizon
    calendar: Calendar
    evidence_keys: frozenset[str]


def terms(ruleset: Ruleset, office: Office, cuts: CutsOn) -> Terms:
    """Return the terms of an office under a ruleset."""
    return Terms(ruleset, office, cuts, horizon(ruleset), calendar(ruleset), _evidence_keys(ruleset))


class Replay:
    """The replay of one customer's records up to ``end``; the dossier must hold no record after that day.

    ``timeline`` is the dossier's, where it is there already. ``beyond`` is, after a run, the first day that the look
    ahead did not reach, and on which something could change. ``brought`` are merges (P9) whose records count from the
    first day of the run on: that day is judged as if the other entry had told all of it then.
    """

    def __init__(
        self,
        dossier: Dossier,
        terms: Terms,
        timeline: Timeline | None = None,
        brought: tuple[Evidence, ...] = (),
    ) -> None:
        self.dossier = dossier
        self.ruleset = terms.ruleset
        self.office = terms.office
        self.span = terms.span
        self.cuts = terms.cuts
        self.scheme = terms.ruleset.official
        self.timeline = timeline or Timeline(dossier, terms.ruleset, terms.office)
        self.evidence_keys = terms.evidence_keys
        self.brought = brought
        self.beyond = date.max
        self.overrides = [
            filed
            for filed in dossier.decisions
            if filed.record.kind is DecisionKind.OVERRIDE and filed.record.to in self.scheme.grades
        ]

    def run(self, start: date, end: date, state: State | None = None) -> tuple[State, NextFall | None]:
        """Return the state at the end of ``end``, and the fall that comes next if nothing new is recorded.

        A ``state`` of the evening before ``start`` is gone on from; without one the history begins.
        """
        last = end + LOOK_AHEAD if self.ruleset.falls and not self.span.daily else end
        state, waiting, planned = self._days(start, end, last, state)
        ahead = copy(state)
        ahead.history = []
        while waiting:
            self._advance(ahead, waiting, planned, last)
            if (fall := _fall_in(ahead)) is not None:
                return state, fall
        return state, None

    def until(self, start: date, end: date, state: State) -> State:
        """Return the state at the end of ``end``, gone on from that of the evening before ``start``."""
        return self._days(start, end, end, state)[0]

    def _days(self, start: date, end: date, last: date, state: State | None) -> tuple[State, list[date], Agenda]:
        """Take all days up to ``end``; return the state then, and the days up to ``last`` that still wait."""
        planned = agenda(self.dossier, self.office, self.span, last)
        self.beyond = planned.beyond
        waiting = list(planned.days)
        if state is None:
            state = State(since=start)
        else:
            planned = Agenda(planned.days, planned.verdict | {start}, planned.beyond)
            counted = [state.since + timedelta(days=passed) for passed in (1, *self.span.in_grade)]
            self.beyond = min(self.beyond, *(day if day > last else date.max for day in counted))
            waiting = [day for day in (start, *planned.days, *counted) if start <= day <= last]
        heapify(waiting)
        while waiting and waiting[0] <= end:
            self._advance(state, waiting, planned, last)
        return state, waiting, planned

    def _advance(self, state: State, waiting: list[date], planned: Agenda, last: date) -> None:
        """Take the next waiting day; where a period began, let the days wait that its rules count to."""
        day = heappop(waiting)
        while waiting and waiting[0] == day:
            heappop(waiting)
        since, turns = state.since, len(state.history)
        self._step(state, day, same_verdict=day not in planned.verdict)
        if state.since != since or len(state.history) != turns:
            for passed in (1, *self.span.in_grade):
                then = state.since + timedelta(days=passed)
                if day < then <= last:
                    heappush(waiting, then)
                elif then > last:
                    self.beyond = min(self.beyond, then)

    def _step(self, state: State, day: date, *, same_verdict: bool) -> None:
        """Take the state from the evening before to the evening of ``day``."""
        today = self._today(state, day, same_verdict=same_verdict)
        state.verdict = today.verdict
        override = self._override(day, today.verdict.grade)
        if override is not None:
            _pin(state, today, override)
            self._decide(state, today)
            return
        ended = state.override is not None
        lifted = bool(today.fresh) and state.cap is not None
        if ended or lifted:
            state.cap, state.since = None, day
        if ended:
            state.override = None
        cause = (
            Cause.OVERRIDE_END if ended else Cause.LIFTED if lifted else Cause.EVIDENCE if today.records else Cause.TIME
        )
        self._settle(state, today, cause, (), waits=not ended)
        self._fall(state, today)
        self._decide(state, today)

    def _today(self, state: State, day: date, *, same_verdict: bool) -> Today:
        """Return what a day brings; on a day that can't change the scheme's verdict that of the day before stands."""
        decisions = tuple(filed for filed in self.dossier.decisions if filed.record.at.day == day)
        if same_verdict and state.verdict is not None:
            return Today(day, state.verdict, (), (), (), decisions)
        said = verdict(self.scheme, Facts(self.timeline, day), self.cuts(self.scheme.name, day))
        judged = self.timeline.judged_on(day)
        shifts = tuple(_shifts(state.verdict, said))
        if self.brought and self.brought[0].at == day:
            judged = {**self._joined_since(day, state), **judged}
        fresh = tuple(evidence for key, evidence in judged.items() if key in self.evidence_keys)
        records = tuple(self._records_on(day, judged, shifts))
        return Today(day, said, shifts, fresh, records, decisions)

    def _joined_since(self, day: date, state: State) -> dict[str, Evidence]:
        """Return the latest judgements that a merge brings on its day, of those made since the present cap was set."""
        since = state.cap.since if state.cap is not None else day
        latest = {key: self.timeline.judgement(key, day) for key in self.timeline.judgements}
        found = {key: judgement[2] for key, judgement in latest.items() if judgement is not None}
        own = f"{self.dossier.folder}/"
        return {key: one for key, one in found.items() if one.at >= since and not one.path.startswith(own)}

    def _records_on(self, day: date, judged: Mapping[str, Evidence], shifts: Iterable[Shift]) -> Iterator[Evidence]:
        """Yield the records of a day: with the line that judged something new, else with their first line."""
        telling = {judged[shift.name] for shift in shifts if shift.name in judged}
        yield from sorted(telling, key=lambda evidence: (evidence.path, evidence.line))
        told = {evidence.path for evidence in telling}
        yield from (evidence for evidence in self.brought if evidence.at == day)
        for visit in self.dossier.visits:
            if visit.record.at.day == day and visit.path not in told:
                yield Evidence(day, visit.record.by, visit.path, 1)
        for deal in self.dossier.deals:
            if deal.record.at.day == day:
                yield Evidence(day, self.dossier.customer.record.consultant, deal.path, 1)

    def _override(self, day: date, computed: str | None) -> Override | None:
        """Return the override that holds on a day: the latest one decided by then, if it has not ended."""
        latest = next((filed for filed in reversed(self.overrides) if filed.record.at.day <= day), None)
        if latest is None:
            return None
        record = latest.record
        if record.to is None or record.until is None or record.until < day:
            return None
        return Override(record.to, record.at.day, record.until, record.by, record.reason, latest.path, computed)

    def _settle(self, state: State, today: Today, cause: Cause, rules: tuple[str, ...], *, waits: bool = True) -> None:
        """Let the computed grade under the cap become official, or wait where the fall needs approval.

        After an override nothing ``waits``: the grade that it set is no floor.
        """
        target = _worse(self.scheme.grades, today.verdict.grade, state.cap.to if state.cap else None)
        if (
            waits
            and target is not None
            and state.grade is not None
            and target in self.ruleset.approvals
            and self._is_fall(state.grade, target)
        ):
            if state.pending is None or state.pending.to != target:
                state.pending = Pending(target, today.day)
                state.history.append(Turn(today.day, Event.WAITING, target, rules, today.records))
            return
        if state.pending is not None:
            state.history.append(Turn(today.day, Event.CANCELLED, state.pending.to, (), today.records))
            state.pending = None
        if target != state.grade:
            _move(state, today, target, cause, rules)

    def _fall(self, state: State, today: Today) -> None:
        """Apply the downgrade rules that are due, one grade after the other; fresh evidence holds them off."""
        for _grade in self.scheme.grades:
            due = self._due(state, today)
            if not due:
                return
            rules = tuple(fall.id for fall in due)
            if today.fresh:
                if state.since != today.day:
                    state.since = today.day
                    state.history.append(Turn(today.day, Event.RENEWED, due[0].after, rules, today.fresh))
                return
            state.cap = Cap(max((fall.after for fall in due), key=self.scheme.rank), today.day, rules)
            self._settle(state, today, Cause.DOWNGRADE, rules)

    def _due(self, state: State, today: Today) -> list[Fall]:
        """Return the downgrade rules that fall due on a day and are not in force already."""
        falls = self.ruleset.falls_from.get(state.grade, ())
        in_grade = (today.day - state.since).days
        if all(in_grade < fall.after_days for fall in falls):
            return []
        given: dict[str, Value | None] = {"grade": state.grade, "days_in_grade": float(in_grade)}
        lookup = Facts(self.timeline, today.day, given).value
        return [
            fall
            for fall in falls
            if in_grade >= fall.after_days
            and (state.cap is None or self.scheme.rank(state.cap.to) < self.scheme.rank(fall.after))
            and (fall.when is None or fall.when.truth(lookup) is True)
            and (fall.unless is None or fall.unless.truth(lookup) is not True)
        ]

    def _decide(self, state: State, today: Today) -> None:
        """Take the day's approvals: one completes the waiting fall if a follow-up record goes with it (F9)."""
        for filed in today.decisions:
            decision = filed.record
            if decision.kind is not DecisionKind.APPROVE_DOWNGRADE:
                continue
            evidence = (Evidence(today.day, decision.by, filed.path, 1),)
            pending = state.pending
            if (
                pending is not None
                and decision.to == pending.to
                and self._may_approve(decision)
                and self._followed_up(pending.since, today.day)
            ):
                state.pending = None
                _enter(state, Move(today.day, state.grade, pending.to, Cause.APPROVED, evidence=evidence))
                self._fall(state, today)
            else:
                state.history.append(Turn(today.day, Event.REFUSED, decision.to, (), evidence))

    def _may_approve(self, decision: Decision) -> bool:
        person = self.office.people.get(decision.by)
        return person is not None and person.role in {Role.MANAGER, self.ruleset.approvals.get(decision.to or "")}

    def _followed_up(self, since: date, until: date) -> bool:
        return any(since <= day <= until for channel in _ANSWERS for day in self.timeline.contacts[channel])

    def _is_fall(self, before: str, after: str) -> bool:
        return self.scheme.rank(after) > self.scheme.rank(before)


def _pin(state: State, today: Today, override: Override) -> None:
    """Let an override set the grade; nothing falls due and nothing waits while it holds."""
    state.cap = None
    if state.pending is not None:
        state.history.append(Turn(today.day, Event.CANCELLED, state.pending.to, (), ()))
        state.pending = None
    if state.override is None or state.override.path != override.path:
        state.override = override
    if state.grade != override.to:
        evidence = Evidence(override.at, override.by, override.path, 1)
        _enter(state, Move(today.day, state.grade, override.to, Cause.OVERRIDE, evidence=(evidence,)))


def _move(state: State, today: Today, after: str | None, cause: Cause, rules: tuple[str, ...]) -> None:
    """Let the official grade move by what the day's records or its calendar say."""
    if not state.graded_before:
        cause = Cause.FIRST
    shifts = () if cause is Cause.DOWNGRADE else today.shifts
    _enter(state, Move(today.day, state.grade, after, cause, rules, shifts, today.records))


def _enter(state: State, move: Move) -> None:
    state.history.append(move)
    state.graded_before = True
    state.grade, state.since = move.after, move.on


def _shifts(before: Verdict | None, after: Verdict) -> Iterator[Shift]:
    for name, level in after.levels.items():
        was = None if before is None else before.levels[name]
        if was != level:
            yield Shift(name, was, level)


def _worse(grades: tuple[str, ...], computed: str | None, cap: str | None) -> str | None:
    """Return the worse of the computed grade and the cap; None where nothing is computed."""
    return computed if computed is None or cap is None else max(computed, cap, key=grades.index)


def _fall_in(state: State) -> NextFall | None:
    """Return the fall by rule that the history of a look-ahead holds, if it does."""
    for entry in state.history:
        if isinstance(entry, Move) and entry.cause is Cause.DOWNGRADE and entry.after is not None:
            return NextFall(entry.rules[0], entry.after, entry.on)
        if isinstance(entry, Turn) and entry.event is Event.WAITING and entry.rules and entry.to is not None:
            return NextFall(entry.rules[0], entry.to, entry.on)
    return None


def _evidence_keys(ruleset: Ruleset) -> frozenset[str]:
    """Return the keys whose judgement is fresh evidence: binding indicators, or what the conditions judge."""
    scheme = ruleset.official
    if scheme.method is Method.LOWEST:
        return frozenset(scheme.binding)
    auxiliary = {name for name, rule in scheme.indicators.items() if rule.auxiliary}
    return frozenset(name for name in scheme.names() if name in ruleset.judged and name not in auxiliary)
