"""Checks of referrals: who brought whom."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping

from generator.model.dossier import Dossier
from generator.model.fault import nearest
from generator.model.tombstone import Tombstones, known_until
from generator.read.problem import Level, Problem
from generator.texts import Message, _

Dossiers = Mapping[str, Dossier]


def referrers(dossiers: Dossiers, tombstones: Tombstones, elsewhere: Collection[str] = ()) -> Iterator[Problem]:
    """A referrer is another customer of the office (P5), or was one until they were forgotten (L1).

    Customers who are ``elsewhere`` are none of these, and exist.
    """
    for dossier in dossiers.values():
        referrer = dossier.customer.record.referrer
        if referrer is None:
            continue
        place = dossier.customer.place("referrer")
        if known_until(tombstones, referrer, dossier.customer.record.registered):
            continue
        if referrer not in dossiers and referrer not in elsewhere:
            yield Problem(place, "unknown-customer", no_customer(referrer, dossiers))
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
        seen.update(chain)
        if here in chain:
            circle = list(chain)[list(chain).index(here) :]
            if len(circle) > 1:
                first = dossiers[min(circle)]
                message = Message(
                    _("The referrals go in a circle: %(ids)s; one of them is wrong."), {"ids": " → ".join(circle)}
                )
                yield Problem(first.customer.place("referrer"), "circular-referral", message, Level.WARNING)


def no_customer(word: str, known: Mapping[str, object]) -> Message:
    """Return the sentence on an id that no usable customer has."""
    if (meant := nearest(word, tuple(known))) is not None:
        message = _("There is no usable customer “%(id)s”; did you mean “%(meant)s”?")
        return Message(message, {"id": word, "meant": meant})
    return Message(_("There is no usable customer “%(id)s”; correct the id."), {"id": word})
