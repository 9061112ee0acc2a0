"""The replay of design section 4: the official grade day by day, with movement, approval and override.

The records are walked once, in order of date, on the days that matter: those that the records fix (``agenda``), and
those on which a downgrade rule of the present grade can fall due. On each day, in this order: an override pins the
grade; fresh evidence lifts a cap; the computed grade counts, a fall waits where it needs approval; then the downgrade
rules that are due are applied. All days are whole days of the office's calendar, bounds included.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Mapping
from datetime import date, timedelta

from generator.grade.agenda import agenda
from generator.grade.grading import Cap, Cause, Event, Evidence, Move, NextFall, Override, Pending, Turn
from generator.grade.ruleset import Fall
from generator.grade.terms import Terms
from generator.grade.timeline import Timeline
from generator.grade.today import Records, State, Today
from generator.model.dossier import Dossier, Filed
from generator.model.office import Role
from generator.model.record import Channel, Decision, DecisionKind
from generator.values import dataclass

LOOK_AHEAD = timedelta(days=60)
_A_DAY = timedelta(days=1)
_ANSWERS = (Channel.FOLLOW_UP, Channel.MESSAGE)


@dataclass(frozen=True, slots=True)
class Outlook:
    """What comes if nothing new is recorded: the next fall, None for none within LOOK_AHEAD.

    ``until`` is the first day on which the state, or this outlook, can be another.
    """

    fall: NextFall | None
    until: date


class Replay:
    """The replay of one customer's records up to the end of a run; the dossier must hold no record after that day.

    ``timeline`` is the dossier's, where it is there already. ``brought`` are merges (P9) whose records count from the
    first day of the run on: that day is judged as if the other entry had told all of it then.
    """

    def __init__(
        self, dossier: Dossier, terms: Terms, timeline: Timeline | None = None, brought: tuple[Evidence, ...] = ()
    ) -> None:
        self.terms = terms
        self.dossier = dossier
        self.ruleset = terms.ruleset
        self.scheme = terms.ruleset.official
        self.timeline = timeline or Timeline(dossier, terms.ruleset, terms.office)
        self.records = Records(dossier, self.timeline, brought, terms.evidence_keys)
        self.fixed: Mapping[date, bool] = {}
        self.fixed_days: list[date] = []
        self.decisions: dict[date, list[Filed[Decision]]] = {}
        for filed in dossier.decisions:
            self.decisions.setdefault(filed.record.at.day, []).append(filed)
        self.overrides = [
            filed
            for filed in dossier.decisions
            if filed.record.kind is DecisionKind.OVERRIDE and filed.record.to in self.scheme.grades
        ]

    def run(self, start: date, end: date, state: State | None = None) -> tuple[State, Outlook]:
        """Return the state at the end of ``end``, and what comes next if nothing new is recorded.

        A ``state`` of the evening before ``start`` is gone on from; without one the history begins.
        """
        state = self.until(start, end, state)
        return state, self._outlook(state, end)

    def until(self, start: date, end: date, state: State | None = None) -> State:
        """Return the state at the end of ``end``, as ``run`` does, and don't look ahead."""
        joins = (start,) if self.records.brought and state is not None else ()
        last = end + timedelta(days=1) if self.terms.span.daily else date.max
        self.fixed = agenda(self.records, self.terms.span, last, joins)
        self.fixed_days = [*self.fixed]
        state = State(since=start) if state is None else state
        for day in self._days(state, start):
            if day > end:
                break
            self._take(state, day)
        return state

    def _outlook(self, state: State, end: date) -> Outlook:
        """Look ahead from the end of a run: further days are taken as if nobody recorded anything any more."""
        sight = LOOK_AHEAD if self.ruleset.falls and not self.terms.span.daily else timedelta()
        ahead, changed = state.fork(), date.max
        ahead.history.clear()
        for day in self._days(ahead, end + timedelta(days=1)):
            if day > end + sight:
                return Outlook(None, min(changed, day - sight))
            self._take(ahead, day)
            if changed == date.max and (ahead.history or _standing(ahead) != _standing(state)):
                changed = day
            if (fall := _fall_in(ahead)) is not None:
                return Outlook(fall, changed)
        return Outlook(None, changed)

    def _days(self, state: State, start: date) -> Iterator[date]:
        """Yield the days that matter from ``start`` on; before the next one is asked for, the state is taken there.

        With every period (a grade since a day) begin other days on which its rules can fall due.
        """
        fixed, falls = self.fixed_days, self.terms.span.falls
        place, day = bisect_left(fixed, start), start
        since: date | None = None
        grade: str | None = None
        falling: list[date] = []
        while True:
            if state.since is not since or state.grade != grade:
                since, grade = state.since, state.grade
                spans = falls.get(grade)
                falling = [] if spans is None else spans.days(self.timeline.days, since, day)
            if place < len(fixed) and (not falling or fixed[place] <= falling[-1]):
                day = fixed[place]
                place += 1
            elif falling:
                day = falling[-1]
            else:
                return
            if falling and falling[-1] == day:
                falling.pop()
            yield day
            day += _A_DAY

    def _take(self, state: State, day: date) -> None:
        """Take the state from the evening before to the evening of ``day``, one that matters.

        On a day that the records do not fix there is nothing to settle: only a rule can fall due, and none does while
        an override holds.
        """
        verdict_moves = self.fixed.get(day)
        if verdict_moves is not None:
            self._step(state, day, self._today(state, day, same_verdict=not verdict_moves))
        elif state.override is None and self._due(state, day):
            self._fall(state, self._today(state, day, same_verdict=True))

    def _today(self, state: State, day: date, *, same_verdict: bool) -> Today:
        """Return what a day brings; on a day that can't change the scheme's verdict that of the day before stands."""
        if same_verdict and state.verdict is not None:
            return Today(day, state.verdict)
        name = self.scheme.name
        said = self.terms.answers.verdict(name, self.timeline, day, self.terms.cuts(name, day))
        return Today(day, said, state.verdict, state.cap, self.records)

    def _step(self, state: State, day: date, today: Today) -> None:
        """Take the state from the evening before to the evening of ``day``, whatever it brings."""
        state.verdict = today.verdict
        override = self._override(day, today.verdict.grade) if self.overrides else None
        if override is not None:
            _pin(state, today, override)
            self._decide(state, today)
            return
        ended = state.override is not None
        lifted = state.cap is not None and today.renews
        if ended or lifted:
            state.cap, state.since = None, day
        if ended:
            state.override = None
        cause = Cause.OVERRIDE_END if ended else Cause.LIFTED if lifted else None
        self._settle(state, today, cause, (), waits=not ended)
        if state.grade in self.terms.dues:
            self._fall(state, today)
        if self.decisions:
            self._decide(state, today)

    def _override(self, day: date, computed: str | None) -> Override | None:
        """Return the override that holds on a day: the latest one decided by then, if it has not ended."""
        latest = next((filed for filed in reversed(self.overrides) if filed.record.at.day <= day), None)
        if latest is None:
            return None
        record = latest.record
        if record.to is None or record.until is None or record.until < day:
            return None
        return Override(record.to, record.at.day, record.until, record.by, record.reason, latest.path, computed)

    def _settle(
        self, state: State, today: Today, cause: Cause | None, rules: tuple[str, ...], *, waits: bool = True
    ) -> None:
        """Let the computed grade under the cap become official, or wait where the fall needs approval.

        After an override nothing ``waits``: the grade that it set is no floor.
        """
        target = today.verdict.grade
        if state.cap is not None and target is not None and self._is_fall(target, state.cap.to):
            target = state.cap.to
        if target == state.grade and state.pending is None:
            return
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
            due = self._due(state, today.day)
            if not due:
                return
            rules = tuple(fall.id for fall in due)
            if today.renews:
                if state.since != today.day:
                    state.since = today.day
                    state.history.append(Turn(today.day, Event.RENEWED, due[0].after, rules, today.fresh))
                return
            state.cap = Cap(max((fall.after for fall in due), key=self.scheme.rank), today.day, rules)
            self._settle(state, today, Cause.DOWNGRADE, rules)

    def _due(self, state: State, day: date) -> list[Fall]:
        """Return the downgrade rules that fall due on a day and are not in force already."""
        due: list[Fall] = []
        rules = self.terms.dues.get(state.grade)
        if rules is None:
            return due
        in_grade = (day - state.since).days
        cap = -1 if state.cap is None else self.scheme.rank(state.cap.to)
        for one in rules:
            if in_grade < one.fall.after_days or cap >= one.rank:
                continue
            if one.falls(self.timeline, day, state.grade, in_grade):
                due.append(one.fall)
        return due

    def _decide(self, state: State, today: Today) -> None:
        """Take the day's approvals: one completes the waiting fall if a follow-up record goes with it (F9)."""
        for filed in self.decisions.get(today.day, ()):
            decision = filed.record
            if decision.kind is not DecisionKind.APPROVE_DOWNGRADE:
                continue
            paper = (Evidence(today.day, decision.by, filed.path, 1),)
            pending = state.pending
            if (
                pending is not None
                and decision.to == pending.to
                and self._may_approve(decision)
                and self._followed_up(pending.since, today.day)
            ):
                state.pending = None
                _enter(state, Move(today.day, state.grade, pending.to, Cause.APPROVED, evidence=paper))
                self._fall(state, today)
            else:
                state.history.append(Turn(today.day, Event.REFUSED, decision.to, (), paper))

    def _may_approve(self, decision: Decision) -> bool:
        person = self.terms.office.people.get(decision.by)
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
        paper = (Evidence(override.at, override.by, override.path, 1),)
        _enter(state, Move(today.day, state.grade, override.to, Cause.OVERRIDE, evidence=paper))


