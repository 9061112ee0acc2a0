"""The four kinds of records of a customer: customer.yaml, visits, decisions, deals (design section 2)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from enum import StrEnum

from generator.model.compound import Many, Table, word_of, words
from generator.model.fault import fault
from generator.model.scalar import AMOUNT, AT, DAY, ID, PHONE_KEY, PLAIN, SEALED, TEXT, TRIMMED, UNIT, WHOLE, Moment
from generator.model.shape import entry, shape, shaped
from generator.texts import _


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


@shape
class Wants:
    """What the customer is looking for; ``budget`` in the office's money unit, ``area`` in square metres."""

    purpose: Purpose | None = entry(word_of(Purpose), _("What the flat is for"), default=None)
    rooms: int | None = entry(WHOLE, _("Number of rooms"), default=None)
    area: float | None = entry(AMOUNT, _("Area in square metres"), default=None)
    budget: float | None = entry(AMOUNT, _("Budget in the office's money unit"), default=None)
    district: str | None = entry(TEXT, _("District that the customer prefers"), default=None)
    product: str | None = entry(TEXT, _("Product that the customer prefers"), default=None)


@shape
class Profile:
    """Who the customer is, as far as the work needs it (L1: the minimum)."""

    title: str | None = entry(words("mr", "ms"), _("Form of address on the pages"), default=None)
    household: Household | None = entry(word_of(Household), _("Who lives together"), default=None)
    power: Power | None = entry(word_of(Power), _("Purchasing power"), default=None)
    income: str | None = entry(words("high", "middle", "low"), _("Income"), default=None)
    education: str | None = entry(words("high", "middle", "low"), _("Education"), default=None)
    age: int | None = entry(WHOLE, _("Age in years"), default=None)
    kind: str | None = entry(words("person", "firm", "dealer"), _("Kind of buyer"), default=None)
    industry: str | None = entry(TEXT, _("Industry"), default=None)
    size: str | None = entry(TEXT, _("Size of the firm"), default=None)
    place: str | None = entry(TEXT, _("Where the customer lives or works"), default=None)


@shape
class Closed:
    """From this day on the customer is not worked on and leaves the grade counts."""

    on: date = entry(DAY, _("First day on which the customer no longer counts"))
    reason: CloseReason = entry(word_of(CloseReason), _("Why the customer is closed"))


@shape
class Customer:
    """customer.yaml: who the customer is and who owns them."""

    name: str = entry(TEXT, _("Name of the customer"))
    phone: str | None = entry(TEXT, _("Phone number, masked as 138****1083"), default=None)
    phone_key: str | None = entry(PHONE_KEY, _("Keyed hash of the full number, written by fenji"), default=None)
    phone_sealed: str | None = entry(SEALED, _("The full number, sealed with the office's key by fenji"), default=None)
    consultant: str = entry(ID, _("Id of the consultant in office.yaml"))
    source: Source = entry(word_of(Source), _("How the customer found the office"))
    registered: date = entry(DAY, _("Day of registration"))
    wants: Wants = entry(shaped(Wants), _("What the customer is looking for"), default=Wants())
    profile: Profile = entry(shaped(Profile), _("Who the customer is"), default=Profile())
    referrer: str | None = entry(ID, _("Id of the customer who brought this one"), default=None)
    attributes: Mapping[str, str] = entry(
        Table(PLAIN, TEXT), _("Further figures, declared under attributes: in rules.yaml"), default={}
    )
    closed: Closed | None = entry(shaped(Closed), _("Set when the customer is no longer worked on"), default=None)

    def check(self) -> None:
        """Only a referral has a referrer."""
        if self.referrer is not None and self.source is not Source.REFERRAL:
            raise fault(
                "referrer-source",
                _("A referrer is named, but source is “%(source)s”; write source: referral."),
                at_key="referrer",
                source=self.source.value,
            )


@shape
class Next:
    """The next step that a contact ended with: the consultant's own promise."""

    on: date = entry(DAY, _("Day on which it is to be done"))
    what: str = entry(TEXT, _("What is to be done, in a few words"))


@shape
class Visit:
    """One contact: a visit, call, message, show-flat view or event, and what it told about the customer."""

    at: Moment = entry(AT, _("Local date, or date and time, of the contact"))
    channel: Channel = entry(word_of(Channel), _("How the contact came about"))
    by: str = entry(ID, _("Id of the consultant who had the contact"))
    note: str | None = entry(TEXT, _("What was said, in a sentence or two"), default=None)
    judged: Mapping[str, str] = entry(
        Table(PLAIN, TEXT), _("Levels, yes/no answers or numbers, by indicator"), default={}
    )
    units: tuple[str, ...] = entry(Many(UNIT), _("Units the customer wishes for, first wish first"), default=())
    next: Next | None = entry(shaped(Next), _("The next step that is planned, a promise to the customer"), default=None)

    def check(self) -> None:
        """The next step does not lie before the contact."""
        if self.next is not None and self.next.on < self.at.day:
            raise fault(
                "next-before",
                _("The next step on %(day)s lies before the contact itself; correct on: or at:."),
                at_key="next",
                day=self.next.on.isoformat(),
            )


@shape
class Decision:
    """A decision of a leader or manager: always with its reason (L2)."""

    at: Moment = entry(AT, _("Date of the decision"))
    by: str = entry(ID, _("Id of who decided, in office.yaml"))
    kind: DecisionKind = entry(word_of(DecisionKind), _("What was decided"))
    to: str | None = entry(TRIMMED, _("The grade, consultant or customer that the decision leads to"), default=None)
    reason: str = entry(TEXT, _("Why; always required"))
    until: date | None = entry(DAY, _("Last day of an override"), default=None)

    def check(self) -> None:
        """A decision says where it leads, if it leads anywhere, and an override when it ends."""
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


@shape
class Deal:
    """One stage of a deal; ``amount`` in the office's money unit."""

    at: Moment = entry(AT, _("Date of the stage"))
    stage: Stage = entry(word_of(Stage), _("Stage of the deal"))
    unit: str | None = entry(UNIT, _("The unit that is dealt"), default=None)
    amount: float | None = entry(AMOUNT, _("Amount in the office's money unit"), default=None)
    note: str | None = entry(TEXT, _("A remark"), default=None)


Record = Customer | Visit | Decision | Deal
