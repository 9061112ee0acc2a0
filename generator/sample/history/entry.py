"""One thing that somebody wrote down."""

from datetime import date, datetime
from enum import StrEnum

from generator.values import dataclass


class What(StrEnum):
    """What was done to the file; the order is that of a commit's subject."""

    IMPORTED = "imported"
    REGISTERED = "registered"
    CONTACT = "contact"
    DEAL = "deal"
    DECISION = "decision"
    CUSTOMER = "customer"
    CORRECTION = "correction"
    REMOVAL = "removal"


@dataclass(frozen=True, slots=True)
class Entry:
    """A file written by somebody at a moment (local time of the office); `text` is None where the file was deleted.

    `day` is when it happened, `words` what the commit's subject says of it: the channel for a contact, else a sentence.
    """

    moment: datetime
    author: str
    what: What
    customer: str
    day: date
    path: str
    text: str | None
    words: str

    @property
    def late(self) -> bool:
        """Written down on a later day than it happened."""
        return self.day < self.moment.date()
