"""Pages that list customers, made only where what they show has changed (earlier.py)."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from typing import NamedTuple

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


class Rows(NamedTuple):
    """What a page shows, as digests: what it says of itself and whom it lists, and by customer what it shows of each.

    The same rows are the same page.
    """

    frame: str
    of: Mapping[str, str]


def rows(
    listing: Listing, frame: str, spell: Callable[[object], str], before: Rows | None, changed: Collection[str]
) -> Rows | None:
    """Return the rows of a page, by what ``spell`` makes of each; those of ``before`` hold but for who has ``changed``.

    None where the page does not tell.
    """
    row = listing.row
    if row is None:
        return None
    known = {} if before is None else before.of
    found = {one: known[one] for one in listing.customers if one in known and one not in changed}
    return Rows(frame, {one: found.get(one) or spell(row(one)) for one in listing.customers})
