"""Who gets the customers of somebody who leaves (P7): all of them, in equal parts, the same on every run."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from generator.assignment.ownership import may_own
from generator.failure import Failure
from generator.grade.office import OfficeGrades
from generator.model.dossier import Dossier
from generator.model.fault import nearest
from generator.model.office import Office, Person, Role
from generator.model.quality import open_on
from generator.texts import Message, _
from generator.values import dataclass

_DECIDERS = (Role.LEADER, Role.MANAGER)


@dataclass(frozen=True, slots=True)
class Handover:
    """One customer given to another consultant; ``grade`` is the official one on that day (None: ungraded)."""

    customer: str
    grade: str | None
    to: str


def handovers(
    dossiers: Mapping[str, Dossier], grades: OfficeGrades, giver: str, receivers: Sequence[str]
) -> tuple[Handover, ...]:
    """Return who gets which open customer of ``giver`` on ``grades.as_of``; best grades first, then by id.

    The receivers take turns, in the order in which they were named: their numbers differ by one at most, in all and
    of each grade.
    """
    day = grades.as_of
    mine = [one.id for one in dossiers.values() if one.customer.record.consultant == giver and open_on(one, day)]
    official = grades.ruleset.official.grades
    order: dict[str | None, int] = {grade: place for place, grade in enumerate(official)}
    ranked = sorted(mine, key=lambda one: (order.get(_grade(grades, one), len(order)), one))
    return tuple(
        Handover(customer, _grade(grades, customer), receivers[turn % len(receivers)])
        for turn, customer in enumerate(ranked)
    )


def _grade(grades: OfficeGrades, customer: str) -> str | None:
    grading = grades.gradings.get(customer)
    return grading.grade if grading is not None else None


def fit(office: Office, giver: str, receivers: Sequence[str], decider: str, day: date) -> None:
    """Raise Failure where somebody named is not in office.yaml, may not own or decide, or has left by ``day``."""
    person_of(office, giver)
    if not receivers:
        raise Failure(Message(_("Nobody is named who gets the customers; write --to PERSON.")))
    for receiver in receivers:
        person = person_of(office, receiver)
        if receiver == giver:
            raise Failure(Message(_("“%(id)s” can't hand over to themselves."), {"id": receiver}))
        if receivers.count(receiver) > 1:
            raise Failure(Message(_("“%(id)s” is named twice."), {"id": receiver}))
        if not may_own(office, receiver):
            message = _("“%(id)s” is a %(role)s; a customer is given to a consultant.")
            raise Failure(Message(message, {"id": receiver, "role": person.role.value}))
        if person.left is not None and person.left <= day:
            message = _("“%(id)s” has left the office by %(day)s.")
            raise Failure(Message(message, {"id": receiver, "day": day.isoformat()}))
    may_decide(office, decider)


def may_decide(office: Office, decider: str) -> None:
    """Raise Failure where somebody is not in office.yaml, or is no leader or manager."""
    role = person_of(office, decider).role
    if role not in _DECIDERS:
        message = _("“%(id)s” is a %(role)s and does not decide; a leader or manager does.")
        raise Failure(Message(message, {"id": decider, "role": role.value}))


def person_of(office: Office, word: str) -> Person:
    """Return somebody of the office. Raises Failure, with the nearest id, where there is no such person."""
    if (person := office.people.get(word)) is not None:
        return person
    if (meant := nearest(word, tuple(office.people))) is not None:
        message = _("There is nobody “%(id)s” in office.yaml; did you mean “%(meant)s”?")
        raise Failure(Message(message, {"id": word, "meant": meant}))
    message = _("There is nobody “%(id)s” in office.yaml; add the person there or correct the id.")
    raise Failure(Message(message, {"id": word}))
