# ruff: noqa: E501 - a case of a table is read in one line
"""Every built-in fact and every fact of the rules, from both sides of its boundary."""

import pytest

from generator.grade.examples import _NOBODY
from generator.grade.facts import Facts
from generator.grade.grading import Value
from generator.grade.timeline import Timeline
from generator.grade.vocabulary import BUILT_IN
from generator.model.office import Office
from tests.grade.notation import day, files
from tests.grade.story import OFFICE, judged, read

RULES = """\
version: "1"
official: s
facts:
  early: {count: [visit, inbound_call], within_days: 7, of: first_visit}
  calls: {count: [inbound_call], within_days: 7, of: first_visit}
  at_once: {count: [visit], within_days: 0, of: first_visit}
  recent: {count: [visit, event], last_days: 3}
  today: {count: [visit], last_days: 1}
  never: {count: [visit], last_days: 0}
  ever: {count: [visit, message]}
  sales: {count: deals, of: [subscribed, contracted]}
  stages: {count: deals}
  cancellations: {count: deals, of: [cancelled]}
  new_sales: {count: deals, of: [contracted], last_days: 30}
  amount: {sum: amount, of: [contracted]}
  all_amounts: {sum: amount}
  new_amount: {sum: amount, of: [contracted], last_days: 30}
attributes: {weight: {type: number}, urgent: {type: yes_no}, taste: {type: text, words: [甜, 咸]}, seen: {type: date}}
schemes:
  s:
    grades: {A: 甲, B: 乙}
    method: first_match
    indicators:
      price: {levels: {good: 好, bad: 差}, valid_days: 5}
    when: {A: {price: good, complaints: ">= 3", breach: [late, none], refused: true, anything: known}, B: otherwise}
"""

FIRST_CALLS = "09-01 inbound_call; 09-03 visit; 09-03 inbound_call; 09-05 visit; 09-10 inbound_call; 09-11 visit; 09-12 inbound_call"
CONTACTS = "09-01 visit; 09-02 inbound_call; 09-03 follow_up; 09-04 message; 09-05 show_flat; 09-06 event; 09-08 visit"
DEALS = "09-01 deal queued 1; 09-05 deal subscribed 300; 09-10 deal contracted 310; 09-20 deal mortgaged; 09-25 deal paid_out; 09-30 deal cancelled"
TWO_UNITS = "09-01 deal subscribed 300 3-1201; 09-02 deal subscribed 200 12E3; 09-05 deal contracted 320 3-1201; 09-09 deal cancelled 0 3-1201"

