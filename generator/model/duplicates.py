"""The same person entered twice (撞单, P9): told by ids and nothing else, so that nobody sees a colleague's data."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping

from generator.model.dossier import Dossier
from generator.model.merging import is_merged
from generator.model.scalar import normal
from generator.read.problem import Level, Problem
from generator.texts import Message, _
from generator.values import dataclass

Dossiers = Mapping[str, Dossier]


@dataclass(frozen=True, slots=True)
class Group:
    """Entries of probably one person, the oldest first. ``certain``: all have the same full phone number."""

    ids: tuple[str, ...]
    certain: bool


def groups(dossiers: Dossiers) -> tuple[Group, ...]:
    """Return the entries with one phone key, then those with one surname and masked phone, which is only likely.

    An entry is in one group besides its oldest at most. Entries with different phone keys are never put together, and
    merged ones not at all: that is settled.
    """
    by_key: dict[str, list[Dossier]] = defaultdict(list)
    by_phone: dict[tuple[str, str], list[Dossier]] = defaultdict(list)
    for dossier in sorted(dossiers.values(), key=_age):
        customer = dossier.customer.record
        if is_merged(dossier):
            continue
        if customer.phone_key is not None:
            by_key[customer.phone_key].append(dossier)
        if customer.phone is not None:
            by_phone[normal(customer.name)[:1], normal(customer.phone)].append(dossier)
    named: set[str] = set()
    sure = [_alike(same, named) for same in by_key.values()]
    likely = [_alike(same, named) for same in by_phone.values()]
    found = [Group(ids, certain) for certain, some in ((True, sure), (False, likely)) for of in some for ids in of]
    return tuple(sorted(found, key=lambda group: (not group.certain, group.ids)))


def _age(dossier: Dossier) -> tuple[object, str]:
    return dossier.customer.record.registered, dossier.id


def _alike(same: list[Dossier], named: set[str]) -> list[tuple[str, ...]]:
    """Return the groups among entries that look the same; whoever is in ``named`` belongs to another one already."""
    by_first: dict[str, list[str]] = {}
    firsts: list[Dossier] = []
    for dossier in same:
        first = next((one for one in firsts if not _different(one, dossier)), None)
        if first is None:
            firsts.append(dossier)
        elif dossier.id not in named:
            named.add(dossier.id)
            by_first.setdefault(first.id, [first.id]).append(dossier.id)
    return [tuple(ids) for ids in by_first.values()]


def _different(one: Dossier, other: Dossier) -> bool:
    """Tell whether both have a phone key and these differ: then a masked phone that looks the same is not."""
    keys = {one.customer.record.phone_key, other.customer.record.phone_key}
    return None not in keys and len(keys) > 1


def duplicates(dossiers: Dossiers) -> Iterator[Problem]:
    """Each entry of a group but the oldest is named, with the oldest's id and nothing else of it."""
    for group in groups(dossiers):
        key = "phone_key" if group.certain else "phone"
        what = _("phone number") if group.certain else _("surname and masked phone number")
        for other in group.ids[1:]:
            message = _("Probably the same customer as %(id)s: the same %(what)s. Ask the manager, and merge them.")
            problem = Message(message, {"id": group.ids[0], "what": Message(what)})
            yield Problem(dossiers[other].customer.place(key), "duplicate", problem, Level.WARNING)
