"""Who owns a customer on which day (客户归属; P1–P6, F10): replayed from the records, one owner a day at most.

The definitions, each with a worked example, are in docs/assignment.md.
"""

from __future__ import annotations

from datetime import date, timedelta

from generator.assignment.clock import Cause
from generator.assignment.holding import Holding, Standing, owner_on
from generator.assignment.walk import HANDOVERS, OWNERS, Terms, Walk, may_own
from generator.grade.grading import Grading
from generator.grade.office import OfficeGrades
from generator.model.dossier import Dossier
from generator.model.office import Office
from generator.model.record import Channel
from generator.model.rules import Rules
from generator.model.snapshot import Snapshot
from generator.values import replace

__all__ = ["OWNERS", "Cause", "Holding", "Standing", "holdings", "may_own", "owner_on", "standing", "standings"]


def holdings(dossier: Dossier, grading: Grading, office: Office, rules: Rules, as_of: date) -> tuple[Holding, ...]:
    """Return the spells of ownership from registration to ``as_of``, or to the day before the customer was closed.

    They are in order of date, without gap or overlap; empty for somebody who is no customer by then. ``grading`` must
    tell of all moves up to ``as_of``; no record dated later counts. Only the ``consultant`` of customer.yaml,
    which bears no date, is read beside the handovers of all days.
    """
    return standing(dossier, grading, office, rules, as_of).holdings


def standing(dossier: Dossier, grading: Grading, office: Office, rules: Rules, as_of: date) -> Standing:
    """Return the holdings up to ``as_of`` as ``holdings`` does, and the reasons behind protection and its end."""
    last = min(as_of, _last_day(dossier))
    if last < dossier.customer.record.registered:
        return Standing((), (), (), sold=False, returns=(), early=())
    terms = Terms(dossier, grading, office, rules)
    found = Walk(terms, _first_owner(terms)).run(last)
    if last == as_of:
        return found
    ended = replace(found.holdings[-1], until=last)
    return replace(found, holdings=(*found.holdings[:-1], ended), ended=(), ahead=())


def stays_in_pool(since: date, before: Dossier, after: Dossier) -> bool:
    """Tell whether somebody who is in the pool ``since`` a day is so with these records as well.

    It is so where nothing but contacts came that bring nobody back (P3), all of them of that day or later, and where no
    walk through all days is needed to know the first owner. The grade must have moved as before up to that day.
    """
    if before.customer != after.customer or before.decisions != after.decisions or before.deals != after.deals:
        return False
    if not before.visits or after.visits[:1] != before.visits[:1]:
        return False
    was, now = ({filed.path: filed.record for filed in dossier.visits} for dossier in (before, after))
    return (
        after.visits[0].record.by == after.customer.record.consultant
        and all(now.get(path) is visit for path, visit in was.items())
        and all(
            visit.channel is not Channel.VISIT and since <= visit.at.day
            for path, visit in now.items()
            if path not in was
        )
    )


def standings(snapshot: Snapshot, grades: OfficeGrades) -> dict[str, Standing]:
    """Return where every customer stands on the day of the grades, by id: the open ones and the closed ones."""
    rules = grades.ruleset.rules
    return {
        name: standing(snapshot.dossiers[name], grading, grades.office, rules, grades.as_of)
        for name, grading in sorted([*grades.gradings.items(), *grades.closed.items()])
    }


def _last_day(dossier: Dossier) -> date:
    """Return the last day on which the customer is one: the day before closing, merged or for another reason."""
    closed = dossier.customer.record.closed
    return closed.on - timedelta(days=1) if closed is not None else date.max


def _first_owner(terms: Terms) -> str:
    """Return who owned the customer at first.

    It is the consultant of customer.yaml, unless a record gave the customer to them later: a transfer, a claim or a
    visit that counted as new. Then it is who had the first contact.
    """
    dossier = terms.dossier
    consultant = dossier.customer.record.consultant
    first = dossier.visits[0].record.by if dossier.visits else consultant
    if first == consultant or not may_own(terms.office, first):
        return consultant
    decisions = (filed.record for filed in dossier.decisions)
    if any(one.kind in HANDOVERS and one.to == consultant for one in decisions):
        return first
    spells = Walk(terms, first).run(max(filed.record.at.day for filed in dossier.records)).holdings
    return first if any(spell.cause is Cause.RETURN and spell.owner == consultant for spell in spells) else consultant
