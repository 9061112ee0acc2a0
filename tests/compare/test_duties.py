"""Which duties change between two sides and why: worked stories of each cause, both ways, and laws for all others."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from generator.compare.comparison import compare
from generator.compare.duties import asked_otherwise, with_duties
from generator.compare.duty import DutyChanged
from generator.compare.judged import Judged, judged
from generator.duties.office import office_duties
from generator.model.snapshot import Snapshot
from tests.duties.notation import PEOPLE, RULES, day, files, short
from tests.duties.test_laws import CONTACTS, DAYS, FIRST, FOLLOW_UP, MOVEMENT, Record, said, stories
from tests.grade.story import read

QUICK = settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
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

MIRRORED = {
    "earlier": "later",
    "later": "earlier",
    "handed_over": "handed_over",
    "new": "dropped",
    "dropped": "new",
    "done": "reopened",
    "reopened": "done",
}


@pytest.mark.parametrize("name", STORIES)
def test_a_story_changes_what_it_says_and_nothing_else(name: str) -> None:
    story = STORIES[name]
    found = changes(office(story.before), office(story.after), story.on)
    assert sorted(map(line, found)) == sorted(story.expected)


@pytest.mark.parametrize("name", STORIES)
def test_the_way_back_swaps_earlier_and_later_new_and_dropped_done_and_open_again(name: str) -> None:
    story = STORIES[name]
    before, after = office(story.before), office(story.after)
    there, back = changes(before, after, story.on), changes(after, before, story.on)
    assert sorted(map(repr, back)) == sorted(repr(change.reversed()) for change in there)
    assert Counter(MIRRORED[change.turn] for change in there) == Counter(change.turn.value for change in back)


def test_every_turn_and_every_reason_has_a_story() -> None:
    told = " ".join(expected for story in STORIES.values() for expected in story.expected)
    for word in ("earlier", "later", "handed_over", "new", "dropped", "done"):
        assert f" {word} " in told
    for reason in ("rules", "record", "decision", "grade", "milestone", "people"):
        assert re.search(rf" {reason}\b", told)


@pytest.mark.parametrize("name", STORIES)
def test_a_side_does_not_differ_from_itself_whatever_day_is_before(name: str) -> None:
    for lines in (STORIES[name].before, STORIES[name].after):
        side = office(lines)
        assert changes(side, side, NOW) == ()
        assert changes(side, side, NOW, since=NOW - timedelta(days=7)) == ()
        assert changes(side, office(lines), NOW) == ()


@pytest.mark.parametrize("name", STORIES)
def test_the_day_on_which_the_old_side_was_judged_does_not_matter(name: str) -> None:
    before, after = office(STORIES[name].before), office(STORIES[name].after)
    assert changes(before, after, NOW, since=date(2026, 9, 6)) == changes(before, after, NOW)


def test_the_record_that_did_a_duty_is_named_with_its_line() -> None:
    [change] = changes(office([FIVE, VISIT_B]), office([FIVE, VISIT_B, "09-12 message"]), NOW)
    assert (change.old, change.place) != (None, None)
    assert change.old is not None
    assert (change.old.path, change.place and change.place.path) == (
        "customers/c1/visits/00.yaml",
        "customers/c1/visits/01.yaml",
    )
    assert change.paths == ("customers/c1/visits/00.yaml", "customers/c1/visits/01.yaml")


def test_somebody_who_comes_to_the_office_with_the_customer_they_are_given() -> None:
    newcomer = "people: {zhao: {name: 赵, role: consultant}}"
    before, after = office([FIVE, VISIT_B]), office([FIVE, newcomer, VISIT_B, "09-10 transfer zhao"])
    assert [line(change) for change in changes(before, after, NOW)] == [
        "cadence 09-12 > 09-12 handed_over decision @zhao"
    ]
    assert [line(change) for change in changes(after, before, NOW)] == [
        "cadence 09-12 > 09-12 handed_over people @zhao"
    ]


def test_a_side_without_grades_has_no_duties_to_compare() -> None:
    broken = replace(office([FIVE, VISIT_B]), rules=None)
    assert changes(office([FIVE, VISIT_B]), broken, NOW) == ()
    assert changes(broken, office([FIVE, VISIT_B]), NOW) == ()


def test_a_comparison_knows_nothing_of_duties_until_it_is_asked() -> None:
    compared = compare(judged(office([FIVE, VISIT_B]), NOW), judged(office([FIVE, VISIT_B, "09-12 message"]), NOW))
    assert compared.duties is None


def test_only_rules_and_office_ask_otherwise() -> None:
    def asks(*after: str) -> bool:
        return asked_otherwise(compare(judged(office([FIVE, VISIT_B]), NOW), judged(office(after), NOW)))

    assert not asks(FIVE, VISIT_B)
    assert not asks(FIVE, VISIT_B, "09-12 message")
    assert not asks(FIVE, "playbook: {B: [打电话]}", VISIT_B)
    assert asks("follow_up: {B: {every_days: 3}}", VISIT_B)
    assert asks(FIVE, "opening: 09-20", VISIT_B)


def merged(more: Mapping[str, str]) -> Snapshot:
    """Return an office in which c2 was merged with c1 on September 9."""
    merge = {"at": "2026-09-09", "by": "chen-wei", "kind": "merge", "to": "c1", "reason": "同一人"}
    one, two = files((VISIT_B,)), files((VISIT_B, "closed 09-09"), "c2")
    two["customers/c2/customer.yaml"] = two["customers/c2/customer.yaml"].replace('"lost"', '"merged"')
    two["customers/c2/decisions/9.yaml"] = json.dumps(merge)
    rules = {**RULES, "follow_up": {"B": {"every_days": "5"}}}
    return read(json.dumps(rules), {**one, **two, **more}, json.dumps({"name": "云溪府", "people": PEOPLE}))


def test_a_record_of_a_merged_entry_does_the_duty_of_the_customer() -> None:
    call = {"at": "2026-09-08", "channel": "message", "by": "li-na"}
    after = merged({"customers/c2/visits/20.yaml": json.dumps(call)})
    assert [(one.customer, line(one)) for one in changes(merged({}), after, NOW)] == [
        ("c1", "cadence 09-12 > 09-13 done record")
    ]


def test_where_grades_depend_on_all_customers_the_duties_of_others_change_with_a_deal() -> None:
    scheme = {"grades": {"A": "A", "B": "B"}, "method": "share", "by": "deal_value", "bands": {"A": "0.5", "B": "1"}}
    follow_up = {"A": {"every_days": "2"}, "B": {"every_days": "5"}}
    rules = {**RULES, "official": "level", "schemes": {"level": scheme}, "follow_up": follow_up}

    def side(amount: int) -> Snapshot:
        found: dict[str, str] = {}
        for name, value in (("c1", 100), ("c2", amount)):
            deal = {"at": "2026-09-07", "stage": "queued", "unit": "3-1201", "amount": str(value)}
            found |= files((VISIT_B.removesuffix(" B"),), name)
            found[f"customers/{name}/deals/1.yaml"] = json.dumps(deal)
        return read(json.dumps(rules), found, json.dumps({"name": "云溪府", "people": PEOPLE}))

    assert [(one.customer, line(one)) for one in changes(side(50), side(200), NOW)] == [
        ("c1", "cadence 09-09 > 09-12 later grade"),
        ("c2", "cadence 09-12 > 09-09 earlier grade"),
    ]


# Laws, for any two histories.


@st.composite
def edits(draw: st.DrawFn) -> tuple[tuple[Record, ...], tuple[Record, ...]]:
    """A story, and the same one with some records less and some more."""
    story = draw(stories())
    kept = [record for record in story[1:] if draw(st.integers(0, 3))]
    more = draw(st.lists(st.tuples(DAYS, CONTACTS), max_size=2))
    return story, (story[0], *sorted([*kept, *more]))


FOLLOW_UPS = st.sampled_from(
    [FOLLOW_UP, FOLLOW_UP, {**FOLLOW_UP, "B": {"per_week": "1"}}, {**FOLLOW_UP, "refresh_days": "5", "A": {}}]
)
OPENINGS = st.sampled_from([20, 20, 12])


def side(told: Sequence[Sequence[Record]], follow_up: Mapping[str, object], opening: int) -> Snapshot:
    rules = {**RULES, "follow_up": follow_up, "movement": MOVEMENT}
    rules["protection"] = {"lapse_without_first_days": "10", "lapse_idle_days": "15"}
    milestones = {"opening": str(FIRST + timedelta(days=opening)), "show_flat_opening": str(FIRST + timedelta(days=2))}
    found: dict[str, str] = {}
    for number, story in enumerate(told):
        found |= files(said(story), f"c{number}")
    office_file = {"name": "云溪府", "people": PEOPLE, "milestones": milestones}
    return read(json.dumps(rules), found, json.dumps(office_file))


def standing(one: Judged) -> Counter[object]:
    """Return what is open on a side: whose, which, by when, by whom."""
    assert one.grades is not None
    return Counter(_asked(duty) for duty in office_duties(one.snapshot, one.grades).open())


def _asked(duty: object) -> object:
    return tuple(getattr(duty, name) for name in ("customer", "kind", "due", "person"))


@QUICK
@given(
    st.lists(edits(), min_size=1, max_size=3), st.tuples(FOLLOW_UPS, FOLLOW_UPS), st.tuples(OPENINGS, OPENINGS), DAYS
)
def test_the_changes_lead_from_the_duties_before_to_those_after(
    told: list[tuple[tuple[Record, ...], tuple[Record, ...]]],
    follow_ups: tuple[Mapping[str, object], Mapping[str, object]],
    openings: tuple[int, int],
    passed: int,
) -> None:
    on = FIRST + timedelta(days=passed)
    one = judged(side([story for story, _edited in told], follow_ups[0], openings[0]), on)
    other = judged(side([edited for _story, edited in told], follow_ups[1], openings[1]), on)
    there = with_duties(compare(one, other)).duties or ()
    expected = standing(one)
    expected.subtract(_asked(change.before) for change in there if change.before is not None)
    expected.update(_asked(change.after) for change in there if change.after is not None)
    assert +expected == standing(other)
    assert all(count >= 0 for count in expected.values())
    assert all(change.reasons for change in there)
    back = with_duties(compare(other, one)).duties or ()
    assert sorted(map(_unreasoned, back)) == sorted(_unreasoned(change.reversed()) for change in there)
    assert [change.reversed().reversed() for change in there] == list(there)


def _unreasoned(change: DutyChanged) -> str:
    """Write a change without reasons: of several causes the way back finds them in another order."""
    return repr(replace(change, reasons=()))


@QUICK
@given(edits(), DAYS)
def test_of_records_alone_the_way_back_has_the_same_reasons(
    told: tuple[tuple[Record, ...], tuple[Record, ...]], passed: int
) -> None:
    on = FIRST + timedelta(days=passed)
    before, after = (side([story], FOLLOW_UP, 20) for story in told)
    there, back = changes(before, after, on), changes(after, before, on)
    assert sorted(map(repr, back)) == sorted(repr(change.reversed()) for change in there)
    assert {reason for change in there for reason in change.reasons} <= {"record", "decision", "grade"}
