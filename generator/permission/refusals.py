"""What a change may not contain: one problem for each file that somebody has no right to change so."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from generator.model.office import Role
from generator.permission.actor import Actor, actors
from generator.permission.handover import handovers
from generator.permission.owners import Owners
from generator.permission.proposal import Proposal, first_difference
from generator.permission.records import Case, Fault, record_faults
from generator.permission.settings import milestones_only
from generator.permission.tombstones import in_own_name
from generator.permission.turns import Turns
from generator.read.problem import Place, Problem, in_order
from generator.read.touched import PLAIN, Touched
from generator.read.tree import OFFICE
from generator.texts import Message, _


def refusals(proposal: Proposal, identities: Sequence[str], today: date) -> tuple[Problem, ...]:
    """Return a problem for everything that is not permitted to all of the identities.

    Rights are those of the office before the change: nobody gives them to oneself. Several identities are the author
    and who added to the change later; what one of them may not do is not permitted.
    """
    office = proposal.base.office
    if office is None:
        message = _("The office.yaml that this change starts from can't be used, so nobody's rights are known.")
        return (Problem(Place(OFFICE), "unknown-actor", Message(message)),)
    people, problems = actors(office, identities, today)
    owners, turns = Owners(proposal.base, today), Turns(proposal, today)
    refused = [problem for actor in people for problem in _of(actor, proposal, owners, turns)]
    return in_order([*problems, *refused])


def _of(actor: Actor, proposal: Proposal, owners: Owners, turns: Turns) -> Iterator[Problem]:
    for touched in proposal.others:
        problem = in_own_name(actor, touched) if actor.role is Role.MANAGER else _other(actor, touched)
        if problem is not None:
            yield problem
    cases = [Case(actor, proposal, owners, turns, edit) for edit in proposal.edits]
    faults = {case.edit.path: _faults(case) for case in cases}
    for case in cases:
        for fault in (*faults[case.edit.path], *handovers(case, faults)):
            yield _problem(case.edit.place(fault.key), fault.message)


def _problem(place: Place, message: Message) -> Problem:
    return Problem(place, "not-permitted", message)


def _other(actor: Actor, touched: Touched) -> Problem | None:
    """Return why somebody who is no manager may not change a file that is no record."""
    if touched.path == OFFICE and actor.role is Role.PLANNER:
        place = milestones_only(touched)
        if place is None:
            return None
        return _problem(place, actor.message(_("%(name)s is a %(role)s and changes only the milestones here.")))
    message = _("%(name)s is a %(role)s; this file is changed by a manager only.")
    return _problem(first_difference(touched), actor.message(message))


def _faults(case: Case) -> tuple[Fault, ...]:
    if case.actor.role is not Role.MANAGER and (fault := _out_of_place(case)) is not None:
        return (fault,)
    return tuple(record_faults(case))


def _out_of_place(case: Case) -> Fault | None:
    """Return why a file is none that somebody who is no manager may write, whatever it says."""
    actor, edit = case.actor, case.edit
    if edit.touched.new is None:
        return Fault("", actor.message(_gone(case)))
    if any(side is not None and side.mode != PLAIN for side in (edit.touched.old, edit.touched.new)):
        return Fault("", actor.message(_("%(name)s is a %(role)s; links and programs are filed by a manager only.")))
    if edit.touched.old is None and (twin := case.proposal.layout.twin(edit.path)) is not None:
        message = _("On some computers this is the same file as %(twin)s; choose another name.")
        return Fault("", Message(message, {"twin": twin}))
    return _misfiled(case)


def _gone(case: Case) -> str:
    """Return the sentence for a file that is not there any more."""
    spot = case.edit.spot
    if any(
        folder != spot.folder and folder.endswith(f"/{spot.customer}")
        for folder in case.proposal.layout.folders.values()
    ):
        return _("%(name)s is a %(role)s; a customer's folder is moved by a manager only.")
    return _("%(name)s is a %(role)s; records are deleted or renamed by a manager only.")


def _misfiled(case: Case) -> Fault | None:
    """Return why a record is not where its customer's records are."""
    spot, folders = case.edit.spot, case.proposal.folders.get(case.edit.spot.customer)
    if folders is not None and spot.folder not in folders:
        message = _("The records of %(customer)s lie in %(folder)s; %(name)s may not open another folder for them.")
        params = {"customer": spot.customer, "folder": min(folders)}
        return Fault("", case.actor.message(message, **params))
    if folders is None and (other := case.proposal.layout.around(spot.folder)) is not None:
        message = _("A customer's folder lies neither in nor around that of another, %(other)s; choose another place.")
        return Fault("", Message(message, {"other": other}))
    return None
