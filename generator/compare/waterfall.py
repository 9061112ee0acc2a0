"""Why a customer stands elsewhere: first the date goes to new, then the records, then the rules (design section 5).

Each step that moves the customer is a cause. office.yaml goes with the records: it holds the milestones and people.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date
from enum import StrEnum

from generator.compare.judged import Judged, Standing, standing
from generator.grade.gradings import Gradings
from generator.grade.office import OfficeGrades, judge
from generator.model.rules import Method
from generator.model.snapshot import Snapshot
from generator.values import dataclass, replace


class Cause(StrEnum):
    """What moved a customer between two snapshots."""

    TIME = "time"
    DATA = "data"
    RULES = "rules"


@dataclass(frozen=True, slots=True)
class Step:
    """One step of the waterfall that moved the customer."""

    cause: Cause
    before: Standing
    after: Standing


def waterfall(before: Judged, after: Judged, customers: Collection[str]) -> Mapping[str, tuple[Step, ...]]:
    """Return the steps that move each of the customers; both sides must be graded.

    A customer who ends where they began may have steps, too: two causes that undo each other.
    """
    ids = frozenset(customers)
    dated = before.grades if before.as_of == after.as_of else _dated(before, after, ids)
    mixed = under_rules(after.snapshot, before.snapshot)
    recorded = after.grades if same_rules(before.snapshot, after.snapshot) else again(mixed, ids, after.as_of)
    found: dict[str, tuple[Step, ...]] = {}
    for customer in sorted(ids):
        stations = [standing(grades, customer) for grades in (before.grades, dated, recorded, after.grades)]
        found[customer] = tuple(
            Step(cause, here, there)
            for cause, here, there in zip(Cause, stations, stations[1:], strict=False)
            if here != there
        )
    return found


def same_rules(one: Snapshot, other: Snapshot) -> bool:
    """Tell whether two snapshots stand on the same bytes of rules.yaml."""
    return one.rules_sha256 == other.rules_sha256


def under_rules(snapshot: Snapshot, rules: Snapshot) -> Snapshot:
    """Return a snapshot with the rules of another one."""
    return replace(snapshot, rules=rules.rules, rules_document=rules.rules_document, rules_sha256=rules.rules_sha256)


def _dated(before: Judged, after: Judged, ids: frozenset[str]) -> OfficeGrades:
    """Judge the old records of some customers on the new date.

    Whose records, rules and office are the very same on both sides has been judged so already.
    """
    old, new = before.snapshot, after.snapshot
    if after.grades is None or depends_on_all(old) or not same_rules(old, new) or old.office is not new.office:
        return again(old, ids, after.as_of)
    same = {one for one in ids if one in new.dossiers and old.dossiers.get(one) is new.dossiers[one]}
    found = again(old, ids - same, after.as_of)
    gradings, closed = (
        {one: grading for one, grading in part.items() if one in same}
        for part in (after.grades.gradings, after.grades.closed)
    )
    return replace(found, gradings={**found.gradings, **gradings}, closed={**found.closed, **closed})


def depends_on_all(snapshot: Snapshot) -> bool:
    """Tell whether everybody's records count for a customer's official grade (G5)."""
    rules = snapshot.rules
    return rules is None or rules.schemes[rules.official].method is Method.SHARE


def again(snapshot: Snapshot, customers: Collection[str], as_of: date) -> OfficeGrades:
    """Judge some customers; all of them where a grade depends on all (G5)."""
    if depends_on_all(snapshot):
        return judge(snapshot, as_of)
    some = {customer: found for customer, found in snapshot.dossiers.items() if customer in customers}
    return judge(replace(snapshot, dossiers=some), as_of, Gradings(official=True))
