"""A notation for hand-worked duties: rules, records, and on each day of interest every duty with its state.

    ## every five days                          a section: the rules below it hold for all of its cases
    follow_up: {B: {every_days: 5}}
    # the day of the contact is day 0           a case
    09-07 visit B                               a record: a visit that judges the customer to be B
    on 09-12: cadence 09-07 > 09-12 due         the duties that evening: kind, asked since > due, state
    on 09-13: cadence 09-07 > 09-12 late 1

Dates without a year are of 2026. A customer is registered with the first record, or on ``registered 09-01``. States
are ``due``, ``late 2`` (days), ``done 09-12``, ``done 09-14 late 2``, ``void 09-10 subscribed``; ``cadence#2`` is the
second of a week, ``@wu-di`` the consultant where it is not li-na. Several duties are joined by ``;``, ``nothing`` is
said for none; all that the section's rules ask for is expected. ``hears 09-13: 09-14 leader zhou-kai`` says who has
heard, or is going to hear, as things stand that evening. ``week 2026-W37 09-13: li-na B 1/2`` is the compliance of a
week as of a day, with ``answered 1 in 3`` where a first visit was answered after three days.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date

import yaml

from generator.duties.compliance import compliance
from generator.duties.duty import Duty, OfficeDuties, State
from generator.duties.office import office_duties
from generator.grade.office import judge
from generator.read.weeks import Week, parse_week
from tests.grade.story import read

RULES: Mapping[str, object] = {
    "version": "1",
    "official": "level",
    "schemes": {
        "level": {
            "grades": {grade: grade for grade in "ABCD"},
            "method": "lowest",
            "indicators": {"level": {"levels": {grade: grade for grade in "ABCD"}}},
        }
    },
    "protection": {"lapse_without_first_days": "9999", "lapse_idle_days": "9999"},
}
PEOPLE: Mapping[str, Mapping[str, str]] = {
    "li-na": {"name": "李娜", "role": "consultant", "leader": "zhou-kai"},
    "wu-di": {"name": "吴迪", "role": "consultant", "leader": "zhou-kai"},
    "sun-yue": {"name": "孙悦", "role": "consultant"},
    "zhou-kai": {"name": "周凯", "role": "leader"},
    "chen-wei": {"name": "陈伟", "role": "manager"},
}
LEVELS = ("A", "B", "C", "D")
DECISIONS = {"approve": "approve_downgrade"}
HANDED = ("transfer", "claim", "release", "override", "approve")


@dataclass(frozen=True)
class Case:
    """One story: the settings of its section, its records, and per day what is expected that evening."""

    title: str
    settings: Mapping[str, object]
    records: tuple[str, ...]
    evenings: tuple[tuple[str, str], ...]
    line: int = field(default=0)


def cases(text: str) -> Iterator[Case]:
    """Yield the cases of a text in the notation."""
    settings: dict[str, object] = {}
    title, line = "", 0
    records: list[str] = []
    evenings: list[tuple[str, str]] = []
    for number, raw in enumerate([*text.splitlines(), "# end"], start=1):
        said = raw.strip()
        if said.startswith("#"):
            if evenings:
                yield Case(title, dict(settings), tuple(records), tuple(evenings), line)
            if said.startswith("## "):
                settings = {}
            title, line, records, evenings = said.lstrip("# "), number, [], []
        elif said.startswith(("on ", "hears ", "week ")):
            asked, _, expected = said.partition(":")
            evenings.append((asked, expected.strip()))
        elif re.match(r"[a-z_]+:", said):
            settings |= yaml.load(said, Loader=yaml.BaseLoader)  # noqa: S506 - it makes nothing but texts, lists, dicts
        elif said:
            records.append(said)


def day(text: str) -> date:
    """Read 09-07 or 2027-01-02."""
    return date.fromisoformat(text if text.count("-") == 2 else f"2026-{text}")


def duties_on(case: Case, on: date, first: date = date(2026, 1, 1)) -> OfficeDuties:
    """Return the duties of the case's customer at the end of a day."""
    settings = dict(case.settings)
    office = {"name": "云溪府", "people": PEOPLE, "milestones": {}}
    milestones = {key: str(day(str(settings.pop(key)))) for key in ("opening", "show_flat_opening") if key in settings}
    office["milestones"] = milestones
    snapshot = read(json.dumps({**RULES, **settings}), files(case.records), json.dumps(office))
    return office_duties(snapshot, judge(snapshot, on), first)


