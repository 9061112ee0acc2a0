"""office.yaml: the office, its people, its calendar and where its repository is hosted."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from enum import StrEnum

from generator.model.compound import Many, Table, word_of, words
from generator.model.fault import fault
from generator.model.reader import Scalar
from generator.model.roster import WEEKDAYS, Roster
from generator.model.scalar import DAY, ID, TEXT, WORD, normal
from generator.model.shape import entry, shape, shaped
from generator.texts import _
from generator.values import dataclass


class Role(StrEnum):
    """What a person does in the office."""

    CONSULTANT = "consultant"
    LEADER = "leader"
    MANAGER = "manager"
    PLANNER = "planner"


@shape
class Person:
    """Somebody of the office; ``git`` lists their e-mail addresses and logins of the hosting."""

    name: str = entry(TEXT, _("Name of the person"))
    role: Role = entry(word_of(Role), _("Role in the office"))
    leader: str | None = entry(ID, _("Id of the team leader"), default=None)
    git: tuple[str, ...] = entry(Many(TEXT), _("The person's e-mail addresses, and logins of the hosting"), default=())
    joined: date | None = entry(DAY, _("First day of the person in the office"), default=None)
    left: date | None = entry(DAY, _("Day on which the person left the office"), default=None)

    def works(self, day: date) -> bool:
        """Tell whether the person belongs to the office on a day: has joined, and has not left."""
        return (self.joined is None or self.joined <= day) and (self.left is None or day < self.left)


@shape
class Milestones:
    """The project's dates (O7)."""

    product_launch: date | None = entry(DAY, _("Product launch"), default=None)
    garden_opening: date | None = entry(DAY, _("Opening of the garden"), default=None)
    show_flat_opening: date | None = entry(DAY, _("Opening of the show flat"), default=None)
    queue_start: date | None = entry(DAY, _("Start of the queue deposits"), default=None)
    opening: date | None = entry(DAY, _("Opening day"), default=None)


@dataclass(frozen=True, slots=True)
class Cutoff:
    """When a week's report closes: ISO weekday (1 Monday … 7 Sunday) and minute of the day after the week's Sunday."""

    weekday: int
    minute: int


_CUTOFF = r"(mon|tue|wed|thu|fri|sat|sun) ([01]\d|2[0-3]):([0-5]\d)"


def _cutoff(value: object) -> Cutoff:
    match = re.fullmatch(_CUTOFF, normal(value).lower()) if isinstance(value, str) else None
    if match is None:
        raise fault(
            "cutoff", _("“%(value)s” is not a weekday and a time; write it as in “mon 12:00”."), value=str(value)
        )
    return Cutoff(weekday=WEEKDAYS.index(match[1]) + 1, minute=int(match[2]) * 60 + int(match[3]))


_CUTOFF_READER = Scalar(_cutoff, {"type": "string", "pattern": f"^({'|'.join(WEEKDAYS)}) [0-2][0-9]:[0-5][0-9]$"})


@shape
class Week:
    """The office's reporting week."""

    cutoff: Cutoff = entry(
        _CUTOFF_READER, _("When a week's report closes, as in “mon 12:00”"), default=Cutoff(weekday=1, minute=720)
    )


@shape
class Privacy:
    """How personal data is kept and shown (L1)."""

    phone: str = entry(
        words("masked", "sealed", "full"),
        _(
            "masked: full phone numbers are a problem; sealed: beside the mask the sealed number; full: the repository "
            "may hold them"
        ),
        default="masked",
    )
    name: str = entry(
        words("surname", "full"), _("surname: pages show surnames only; full: whole names"), default="surname"
    )


HOSTING = "github"
"""The kind of hosting where office.yaml names none."""

_URL = r"https://[A-Za-z0-9.-]+(?::\d{1,5})?(?:/[A-Za-z0-9._~-]+)+/?"


def _url(value: object) -> str:
    text = normal(value) if isinstance(value, str) else ""
    if re.fullmatch(_URL, text) is None:
        raise fault(
            "url",
            _("“%(value)s” is not the address of a repository; write it as in https://git.example.com/office/data."),
            value=str(value),
        )
    return text.rstrip("/")


_BRANCH = r"[A-Za-z0-9][A-Za-z0-9._/-]{0,99}"


def _branch(value: object) -> str:
    text = normal(value) if isinstance(value, str) else ""
    if re.fullmatch(_BRANCH, text) is None or ".." in text:
        raise fault(
            "branch", _("“%(value)s” is not a branch name; use letters, digits, “.”, “/”, “-”."), value=str(value)
        )
    return text


@shape
class Repository:
    """Where the data is hosted; makes the links to the web editor."""

    url: str = entry(Scalar(_url, {"type": "string", "pattern": f"^{_URL}$"}), _("Address of the repository's page"))
    branch: str = entry(Scalar(_branch, {"type": "string"}), _("Branch that the site is built from"), default="main")
    kind: str = entry(words("github", "gitlab", "gitee"), _("Kind of the hosting"), default=HOSTING)


def _zone(value: object) -> str:
    from zoneinfo import ZoneInfo  # noqa: PLC0415 - only where an office is read that was not before

    text = value.strip() if isinstance(value, str) else ""
    try:
        ZoneInfo(text)
    except (OSError, ValueError, KeyError):
        raise fault(
            "timezone", _("“%(value)s” is not a time zone; write it as in Asia/Shanghai."), value=str(value)
        ) from None
    return text


@shape
class Office:
    """One sales office; ``money`` names the unit of every amount."""

    name: str = entry(TEXT, _("Name of the project"))
    timezone: str = entry(Scalar(_zone, {"type": "string"}), _("Time zone"), default="Asia/Shanghai")
    people: Mapping[str, Person] = entry(Table(ID, shaped(Person)), _("Everybody of the office, by id"))
    milestones: Milestones = entry(shaped(Milestones), _("The project's dates"), default=Milestones())
    roster: Roster | None = entry(shaped(Roster), _("Who receives new customers, and who is off"), default=None)
    week: Week = entry(shaped(Week), _("The reporting week"), default=Week())
    as_of: date | None = entry(DAY, _("Pins the office's “today”"), default=None)
    money: str = entry(WORD, _("Unit of every amount"), default="万元")
    privacy: Privacy = entry(shaped(Privacy), _("How personal data is kept and shown"), default=Privacy())
    repository: Repository | None = entry(shaped(Repository), _("Where the repository is hosted"), default=None)

    def phase(self, day: date) -> str | None:
        """Return ``before_opening`` or ``after_opening`` (from the opening day on); None without an opening day."""
        opening = self.milestones.opening
        if opening is None:
            return None
        return "before_opening" if day < opening else "after_opening"
