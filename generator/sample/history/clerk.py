"""When things are written down: on the spot, in the evening, at the Monday meeting, or days later."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, time, timedelta
from random import Random
from typing import Final

from generator.sample.calendar import Calendar
from generator.sample.story import Consultant, Contact, Verdict
from generator.sample.team import MANAGER

MORNING: Final = time(9, 10)
LAST_MINUTE: Final = time(21, 45)
# Minutes after a contact, and after 20:40 in the evening.
ON_THE_SPOT: Final = (6, 40)
EVENING: Final = (0, 50)
# Who is not thorough forgets single contacts, and leaves the second half of a week to the next Monday afternoon.
FORGETS: Final = 0.16
PUTS_OFF: Final = 0.25
THURSDAY: Final = 3

People = Mapping[str, Mapping[str, str]]


class Clerk:
    """Knows the habits of everybody; chance depends on the seed and on what is asked about, never on the order."""

    def __init__(self, seed: int, calendar: Calendar, team: Sequence[Consultant], people: People) -> None:
        self._seed = seed
        self._names = {id_: person["name"] for id_, person in people.items()}
        self._habits = {consultant.id: consultant for consultant in team}
        self.first = calendar.on(calendar.length - 1)
        self.last = datetime.combine(calendar.as_of, LAST_MINUTE)

    def chance(self, *about: object) -> Random:
        """A source of chance of its own for each thing."""
        return Random(" ".join(map(str, ("history", self._seed, *about))))  # noqa: S311 - invented data

    def name(self, person: str) -> str:
        """What somebody of the office is called."""
        return self._names.get(person, person)

    def evening(self, person: str, day: date) -> datetime:
        """When a person writes down what is left of a day."""
        minutes = self.chance("evening", person, day).randint(*EVENING)
        return datetime.combine(day, time(20, 40)) + timedelta(minutes=minutes)

    def daytime(self, day: date, *about: object) -> datetime:
        """Some moment of a working day after noon, when the last week is closed."""
        rng = self.chance("daytime", day, *about)
        return datetime.combine(day, time(rng.randint(13, 17), rng.randrange(60)))

    def decided(self, verdict: Verdict) -> datetime:
        """When a decision is written down: the manager's at the morning meeting, a leader's in the afternoon."""
        if verdict.by != MANAGER:
            return self.daytime(verdict.at, verdict.by)
        minutes = self.chance("meeting", verdict.at).randint(0, 90)
        return datetime.combine(verdict.at, MORNING) + timedelta(minutes=minutes)

    def recorded(self, contact: Contact, about: str, latest: int) -> datetime:
        """When a contact is written down, at most `latest` days after it."""
        rng, day = self.chance("contact", about), contact.at.date()
        careless = 1 - self._habits[contact.by].thorough
        spot = contact.at + timedelta(minutes=rng.randint(*ON_THE_SPOT))
        evening = max(self.evening(contact.by, day), spot)
        forgets, days = rng.random() < FORGETS * careless + 0.005, rng.randint(1, latest)
        monday = 7 - day.weekday()
        if not forgets and latest >= monday and self._puts_off(contact.by, day, careless):
            forgets, days = True, monday
        remembered = self.daytime(day + timedelta(days=days), contact.by)
        if forgets and remembered <= self.last:
            return remembered
        return spot if rng.random() > 0.3 + careless else evening

    def _puts_off(self, person: str, day: date, careless: float) -> bool:
        year, week, weekday = day.isocalendar()
        return weekday > THURSDAY and self.chance("week", person, year, week).random() < PUTS_OFF * careless
