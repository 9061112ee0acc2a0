"""A week's report as plain data: the keys of design section 6, always in the same order; further keys may follow."""

from __future__ import annotations

from collections.abc import Mapping

from generator import __version__
from generator.compare.change import CustomerAdded
from generator.compare.guard import guard
from generator.duties.book import WeekDuties
from generator.grade.grading import Grading
from generator.report.frame import Frame
from generator.report.plan.data import comparison_data
from generator.report.stuck import bottlenecks_of
from generator.report.week.archive import Weekly
from generator.report.week.crosstab import STEPS
from generator.report.week.duty_sections import UNGRADED, follow_up_data, late_data
from generator.report.week.figures import (
    Funnel,
    best,
    consultants,
    conversion,
    counts,
    in_pool,
    late_entries,
    migration,
    states,
)
from generator.report.weeks import CLOSED, NEW

Data = dict[str, object]

_NAMES = {None: UNGRADED, NEW: "new", CLOSED: "closed"}


def week_data(weekly: Weekly, frame: Frame, duties: WeekDuties) -> Data:
    """Return what ``fenji report --format json`` says; ``frame`` and ``duties`` are those of the week's end."""
    side, compared = weekly.after.judged, weekly.comparison
    told = comparison_data(compared, weekly.reached, guard(compared, 100), frame.tr)
    found = conversion(weekly)
    return {
        "week": str(weekly.week),
        "as_of": side.as_of.isoformat(),
        "revision": side.snapshot.revision,
        "reconstructed": weekly.after.reconstructed,
        "counts": _named(counts(side)),
        "previous": _named(counts(weekly.before.judged)),
        "matrix": matrix_data(weekly),
        "moves": told["moves"],
        "entered": told["entered"],
        "left": told["left"],
        "bottlenecks": [
            {"indicator": one.name, "customers": one.number, "rise": one.rise}
            for one in bottlenecks_of(frame, weekly.crosstab.holds)
        ],
        "best": [_best(grading) for grading in best(frame, duties)],
        "consultants": [
            {"id": one.id, "counts": _named(one.counts), "new": one.new, "up": one.up, "down": one.down}
            for one in consultants(weekly, frame, duties)
        ],
        "pool": _named(in_pool(weekly, duties)),
        "follow_ups": follow_up_data(frame, duties),
        "late_duties": late_data(frame, duties),
        "conversion": {
            "grades": {_name(grade): _funnel(funnel) for grade, funnel in found.grades.items()},
            "sources": {source: _funnel(funnel) for source, funnel in found.sources.items()},
        },
        "late": [
            {
                "id": change.customer,
                "kind": "customer" if isinstance(change, CustomerAdded) else change.record.value,
                "at": _dated(weekly, change.customer) if isinstance(change, CustomerAdded) else str(change.at),
                "file": change.place.path if change.place is not None else None,
                "commits": [commit.oid for commit in compared.commits(change)],
            }
            for change in late_entries(weekly)
        ],
        "rules_changed": compared.rules_changed,
        "changes": told["changes"],
        "history_complete": told["history_complete"],
        "commits": told["commits"],
        "previous_revision": weekly.before.judged.snapshot.revision,
        "previous_reconstructed": weekly.before.reconstructed,
        "rules": {"version": frame.rules.version, "sha256": side.snapshot.rules_sha256},
        "fenji": __version__,
    }


def matrix_data(weekly: Weekly) -> dict[str, dict[str, int]]:
    """Return the migration matrix: each row from a state a week ago (or new), each column a state now (or closed)."""
    cells = migration(weekly)
    rows = dict.fromkeys([NEW, *states(weekly.before.judged), *(source for source, _sink in cells)])
    columns = dict.fromkeys(
        [*states(weekly.after.judged), *(sink for _source, sink in cells if sink != CLOSED), CLOSED]
    )
    return {_name(row): {_name(column): cells[row, column] for column in columns} for row in rows}


def _name(state: str | None) -> str:
    return _NAMES.get(state) or str(state)


def _named(numbers: Mapping[str | None, int]) -> dict[str, int]:
    return {_name(state): number for state, number in numbers.items()}


def _funnel(funnel: Funnel) -> Data:
    return {"customers": funnel.customers, **{step.value: n for step, n in zip(STEPS, funnel.steps, strict=True)}}


def _best(grading: Grading) -> Data:
    fall = grading.next_fall
    return {
        "id": grading.id,
        "consultant": grading.consultant,
        "since": grading.since.isoformat(),
        "falls_on": fall.on.isoformat() if fall is not None else None,
    }


def _dated(weekly: Weekly, customer: str) -> str:
    return weekly.after.judged.snapshot.dossiers[customer].customer.record.registered.isoformat()
