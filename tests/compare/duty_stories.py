"""Stories of duties that change between two sides: each cause by itself, and several at once."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import yaml

from generator.compare.comparison import compare
from generator.compare.duties import with_duties
from generator.compare.duty import DutyChanged
from generator.compare.judged import judged
from generator.model.snapshot import Snapshot
from tests.duties.notation import PEOPLE, RULES, day, files, short
from tests.grade.story import read

NOW = date(2026, 9, 14)  # a Monday; the stories begin on Monday, September 7

FIVE = "follow_up: {B: {every_days: 5}}"
TWO_GRADES = "follow_up: {A: {every_days: 2}, B: {every_days: 5}}"
PHASES = "follow_up: {B: {before_opening: {every_days: 9}, after_opening: {every_days: 2}}}"
REVIEWED = "follow_up: {weekly_review: [B]}"
VISIT_B = "09-07 visit B"


@dataclass(frozen=True)
class Story:
    """The rules and records of both sides in the notation of the duties, and what is to change ``on`` a day."""

    before: Sequence[str]
    after: Sequence[str]
    expected: Sequence[str] = ()
    on: date = NOW


def office(lines: Sequence[str], name: str = "c1") -> Snapshot:
    """Read rules, milestones, people (``people: {ID: {…}}``, laid over the usual ones) and a customer's records."""
    told: dict[str, object] = {}
    for line in lines:
        if re.match(r"[a-z_]+:", line):
            told |= yaml.load(line, Loader=yaml.BaseLoader)  # noqa: S506 - it makes nothing but texts, lists, dicts
    milestones = {key: str(day(str(told.pop(key)))) for key in ("opening", "show_flat_opening") if key in told}
    people = {**PEOPLE, **_mapping(told.pop("people", {}))}
    records = tuple(line for line in lines if not re.match(r"[a-z_]+:", line))
    written = files(records, name) if records else {}
    return read(
        json.dumps({**RULES, **told}),
        written,
        json.dumps({"name": "云溪府", "people": people, "milestones": milestones}),
    )


def _mapping(value: object) -> Mapping[str, object]:
    assert isinstance(value, dict)
    return value


def changes(before: Snapshot, after: Snapshot, on: date, since: date | None = None) -> tuple[DutyChanged, ...]:
    found = with_duties(compare(judged(before, since or on), judged(after, on))).duties
    assert found is not None
    return found


def line(change: DutyChanged) -> str:
    """Write a change: kind, day it was due > day it is due, turn, reasons; why it is void; who has to do it then."""
    one, other = change.before, change.after
    number = next((f"#{duty.number}" for duty in (one, other) if duty is not None and duty.number), "")
    whose = [duty.person or "nobody" for duty in (one, other) if duty is not None and duty.person != "li-na"]
    void = change.settled.void if change.settled is not None else None
    return " ".join(
        [
            f"{change.duty}{number}",
            f"{short(one.due) if one else '-'} > {short(other.due) if other else '-'}",
            change.turn,
            *change.reasons,
            *([f"({void})"] if void is not None else []),
            *(f"@{person}" for person in whose),
        ]
    )


