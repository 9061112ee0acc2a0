"""The duties of one customer on two sides, matched: what became of each that is open on either."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date

from generator.compare.duty import Turn
from generator.duties.duty import Duty, Kind, State
from generator.values import dataclass

Key = tuple[str, Kind, date, date, int]
Settled = Callable[[Duty], Duty | None]


@dataclass(frozen=True, slots=True)
class Turned:
    """What became of a duty; the fields are those of ``DutyChanged``."""

    turn: Turn
    before: Duty | None
    after: Duty | None
    settled: Duty | None = None

    @property
    def duty(self) -> Duty:
        """The duty that it is about: the open one that came to an end, else the one that is asked."""
        found = self.after if self.before is None or self.turn is Turn.REOPENED else self.before
        if found is None:
            raise ValueError("a turn is about a duty")
        return found


def turns(old: Sequence[Duty], new: Sequence[Duty]) -> Iterator[Turned]:
    """Yield what became of the duties of a customer, by kind; both sides are of one day.

    A duty is matched by its key. What is then left over is matched within its kind in order of the day it is due: what
    is done with the next one that is asked, and what is no longer asked with what is asked instead.
    """
    was, now = {duty.key: duty for duty in old}, {duty.key: duty for duty in new}
    for kind in Kind:
        ours = {key: duty for key, duty in was.items() if duty.open and duty.kind is kind}
        theirs = {key: duty for key, duty in now.items() if duty.open and duty.kind is kind}
        for key in (key for key in ours if key in theirs):
            yield from _shift(ours[key], theirs[key])
        ended = [duty for key, duty in ours.items() if key not in theirs]
        begun = [duty for key, duty in theirs.items() if key not in ours]
        yield from _unmatched(ended, begun, was, now)


def _unmatched(
    ended: Sequence[Duty], begun: Sequence[Duty], was: Mapping[Key, Duty], now: Mapping[Key, Duty]
) -> Iterator[Turned]:
    done, dropped = _parted(ended, now)
    reopened, asked = _parted(begun, was)
    for place, duty in enumerate(done):
        yield Turned(Turn.DONE, duty, asked[place] if place < len(asked) else None, now[duty.key])
    for place, duty in enumerate(reopened):
        yield Turned(Turn.REOPENED, dropped[place] if place < len(dropped) else None, duty, was[duty.key])
    asked, dropped = asked[len(done) :], dropped[len(reopened) :]
    for before, after in zip(dropped, asked, strict=False):
        yield from _shift(before, after)
    for duty in dropped[len(asked) :]:
        yield Turned(Turn.DROPPED, duty, None, now.get(duty.key))
    for duty in asked[len(dropped) :]:
        yield Turned(Turn.ASKED, None, duty, was.get(duty.key))


def _parted(duties: Sequence[Duty], other: Mapping[Key, Duty]) -> tuple[list[Duty], list[Duty]]:
    """Return the duties that the other side knows to be done, and the rest."""
    done = [duty for duty in duties if duty.key in other and other[duty.key].state is State.DONE]
    return done, [duty for duty in duties if duty not in done]


def _shift(before: Duty, after: Duty) -> Iterator[Turned]:
    """Yield how an open duty differs from the one that takes its place: by its day, else by who has to do it."""
    if before.due != after.due:
        yield Turned(Turn.EARLIER if after.due < before.due else Turn.LATER, before, after)
    elif before.person != after.person:
        yield Turned(Turn.HANDED, before, after)
