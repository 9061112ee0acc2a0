"""Gradings that stand from one day to the next are what a judgement from nothing gives."""

import json
import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from generator.grade.grading import SchemeGrade
from generator.grade.gradings import Gradings
from generator.grade.office import OfficeGrades, judge
from generator.model.snapshot import Snapshot, snapshot
from generator.read.memory import Memory
from generator.read.tree import Tree
from tests.grade.histories import FIRST, histories, offices
from tests.grade.oracle import History, Office
from tests.grade.story import written
from tests.offices import CUSTOMER, OFFICE, RULES, VISIT

BESIDE = {
    "facts": {"recent": {"count": ["visit", "follow_up"], "last_days": "5"}},
    "schemes": {
        "vip": {
            "grades": {"A": "甲", "B": "乙"},
            "method": "score",
            "points": [
                {"when": {"recent": ">= 1"}, "add": "10"},
                {"when": {"days_since_last_contact": "> 6"}, "add": "5"},
            ],
            "bands": {"A": "10", "B": "0"},
        },
        "aim": {
            "grades": {"A": "自住", "B": "投资"},
            "method": "first_match",
            "when": {"A": {"wants.purpose": "upgrade"}, "B": {"wants.purpose": "known"}},
        },
        "place": {"grades": {"A": "前", "B": "后"}, "method": "share", "by": "visits", "bands": {"A": "0.5", "B": "1"}},
    },
}


def typed(files: Mapping[str, str], memory: Memory) -> Snapshot:
    tree = Tree({path: text.encode() for path, text in sorted(files.items())}, None, dirty=False)
    return snapshot(tree, memory)


def _day(text: str) -> date:
    found = re.search(r"at\W+(\d{4}-\d{2}-\d{2})", text)
    assert found is not None
    return date.fromisoformat(found[1])


@settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    office=offices(),
    some=st.lists(histories(), min_size=1, max_size=3),
    steps=st.lists(st.tuples(st.integers(0, 9), st.randoms(use_true_random=False)), min_size=2, max_size=7),
)
def test_a_standing_grading_is_the_one_of_a_new_judgement(office: Office, some: list[History], steps: list) -> None:  # type: ignore[type-arg] # hypothesis' own random
    rules, records, people = written(office, some)
    plain = json.loads(rules)
    plain |= {"facts": BESIDE["facts"], "schemes": plain["schemes"] | BESIDE["schemes"]}
    known, told, memory, day = Gradings(), Gradings(official=True), Memory(), FIRST
    for passed, draw in steps:
        day += timedelta(days=passed)
        lost = draw.choice((0.0, 0.0, 0.05))  # mostly records only come, as they do; some days one goes or comes late
        shown = day if draw.random() < 0.7 else date.max  # records of days to come may be there already
        files = {
            path: text
            for path, text in records.items()
            if path.endswith("customer.yaml") or (draw.random() >= lost and _day(text) <= shown)
        }
        found = typed({"rules.yaml": json.dumps(plain), "office.yaml": people, **files}, memory)
        afresh = judge(found, day)
        assert judge(found, day, known) == afresh
        assert judge(found, day, told) == officially(afresh)


def officially(grades: OfficeGrades) -> OfficeGrades:
    """Return what the official scheme alone says."""
    name = grades.ruleset.rules.official
    gradings, closed = (
        {one: grading._replace(schemes={name: grading.official}) for one, grading in part.items()}
        for part in (grades.gradings, grades.closed)
    )
    shares = {scheme: classes for scheme, classes in grades.shares.items() if scheme == name}
    return replace(grades, gradings=gradings, closed=closed, shares=shares)


def test_the_calendar_of_schemes_that_nobody_asks_judges_nobody_again() -> None:
    memory = Memory()
    quiet = "{grades: {A: 近, B: 远}, method: first_match, when: {A: {days_since_last_contact: '<= 3'}, B: otherwise}}"
    customer = {"customers/k7q2f/customer.yaml": CUSTOMER, "customers/k7q2f/visits/1.yaml": VISIT}
    rules = RULES.replace("schemes:\n", f"schemes:\n  quiet: {quiet}\n")
    found = typed({"rules.yaml": rules, "office.yaml": OFFICE, **customer}, memory)
    for known, same in ((Gradings(official=True), True), (Gradings(), False)):
        one, other = (judge(found, date(2026, 11, day), known).gradings["k7q2f"] for day in (15, 16))
        assert (one.official is other.official) is same
        assert list(one.schemes) == (["intention"] if same else ["quiet", "intention"])


