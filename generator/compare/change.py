"""The kinds of changes between two revisions; each knows its customer, its file and line on both sides, its mirror."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import ClassVar, Self

from generator.grade.grading import Override, Pending
from generator.read.problem import Place
from generator.values import dataclass, replace


class RecordKind(StrEnum):
    """The four kinds of records."""

    CUSTOMER = "customer"
    VISIT = "visit"
    DECISION = "decision"
    DEAL = "deal"


@dataclass(frozen=True, slots=True)
class Field:
    """One value of a file: its key (``judged.price``), and what was and is written (None: nothing)."""

    key: str
    before: str | None
    after: str | None

    def reversed(self) -> Field:
        """Return the change back."""
        return Field(self.key, self.after, self.before)


@dataclass(frozen=True, slots=True)
class Change:
    """One change; ``old`` and ``new`` are its places before and after (None where there is nothing on that side)."""

    kind: ClassVar[str] = ""
    customer: str
    old: Place | None
    new: Place | None

    @property
    def place(self) -> Place | None:
        """The file and line to look at: the new one, else the old one."""
        return self.new or self.old

    @property
    def paths(self) -> tuple[str, ...]:
        """The files behind the change, on both sides."""
        return tuple(dict.fromkeys([place.path for place in (self.old, self.new) if place is not None]))

    def reversed(self) -> Change:
        """Return the change that leads back."""
        return replace(self, old=self.new, new=self.old)


@dataclass(frozen=True, slots=True)
class CustomerAdded(Change):
    """A customer came on file."""

    kind: ClassVar[str] = "customer_added"
    consultant: str

    def reversed(self) -> Change:
        """Return the removal."""
        return CustomerRemoved(self.customer, self.new, self.old, self.consultant)


@dataclass(frozen=True, slots=True)
class CustomerRemoved(Change):
    """A customer is no longer on file."""

    kind: ClassVar[str] = "customer_removed"
    consultant: str

    def reversed(self) -> Change:
        """Return the addition."""
        return CustomerAdded(self.customer, self.new, self.old, self.consultant)


@dataclass(frozen=True, slots=True)
class CustomerTransferred(Change):
    """Another consultant owns the customer."""

    kind: ClassVar[str] = "customer_transferred"
    before: str
    after: str

    def reversed(self) -> Change:
        """Return the transfer back."""
        return CustomerTransferred(self.customer, self.new, self.old, self.after, self.before)


@dataclass(frozen=True, slots=True)
class CustomerClosed(Change):
    """The customer is no longer worked on from a day, for a reason."""

    kind: ClassVar[str] = "customer_closed"
    on: date
    reason: str

    def reversed(self) -> Change:
        """Return the reopening."""
        return CustomerReopened(self.customer, self.new, self.old, self.on, self.reason)


@dataclass(frozen=True, slots=True)
class CustomerReopened(Change):
    """A closed customer is worked on again; ``on`` and ``reason`` are of the closing that is gone."""

    kind: ClassVar[str] = "customer_reopened"
    on: date
    reason: str

    def reversed(self) -> Change:
        """Return the closing."""
        return CustomerClosed(self.customer, self.new, self.old, self.on, self.reason)


@dataclass(frozen=True, slots=True)
class OfRecord(Change):
    """A change of one record; ``what`` is its channel, decision or stage, ``at`` its day."""

    record: RecordKind
    what: str
    at: date | None


@dataclass(frozen=True, slots=True)
class RecordAdded(OfRecord):
    """A record came on file."""

    kind: ClassVar[str] = "record_added"

    def reversed(self) -> Change:
        """Return the deletion."""
        return RecordDeleted(self.customer, self.new, self.old, self.record, self.what, self.at)


@dataclass(frozen=True, slots=True)
class RecordDeleted(OfRecord):
    """A record is no longer on file."""

    kind: ClassVar[str] = "record_deleted"

    def reversed(self) -> Change:
        """Return the addition."""
        return RecordAdded(self.customer, self.new, self.old, self.record, self.what, self.at)


@dataclass(frozen=True, slots=True)
class RecordRenamed(OfRecord):
    """A record lies in a file of another name, word for word the same."""

    kind: ClassVar[str] = "record_renamed"


@dataclass(frozen=True, slots=True)
class RecordBroken(OfRecord):
    """A record can't be used any more: its file has errors."""

    kind: ClassVar[str] = "record_broken"

    def reversed(self) -> Change:
        """Return the mending."""
        return RecordMended(self.customer, self.new, self.old, self.record, self.what, self.at)


