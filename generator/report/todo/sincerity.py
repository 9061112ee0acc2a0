"""How serious a customer is, for the order of the day's work within a grade (G1: contacts and auxiliary indicators)."""

from __future__ import annotations

from datetime import timedelta

from generator.grade.grading import Grading
from generator.model.record import Channel
from generator.report.frame import Frame

DAYS = 30
"""The days up to today in which contacts count."""

OWN = frozenset({Channel.VISIT, Channel.INBOUND_CALL, Channel.SHOW_FLAT})
"""What a customer does by themselves: coming and calling."""


def sincerity(frame: Frame, grading: Grading) -> int:
    """Return the sincerity rank of a customer: more is more serious.

    A point for each level by which an auxiliary indicator of the official scheme stands above its lowest one, and one
    for each of the last 30 days, today included, on which the customer came or called.
    """
    definitions = frame.scheme.indicators
    points = 0
    for name, indicator in grading.official.indicators.items():
        levels = list(definitions[name].levels) if name in definitions else []
        if indicator.auxiliary and indicator.level in levels:
            points += len(levels) - 1 - levels.index(indicator.level)
    first = frame.as_of - timedelta(days=DAYS - 1)
    visits = (filed.record for filed in frame.dossier(grading.id).visits if filed.record.channel in OWN)
    return points + len({visit.at.day for visit in visits if first <= visit.at.day <= frame.as_of})
