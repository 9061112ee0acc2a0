"""The office's days: everything is told in days before the as-of date, contacts happen between 9:00 and 20:30."""

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from random import Random
from typing import Final

from generator.values import dataclass

OPENING_IN: Final = 6
QUEUE_BEFORE: Final = 63
SHOW_FLAT_BEFORE: Final = 84
# Minutes of the day between which contacts of a channel are made.
HOURS: Final = {
    "visit": (9 * 60 + 30, 16 * 60 + 30),
    "show_flat": (10 * 60, 17 * 60),
    "event": (14 * 60, 16 * 60 + 30),
    "inbound_call": (9 * 60 + 10, 18 * 60),
    "follow_up": (10 * 60, 19 * 60 + 40),
    "message": (9 * 60, 20 * 60 + 20),
}
CLOSING: Final = 20 * 60 + 30


@dataclass(frozen=True, slots=True)
class Calendar:
    """The dates of an office that is looked at on `as_of` after so many weeks."""

    as_of: date
    weeks: int

    def on(self, day: int) -> date:
        """The date so many days before the as-of date."""
        return self.as_of - timedelta(days=day)

    @property
    def length(self) -> int:
        """The number of days of the simulation."""
        return self.weeks * 7

    @property
    def milestones(self) -> Mapping[str, date]:
        """O7: show flat, queue and opening, the same distance from every as-of date."""
        return {
            "show_flat_opening": self.on(SHOW_FLAT_BEFORE),
            "queue_start": self.on(QUEUE_BEFORE),
            "opening": self.on(-OPENING_IN),
        }

    def monday_from(self, day: int) -> int:
        """The first Monday (the weekly review) on or after that day, in days before the as-of date."""
        return day - (-self.on(day).weekday()) % 7

    def moment(self, rng: Random, day: int, channel: str, after: datetime | None) -> datetime:
        """A time of that day in the channel's hours, later than the contact before it, in steps of five minutes."""
        first, last = HOURS[channel]
        if after is not None and after.date() == self.on(day):
            first = max(first, after.hour * 60 + after.minute + 40)
            last = max(last, first + 60)
        minute = rng.randrange(first // 5, min(last, CLOSING) // 5 + 1) * 5 if first < CLOSING else CLOSING
        return datetime.combine(self.on(day), time(minute // 60, minute % 60))
