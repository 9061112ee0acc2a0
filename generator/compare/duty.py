"""How the duties of a customer change between two sides: which, by when before and after, and why."""

from __future__ import annotations

from enum import StrEnum
from typing import ClassVar

from generator.compare.change import Change
from generator.duties.duty import Duty, Kind
from generator.values import dataclass


class Turn(StrEnum):
    """What becomes of a duty that is open on one side at least, or on both."""

    EARLIER = "earlier"
    LATER = "later"
    HANDED = "handed_over"  # due on the same day, by somebody else
    ASKED = "new"
    DROPPED = "dropped"  # no longer asked, though nobody did it
    DONE = "done"
    REOPENED = "reopened"  # was done, and is open again


MIRROR = {
    Turn.EARLIER: Turn.LATER,
    Turn.LATER: Turn.EARLIER,
    Turn.HANDED: Turn.HANDED,
    Turn.ASKED: Turn.DROPPED,
    Turn.DROPPED: Turn.ASKED,
    Turn.DONE: Turn.REOPENED,
    Turn.REOPENED: Turn.DONE,
}
"""What the way back makes of each turn."""


class Reason(StrEnum):
    """What changes a duty, in the order in which the reasons are looked for."""

    RECORD = "record"
    DECISION = "decision"
    GRADE = "grade"  # another grade asks for it, or none does
    PEOPLE = "people"  # office.yaml
    MILESTONE = "milestone"  # office.yaml
    RULES = "rules"


@dataclass(frozen=True, slots=True)
class DutyChanged(Change):
    """A duty that is asked otherwise on the new side, on one and the same day.

    ``before`` and ``after`` are the open duty on each side (None: none). Of one that was done, ``after`` is the next
    one of its kind; of one that is open again, ``before``. ``settled`` is the duty on the side on which it is done or
    void (None where that side never asked for it). There is at least one reason.
    """

    kind: ClassVar[str] = "duty_changed"
    duty: Kind
    turn: Turn
    before: Duty | None
    after: Duty | None
    settled: Duty | None
    reasons: tuple[Reason, ...]

    def reversed(self) -> DutyChanged:
        """Return the change back."""
        return DutyChanged(
            self.customer,
            self.new,
            self.old,
            self.duty,
            MIRROR[self.turn],
            self.after,
            self.before,
            self.settled,
            self.reasons,
        )
