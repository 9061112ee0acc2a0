"""The values that the simulation hands on: plots (what happens), and lives (what is recorded of it)."""

from collections.abc import Mapping
from datetime import date, datetime

from generator.values import dataclass, field

LEVELS = "ABCD"


@dataclass(frozen=True, slots=True)
class Consultant:
    """A member of staff who receives customers, with working habits between 0 (never) and 1 (always)."""

    id: str
    name: str
    leader: str
    same_day: float  # calls back on the day of the visit
    steady: float  # keeps the thread; the rest of the time a customer is forgotten for good
    thorough: float  # asks every question and fills in the customer's details


@dataclass(frozen=True, slots=True)
class Beat:
    """One contact of a plot: so many days before the as-of date, and how warm the customer is then (A–D)."""

    day: int
    channel: str
    heat: str
    callback: bool = False  # the same-day call after a visit: confirms, judges nothing
    tight: bool = False  # will not talk about money
    theme: str = ""  # a stage of a deal that the contact is about
    mute: bool = False  # judges nothing


@dataclass(frozen=True, slots=True)
class Turn:
    """Something beside the contacts: a decision, a stage of a deal, or the closing of the customer."""

    day: int
    kind: str
    to: str = ""
    until: int = 0  # days before the as-of date; negative lies ahead


@dataclass(frozen=True, slots=True)
class Plot:
    """All that happens to one customer, in order of time."""

    beats: tuple[Beat, ...]
    turns: tuple[Turn, ...] = ()
    source: str = "walk_in"
    twin: str = ""  # "key", "mask": the same person again; "merged": found and merged

    @property
    def first_day(self) -> int:
        """Days between the first contact and the as-of date."""
        return self.beats[0].day


@dataclass(frozen=True, slots=True)
class Person:
    """Who the customer is; `title` is mr or ms even where the record does not say so."""

    id: str
    name: str
    surname: str
    title: str
    phone: str
    phone_key: str
    wants: Mapping[str, str]
    profile: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Contact:
    """A record of visits/."""

    at: datetime
    channel: str
    by: str
    note: str
    judged: Mapping[str, str]
    units: tuple[str, ...] = ()
    promise: tuple[date, str] | None = None  # the next step: its day, and what is to be done


@dataclass(frozen=True, slots=True)
class Verdict:
    """A record of decisions/."""

    at: date
    by: str
    kind: str
    to: str
    reason: str
    until: date | None = None


@dataclass(frozen=True, slots=True)
class Sale:
    """A record of deals/; the amount is in 万元."""

    at: date
    stage: str
    unit: str
    amount: str


@dataclass(frozen=True, slots=True)
class Life:
    """A customer with all records, ready to be written."""

    person: Person
    consultant: str
    source: str
    registered: date
    referrer: str = ""
    closed: tuple[date, str] | None = None
    contacts: tuple[Contact, ...] = ()
    verdicts: tuple[Verdict, ...] = ()
    sales: tuple[Sale, ...] = field(default=())
