"""Compliance and response time once more, by the words of docs/duties.md: each day of each customer is walked through.

Records and rules are read as plain YAML. Only the grades and the owners of each day are the program's; nothing of
`generator.duties` is used.
"""

from __future__ import annotations

import subprocess
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Any

import yaml

DAY = timedelta(days=1)
SOLD = ("subscribed", "contracted", "mortgaged", "paid_out")

Figures = Counter[tuple[str, str, str, str | None]]
"""How many: by figure (due, in_time, answered, answer_days), week, consultant and grade."""


def files_of(root: Path, revision: str, folder: Path) -> Path:
    """Write the files of a revision into a folder."""
    folder.mkdir()
    archive = subprocess.run(["git", "-C", str(root), "archive", revision], check=True, capture_output=True).stdout
    subprocess.run(["tar", "-x", "-C", str(folder)], input=archive, check=True)
    return folder


def read(path: Path) -> dict[str, Any]:
    """Read a YAML file; every scalar is text."""
    found: dict[str, Any] = yaml.load(path.read_text("utf-8"), Loader=yaml.CBaseLoader)  # noqa: S506 - scalars only
    return found


def label(day: date) -> str:
    return f"{day:%G}-W{day:%V}"


@dataclass(frozen=True)
class Customer:
    """What holds at the end of each day: owner (None: pool, or no customer) and grade."""

    owner: Callable[[date], str | None]
    grade: Callable[[date], str | None]


@dataclass(frozen=True)
class Asking:
    """What the office asks for: `follow_up:` of rules.yaml as it is written, and the days of its milestones."""

    rules: Mapping[str, Any]
    milestones: Mapping[str, date]


def asking(office: Path) -> Asking:
    """Read what an office asks for."""
    days: dict[str, str] = read(office / "office.yaml").get("milestones", {})
    milestones = {name: date.fromisoformat(day) for name, day in days.items()}
    return Asking(read(office / "rules.yaml")["follow_up"], milestones)


