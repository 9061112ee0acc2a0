"""Answers that became weaker lately: what shows that a customer cools before the grade falls (F7, F9)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from generator.grade.grading import Grading
from generator.report.frame import Frame
from generator.report.meeting.sheet import contacts
from generator.report.rich import Rich, fill, strong
from generator.texts import _

DAYS = 14
"""An answer of the last so many days counts as new."""


def weakenings(frame: Frame, grading: Grading) -> tuple[Rich, ...]:
    """Return each official indicator whose newest answer, of the last days, is weaker than the one before."""
    return tuple(_weaker(frame, grading))


def _weaker(frame: Frame, grading: Grading) -> Iterator[Rich]:
    first = frame.as_of - timedelta(days=DAYS - 1)
    every = contacts(frame, grading.id)
    if not every or every[-1].record.at.day < first:
        return  # then no answer is new
    records = [filed.record for filed in every]
    for name, indicator in frame.grades.ruleset.official.indicators.items():
        answers = [
            (record.at.day, record.judged[name]) for record in records if record.judged.get(name) in indicator.levels
        ]
        if len(answers) < 2:
            continue
        (_day, before), (day, now) = answers[-2:]
        if day >= first and indicator.levels.index(now) > indicator.levels.index(before):
            yield fill(
                frame.tr.gettext(_("%(name)s weaker on %(day)s: %(before)s → %(now)s")),
                name=strong(frame.labels.name(name, frame.rules.official)),
                day=frame.words.day(day),
                before=frame.labels.answer(name, before),
                now=frame.labels.answer(name, now),
            )
