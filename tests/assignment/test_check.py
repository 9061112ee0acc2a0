"""The problems that the replay of ownership shows, each with its place and what to write."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from generator.assignment.check import check, owner_problems
from generator.model.snapshot import snapshot
from generator.read.folder import working_tree
from generator.texts import Language, translator
from tests.assignment.notation import RULES, cooling, day, office

OWNERSHIP = {"return-not-done", "transfer-not-done", "cool-down"}


def found(records: str, on: str, rules: str = RULES) -> list[tuple[str, str]]:
    office_files, _grades = office(records, on=on, rules=rules)
    problems = check(office_files, day(on))
    return [(str(problem.place), problem.code) for problem in problems if problem.code in OWNERSHIP]


def place(records: str, key: str) -> str:
    files, _grades = office(records, on="12-31")
    return str(files.dossiers["c1"].customer.place(key))


RETURNED = "09-01 visit li-na; 09-12 visit wu-di; consultant li-na"


def test_a_returned_customer_belongs_to_who_received_them() -> None:
    assert found(RETURNED, "09-12") == [(place(RETURNED, "consultant"), "return-not-done")]
    assert found(RETURNED.replace("consultant li-na", "consultant wu-di"), "09-12") == []
    assert found(RETURNED + "; 09-12 claim li-na", "09-12") == []


def test_the_sentence_says_what_to_write() -> None:
    files, grades = office(RETURNED, on="09-12")
    (problem,) = owner_problems(files, grades)
    said = problem.message.text(translator(Language.EN))
    assert "the visit of 2026-09-12" in said
    assert "write consultant: wu-di" in said


def test_in_the_pool_it_is_still_the_last_owner() -> None:
    assert found(RETURNED, "12-31") == [(place(RETURNED, "consultant"), "return-not-done")]
    assert found("09-01 visit li-na; 09-01 transfer wu-di; consultant wu-di", "12-31") == []


def test_after_a_transfer_a_return_to_a_third_one_is_right() -> None:
    """The transfer is not carried out any more, and rightly so: protection had ended in between."""
    records = "09-01 visit li-na; 09-02 transfer wu-di; 10-01 visit sun-yue; consultant sun-yue"
    assert found(records, "10-01") == []


def test_a_transfer_that_is_not_carried_out_is_told_once() -> None:
    bare = "09-01 visit li-na; 09-02 transfer wu-di; consultant li-na"
    assert found(bare, "09-03") == [(place(bare, "consultant"), "transfer-not-done")]
    visited = bare.replace("consultant", "09-03 visit li-na; consultant")
    assert found(visited, "09-03") == [(place(visited, "consultant"), "transfer-not-done")]


def test_a_closed_customer_is_history() -> None:
    assert found(RETURNED + "; closed 09-20", "09-25") == []


@pytest.mark.parametrize("kind", ["claim", "transfer"])
def test_nobody_gets_a_customer_back_within_the_cool_down(kind: str) -> None:
    records = f"09-01 visit li-na; 09-15 {kind} li-na"
    files, _grades = office(records, on="09-15")
    at = str(files.dossiers["c1"].decisions[0].place("to"))
    assert found(records, "09-15", cooling(4)) == [(at, "cool-down")]  # in the pool since 09-12, free from 09-16 on
    assert found(records, "09-15", cooling(3)) == []
    assert found(records, "09-15") == []


def test_without_usable_rules_the_other_problems_are_told() -> None:
    files, _grades = office(RETURNED, on="09-12")
    told = {problem.code for problem in check(replace(files, rules=None), day("09-12"))}
    assert told
    assert not told & OWNERSHIP


def test_where_a_grade_depends_on_all_customers_all_are_graded() -> None:
    rules = """\
version: "1"
official: value
schemes:
  value: {grades: {A: 甲, D: 丁}, method: share, by: visits, bands: {A: 0.5, D: 1}}
follow_up: {D: {pool: true}}
"""
    first = "09-01 visit li-na; 09-01 follow_up li-na; 09-03 visit wu-di; consultant li-na"
    many = "09-01 visit li-na; 09-01 visit li-na; 09-01 visit li-na"
    files, grades = office(first, many, on="09-03", rules=rules)
    told = [problem.code for problem in check(files, day("09-03")) if problem.code in OWNERSHIP]
    assert grades.gradings["c1"].grade == "D"
    assert told == ["return-not-done"]


def test_the_sample_office_is_clean() -> None:
    problems = check(snapshot(working_tree(Path(__file__).parents[2])), date(2026, 11, 22))
    assert [str(problem.place) for problem in problems if problem.code in OWNERSHIP | {"unknown-person"}] == []
