"""What ties customers to each other, so that one can't be judged without the other."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping

from generator.model.dossier import Dossier
from generator.model.record import DecisionKind
from generator.model.tombstone import Tombstones, known_until


def heirs(dossier: Dossier) -> tuple[str, ...]:
    """Return the ids that a customer was merged with by decision, carried out or not.

    Along merges, and nowhere else, a record counts for another customer, and files contradict each other in a way that
    is an error. Places in a share scheme are no tie: they go by the figures of all.
    """
    found = {filed.record.to or "" for filed in dossier.decisions if filed.record.kind is DecisionKind.MERGE}
    return tuple(sorted(found))


def named(dossier: Dossier, tombstones: Tombstones) -> tuple[str, ...]:
    """Return the ids that a customer's records name as customers, and that must exist; not those forgotten since."""
    customer = dossier.customer.record
    merges = (filed.record for filed in dossier.decisions if filed.record.kind is DecisionKind.MERGE)
    found = {one.to or "" for one in merges if not known_until(tombstones, one.to, one.at.day)}
    if customer.referrer is not None and not known_until(tombstones, customer.referrer, customer.registered):
        found.add(customer.referrer)
    return tuple(sorted(found))


def together(ties: Mapping[str, Collection[str]]) -> Iterator[frozenset[str]]:
    """Yield the groups of two or more customers who are tied, also by way of others; ``ties`` are each one's heirs."""
    neighbours: dict[str, set[str]] = defaultdict(set)
    for name, others in ties.items():
        for other in others:
            neighbours[name].add(other)
            neighbours[other].add(name)
    seen: set[str] = set()
    for start in sorted(neighbours):
        group: set[str] = set()
        waiting = [start]
        while waiting:
            name = waiting.pop()
            if name not in seen and name in ties:
                seen.add(name)
                group.add(name)
                waiting.extend(neighbours[name])
        if len(group) > 1:
            yield frozenset(group)
