"""Who may write which record of which customer (P1, P7, F9): the rules behind docs/permissions.md."""

from __future__ import annotations

from collections.abc import Iterator

from generator.compare.records import changed_fields
from generator.model.dossier import Filed
from generator.model.office import Role
from generator.model.record import Channel, Customer, Deal, Decision, DecisionKind, Visit
from generator.permission.actor import ROLES, Actor
from generator.permission.owners import Owners
from generator.permission.proposal import AnyRecord, Edit, Proposal
from generator.permission.turns import Turns
from generator.texts import Message, _
from generator.values import dataclass

_DATES = frozenset({"at", "registered"})


@dataclass(frozen=True, slots=True)
class Fault:
    """Why a record may not be written so, and the key that says it (empty: the file as a whole)."""

    key: str
    message: Message


@dataclass(frozen=True, slots=True)
class Case:
    """One touched record before one actor."""

    actor: Actor
    proposal: Proposal
    owners: Owners
    turns: Turns
    edit: Edit

    @property
    def customer(self) -> str:
        """The id of the customer."""
        return self.edit.spot.customer

    @property
    def is_new(self) -> bool:
        """Tell whether the customer comes on file with this change."""
        return self.customer not in self.proposal.folders

    @property
    def is_moved(self) -> bool:
        """Tell whether this is a file of the same customer that had another path before the change."""
        new = self.edit.touched.new
        return new is not None and (self.customer, new.content) in self.proposal.gone

    @property
    def owner(self) -> str | None:
        """The customer's owner before the change; the consultant of a new customer's file. None: nobody knows."""
        return self.proposal.newcomers.get(self.customer) if self.is_new else self.owners.owner(self.customer)

    def changed(self) -> frozenset[str]:
        """Return the keys whose values differ; of a new record, or one that could not be read, none."""
        old, new = self.edit.old, self.edit.new
        if old is None or new is None:
            return frozenset()
        return frozenset(field.key for field in changed_fields(old.record, new.record))

    def called(self, person: str | None) -> str:
        """Return the name of somebody of the office, or the id."""
        office = self.proposal.base.office
        found = None if office is None or person is None else office.people.get(person)
        return found.name if found is not None else person or "?"


def record_faults(case: Case) -> Iterator[Fault]:
    """Yield why the actor may not write a record as it stands now; who owns the customer is not looked at anew."""
    new = case.edit.new
    if case.edit.touched.new is None:
        return
    if case.actor.role is Role.PLANNER:
        yield Fault("", case.actor.message(_("%(name)s is a %(role)s and keeps no records of customers.")))
    elif new is None:
        yield Fault("", Message(_("This record can't be read, so nobody can permit it; mend it first.")))
    elif (fault := _foreign(case, new)) is not None:
        yield fault
    else:
        yield from _written(case, new)


def _foreign(case: Case, new: Filed[AnyRecord]) -> Fault | None:
    """Return the fault of a record of a customer whom the actor does not keep, unless it is a return (P3)."""
    actor, owner = case.actor, case.owner
    if actor.covers(owner) or _returns(case, new.record):
        return None
    params = {"customer": case.customer, "owner": case.called(owner)}
    if owner is None:
        message = _("Whose customer %(customer)s is can't be told; a manager mends customer.yaml.")
    elif case.is_new:
        message = _("%(name)s may register customers for the own name only; this one would be %(owner)s's.")
        if actor.leads:
            message = _("%(name)s may register customers for the own team only; this one would be %(owner)s's.")
    elif actor.leads:
        message = _("%(name)s may keep records of the own team's customers only; %(customer)s is %(owner)s's.")
    else:
        message = _("%(name)s may keep records of own customers only; %(customer)s is %(owner)s's.")
    return Fault("", actor.message(message, **params))


def _returns(case: Case, record: AnyRecord) -> bool:
    """Tell whether a new contact is the visit by which a customer comes back out of the pool to the actor (P3)."""
    if not isinstance(record, Visit) or record.channel is not Channel.VISIT or record.by != case.actor.id:
        return False
    if case.is_new or case.edit.touched.old is not None:
        return False
    return case.owners.pooled(case.customer, record.at.day) and case.turns.returns(case.customer, case.edit.path)


