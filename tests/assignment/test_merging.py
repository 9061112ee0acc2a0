"""Merging: one person entered twice is one customer, from that day on, and as before when it is undone."""

from collections.abc import Mapping
from datetime import date, timedelta
from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.grade.eras import until
from generator.grade.facts import Facts
from generator.grade.grading import Cause
from generator.grade.office import OfficeGrades, judge
from generator.grade.timeline import Timeline
from generator.model.duplicates import Group, groups
from generator.model.snapshot import Snapshot
from generator.report.customer import customer_view
from tests.offices import CUSTOMER, typed
from tests.report.frames import small

Changes = Mapping[str, str | bytes | None]
NAMES = ("2m9xd", "5pqrs", "7k3qf", "9vwxz")
FIRST = date(2026, 11, 1)


def day(number: int) -> date:
    return FIRST + timedelta(days=number)


def customer(name: str, more: str = "", registered: int = 0) -> dict[str, str]:
    text = CUSTOMER.replace("100****0000", f"100****{NAMES.index(name):04}").replace("2026-11-01", f"{day(registered)}")
    return {f"customers/{name}/customer.yaml": text + more}


def visit(name: str, on: int, levels: str = "BB", channel: str = "visit") -> dict[str, str]:
    text = f"at: {day(on)}\nchannel: {channel}\nby: li-na\njudged: {{motive: {levels[0]}, price: {levels[1]}}}\n"
    return {f"customers/{name}/visits/{channel}-{on}.yaml": text}


def merge(name: str, to: str, on: int, registered: int = 0) -> dict[str, str]:
    decision = f"at: {day(on)}\nby: chen-wei\nkind: merge\nto: {to}\nreason: 同一个人\n"
    closed = f"closed: {{on: {day(on)}, reason: merged}}\n"
    return customer(name, closed, registered) | {f"customers/{name}/decisions/1.yaml": decision}


def office(*parts: Mapping[str, str]) -> Snapshot:
    gone = {"customers/7k3qf/visits/1.yaml": None, "customers/2m9xd/visits/1.yaml": None}
    some: dict[str, str | bytes | None] = dict(gone)
    for name in NAMES:
        some.update(customer(name))
    for part in parts:
        some.update(part)
    return typed(some)


def facts(snapshot: Snapshot, name: str, on: int) -> Facts:
    grades = judge(snapshot, day(on))
    return Facts(Timeline(until(snapshot.dossiers[name], day(on)), grades.ruleset, grades.office), day(on))


def figure(snapshot: Snapshot, name: str, on: int, fact: str) -> object:
    return facts(snapshot, name, on).value(fact)


def test_contacts_of_both_count_from_the_day_of_the_merge_on() -> None:
    found = office(visit("7k3qf", 2), visit("2m9xd", 5), visit("2m9xd", 8), merge("2m9xd", "7k3qf", 10))
    assert [figure(found, "7k3qf", on, "visits") for on in (9, 10)] == [1.0, 3.0]
    assert [figure(found, "7k3qf", on, "days_since_last_visit") for on in (9, 10)] == [7.0, 2.0]
    assert set(judge(found, day(9)).gradings) == set(NAMES)
    assert set(judge(found, day(10)).gradings) == set(NAMES) - {"2m9xd"}


def test_the_first_visit_is_the_first_of_both_though_the_other_entry_is_older() -> None:
    older = merge("2m9xd", "7k3qf", 10)
    found = office(customer("7k3qf", registered=6), visit("7k3qf", 6), visit("2m9xd", 1), older)
    assert not [problem for problem in found.problems if problem.code != "incomplete"]
    assert figure(found, "7k3qf", 10, "days_since_first_visit") == 9.0
    assert judge(found, day(10)).gradings["7k3qf"].registered == day(6)


def test_the_latest_answer_of_both_counts_with_the_file_that_it_was_written_in() -> None:
    found = office(visit("7k3qf", 2, "BB"), visit("2m9xd", 5, "CB"), merge("2m9xd", "7k3qf", 10))
    assert judge(found, day(9)).gradings["7k3qf"].grade == "B"
    after = judge(found, day(10)).gradings["7k3qf"]
    assert after.grade == "C"
    evidence = after.official.indicators["motive"].evidence
    assert evidence is not None
    assert evidence.path == "customers/2m9xd/visits/visit-5.yaml"


