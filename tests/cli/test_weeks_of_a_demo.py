"""Half a year of a demonstration: every week has its page, and its matrix is what two grade lists differ by.

The grade lists are made anew: the commit of each week by git's own log and plain dates, its grades by `fenji grade`.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Mapping
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from tests.cli.running import Fenji, process
from tests.report.week.plainly import labels, monday, revision, sunday

AS_OF, WEEKS = date(2026, 11, 22), 26
EVERY = labels(AS_OF - timedelta(weeks=WEEKS) + timedelta(days=1), AS_OF)

GradeList = Mapping[str, str]


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("demo") / "office"
    done = process("demo", str(folder), "--weeks", str(WEEKS), "--customers", "60")
    assert done.returncode == 0, done.stderr.decode()
    return folder


def before(label: str) -> str:
    day = monday(label) - timedelta(days=1)
    return f"{day:%G}-W{day:%V}"


@pytest.fixture(scope="module")
def graded(demo: Path) -> Callable[[Fenji, str], GradeList]:
    """Return the function that gives the grades at the end of a week, each list made once."""
    known: dict[str, GradeList] = {}

    def at_the_end_of(fenji: Fenji, label: str) -> GradeList:
        if label not in known:
            options = ("--rev", revision(demo, label), "--as-of", str(sunday(label)), "--format", "json")
            done = fenji(demo, "grade", *options)
            assert done.code == 0, done.err
            customers = json.loads(done.out)["customers"]
            known[label] = {customer["id"]: customer["grade"] or "ungraded" for customer in customers}
        return known[label]

    return at_the_end_of


def test_there_are_as_many_weeks_as_were_asked_for() -> None:
    assert (len(EVERY), EVERY[0], EVERY[-1]) == (WEEKS, "2026-W22", "2026-W47")


def test_every_week_has_its_page_on_the_site(demo: Path) -> None:
    done = process("-C", str(demo), "build")
    assert done.returncode == 0, done.stderr.decode()
    for folder in ("weeks", "changes"):
        assert sorted(page.stem for page in (demo / "build/docs" / folder).glob("2*.md")) == EVERY
        assert sorted(page.stem for page in (demo / "build/site" / folder).glob("2*.html")) == EVERY
        index = (demo / "build/docs" / folder / "index.md").read_text("utf-8")
        assert all(f"{label}.html" in index for label in EVERY)


@pytest.mark.parametrize("label", EVERY)
def test_the_matrix_of_a_week_is_the_difference_of_two_grade_lists(
    fenji: Fenji, demo: Path, graded: Callable[[Fenji, str], GradeList], label: str
) -> None:
    done = fenji(demo, "report", label, "--format", "json")
    assert done.code == 0, done.err
    report: dict[str, Any] = json.loads(done.out)
    old, new = graded(fenji, before(label)), graded(fenji, label)
    pairs = {one: (old.get(one, "new"), new.get(one, "closed")) for one in old.keys() | new.keys()}
    found = {(row, column): n for row, line in report["matrix"].items() for column, n in line.items() if n}
    assert found == Counter(pairs.values())
    assert list(report["matrix"]) == ["new", "A", "B", "C", "D", "ungraded"]
    assert list(report["matrix"]["A"]) == ["A", "B", "C", "D", "ungraded", "closed"]
    assert {grade: n for grade, n in report["counts"].items() if n} == Counter(new.values())
    assert {grade: n for grade, n in report["previous"].items() if n} == Counter(old.values())
    moved = {one: pair for one, pair in pairs.items() if pair[0] != pair[1]}
    told = {move["id"]: (move["from"] or "ungraded", move["to"] or "ungraded") for move in report["moves"]}
    told |= {move["id"]: ("new", move["to"] or "ungraded") for move in report["entered"]}
    told |= {move["id"]: (move["from"] or "ungraded", "closed") for move in report["left"]}
    assert told == moved


def test_the_weeks_hold_every_kind_of_row_and_column(fenji: Fenji, graded: Callable[[Fenji, str], GradeList]) -> None:
    kinds = set()
    for label in EVERY:
        old, new = graded(fenji, before(label)), graded(fenji, label)
        kinds |= {(old.get(one, "new"), new.get(one, "closed")) for one in old.keys() | new.keys()}
    rows, columns = {row for row, _column in kinds}, {column for _row, column in kinds}
    assert rows == {"new", "A", "B", "C", "D", "ungraded"}
    assert columns == {"A", "B", "C", "D", "ungraded", "closed"}
    assert len([one for one in kinds if one[0] != one[1]]) >= 10
