"""The value of every name on one day: built-in facts, facts of the rules, judged keys, fields of the customer."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date

from generator.grade.condition import Lookup
from generator.grade.grading import Evidence, Value
from generator.grade.ruleset import IndicatorRule, Table
from generator.grade.timeline import Timeline
from generator.model.record import Channel, Stage

Levelled = tuple[str | None, Evidence | None, bool]
"""An indicator's level, the judgement behind it, and whether that judgement is too old to count."""


class Facts:
    """What was known of one customer at the end of ``day``. Values are worked out when first asked for, and kept.

    ``given`` values come before all others: the grade and days in it for ``movement:``, the values of an example.
    """

    __slots__ = ("_given", "_known", "_levels", "day", "timeline")

    def __init__(self, timeline: Timeline, day: date, given: Mapping[str, Value | None] | None = None) -> None:
        self.timeline = timeline
        self.day = day
        self._given = given or {}
        self._known: dict[str, Value | None] = dict(self._given)
        self._levels: dict[int, Levelled] = {}  # by identity of the rule: schemes may measure one name in several ways

    def value(self, name: str) -> Value | None:
        """Return the value of a name; None where it is unknown."""
        if name in self._known:
            return self._known[name]
        known = self._known[name] = self._work_out(name)
        return known

    def _work_out(self, name: str) -> Value | None:
        timeline = self.timeline
        if (built_in := _BUILT_IN.get(name)) is not None:
            return built_in(timeline, self.day)
        if (fact := timeline.ruleset.facts.get(name)) is not None:
            return timeline.figure(fact, self.day)
        if name in timeline.fields:
            return timeline.fields[name]
        rule = timeline.ruleset.indicators.get(name)
        if rule is None:
            judgement = timeline.judgement(name, self.day)
            return judgement[1] if judgement else None
        return self.level(rule)[0]

    def level(self, rule: IndicatorRule) -> Levelled:
        """Return an indicator's level, the judgement behind it, and whether that judgement is too old to count.

        A table comes first; where it leaves the level unknown, the latest judgement counts.
        """
        known = self._levels.get(id(rule))
        if known is None:
            known = self._levels[id(rule)] = self._level(rule)
        return known

    def _level(self, rule: IndicatorRule) -> Levelled:
        if (given := self._given.get(rule.name)) is not None:
            return str(given), None, False
        if rule.table is not None and (measured := outcome(rule.table, self.value)) is not None:
            return measured, None, False
        judgement = self.timeline.judgement(rule.name, self.day)
        if judgement is None:
            return None, None, False
        at, value, evidence = judgement
        expired = rule.valid_days is not None and (self.day - at).days > rule.valid_days
        return (None if expired else str(value)), evidence, expired


def outcome(table: Table, lookup: Lookup) -> str | None:
    """Return the outcome of the first row that is true, else the table's ``otherwise`` (None: unknown)."""
    for result, condition in table.rows:
        if condition.truth(lookup) is True:
            return result
    return table.otherwise


def _count(*channels: Channel) -> Callable[[Timeline, date], float]:
    def count(timeline: Timeline, day: date) -> float:
        return float(sum(bisect_right(timeline.contacts[channel], day) for channel in channels))

    return count


def _until(timeline: Timeline, channels: Sequence[Channel], day: date) -> Iterator[tuple[Sequence[date], int]]:
    """Yield the days of each channel's contacts, and how many of them there were by ``day``."""
    for channel in channels:
        days = timeline.contacts[channel]
        yield days, bisect_right(days, day)


def _days_since_last(*channels: Channel) -> Callable[[Timeline, date], float | None]:
    def days(timeline: Timeline, day: date) -> float | None:
        last = max((days[passed - 1] for days, passed in _until(timeline, channels, day) if passed), default=None)
        return None if last is None else float((day - last).days)

    return days


def _days_since_first_visit(timeline: Timeline, day: date) -> float | None:
    first = timeline.first_visit(day)
    return None if first is None else float((day - first).days)


def _reached(stage: Stage) -> Callable[[Timeline, date], bool]:
    return lambda timeline, day: timeline.reached(stage, day)


_BUILT_IN: Mapping[str, Callable[[Timeline, date], Value | None]] = {
    "visits": _count(Channel.VISIT),
    "inbound_calls": _count(Channel.INBOUND_CALL),
    "follow_ups": _count(Channel.FOLLOW_UP),
    "messages": _count(Channel.MESSAGE),
    "show_flat_views": _count(Channel.SHOW_FLAT),
    "contacts": _count(*Channel),
    "days_since_first_visit": _days_since_first_visit,
    "days_since_last_visit": _days_since_last(Channel.VISIT),
    "days_since_last_contact": _days_since_last(*Channel),
    "days_since_last_follow_up": _days_since_last(Channel.FOLLOW_UP, Channel.MESSAGE),
    "queued": _reached(Stage.QUEUED),
    "subscribed": _reached(Stage.SUBSCRIBED),
    "contracted": _reached(Stage.CONTRACTED),
    "mortgaged": _reached(Stage.MORTGAGED),
    "paid_out": _reached(Stage.PAID_OUT),
    "deal_value": lambda timeline, day: timeline.deal_value(day),
    "phase": lambda timeline, day: timeline.office.phase(day),
}
