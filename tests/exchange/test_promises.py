"""A promise (`next:`) in a table becomes one of the contact: a duty from then on."""

from pathlib import Path

import pytest

from tests.exchange.office import empty, records, run, said

MAP = """\
ids: key
tables:
  t:
    key: id
    customer: {name: name, consultant: {value: li-na}, source: {value: call}, registered: day}
    contacts:
      - at: day
        channel: {value: visit}
        by: {value: li-na}
        next: {on: {column: until, dates: ["%Y/%m/%d"]}, what: {column: step}}
"""
HEAD = "id,name,day,until,step\n"
VISIT = "at: 2026-09-05\nchannel: visit\nby: li-na\n"


@pytest.mark.parametrize(
    ("row", "written"),
    [
        ("a,王,2026-09-05,2026/9/8,送价格表\n", VISIT + "next: {on: 2026-09-08, what: 送价格表}\n"),
        ("a,王,2026-09-05,,送价格表\n", VISIT),
        ("a,王,2026-09-05,,\n", VISIT),
    ],
)
def test_a_promise_is_taken_over_where_its_day_is_known(tmp_path: Path, row: str, written: str) -> None:
    done = run(empty(tmp_path), {"t.csv": HEAD + row}, MAP)
    assert said(done) == []
    assert [text for path, text in records(tmp_path).items() if "/visits/" in path] == [written]


@pytest.mark.parametrize(
    ("row", "place", "sentence"),
    [
        ("a,王,2026-09-05,2026/9/8,\n", "t.csv:2", "what"),
        ("a,王,2026-09-05,soon,送价格表\n", "t.csv:2:4", "“soon” is no date"),
        ("a,王,2026-09-05,2026/9/4,送价格表\n", "t.csv:2:4", "lies before the contact itself"),
    ],
)
def test_a_promise_that_can_be_none_refuses_its_row(tmp_path: Path, row: str, place: str, sentence: str) -> None:
    done = run(empty(tmp_path), {"t.csv": HEAD + row}, MAP)
    (told,) = said(done)
    assert told.startswith(place)
    assert sentence in told
    assert records(tmp_path) == {}


def test_a_second_import_changes_nothing_and_another_day_is_named(tmp_path: Path) -> None:
    row = "a,王,2026-09-05,2026/9/8,送价格表\n"
    run(empty(tmp_path), {"t.csv": HEAD + row}, MAP)
    before = records(tmp_path)
    assert said(run(tmp_path, {"t.csv": HEAD + row}, MAP)) == []
    assert len(said(run(tmp_path, {"t.csv": HEAD + row.replace("9/8", "9/9")}, MAP))) == 1
    assert records(tmp_path) == before
    run(tmp_path, {"t.csv": HEAD + row.replace("9/8", "9/9")}, MAP, update=True)
    assert "next: {on: 2026-09-09, what: 送价格表}\n" in "".join(records(tmp_path).values())
