"""How often the rules want a customer of a grade to be followed up, before and after the opening (F2, F5, F8)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from generator.model.rules import Cadence, FollowUp


@dataclass(frozen=True, slots=True)
class Pace:
    """A follow-up ``every_days`` days after the last contact, and ``per_week`` of them a week; None: not asked."""

    every_days: int | None
    per_week: int | None


def paces(rules: FollowUp) -> Mapping[tuple[str, bool], Pace]:
    """Return the pace of each grade before (False) and after (True) the opening; none where nothing is asked.

    What the phase does not name is taken from the grade itself.
    """
    found: dict[tuple[str, bool], Pace] = {}
    for grade, entry in rules.grades.items():
        for opened, named in ((False, entry.before_opening), (True, entry.after_opening)):
            phase = named or Cadence()
            every = entry.every_days if phase.every_days is None else phase.every_days
            per_week = entry.per_week if phase.per_week is None else phase.per_week
            if every is not None or per_week:
                found[grade, opened] = Pace(every, per_week)
    return found
