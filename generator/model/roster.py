"""The duty roster of office.yaml (P1): the order in which consultants receive new customers, and who is off when."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date

from generator.model.compound import Many, Prepared, Table
from generator.model.fault import Unreadable, fault
from generator.model.reader import Scalar
from generator.model.scalar import DAY, ID, normal, parse_date
from generator.model.shape import entry, shape
from generator.texts import _
from generator.values import dataclass

EVER = date.min
"""The day from which an order holds that is written without one."""

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")

_RANGE = re.compile(r"\s*\.\.\s*")
_DAY = r"\d{4}-\d{2}-\d{2}"


@dataclass(frozen=True, slots=True)
class Absence:
    """Days off: from ``first`` to ``last``, or every week on ``weekday`` (1 Monday … 7 Sunday)."""

    first: date = date.min
    last: date = date.max
    weekday: int | None = None

    def covers(self, day: date) -> bool:
        """Tell whether a day is one of these."""
        return self.first <= day <= self.last and self.weekday in {None, day.isoweekday()}


def _absence(value: object) -> Absence:
    text = normal(value).lower() if isinstance(value, str) else ""
    if text in WEEKDAYS:
        return Absence(weekday=WEEKDAYS.index(text) + 1)
    try:
        days = [parse_date(part) for part in _RANGE.split(text)]
    except Unreadable:
        days = []
    if len(days) not in {1, 2} or days[0] > days[-1]:
        raise fault(
            "day-off",
            _("“%(value)s” is no day off; write a day, a range as in 2026-10-01..2026-10-07, or a weekday as in mon."),
            value=str(value),
        )
    return Absence(days[0], days[-1])


def _dated(value: object) -> object:
    """Put an order that is written as a plain list under the day from which it holds: ever."""
    return {EVER: value} if isinstance(value, (list, tuple)) else value


_IDS = {"type": "array", "items": {"type": ["string", "number"]}}
_ORDER_SCHEMA = {"anyOf": [_IDS, {"type": "object", "additionalProperties": _IDS}]}
_ABSENCE_SCHEMA = {"type": "string", "pattern": rf"^({'|'.join(WEEKDAYS)}|{_DAY}( *\.\. *{_DAY})?)$"}


@shape
class Roster:
    """The duty roster: ``order`` by the day from which it holds, ``off`` by person."""

    order: Mapping[date, tuple[str, ...]] = entry(
        Prepared(_dated, Table(DAY, Many(ID)), lambda: _ORDER_SCHEMA),
        _("Ids of the consultants in the order in which they receive new customers, or such a list by day"),
    )
    off: Mapping[str, tuple[Absence, ...]] = entry(
        Table(ID, Many(Scalar(_absence, _ABSENCE_SCHEMA))),
        _("Days off, by id: a day, a range of days, or a weekday"),
        default={},
    )

    def began(self, day: date) -> date | None:
        """Return the day on which the order of a day began; None where there was none yet."""
        return max((since for since in self.order if since <= day), default=None)

    def is_off(self, person: str, day: date) -> bool:
        """Tell whether somebody is off on a day."""
        return any(absence.covers(day) for absence in self.off.get(person, ()))
