"""A visit out of the pool (P3–P6): who must be named, and whose the customer is afterwards, in words."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from generator.assignment.pooled import Pooled, next_on_roster, pooled
from generator.cli.context import Context
from generator.cli.new import NEXT
from generator.failure import Failure
from generator.model.dossier import Dossier
from generator.model.snapshot import snapshot
from generator.texts import Message, _


class Received(NamedTuple):
    """Who received a customer out of the pool, and on which day."""

    by: str
    day: date


def unclear(context: Context, customer: str, since: Pooled, day: date) -> Failure:
    """Return why nobody can be taken for the one who received the visit, after telling whose turn it is (P1)."""
    office = snapshot(context.tree())
    turn = next_on_roster(office, day)
    if turn is not None and office.office is not None:
        context.say(Message(NEXT, {"name": office.office.people[turn].name, "id": turn}))
    message = _(
        "%(id)s is in the pool since %(since)s, so a visit counts as new: name who received it with --by PERSON. "
        "Where the customer goes to somebody by a decision (P4–P6), record that first: "
        "fenji decide %(id)s claim --to %(previous)s --by MANAGER --reason TEXT"
    )
    return Failure(Message(message, {"id": customer, "since": since.since.isoformat(), "previous": since.previous}))


def outcome(context: Context, dossier: Dossier, since: Pooled, received: Received) -> Message:
    """Return whose the customer is after the visit, which is written by now, and what is left to do."""
    params = {"id": dossier.id, "by": received.by, "previous": since.previous, "day": received.day.isoformat()}
    after = snapshot(context.tree())
    if pooled(after, dossier.id, received.day) is not None:
        message = _(
            "%(id)s stays in the pool: %(by)s may own no customer, or must wait (cool_down_days). To give the customer "
            "to somebody: fenji decide %(id)s claim --to PERSON --by MANAGER --reason TEXT"
        )
    elif received.by == dossier.customer.record.consultant:
        message = _("Protection had ended, so the visit counts as new: %(id)s belongs to %(by)s from %(day)s on.")
    else:
        message = _(
            "Protection had ended, so the visit counts as new: %(id)s belongs to %(by)s from %(day)s on. Once it is on "
            "the main branch, write consultant: %(by)s in customer.yaml; or where P4–P6 apply: "
            "fenji decide %(id)s claim --to %(previous)s --by MANAGER --reason TEXT"
        )
    return Message(message, params)
