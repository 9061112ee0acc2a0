"""Pages that list customers, made only where what they show has changed (earlier.py)."""

from __future__ import annotations

from collections.abc import Callable

from generator.values import dataclass


@dataclass(frozen=True, slots=True)
class Listing:
    """A page that lists customers: its path, what it says of itself, whom it lists in order, and what makes it.

    Of a customer it shows only what follows from what the customer's own page follows from (``Facts.of``).
    """

    path: str
    said: object
    customers: tuple[str, ...]
    make: Callable[[], str]
