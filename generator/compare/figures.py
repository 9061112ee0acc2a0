"""What the records mean on two sides: indicators, deals, waiting falls, overrides."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from generator.compare.change import Change, DealMoved, IndicatorChanged, OverrideChanged, PendingChanged
from generator.compare.judged import Judged, grades_of
from generator.grade.grading import Event, Evidence, Grading, Turn
from generator.model.dossier import Dossier
from generator.read.problem import Place


def figure_changes(before: Judged, after: Judged) -> Iterator[Change]:
    """Yield the changes of meaning for every customer who is on file on both sides."""
    dossiers = before.snapshot.dossiers
    was, now = grades_of(before).gradings, grades_of(after).gradings
    for customer, dossier in after.snapshot.dossiers.items():
        kept = was.get(customer)
        if customer not in dossiers or (kept is not None and kept is now.get(customer)):
            continue  # an open customer with one grading for both days: nothing came in between
        old, new = before.grading(customer), after.grading(customer)
        if old is not None and new is not None:
            yield from _indicators(old, new)
            yield from _states(old, new)
        if dossier.deals or dossiers[customer].deals:
            yield from _deals((dossiers[customer], before.as_of), (dossier, after.as_of))


def _indicators(old: Grading, new: Grading) -> Iterator[Change]:
    if old.official is new.official:
        return
    was, now = old.official.indicators, new.official.indicators
    for name in dict.fromkeys([*was, *now]):
        before, after = was.get(name), now.get(name)
        levels = before.level if before else None, after.level if after else None
        if levels[0] != levels[1]:
            places = _place(before.evidence if before else None), _place(after.evidence if after else None)
            yield IndicatorChanged(new.id, *places, name, *levels)


def _place(evidence: Evidence | None) -> Place | None:
    return None if evidence is None else Place(evidence.path, evidence.line)


def _states(old: Grading, new: Grading) -> Iterator[Change]:
    if old.pending != new.pending:
        yield PendingChanged(new.id, _waiting_at(old), _waiting_at(new), old.pending, new.pending)
    was, now = old.override, new.override
    if (was is None) != (now is None) or (was and now and (was.to, was.until) != (now.to, now.until)):
        places = (Place(was.path) if was else None), (Place(now.path) if now else None)
        yield OverrideChanged(new.id, *places, was, now)


def _waiting_at(grading: Grading) -> Place | None:
    """Return the record by which a fall began to wait; None where none waits or only the calendar moved."""
    found = [turn for turn in grading.history if isinstance(turn, Turn) and turn.event is Event.WAITING]
    if grading.pending is None or not found or not found[-1].evidence:
        return None
    return _place(found[-1].evidence[-1])


def _deals(old: tuple[Dossier, date], new: tuple[Dossier, date]) -> Iterator[Change]:
    was, now = _stages(*old), _stages(*new)
    for unit in sorted(was.keys() | now.keys()):
        before, after = was.get(unit, (None, None)), now.get(unit, (None, None))
        if before[0] != after[0]:
            yield DealMoved(new[0].id, before[1], after[1], unit, before[0], after[0])


def _stages(dossier: Dossier, day: date) -> dict[str, tuple[str, Place]]:
    """Return the latest stage of each unit by a day, with its file."""
    return {
        filed.record.unit or "": (filed.record.stage.value, filed.place("stage"))
        for filed in dossier.deals
        if filed.record.at.day <= day
    }
