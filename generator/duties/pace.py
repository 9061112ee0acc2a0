"""How often the rules want a customer of a grade to be followed up, before and after the opening (F2, F5, F8)."""

from __future__ import annotations

from collections.abc import Mapping

from generator.model.rules import Cadence, FollowUp

Paces = Mapping[tuple[str, bool], Cadence]
"""The cadence of each grade before (False) and after (True) the opening; without those that ask for nothing."""


def in_force(rules: FollowUp, grade: str | None, *, opened: bool) -> Cadence | None:
    """Return the cadence of a grade before or after the opening; None where it asks for nothing.

    What the phase does not name is taken from the grade itself.
    """
    entry = rules.grades.get(grade or "")
    if entry is None:
        return None
    phase = (entry.after_opening if opened else entry.before_opening) or Cadence()
    every = entry.every_days if phase.every_days is None else phase.every_days
    per_week = entry.per_week if phase.per_week is None else phase.per_week
    return None if every is None and not per_week else Cadence(every_days=every, per_week=per_week)


def paces(rules: FollowUp) -> Paces:
    """Return every cadence of the rules."""
    each = {
        (grade, opened): in_force(rules, grade, opened=opened) for grade in rules.grades for opened in (False, True)
    }
    return {key: cadence for key, cadence in each.items() if cadence is not None}
