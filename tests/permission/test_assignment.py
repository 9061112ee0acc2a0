"""Rights follow from who owns a customer by the records: out of the pool, by decision, by the roster."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.offices import CUSTOMER, VISIT
from tests.permission.changes import own_file
from tests.permission.office import OFFICE, Files, Repository, text

ROSTER = OFFICE + "roster:\n  order:\n    2026-10-01: [li-na, wu-di, tang-li]\n"
SILENT: Files = {"customers/bbbbb/visits/2.yaml": None}
"""Since the visit of 12 November nobody called 吴迪's customer; from 23 November on they are in the pool."""


def walk_in(by: str, at: str = "2026-11-22 10:00") -> dict[str, str | bytes | None]:
    return {
        f"customers/{by}-1/customer.yaml": CUSTOMER.replace("li-na", by).replace("2026-11-01", "2026-11-22"),
        f"customers/{by}-1/visits/1.yaml": VISIT.replace("li-na", by).replace("2026-11-12 14:30", at),
    }


def said(repository: Repository, person: str, changes: Files) -> list[str]:
    repository.branch("topic", changes)
    return [text(problem) for problem in repository.refused(person, "topic")]


def visit(by: str, at: str, channel: str = "visit") -> dict[str, str | bytes | None]:
    content = f"at: {at}\nchannel: {channel}\nby: {by}\n"
    return {"customers/bbbbb/visits/3.yaml": content}


@pytest.fixture
def pooled(tmp_path: Path) -> Repository:
    old = {
        "customers/bbbbb/visits/1.yaml": VISIT.replace("li-na", "wu-di").replace("11-12", "11-02"),
        "customers/bbbbb/decisions/1.yaml": None,
        **SILENT,
    }
    return Repository(tmp_path, old)


def test_out_of_the_pool_a_customer_comes_back_to_whom_they_visit(pooled: Repository) -> None:
    assert said(pooled, "li-na", visit("li-na", "2026-11-22")) == []
    assert said(pooled, "tang-li", visit("tang-li", "2026-11-20")) == []


@pytest.mark.parametrize(
    ("by", "at", "channel"),
    [
        ("li-na", "2026-11-22", "follow_up"),  # a call takes nobody out of the pool
        ("li-na", "2026-11-11", "visit"),  # on that day the customer still was 吴迪's
        ("tang-li", "2026-11-22", "visit"),  # in somebody else's name
    ],
)
def test_but_only_by_a_visit_on_a_day_in_the_pool_in_ones_own_name(
    pooled: Repository, by: str, at: str, channel: str
) -> None:
    (problem,) = said(pooled, "li-na", visit(by, at, channel))
    assert problem.endswith("李娜 may keep records of own customers only; bbbbb is 吴迪's.")


def test_nobody_takes_a_protected_customer_by_a_visit(tmp_path: Path) -> None:
    assert len(said(Repository(tmp_path), "li-na", visit("li-na", "2026-11-22"))) == 1


def test_with_the_visit_on_main_the_customer_is_theirs_and_the_file_follows(pooled: Repository, tmp_path: Path) -> None:
    follows = {"customers/bbbbb/customer.yaml": own_file("bbbbb").replace("wu-di", "li-na")}
    both = {**visit("li-na", "2026-11-22"), **follows}
    assert [line.partition(": ")[0] for line in said(pooled, "li-na", both)] == ["customers/bbbbb/customer.yaml:3"] * 2
    later = Repository(tmp_path / "later", {**pooled.files, **visit("li-na", "2026-11-22")})
    assert said(later, "li-na", follows) == []
    assert len(said(later, "wu-di", {"customers/bbbbb/visits/4.yaml": VISIT.replace("li-na", "wu-di")})) == 1
    assert len(said(later, "tang-li", follows)) == 1


def test_in_the_pool_the_consultant_on_file_still_keeps_the_records(pooled: Repository) -> None:
    assert said(pooled, "wu-di", visit("wu-di", "2026-11-22")) == []
    assert said(pooled, "wu-di", visit("wu-di", "2026-11-22", "follow_up")) == []


def test_a_consultant_registers_whom_the_roster_gives_them(tmp_path: Path) -> None:
    repository = Repository(tmp_path, {"office.yaml": ROSTER})
    assert said(repository, "li-na", walk_in("li-na")) == []
    (problem,) = said(repository, "wu-di", walk_in("wu-di"))
    assert problem == (
        "customers/wu-di-1/visits/1.yaml:1: not-permitted By the roster this new customer was 李娜's; a leader or "
        "manager records the exception."
    )
    assert said(repository, "zhou-kai", walk_in("wu-di")) == []
    assert said(repository, "chen-wei", walk_in("wu-di")) == []


def test_two_walk_ins_in_one_change_are_two_turns(tmp_path: Path) -> None:
    repository = Repository(tmp_path, {"office.yaml": ROSTER})
    second = {path.replace("li-na-1", "li-na-2"): text for path, text in walk_in("li-na", "2026-11-22 11:00").items()}
    (problem,) = said(repository, "li-na", {**walk_in("li-na"), **second})
    assert problem.startswith("customers/li-na-2/visits/1.yaml:1: ")
    assert "吴迪" in problem


def test_the_next_ones_turn_comes_with_the_records_of_main_and_an_exception_with_a_decision(tmp_path: Path) -> None:
    repository = Repository(tmp_path / "one", {"office.yaml": ROSTER, **walk_in("li-na")})
    assert said(repository, "wu-di", walk_in("wu-di", "2026-11-22 11:00")) == []
    assert len(said(repository, "tang-li", walk_in("tang-li", "2026-11-22 11:00"))) == 1
    asked = "at: 2026-11-22\nby: lin-yan\nkind: claim\nto: tang-li\nreason: 点名\n"
    first = {"customers/tang-li-1/customer.yaml": walk_in("tang-li")["customers/tang-li-1/customer.yaml"]}
    known = {"office.yaml": ROSTER, **first, "customers/tang-li-1/decisions/1.yaml": asked}
    named = Repository(tmp_path / "two", known)
    assert said(named, "tang-li", walk_in("tang-li")) == []


def test_a_roster_that_the_change_itself_brings_decides_nothing(tmp_path: Path) -> None:
    repository = Repository(tmp_path, {"office.yaml": ROSTER})
    mine = ROSTER.replace("[li-na, wu-di, tang-li]", "[wu-di, li-na, tang-li]")
    assert len(said(repository, "wu-di", {"office.yaml": mine, **walk_in("wu-di")})) == 2