def test_the_move_is_made_on_the_day_of_the_merge_and_names_the_decision() -> None:
    found = office(visit("7k3qf", 2, "BB"), visit("2m9xd", 5, "CB"), merge("2m9xd", "7k3qf", 10))
    first, second = judge(found, day(15)).gradings["7k3qf"].moves
    assert (first.on, first.after, second.on, second.before, second.after) == (day(2), "B", day(10), "B", "C")
    assert second.cause is Cause.EVIDENCE
    assert [one.path for one in second.evidence] == ["customers/2m9xd/decisions/1.yaml"]
    assert [(shift.name, shift.before, shift.after) for shift in second.shifts] == [("motive", "B", "C")]


@pytest.mark.parametrize(("told", "expected"), [(8, "B"), (9, "A"), (12, "A")])
def test_a_fall_by_the_calendar_is_lifted_by_what_the_other_entry_had_to_tell_since(told: int, expected: str) -> None:
    """By the rule of the tests' office A falls to B after 7 days: here on day 9."""
    parts = (visit("7k3qf", 2, "AA"), visit("2m9xd", told, "AA"), merge("2m9xd", "7k3qf", 13))
    grading = judge(office(*parts), day(13)).gradings["7k3qf"]
    assert [move.on for move in grading.moves[:2]] == [day(2), day(9)]
    assert grading.grade == expected


def test_a_contact_filed_under_the_old_id_after_the_merge_counts_too() -> None:
    found = office(visit("7k3qf", 2), merge("2m9xd", "7k3qf", 10), visit("2m9xd", 12, "AA"))
    assert figure(found, "7k3qf", 12, "visits") == 2.0
    assert judge(found, day(12)).gradings["7k3qf"].grade == "A"
    assert figure(found, "2m9xd", 12, "visits") == 1.0


def test_a_chain_leads_to_the_last_and_a_circle_to_nobody() -> None:
    parts = (visit("2m9xd", 1), visit("5pqrs", 2), visit("7k3qf", 3))
    chain = office(*parts, merge("2m9xd", "5pqrs", 10), merge("5pqrs", "7k3qf", 12))
    assert [figure(chain, "7k3qf", on, "visits") for on in (11, 12)] == [1.0, 3.0]
    assert [figure(chain, "5pqrs", on, "visits") for on in (9, 10)] == [1.0, 2.0]
    circle = office(*parts, merge("2m9xd", "5pqrs", 10), merge("5pqrs", "7k3qf", 12), merge("7k3qf", "2m9xd", 14))
    assert [problem.code for problem in circle.problems if problem.code == "circular-merge"] == ["circular-merge"]
    assert not any(dossier.joined for dossier in circle.dossiers.values())
    assert [figure(circle, name, 15, "visits") for name in ("2m9xd", "5pqrs", "7k3qf")] == [1.0, 1.0, 1.0]


def test_who_is_merged_with_a_merged_entry_belongs_to_the_one_who_stays_from_the_later_day_on() -> None:
    parts = (visit("2m9xd", 1), visit("5pqrs", 2), visit("7k3qf", 3))
    found = office(*parts, merge("5pqrs", "7k3qf", 12), merge("2m9xd", "5pqrs", 14))
    assert [problem.code for problem in found.problems if problem.level == "error"] == ["merge-with-closed"]
    assert [figure(found, "7k3qf", on, "visits") for on in (11, 12, 13, 14)] == [1.0, 2.0, 2.0, 3.0]
    assert found.dossiers["5pqrs"].joined == ()


def test_until_the_entry_is_closed_the_two_stay_apart() -> None:
    later = merge("2m9xd", "7k3qf", 10) | customer("2m9xd", f"closed: {{on: {day(12)}, reason: merged}}\n")
    found = office(visit("7k3qf", 2), visit("2m9xd", 5), later)
    assert [figure(found, "7k3qf", on, "visits") for on in (11, 12)] == [1.0, 2.0]
    assert ["2m9xd" in judge(found, day(on)).gradings for on in (11, 12)] == [True, False]


