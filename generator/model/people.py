"""Checks against the people of office.yaml: who owns, who records, who decides."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from generator.model.dossier import Dossier, Filed
from generator.model.fault import nearest, unknown_word
from generator.model.office import Office, Role
from generator.model.quality import open_on
from generator.model.record import Channel, Decision, DecisionKind, Visit
from generator.model.rules import Rules
from generator.read.document import Document
from generator.read.problem import Level, Problem
from generator.texts import Message, _

Dossiers = Mapping[str, Dossier]

_HANDOVERS = (DecisionKind.TRANSFER, DecisionKind.CLAIM)
_GRADINGS = (DecisionKind.APPROVE_DOWNGRADE, DecisionKind.OVERRIDE)
_OWNERS = (Role.CONSULTANT, Role.LEADER)
_DECIDERS = (Role.LEADER, Role.MANAGER)


def leaders(office: Office, document: Document) -> Iterator[Problem]:
    """A person's leader is somebody of the office, another one, who leads: a leader or manager."""
    for name, person in office.people.items():
        if person.leader is None:
            continue
        place = document.place(("people", name, "leader"))
        leader = office.people.get(person.leader)
        if leader is None:
            yield Problem(place, "unknown-person", nobody(person.leader, tuple(office.people)))
        elif leader is person or leader.role not in _DECIDERS:
            message = _(
                "“%(leader)s” can't be the leader of “%(id)s”; name somebody else whose role is leader or manager."
            )
            yield Problem(place, "not-a-leader", Message(message, {"leader": person.leader, "id": name}))


def on_roster(office: Office, document: Document) -> Iterator[Problem]:
    """Whoever stands on the duty roster is somebody of the office who may own customers, and stands there once (P1)."""
    if office.roster is None:
        return
    known = tuple(office.people)
    for since, order in office.roster.order.items():
        for position, name in enumerate(order):
            place = document.place(("roster", "order", since.isoformat(), position))
            person = office.people.get(name)
            if person is None:
                yield Problem(place, "unknown-person", nobody(name, known))
            elif person.role not in _OWNERS:
                message = _("“%(id)s” is a %(role)s; new customers are received by consultants.")
                yield Problem(place, "not-a-consultant", Message(message, {"id": name, "role": person.role.value}))
            elif name in order[:position]:
                message = _("“%(id)s” stands in this order twice; delete one of the two.")
                yield Problem(place, "roster-twice", Message(message, {"id": name}))
    for name in office.roster.off:
        if name not in office.people:
            yield Problem(document.place(("roster", "off", name), key=True), "unknown-person", nobody(name, known))


def unknown_people(office: Office, dossiers: Dossiers) -> Iterator[Problem]:
    """Whoever owns a customer, had a contact or decided is in office.yaml."""
    people = office.people
    known = tuple(people)
    for dossier in dossiers.values():
        if dossier.customer.record.consultant not in people:
            message = nobody(dossier.customer.record.consultant, known)
            yield Problem(dossier.customer.place("consultant"), "unknown-person", message)
        acts: tuple[Filed[Visit | Decision], ...] = (*dossier.visits, *dossier.decisions)
        for filed in acts:
            if filed.record.by not in people:
                yield Problem(filed.place("by"), "unknown-person", nobody(filed.record.by, known))


def deciders(office: Office, dossiers: Dossiers) -> Iterator[Problem]:
    """Leaders and managers decide, nobody else (P7)."""
    for dossier in dossiers.values():
        for filed in dossier.decisions:
            person = office.people.get(filed.record.by)
            if person is not None and person.role not in _DECIDERS:
                message = _("“%(id)s” is a %(role)s and does not decide; a leader or manager does.")
                params = {"id": filed.record.by, "role": person.role.value}
                yield Problem(filed.place("by"), "role", Message(message, params))