STORIES: dict[str, Story] = {
    # rules.yaml
    "a shorter rhythm": Story(
        [FIVE, VISIT_B], ["follow_up: {B: {every_days: 3}}", VISIT_B], ["cadence 09-12 > 09-10 earlier rules"]
    ),
    "a rhythm begins": Story(["follow_up: {}", VISIT_B], [FIVE, VISIT_B], ["cadence - > 09-12 new rules"]),
    "one more call a week": Story(
        ["follow_up: {B: {per_week: 1}}", VISIT_B],
        ["follow_up: {B: {per_week: 2}}", VISIT_B],
        ["cadence#2 - > 09-13 new rules", "cadence#2 - > 09-20 new rules"],
    ),
    "calls by the week instead of by days": Story(
        [FIVE, VISIT_B],
        ["follow_up: {B: {per_week: 1}}", VISIT_B],
        ["cadence#1 - > 09-20 new rules", "cadence#1 09-12 > 09-13 later rules"],
    ),
    "the rhythm of another grade": Story(
        [TWO_GRADES, VISIT_B], ["follow_up: {A: {every_days: 1}, B: {every_days: 5}}", VISIT_B]
    ),
    "the rhythm of the phase that holds": Story(
        [PHASES, "opening: 09-14", VISIT_B],
        [PHASES.replace("days: 2", "days: 3"), "opening: 09-14", VISIT_B],
        [],  # due on the first day of its phase, by both rules
    ),
    "the rhythm of the phase that does not hold": Story(
        [PHASES, "opening: 09-15", VISIT_B], [PHASES.replace("days: 2", "days: 3"), "opening: 09-15", VISIT_B]
    ),
    "more days until the first screening": Story(
        ["follow_up: {first_screening_days: 3}", "show_flat_opening: 09-10", VISIT_B],
        ["follow_up: {first_screening_days: 5}", "show_flat_opening: 09-10", VISIT_B],
        ["first_screening 09-13 > 09-15 later rules"],
    ),
    "a fresher record": Story(
        ["follow_up: {refresh_days: 30}", VISIT_B],
        ["follow_up: {refresh_days: 7}", VISIT_B],
        ["refresh 10-07 > 09-14 earlier rules"],
    ),
    "a grade that is reviewed": Story(
        ["follow_up: {}", VISIT_B], [REVIEWED, VISIT_B], ["weekly_review - > 09-20 new rules @zhou-kai"]
    ),
    "a grade that is reported": Story(
        ["follow_up: {}", VISIT_B], ["follow_up: {daily_report: [B]}", VISIT_B], ["daily_report - > 09-14 new rules"]
    ),
    "visits ask for a call, and for a plan": Story(
        ["follow_up: {}", VISIT_B],
        ["follow_up: {same_day_after: [visit], next_step: [B], quarterly_review: true}", VISIT_B],
        ["next_step - > 09-07 new rules", "same_day - > 09-07 new rules"],
    ),
    "who hears of it is no duty": Story(
        [FIVE, VISIT_B], ["follow_up: {B: {every_days: 5, escalate: {1: leader}}}", VISIT_B]
    ),
    "words and commission are no duties": Story(
        [FIVE, VISIT_B], [FIVE, "playbook: {B: [打电话]}", 'version: "2"', VISIT_B]
    ),
    "protection that ends sooner": Story(
        [FIVE, VISIT_B],
        [FIVE, "protection: {lapse_without_first_days: 6, lapse_idle_days: 99}", VISIT_B],
        ["cadence 09-12 > - dropped rules (pooled)"],
    ),
    "protection that ends, on the last day before": Story(
        [FIVE, VISIT_B], [FIVE, "protection: {lapse_without_first_days: 7, lapse_idle_days: 99}", VISIT_B]
    ),
    "a fall by a new rule": Story(
        [TWO_GRADES, "09-07 visit A"],
        [TWO_GRADES, "movement: {downgrade: [{id: undecided, from: A, to: B, after_days: 7}]}", "09-07 visit A"],
        ["cadence 09-09 > 09-12 later grade"],
    ),
    "a fall by a new rule, on the day before": Story(
        [TWO_GRADES, "09-07 visit A"],
        [TWO_GRADES, "movement: {downgrade: [{id: undecided, from: A, to: B, after_days: 8}]}", "09-07 visit A"],
    ),
    # records
    "a contact does it and begins the next one": Story(
        [FIVE, VISIT_B], [FIVE, VISIT_B, "09-12 message"], ["cadence 09-12 > 09-17 done record"]
    ),
    "a contact of the as-of day": Story(
        [FIVE, VISIT_B], [FIVE, VISIT_B, "09-14 message"], ["cadence 09-12 > 09-19 done record"]
    ),
    "a contact that is yet to come": Story([FIVE, VISIT_B], [FIVE, VISIT_B, "09-15 message"]),
    "a second contact of the same day": Story([FIVE, VISIT_B], [FIVE, VISIT_B, "09-07 message"]),
    "an event is no contact": Story(
        ["follow_up: {B: {every_days: 5}, refresh_days: 7}", VISIT_B],
        ["follow_up: {B: {every_days: 5}, refresh_days: 7}", VISIT_B, "09-10 event"],
        ["refresh 09-14 > 09-17 done record"],
    ),
    "a late entry before the last contact": Story(
        [FIVE, VISIT_B, "09-12 message"], [FIVE, VISIT_B, "09-12 message", "09-10 message"]
    ),
    "a late entry after it": Story(
        [FIVE, VISIT_B, "09-10 message"],
        [FIVE, VISIT_B, "09-10 message", "09-12 message"],
        ["cadence 09-15 > 09-17 done record"],
    ),
    "another day of the contact": Story(
        [FIVE, "registered 09-01", "09-08 visit B"],
        [FIVE, "registered 09-01", "09-07 visit B"],
        ["cadence 09-13 > 09-12 earlier record"],
    ),
    "a judgement that makes the grade another one": Story(
        [TWO_GRADES, VISIT_B], [TWO_GRADES, "09-07 visit A"], ["cadence 09-12 > 09-09 earlier record"]
    ),
    "a contact that changes the grade, too": Story(
        [TWO_GRADES, VISIT_B], [TWO_GRADES, VISIT_B, "09-13 visit A"], ["cadence 09-12 > 09-15 done record"]
    ),
    "a contact after which the grade asks for nothing": Story(
        [FIVE, VISIT_B], [FIVE, VISIT_B, "09-13 visit C"], ["cadence 09-12 > - done record"]
    ),
    "a subscription on the day of another grade": Story(
        [TWO_GRADES, VISIT_B],
        [TWO_GRADES, VISIT_B, "09-13 event A", "09-13 deal subscribed"],
        ["cadence 09-12 > - dropped record (subscribed)"],
    ),
    "a promise that is kept": Story(
        ["09-07 visit next 09-10"], ["09-07 visit next 09-10", "09-10 message"], ["promise 09-10 > - done record"]
    ),
    "a promise that a newer one replaces": Story(
        ["09-07 visit next 09-15"],
        ["09-07 visit next 09-15", "09-09 message next 09-20"],
        ["promise 09-15 > 09-20 later record"],
    ),
    "a promise is made": Story([VISIT_B], [VISIT_B, "09-09 message next 09-20"], ["promise - > 09-20 new record"]),
    "a subscription": Story(
        [FIVE, VISIT_B], [FIVE, VISIT_B, "09-13 deal subscribed"], ["cadence 09-12 > - dropped record (subscribed)"]
    ),
    "a cancellation": Story(
        [FIVE, VISIT_B, "09-09 deal subscribed"],
        [FIVE, VISIT_B, "09-09 deal subscribed", "09-13 deal cancelled"],
        ["cadence - > 09-13 new record"],
    ),
    "the customer is closed": Story(
        [FIVE, VISIT_B], [FIVE, VISIT_B, "closed 09-14"], ["cadence 09-12 > - dropped record (closed)"]
    ),
    "the customer will be closed": Story([FIVE, VISIT_B], [FIVE, VISIT_B, "closed 09-15"]),
    "a customer who was called 14 weeks late": Story(
        [FIVE, "2026-06-01 visit B"],
        [FIVE, "2026-06-01 visit B", "09-14 message"],
        ["cadence 06-06 > 09-19 done record"],
    ),
    "a new customer": Story([FIVE], [FIVE, VISIT_B], ["cadence - > 09-12 new record"]),
    # decisions
    "a grade set by hand": Story(
        [TWO_GRADES, VISIT_B],
        [TWO_GRADES, VISIT_B, "09-10 override A until 2026-10-01"],
        ["cadence 09-12 > 09-09 earlier grade"],
    ),
    "a grade set by hand that asks for nothing": Story(
        [FIVE, VISIT_B],
        [FIVE, VISIT_B, "09-10 override C until 2026-10-01"],
        ["cadence 09-12 > - dropped grade (grade_changed)"],
    ),
    "a transfer": Story(
        [FIVE, VISIT_B], [FIVE, VISIT_B, "09-14 transfer wu-di"], ["cadence 09-12 > 09-14 later decision @wu-di"]
    ),
    "a transfer in good time": Story(
        [FIVE, VISIT_B],
        [FIVE, VISIT_B, "09-10 transfer wu-di"],
        ["cadence 09-12 > 09-12 handed_over decision @wu-di"],
    ),
    "a release": Story(
        [FIVE, VISIT_B], [FIVE, VISIT_B, "09-13 release"], ["cadence 09-12 > - dropped decision (pooled)"]
    ),
    "a decision that is a review": Story(
        [REVIEWED, VISIT_B],
        [REVIEWED, VISIT_B, "09-14 override B until 2026-10-01"],
        ["weekly_review 09-20 > - done decision @zhou-kai"],
    ),
    # office.yaml
    "the opening comes sooner": Story(
        [PHASES, "opening: 09-15", VISIT_B],
        [PHASES, "opening: 09-10", VISIT_B],
        ["cadence 09-16 > 09-10 earlier milestone"],
    ),
    "the opening comes sooner, and is still to come": Story(
        [PHASES, "opening: 09-20", VISIT_B], [PHASES, "opening: 09-15", VISIT_B]
    ),
    "the show flat opens later": Story(
        ["follow_up: {first_screening_days: 3}", "show_flat_opening: 09-10", VISIT_B],
        ["follow_up: {first_screening_days: 3}", "show_flat_opening: 09-13", VISIT_B],
        ["first_screening 09-13 > 09-16 later milestone"],
    ),
    "the show flat does not open": Story(
        ["follow_up: {first_screening_days: 3}", "show_flat_opening: 09-10", VISIT_B],
        ["follow_up: {first_screening_days: 3}", VISIT_B],
        ["first_screening 09-13 > - dropped milestone"],
    ),
    "another leader": Story(
        [REVIEWED, VISIT_B],
        [REVIEWED, "people: {li-na: {name: 李娜, role: consultant, leader: chen-wei}}", VISIT_B],
        ["weekly_review 09-20 > 09-20 handed_over people @zhou-kai @chen-wei"],
    ),
    # several causes
    "a rule and a record": Story(
        ["follow_up: {B: {every_days: 5}, refresh_days: 9}", VISIT_B],
        ["follow_up: {B: {every_days: 3}, refresh_days: 9}", VISIT_B, "09-12 message"],
        ["cadence 09-12 > 09-15 done record rules", "refresh 09-16 > 09-21 done record"],
    ),
    "a milestone and a rule that undo each other": Story(
        ["follow_up: {first_screening_days: 3}", "show_flat_opening: 09-10", VISIT_B],
        ["follow_up: {first_screening_days: 1}", "show_flat_opening: 09-12", VISIT_B],
    ),
    "nothing": Story([TWO_GRADES, VISIT_B], [TWO_GRADES, VISIT_B]),
}
