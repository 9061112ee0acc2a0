"""Checks between customers: referrals, merges, the same person entered twice."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping

from generator.model.dossier import Dossier
from generator.model.loading import nearest
from generator.model.record import CloseReason, DecisionKind
from generator.model.scalar import normal
from generator.read.problem import Level, Problem
from generator.texts import Message, _

Dossiers = Mapping[str, Dossier]


def referrers(dossiers: Dossiers) -> Iterator[Problem]:
    """A referrer is another customer of the office (P5)."""
    for dossier in dossiers.values():
        referrer = dossier.customer.record.referrer
        place = dossier.customer.place("referrer")
        if referrer is not None and referrer not in dossiers:
            yield Problem(place, "unknown-customer", _no_customer(referrer, dossiers))
        elif referrer == dossier.id:
            yield Problem(
                place, "self-referral", Message(_("A customer can't be brought by themselves; correct the id."))
            )


def circular_referrals(dossiers: Dossiers) -> Iterator[Problem]:
    """Nobody is brought by somebody whom they brought, over any number of steps; each circle is named once."""
    seen: set[str] = set()
    for start in dossiers:
        chain: dict[str, None] = {}
        here: str | None = start
        while here is not None and here in dossiers and here not in seen and here not in chain:
            chain[here] = None
            here = dossiers[here].customer.record.referrer
        seen |= chain.keys()
        if here in chain:
            circle = list(chain)[list(chain).index(here) :]
            if len(circle) > 1:
                first = dossiers[min(circle)]
                message = Message(
                    _("The referrals go in a circle: %(ids)s; one of them is wrong."), {"ids": " → ".join(circle)}
                )
                yield Problem(first.customer.place("referrer"), "circular-referral", message, Level.WARNING)


def merges(dossiers: Dossiers) -> Iterator[Problem]:
    """A merge leads to another customer, and closes this one as merged."""
    for dossier in dossiers.values():
        for filed in dossier.decisions:
            if filed.record.kind is not DecisionKind.MERGE:
                continue
            to, place = filed.record.to or "", filed.place("to")
            if to == dossier.id:
                yield Problem(
                    place, "self-merge", Message(_("A customer can't be merged with themselves; correct the id."))
                )
            elif to not in dossiers:
                yield Problem(place, "unknown-customer", _no_customer(to, dossiers))
            elif not _merged(dossier):
                message = _("Merged with %(id)s, but not closed; write closed: {on: %(at)s, reason: merged}.")
                params = {"id": to, "at": filed.record.at.day.isoformat()}
                yield Problem(dossier.customer.place(), "merge-not-done", Message(message, params), Level.WARNING)


def duplicates(dossiers: Dossiers) -> Iterator[Problem]:
    """Probably the same person twice (P9): the same phone key, or the same surname and masked phone.

    Each entry but the oldest is named, with the oldest's id and nothing else of it.
    """
    by_key: dict[str, list[str]] = defaultdict(list)
    by_phone: dict[tuple[str, str], list[str]] = defaultdict(list)
    for dossier in dossiers.values():
        if not _merged(dossier):
            customer = dossier.customer.record
            if customer.phone_key is not None:
                by_key[customer.phone_key].append(dossier.id)
            if customer.phone is not None:
                by_phone[normal(customer.name)[:1], normal(customer.phone)].append(dossier.id)
    named: set[str] = set()
    for key, groups in (("phone_key", by_key.values()), ("phone", by_phone.values())):
        for ids in groups:
            first, *rest = sorted(ids, key=lambda one: (dossiers[one].customer.record.registered, one))
            for other in rest:
                if other not in named and not _different(dossiers[first], dossiers[other]):
                    named.add(other)
                    message = _(
                        "Probably the same customer as %(id)s: the same %(what)s. Ask the manager, and merge them."
                    )
                    what = _("phone number") if key == "phone_key" else _("surname and masked phone number")
                    problem = Message(message, {"id": first, "what": Message(what)})
                    yield Problem(dossiers[other].customer.place(key), "duplicate", problem, Level.WARNING)


def _different(one: Dossier, other: Dossier) -> bool:
    """Tell whether both have a phone key and these differ: then a masked phone that looks the same is not."""
    keys = {one.customer.record.phone_key, other.customer.record.phone_key}
    return None not in keys and len(keys) > 1


def _merged(dossier: Dossier) -> bool:
    closed = dossier.customer.record.closed
    return closed is not None and closed.reason is CloseReason.MERGED


def _no_customer(word: str, known: Mapping[str, object]) -> Message:
    if (meant := nearest(word, tuple(known))) is not None:
        message = _("There is no usable customer “%(id)s”; did you mean “%(meant)s”?")
        return Message(message, {"id": word, "meant": meant})
    return Message(_("There is no usable customer “%(id)s”; correct the id."), {"id": word})
