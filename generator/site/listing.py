"""Pages that list customers, made only where what they show has changed (earlier.py)."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping

from generator.values import dataclass


@dataclass(frozen=True, slots=True)
class Listing:
    """A page that lists customers: its path, what it says of itself, whom it lists in order, and what makes it.

    Of a customer it shows only what follows from what the customer's own page follows from (``Facts.of``). Where there
    is a ``row``, it tells all that the page shows of a customer: usually a small part of that.
    """

    path: str
    said: object
    customers: tuple[str, ...]
    make: Callable[[], str]
    row: Callable[[str], object] | None = None


Rows = Mapping[str, str]
"""The digest of what a page shows of each customer whom it lists, in order."""


def rows(listing: Listing, spell: Callable[[object], str], before: Rows, changed: Collection[str]) -> Rows | None:
    """Return the rows of a page, by what ``spell`` makes of each; those of ``before`` hold but for who has ``changed``.

    None where the page does not tell.
    """
    row = listing.row
    if row is None:
        return None
    held = before.keys() - changed
    return {one: before[one] if one in held else spell(row(one)) for one in listing.customers}
