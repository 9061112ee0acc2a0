"""A customer's records arranged by day, so that any day can be asked what was known then."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from functools import cached_property
from types import MappingProxyType

from generator.grade.grading import Evidence, Value
from generator.grade.judgement import judged_values, value_of
from generator.grade.ruleset import Ruleset
from generator.model.dossier import Dossier, Filed
from generator.model.office import Office
from generator.model.record import Channel, Customer, Deal, Stage, Visit
from generator.model.rules import FactDefinition
from generator.model.shape import keys_of

_CHANNELS = tuple(Channel)
_ORDER = {stage: position for position, stage in enumerate(Stage)}

Judgement = tuple[date, Value, Filed[Visit]]
"""A judged value: when, what, and in which record."""

FIELDS = ("source", "consultant", "referrer")
"""The fields of customer.yaml that have names of one word; all others have names with a dot, as ``wants.purpose``."""

Judged = tuple[Mapping[str, Judgement], Mapping[str, str], Mapping[str, Judgement]]
"""By key the latest judgement, its value as a text, and the judgements that were made on the last of their days."""

_Judgements = tuple[Sequence[date], Sequence[Judged]]
"""The days with judgements, in order, and what is known at the end of each."""

_NOTHING: Judged = (MappingProxyType({}), MappingProxyType({}), MappingProxyType({}))
_UNJUDGED: _Judgements = ((), ())


class Timeline:
    """What the records of one customer say, by day. Made once from a dossier, asked for any day, never changed.

    ``days`` are those of contacts and deals, in order, each once. One of the same customer ``before`` some more records
    came, all of them of later days, saves time.
    """

    def __init__(self, dossier: Dossier, ruleset: Ruleset, office: Office, before: Timeline | None = None) -> None:
        self.ruleset = ruleset
        self.office = office
        self.customer = dossier.customer.record
        self.contacts: dict[Channel, list[date]] = {channel: [] for channel in _CHANNELS}
        self.deals: tuple[Filed[Deal], ...] = dossier.deals
        days = {deal.record.at.day for deal in dossier.deals}
        for visit in dossier.visits:
            record = visit.record
            day = record.at.day
            self.contacts[record.channel].append(day)
            days.add(day)
        self.days = tuple(sorted(days))
        self._first = next(iter(self.contacts[Channel.VISIT]), None)
        self._visits = dossier.visits
        self._so_far = (0, _UNJUDGED) if before is None else before.so_far
        self._counted: dict[str, tuple[Sequence[date], int]] = {}
        self._merged: dict[tuple[Channel, ...], Sequence[date]] = {}

    def contact_days(self, channels: tuple[Channel, ...]) -> Sequence[date]:
        """Return the days of all contacts of some channels, in order."""
        if len(channels) == 1:
            return self.contacts[channels[0]]
        found = self._merged.get(channels)
        if found is None:
            found = self._merged[channels] = sorted(day for channel in channels for day in self.contacts[channel])
        return found

    @property
    def so_far(self) -> tuple[int, _Judgements]:
        """How many contacts there are and what they judge, to be gone on from."""
        return len(self._visits), self._judged

    @cached_property
    def _judged(self) -> _Judgements:
        """The days with judgements, and the latest judgement of every key at the end of each of them."""
        seen, (past, known_then) = self._so_far
        days, known = [*past], [*known_then]
        latest: dict[str, Judgement] = {**known[-1][0]} if known else {}
        texts: dict[str, str] = {**known[-1][1]} if known else {}
        own: dict[str, Judgement] = {}
        for visit in self._visits[seen:]:
            day = visit.record.at.day
            if not visit.record.judged:
                continue
            if not days or days[-1] != day:
                days.append(day)
                latest, texts, own = latest.copy(), texts.copy(), {}
                known.append((latest, texts, own))
            for key, meant in judged_values(self.ruleset, visit.record):
                if meant:
                    latest[key] = own[key] = (day, meant[0], visit)
                    texts[key] = meant[1]
        return days, known

    @cached_property
    def fields(self) -> Mapping[str, Value]:
        """The known fields of customer.yaml under the names that conditions use."""
        return dict(_fields(self.customer, self.ruleset))

    def judgements(self, day: date) -> Mapping[str, Judgement]:
        """Return the latest judgement of every key at or before a day."""
        return self.judged_by(day)[0]

    def judged_by(self, day: date) -> Judged:
        """Return the latest judgement of every key at or before a day, as a text, too, and those of the last day."""
        days, known = self._judged
        passed = bisect_right(days, day)
        return known[passed - 1] if passed else _NOTHING

    def judged_on(self, day: date) -> Mapping[str, Judgement]:
        """Return the keys that the records of a day judge, each with the last judgement."""
        days, known = self._judged
        passed = bisect_right(days, day)
        return known[passed - 1][2] if passed and days[passed - 1] == day else {}

    def first_visit(self, day: date) -> date | None:
        """Return the day of the first visit, if there was one by ``day``."""
        return None if self._first is None or self._first > day else self._first

    def latest_deals(self, day: date) -> Iterator[tuple[Stage, float]]:
        """Yield stage and amount of every live deal: per unit the latest stage, a deal without a unit by itself."""
        by_unit: dict[str, tuple[Stage, float]] = {}
        for filed in self.deals:
            deal = filed.record
            if deal.at.day > day:
                break
            if deal.unit is None:
                yield deal.stage, deal.amount or 0.0
            else:
                before = by_unit.get(deal.unit, (deal.stage, 0.0))[1]
                by_unit[deal.unit] = (deal.stage, before if deal.amount is None else deal.amount)
        yield from by_unit.values()

    def reached(self, stage: Stage, day: date) -> bool:
        """Tell whether a stage was reached by a day, for a unit that is not cancelled."""
        if not self.deals:
            return False
        wanted = _ORDER[stage]
        highest: dict[str | None, int] = {}
        for filed in self.deals:
            deal = filed.record
            if deal.at.day > day:
                break
            cancelled = deal.stage is Stage.CANCELLED
            highest[deal.unit] = -1 if cancelled else max(highest.get(deal.unit, -1), _ORDER[deal.stage])
        return any(rank >= wanted for rank in highest.values())

    def deal_value(self, day: date) -> float:
        """Return the value of the customer's deals by a day, in the office's money unit; a cancelled one counts 0."""
        if not self.deals:
            return 0.0
        return round(sum(amount for stage, amount in self.latest_deals(day) if stage is not Stage.CANCELLED), 6)

    def counted(self, day: date, name: str) -> float:
        """Return how many contacts a figure counts from the first visit on, or ever, up to a day."""
        days, before = self._counted.get(name) or self._count(name)
        return float(bisect_right(days, day) - before)

    def counted_lately(self, day: date, name: str, last_days: int) -> float:
        """Return how many contacts a figure counts in the last so many days, ``day`` included."""
        days, _before_them = self._counted.get(name) or self._count(name)
        return float(bisect_right(days, day) - bisect_left(days, _before(day, last_days))) if days else 0.0

    def _count(self, name: str) -> tuple[Sequence[date], int]:
        """Return the days of the contacts that a figure ever counts, and how many of the first of them it leaves out.

        A figure that counts from the first visit leaves out that visit.
        """
        fact = self.ruleset.facts[name]
        channels = fact.count if isinstance(fact.count, tuple) else ()
        days, before = self.contact_days(channels), 0
        if fact.within_days is not None and (first := self._first) is not None:
            days = [day for day in days if 0 <= (day - first).days <= fact.within_days]
            before = int(Channel.VISIT in channels)
        found = self._counted[name] = days, before
        return found

    def deal_figure(self, fact: FactDefinition, day: date) -> float:
        """Return a figure of deals on a day: their number, or their amounts."""
        if not self.deals:
            return 0.0
        start = _before(day, fact.last_days) if fact.last_days is not None else date.min
        stages = fact.of if isinstance(fact.of, tuple) else _STANDING
        known = [filed.record for filed in self.deals if filed.record.at.day <= day]
        cancelled = {deal.unit: place for place, deal in enumerate(known) if deal.stage is Stage.CANCELLED}
        deals = [
            deal
            for place, deal in enumerate(known)
            if deal.stage in stages and start <= deal.at.day and place >= cancelled.get(deal.unit, 0)
        ]
        return round(sum(deal.amount or 0.0 for deal in deals), 6) if fact.sum is not None else float(len(deals))


_STANDING = tuple(stage for stage in Stage if stage is not Stage.CANCELLED)
"""The stages of a deal that was not called off."""


def evidence(key: str, judgement: Judgement) -> Evidence:
    """Return the record and line behind the judgement of a key."""
    day, _value, visit = judgement
    return Evidence(day, visit.record.by, visit.path, visit.line(f"judged.{key}"))


def _before(day: date, days: int) -> date:
    """Return the first of the last ``days`` days, ``day`` included."""
    return date.fromordinal(max(day.toordinal() - days, 0) + 1)


def _fields(customer: Customer, ruleset: Ruleset) -> Iterator[tuple[str, Value]]:
    """Yield the known fields of customer.yaml under the names that conditions use."""
    for group, values in (("wants", customer.wants), ("profile", customer.profile)):
        for name in keys_of(type(values)):
            if (value := getattr(values, name)) is not None:
                yield f"{group}.{name}", _plain(value)
    yield "source", customer.source.value
    yield "consultant", customer.consultant
    if customer.referrer is not None:
        yield "referrer", customer.referrer
    if customer.closed is not None:
        yield "closed.reason", customer.closed.reason.value
    for name, written in customer.attributes.items():
        meaning = ruleset.vocabulary.get(f"attributes.{name}")
        if meaning is not None and (value := value_of(written, meaning)) is not None:
            yield f"attributes.{name}", value


def _plain(value: object) -> Value:
    return float(value) if isinstance(value, (int, float)) and not isinstance(value, bool) else str(value)