def _written(case: Case, new: Filed[AnyRecord]) -> Iterator[Fault]:
    old = case.edit.old
    if isinstance(new.record, Visit):
        yield from _contact(case, new.record, old.record if old is not None else None)
    elif isinstance(new.record, Decision):
        yield from _decision(case, new.record, old.record if old is not None else None)
    elif isinstance(new.record, Deal):
        if case.edit.touched.old is not None and not case.actor.leads:
            message = _("%(name)s is a %(role)s; a deal on file is corrected by a leader or manager.")
            yield Fault(min(case.changed(), default=""), case.actor.message(message))
    elif not case.actor.leads:
        yield from _closing(case, new.record)
    if not case.actor.leads and not isinstance(new.record, Deal):
        for key in sorted(case.changed() & _DATES):
            message = _("%(name)s is a %(role)s; the date of a record on file is corrected by a leader or manager.")
            yield Fault(key, case.actor.message(message))


def _contact(case: Case, new: Visit, old: AnyRecord | None) -> Iterator[Fault]:
    """Whoever had the contact records it, or somebody who leads them."""
    for person in [new.by, *([old.by] if isinstance(old, Visit) else [])]:
        if not case.actor.covers(person):
            message = _("%(name)s may record own contacts only; this one is %(by)s's.")
            if case.actor.leads:
                message = _("%(name)s may record contacts of the own team only; this one is %(by)s's.")
            key = "" if isinstance(old, Visit) and old.by == new.by else "by"
            yield Fault(key, case.actor.message(message, by=case.called(person)))
            return
    if not case.actor.leads and case.edit.touched.old is None and new.channel is Channel.VISIT:
        yield from _turn(case, new)


def _turn(case: Case, new: Visit) -> Iterator[Fault]:
    """New customers come by the roster; an exception is a decision, or a leader's entry (P1, P4–P6)."""
    expected = case.turns.instead(case.edit.path, new.at.day)
    if expected is not None:
        message = _("By the roster this new customer was %(expected)s's; a leader or manager records the exception.")
        yield Fault("at", case.actor.message(message, expected=case.called(expected)))


def _closing(case: Case, new: Customer) -> Iterator[Fault]:
    """A customer leaves the work, and comes back, by a leader or manager."""
    old = None if case.edit.old is None else case.edit.old.record
    if (old.closed if isinstance(old, Customer) else None) != new.closed:
        message = _("%(name)s is a %(role)s; customers are closed and reopened by a leader or manager.")
        yield Fault("closed", case.actor.message(message))


def _decision(case: Case, new: Decision, old: AnyRecord | None) -> Iterator[Fault]:
    """Leaders and managers decide, in their own names; the rules say who approves a fall (P7, F9)."""
    actor = case.actor
    if not actor.leads:
        yield Fault("by", actor.message(_("%(name)s is a %(role)s; a leader or manager decides.")))
        return
    if isinstance(old, Decision) and old.by != actor.id:
        message = _("This decision speaks for %(by)s, who alone may correct it; %(name)s can record another one.")
        yield Fault("", actor.message(message, by=case.called(old.by)))
    elif new.by != actor.id and not case.is_moved:
        message = _("A decision is in the name of who records it; %(name)s writes by: %(id)s.")
        yield Fault("by", actor.message(message, id=actor.id))
    if new.kind is DecisionKind.APPROVE_DOWNGRADE and actor.role is not Role.MANAGER:
        wanted = _approver(case, new.to or "")
        if wanted is not actor.role:
            message = _("%(name)s is a %(role)s; the fall to %(grade)s is approved by a %(wanted)s.")
            yield Fault("to", actor.message(message, grade=new.to, wanted=Message(ROLES[wanted])))
    if new.kind is DecisionKind.MERGE and not actor.covers(case.owners.owner(new.to or "")):
        message = _("%(name)s may keep records of the own team's customers only; %(customer)s is %(owner)s's.")
        owner = case.called(case.owners.owner(new.to or ""))
        yield Fault("to", actor.message(message, customer=new.to, owner=owner))


def _approver(case: Case, grade: str) -> Role:
    """Return who approves a fall to a grade besides the manager, by the rules before the change."""
    rules = case.proposal.base.rules
    found = () if rules is None else rules.movement.approval
    return next((Role(approval.role) for approval in found if approval.to == grade), Role.MANAGER)
