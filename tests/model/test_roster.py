"""The duty roster of office.yaml: the ways to write it, and what is wrong with it."""

from datetime import date

import pytest

from generator.model.roster import EVER, Roster
from tests.offices import OFFICE, typed


def roster(written: str) -> Roster:
    office = typed({"office.yaml": OFFICE + f"roster: {written}\n"}).office
    assert office is not None
    assert office.roster is not None
    return office.roster


def problems(written: str) -> list[tuple[str, str]]:
    found = typed({"office.yaml": OFFICE + f"roster: {written}\n"}).problems
    return [
        (problem.code, f"{problem.place.line}:{problem.place.column}") for problem in found if not _of_records(problem)
    ]


def _of_records(problem: object) -> bool:
    return "customers/" in str(problem)


def test_one_order_holds_for_ever() -> None:
    found = roster("{order: [li-na, wu-di]}")
    assert found.order == {EVER: ("li-na", "wu-di")}
    assert found.began(date(1900, 1, 1)) == EVER


def test_orders_by_the_day_from_which_they_hold() -> None:
    found = roster("{order: {2026-11-01: [wu-di], 2026-10-01: [li-na]}}")
    assert found.began(date(2026, 9, 30)) is None
    assert found.began(date(2026, 10, 31)) == date(2026, 10, 1)
    assert found.began(date(2026, 11, 1)) == date(2026, 11, 1)


@pytest.mark.parametrize(
    ("written", "off", "there"),
    [
        ("2026-10-01", ["2026-10-01"], ["2026-09-30", "2026-10-02"]),
        ("2026-10-03..2026-10-05", ["2026-10-03", "2026-10-05"], ["2026-10-02", "2026-10-06"]),
        ("2026-10-03 .. 2026-10-03", ["2026-10-03"], ["2026-10-02", "2026-10-04"]),
        ("mon", ["2026-10-05", "2026-10-12"], ["2026-10-04", "2026-10-06"]),
        ("Sun", ["2026-10-04"], ["2026-10-05"]),
    ],
)
def test_days_off(written: str, off: list[str], there: list[str]) -> None:
    found = roster(f"{{order: [li-na], off: {{li-na: [{written}]}}}}")
    assert all(found.is_off("li-na", date.fromisoformat(one)) for one in off)
    assert not any(found.is_off("li-na", date.fromisoformat(one)) for one in there)
    assert not found.is_off("wu-di", date.fromisoformat(off[0]))


# The roster stands in line 9 of office.yaml.
@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("{order: [li-na, wu-di]}", []),
        ("{order: [zhou-kai]}", []),
        ("{order: [li-no]}", [("unknown-person", "9:18")]),
        ("{order: [li-na, chen-wei]}", [("not-a-consultant", "9:25")]),
        ("{order: {2026-10-01: [li-na, li-na]}}", [("roster-twice", "9:38")]),
        ("{order: [li-na], off: {nobody: [mon]}}", [("unknown-person", "9:32")]),
        ("{order: [li-na], off: {li-na: [2026-10-05..2026-10-01]}}", [("day-off", "9:40")]),
        ("{order: [li-na], off: {li-na: [2026-10-32]}}", [("day-off", "9:40")]),
        ("{order: [li-na], off: {li-na: [2026-10-01..2026-10-02..2026-10-03]}}", [("day-off", "9:40")]),
        ("{order: [li-na], off: {li-na: [[mon]]}}", [("day-off", "9:40")]),
        ("{order: {soon: [li-na]}}", [("date", "9:24")]),
        ("{order: li-na}", [("mapping", "9:17")]),
        ("{off: {}}", [("missing-key", "9:9")]),
    ],
)
def test_what_is_wrong_is_told_with_its_place(written: str, expected: list[tuple[str, str]]) -> None:
    assert problems(written) == expected
