"""The four kinds of records of a customer: customer.yaml, visits, decisions, deals (design section 2)."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import Annotated, Literal, Self

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, model_validator

from generator.model.scalar import NORMALISED, Amount, At, Day, Id, PhoneKey, Sealed, Text, Unit, Whole, fault, normal
from generator.texts import _


class Frozen(BaseModel):
    """A value that never changes; a key it does not know is a problem."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Channel(StrEnum):
    """How a contact came about."""

    VISIT = "visit"
    INBOUND_CALL = "inbound_call"
    FOLLOW_UP = "follow_up"
    MESSAGE = "message"
    SHOW_FLAT = "show_flat"
    EVENT = "event"


class Source(StrEnum):
    """How a customer found the office (K2, K5)."""

    WALK_IN = "walk_in"
    CALL = "call"
    REFERRAL = "referral"
    CHANNEL = "channel"
    ONLINE = "online"
    EVENT = "event"
    OTHER = "other"


class DecisionKind(StrEnum):
    """What a leader or manager decided."""

    APPROVE_DOWNGRADE = "approve_downgrade"
    OVERRIDE = "override"
    TRANSFER = "transfer"
    RELEASE = "release"
    CLAIM = "claim"
    MERGE = "merge"


class Stage(StrEnum):
    """The stages of a deal, in the order of the business (P8)."""

    QUEUED = "queued"
    SUBSCRIBED = "subscribed"
    CONTRACTED = "contracted"
    MORTGAGED = "mortgaged"
    PAID_OUT = "paid_out"
    CANCELLED = "cancelled"


class CloseReason(StrEnum):
    """Why a customer is no longer worked on."""

    BOUGHT_ELSEWHERE = "bought_elsewhere"
    LOST = "lost"
    MERGED = "merged"
    OTHER = "other"


class Purpose(StrEnum):
    """What the flat is for (G13)."""

    FIRST_HOME = "first_home"
    UPGRADE = "upgrade"
    INVESTMENT = "investment"
    OTHER = "other"


class Household(StrEnum):
    """Who lives together (G14)."""

    SINGLE = "single"
    COUPLE = "couple"
    CHILDREN = "children"
    EMPTY_NEST = "empty_nest"
    ELDERS = "elders"


class Power(StrEnum):
    """Purchasing power (G12)."""

    HIGH = "high"
    MIDDLE = "middle"
    ORDINARY = "ordinary"


class Wants(Frozen):
    """What the customer is looking for; ``budget`` in the office's money unit, ``area`` in square metres."""

    purpose: Annotated[Purpose, NORMALISED] | None = Field(None, description=_("What the flat is for"))
    rooms: Whole | None = Field(None, description=_("Number of rooms"))
    area: Amount | None = Field(None, description=_("Area in square metres"))
    budget: Amount | None = Field(None, description=_("Budget in the office's money unit"))
    district: Text | None = Field(None, description=_("District that the customer prefers"))
    product: Text | None = Field(None, description=_("Product that the customer prefers"))


class Profile(Frozen):
    """Who the customer is, as far as the work needs it (L1: the minimum)."""

    title: Annotated[Literal["mr", "ms"], NORMALISED] | None = Field(
        None, description=_("Form of address on the pages")
    )
    household: Annotated[Household, NORMALISED] | None = Field(None, description=_("Who lives together"))
    power: Annotated[Power, NORMALISED] | None = Field(None, description=_("Purchasing power"))
    income: Annotated[Literal["high", "middle", "low"], NORMALISED] | None = Field(None, description=_("Income"))
    education: Annotated[Literal["high", "middle", "low"], NORMALISED] | None = Field(None, description=_("Education"))
    age: Whole | None = Field(None, description=_("Age in years"))
    kind: Annotated[Literal["person", "firm", "dealer"], NORMALISED] | None = Field(
        None, description=_("Kind of buyer")
    )
    industry: Text | None = Field(None, description=_("Industry"))
    size: Text | None = Field(None, description=_("Size of the firm"))
    place: Text | None = Field(None, description=_("Where the customer lives or works"))


class Closed(Frozen):
    """From this day on the customer is not worked on and leaves the grade counts."""

    on: Day = Field(description=_("First day on which the customer no longer counts"))
    reason: Annotated[CloseReason, NORMALISED] = Field(description=_("Why the customer is closed"))


