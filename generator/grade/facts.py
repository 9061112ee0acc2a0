"""The value of every name on one day: built-in facts, facts of the rules, judged keys, fields of the customer."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Mapping
from datetime import date

from generator.grade.grading import Value
from generator.grade.ruleset import IndicatorRule, Ruleset, Table
from generator.grade.timeline import FIELDS, Judgement, Timeline
from generator.model.record import Channel, Stage
from generator.model.rules import FactDefinition

Levelled = tuple[str | None, Judgement | None, bool]
"""An indicator's level, the judgement behind it, and whether that judgement is too old to count."""

_UNKNOWN: Levelled = (None, None, False)
Source = Callable[[Timeline, date], Value | None]
"""Gives one name's value at the end of a day; None where it is unknown."""


class Facts:
    """What was known of one customer at the end of ``day``. Values are worked out when first asked for, and kept.

    ``given`` values come before all others: the grade and days in it for ``movement:``, the values of an example.
    ``measure`` gives a table's outcome, where it is known a shorter way than by asking its rows.
    """

    __slots__ = ("_given", "_judgements", "_known", "_levels", "_measure", "day", "timeline")

    def __init__(
        self,
        timeline: Timeline,
        day: date,
        given: Mapping[str, Value | None] | None = None,
        measure: Callable[[Table, Facts], str | None] | None = None,
    ) -> None:
        self.timeline = timeline
        self.day = day
        self._measure = measure or outcome
        self._given = given
        self._known: dict[str, Value | None] = {} if given is None else dict(given)
        self._levels: dict[int, Levelled] = {}  # by identity of the rule: schemes may measure one name in several ways
        self._judgements: Mapping[str, Judgement] | None = None

    def value(self, name: str) -> Value | None:
        """Return the value of a name; None where it is unknown."""
        known = self._known
        if name not in known:
            ruleset = self.timeline.ruleset
            rule = ruleset.indicators.get(name)
            known[name] = source(name, ruleset)(self.timeline, self.day) if rule is None else self.level(rule)[0]
        return known[name]

    def level(self, rule: IndicatorRule) -> Levelled:
        """Return an indicator's level, the judgement behind it, and whether that judgement is too old to count.

        A table comes first; where it leaves the level unknown, the latest judgement counts.
        """
        known = self._levels.get(id(rule))
        if known is None:
            known = self._levels[id(rule)] = self._level(rule)
        return known

    def levels(self, rules: Mapping[str, IndicatorRule]) -> dict[str, str | None]:
        """Return the level of every rule, as ``level`` tells it one by one."""
        if self._given:
            return {name: self.level(rule)[0] for name, rule in rules.items()}
        made, found = self.timeline.judgements(self.day), dict[str, str | None]()
        for name, rule in rules.items():
            if rule.table is not None or rule.valid_days is not None:
                found[name] = self._told(rule, made)[0]
            else:  # most are only judged, for good
                judgement = made.get(name)
                found[name] = None if judgement is None else str(judgement[1])
        return found

    def _level(self, rule: IndicatorRule) -> Levelled:
        if self._given and (given := self._given.get(rule.name)) is not None:
            return str(given), None, False
        if self._judgements is None:
            self._judgements = self.timeline.judgements(self.day)
        return self._told(rule, self._judgements)

    def _told(self, rule: IndicatorRule, judgements: Mapping[str, Judgement]) -> Levelled:
        if rule.table is not None and (measured := self._measure(rule.table, self)) is not None:
            return measured, None, False
        judgement = judgements.get(rule.name)
        if judgement is None:
            return _UNKNOWN
        expired = rule.valid_days is not None and (self.day - judgement[0]).days > rule.valid_days
        return (None if expired else str(judgement[1])), judgement, expired


def source(name: str, ruleset: Ruleset) -> Source:
    """Return what gives the value of a name that is no indicator: a fact, a field of the customer, a judgement."""
    known = ruleset.sources.get(name)
    if known is None:
        known = ruleset.sources[name] = _source(name, ruleset)
    return known


def _source(name: str, ruleset: Ruleset) -> Source:
    if (built_in := _BUILT_IN.get(name)) is not None:
        return built_in
    if (fact := ruleset.facts.get(name)) is not None:
        return _figure(name, fact)

    def judged(timeline: Timeline, day: date) -> Value | None:
        judgement = timeline.judgements(day).get(name)
        return None if judgement is None else judgement[1]

    def told(timeline: Timeline, day: date) -> Value | None:
        field = timeline.fields.get(name)
        return judged(timeline, day) if field is None else field

    if is_field(name, ruleset):
        return lambda timeline, _day: timeline.fields.get(name)
    return told if "." in name or name in FIELDS else judged


def _figure(name: str, fact: FactDefinition) -> Source:
    """Return what gives a figure of ``facts:``; None where it counts from a first visit that was not yet."""
    if fact.sum is not None or fact.count == "deals":
        return lambda timeline, day: timeline.deal_figure(fact, day)
    if (last := fact.last_days) is not None:
        return lambda timeline, day: timeline.counted_lately(day, name, last)
    if fact.within_days is not None:
        return lambda timeline, day: None if timeline.first_visit(day) is None else timeline.counted(day, name)
    return lambda timeline, day: timeline.counted(day, name)


def is_field(name: str, ruleset: Ruleset) -> bool:
    """Tell whether a name's value can come from nowhere but customer.yaml."""
    elsewhere = (_BUILT_IN, ruleset.facts, ruleset.indicators, ruleset.judged)
    return not any(name in names for names in elsewhere)


def outcome(table: Table, facts: Facts) -> str | None:
    """Return the outcome of the first row that is true, else the table's ``otherwise`` (None: unknown)."""
    for result, condition in table.rows:
        if condition.truth(facts.value) is True:
            return result
    return table.otherwise


def _count(*channels: Channel) -> Callable[[Timeline, date], float]:
    return lambda timeline, day: float(bisect_right(timeline.contact_days(channels), day))


def _days_since_last(*channels: Channel) -> Callable[[Timeline, date], float | None]:
    def days(timeline: Timeline, day: date) -> float | None:
        made = timeline.contact_days(channels)
        passed = bisect_right(made, day)
        return float((day - made[passed - 1]).days) if passed else None

    return days


def _days_since_first_visit(timeline: Timeline, day: date) -> float | None:
    first = timeline.first_visit(day)
    return None if first is None else float((day - first).days)


def _reached(stage: Stage) -> Callable[[Timeline, date], bool]:
    return lambda timeline, day: timeline.reached(stage, day)


_BUILT_IN: Mapping[str, Source] = {
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
