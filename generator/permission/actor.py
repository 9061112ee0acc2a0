"""Who makes a change: a person of the office, found by an address or login of the hosting."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from generator.model.office import Office, Person, Role
from generator.model.scalar import normal
from generator.read.problem import Place, Problem
from generator.read.tree import OFFICE
from generator.texts import Message, _
from generator.values import dataclass

ROLES: Mapping[Role, str] = {
    Role.CONSULTANT: _("consultant"),
    Role.LEADER: _("team leader"),
    Role.MANAGER: _("sales manager"),
    Role.PLANNER: _("planner"),
}


@dataclass(frozen=True, slots=True)
class Actor:
    """A person who makes a change; ``people`` are those whose records they keep (a manager: everybody's)."""

    id: str
    name: str
    role: Role
    people: frozenset[str]

    def covers(self, person: str | None) -> bool:
        """Tell whether the records of somebody (None: of nobody) are the actor's to keep."""
        return self.role is Role.MANAGER or person in self.people

    @property
    def leads(self) -> bool:
        """Tell whether the actor is a leader or manager."""
        return self.role in {Role.LEADER, Role.MANAGER}

    def message(self, msgid: str, **params: object) -> Message:
        """Return a sentence that names the actor as ``%(name)s`` and their role as ``%(role)s``."""
        return Message(msgid, {"name": self.name, "role": Message(ROLES[self.role]), **params})


def actors(office: Office, identities: Sequence[str], today: date) -> tuple[tuple[Actor, ...], tuple[Problem, ...]]:
    """Return the people behind some identities, each once, and a problem for each identity that is nobody's.

    An identity is an address or a login that stands under ``git:`` of one person in office.yaml; upper and lower case
    are alike.
    """
    found: dict[str, Actor] = {}
    problems: list[Problem] = []
    for identity in dict.fromkeys(identities):
        key = identity_key(identity)
        people = [name for name, person in office.people.items() if key is not None and key in _keys(person)]
        if len(people) == 1 and not _gone(office.people[people[0]], today):
            found[people[0]] = _actor(office, people[0])
        else:
            problems.append(Problem(Place(OFFICE), "unknown-actor", _unknown(office, identity, people)))
    return tuple(found.values()), tuple(problems)


def identity_key(identity: str) -> str | None:
    """Return an identity as it is compared; None for an empty one, and for one that only looks like plain letters.

    The hosting gives an identity byte for byte: wide or ligature forms (NFKC) are another mailbox, not a typing slip.
    """
    plain = unicodedata.normalize("NFC", identity).strip()
    return plain.lower() if plain and plain == normal(plain) else None


def _keys(person: Person) -> Iterator[str]:
    """Yield the identities of a person as they are compared; here wide letters are how they were typed."""
    return (normal(entry).lower() for entry in person.git)


def _gone(person: Person, today: date) -> bool:
    return person.left is not None and person.left <= today


def _actor(office: Office, name: str) -> Actor:
    person = office.people[name]
    people = {name} if person.role in {Role.CONSULTANT, Role.LEADER} else set()
    if person.role is Role.LEADER:
        people |= {other for other, led in office.people.items() if led.leader == name}
    return Actor(name, person.name, person.role, frozenset(people))


def _unknown(office: Office, identity: str, people: Sequence[str]) -> Message:
    if not identity.strip():
        return Message(_("Nobody is named who makes this change, so it can't be permitted; --actor is empty."))
    params: dict[str, object] = {"actor": identity}
    if len(people) > 1:
        message = _("“%(actor)s” stands under git: of several people (%(people)s); leave it with one of them.")
        return Message(message, params | {"people": ", ".join(people)})
    if people:
        message = _("“%(actor)s” belongs to %(name)s, who has left the office and may change nothing.")
        return Message(message, params | {"name": office.people[people[0]].name})
    message = _(
        "“%(actor)s” stands under git: of nobody in the office.yaml that this change starts from, so it may change "
        "nothing; a manager adds it there first."
    )
    return Message(message, params)
