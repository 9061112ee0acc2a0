"""Who a customer is given to: customer.yaml only follows what was decided, or what the records say (P3–P7, L2)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from generator.model.dossier import Filed, by_time
from generator.model.record import Customer, Decision, DecisionKind
from generator.permission.records import Case, Fault
from generator.texts import Message, _

_HANDOVERS = frozenset({DecisionKind.TRANSFER, DecisionKind.CLAIM})
_LAST_WORD = _HANDOVERS | {DecisionKind.RELEASE}


def handovers(case: Case, faults: Mapping[str, Sequence[Fault]]) -> Iterator[Fault]:
    """Yield the fault of another ``consultant`` in customer.yaml that nothing decided; for managers, too.

    ``faults`` has what is wrong with each touched record, by path: a decision that is refused decides nothing.
    """
    old, new = _before(case), case.edit.new
    if old is None or new is None or not isinstance(new.record, Customer):
        return
    to = new.record.consultant
    if to != old.consultant and to not in {case.owners.owner(case.customer), _decided(case, faults)}:
        message = _(
            "Nothing on file gives %(customer)s to %(to)s; a leader or manager records it first, as with "
            "`fenji decide %(customer)s transfer --to %(id)s`."
        )
        params = {"customer": case.customer, "to": case.called(to), "id": to}
        yield Fault("consultant", Message(message, params))


def _before(case: Case) -> Customer | None:
    """Return customer.yaml before the change, in whatever folder; None for a new customer."""
    if case.edit.old is not None:
        return case.edit.old.record if isinstance(case.edit.old.record, Customer) else None
    dossier = case.proposal.base.dossiers.get(case.customer)
    return None if dossier is None else dossier.customer.record


def _decided(case: Case, faults: Mapping[str, Sequence[Fault]]) -> str | None:
    """Return who has the customer by a decision that this change adds; None where it adds none, or not the last."""
    mine = {edit.path: edit for edit in case.proposal.edits if edit.spot.customer == case.customer}
    added = [edit.new for edit in mine.values() if edit.new is not None and not faults[edit.path]]
    dossier = case.proposal.base.dossiers.get(case.customer)
    decisions = [filed for filed in (dossier.decisions if dossier else ()) if filed.path not in mine]
    decisions += [Filed(filed.path, filed.record, {}) for filed in added if isinstance(filed.record, Decision)]
    last = max((filed for filed in decisions if filed.record.kind in _LAST_WORD), key=by_time, default=None)
    return last.record.to if last is not None and last.path in mine and last.record.kind in _HANDOVERS else None