CASES: list[tuple[str, str, str, Value | None]] = [
    # counts begin at 0 and hold the day itself
    *[(name, "09-01 event", "08-31", 0.0) for name in ("visits", "inbound_calls", "follow_ups", "messages", "show_flat_views", "contacts")],
    ("visits", CONTACTS, "09-07", 1.0),
    ("visits", CONTACTS, "09-08", 2.0),
    ("inbound_calls", CONTACTS, "09-01", 0.0),
    ("inbound_calls", CONTACTS, "09-02", 1.0),
    ("follow_ups", CONTACTS, "09-02", 0.0),
    ("follow_ups", CONTACTS, "09-30", 1.0),
    ("messages", CONTACTS, "09-03", 0.0),
    ("messages", CONTACTS, "09-04", 1.0),
    ("show_flat_views", CONTACTS, "09-04", 0.0),
    ("show_flat_views", CONTACTS, "09-05", 1.0),
    ("contacts", CONTACTS, "09-05", 5.0),
    ("contacts", CONTACTS, "09-06", 6.0),
    ("contacts", "09-01 visit; 09-02 deal subscribed 300", "09-02", 1.0),
    # days since: 0 on the day itself, unknown when there was none
    ("days_since_first_visit", CONTACTS, "08-31", None),
    ("days_since_first_visit", CONTACTS, "09-01", 0.0),
    ("days_since_first_visit", CONTACTS, "09-10", 9.0),
    ("days_since_first_visit", "09-01 inbound_call", "09-10", None),
    ("days_since_last_visit", CONTACTS, "09-07", 6.0),
    ("days_since_last_visit", CONTACTS, "09-08", 0.0),
    ("days_since_last_visit", "09-01 show_flat", "09-02", None),
    ("days_since_last_contact", "09-01 visit; 09-06 event", "09-05", 4.0),
    ("days_since_last_contact", "09-01 visit; 09-06 event", "09-06", 0.0),
    ("days_since_last_contact", "09-01 deal queued 1", "09-06", None),
    ("days_since_last_follow_up", CONTACTS, "09-02", None),
    ("days_since_last_follow_up", CONTACTS, "09-03", 0.0),
    ("days_since_last_follow_up", CONTACTS, "09-04", 0.0),
    ("days_since_last_follow_up", CONTACTS, "09-08", 4.0),
    # stages: reached by that stage or a later one, and not cancelled
    ("queued", DEALS, "08-31", False),
    ("queued", DEALS, "09-01", True),
    ("queued", DEALS, "09-29", True),
    ("queued", DEALS, "09-30", False),
    ("subscribed", DEALS, "09-04", False),
    ("subscribed", DEALS, "09-05", True),
    ("contracted", DEALS, "09-09", False),
    ("contracted", DEALS, "09-10", True),
    ("mortgaged", DEALS, "09-19", False),
    ("mortgaged", DEALS, "09-20", True),
    ("paid_out", DEALS, "09-24", False),
    ("paid_out", DEALS, "09-25", True),
    ("paid_out", DEALS, "09-30", False),
    ("subscribed", "09-01 deal contracted 300", "09-01", True),
    ("subscribed", "09-01 deal subscribed 300; 09-02 deal cancelled; 09-03 deal subscribed 300", "09-03", True),
    ("subscribed", "09-01 deal subscribed 300; 09-02 deal cancelled; 09-03 deal queued 1", "09-03", False),
    ("subscribed", TWO_UNITS, "09-09", True),
    ("contracted", TWO_UNITS, "09-08", True),
    ("contracted", TWO_UNITS, "09-09", False),
    # deal_value: per unit the latest stage's amount, a cancelled one 0
    ("deal_value", DEALS, "08-31", 0.0),
    ("deal_value", DEALS, "09-05", 300.0),
    ("deal_value", DEALS, "09-10", 310.0),
    ("deal_value", DEALS, "09-20", 310.0),
    ("deal_value", DEALS, "09-30", 0.0),
    ("deal_value", TWO_UNITS, "09-04", 500.0),
    ("deal_value", TWO_UNITS, "09-05", 520.0),
    ("deal_value", TWO_UNITS, "09-09", 200.0),
    ("deal_value", "09-01 deal contracted 0.1 1-101; 09-01 deal contracted 0.2 1-102", "09-01", 0.3),
    # the phase turns on the day of the opening
    ("phase", CONTACTS, "09-19", "before_opening"),
    ("phase", CONTACTS, "09-20", "after_opening"),
    # facts of the rules: the first visit itself is not counted, its day and the last day are
    ("early", FIRST_CALLS, "09-02", None),
    ("early", FIRST_CALLS, "09-03", 1.0),
    ("early", FIRST_CALLS, "09-05", 2.0),
    ("early", FIRST_CALLS, "09-10", 3.0),
    ("early", FIRST_CALLS, "09-11", 3.0),
    ("early", "09-03 visit", "09-03", 0.0),
    ("early", "09-03 visit; 09-03 visit", "09-03", 1.0),
    ("calls", FIRST_CALLS, "09-09", 1.0),
    ("calls", FIRST_CALLS, "09-10", 2.0),
    ("calls", FIRST_CALLS, "09-12", 2.0),
    ("at_once", "09-03 visit; 09-04 visit", "09-09", 0.0),
    ("recent", CONTACTS, "09-08", 2.0),
    ("recent", CONTACTS, "09-09", 1.0),
    ("recent", CONTACTS, "09-10", 1.0),
    ("recent", CONTACTS, "09-11", 0.0),
    ("today", CONTACTS, "09-08", 1.0),
    ("today", CONTACTS, "09-09", 0.0),
    ("never", CONTACTS, "09-08", 0.0),
    ("ever", CONTACTS, "09-30", 3.0),
    ("sales", DEALS, "09-04", 0.0),
    ("sales", DEALS, "09-05", 1.0),
    ("sales", DEALS, "09-29", 2.0),
    ("stages", DEALS, "09-29", 5.0),
    ("new_sales", "09-10 deal contracted 310", "09-09", 0.0),
    ("new_sales", "09-10 deal contracted 310", "10-09", 1.0),
    ("new_sales", "09-10 deal contracted 310", "10-10", 0.0),
    # what is cancelled counts in no figure, from that day on; what comes after it does
    ("sales", DEALS, "09-30", 0.0),
    ("stages", DEALS, "09-30", 0.0),
    ("cancellations", DEALS, "09-29", 0.0),
    ("cancellations", DEALS, "09-30", 1.0),
    ("amount", DEALS, "09-29", 310.0),
    ("amount", DEALS, "09-30", 0.0),
    ("amount", "09-01 deal contracted 300; 09-02 deal cancelled; 09-02 deal contracted 280", "09-02", 280.0),
    ("sales", TWO_UNITS, "09-08", 3.0),
    ("sales", TWO_UNITS, "09-09", 1.0),
    ("amount", DEALS, "09-09", 0.0),
    ("amount", DEALS, "09-10", 310.0),
    ("all_amounts", DEALS, "09-10", 611.0),
    ("new_amount", "09-10 deal contracted 310", "10-09", 310.0),
    ("new_amount", "09-10 deal contracted 310", "10-10", 0.0),
    # judged keys: the latest judgement by the day, as the kind of value that the conditions ask for
    ("complaints", "09-01 visit complaints=3; 09-05 visit complaints=4", "09-04", 3.0),
    ("complaints", "09-01 visit complaints=3; 09-05 visit complaints=4", "09-05", 4.0),
    ("complaints", "09-01 visit", "09-05", None),
    ("complaints", "09-01 visit complaints=many", "09-05", None),
    ("refused", "09-01 visit refused=是", "09-05", True),
    ("refused", "09-01 visit refused=no", "09-05", False),
    ("breach", "09-01 visit breach=late", "09-05", "late"),
    ("breach", "09-01 visit breach=lately", "09-05", None),
    ("anything", "09-01 visit anything=goes", "09-05", "goes"),
    ("nobody_asks", "09-01 visit nobody_asks=this", "09-05", None),
    ("price", "09-01 visit price=good", "09-06", "good"),
    ("price", "09-01 visit price=good", "09-07", None),
]  # fmt: skip


