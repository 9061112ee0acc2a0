"""Which duties change between two sides and why: worked stories of each cause, both ways."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta

import pytest

from generator.compare.comparison import compare
from generator.compare.duties import asked_otherwise
from generator.compare.judged import judged
from generator.model.snapshot import Snapshot
from tests.compare.duty_stories import FIVE, NOW, STORIES, VISIT_B, changes, line, office
from tests.duties.notation import PEOPLE, RULES, files
from tests.grade.story import read

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
