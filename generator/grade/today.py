"""Where the replay stands, and what a day brings to it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import NamedTuple

from generator.grade.grading import Cap, Evidence, Move, Override, Pending, Shift, Turn
from generator.grade.scheme import Verdict
from generator.grade.timeline import Judgement, Timeline, evidence
from generator.model.dossier import Dossier
from generator.values import dataclass, field


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
        return State(
            self.since,
            self.grade,
            self.verdict,
            self.cap,
            self.pending,
            self.override,
            self.graded_before,
            list(self.history),
        )


@dataclass(frozen=True, slots=True)
class Records:
    """What days are told from: a customer's records, and the merges (P9) that brought some of them.

    ``evidence_keys`` are the judged keys that count as fresh evidence.
    """

    dossier: Dossier
    timeline: Timeline
    brought: tuple[Evidence, ...]
    evidence_keys: frozenset[str]


class Today(NamedTuple):
    """What one day brings: the official scheme's verdict, and on demand what changed and what was recorded.

    ``before`` is the verdict of the evening before, ``cap`` the downgrade in force then. Without ``told`` it is a day
    on which nothing is recorded.
    """

    day: date
    verdict: Verdict
    before: Verdict | None = None
    cap: Cap | None = None
    told: Records | None = None

    @property
    def shifts(self) -> tuple[Shift, ...]:
        """The indicators whose level changed since the day before."""
        return () if self.told is None else tuple(_shifts(self.before, self.verdict))

    @property
    def renews(self) -> bool:
        """Whether there is fresh evidence."""
        return self.told is not None and not self.told.evidence_keys.isdisjoint(self._judged(self.told))

    @property
    def fresh(self) -> tuple[Evidence, ...]:
        """The judgements of the day that count as fresh evidence, in the order in which their keys were ever judged."""
        if self.told is None:
            return ()
        judged, keys = self._judged(self.told), self.told.evidence_keys
        order = (*self._joined(self.told), *self.told.timeline.judgements(self.day))
        return tuple(evidence(key, judged[key]) for key in dict.fromkeys(order) if key in judged and key in keys)

    @property
    def records(self) -> tuple[Evidence, ...]:
        """The records of the day: with the line that judged something new, else with their first line."""
        return () if self.told is None else tuple(self._records(self.told))

    def _judged(self, told: Records) -> Mapping[str, Judgement]:
        judged = told.timeline.judged_on(self.day)
        joined = self._joined(told)
        return {**joined, **judged} if joined else judged

    def _joined(self, told: Records) -> Mapping[str, Judgement]:
        """Return the latest judgements that a merge brings on its day, of those made since the present cap was set."""
        if not told.brought or told.brought[0].at != self.day:
            return {}
        since, own = self.cap.since if self.cap is not None else self.day, f"{told.dossier.folder}/"
        latest = told.timeline.judgements(self.day)
        return {key: made for key, made in latest.items() if made[0] >= since and not made[2].path.startswith(own)}

    def _records(self, told: Records) -> Iterator[Evidence]:
        judged = self._judged(told)
        was, now = {} if self.before is None else self.before.levels, self.verdict.levels
        changed = (name for name in judged if was.get(name) != now.get(name))
        telling = {(judged[name][2].path, judged[name][2].line(f"judged.{name}")): name for name in changed}
        for place in sorted(telling):
            yield evidence(telling[place], judged[telling[place]])
        paths = {path for path, _line in telling}
        yield from (one for one in told.brought if one.at == self.day)
        for visit in told.dossier.visits:
            if visit.record.at.day == self.day and visit.path not in paths:
                yield Evidence(self.day, visit.record.by, visit.path, 1)
        for deal in told.dossier.deals:
            if deal.record.at.day == self.day:
                yield Evidence(self.day, told.dossier.customer.record.consultant, deal.path, 1)


def _shifts(before: Verdict | None, after: Verdict) -> Iterator[Shift]:
    levels = None if before is None else before.levels
    for name, level in after.levels.items():
        was = None if levels is None else levels[name]
        if was != level:
            yield Shift(name, was, level)
