"""Checks of the course of events: what can't have happened in this order."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping

from generator.model.dossier import Dossier, Filed, by_time
from generator.model.record import Deal, Stage
from generator.read.problem import Level, Problem
from generator.texts import Message, _

Dossiers = Mapping[str, Dossier]

_ORDER = {stage: place for place, stage in enumerate(Stage)}
_HOLDING = (Stage.SUBSCRIBED, Stage.CONTRACTED, Stage.MORTGAGED, Stage.PAID_OUT)


def before_registration(dossiers: Dossiers) -> Iterator[Problem]:
    """No record is older than the customer's registration."""
    for dossier in dossiers.values():
        registered = dossier.customer.record.registered
        for filed in dossier.records:
            if filed.record.at.day < registered:
                message = _("This is before the registration on %(day)s; correct at:, or registered: in customer.yaml.")
                params = {"day": registered.isoformat()}
                yield Problem(filed.place("at"), "before-registration", Message(message, params))


def closed_before_registration(dossiers: Dossiers) -> Iterator[Problem]:
    """Nobody is closed before they were registered."""
    for dossier in dossiers.values():
        customer = dossier.customer.record
        if customer.closed is not None and customer.closed.on < customer.registered:
            message = _("Closed before the registration on %(day)s; correct one of the two dates.")
            params = {"day": customer.registered.isoformat()}
            yield Problem(dossier.customer.place("closed.on"), "closed-before-registration", Message(message, params))


def stage_order(dossiers: Dossiers) -> Iterator[Problem]:
    """The stages of one unit follow each other; after a cancellation everything may begin anew."""
    for dossier in dossiers.values():
        reached: dict[str | None, Stage] = {}
        for filed in dossier.deals:
            deal, before = filed.record, reached.get(filed.record.unit)
            if before is not None and before is not Stage.CANCELLED and _ORDER[deal.stage] <= _ORDER[before]:
                message = _(
                    "“%(stage)s” comes after “%(before)s” of the same unit; the order of the deal is the other way."
                )
                params = {"stage": deal.stage.value, "before": before.value}
                yield Problem(filed.place("stage"), "stage-order", Message(message, params), Level.WARNING)
            if deal.unit is not None:
                reached[deal.unit] = deal.stage


def unit_taken(dossiers: Dossiers) -> Iterator[Problem]:
    """A unit is subscribed by one customer at a time, merged entries being one; only the other's id is told (P9)."""
    stays = {joined.id: dossier.id for dossier in dossiers.values() for joined in dossier.joined}
    by_unit: dict[str, list[tuple[Filed[Deal], str]]] = defaultdict(list)
    for dossier in dossiers.values():
        for filed in dossier.deals:
            if filed.record.unit is not None:
                by_unit[filed.record.unit].append((filed, stays.get(dossier.id, dossier.id)))
    for unit, deals in by_unit.items():
        holder: str | None = None
        for filed, customer in sorted(deals, key=lambda one: by_time(one[0])):
            if filed.record.stage is Stage.CANCELLED:
                holder = None if holder == customer else holder
            elif filed.record.stage in _HOLDING:
                if holder not in {None, customer}:
                    message = _("The unit %(unit)s is already subscribed by customer %(id)s; ask the planner.")
                    params = {"unit": unit, "id": holder}
                    yield Problem(filed.place("unit"), "unit-taken", Message(message, params), Level.WARNING)
                    continue
                holder = customer