def test_only_who_can_have_changed_is_judged_again() -> None:
    memory, known = Memory(), Gradings()
    files = {"rules.yaml": RULES, "office.yaml": OFFICE}
    for customer in ("k7q2f", "m3x9d"):
        files[f"customers/{customer}/customer.yaml"] = CUSTOMER
        files[f"customers/{customer}/visits/2026-11-12.yaml"] = VISIT
    before = judge(typed(files, memory), date(2026, 11, 13), known)
    files["customers/m3x9d/visits/2026-11-14.yaml"] = VISIT.replace("2026-11-12", "2026-11-14")
    after = judge(typed(files, memory), date(2026, 11, 14), known)
    assert after.gradings["k7q2f"] is before.gradings["k7q2f"]
    assert after.gradings["m3x9d"].official is not before.gradings["m3x9d"].official


def test_what_customer_yaml_alone_decides_is_said_again_only_when_it_changes() -> None:
    memory, known = Memory(), Gradings()
    aim = "{grades: {A: 自住, B: 投资}, method: first_match, when: {A: {wants.purpose: upgrade}, B: otherwise}}"
    often = "{grades: {A: 常来, B: 少来}, method: first_match, when: {A: {visits: '>= 2'}, B: otherwise}}"
    said = "{grades: {A: 说过, B: 没说}, method: first_match, when: {A: {refused: true}, B: otherwise}}"
    rules = RULES.replace("schemes:\n", f"schemes:\n  aim: {aim}\n  often: {often}\n  said: {said}\n")
    path = "customers/k7q2f/customer.yaml"
    files = {"rules.yaml": rules, "office.yaml": OFFICE, path: CUSTOMER, "customers/k7q2f/visits/1.yaml": VISIT}

    def schemes(day: int) -> Mapping[str, SchemeGrade]:
        return judge(typed(files, memory), date(2026, 11, day), known).gradings["k7q2f"].schemes

    first = schemes(13)
    refusal = VISIT.replace("2026-11-12", "2026-11-14").replace("judged: {", "judged: {refused: true, ")
    files["customers/k7q2f/visits/2.yaml"] = refusal
    second = schemes(14)
    assert second["aim"] is first["aim"]
    assert [second[name].grade for name in ("aim", "often", "said")] == ["A", "A", "A"]
    files[path] = CUSTOMER.replace("upgrade", "investment")
    assert schemes(15)["aim"].grade == "B"


def test_a_grading_stands_until_the_day_of_its_next_fall() -> None:
    memory, known = Memory(), Gradings()
    visit = VISIT.replace("motive: B", "motive: A").replace("price: B", "price: A")
    customer = {"customers/k7q2f/customer.yaml": CUSTOMER, "customers/k7q2f/visits/2026-11-12.yaml": visit}
    found = typed({"rules.yaml": RULES, "office.yaml": OFFICE, **customer}, memory)
    days = [date(2026, 11, number) for number in range(12, 21)]
    standing = [judge(found, day, known).gradings["k7q2f"] for day in days]
    fall = standing[0].next_fall
    assert fall is not None
    again = [
        day
        for day, before, after in zip(days[1:], standing, standing[1:], strict=False)
        if after.history is not before.history
    ]
    assert again[0] == fall.on
    assert standing[again[0].day - 12].official is standing[0].official  # only the calendar of the fall passed
    assert standing == [judge(found, day).gradings["k7q2f"] for day in days]


def test_a_place_that_moves_on_the_day_of_a_fall_is_told() -> None:
    memory, known = Memory(), Gradings()
    share = "{grades: {A: 前, B: 后}, method: share, by: visits, bands: {A: 0.5, B: 1}}"
    files = {"rules.yaml": RULES.replace("schemes:\n", f"schemes:\n  place: {share}\n"), "office.yaml": OFFICE}
    for customer in ("k7q2f", "m3x9d"):
        files[f"customers/{customer}/customer.yaml"] = CUSTOMER
        files[f"customers/{customer}/visits/1.yaml"] = VISIT.replace("motive: B", "motive: A").replace(
            "price: B", "price: A"
        )
    before = judge(typed(files, memory), date(2026, 11, 13), known).gradings["k7q2f"]
    assert before.next_fall is not None
    day = before.next_fall.on
    files["customers/m3x9d/visits/2.yaml"] = VISIT.replace("2026-11-12", day.isoformat())
    found = typed(files, memory)
    after = judge(found, day, known)
    assert [one.schemes["place"].grade for one in (before, after.gradings["k7q2f"])] == ["A", "B"]
    assert after == judge(found, day)


