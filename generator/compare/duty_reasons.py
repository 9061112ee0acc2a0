"""Why a duty changes: from the old side to the new one step by step, as the waterfall of the grades goes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from enum import StrEnum
from itertools import pairwise

from generator.compare.change import OfRecord, RecordKind
from generator.compare.comparison import Comparison
from generator.compare.duty import Reason, Turn
from generator.compare.judged import Away, standing
from generator.compare.turns import Turned, turns
from generator.duties.duty import Duty, Kind, Void
from generator.grade.office import OfficeGrades
from generator.values import dataclass


class Step(StrEnum):
    """What duties stand on, in the order in which the old becomes the new."""

    PEOPLE = "people"
    RECORDS = "records"
    MILESTONES = "milestones"
    RULES = "rules"


_REASONS = {Step.PEOPLE: Reason.PEOPLE, Step.MILESTONES: Reason.MILESTONE, Step.RULES: Reason.RULES}
_BY_GRADE = frozenset({Kind.CADENCE, Kind.NEXT_STEP, Kind.DAILY_REPORT, Kind.WEEKLY_REVIEW})
_WITH_THE_GRADE = frozenset({None, Void.GRADE_CHANGED, Void.POOLED})


@dataclass(frozen=True, slots=True)
class Station:
    """The duties between two steps, by customer, and the grades that they stand on."""

    grades: OfficeGrades
    duties: Mapping[str, Sequence[Duty]]

    def of(self, customer: str) -> Sequence[Duty]:
        """Return the duties of a customer."""
        return self.duties.get(customer, ())


@dataclass(frozen=True, slots=True)
class Stations:
    """The way from the old side to the new one: one station more than there are ``steps``."""

    comparison: Comparison
    steps: Sequence[Step]
    stations: Sequence[Station]

    @property
    def first(self) -> Station:
        """The old side."""
        return self.stations[0]

    @property
    def last(self) -> Station:
        """The new side."""
        return self.stations[-1]

    def reasons(self, customer: str, turned: Turned) -> tuple[Reason, ...]:
        """Return why a duty changes: every step that changes a duty of its kind; at least one."""
        found = set(self._found(customer, turned.duty.kind))
        if not found:  # one step took away what the next one brought back in another way
            found = {self._reason(customer, turned, self.steps[-1], self.stations[-2:])}
        return tuple(reason for reason in Reason if reason in found)

    def _found(self, customer: str, kind: Kind) -> Iterator[Reason]:
        for step, ends in zip(self.steps, pairwise(self.stations), strict=True):
            for turned in turns(ends[0].of(customer), ends[1].of(customer)):
                if turned.duty.kind is kind:
                    yield self._reason(customer, turned, step, ends)

    def _reason(self, customer: str, turned: Turned, step: Step, ends: Sequence[Station]) -> Reason:
        if step is Step.RECORDS and self._by_a_record(customer, turned):
            return Reason.DECISION if self._by_decisions(customer, turned) else Reason.RECORD
        if turned.duty.kind in _BY_GRADE and _regraded(customer, turned, ends):
            return Reason.GRADE
        if step is Step.RECORDS:
            return Reason.DECISION if self._by_decisions(customer, turned) else Reason.RECORD
        return _REASONS[step]

    def _by_a_record(self, customer: str, turned: Turned) -> bool:
        """Tell whether a record that came or went did the duty, or asks for it."""
        if turned.turn in {Turn.DONE, Turn.REOPENED}:
            return True
        edited = {path for change in self.comparison.of(customer) for path in change.paths}
        asked = (duty.asked_by for duty in (turned.before, turned.after) if duty is not None)
        return any(record is not None and record.path in edited for record in asked)

    def _by_decisions(self, customer: str, turned: Turned) -> bool:
        """Tell whether a decision did the duty; where nothing did it, whether only decisions came, went or changed."""
        done = None if turned.settled is None else turned.settled.done_by
        if done is not None:
            return done.path.split("/")[-2] == "decisions"
        edited = [change for change in self.comparison.of(customer) if change.kind.startswith(("record", "customer"))]
        return bool(edited) and all(
            isinstance(change, OfRecord) and change.record is RecordKind.DECISION for change in edited
        )


def _regraded(customer: str, turned: Turned, ends: Sequence[Station]) -> bool:
    """Tell whether another grade asks for the duty than before; of one that only one side asks for, if that is why."""
    if turned.before is not None and turned.after is not None:
        return turned.before.grade != turned.after.grade
    if turned.settled is not None and turned.settled.void not in _WITH_THE_GRADE:
        return False
    before, after = (standing(end.grades, customer) for end in ends)
    return not isinstance(before, Away) and not isinstance(after, Away) and before != after
