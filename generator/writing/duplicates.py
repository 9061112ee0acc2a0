"""Customers that are probably the same person as a new one (P9)."""

from __future__ import annotations

from collections.abc import Mapping

from generator.model.dossier import Dossier


def duplicates(dossiers: Mapping[str, Dossier], name: str, phone: str | None, key: str | None) -> tuple[str, ...]:
    """Return the ids of customers with the same phone key, or with the same surname and the same masked phone."""
    found = []
    for dossier in dossiers.values():
        other = dossier.customer.record
        same_key = key is not None and other.phone_key == key
        same_phone = phone is not None and other.phone == phone and other.name[:1] == name[:1]
        if same_key or same_phone:
            found.append(dossier.id)
    return tuple(found)
