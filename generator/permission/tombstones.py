"""Who may forget a customer (L1): a manager, in the own name."""

from __future__ import annotations

from generator.model.snapshot import read_record
from generator.model.tombstone import Tombstone, id_of
from generator.permission.actor import Actor
from generator.read.problem import Problem
from generator.read.touched import Touched
from generator.texts import _


def in_own_name(actor: Actor, touched: Touched) -> Problem | None:
    """Return why a manager may not write a tombstone so; one that can't be read is a problem of its own."""
    if id_of(touched.path) is None or touched.new is None or touched.new.content is None:
        return None
    filed = read_record(touched.path, touched.new.content, Tombstone, [])
    if filed is None or filed.record.by == actor.id:
        return None
    message = _("Customers are forgotten in the name of who does it; %(name)s writes by: %(id)s.")
    return Problem(filed.place("by"), "not-permitted", actor.message(message, id=actor.id))
