"""What consultants promise at the end of a talk: some of it kept on the day, some late, some still ahead."""

from collections.abc import Sequence
from datetime import date, timedelta
from random import Random
from typing import Final

from generator.sample.story import Contact, Person, Plot
from generator.values import replace

# Of the talks with somebody who is warm, so many end with a promise.
SHARE: Final = 0.15
# Who keeps no promise in time is this many days late.
LATE: Final = (0, 0, 0, 1, 2)
# Where nothing follows yet, the promise is for so many days ahead.
AHEAD: Final = (2, 3, 4)
STEPS: Final = (
    "送最新的价格表",
    "算好月供发给客户",
    "约家人一起再来看",
    "发两套户型的对比",
    "问清贷款要的资料",
)


def promised(person: Person, plot: Plot, contacts: Sequence[Contact]) -> tuple[Contact, ...]:
    """The contacts, some with a promise; drawn apart from all the rest, which stays as it was without."""
    rng = Random(f"next steps of {person.id}")  # noqa: S311 - a story, no secret
    told = []
    for place, (beat, contact) in enumerate(zip(plot.beats, contacts, strict=True)):
        warm = bool(contact.judged) and beat.heat in "AB"
        if warm and rng.random() < SHARE:
            day = _day(rng, contact.at.date(), [later.at.date() for later in contacts[place + 1 :]])
            told.append(replace(contact, promise=(day, rng.choice(STEPS))))
        else:
            told.append(contact)
    return tuple(told)


def _day(rng: Random, today: date, coming: Sequence[date]) -> date:
    """The promised day: that of the next contact, or shortly before it."""
    following = next((day for day in coming if day > today), None)
    if following is None:
        return today + timedelta(days=rng.choice(AHEAD))
    return max(today + timedelta(days=1), following - timedelta(days=rng.choice(LATE)))