def approvers(office: Office, rules: Rules, dossiers: Dossiers) -> Iterator[Problem]:
    """A fall is approved by the role that ``movement.approval`` names, or by a manager (F9)."""
    roles = {approval.to: approval.role for approval in rules.movement.approval}
    for dossier in dossiers.values():
        for filed in dossier.decisions:
            decision, person = filed.record, office.people.get(filed.record.by)
            if person is None or person.role not in _DECIDERS or decision.kind is not DecisionKind.APPROVE_DOWNGRADE:
                continue
            wanted = roles.get(decision.to or "", Role.MANAGER)
            if person.role not in {wanted, Role.MANAGER}:
                message = _("“%(id)s” is a %(role)s; the fall to %(grade)s is approved by a %(wanted)s.")
                params = {"id": decision.by, "role": person.role.value, "grade": decision.to, "wanted": wanted.value}
                yield Problem(filed.place("by"), "role", Message(message, params))


def decided_grades(rules: Rules, dossiers: Dossiers) -> Iterator[Problem]:
    """An override or approval leads to a grade of the official scheme."""
    scheme = rules.schemes.get(rules.official)
    grades = tuple(scheme.grades) if scheme is not None else ()
    for dossier in dossiers.values():
        for filed in dossier.decisions:
            to = filed.record.to
            if filed.record.kind in _GRADINGS and to is not None and grades and to not in grades:
                yield Problem(filed.place("to"), "unknown-grade", unknown_word(to, grades))


def new_owners(office: Office, dossiers: Dossiers) -> Iterator[Problem]:
    """A transfer or claim leads to a consultant; after the last of them customer.yaml names the same one."""
    for dossier in dossiers.values():
        handovers = [filed for filed in dossier.decisions if filed.record.kind in _HANDOVERS]
        for filed in handovers:
            to = filed.record.to or ""
            person = office.people.get(to)
            if person is None:
                yield Problem(filed.place("to"), "unknown-person", nobody(to, tuple(office.people)))
            elif person.role not in _OWNERS:
                message = _("“%(id)s” is a %(role)s; a customer is given to a consultant.")
                params = {"id": to, "role": person.role.value}
                yield Problem(filed.place("to"), "not-a-consultant", Message(message, params))
        if handover_said(dossier):
            yield from not_carried_out(dossier, handovers[-1].record)


def not_carried_out(dossier: Dossier, handover: Decision) -> Iterator[Problem]:
    """Customer.yaml names whom the last transfer or claim led to."""
    if handover.to != dossier.customer.record.consultant:
        message = _("By the decision of %(at)s this customer belongs to “%(to)s”; write consultant: %(to)s.")
        params = {"at": handover.at.day.isoformat(), "to": handover.to or ""}
        place = dossier.customer.place("consultant")
        yield Problem(place, "transfer-not-done", Message(message, params), Level.WARNING)


def handover_said(dossier: Dossier) -> bool:
    """Tell whether the last transfer or claim alone says whose customer it is: nobody else received a visit since.

    Where somebody did, protection may have ended in between; then `generator.assignment.check` says it.
    """
    handovers = [filed.record for filed in dossier.decisions if filed.record.kind in _HANDOVERS]
    if not handovers:
        return False
    last = handovers[-1]
    since = (one.record for one in dossier.visits if one.record.at.day >= last.at.day)
    return all(visit.by == last.to for visit in since if visit.channel is Channel.VISIT)


def nobody(word: str, known: Sequence[str]) -> Message:
    """Return the sentence on an id that nobody of the office has."""
    if (meant := nearest(word, known)) is not None:
        message = _("There is nobody “%(id)s” in office.yaml; did you mean “%(meant)s”?")
        return Message(message, {"id": word, "meant": meant})
    return Message(_("There is nobody “%(id)s” in office.yaml; add the person there or correct the id."), {"id": word})


def owners_left(office: Office, dossiers: Dossiers, today: date) -> Iterator[Problem]:
    """Whoever has left the office owns no open customer."""
    for dossier in dossiers.values():
        owner = dossier.customer.record.consultant
        person = office.people.get(owner)
        if person is not None and person.left is not None and person.left <= today and open_on(dossier, today):
            message = Message(_("“%(id)s” has left the office; hand this customer over."), {"id": owner})
            yield Problem(dossier.customer.place("consultant"), "consultant-left", message, Level.WARNING)