@dataclass(frozen=True, slots=True)
class RecordMended(OfRecord):
    """A record whose file had errors can be used."""

    kind: ClassVar[str] = "record_mended"

    def reversed(self) -> Change:
        """Return the breaking."""
        return RecordBroken(self.customer, self.new, self.old, self.record, self.what, self.at)


@dataclass(frozen=True, slots=True)
class RecordEdited(OfRecord):
    """Values of a record are others; ``what`` and ``at`` are those of the side that is newer here."""

    kind: ClassVar[str] = "record_edited"
    was: str
    was_at: date | None
    fields: tuple[Field, ...]

    def reversed(self) -> Change:
        """Return the edit back."""
        fields = tuple(field.reversed() for field in self.fields)
        return RecordEdited(
            self.customer, self.new, self.old, self.record, self.was, self.was_at, self.what, self.at, fields
        )


@dataclass(frozen=True, slots=True)
class IndicatorChanged(Change):
    """An indicator of the official scheme stands at another level (None: unknown)."""

    kind: ClassVar[str] = "indicator_changed"
    indicator: str
    before: str | None
    after: str | None

    def reversed(self) -> Self:
        """Return the change back."""
        return replace(self, old=self.new, new=self.old, before=self.after, after=self.before)


@dataclass(frozen=True, slots=True)
class DealMoved(Change):
    """The deal of a unit (empty: none was named) stands at another stage (None: no deal)."""

    kind: ClassVar[str] = "deal_moved"
    unit: str
    before: str | None
    after: str | None

    def reversed(self) -> Self:
        """Return the change back."""
        return replace(self, old=self.new, new=self.old, before=self.after, after=self.before)


@dataclass(frozen=True, slots=True)
class PendingChanged(Change):
    """Another fall waits for approval, or none any more."""

    kind: ClassVar[str] = "pending_changed"
    before: Pending | None
    after: Pending | None

    def reversed(self) -> Self:
        """Return the change back."""
        return replace(self, old=self.new, new=self.old, before=self.after, after=self.before)


@dataclass(frozen=True, slots=True)
class OverrideChanged(Change):
    """Another override holds, or none any more."""

    kind: ClassVar[str] = "override_changed"
    before: Override | None
    after: Override | None

    def reversed(self) -> Self:
        """Return the change back."""
        return replace(self, old=self.new, new=self.old, before=self.after, after=self.before)


@dataclass(frozen=True, slots=True)
class SettingChanged(Change):
    """A value of office.yaml or rules.yaml is another one; ``customer`` is empty.

    ``keys`` is the way to the value; ``before`` and ``after`` are as written, in one line (None: not there).
    """

    kind: ClassVar[str] = "setting_changed"
    keys: tuple[str, ...]
    before: str | None
    after: str | None

    def reversed(self) -> Self:
        """Return the change back."""
        return replace(self, old=self.new, new=self.old, before=self.after, after=self.before)


class OfficeChanged(SettingChanged):
    """A value of office.yaml is another one."""

    __slots__ = ()
    kind: ClassVar[str] = "office_changed"


class RuleChanged(SettingChanged):
    """A value of rules.yaml is another one."""

    __slots__ = ()
    kind: ClassVar[str] = "rule_changed"
