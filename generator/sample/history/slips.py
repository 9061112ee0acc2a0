"""What goes wrong when people write: a wrong level or channel, mended later, and records of the wrong customer."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Final

from generator.sample.history.clerk import Clerk
from generator.sample.history.entry import Entry, What
from generator.sample.history.intake import Intake
from generator.sample.history.words import CHANNELS, INDICATOR_LABELS, on_day
from generator.sample.office import Told
from generator.sample.story import LEVELS, Contact, Life
from generator.sample.writing import contact_text, folder_of, named_by_day
from generator.values import dataclass, replace

# The share of contacts with a slip, and of calls that are written down for the wrong customer.
SLIPS: Final = 0.03
STRAYS: Final = 0.008
# Days until it is noticed.
NOTICED: Final = (1, 8)
# What the channel was taken for.
TAKEN_FOR: Final = {"message": "follow_up", "inbound_call": "follow_up", "show_flat": "visit", "event": "visit"}
CALLS: Final = ("follow_up", "message", "inbound_call")


@dataclass(frozen=True, slots=True)
class Slip:
    """A contact as it was first written, when that was mended, and what changed."""

    wrong: Contact
    mended: datetime
    words: str


def slip_of(clerk: Clerk, contact: Contact, path: str) -> Slip | None:
    """The slip in a contact that was written down on its day, if any that is noticed in time."""
    rng = clerk.chance("slip", path)
    mended = clerk.daytime(contact.at.date() + timedelta(days=rng.randint(*NOTICED)), contact.by)
    if rng.random() >= SLIPS or mended > clerk.last:
        return None
    judged = [name for name in contact.judged if name in INDICATOR_LABELS]
    if judged and rng.random() < 0.75:
        name = rng.choice(judged)
        right = contact.judged[name]
        place = LEVELS.index(right)
        taken = LEVELS[place - 1 if place == len(LEVELS) - 1 or (place and rng.random() < 0.5) else place + 1]
        wrong = replace(contact, judged={**contact.judged, name: taken})
        return Slip(wrong, mended, f"{INDICATOR_LABELS[name]} {taken} 改为 {right}")
    if contact.channel in TAKEN_FOR:
        wrong = replace(contact, channel=TAKEN_FOR[contact.channel])
        return Slip(wrong, mended, f"不是{CHANNELS[wrong.channel]}")
    return None


def strays(told: Told, clerk: Clerk, intake: Intake) -> Iterator[Entry]:
    """Calls that a consultant wrote down for another of their customers, and took out again days later."""
    owned: dict[str, list[Life]] = defaultdict(list)
    for life in told.lives:
        owned[life.contacts[0].by].append(life)
    for life in told.lives:
        for contact in life.contacts:
            rng = clerk.chance("stray", life.person.id, contact.at)
            if contact.channel in CALLS and rng.random() < STRAYS:
                others = [one for one in owned[contact.by] if one is not life and _there(one, contact, intake)]
                removed = clerk.daytime(contact.at.date() + timedelta(days=rng.randint(1, 5)), contact.by)
                if others and removed <= clerk.last:
                    yield from _stray(rng.choice(others), contact, removed)


def _there(life: Life, contact: Contact, intake: Intake) -> bool:
    """The customer is in the repository on that morning, and not closed yet."""
    return intake.created[life.person.id].date() < contact.at.date() and not (
        life.closed and life.closed[0] <= contact.at.date()
    )


def _stray(life: Life, contact: Contact, removed: datetime) -> Iterator[Entry]:
    day, id_ = contact.at.date(), life.person.id
    number = sum(other.at.date() == day for other in life.contacts) + 1
    path = named_by_day(f"{folder_of(life)}/visits", day, number)
    label = CHANNELS[contact.channel]
    words = f"删除误录：{on_day(day)}{label}不是 {id_}，记错了客户"
    moment = contact.at + timedelta(minutes=5)
    yield Entry(moment, contact.by, What.CONTACT, id_, day, path, contact_text(contact), label)
    yield Entry(removed, contact.by, What.REMOVAL, id_, day, path, None, words)
