"""Commission by stage (P8): how much of each deal's amount counts, for whom, since when, by which record.

The definitions, each with a worked example, are in docs/claims.md.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from enum import StrEnum

from generator.assignment.ownership import Holding, holdings, owner_on
from generator.grade.grading import Evidence
from generator.grade.office import OfficeGrades
from generator.model.dossier import Dossier, Filed
from generator.model.office import Office
from generator.model.record import Deal, Stage
from generator.model.rules import Commission
from generator.values import dataclass


class Step(StrEnum):
    """What is earned, in the order of the business; each with the stage of the deal that earns it."""

    GATHERED = "gathered"
    CONTRACTED = "contracted"
    MORTGAGED = "mortgaged"
    PAID_OUT = "paid_out"


_EARNS = {
    Stage.SUBSCRIBED: Step.GATHERED,
    Stage.CONTRACTED: Step.CONTRACTED,
    Stage.MORTGAGED: Step.MORTGAGED,
    Stage.PAID_OUT: Step.PAID_OUT,
}
_STEPS = tuple(Step)


@dataclass(frozen=True, slots=True)
class Share:
    """What one step of one deal brings one ``person`` (None: nobody owned the customer, or the owner had left).

    ``percent`` of ``amount`` (the deal's latest, in the office's money unit; 0 where none is on record) is ``value``.
    ``evidence`` is the record that brought it; ``waiting``: a leaver's share, which counts once the loan is paid out.
    """

    person: str | None
    customer: str
    unit: str | None
    step: Step
    on: date
    percent: Decimal
    amount: Decimal
    value: Decimal
    evidence: Evidence
    waiting: bool = False


@dataclass(frozen=True, slots=True)
class _Earned:
    """A step that a deal has reached: on which day, by which record, and who owned the customer then."""

    on: date
    filed: Filed[Deal]
    person: str | None


def shares(dossiers: Mapping[str, Dossier], grades: OfficeGrades) -> tuple[Share, ...]:
    """Return every share of every deal by ``grades.as_of``, by person (nobody last), day, customer, unit and step.

    ``dossiers`` are those that the grades were made from. A cancelled deal brings nothing.
    """
    day, commission = grades.as_of, grades.ruleset.rules.commission
    gone = {joined.id for dossier in dossiers.values() for joined in dossier.joined if joined.since <= day}
    found: list[Share] = []
    for dossier in dossiers.values():
        known = dossier.whole(day).deals
        if dossier.id not in gone and known:
            owner = _owners(dossiers, dossier, grades)
            for unit, deals in _by_unit(known, day).items():
                found += _of_deal(dossier.id, unit, deals, owner, (commission, grades.office, day))
    return tuple(sorted(found, key=_order))


def _order(share: Share) -> tuple[object, ...]:
    place = (share.on, share.customer, share.unit or "", _STEPS.index(share.step))
    return share.person is None, share.person or "", *place


def _by_unit(deals: Sequence[Filed[Deal]], day: date) -> Mapping[str | None, Sequence[Filed[Deal]]]:
    """Return the records by a day for each unit; those without a unit are one deal of the customer."""
    by_unit: dict[str | None, list[Filed[Deal]]] = defaultdict(list)
    for filed in deals:
        if filed.record.at.day <= day:
            by_unit[filed.record.unit].append(filed)
    return by_unit


def _owners(
    dossiers: Mapping[str, Dossier], dossier: Dossier, grades: OfficeGrades
) -> Callable[[Filed[Deal]], str | None]:
    """Return who owned the customer on the day of a deal's record.

    A record filed under an id that was merged later belongs to who owned that entry on that day. After a customer was
    closed the last owner goes on.
    """
    spells = {dossier.id: _spells(dossier, grades)}
    entries = {dossier.folder: dossier.id}
    for joined in dossier.joined:
        other = dossiers[joined.id]
        spells[other.id], entries[other.folder] = _spells(other, grades), other.id

    def owner(filed: Filed[Deal]) -> str | None:
        day = filed.record.at.day
        entry = entries[filed.path.rsplit("/", 2)[0]]
        own = spells[entry]
        over = not own or (own[-1].until is not None and own[-1].until < day)
        if over and entry != dossier.id:
            own = spells[dossier.id]
            over = bool(own) and own[-1].until is not None and own[-1].until < day
        return own[-1].owner if over and own else owner_on(own, day)

    return owner


def _spells(dossier: Dossier, grades: OfficeGrades) -> tuple[Holding, ...]:
    grading = grades.gradings.get(dossier.id) or grades.closed.get(dossier.id)
    if grading is None:
        return ()
    return holdings(dossier, grading, grades.office, grades.ruleset.rules, grades.as_of)


def _of_deal(
    customer: str,
    unit: str | None,
    deals: Sequence[Filed[Deal]],
    owner: Callable[[Filed[Deal]], str | None],
    terms: tuple[Commission, Office, date],
) -> Iterator[Share]:
    """Yield the shares of one deal."""
    commission, office, day = terms
    reached, amount = _reached(deals, owner, office)
    if not reached:
        return
    percents = _percents(commission)
    gathered = reached[Step.GATHERED]
    left = _left(office, gathered.person, reached.get(Step.CONTRACTED), day)
    if left:
        leaver = _decimal(commission.of_leaver)
        percents[Step.CONTRACTED] += percents[Step.GATHERED] - leaver
        percents[Step.GATHERED] = leaver
    for step, earned in reached.items():
        paid = reached.get(Step.PAID_OUT)
        waiting = left and step is Step.GATHERED and paid is None
        shown = paid if left and step is Step.GATHERED and paid is not None else earned
        if percents[step]:
            yield Share(
                person=earned.person,
                customer=customer,
                unit=unit,
                step=step,
                on=shown.on,
                percent=percents[step],
                amount=amount,
                value=amount * percents[step] / 100,
                evidence=Evidence(shown.on, earned.person or "", shown.filed.path, shown.filed.line("stage")),
                waiting=waiting,
            )


def _reached(
    deals: Sequence[Filed[Deal]], owner: Callable[[Filed[Deal]], str | None], office: Office
) -> tuple[dict[Step, _Earned], Decimal]:
    """Return the steps that a deal has reached since it was last cancelled, and its latest amount.

    A stage that was left out is reached with the next one: who pays in cash has no mortgage.
    """
    reached: dict[Step, _Earned] = {}
    amount = 0.0
    for filed in deals:
        deal = filed.record
        if deal.stage is Stage.CANCELLED:
            reached, amount = {}, 0.0
            continue
        amount = deal.amount if deal.amount is not None else amount
        if deal.stage not in _EARNS:
            continue
        on = deal.at.day
        person = _present(office, owner(filed), on)
        for step in _STEPS[: _STEPS.index(_EARNS[deal.stage]) + 1]:
            reached.setdefault(step, _Earned(on, filed, person))
    return reached, _decimal(amount)


def _present(office: Office, person: str | None, day: date) -> str | None:
    """Return a person, None where they had left the office by that day."""
    found = office.people.get(person) if person is not None else None
    return None if found is not None and found.left is not None and found.left <= day else person


def _left(office: Office, person: str | None, contract: _Earned | None, day: date) -> bool:
    """Tell whether somebody has left by a day, and before the contract was signed."""
    found = office.people.get(person) if person is not None else None
    if found is None or found.left is None or found.left > day:
        return False
    return contract is None or found.left <= contract.on


def _percents(commission: Commission) -> dict[Step, Decimal]:
    """Return what each step adds, in percent."""
    before, added = Decimal(0), {}
    for step in _STEPS:
        so_far = _decimal(getattr(commission, step.value))
        added[step], before = so_far - before, so_far
    return added


def _decimal(figure: float) -> Decimal:
    """Return a figure as it was written, free of what binary fractions add."""
    return Decimal(repr(figure))
