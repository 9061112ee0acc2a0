"""The duty roster replayed (P1): who received which new customer, whose turn it was, and who is next.

The order is a queue. Whoever has received a new customer goes to its end, whether it was their turn or not; whoever is
off keeps their place. The definitions, each with a worked example, are in docs/assignment.md.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from enum import StrEnum

from generator.assignment.holding import Standing
from generator.assignment.walk import HANDOVERS
from generator.grade.grading import Evidence
from generator.model.dossier import Dossier, Filed
from generator.model.office import Office
from generator.model.record import Channel, Source, Visit
from generator.model.roster import Roster
from generator.model.scalar import Moment
from generator.values import dataclass


class Turn(StrEnum):
    """How the reception of a new customer stands to the order."""

    IN_ORDER = "in_order"  # received by whose turn it was
    OUT_OF_ORDER = "out_of_order"  # received by somebody else of the order
    NOT_LISTED = "not_listed"  # received by somebody whom the order of the day does not name
    EXCEPTION = "exception"  # a decision of the same day gave the customer to somebody (P4–P6): takes no turn


@dataclass(frozen=True, slots=True)
class Reception:
    """A visit of a new customer: registered on that day, or coming again after protection had ended.

    ``expected`` is whose turn it was (None: nobody was there), ``evidence`` the visit, ``decision`` the record that
    makes it an exception.
    """

    at: Moment
    customer: str
    by: str
    source: Source
    again: bool
    expected: str | None
    turn: Turn
    evidence: Evidence
    decision: Evidence | None


@dataclass(frozen=True, slots=True)
class Duty:
    """The roster at the end of a day: who is ``next``, in which ``order`` they follow, who is ``off``.

    ``since`` is the day on which the office's present order began; None where there is none yet.
    """

    day: date
    since: date | None
    next: str | None
    order: tuple[str, ...]
    off: tuple[str, ...]
    receptions: tuple[Reception, ...]


@dataclass(frozen=True, slots=True)
class _New:
    """A new customer's visit before its place in the order is known."""

    filed: Filed[Visit]
    customer: str
    source: Source
    again: bool
    decision: Evidence | None


def duty(office: Office, dossiers: Mapping[str, Dossier], standings: Mapping[str, Standing], day: date) -> Duty:
    """Return the roster of a day, replayed from every new customer received by then.

    ``standings`` are the customers' by id, as of ``day`` or later; records dated after ``day`` do not count.
    """
    roster = office.roster
    since = roster.began(day) if roster is not None else None
    if roster is None or since is None:
        return Duty(day, None, None, (), (), ())
    queue = _Queue(office, roster)
    receptions = [queue.receive(new) for new in _new(dossiers, standings, day)]
    order = queue.on(day)
    present = [person for person in order if present_on(office, person, day)]
    return Duty(
        day,
        since,
        present[0] if present else None,
        tuple(present),
        tuple(person for person in order if person not in present and _works(office, person, day)),
        tuple(reception for reception in receptions if reception.at.day == day),
    )


def next_at(
    office: Office, dossiers: Mapping[str, Dossier], standings: Mapping[str, Standing], moment: Moment
) -> str | None:
    """Return whose turn it was at a moment of a day: after the visits recorded before it; None where nobody was there.

    A visit without a time stands at the beginning of its day.
    """
    replayed = duty(office, dossiers, standings, moment.day)
    later = [one for one in replayed.receptions if one.at >= moment]
    return later[0].expected if later else replayed.next


def present_on(office: Office, person: str, day: date) -> bool:
    """Tell whether somebody works in the office on a day and is not off."""
    return _works(office, person, day) and not (office.roster is not None and office.roster.is_off(person, day))


def _works(office: Office, person: str, day: date) -> bool:
    found = office.people.get(person)
    return found is not None and found.works(day)


class _Queue:
    """The order as it changes with every reception; a new order of office.yaml begins with its first."""

    def __init__(self, office: Office, roster: Roster) -> None:
        self._office = office
        self._roster = roster
        self._since: date | None = None
        self._order: list[str] = []

    def on(self, day: date) -> Sequence[str]:
        """Return the order of a day, which is that of the last reception or later."""
        since = self._roster.began(day)
        if since != self._since:
            self._since = since
            self._order = list(dict.fromkeys(self._roster.order[since])) if since is not None else []
        return self._order

    def receive(self, new: _New) -> Reception:
        """Return a reception, whose turn it was, and let the receiver go to the end."""
        visit = new.filed.record
        order = self.on(visit.at.day)
        expected = next((one for one in order if present_on(self._office, one, visit.at.day)), None)
        turn = (
            Turn.EXCEPTION
            if new.decision is not None
            else Turn.IN_ORDER
            if visit.by == expected
            else Turn.OUT_OF_ORDER
            if visit.by in order
            else Turn.NOT_LISTED
        )
        if turn in {Turn.IN_ORDER, Turn.OUT_OF_ORDER}:
            self._order.remove(visit.by)
            self._order.append(visit.by)
        evidence = Evidence(visit.at.day, visit.by, new.filed.path, new.filed.line("by"))
        return Reception(
            visit.at, new.customer, visit.by, new.source, new.again, expected, turn, evidence, new.decision
        )


def _new(dossiers: Mapping[str, Dossier], standings: Mapping[str, Standing], last: date) -> Sequence[_New]:
    """Return the visits of new customers up to a day, in order of time, then of the customer's id."""
    found = [new for name, one in standings.items() for new in _of(dossiers[name], one)]
    known = (new for new in found if new.filed.record.at.day <= last)
    return sorted(known, key=lambda new: (new.filed.record.at.day, new.filed.record.at.minute, new.customer))


def _of(dossier: Dossier, standing: Standing) -> Iterator[_New]:
    """Yield the visits by which a customer was new: on the day of registration, and each that counted as new (P3)."""
    customer = dossier.customer.record
    again = {evidence.path for evidence in standing.returns}
    decided = {
        filed.record.at.day: Evidence(filed.record.at.day, filed.record.by, filed.path, filed.line("kind"))
        for filed in dossier.decisions
        if filed.record.kind in HANDOVERS
    }
    first = bool(standing.holdings)
    for filed in dossier.visits:
        day = filed.record.at.day
        new = filed.path in again
        if filed.record.channel is Channel.VISIT and first and day == customer.registered:
            new, first = True, False
        if new:
            yield _New(filed, dossier.id, customer.source, filed.path in again, decided.get(day))