def evening(case: Case, asked: str) -> str:
    """Return what holds at the end of a day, in the notation; ``asked`` is what stands before the colon."""
    what, *week, on = asked.split()
    found = duties_on(case, day(on))
    if what == "week":
        return _week_of(found, parse_week(week[0]))
    if what == "on":
        return "; ".join(written(duty) for duty in found) or "nothing"
    heard = sorted((one.day, one.role.value, one.person or "nobody") for duty in found for one in duty.escalations)
    return "; ".join(f"{short(at)} {role} {person}" for at, role, person in heard) or "nobody"


def _week_of(found: OfficeDuties, week: Week) -> str:
    lines = []
    for (of_week, consultant, grade), tally in sorted(compliance(found).tallies.items(), key=str):
        if of_week == week:
            answered = f" answered {tally.answered} in {tally.answer_days}" if tally.answered else ""
            lines.append(f"{consultant} {grade or '-'} {tally.in_time}/{tally.due}{answered}")
    return "; ".join(lines) or "nothing"


def written(duty: Duty) -> str:
    """Return a duty in the notation, without who hears of it."""
    number = f"#{duty.number}" if duty.number else ""
    whose = "" if duty.consultant == "li-na" else f" @{duty.consultant}"
    late = f" late {duty.days_late}" if duty.days_late and duty.state is not State.LATE else ""
    state = {
        State.DUE: "due",
        State.LATE: f"late {duty.days_late}",
        State.DONE: f"done {short(duty.settled)}{late}",
        State.VOID: f"void {short(duty.settled)} {duty.void}{late}",
    }[duty.state]
    return f"{duty.kind}{number} {short(duty.since)} > {short(duty.due)} {state}{whose}"


def short(on: date | None) -> str:
    """Write a day of 2026 without its year."""
    return "" if on is None else f"{on:%m-%d}" if on.year == 2026 else on.isoformat()


def files(records: tuple[str, ...], name: str = "c1") -> dict[str, str]:
    """Return the files of the customer that the records tell of."""
    customer: dict[str, object] = {"name": "王", "consultant": "li-na", "source": "walk_in"}
    found: dict[str, str] = {}
    for number, line in enumerate(records):
        at, *words = line.split()
        if at == "registered":
            customer["registered"] = str(day(words[0]))
        elif at == "closed":
            customer["closed"] = {"on": str(day(words[0])), "reason": "lost"}
        else:
            customer.setdefault("registered", str(day(at)))
            folder, record = _record(str(day(at)), words)
            found[f"customers/{name}/{folder}/{number:02}.yaml"] = json.dumps(record, ensure_ascii=False)
    return {f"customers/{name}/customer.yaml": json.dumps(customer, ensure_ascii=False), **found}


def _record(at: str, words: list[str]) -> tuple[str, Mapping[str, object]]:
    kind, *rest = words
    if kind == "deal":
        return "deals", {"at": at, "stage": rest[0], "unit": "3-1201"}
    if kind in HANDED:
        to = {"to": rest[0]} if rest else {}
        until = {"until": str(day(rest[2]))} if "until" in rest else {}
        kind = DECISIONS.get(kind, kind)
        return "decisions", {"at": at, "by": "chen-wei", "kind": kind, "reason": "议定"} | to | until
    record: dict[str, object] = {"at": at, "channel": kind, "by": "li-na"}
    while rest:
        word = rest.pop(0)
        if word in LEVELS:
            record["judged"] = {"level": word}
        elif word == "by":
            record["by"] = rest.pop(0)
        elif word == "next":
            record["next"] = {"on": str(day(rest.pop(0))), "what": "送价格表"}
        else:
            raise ValueError(word)
    return "visits", record
