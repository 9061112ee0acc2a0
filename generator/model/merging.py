"""Merges (P9): one person who was entered twice is one customer again; the files stay where they are.

A merge is a decision in the folder of the entry that ends, and ``closed: {on: …, reason: merged}`` in its
customer.yaml. Without the two everything is as it was before.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from datetime import date

from generator.model.dossier import Dossier, Filed, Joined
from generator.model.record import CloseReason, Decision, DecisionKind
from generator.model.relations import no_customer
from generator.model.tombstone import Tombstones, known_until
from generator.read.problem import Level, Problem
from generator.texts import Message, _
from generator.values import replace

Dossiers = Mapping[str, Dossier]


def is_merged(dossier: Dossier) -> bool:
    """Tell whether customer.yaml says that the other entry stays."""
    closed = dossier.customer.record.closed
    return closed is not None and closed.reason is CloseReason.MERGED


def decided(dossier: Dossier) -> tuple[Filed[Decision], ...]:
    """Return the decisions to merge this customer with another, oldest first; of several the last counts."""
    return tuple(filed for filed in dossier.decisions if filed.record.kind is DecisionKind.MERGE)


def carried_out(dossier: Dossier) -> tuple[str, date] | None:
    """Return with whom the customer is merged, and from which day on; None where that is not decided and done."""
    closed = dossier.customer.record.closed
    if closed is None or closed.reason is not CloseReason.MERGED or not (decisions := decided(dossier)):
        return None
    last = decisions[-1].record
    return (last.to or "", max(last.at.day, closed.on))


def ended(dossiers: Dossiers) -> frozenset[str]:
    """Return the ids that ended with a merge, by customer.yaml."""
    return frozenset(name for name, dossier in dossiers.items() if is_merged(dossier))


def with_joined(dossiers: Dossiers, merged: Collection[str] | None = None) -> dict[str, Dossier]:
    """Return the customers, each that stays with what was filed under the ids merged with it, over all steps.

    ``merged`` are the ids that ``ended``, where they are known already.
    """
    found: dict[str, list[Joined]] = defaultdict(list)
    for dossier in (dossiers[name] for name in sorted(ended(dossiers) if merged is None else merged)):
        for to, since, decision in _heirs(dossiers, dossier):
            found[to].append(Joined(dossier.id, since, decision, dossier.visits, dossier.deals))
    return {**dossiers, **{name: replace(dossiers[name], joined=tuple(joined)) for name, joined in found.items()}}


def _heirs(dossiers: Dossiers, dossier: Dossier) -> list[tuple[str, date, Filed[Decision]]]:
    """Return who takes over the records, since when, by which decision.

    A → B → C gives B and C; a circle gives nobody.
    """
    heirs: list[tuple[str, date, Filed[Decision]]] = []
    giver, step, since, passed = dossier, carried_out(dossier), date.min, {dossier.id}
    while step is not None:
        to, since = step[0], max(since, step[1])
        if to in passed:
            return []
        heir = dossiers.get(to)
        if heir is None:
            break
        if not _closed_by(heir, since):
            heirs.append((to, since, decided(giver)[-1]))
        passed.add(to)
        giver, step = heir, carried_out(heir)
    return heirs


def _closed_by(dossier: Dossier, day: date) -> bool:
    closed = dossier.customer.record.closed
    return closed is not None and closed.on <= day


def merges(dossiers: Dossiers, tombstones: Tombstones) -> Iterator[Problem]:  # noqa: C901 - a list of faults
    """A merge leads once to another customer, one that is open then, and closes this one as merged.

    Nothing is said about a merge with somebody who was forgotten later (L1).
    """
    for dossier in dossiers.values():
        decisions = decided(dossier)
        for filed in decisions:
            to, place = filed.record.to or "", filed.place("to")
            if known_until(tombstones, to, filed.record.at.day):
                continue
            if to == dossier.id:
                message = Message(_("A customer can't be merged with themselves; correct the id."))
                yield Problem(place, "self-merge", message)
            elif to not in dossiers:
                yield Problem(place, "unknown-customer", no_customer(to, dossiers))
            elif filed is not decisions[0]:
                message = Message(
                    _("This customer is merged with %(id)s already, since %(day)s; delete one of the two decisions."),
                    {"id": decisions[0].record.to, "day": decisions[0].record.at.day},
                )
                yield Problem(place, "merged-twice", message)
            elif not is_merged(dossier):
                sentence = _("Merged with %(id)s, but not closed; write closed: {on: %(at)s, reason: merged}.")
                message = Message(sentence, {"id": to, "at": filed.record.at.day.isoformat()})
                yield Problem(dossier.customer.place(), "merge-not-done", message, Level.WARNING)
            elif (circle := _circle(dossiers, dossier.id)) is None:
                yield from _into_closed(dossiers[to], filed)
            elif dossier.id == circle[-1]:
                message = Message(
                    _("The merges go in a circle: %(ids)s; delete this decision and closed: in customer.yaml."),
                    {"ids": " → ".join((*circle, circle[0]))},
                )
                yield Problem(place, "circular-merge", message)
        if is_merged(dossier) and not decisions:
            message = Message(
                _(
                    "Closed as merged, but no decision says with whom; delete closed: "
                    "and run `fenji decide %(id)s merge`."
                ),
                {"id": dossier.id},
            )
            yield Problem(dossier.customer.place("closed.reason"), "merged-nowhere", message, Level.WARNING)


def _into_closed(heir: Dossier, filed: Filed[Decision]) -> Iterator[Problem]:
    """Nothing is merged with a customer who is closed on that day."""
    closed = heir.customer.record.closed
    if closed is None or closed.on > filed.record.at.day:
        return
    further = carried_out(heir)
    params = {"id": heir.id, "day": closed.on.isoformat(), "to": further[0] if further else ""}
    sentence = (
        _("%(id)s is closed since %(day)s, merged with %(to)s; write to: %(to)s.")
        if further
        else _("%(id)s is closed since %(day)s; merge the closed customer with the open one.")
    )
    yield Problem(filed.place("to"), "merge-with-closed", Message(sentence, params))


def _circle(dossiers: Dossiers, start: str) -> tuple[str, ...] | None:
    """Return the circle of merges that a customer is part of, ending with the one that was decided last."""
    chain = [start]
    while (step := carried_out(dossiers[chain[-1]])) is not None and step[0] in dossiers:
        if step[0] == start:
            days = {name: decided(dossiers[name])[-1].record.at for name in chain}
            last = max(range(len(chain)), key=lambda place: (days[chain[place]], chain[place]))
            return (*chain[last + 1 :], *chain[: last + 1])
        if step[0] in chain:
            return None
        chain.append(step[0])
    return None
