"""Everything on file about one customer (客户档案)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Generic, TypeVar

from generator.model.record import Customer, Deal, Decision, Visit
from generator.model.scalar import Moment
from generator.read.problem import Place
from generator.values import dataclass, replace

_NUMBERS = re.compile("([0-9]+)")

T_co = TypeVar("T_co", covariant=True)
R = TypeVar("R", Visit, Decision, Deal)


@dataclass(frozen=True, slots=True)
class Filed(Generic[T_co]):
    """A record with its file and the place (line, column) of each of its values, keyed as ``judged.price``."""

    path: str
    record: T_co
    marks: Mapping[str, tuple[int, int]]

    def place(self, key: str = "") -> Place:
        """Return the place of a key's value, or of the file."""
        return Place(self.path, *self.marks.get(key, (1, 1)))

    def line(self, key: str = "") -> int:
        """Return the line of a key's value, or 1."""
        return self.marks.get(key, (1, 1))[0]


def counted(path: str) -> tuple[tuple[str | int, ...], str]:
    """Return what paths are sorted by: as people count.

    2026-09-07.yaml comes before 2026-09-07-2.yaml, and that before 2026-09-07-10.yaml, for so fenji names them.
    """
    parts = _NUMBERS.split(path.removesuffix(".yaml"))
    return tuple(int(part) if place % 2 else part for place, part in enumerate(parts)), path


def in_time(filed: Iterable[Filed[R]]) -> tuple[Filed[R], ...]:
    """Return records in the order of ``by_time``."""
    ordered = sorted(filed, key=_at)
    if len(set(map(_at, ordered))) < len(ordered):
        ordered.sort(key=by_time)
    return tuple(ordered)


def _at(filed: Filed[Visit] | Filed[Decision] | Filed[Deal]) -> tuple[date, int]:
    return filed.record.at.day, filed.record.at.minute


def by_time(filed: Filed[Visit] | Filed[Decision] | Filed[Deal]) -> tuple[Moment, tuple[tuple[str | int, ...], str]]:
    """Return what records are sorted by: ``at``, then the path."""
    return filed.record.at, counted(filed.path)


@dataclass(frozen=True, slots=True)
class Joined:
    """Contacts and deals that were filed under another id, of a customer merged with this one on the day ``since``.

    ``decision`` is the merge that brought them.
    """

    id: str
    since: date
    decision: Filed[Decision]
    visits: tuple[Filed[Visit], ...]
    deals: tuple[Filed[Deal], ...]


@dataclass(frozen=True, slots=True)
class Dossier:
    """The records of one customer; visits, decisions and deals in the order of ``by_time``.

    ``unread`` lists the customer's files that could not be used; the grade then stands on the others. ``joined`` holds
    what came by merging (P9), apart from the customer's own records: ``whole`` puts them together.
    """

    id: str
    folder: str
    customer: Filed[Customer]
    visits: tuple[Filed[Visit], ...]
    decisions: tuple[Filed[Decision], ...]
    deals: tuple[Filed[Deal], ...]
    unread: tuple[str, ...] = ()
    joined: tuple[Joined, ...] = ()

    @property
    def records(self) -> tuple[Filed[Visit | Decision | Deal], ...]:
        """All records but customer.yaml: visits, then decisions, then deals."""
        return (*self.visits, *self.decisions, *self.deals)

    def whole(self, day: date) -> Dossier:
        """Return the dossier with the contacts and deals of the customers merged with this one by ``day``.

        Their dates and paths stay what they are; ``grade.eras`` judges the days before a merge without them. Decisions
        are not among them: they were about the other entry.
        """
        if not self.joined:
            return self
        known = [joined for joined in self.joined if joined.since <= day]
        visits = [*self.visits, *(filed for joined in known for filed in joined.visits)]
        deals = [*self.deals, *(filed for joined in known for filed in joined.deals)]
        return replace(
            self, visits=tuple(sorted(visits, key=by_time)), deals=tuple(sorted(deals, key=by_time)), joined=()
        )
