"""An office's today, as one run of the command line has it; another process can be told, and needs no click for it."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING

from generator.failure import Failure
from generator.texts import Message, _
from generator.values import dataclass

if TYPE_CHECKING:
    from generator.apart.wish import Dated

DEFAULT_ZONE = "Asia/Shanghai"


@dataclass(frozen=True, slots=True)
class Now:
    """The moment of a run, and SOURCE_DATE_EPOCH (seconds since 1970), which overrules it where it is not empty."""

    moment: datetime
    epoch: str

    def day(self, wanted: date | None, office: Dated | None) -> date:
        """Return the day to judge on: the one asked for, else the office's today.

        That is the day of SOURCE_DATE_EPOCH, else ``as_of`` of office.yaml, else the moment's. Raises Failure where
        SOURCE_DATE_EPOCH is not a number of seconds.
        """
        if wanted is not None:
            return wanted
        if not self.epoch and office is not None and office.as_of is not None:
            return office.as_of
        from zoneinfo import ZoneInfo  # noqa: PLC0415 - not where the day is pinned

        zone = ZoneInfo(office.timezone if office else DEFAULT_ZONE)
        if not self.epoch:
            return self.moment.astimezone(zone).date()
        try:
            return datetime.fromtimestamp(int(self.epoch), zone).date()
        except (ValueError, OverflowError, OSError):
            message = _("SOURCE_DATE_EPOCH is “%(value)s”; a number of seconds since 1970 is wanted.")
            raise Failure(Message(message, {"value": self.epoch})) from None
