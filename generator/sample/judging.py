"""What a customer thinks: the true level of each indicator (G1), the lowest of which is the customer's heat."""

from random import Random
from typing import Final

from generator.sample.story import LEVELS

INDICATORS: Final[tuple[str, ...]] = ("motive", "area", "product", "price", "funds", "timing", "process")
NEEDED: Final = ("motive", "price", "funds")
# How often an indicator is what a customer is stuck on, how often that changes, and what makes one refuse.
STICKS: Final = {"price": 34, "funds": 24, "timing": 14, "product": 12, "area": 12, "motive": 10}
RESOLVED: Final = 0.3
FOUND: Final = 0.12
REFUSES: Final = ("motive", "motive", "price", "area", "funds", "product")


class Mind:
    """The levels of one customer, changed by `warm_to` so that the lowest always equals the heat."""

    def __init__(self, rng: Random, heat: str) -> None:
        self._rng = rng
        self.heat = heat
        self.sticking = self._draw_sticking(heat)
        self.level = {name: heat if name in self.sticking else self._better(heat) for name in INDICATORS}
        self._tidy()

    def warm_to(self, heat: str) -> tuple[str, ...]:
        """Change towards the heat; the indicators that changed, in the order of INDICATORS."""
        before = dict(self.level)
        if heat < self.heat:
            self.level = {name: min(level, heat) for name, level in self.level.items()}
        elif heat > self.heat:
            self.level.update(dict.fromkeys(self._draw_sticking(heat), heat))
        elif heat in "BC":
            self._shift()
        self.heat = heat
        self._tidy()
        self.sticking = tuple(name for name in INDICATORS if self.level[name] == heat)
        return tuple(name for name in INDICATORS if self.level[name] != before[name])

    def _shift(self) -> None:
        """The heat stays, but one of several obstacles may be out of the way, or a further one turn up."""
        if len(self.sticking) > 1 and self._rng.random() < RESOLVED:
            self.level[self._rng.choice(self.sticking)] = self._better(self.heat)
        elif self._rng.random() < FOUND:
            self.level[self._rng.choice(tuple(STICKS))] = self.heat

    def _draw_sticking(self, heat: str) -> tuple[str, ...]:
        if heat == "A":
            return ()
        if heat == "D":
            return (self._rng.choice(REFUSES),)
        names = self._rng.choices(list(STICKS), list(STICKS.values()), k=self._rng.choice((1, 1, 2, 2, 3)))
        return tuple(name for name in INDICATORS if name in names)

    def _better(self, heat: str) -> str:
        """A level above the heat, for D mostly well above it."""
        if heat == "D":
            return self._rng.choices("ABC", (2, 4, 5))[0]
        return self._rng.choice(LEVELS[: LEVELS.index(heat)] or "A")

    def _tidy(self) -> None:
        """Date and papers stay within a level of the heat; who will not buy has no date and needs no papers."""
        best = LEVELS[max(0, LEVELS.index(self.heat) - 1)]
        for name in ("timing", "process"):
            self.level[name] = max(self.level[name], best)
        if self.level["motive"] == "D":
            self.level["timing"] = "D"
