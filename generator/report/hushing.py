"""Those who were forgotten (L1), in revisions from before: they count as they did, and nothing tells of the person.

Judged levels, dates and stages stay, so that every figure of a published week stays. What only pages would show goes:
the name, phone numbers, notes, reasons, wishes; of the profile what the rules do not ask for.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from contextlib import suppress
from datetime import date
from pathlib import Path
from types import MappingProxyType
from typing import Any, TypeVar

from generator.compare.origin import Origins
from generator.model.dossier import Dossier, Filed, Joined
from generator.model.record import Customer, Deal, Decision, Next, Profile, Visit, Wants
from generator.model.shape import keys_of
from generator.model.snapshot import Snapshot, read_record
from generator.model.tombstone import NAME, Tombstone, Tombstones, id_of
from generator.read.commit import Commit
from generator.read.git import blobs, commit_id, git
from generator.read.revision import file_at
from generator.read.tree import CUSTOMERS, MAX_BYTES
from generator.report.person import without_names
from generator.values import dataclass, replace

MARK = "…"
"""What stands in the place of a text that is told no more."""

_HIDDEN = "*"
M = TypeVar("M", Customer, Visit, Decision, Deal)
F = TypeVar("F", Wants, Profile)


@dataclass(frozen=True, slots=True)
class Silence:
    """Everybody who was forgotten, by id, and all names that they had in any revision."""

    tombstones: Mapping[str, Tombstone]
    names: frozenset[str] = frozenset()

    @property
    def digest(self) -> str:
        """What tells two silences apart; empty where nobody was forgotten."""
        told = repr((sorted(self.tombstones.items()), sorted(self.names)))
        return hashlib.sha256(told.encode()).hexdigest() if self else ""

    def __bool__(self) -> bool:
        """Tell whether anybody was forgotten."""
        return bool(self.tombstones)


def silence(root: Path, also: Tombstones = MappingProxyType({})) -> Silence:
    """Return who was forgotten: by the files as they are, committed or not, by the last commit, and ``also``.

    A tombstone that can't be read hides the person all the same.
    """
    committed = git(root, "ls-tree", "-r", "-z", "--name-only", "HEAD", "--", CUSTOMERS) or b""
    present = git(root, "ls-files", "-z", "--cached", "--others", "--", f":(glob){CUSTOMERS}**/{NAME}") or b""
    ending = f"/{NAME}".encode()
    paths = {path for path in (*committed.split(b"\0"), *present.split(b"\0")) if path.endswith(ending)}
    found = {customer: filed.record for customer, filed in also.items()}
    for path in sorted(path.decode("utf-8", "surrogateescape") for path in paths):
        if (customer := id_of(path)) is not None:
            found[customer] = _read(root, path)
    return Silence(found, _names(root, found))


def _read(root: Path, path: str) -> Tombstone:
    commit = commit_id(root, "HEAD")
    data = None if commit is None else file_at(root, commit, path)
    with suppress(OSError):
        if not (root / path).is_symlink():
            with (root / path).open("rb") as file:
                data = file.read(MAX_BYTES + 1)
    filed = read_record(path, data, Tombstone, []) if data is not None else None
    return filed.record if filed is not None else _UNREADABLE


_UNREADABLE = Tombstone(on=date.max, by="")


def _names(root: Path, forgotten: Collection[str]) -> frozenset[str]:
    """Return the names in every customer.yaml that the forgotten ever had; a single character is no name to hide."""
    paths = [f":(glob){CUSTOMERS}**/{customer}/customer.yaml" for customer in forgotten]
    if not paths:
        return frozenset()
    command = ("log", "--format=", "--raw", "--no-abbrev", "--no-renames", "-m", "HEAD", "--", *paths)
    lines = (git(root, *command) or b"").decode("ascii", "replace").splitlines()
    oids = {oid for line in lines if line.startswith(":") for oid in line.split()[2:4] if oid.strip("0")}
    found = (read_record("customer.yaml", data, Customer, []) for data in blobs(root, sorted(oids)).values())
    return frozenset(name for filed in found if filed is not None and len(name := filed.record.name.strip()) > 1)


def hushed(snapshot: Snapshot, kept: Silence) -> Snapshot:
    """Return a snapshot in which nothing tells of the forgotten; notes and reasons of others lose their names, too."""
    if not kept:
        return snapshot
    gone = frozenset(snapshot.dossiers.keys() & kept.tombstones.keys())
    asked = repr(snapshot.rules)
    dossiers = {
        customer: _bare(dossier, asked) if customer in gone else _unnamed(dossier, kept.names)
        for customer, dossier in snapshot.dossiers.items()
    }
    return replace(snapshot, dossiers=dossiers, hushed=gone)


def quiet(origins: Origins, kept: Silence) -> Origins:
    """Return the origins without messages of commits that touch the forgotten, and without their names in others."""
    if not kept:
        return origins
    touching = {
        commit.oid
        for path, commits in origins.by_path.items()
        if not kept.tombstones.keys().isdisjoint(path.split("/"))
        for commit in commits
    }
    shown = dict.fromkeys(kept.names, _HIDDEN)
    by_path = {
        path: tuple(_quiet(commit, shown, told=commit.oid not in touching) for commit in commits)
        for path, commits in origins.by_path.items()
    }
    return replace(origins, by_path=by_path)


def _quiet(commit: Commit, shown: Mapping[str, str], *, told: bool) -> Commit:
    return replace(commit, subject=without_names(commit.subject, shown) if told else MARK)


def counted(kept: Silence, snapshot: Snapshot, day: date) -> Mapping[str, int]:
    """Return how many of the forgotten counted on a day whom this revision does not hold any more, by grade."""
    grades = (one.counted_on(day) for customer, one in kept.tombstones.items() if customer not in snapshot.dossiers)
    return Counter(grade for grade in grades if grade is not None)


def _changed(filed: Filed[M], **values: Any) -> Filed[M]:
    return replace(filed, record=replace(filed.record, **values))


def _bare(dossier: Dossier, asked: str) -> Dossier:
    """Return a dossier without anything about the person."""
    customer: Customer = dossier.customer.record
    kept = {
        "name": "",
        "phone": None,
        "phone_key": None,
        "phone_sealed": None,
        "referrer": None,
        "wants": _asked(customer.wants, "wants", asked, Wants()),
        "profile": _asked(customer.profile, "profile", asked, Profile()),
        "attributes": {name: value for name, value in customer.attributes.items() if f"attributes.{name}" in asked},
    }
    return replace(
        dossier,
        customer=_changed(dossier.customer, **kept),
        visits=tuple(_bare_visit(visit) for visit in dossier.visits),
        decisions=tuple(_changed(decision, reason=MARK) for decision in dossier.decisions),
        deals=_bare_deals(dossier.deals),
        joined=tuple(_bare_joined(joined) for joined in dossier.joined),
    )


def _asked(values: F, outer: str, asked: str, empty: F) -> F:
    """Return only what a condition of the rules asks for."""
    kept = {name: getattr(values, name) for name in keys_of(type(values)) if f"{outer}.{name}" in asked}
    return replace(empty, **kept)


def _bare_visit(visit: Filed[Visit]) -> Filed[Visit]:
    following = visit.record.next
    return _changed(visit, note=None, units=(), next=None if following is None else Next(on=following.on, what=MARK))


def _bare_deals(deals: Sequence[Filed[Deal]]) -> tuple[Filed[Deal], ...]:
    """Return the deals with numbers in the place of units: those of one unit still belong together."""
    units: dict[str | None, str | None] = {None: None}
    for deal in deals:
        units.setdefault(deal.record.unit, f"#{len(units)}")
    return tuple(_changed(deal, unit=units[deal.record.unit], note=None) for deal in deals)


def _bare_joined(joined: Joined) -> Joined:
    return replace(
        joined,
        decision=_changed(joined.decision, reason=MARK),
        visits=tuple(_bare_visit(visit) for visit in joined.visits),
        deals=_bare_deals(joined.deals),
    )


def _unnamed(dossier: Dossier, names: Collection[str]) -> Dossier:
    """Return somebody else's dossier without these names; the same one where it has none of them."""
    visits = tuple(_without(visit, names) for visit in dossier.visits)
    decisions = tuple(_without(decision, names) for decision in dossier.decisions)
    if visits == dossier.visits and decisions == dossier.decisions:
        return dossier
    return replace(dossier, visits=visits, decisions=decisions)


R = TypeVar("R", Visit, Decision)
_TEXTS = ("note", "reason")


def _without(filed: Filed[R], names: Collection[str]) -> Filed[R]:
    said = {key: text for key in _TEXTS if isinstance(text := getattr(filed.record, key, None), str)}
    shown = dict.fromkeys(names, _HIDDEN)
    values = {key: without_names(text, shown) for key, text in said.items() if any(name in text for name in names)}
    return _changed(filed, **values) if values else filed
