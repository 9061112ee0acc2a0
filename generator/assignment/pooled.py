"""One customer in the pool, and whose turn a new customer is: what must be known before writing (P1, P3)."""

from __future__ import annotations

from datetime import date

from generator.assignment.holding import lost
from generator.assignment.ownership import standing, standings
from generator.assignment.roster import duty
from generator.grade.office import Ungradable, judge
from generator.model.rules import Method
from generator.model.snapshot import Snapshot
from generator.values import dataclass, replace


def ranked(office: Snapshot) -> bool:
    """Tell whether a grade depends on all customers, so that none can be graded without the others (G5)."""
    official = office.rules.schemes.get(office.rules.official) if office.rules is not None else None
    return official is not None and official.method is Method.SHARE


@dataclass(frozen=True, slots=True)
class Pooled:
    """A customer in the pool ``since`` a day, who belonged to ``previous`` before."""

    previous: str
    since: date


def pooled(office: Snapshot, customer: str, day: date) -> Pooled | None:
    """Tell since when a customer is in the pool at the end of a day; None for others, and where nothing is graded.

    Of an office that is ``ranked`` all customers must be there.
    """
    concerned = office.dossiers if ranked(office) else {customer: office.dossiers[customer]}
    try:
        grades = judge(replace(office, dossiers=concerned), day)
    except Ungradable:
        return None
    grading = grades.gradings.get(customer)
    if grading is None:
        return None
    found = standing(office.dossiers[customer], grading, grades.office, grades.ruleset.rules, day)
    before = lost(found.holdings)
    return None if before is None else Pooled(*before)


def next_on_roster(office: Snapshot, day: date) -> str | None:
    """Return whose turn it is at the end of a day (P1); None without a roster for it, or where nothing is graded."""
    if office.office is None or office.office.roster is None or office.office.roster.began(day) is None:
        return None
    try:
        grades = judge(office, day)
    except Ungradable:
        return None
    return duty(grades.office, office.dossiers, standings(office, grades), day).next
