"""The flats on sale: buildings of 18 floors with four flats each, sizes, prices, and which are sold."""

from random import Random
from typing import Final

FLOORS: Final = 18
# By the flat's place on its floor: rooms and size in ㎡.
PLAN: Final = {1: (3, 118), 2: (2, 89), 3: (2, 89), 4: (4, 143)}
PLACES: Final = {2: (2, 3), 3: (1,), 4: (4,)}
FLATS_PER_BUILDING: Final = FLOORS * len(PLAN)


def size_of(rooms: int) -> int:
    """The size in ㎡ of the flats with so many rooms."""
    return PLAN[PLACES[rooms][0]][1]


def price_of(unit: str) -> float:
    """The total price in 万元: dearer higher up, cheapest at the bottom and right under the roof."""
    building, number = unit.split("-")
    floor, place = int(number[:-2]), int(number[-2:])
    per_metre = 2.42 + 0.05 * (int(building) % 3) + 0.012 * floor - (0.09 if floor in (1, FLOORS) else 0)
    return round(PLAN[place][1] * per_metre, 1)


class Flats:
    """Building 1 (and every third) is finished and sold now; the others are queued for and sold at the opening."""

    def __init__(self, customers: int) -> None:
        self._buildings = max(3, customers // 50)
        self._taken: set[str] = set()

    def wish(self, rng: Random, rooms: int, *, finished: bool) -> str:
        """A flat with so many rooms that nobody has bought, preferably on a middle floor."""
        blocks = [b for b in range(1, self._buildings + 1) if (b % 3 == 1) == finished]
        while True:
            floor = round(rng.triangular(1, FLOORS, 11))
            unit = f"{rng.choice(blocks)}-{floor}{rng.choice(PLACES[rooms]):02d}"
            if unit not in self._taken:
                return unit

    def take(self, unit: str) -> None:
        """The flat is subscribed; nobody else is offered it, not even after a cancellation."""
        self._taken.add(unit)
