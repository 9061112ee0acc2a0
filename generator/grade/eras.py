"""The eras of a customer: before and after each day on which another entry was merged with this one (P9).

Until that day nobody knew that the two are one person, so every earlier day is judged without the other's records.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from generator.grade.grading import Evidence
from generator.grade.ruleset import Ruleset
from generator.grade.timeline import Timeline
from generator.model.dossier import Dossier
from generator.model.office import Office
from generator.values import dataclass, replace


@dataclass(frozen=True, slots=True)
class Era:
    """Days from ``since`` on that one dossier and its timeline are good for; ``brought`` by these merges, if any."""

    since: date
    dossier: Dossier
    timeline: Timeline
    brought: tuple[Evidence, ...]


def eras(
    dossier: Dossier, end: date, ruleset: Ruleset, office: Office, before: Timeline | None = None
) -> tuple[Era, ...]:
    """Return the eras up to ``end``, the last one holding all that was known then; one where nothing was merged.

    Where nothing was merged, ``before`` may be the customer's timeline as it was before later records came.
    """
    if not dossier.joined:
        known = until(dossier, end)
        return (Era(date.min, known, Timeline(known, ruleset, office, before), ()),)
    merges = sorted({joined.since for joined in dossier.joined if joined.since <= end})
    starts = [date.min, *merges]
    ends = [*(day - timedelta(days=1) for day in merges), end]
    found = []
    for start, last in zip(starts, ends, strict=True):
        known = until(dossier, last)
        decisions = [joined.decision for joined in dossier.joined if joined.since == start]
        brought = [Evidence(start, one.record.by, one.path, one.line("to")) for one in decisions]
        found.append(Era(start, known, Timeline(known, ruleset, office), tuple(dict.fromkeys(brought))))
    return tuple(found)


def era_on(life: Sequence[Era], day: date) -> Era:
    """Return the era that a day belongs to."""
    return next(era for era in reversed(life) if era.since <= day)


def until(dossier: Dossier, day: date) -> Dossier:
    """Return the dossier as it was at the end of ``day``: with what was merged by then, without what is dated later."""
    dossier = dossier.whole(day)
    lasts = [filed[-1].record.at.day for filed in (dossier.visits, dossier.decisions, dossier.deals) if filed]
    if not lasts or max(lasts) <= day:
        return dossier
    return replace(
        dossier,
        visits=tuple(filed for filed in dossier.visits if filed.record.at.day <= day),
        decisions=tuple(filed for filed in dossier.decisions if filed.record.at.day <= day),
        deals=tuple(filed for filed in dossier.deals if filed.record.at.day <= day),
    )