def test_a_fall_far_ahead_comes_into_sight() -> None:
    memory, known = Memory(), Gradings()
    visit = VISIT.replace("motive: B", "motive: A").replace("price: B", "price: A")
    customer = {"customers/k7q2f/customer.yaml": CUSTOMER, "customers/k7q2f/visits/2026-11-12.yaml": visit}
    rules = RULES.replace("after_days: 7", "after_days: 80")
    found = typed({"rules.yaml": rules, "office.yaml": OFFICE, **customer}, memory)
    told = [
        judge(found, date(2026, 11, 12) + timedelta(days=passed), known).gradings["k7q2f"].next_fall
        for passed in range(30)
    ]
    assert [fall is not None for fall in told] == [passed >= 20 for passed in range(30)]


def test_a_place_among_all_moves_with_the_others_while_the_grading_stands() -> None:
    memory, known = Memory(), Gradings()
    place = "{grades: {A: 前, B: 后}, method: share, by: visits, bands: {A: 0.5, B: 1}}"
    rules = RULES.replace("schemes:\n", f"schemes:\n  place: {place}\n")
    files = {"rules.yaml": rules, "office.yaml": OFFICE}
    for customer in ("k7q2f", "m3x9d"):
        files[f"customers/{customer}/customer.yaml"] = CUSTOMER
        files[f"customers/{customer}/visits/1.yaml"] = VISIT
    before = judge(typed(files, memory), date(2026, 11, 13), known).gradings["k7q2f"]
    files["customers/m3x9d/visits/2.yaml"] = VISIT.replace("2026-11-12", "2026-11-14")
    after = judge(typed(files, memory), date(2026, 11, 14), known).gradings["k7q2f"]
    assert after.official is before.official
    assert [one.schemes["place"].grade for one in (before, after)] == ["A", "B"]


def test_an_official_place_is_looked_at_again_on_the_same_day() -> None:
    memory, known, day = Memory(), Gradings(), date(2026, 11, 14)
    place = "{grades: {A: 前, B: 后}, method: share, by: visits, bands: {A: 0.5, B: 1}}"
    rules = RULES.partition("movement:")[0].replace("official: intention", "official: place")
    files = {"rules.yaml": rules.replace("schemes:\n", f"schemes:\n  place: {place}\n"), "office.yaml": OFFICE}
    for customer in ("k7q2f", "m3x9d"):
        files[f"customers/{customer}/customer.yaml"] = CUSTOMER
        files[f"customers/{customer}/visits/1.yaml"] = VISIT
    judge(typed(files, memory), day, known)
    files["customers/m3x9d/visits/2.yaml"] = VISIT.replace("2026-11-12", "2026-11-14")
    found = typed(files, memory)
    assert judge(found, day, known) == judge(found, day)


def test_other_rules_or_another_office_judge_everybody_again() -> None:
    memory, known = Memory(), Gradings()
    files = {"customers/k7q2f/customer.yaml": CUSTOMER, "customers/k7q2f/visits/1.yaml": VISIT}
    for rules, office in (
        (RULES, OFFICE),
        (RULES.replace("after_days: 7", "after_days: 1"), OFFICE),
        (RULES, OFFICE + "milestones: {opening: 2026-11-12}\n"),
    ):
        found = typed({"rules.yaml": rules, "office.yaml": office, **files}, memory)
        assert judge(found, date(2026, 11, 15), known) == judge(found, date(2026, 11, 15))


def test_a_merge_that_is_undone_leaves_nothing_behind() -> None:
    memory, known = Memory(), Gradings()
    files = {"rules.yaml": RULES, "office.yaml": OFFICE, "customers/k7q2f/customer.yaml": CUSTOMER}
    files["customers/k7q2f/visits/2026-11-12.yaml"] = VISIT
    judge(typed(files, memory), date(2026, 11, 13), known)
    lower = VISIT.replace("2026-11-12", "2026-11-14").replace("motive: B", "motive: C")
    other = f"{CUSTOMER}closed: {{on: 2026-11-14, reason: merged}}\n"
    merge = "at: 2026-11-14\nby: li-na\nkind: merge\nto: k7q2f\nreason: 同一人\n"
    merged = {"customers/m3x9d/customer.yaml": other, "customers/m3x9d/decisions/1.yaml": merge}
    files["customers/k7q2f/visits/2026-11-14.yaml"] = lower
    before = judge(typed(files | merged, memory), date(2026, 11, 14), known).gradings["k7q2f"]
    assert any("m3x9d" in found.path for move in before.moves for found in move.evidence), before.moves
    undone = typed(files, memory)
    assert judge(undone, date(2026, 11, 15), known).gradings == judge(undone, date(2026, 11, 15)).gradings
