"""The problems that only the replay of ownership shows: customer.yaml names another one, a cool-down was not kept."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date

from generator.assignment.clock import Cause
from generator.assignment.holding import Standing
from generator.assignment.ownership import standing
from generator.assignment.pooled import ranked
from generator.assignment.walk import HANDOVERS
from generator.grade.check import check as check_grades
from generator.grade.office import OfficeGrades, Ungradable, judge
from generator.model.dossier import Dossier
from generator.model.people import handover_said, not_carried_out
from generator.model.snapshot import Snapshot
from generator.read.problem import Level, Problem, in_order
from generator.texts import Message, _
from generator.values import replace


def check(snapshot: Snapshot, today: date) -> tuple[Problem, ...]:
    """Return all problems of a snapshot, by path and line: those of `generator.grade.check`, and those of ownership."""
    problems = check_grades(snapshot, today)
    all_count = ranked(snapshot)
    concerned = {name: one for name, one in snapshot.dossiers.items() if all_count or _more_than_one(one)}
    try:
        grades = judge(replace(snapshot, dossiers=concerned), today)
    except Ungradable:
        return problems
    return in_order([*problems, *owner_problems(snapshot, grades)])


def _more_than_one(dossier: Dossier) -> bool:
    """Tell whether somebody beside the consultant of customer.yaml may have owned the customer."""
    consultant = dossier.customer.record.consultant
    return any(one.record.kind in HANDOVERS for one in dossier.decisions) or any(
        one.record.by != consultant for one in dossier.visits
    )


def owner_problems(snapshot: Snapshot, grades: OfficeGrades) -> list[Problem]:
    """Return the problems of ownership of the graded customers that are open on the day of the grades."""
    rules = grades.ruleset.rules
    found = {
        name: standing(snapshot.dossiers[name], grading, grades.office, rules, grades.as_of)
        for name, grading in grades.gradings.items()
        if _more_than_one(snapshot.dossiers[name])
    }
    return [*_other_owner(snapshot.dossiers, found), *_too_early(snapshot.dossiers, found)]


def _other_owner(dossiers: Mapping[str, Dossier], found: Mapping[str, Standing]) -> Iterator[Problem]:
    """Customer.yaml names whoever owns the customer, or owned them before the pool."""
    for name, now in found.items():
        dossier = dossiers[name]
        spell = next((spell for spell in reversed(now.holdings) if spell.owner is not None), None)
        if spell is None or spell.owner == dossier.customer.record.consultant:
            continue
        if spell.cause is Cause.RETURN:
            message = _(
                "Protection had ended, so the visit of %(day)s counted as new, and this customer belongs to “%(to)s”; "
                "write consultant: %(to)s, or record a claim where P4–P6 apply."
            )
            params = {"day": spell.since.isoformat(), "to": spell.owner}
            place = dossier.customer.place("consultant")
            yield Problem(place, "return-not-done", Message(message, params), Level.WARNING)
        elif not handover_said(dossier):
            decision = next(one for one in dossier.decisions if one.path == spell.evidence[0].path)
            yield from not_carried_out(dossier, decision.record)


def _too_early(dossiers: Mapping[str, Dossier], found: Mapping[str, Standing]) -> Iterator[Problem]:
    """Nobody gets a customer back before the cool-down of ``protection:`` is over."""
    for name, now in found.items():
        for early in now.early:
            filed = next(one for one in dossiers[name].decisions if one.path == early.decision.path)
            message = _(
                "“%(to)s” lost this customer on %(since)s and may have them back from %(day)s on (cool_down_days); "
                "name somebody else, or decide it then."
            )
            params = {"to": early.to, "since": early.since.isoformat(), "day": early.back_from.isoformat()}
            yield Problem(filed.place("to"), "cool-down", Message(message, params), Level.WARNING)
