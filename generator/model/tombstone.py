"""What stays of a customer who was forgotten on request (L1): the id, and which grade counted from which day on."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date

from generator.model.compound import Table
from generator.model.dossier import Filed
from generator.model.fault import fault
from generator.model.office import Office, Role
from generator.model.people import nobody
from generator.model.scalar import DAY, ID, TEXT
from generator.model.shape import entry, shape
from generator.read.problem import Place, Problem
from generator.texts import Message, _

NAME = "forgotten.yaml"
UNGRADED = "ungraded"


@shape
class Tombstone:
    """forgotten.yaml: nothing about the person, only what explains the figures of weeks that are published."""

    on: date = entry(DAY, _("Day on which the records were deleted"))
    by: str = entry(ID, _("Id of the manager who deleted them, in office.yaml"))
    grades: Mapping[date, str] = entry(
        Table(DAY, TEXT), _("Official grade, or ungraded, by the day from which on it counted"), default={}
    )
    closed: date | None = entry(DAY, _("First day on which the customer no longer counted"), default=None)

    def check(self) -> None:
        """The grades stand in order of their days."""
        if list(self.grades) != sorted(self.grades):
            raise fault("tombstone-order", _("The grades are not in order of their days."), at_key="grades")

    def counted_on(self, day: date) -> str | None:
        """Return the grade (or ``ungraded``) that counted on a day; None where the customer did not count then."""
        if self.closed is not None and self.closed <= day:
            return None
        found = None
        for since, grade in self.grades.items():
            found = grade if since <= day else found
        return found


Tombstones = Mapping[str, Filed[Tombstone]]


def known_until(tombstones: Tombstones, customer: str | None, day: date) -> bool:
    """Tell whether a record of a day may name a customer who was forgotten on that day or later."""
    found = tombstones.get(customer or "")
    return found is not None and day <= found.record.on


def id_of(path: str) -> str | None:
    """Return the id that a path is the tombstone of; None for any other path."""
    folder = path.removesuffix(f"/{NAME}")
    return folder.rpartition("/")[2] if folder != path and "/" in folder else None


def farewell_to(customer: str, tombstone: Tombstone) -> Message:
    """Return what to say when somebody asks for a customer who was forgotten."""
    message = _("%(id)s was forgotten on %(day)s at the customer's request; the id belongs to nobody any more.")
    return Message(message, {"id": customer, "day": tombstone.on.isoformat()})


def leftover(path: str, tombstone: Tombstone) -> Problem:
    """Return the problem of a record that is on file about somebody who was forgotten; nobody else gets the id."""
    message = _("%(id)s was forgotten on %(day)s: delete the records in this folder, or give them a new id.")
    folder = path.rpartition("/")[0].removesuffix("/visits").removesuffix("/decisions").removesuffix("/deals")
    params = {"id": folder.rpartition("/")[2], "day": tombstone.on.isoformat()}
    return Problem(Place(path), "forgotten", Message(message, params))


def forgetters(office: Office, tombstones: Tombstones) -> Iterator[Problem]:
    """Somebody of the office has forgotten a customer, and it was a manager."""
    for filed in tombstones.values():
        person = office.people.get(filed.record.by)
        if person is None:
            yield Problem(filed.place("by"), "unknown-person", nobody(filed.record.by, tuple(office.people)))
        elif person.role is not Role.MANAGER:
            message = Message(
                _("“%(id)s” is a %(role)s; customers are forgotten by a manager."),
                {"id": filed.record.by, "role": person.role.value},
            )
            yield Problem(filed.place("by"), "role", message)