class Customer(Frozen):
    """customer.yaml: who the customer is and who owns them."""

    name: Text = Field(description=_("Name of the customer"))
    phone: Text | None = Field(None, description=_("Phone number, masked as 138****1083"))
    phone_key: PhoneKey | None = Field(None, description=_("Keyed hash of the full number, written by fenji"))
    phone_sealed: Sealed | None = Field(None, description=_("The full number, sealed with the office's key by fenji"))
    consultant: Id = Field(description=_("Id of the consultant in office.yaml"))
    source: Annotated[Source, NORMALISED] = Field(description=_("How the customer found the office"))
    registered: Day = Field(description=_("Day of registration"))
    wants: Wants = Field(default=Wants(), description=_("What the customer is looking for"))
    profile: Profile = Field(default=Profile(), description=_("Who the customer is"))
    referrer: Id | None = Field(None, description=_("Id of the customer who brought this one"))
    attributes: Mapping[str, Text] = Field(
        default={}, description=_("Further figures, declared under attributes: in rules.yaml")
    )
    closed: Closed | None = Field(None, description=_("Set when the customer is no longer worked on"))

    @model_validator(mode="after")
    def _referral(self) -> Self:
        if self.referrer is not None and self.source is not Source.REFERRAL:
            raise fault(
                "referrer-source",
                _("A referrer is named, but source is “%(source)s”; write source: referral."),
                at_key="referrer",
                source=self.source.value,
            )
        return self


class Next(Frozen):
    """The next step that a contact ended with: the consultant's own promise."""

    on: Day = Field(description=_("Day on which it is to be done"))
    what: Text = Field(description=_("What is to be done, in a few words"))


class Visit(Frozen):
    """One contact: a visit, call, message, show-flat view or event, and what it told about the customer."""

    at: At = Field(description=_("Local date, or date and time, of the contact"))
    channel: Annotated[Channel, NORMALISED] = Field(description=_("How the contact came about"))
    by: Id = Field(description=_("Id of the consultant who had the contact"))
    note: Text | None = Field(None, description=_("What was said, in a sentence or two"))
    judged: Mapping[str, Text] = Field(default={}, description=_("Levels, yes/no answers or numbers, by indicator"))
    units: tuple[Unit, ...] = Field(default=(), description=_("Units the customer wishes for, first wish first"))
    next: Next | None = Field(None, description=_("The next step that is planned, a promise to the customer"))

    @model_validator(mode="after")
    def _ahead(self) -> Self:
        if self.next is not None and self.next.on < self.at.day:
            raise fault(
                "next-before",
                _("The next step on %(day)s lies before the contact itself; correct on: or at:."),
                at_key="next",
                day=self.next.on.isoformat(),
            )
        return self


class Decision(Frozen):
    """A decision of a leader or manager: always with its reason (L2)."""

    at: At = Field(description=_("Date of the decision"))
    by: Id = Field(description=_("Id of who decided, in office.yaml"))
    kind: Annotated[DecisionKind, NORMALISED] = Field(description=_("What was decided"))
    to: Annotated[Text, AfterValidator(normal)] | None = Field(
        None, description=_("The grade, consultant or customer that the decision leads to")
    )
    reason: Text = Field(description=_("Why; always required"))
    until: Day | None = Field(None, description=_("Last day of an override"))

    @model_validator(mode="after")
    def _complete(self) -> Self:
        if self.kind is DecisionKind.RELEASE:
            if self.to is not None:
                raise fault("decision-to", _("A release leads to nobody; delete “to”."), at_key="to")
        elif self.to is None:
            raise fault(
                "decision-to",
                _("The decision “%(kind)s” needs “to”: where does it lead?"),
                at_key="kind",
                kind=self.kind.value,
            )
        if self.kind is DecisionKind.OVERRIDE:
            if self.until is None:
                raise fault("override-until", _("An override must end; write until: with its last day."), at_key="kind")
            if self.until < self.at.day:
                raise fault(
                    "override-until", _("The override ends before it begins; correct until: or at:."), at_key="until"
                )
        elif self.until is not None:
            raise fault("override-until", _("Only an override has an end; delete “until”."), at_key="until")
        return self


class Deal(Frozen):
    """One stage of a deal; ``amount`` in the office's money unit."""

    at: At = Field(description=_("Date of the stage"))
    stage: Annotated[Stage, NORMALISED] = Field(description=_("Stage of the deal"))
    unit: Unit | None = Field(None, description=_("The unit that is dealt"))
    amount: Amount | None = Field(None, description=_("Amount in the office's money unit"))
    note: Text | None = Field(None, description=_("A remark"))


Record = Customer | Visit | Decision | Deal
