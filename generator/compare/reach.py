"""How far a change of rules.yaml reaches: who moves if it is made alone, or else if it is the last one to be made."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from generator.compare.change import RuleChanged
from generator.compare.judged import Judged
from generator.compare.settings import MISSING, Keys, differences, rows_by_name
from generator.compare.waterfall import under_rules
from generator.grade.office import OfficeGrades, Ungradable, judge
from generator.model.fault import Unreadable
from generator.model.rules import Rules
from generator.model.shape import read
from generator.model.snapshot import Snapshot
from generator.values import dataclass, replace

MOST = 20
"""So many changes are tried one by one; each judges the whole office once."""

_TEXTS = frozenset({"version", "playbook", "examples", "follow_up", "protection", "commission"})
_NAMED = frozenset({"schemes", "indicators", "facts", "attributes", "judged"})
_WORDS = frozenset({"grades", "levels"})


@dataclass(frozen=True, slots=True)
class Reach:
    """Who moves by a change: (before, after) → customers. Empty: nobody; None: it can't be told from the others."""

    moves: Mapping[tuple[str | None, str | None], int] | None

    @property
    def customers(self) -> int:
        """How many customers move."""
        return sum((self.moves or {}).values())


@dataclass(frozen=True, slots=True)
class RuleReach:
    """A change of the rules and its reach; None where it was not tried."""

    change: RuleChanged
    reach: Reach | None


def reaches(before: Judged, after: Judged, changes: Sequence[RuleChanged]) -> tuple[RuleReach, ...]:
    """Return every change of the rules with its reach on the records and the day of ``after``.

    Texts, duties and examples move no grade and are not tried; of the others the first ``MOST`` are.
    """
    old, new = before.snapshot.rules_document, after.snapshot.rules_document
    if old is None or new is None or before.grades is None or after.grades is None:
        return tuple(RuleReach(change, None) for change in changes)
    if all(map(silent, changes)):
        return tuple(RuleReach(change, Reach({})) for change in changes)
    start = judge(under_rules(after.snapshot, before.snapshot), after.as_of)
    parts = {keys: (was, now) for keys, was, now in differences(old.plain(), new.plain())}
    found, tried = [], 0
    for change in changes:
        reach: Reach | None = Reach({})
        if not silent(change):
            tried += 1
            was, now = parts[change.keys]
            alone, last = changed(old.plain(), change.keys, now), changed(new.plain(), change.keys, was)
            reach = _reach(after.snapshot, alone, last, start, after.grades) if tried <= MOST else None
        found.append(RuleReach(change, reach))
    return tuple(found)


def _reach(snapshot: Snapshot, alone: object, last: object, start: OfficeGrades, end: OfficeGrades) -> Reach:
    """Return who moves from the old rules to those with the change ``alone``.

    A change that makes no rules by itself, such as requiring an indicator that others add, is tried as the ``last``
    one: from the new rules without it to the new rules.
    """
    grades = _grades(snapshot, alone, start)
    if grades is not None:
        return Reach(Counter(_moves(start, grades)))
    grades = _grades(snapshot, last, start)
    return Reach(None if grades is None else Counter(_moves(grades, end)))


def silent(change: RuleChanged) -> bool:
    """Tell whether a change is only words, duties or examples, so that no grade can depend on it."""
    keys = change.keys
    if keys[0] in _TEXTS or (keys[-1] == "label" and keys[-2] not in _NAMED):
        return True
    reworded = change.before is not None and change.after is not None
    return reworded and len(keys) > 2 and keys[-2] in _WORDS


def changed(plain: object, keys: Keys, value: object) -> object:
    """Return a tree of plain values with the one at ``keys`` changed, added or taken away (MISSING)."""
    if not keys:
        return value
    if isinstance(plain, list):
        rows = dict(rows_by_name(plain) or {})
        return list(_with(rows, keys, value).values())
    return _with(dict(plain) if isinstance(plain, dict) else {}, keys, value)


def _with(mapping: dict[str, Any], keys: Keys, value: object) -> dict[str, Any]:
    if len(keys) == 1 and value is MISSING:
        mapping.pop(keys[0], None)
    else:
        mapping[keys[0]] = changed(mapping.get(keys[0], {}), keys[1:], value)
    return mapping


def _grades(snapshot: Snapshot, plain: object, start: OfficeGrades) -> OfficeGrades | None:
    """Judge a snapshot by rules in plain values; None where these are no rules."""
    try:
        rules = read(Rules, plain)
        return judge(replace(snapshot, rules=rules, rules_document=None), start.as_of)
    except (Unreadable, Ungradable):
        return None


def _moves(start: OfficeGrades, grades: OfficeGrades) -> Iterator[tuple[str | None, str | None]]:
    for customer, grading in start.gradings.items():
        if (after := grades.gradings[customer].grade) != grading.grade:
            yield grading.grade, after
