"""Who has to do what earlier, later or anew: the duties of two sides on one day, that of the later side.

Apart from ``compare``, for duties cost more than grades do: only who shows them asks for them. What the calendar alone
brings is no change, as both sides stand on the same day. The reasons of a change: ``duty_reasons``.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date

from generator.compare.change import Change, OfficeChanged
from generator.compare.comparison import Comparison
from generator.compare.duty import DutyChanged, Turn
from generator.compare.duty_reasons import Station, Stations, Step
from generator.compare.judged import Judged
from generator.compare.reach import silent
from generator.compare.turns import Turned, turns
from generator.compare.waterfall import again, under_rules
from generator.duties.course import earlier
from generator.duties.duty import Duty
from generator.duties.office import office_duties
from generator.grade.grading import Evidence
from generator.grade.office import OfficeGrades
from generator.model.rules import Method
from generator.model.snapshot import Snapshot
from generator.read.problem import Place
from generator.values import replace

Open = Mapping[str, Sequence[Duty]]

_ASKING = frozenset({"follow_up", "protection"})
"""Parts of rules.yaml that ask for duties or end them, and move no grade."""

_OFFICE = {"people": Step.PEOPLE, "milestones": Step.MILESTONES}


def with_duties(comparison: Comparison) -> Comparison:
    """Return a comparison that knows how the duties change; none do where a side has no grades."""
    return replace(comparison, duties=tuple(_changes(comparison)))


def asked_otherwise(comparison: Comparison) -> bool:
    """Tell whether rules.yaml or office.yaml changed so that they may ask for other duties."""
    return not {Step.RECORDS}.issuperset(_steps(comparison))


def _changes(comparison: Comparison) -> Iterator[DutyChanged]:
    before, after = comparison.before, comparison.after
    steps = _steps(comparison)
    if before.grades is None or after.grades is None or not steps:
        return
    customers = _reached(comparison, steps)
    dated = before.grades if before.as_of == after.as_of else again(before.snapshot, customers, after.as_of)
    old, new = _open(before.snapshot, dated, customers), _open(after.snapshot, after.grades, customers)
    moved = [customer for customer in sorted(customers) if _asked(old, customer) != _asked(new, customer)]
    if not moved:
        return
    first = min(_begin(duty) for side in (old, new) for customer in moved for duty in side.get(customer, ()))
    stations = Stations(comparison, steps, tuple(_stations(comparison, steps, dated, moved, first)))
    for customer in moved:
        for turned in turns(stations.first.of(customer), stations.last.of(customer)):
            yield _change(customer, turned, stations)


def _steps(comparison: Comparison) -> tuple[Step, ...]:
    """Return what differs of that which duties stand on."""
    found = {_OFFICE.get(change.keys[0]) for change in comparison.changes if isinstance(change, OfficeChanged)}
    if any(map(_of_file, comparison.changes)):
        found.add(Step.RECORDS)
    if any(change.keys[0] in _ASKING or not silent(change) for change in comparison.rules):
        found.add(Step.RULES)
    return tuple(step for step in Step if step in found)


def _of_file(change: Change) -> bool:
    return change.kind.startswith(("record", "customer"))


def _reached(comparison: Comparison, steps: Sequence[Step]) -> Collection[str]:
    """Return whose duties can differ: of everybody, or where only records do of those they are about.

    A record counts for the customer whom its own one was merged with as well; where a grade depends on all, for all.
    """
    sides = comparison.before, comparison.after
    if steps != (Step.RECORDS,) or any(map(_by_share, sides)):
        return frozenset(customer for side in sides for customer in side.snapshot.dossiers)
    edited = {change.customer for change in comparison.changes if _of_file(change)}
    merged = {
        dossier.id
        for side in sides
        for dossier in side.snapshot.dossiers.values()
        if any(joined.id in edited for joined in dossier.joined)
    }
    return edited | merged


def _by_share(side: Judged) -> bool:
    rules = side.snapshot.rules
    return rules is not None and rules.schemes[rules.official].method is Method.SHARE


def _duties(snapshot: Snapshot, grades: OfficeGrades, customers: Collection[str], first: date) -> Open:
    """Return the duties of some customers: all that are open, and the settled ones due from ``first`` on."""
    gradings = {customer: grades.gradings[customer] for customer in customers if customer in grades.gradings}
    closed = {customer: grades.closed[customer] for customer in customers if customer in grades.closed}
    return office_duties(snapshot, replace(grades, gradings=gradings, closed=closed), first).duties


def _open(snapshot: Snapshot, grades: OfficeGrades, customers: Collection[str]) -> Open:
    found = _duties(snapshot, grades, customers, grades.as_of)
    return {customer: [duty for duty in duties if duty.open] for customer, duties in found.items()}


def _asked(side: Open, customer: str) -> Sequence[object]:
    """Return what a customer's open duties ask: what is the same on both sides is no change."""
    return [(duty.key, duty.due, duty.person) for duty in side.get(customer, ())]


def _begin(duty: Duty) -> date:
    """Return a day before which no side can say that the duty was due, however its rule changes."""
    return min(duty.since, earlier(duty.due, duty.figure))


def _stations(
    comparison: Comparison, steps: Sequence[Step], dated: OfficeGrades, customers: Collection[str], first: date
) -> Iterator[Station]:
    """Yield the duties of the old side, after each of the steps, and those of the new side."""
    snapshot, after = comparison.before.snapshot, comparison.after
    yield Station(dated, _duties(snapshot, dated, customers, first))
    for step in steps[:-1]:
        snapshot = _stepped(snapshot, step, after.snapshot)
        grades = again(snapshot, customers, after.as_of)
        yield Station(grades, _duties(snapshot, grades, customers, first))
    if after.grades is not None:
        yield Station(after.grades, _duties(after.snapshot, after.grades, customers, first))


def _stepped(snapshot: Snapshot, step: Step, after: Snapshot) -> Snapshot:
    """Return a snapshot with one part of a later one."""
    if step is Step.RECORDS:
        return replace(snapshot, dossiers=after.dossiers)
    if step is Step.RULES or snapshot.office is None or after.office is None:
        return under_rules(snapshot, after)
    part = step.value
    return replace(snapshot, office=replace(snapshot.office, **{part: getattr(after.office, part)}))


def _change(customer: str, turned: Turned, stations: Stations) -> DutyChanged:
    settled = turned.settled
    record = None if settled is None else settled.done_by
    came, went = (record, None) if turned.turn is Turn.DONE else (None, record)
    return DutyChanged(
        customer=customer,
        old=_place(turned.before, went),
        new=_place(turned.after, came),
        duty=turned.duty.kind,
        turn=turned.turn,
        before=turned.before,
        after=turned.after,
        settled=settled,
        reasons=stations.reasons(customer, turned),
    )


def _place(duty: Duty | None, record: Evidence | None) -> Place | None:
    """Return the line of the record that did a duty, else of the one that asks for it."""
    found = record if record is not None or duty is None else duty.asked_by
    return None if found is None else Place(found.path, found.line)
