"""The records of a customer on two sides: by the customer's id and the file's name, never by a guess of git's."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from enum import StrEnum

from generator.compare.change import (
    Change,
    CustomerAdded,
    CustomerClosed,
    CustomerRemoved,
    CustomerReopened,
    CustomerTransferred,
    Field,
    RecordAdded,
    RecordBroken,
    RecordDeleted,
    RecordEdited,
    RecordKind,
    RecordMended,
    RecordRenamed,
)
from generator.model.dossier import Dossier, Filed
from generator.model.record import Customer, Deal, Decision, Visit
from generator.model.shape import keys_of
from generator.model.snapshot import Snapshot
from generator.read.problem import Level, Problem

AnyFiled = Filed[Visit | Decision | Deal]

_OWN = ("consultant", "closed.on", "closed.reason")
"""Keys of customer.yaml whose change is a kind of its own."""


def record_changes(before: Snapshot, after: Snapshot) -> Iterator[Change]:
    """Yield every change of the records between two snapshots, by customer."""
    for customer in differing(before, after):
        old, new = before.dossiers.get(customer), after.dossiers.get(customer)
        if old is None and new is not None:
            if _broken(before.problems, customer):
                registered = new.customer.record.registered
                yield RecordMended(customer, None, new.customer.place(), RecordKind.CUSTOMER, "", registered)
                continue  # the other files were there all the time
            yield CustomerAdded(customer, None, new.customer.place(), new.customer.record.consultant)
        elif old is not None and new is None:
            if _broken(after.problems, customer):
                registered = old.customer.record.registered
                yield RecordBroken(customer, old.customer.place(), None, RecordKind.CUSTOMER, "", registered)
                continue
            yield CustomerRemoved(customer, old.customer.place(), None, old.customer.record.consultant)
        yield from _files(customer, old, new)


def differing(before: Snapshot, after: Snapshot) -> tuple[str, ...]:
    """Return the customers about whom something may be another, in order of id.

    Where both snapshots hold the very same dossier nothing is: those that are read with one memory share it as long as
    no file of the customer changes.
    """
    was, now = before.dossiers, after.dossiers
    return tuple(customer for customer in sorted({**was, **now}) if was.get(customer) is not now.get(customer))


def _broken(problems: Sequence[Problem], customer: str) -> bool:
    """Tell whether a customer's customer.yaml has an error."""
    end = f"/{customer}/customer.yaml"
    return any(problem.level is Level.ERROR and problem.place.path.endswith(end) for problem in problems)


def _files(customer: str, old: Dossier | None, new: Dossier | None) -> Iterator[Change]:
    if old is not None and new is not None:
        yield from _of_customer(customer, old.customer, new.customer)
    was, now = _by_name(old), _by_name(new)
    gone = {name: filed for name, filed in was.items() if name not in now}
    come = {name: filed for name, filed in now.items() if name not in was}
    for name, filed in list(gone.items()):
        same = next((other for other, found in come.items() if found.record == filed.record), None)
        if same is not None:
            del gone[name]
            yield RecordRenamed(customer, filed.place(), come.pop(same).place(), *_what(filed))
    for name in sorted(was.keys() & now.keys()):
        if was[name].record is not now[name].record and was[name].record != now[name].record:
            yield _edited(customer, was[name], now[name])
    for name, filed in sorted(gone.items()):
        broken = RecordBroken if name in _unread(new) else RecordDeleted
        yield broken(customer, filed.place(), None, *_what(filed))
    for name, filed in sorted(come.items()):
        mended = RecordMended if name in _unread(old) else RecordAdded
        yield mended(customer, None, filed.place(), *_what(filed))


def _by_name(dossier: Dossier | None) -> dict[str, AnyFiled]:
    """Return the records by their names below the customer's folder, as ``visits/1.yaml``."""
    return {} if dossier is None else {filed.path[len(dossier.folder) :]: filed for filed in dossier.records}


def _unread(dossier: Dossier | None) -> frozenset[str]:
    return frozenset() if dossier is None else frozenset(path[len(dossier.folder) :] for path in dossier.unread)


def _what(filed: AnyFiled) -> tuple[RecordKind, str, date | None]:
    record = filed.record
    if isinstance(record, Visit):
        return RecordKind.VISIT, record.channel.value, record.at.day
    if isinstance(record, Decision):
        return RecordKind.DECISION, record.kind.value, record.at.day
    return RecordKind.DEAL, record.stage.value, record.at.day


def _edited(customer: str, old: AnyFiled, new: AnyFiled) -> RecordEdited:
    fields = changed_fields(old.record, new.record)
    first = fields[0].key
    record, what, at = _what(new)
    _record, was, was_at = _what(old)
    return RecordEdited(customer, old.place(first), new.place(first), record, what, at, was, was_at, fields)


def _of_customer(customer: str, old: Filed[Customer], new: Filed[Customer]) -> Iterator[Change]:
    was, now = old.record, new.record
    if was is now:
        return  # remembered: the same bytes
    if was.consultant != now.consultant:
        places = old.place("consultant"), new.place("consultant")
        yield CustomerTransferred(customer, *places, was.consultant, now.consultant)
    if was.closed != now.closed:
        places = old.place("closed"), new.place("closed")
        if was.closed is not None:
            yield CustomerReopened(customer, *places, was.closed.on, was.closed.reason.value)
        if now.closed is not None:
            yield CustomerClosed(customer, *places, now.closed.on, now.closed.reason.value)
    fields = tuple(field for field in changed_fields(was, now) if field.key not in _OWN)
    if fields:
        first = fields[0].key
        places = old.place(first), new.place(first)
        yield RecordEdited(customer, *places, RecordKind.CUSTOMER, "", None, "", None, fields)


def changed_fields(old: object, new: object) -> tuple[Field, ...]:
    """Return the values that differ between two records of a kind, by key."""
    was, now = dict(_flat(old, "")), dict(_flat(new, ""))
    keys = dict.fromkeys([*was, *now])
    return tuple(Field(key, was.get(key), now.get(key)) for key in sorted(keys) if was.get(key) != now.get(key))


def _flat(value: object, key: str) -> Iterator[tuple[str, str]]:
    """Yield the written values of a record under keys as ``judged.price``; lists count as one value."""
    if keys := keys_of(type(value)):
        for name in keys:
            yield from _flat(getattr(value, name), f"{key}.{name}" if key else name)
    elif isinstance(value, Mapping):
        for name, item in value.items():
            yield from _flat(item, f"{key}.{name}")
    elif isinstance(value, tuple):
        if value:
            yield key, ", ".join(str(item) for item in value)
    elif isinstance(value, float):
        yield key, f"{value:.15g}"
    elif value is not None:
        yield key, value.value if isinstance(value, StrEnum) else str(value)
