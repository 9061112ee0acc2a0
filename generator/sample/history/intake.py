"""The second team starts later: its customers so far come in one commit, from the team leader's table."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Final

from generator.sample.history.clerk import MORNING, Clerk
from generator.sample.office import Told
from generator.sample.story import Life
from generator.sample.team import LEADERS
from generator.values import dataclass

LEADER: Final = LEADERS[1][0]
MOST: Final = 40
SHARE: Final = 6
REGISTERING_LATE: Final = 2


@dataclass(frozen=True, slots=True)
class Intake:
    """How customers came into the repository: who was imported and when, and the moment of everybody's first file."""

    moment: datetime
    imported: frozenset[str]
    created: Mapping[str, datetime]


def take_in(told: Told, clerk: Clerk) -> Intake:
    """The import, and the registration of everybody else: with the first contact, or when the team starts."""
    theirs = [life for life in told.lives if told.people[first_owner(life)].get("leader") == LEADER]
    known = [life for life in theirs if life.registered < told.calendar.as_of]
    imported = known[: min(MOST, len(told.lives) // SHARE)]
    day = imported[-1].registered + timedelta(days=1) if imported else clerk.first
    start = datetime.combine(day, MORNING)
    ids = frozenset(life.person.id for life in imported)
    created = dict.fromkeys(sorted(ids), start)
    for life in told.lives:
        if life.person.id not in ids:
            moment = clerk.recorded(life.contacts[0], life.person.id, REGISTERING_LATE)
            begins = start + timedelta(minutes=clerk.chance("start", life.person.id).randint(20, 170))
            waits = moment <= start and life in theirs
            created[life.person.id] = begins if waits else moment
    return Intake(start, ids, created)


def first_owner(life: Life) -> str:
    """Whoever had the first contact."""
    return life.contacts[0].by
