"""The guard against a mass change that nobody meant."""

from __future__ import annotations

from generator.compare.comparison import Comparison, figures
from generator.values import dataclass

FEWEST = 10
"""So few customers never trip the guard, whatever their share."""


@dataclass(frozen=True, slots=True)
class Guard:
    """How many of the graded customers moved or are no longer on file, and the share allowed (percent)."""

    moved: int
    graded: int
    allowed: float

    @property
    def trips(self) -> bool:
        """Tell whether more than the allowed share moved, and at least ``FEWEST``."""
        return self.moved >= FEWEST and 100 * self.moved > self.allowed * self.graded

    @property
    def percent(self) -> float:
        """The share that moved, in percent."""
        return 100 * self.moved / self.graded if self.graded else 0.0


def guard(comparison: Comparison, allowed: float) -> Guard:
    """Count who moved among the customers that have a grade on one side at least; closing one is no mass change."""
    moved = {move.customer for move in comparison.moves}
    removed = {left.customer for left in comparison.left if not left.closed and left.grade is not None}
    return Guard(len(moved | removed), _graded(comparison), allowed)


def _graded(comparison: Comparison) -> int:
    """Return how many have a grade on one side at least."""
    was, now = (
        sum(number for grade, number in figures(side).items() if grade is not None)
        for side in (comparison.before, comparison.after)
    )
    if not comparison.graded:
        return was + now  # one of them has no grades at all
    gone = sum(move.before is not None and move.after is None for move in comparison.moves)
    return now + gone + sum(left.grade is not None for left in comparison.left)
