"""What one run of the simulation shares: chance, calendar, team and flats."""

from collections.abc import Sequence
from random import Random

from generator.sample.calendar import Calendar
from generator.sample.flats import Flats
from generator.sample.story import Consultant
from generator.values import dataclass


@dataclass(frozen=True, slots=True)
class World:
    """Chance is drawn in one fixed order from `rng`; flats remember what is sold."""

    rng: Random
    calendar: Calendar
    team: Sequence[Consultant]
    flats: Flats