def test_decisions_about_the_other_entry_are_not_about_this_one() -> None:
    override = f"at: {day(3)}\nby: chen-wei\nkind: override\nto: D\nreason: 试\nuntil: {day(25)}\n"
    pinned = {"customers/2m9xd/decisions/0.yaml": override}
    found = office(visit("7k3qf", 2), visit("2m9xd", 2), pinned, merge("2m9xd", "7k3qf", 10))
    assert judge(found, day(9)).gradings["2m9xd"].grade == "D"
    assert judge(found, day(10)).gradings["7k3qf"].grade == "B"


def test_a_merge_that_was_decided_but_not_carried_out_joins_nothing() -> None:
    parts = merge("2m9xd", "7k3qf", 10) | customer("2m9xd")
    found = office(visit("7k3qf", 2), visit("2m9xd", 5), parts)
    assert [problem.code for problem in found.problems if "merge" in problem.code] == ["merge-not-done"]
    assert figure(found, "7k3qf", 11, "visits") == 1.0


def test_both_pages_name_the_other_entry() -> None:
    parts = {**customer("2m9xd"), **visit("7k3qf", 2), **visit("2m9xd", 5), **merge("2m9xd", "7k3qf", 10)}
    shown = small(parts, language="en")
    notes = {
        name: [note for note in customer_view(shown, name).notes if "same person" in text(note)] for name in NAMES[::2]
    }
    assert ["7k3qf" in text(note) for note in notes["2m9xd"]] == [True]
    assert ["2m9xd" in text(note) for note in notes["7k3qf"]] == [True]
    told = [moment.told.path for moment in customer_view(shown, "7k3qf").timeline]
    assert "customers/2m9xd/visits/visit-5.yaml" in told


def text(note: object) -> str:
    return "".join(getattr(span, "text", "") for span in note)  # type: ignore[attr-defined]


# --- laws ------------------------------------------------------------------------------------------------------------

visits = st.lists(
    st.tuples(
        st.sampled_from(NAMES),
        st.integers(0, 20),
        st.sampled_from(("AA", "BB", "AC", "CB", "DD")),
        st.sampled_from(("visit", "follow_up")),
    ),
    max_size=12,
)
merges = st.dictionaries(st.sampled_from(NAMES), st.tuples(st.sampled_from(NAMES), st.integers(1, 20)), max_size=3)


def random_office(seen: list[tuple[str, int, str, str]], joined: dict[str, tuple[str, int]]) -> Snapshot:
    parts = [visit(*one) for one in seen]
    return office(*parts, *(merge(name, to, on) for name, (to, on) in joined.items()))


@settings(max_examples=80, deadline=None)
@given(visits, merges)
def test_no_contact_counts_for_two_open_customers_and_none_is_lost_to_a_sound_merge(
    seen: list[tuple[str, int, str, str]], joined: dict[str, tuple[str, int]]
) -> None:
    found = random_office(seen, joined)
    known = {(name, on, channel) for name, on, _levels, channel in seen}
    for on in range(22):
        grades = judge(found, day(on))
        total = sum(int(str(figure(found, name, on, "contacts")).split(".")[0]) for name in grades.gradings)
        past = [one for one in known if one[1] <= on]
        assert total <= len(past)
        if not [problem for problem in found.problems if "merge" in problem.code]:
            assert total == len(past)


@settings(max_examples=60, deadline=None)
@given(visits, merges, st.integers(0, 20))
def test_grades_of_a_day_depend_on_no_merge_after_it(
    seen: list[tuple[str, int, str, str]], joined: dict[str, tuple[str, int]], on: int
) -> None:
    later = {name: step for name, step in joined.items() if step[1] > on}
    without = random_office(seen, {name: step for name, step in joined.items() if name not in later})
    assert standings(judge(random_office(seen, joined), day(on))) == standings(judge(without, day(on)))


def standings(grades: OfficeGrades) -> dict[str, object]:
    return {name: (one.grade, one.since, one.history) for name, one in grades.gradings.items()}


@settings(max_examples=80, deadline=None)
@given(visits, merges)
def test_the_history_is_what_each_of_its_days_was_judged(
    seen: list[tuple[str, int, str, str]], joined: dict[str, tuple[str, int]]
) -> None:
    found = random_office(seen, joined)
    last = judge(found, day(22))
    for on in range(22):
        then = judge(found, day(on)).gradings
        for name, grading in then.items():
            now = last.gradings.get(name) or last.closed[name]
            assert now.grade_on(day(on)) == grading.grade, (name, on)