class Story:
    """The records of one customer up to a day, and what they ask for."""

    def __init__(self, folder: Path, customer: Customer, asking: Asking, as_of: date) -> None:
        self.rules, self.milestones = asking.rules, asking.milestones
        self.customer, self.as_of = customer, as_of
        self.registered = date.fromisoformat(read(folder / "customer.yaml")["registered"])
        self.contacts = self._records(folder / "visits")
        self.deals = self._records(folder / "deals")
        self.pursued = cache(self._pursued)
        self.pace = cache(self._pace)

    def _records(self, folder: Path) -> list[tuple[date, dict[str, Any]]]:
        found = [read(path) for path in sorted(folder.glob("*.yaml"))]
        dated = [(date.fromisoformat(one["at"][:10]), one) for one in found]
        return sorted(((day, one) for day, one in dated if day <= self.as_of), key=lambda pair: pair[1]["at"])

    def days(self, *channels: str) -> list[date]:
        """The days of contacts of some channels; without any: of every channel but event."""
        wanted = channels or {one["channel"] for _day, one in self.contacts} - {"event"}
        return [day for day, one in self.contacts if one["channel"] in wanted]

    def sold(self, day: date) -> bool:
        units: dict[str | None, bool] = {}
        for at, deal in self.deals:
            if at <= day and deal["stage"] in (*SOLD, "cancelled"):
                units[deal.get("unit")] = deal["stage"] != "cancelled"
        return any(units.values())

    def _pursued(self, day: date) -> str | None:
        """Who is asked for something on a day: the owner, but nobody once the customer has subscribed."""
        return None if self.sold(day) else self.customer.owner(day)

    def _pace(self, day: date) -> tuple[str, int, int] | None:
        """The grade of a day with its days between contacts and follow-ups a week; None where nothing is asked."""
        grade = self.customer.grade(day)
        if self.pursued(day) is None or grade is None:
            return None
        entry = self.rules.get(grade, {})
        opening = self.milestones.get("opening")
        phase = entry.get("after_opening" if opening is not None and day >= opening else "before_opening", {})
        every = int(phase.get("every_days", entry.get("every_days", 0)))
        weekly = int(phase.get("per_week", entry.get("per_week", 0)))
        return (grade, every, weekly) if every or weekly else None

    def runs(self) -> Iterator[tuple[date, date, int, int, bool]]:
        """Days on which the same is asked: first, last, days between, follow-ups a week, begun by a new grade."""
        day = self.registered
        while day <= self.as_of:
            pace, start = self.pace(day), day
            while day <= self.as_of and self.pace(day) == pace:
                day += DAY
            if pace is not None:
                before = start - DAY
                known = start > self.registered and self.pursued(before) is not None
                new = known and self.customer.grade(before) != self.customer.grade(start)
                yield start, day - DAY, pace[1], pace[2], new

    def asked(self) -> Iterator[tuple[date, date, date | None, date | None, bool]]:
        """What is asked: since, due, done, the day from which it is no longer asked, whether a sale ends it too."""
        contacts, replies = self.days(), self.days("follow_up", "message")
        channels = self.rules.get("same_day_after", [])
        for day in sorted(set(self.days(*channels))) if channels else ():
            yield day, day, first(replies, day), None, True
        for start, end, every, weekly, new in self.runs():
            stop = end + DAY if end < self.as_of and self.pursued(end + DAY) is not None else None
            if every:
                last = max((day for day in contacts if day <= start), default=self.registered)
                since, due = start, last + timedelta(days=every)
                due = due if new else max(due, start)
                while since <= end:
                    after = first(contacts, since + DAY)
                    yield since, due, after, stop, True
                    if after is None:
                        break
                    since, due = after, after + timedelta(days=every)
            monday = start + timedelta(days=-start.weekday() % 7)
            while weekly and monday <= end:
                sunday = monday + timedelta(days=6)
                made = [day for day in replies if monday <= day <= sunday]
                for place in range(weekly):
                    yield monday, sunday, made[place] if place < len(made) else first(replies, sunday + DAY), stop, True
                monday += timedelta(days=7)
        yield from self.promises()
        opening, limit = self.milestones.get("show_flat_opening"), self.rules.get("first_screening_days")
        if limit is not None and opening is not None and self.registered <= opening:
            judging = [day for day, one in self.contacts if one.get("judged")]
            yield opening, opening + timedelta(days=int(limit)), first(judging, opening), None, True

    def promises(self) -> Iterator[tuple[date, date, date | None, date | None, bool]]:
        for place, (day, one) in enumerate(self.contacts):
            if "next" not in one:
                continue
            on = date.fromisoformat(one["next"]["on"])
            later = self.contacts[place + 1 :]
            kept = next((n for n, (at, c) in enumerate(later) if at >= on and c["channel"] != "event"), len(later))
            newer = next((n for n, (_at, c) in enumerate(later) if "next" in c), len(later))
            done = later[kept][0] if kept < len(later) and kept <= newer else None
            yield day, on, done, later[newer][0] if newer < kept else None, False

    def settled(
        self, since: date, due: date, done: date | None, stop: date | None, sale_ends: bool
    ) -> Iterator[tuple[str, date, date, date | None, bool]]:
        """What became of it for each consultant: consultant, since, due, the day it was settled, whether done."""
        who = self.pursued if sale_ends else self.customer.owner
        owner, day = who(since), since
        if owner is None:
            return
        while day <= self.as_of:
            now = who(day)
            if done == day and self.customer.owner(day) is not None:
                yield owner, since, due, day, True
                return
            if now is None or stop == day:
                yield owner, since, due, day, False
                return
            if now != owner:
                yield owner, since, due, day, False
                owner, since, due = now, day, max(due, day)
            day += DAY
        yield owner, since, due, None, False


def first(days: Sequence[date], start: date) -> date | None:
    return next((day for day in days if day >= start), None)


def kept(story: Story, monday: date) -> Figures:
    """Count what was due and answered from a Monday on."""
    found: Figures = Counter()
    for since, due, done, stop, sale_ends in story.asked():
        for owner, begun, late_from, day, made in story.settled(since, due, done, stop, sale_ends):
            missed = day is None or day > late_from
            if begun > late_from or not (made or missed) or not monday <= late_from <= story.as_of:
                continue
            behind = max(begun, min(late_from, story.as_of if day is None else day - DAY))
            key = (label(late_from), owner, story.customer.grade(behind))
            found[("due", *key)] += 1
            found[("in_time", *key)] += made and not missed
    visit = first(story.days("visit"), story.registered)
    answer = first(story.days("follow_up", "message"), visit) if visit is not None else None
    answered = story.customer.owner(answer) if answer is not None else None
    if visit is not None and answer is not None and answered is not None and answer >= monday:
        key = (label(answer), answered, story.customer.grade(answer))
        found[("answered", *key)] += 1
        found[("answer_days", *key)] += (answer - visit).days
    return +found


def whole(office: Path, customers: Mapping[str, Customer], as_of: date, weeks: int) -> Figures:
    """Count the figures of all customers of the last weeks."""
    monday = as_of - timedelta(days=as_of.weekday(), weeks=weeks - 1)
    folders = {path.parent.name: path.parent for path in (office / "customers").rglob("customer.yaml")}
    found: Figures = Counter()
    asked = asking(office)
    for name, customer in customers.items():
        found += kept(Story(folders[name], customer, asked, as_of), monday)
    return found
