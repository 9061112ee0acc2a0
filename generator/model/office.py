"""office.yaml: the office, its people, its calendar and where its repository is hosted."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from enum import StrEnum
from typing import Annotated, Literal
from zoneinfo import ZoneInfo

from pydantic import Field

from generator.model.record import Frozen
from generator.model.roster import WEEKDAYS, Roster
from generator.model.scalar import NORMALISED, Day, Id, Reader, Text, Word, fault, normal
from generator.texts import _


class Role(StrEnum):
    """What a person does in the office."""

    CONSULTANT = "consultant"
    LEADER = "leader"
    MANAGER = "manager"
    PLANNER = "planner"


class Person(Frozen):
    """Somebody of the office; ``git`` lists their e-mail addresses and logins of the hosting."""

    name: Text = Field(description=_("Name of the person"))
    role: Annotated[Role, NORMALISED] = Field(description=_("Role in the office"))
    leader: Id | None = Field(None, description=_("Id of the team leader"))
    git: tuple[Text, ...] = Field(default=(), description=_("The person's e-mail addresses, and logins of the hosting"))
    joined: Day | None = Field(None, description=_("First day of the person in the office"))
    left: Day | None = Field(None, description=_("Day on which the person left the office"))

    def works(self, day: date) -> bool:
        """Tell whether the person belongs to the office on a day: has joined, and has not left."""
        return (self.joined is None or self.joined <= day) and (self.left is None or day < self.left)


class Milestones(Frozen):
    """The project's dates (O7)."""

    product_launch: Day | None = Field(None, description=_("Product launch"))
    garden_opening: Day | None = Field(None, description=_("Opening of the garden"))
    show_flat_opening: Day | None = Field(None, description=_("Opening of the show flat"))
    queue_start: Day | None = Field(None, description=_("Start of the queue deposits"))
    opening: Day | None = Field(None, description=_("Opening day"))


class Cutoff(Frozen):
    """When a week's report closes: ISO weekday (1 Monday … 7 Sunday) and minute of the day after the week's Sunday."""

    weekday: int
    minute: int


_CUTOFF = re.compile(r"(mon|tue|wed|thu|fri|sat|sun) ([01]\d|2[0-3]):([0-5]\d)")


def _cutoff(value: object) -> Cutoff:
    match = _CUTOFF.fullmatch(normal(value).lower()) if isinstance(value, str) else None
    if match is None:
        raise fault(
            "cutoff", _("“%(value)s” is not a weekday and a time; write it as in “mon 12:00”."), value=str(value)
        )
    return Cutoff(weekday=WEEKDAYS.index(match[1]) + 1, minute=int(match[2]) * 60 + int(match[3]))


class Week(Frozen):
    """The office's reporting week."""

    cutoff: Annotated[
        Cutoff,
        Reader(_cutoff, {"type": "string", "pattern": f"^({'|'.join(WEEKDAYS)}) [0-2][0-9]:[0-5][0-9]$"}),
    ] = Field(Cutoff(weekday=1, minute=720), description=_("When a week's report closes, as in “mon 12:00”"))


class Privacy(Frozen):
    """How personal data is kept and shown (L1)."""

    phone: Annotated[Literal["masked", "sealed", "full"], NORMALISED] = Field(
        "masked",
        description=_(
            "masked: full phone numbers are a problem; sealed: beside the mask the sealed number; full: the repository "
            "may hold them"
        ),
    )
    name: Annotated[Literal["surname", "full"], NORMALISED] = Field(
        "surname", description=_("surname: pages show surnames only; full: whole names")
    )


_URL = re.compile(r"https://[A-Za-z0-9.-]+(?::\d{1,5})?(?:/[A-Za-z0-9._~-]+)+/?")


def _url(value: object) -> str:
    text = normal(value) if isinstance(value, str) else ""
    if _URL.fullmatch(text) is None:
        raise fault(
            "url",
            _("“%(value)s” is not the address of a repository; write it as in https://git.example.com/office/data."),
            value=str(value),
        )
    return text.rstrip("/")


_BRANCH = re.compile(r"[A-Za-z0-9][A-Za-z0-9._/-]{0,99}")


def _branch(value: object) -> str:
    text = normal(value) if isinstance(value, str) else ""
    if _BRANCH.fullmatch(text) is None or ".." in text:
        raise fault(
            "branch", _("“%(value)s” is not a branch name; use letters, digits, “.”, “/”, “-”."), value=str(value)
        )
    return text


class Repository(Frozen):
    """Where the data is hosted; makes the links to the web editor."""

    url: Annotated[str, Reader(_url, {"type": "string", "pattern": f"^{_URL.pattern}$"})] = Field(
        description=_("Address of the repository's page")
    )
    branch: Annotated[str, Reader(_branch, {"type": "string"})] = Field(
        "main", description=_("Branch that the site is built from")
    )
    kind: Annotated[Literal["github", "gitlab", "gitee"], NORMALISED] = Field(
        "github", description=_("Kind of the hosting")
    )


def _zone(value: object) -> str:
    text = value.strip() if isinstance(value, str) else ""
    try:
        ZoneInfo(text)
    except (OSError, ValueError, KeyError):
        raise fault(
            "timezone", _("“%(value)s” is not a time zone; write it as in Asia/Shanghai."), value=str(value)
        ) from None
    return text


class Office(Frozen):
    """One sales office; ``money`` names the unit of every amount."""

    name: Text = Field(description=_("Name of the project"))
    timezone: Annotated[str, Reader(_zone, {"type": "string"})] = Field("Asia/Shanghai", description=_("Time zone"))
    people: Mapping[Id, Person] = Field(description=_("Everybody of the office, by id"))
    milestones: Milestones = Field(default=Milestones(), description=_("The project's dates"))
    roster: Roster | None = Field(None, description=_("Who receives new customers, and who is off"))
    week: Week = Field(default=Week(), description=_("The reporting week"))
    as_of: Day | None = Field(None, description=_("Pins the office's “today”"))
    money: Word = Field("万元", description=_("Unit of every amount"))
    privacy: Privacy = Field(default=Privacy(), description=_("How personal data is kept and shown"))
    repository: Repository | None = Field(None, description=_("Where the repository is hosted"))

    def phase(self, day: date) -> str | None:
        """Return ``before_opening`` or ``after_opening`` (from the opening day on); None without an opening day."""
        opening = self.milestones.opening
        if opening is None:
            return None
        return "before_opening" if day < opening else "after_opening"
