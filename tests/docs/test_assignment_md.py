"""Every worked example of docs/assignment.md is a test; both languages hold the same ones."""

import re
from pathlib import Path

import pytest

from generator.assignment.ownership import standings
from generator.assignment.roster import duty
from tests.assignment.notation import OFFICE, day, office, owned

DOCS = Path(__file__).parents[2] / "docs"
ROW = re.compile(r"^\| `([^`]+)` \| `(\d\d-\d\d)` \| `([^`]+)` \|$", re.MULTILINE)
ROSTER = OFFICE + "roster: {order: [li-na, wu-di, sun-yue]}\n"


def rows(name: str) -> list[tuple[str, str, str]]:
    return [match.groups() for match in ROW.finditer((DOCS / name).read_text(encoding="utf-8"))]  # type: ignore[misc]


EXAMPLES = rows("assignment.md")
OWNED = [row for row in EXAMPLES if ".." in row[2]]
TURNS = [row for row in EXAMPLES if ".." not in row[2]]


def test_there_are_examples_of_both_kinds_and_the_same_in_chinese() -> None:
    assert len(OWNED) >= 20
    assert len(TURNS) >= 5
    assert rows("assignment.zh-CN.md") == EXAMPLES


@pytest.mark.parametrize(("records", "on", "expected"), OWNED)
def test_whose_customer(records: str, on: str, expected: str) -> None:
    assert owned(records, on) == expected


@pytest.mark.parametrize(("visits", "on", "expected"), TURNS)
def test_who_is_next(visits: str, on: str, expected: str) -> None:
    customers = [] if visits == "nobody yet" else [one.strip() for one in visits.split("/")]
    snapshot, grades = office(*customers, on=on, people=ROSTER)
    assert duty(grades.office, snapshot.dossiers, standings(snapshot, grades), day(on)).next == expected