@pytest.mark.parametrize(("name", "records", "on", "value"), CASES)
def test_a_fact_on_a_day(name: str, records: str, on: str, value: Value | None) -> None:
    assert facts(records, on).value(name) == value


def test_the_table_above_forgets_no_built_in_fact() -> None:
    assert {case[0] for case in CASES} >= set(BUILT_IN)


def facts(records: str, on: str, customer: str = "") -> Facts:
    written = files(records)
    if customer:
        written["customers/c1/customer.yaml"] = customer
    found = read(RULES, written, f"{OFFICE}milestones: {{opening: 2026-09-20}}\n")
    assert found.office is not None
    ruleset = judged(RULES, written, day(on)).ruleset
    return Facts(Timeline(found.dossiers["c1"], ruleset, found.office), day(on))


def test_without_an_opening_day_there_is_no_phase() -> None:
    ruleset = judged(RULES, files("09-01 visit"), day("09-01")).ruleset
    assert Facts(Timeline(_NOBODY, ruleset, Office(name="x", people={})), day("09-01")).value("phase") is None


CUSTOMER = """\
name: 王
consultant: li-na
source: referral
referrer: c2
registered: 2026-09-01
wants: {purpose: upgrade, rooms: 3, area: 120.5, budget: 320, district: 城西}
profile: {household: children, power: middle, age: 34, kind: person}
attributes: {weight: "2.5", urgent: 是, taste: 甜, seen: 2026-09-01, foreign: x}
closed: {on: 2026-10-01, reason: lost}
"""
FIELDS: dict[str, Value | None] = {
    "wants.purpose": "upgrade", "wants.rooms": 3.0, "wants.area": 120.5, "wants.budget": 320.0, "wants.district": "城西",
    "wants.product": None, "profile.household": "children", "profile.power": "middle", "profile.age": 34.0, "profile.kind": "person",
    "profile.industry": None, "profile.title": None, "source": "referral", "consultant": "li-na", "referrer": "c2", "closed.reason": "lost",
    "attributes.weight": 2.5, "attributes.urgent": True, "attributes.taste": "甜", "attributes.seen": "2026-09-01", "attributes.foreign": None,
}  # fmt: skip


@pytest.mark.parametrize(("name", "value"), FIELDS.items())
def test_a_field_of_the_customer(name: str, value: Value | None) -> None:
    assert facts("09-01 visit", "09-01", CUSTOMER).value(name) == value


def test_a_field_that_is_not_written_is_unknown() -> None:
    plain = facts("09-01 visit", "09-01")
    assert [plain.value(name) for name in ("referrer", "closed.reason", "wants.purpose", "profile.age")] == [None] * 4


def test_deals_without_a_unit_count_each_by_itself() -> None:
    written = {
        path: text.replace(', "unit": "3-1201"', "")
        for path, text in files("09-01 deal contracted 100; 09-05 deal contracted 50").items()
    }
    ruleset = judged(RULES, written, day("09-05")).ruleset
    found = read(RULES, written)
    assert found.office is not None
    timeline = Timeline(found.dossiers["c1"], ruleset, found.office)
    assert Facts(timeline, day("09-04")).value("deal_value") == 100.0
    assert Facts(timeline, day("09-05")).value("deal_value") == 150.0
