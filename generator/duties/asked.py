"""What a rule asks for, before it is known what became of it."""

from __future__ import annotations

from datetime import date

from generator.duties.duty import Kind, Void
from generator.duties.log import Dated
from generator.values import dataclass


@dataclass(frozen=True, slots=True)
class Asked:
    """A duty that is asked for from ``begin`` on; fields as those of ``Duty``, ``asked_by`` is the record itself."""

    kind: Kind
    begin: date
    due: date
    number: int = 0
    figure: int = 0
    what: str = ""
    asked_by: Dated | None = None


@dataclass(frozen=True, slots=True)
class Stop:
    """The day from which a duty is no longer asked for, though the customer still has the same owner."""

    day: date
    void: Void