SHARES = """\
version: "1"
official: value
schemes:
  value:
    grades: {A: 关键, B: 主要, C: 普通}
    method: share
    by: deal_value
    bands: {A: 0.34, B: 0.67, C: 1}
"""


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(st.sampled_from(NAMES), st.integers(0, 20), st.integers(1, 9)), max_size=8), merges)
def test_a_place_among_all_customers_is_that_of_its_day_too(
    deals: list[tuple[str, int, int]], joined: dict[str, tuple[str, int]]
) -> None:
    parts = [
        {f"customers/{name}/deals/{number}.yaml": f"at: {day(on)}\nstage: queued\nunit: 1-{number}\namount: {amount}\n"}
        for number, (name, on, amount) in enumerate(deals)
    ]
    found = office(*parts, *(merge(name, to, on) for name, (to, on) in joined.items()), {"rules.yaml": SHARES})
    last = judge(found, day(22))
    for on in range(0, 22, 3):
        for name, grading in judge(found, day(on)).gradings.items():
            now = last.gradings.get(name) or last.closed[name]
            assert now.grade_on(day(on)) == grading.grade, (name, on)


# --- duplicates ------------------------------------------------------------------------------------------------------


def twins(*entries: tuple[str, str, str]) -> tuple[Group, ...]:
    """Return the groups among entries of surname, masked phone and phone key (empty: none), in order of age."""
    files: dict[str, str | bytes | None] = {
        "customers/7k3qf/customer.yaml": None,
        "customers/7k3qf/visits/1.yaml": None,
        "customers/2m9xd/customer.yaml": None,
        "customers/2m9xd/visits/1.yaml": None,
    }
    for number, (surname, phone, key) in enumerate(entries):
        text = f"name: {surname}某\nphone: 100****{phone}\nconsultant: li-na\nsource: call\nregistered: {day(number)}\n"
        files[f"customers/c{9 - number}/customer.yaml"] = text + (f"phone_key: {key}\n" if key else "")
    return groups(typed(files).dossiers)


ONE, TWO = "0011223344", "0011223355"


@pytest.mark.parametrize(
    ("entries", "expected"),
    [
        ([("王", "1", ""), ("王", "2", "")], []),
        ([("王", "0001", ""), ("王", "0001", "")], [Group(("c9", "c8"), certain=False)]),
        ([("王", "0001", ""), ("李", "0001", "")], []),
        ([("王", "0001", ONE), ("李", "0002", ONE)], [Group(("c9", "c8"), certain=True)]),
        ([("王", "0001", ONE), ("王", "0001", TWO)], []),
        ([("王", "0001", ONE), ("王", "0001", ONE)], [Group(("c9", "c8"), certain=True)]),
        ([("王", "0001", ONE), ("王", "0001", TWO), ("王", "0001", "")], [Group(("c9", "c7"), certain=False)]),
        (
            [("王", "0001", ""), ("王", "0001", ONE), ("王", "0001", ONE)],
            [Group(("c8", "c7"), certain=True), Group(("c9", "c8"), certain=False)],
        ),
        ([("王", "0001", ONE), ("李", "0002", ONE), ("周", "0003", ONE)], [Group(("c9", "c8", "c7"), certain=True)]),
    ],
)
def test_entries_of_one_person_are_found(entries: list[tuple[str, str, str]], expected: list[Group]) -> None:
    assert list(twins(*entries)) == expected


@given(
    st.lists(
        st.tuples(st.sampled_from("王李"), st.sampled_from(("0001", "0002")), st.sampled_from(("", ONE, TWO))),
        max_size=6,
    )
)
def test_whoever_has_another_phone_key_is_never_the_same(entries: list[tuple[str, str, str]]) -> None:
    keys = {f"c{9 - number}": key for number, (_surname, _phone, key) in enumerate(entries)}
    found = twins(*entries)
    for group in found:
        known = {keys[name] for name in group.ids} - {""}
        assert len(known) <= 1
    for one, other in combinations(keys, 2):
        if keys[one] and keys[one] == keys[other]:
            assert any(group.certain and {one, other} <= set(group.ids) for group in found)