def _move(state: State, today: Today, after: str | None, cause: Cause | None, rules: tuple[str, ...]) -> None:
    """Let the official grade move by what the day's records or its calendar say; without a cause one of these is it."""
    records = today.records
    if not state.graded_before:
        cause = Cause.FIRST
    elif cause is None:
        cause = Cause.EVIDENCE if records else Cause.TIME
    shifts = () if cause is Cause.DOWNGRADE else today.shifts
    _enter(state, Move(today.day, state.grade, after, cause, rules, shifts, records))


def _enter(state: State, move: Move) -> None:
    state.history.append(move)
    state.graded_before = True
    state.grade, state.since = move.after, move.on


def _standing(state: State) -> tuple[object, ...]:
    return state.since, state.grade, state.cap, state.pending, state.override


def _fall_in(state: State) -> NextFall | None:
    """Return the fall by rule that the history of a look-ahead holds, if it does."""
    for entry in state.history:
        if isinstance(entry, Move) and entry.cause is Cause.DOWNGRADE and entry.after is not None:
            return NextFall(entry.rules[0], entry.after, entry.on)
        if isinstance(entry, Turn) and entry.event is Event.WAITING and entry.rules and entry.to is not None:
            return NextFall(entry.rules[0], entry.to, entry.on)
    return None
