"""What changed in rules.yaml and office.yaml: value by value, each with its way of keys and its line."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from generator.compare.change import OfficeChanged, RuleChanged
from generator.compare.records import changed_fields
from generator.model.snapshot import Snapshot
from generator.read.document import Document
from generator.read.problem import Place
from generator.read.tree import OFFICE

Keys = tuple[str, ...]
MISSING: Any = object()
"""Stands for a value that is not there."""

_NAMES = ("id", "name", "to")
_CONDITIONS = frozenset({"unless", "applies_when"})
_TABLES = frozenset({"measured", "when"})


def differences(old: object, new: object, keys: Keys = ()) -> Iterator[tuple[Keys, object, object]]:
    """Yield the way to, and both values of, every part that differs; MISSING where there is none.

    The rows of a list are matched by their id, name or target. A condition is one value. The order of keys counts,
    for grades and levels stand best first.
    """
    if isinstance(old, dict) and isinstance(new, dict) and not _whole(keys):
        for key in dict.fromkeys([*old, *new]):
            was, now = old.get(key, MISSING), new.get(key, MISSING)
            if was != now or (was is not MISSING and order(was) != order(now)):
                if was is MISSING or now is MISSING:
                    yield (*keys, key), was, now
                else:
                    yield from differences(was, now, (*keys, key))
        if [key for key in old if key in new] != [key for key in new if key in old]:
            yield keys, old, new
    elif (rows := _rows(old, new)) is not None:
        for way, was, now in differences(*rows, keys):
            yield (way, old, new) if way == keys else (way, was, now)
    else:
        yield keys, old, new


def order(value: object) -> object:
    """Return a value in a form whose equality includes the order of keys."""
    if isinstance(value, dict):
        return [(key, order(item)) for key, item in value.items()]
    return [order(item) for item in value] if isinstance(value, list) else value


def _whole(keys: Keys) -> bool:
    """Tell whether the value at ``keys`` is a condition, shown and compared as one."""
    if not keys:
        return False
    in_table = len(keys) > 1 and keys[-2] in _TABLES
    return keys[-1] in _CONDITIONS or in_table or (keys[-1] == "when" and keys[0] != "schemes")


def rows_by_name(rows: object) -> dict[str, Any] | None:
    """Return a list of mappings by id, name or target; None where it is no such list or two rows share one."""
    if not isinstance(rows, list) or not rows or not all(isinstance(row, dict) for row in rows):
        return None
    for name in _NAMES:
        keyed = {str(row[name]): row for row in rows if row.get(name) is not None}
        if len(keyed) == len(rows):
            return keyed
    return None


def _rows(old: object, new: object) -> tuple[dict[str, Any], dict[str, Any]] | None:
    was, now = rows_by_name(old), rows_by_name(new)
    return None if was is None or now is None else (was, now)


def written(value: object) -> str | None:
    """Return a value as one would write it in one line; None where it is missing."""
    if value is MISSING or value is None:
        return None
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{key}: {written(item) or ''}".rstrip() for key, item in value.items()) + "}"
    if isinstance(value, Sequence) and not isinstance(value, str):
        return "[" + ", ".join(written(item) or "" for item in value) + "]"
    return str(value)


def rule_changes(before: Snapshot, after: Snapshot) -> Iterator[RuleChanged]:
    """Yield what differs between the rules of two snapshots; a changed comment is no change."""
    old, new = before.rules_document, after.rules_document
    if old is None or new is None or before.rules_sha256 == after.rules_sha256:
        return
    for keys, was, now in differences(old.plain(), new.plain()):
        places = (None if was is MISSING else _place(old, keys)), (None if now is MISSING else _place(new, keys))
        yield RuleChanged("", *places, keys, written(was), written(now))


def _place(document: Document, keys: Keys) -> Place:
    """Return the line of a value; rows of a list are found by their names."""
    loc: list[str | int] = []
    value = document.plain()
    for key in keys:
        if isinstance(value, list):
            named = list(rows_by_name(value) or ())
            loc.append(named.index(key))
            value = value[loc[-1]]  # type: ignore[index] # a position, for a list
        else:
            loc.append(key)
            value = value[key]  # type: ignore[index] # the way leads to a value of this document
    return document.place(loc, key=True)


def office_changes(before: Snapshot, after: Snapshot) -> Iterator[OfficeChanged]:
    """Yield what differs between the office.yaml of two snapshots."""
    old, new = before.office, after.office
    if old is None or new is None or old == new:
        return
    for field in changed_fields(old, new):
        places = (None if field.before is None else Place(OFFICE)), (None if field.after is None else Place(OFFICE))
        yield OfficeChanged("", *places, tuple(field.key.split(".")), field.before, field.after)
