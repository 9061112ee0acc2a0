"""`fenji grade`: every customer's grade as a table, JSON and CSV, the same on every machine."""

from __future__ import annotations

import csv
import io
import json
from itertools import product
from pathlib import Path

import pytest
from wcwidth import wcswidth

from generator.cli.table import table
from tests.cli.running import ROOT, Fenji, process
from tests.offices import CUSTOMER, OFFICE, RULES, SECOND, VISIT, write
from tests.repositories import commit

THIRD = CUSTOMER.replace("100****0000", "100****0003")
OVERRIDE = "at: 2026-11-13\nby: chen-wei\nkind: override\nto: A\nreason: 看好\nuntil: 2026-12-01\n"
STORY = {
    "customers/7k3qf/visits/2.yaml": VISIT.replace("11-12 14:30", "11-14").replace("price: B", "price: D"),
    "customers/3nnnn/customer.yaml": THIRD,
    "customers/3nnnn/visits/1.yaml": VISIT.replace(", price: B", ""),
    "customers/4ssss/customer.yaml": THIRD.replace("0003", "0004"),
    "customers/4ssss/visits/1.yaml": VISIT,
    "customers/4ssss/decisions/1.yaml": OVERRIDE,
    "customers/5cccc/customer.yaml": THIRD.replace("0003", "0005") + "closed: {on: 2026-11-20, reason: lost}\n",
    "customers/5cccc/visits/1.yaml": VISIT,
}


@pytest.fixture
def story(tmp_path: Path) -> Path:
    return write(tmp_path / "office", STORY)


def test_the_table_says_who_which_grade_why_and_what_waits(story: Path, fenji: Fenji) -> None:
    done = fenji(story, "grade", language="zh")
    assert (done.code, done.err) == (0, "")
    assert done.out == (
        "编号   称呼  等级    起始        置业顾问  卡在        备注\n"
        "2m9xd  赵*   B       2026-11-12  李娜      动机、价格\n"
        "3nnnn  王*   未定级  2026-11-01  李娜                  缺：价格\n"
        "4ssss  王*   A       2026-11-13  李娜                  人工定级至 2026-12-01、按回答为 B\n"
        "7k3qf  王*   B       2026-11-12  李娜      价格        待批降为 D、按回答为 D\n"
        "\n"
        "A 准客户    1  25%\n"
        "B 意向较强  2  50%\n"
        "C 意向一般  0   0%\n"
        "D 无意向    0   0%\n"
        "未定级      1  25%\n"
        "合计        4\n"
    )


def test_the_columns_are_straight_however_wide_a_character_is() -> None:
    rows = [("id", "名字", "x"), ("7k3qf", "王建国", "y"), ("a", "Ｗang\u0301", "z"), ("b", "👨", "\x1b[0m")]
    lines = table(rows).splitlines()
    assert [wcswidth(line[: line.rindex(row[2])]) for line, row in zip(lines[:3], rows, strict=False)] == [15, 15, 15]
    assert lines[3] == "b      👨      \\x1b[0m"
    assert table([("a", "1"), ("bb", "22")], numbers={1}) == "a    1\nbb  22\n"
    assert table([]) == ""


def test_json_has_the_keys_that_were_promised(story: Path, fenji: Fenji) -> None:
    data = json.loads(fenji(story, "grade", "--format", "json").out)
    assert {"as_of", "revision", "rules", "customers"} <= data.keys()
    assert data["as_of"] == "2026-11-22"
    assert data["revision"] is None
    assert data["rules"]["version"] == "1"
    assert len(data["rules"]["sha256"]) == 64
    by_id = {customer["id"]: customer for customer in data["customers"]}
    assert list(by_id) == ["2m9xd", "3nnnn", "4ssss", "7k3qf"]
    assert by_id["7k3qf"] == {
        "id": "7k3qf",
        "consultant": "li-na",
        "grade": "B",
        "computed": "D",
        "since": "2026-11-12",
        "binding": ["price"],
        "missing": [],
        "pending": {"to": "D", "since": "2026-11-14"},
        "cap": None,
        "override": None,
        "indicators": {
            "motive": {"level": "B", "at": "2026-11-14", "record": "customers/7k3qf/visits/2.yaml", "line": 5},
            "price": {"level": "D", "at": "2026-11-14", "record": "customers/7k3qf/visits/2.yaml", "line": 5},
        },
        "schemes": {"intention": "D"},
        "next_fall": None,
        "closed": None,
    }
    assert (by_id["3nnnn"]["grade"], by_id["3nnnn"]["missing"]) == (None, ["price"])
    assert by_id["4ssss"]["override"] == {
        "to": "A",
        "at": "2026-11-13",
        "until": "2026-12-01",
        "by": "chen-wei",
        "reason": "看好",
        "record": "customers/4ssss/decisions/1.yaml",
        "computed": "B",
    }
    assert [(customer["id"], customer["closed"]) for customer in data["closed"]] == [("5cccc", "2026-11-20")]


def test_the_revision_is_named_and_any_revision_can_be_graded(tmp_path: Path, fenji: Fenji) -> None:
    office = write(tmp_path, {})
    first = commit(office, {})
    commit(office, {"customers/7k3qf/visits/1.yaml": VISIT.replace("price: B", "price: C")})
    write(office, {"customers/7k3qf/visits/1.yaml": VISIT.replace("price: B", "price: D")})

    def graded(*options: str) -> tuple[object, object, object]:
        data = json.loads(fenji(office, "grade", "--format", "json", *options).out)
        return data["revision"] == first, data["dirty"], data["customers"][1]["grade"]

    assert graded() == (False, True, "D")
    assert graded("--rev", "HEAD") == (False, False, "C")
    assert graded("--rev", first) == (True, False, "B")


def test_an_earlier_day_knows_nothing_of_what_came_later(story: Path, fenji: Fenji) -> None:
    data = json.loads(fenji(story, "grade", "--format", "json", "--as-of", "2026-11-13").out)
    grades = {customer["id"]: customer["grade"] for customer in data["customers"]}
    assert grades == {"2m9xd": "B", "3nnnn": None, "4ssss": "A", "5cccc": "B", "7k3qf": "B"}
    assert data["closed"] == []


def test_csv_is_a_row_for_each_customer_and_never_a_formula(story: Path, fenji: Fenji) -> None:
    rules = (
        RULES.replace("C: 意向一般", "=C: 意向一般").replace("C: 模糊", "=C: 模糊").replace("C: 等优惠", "=C: 等优惠")
    )
    rules = rules.replace(
        "judged: {motive: C, price: C}, expect: C", 'judged: {motive: "=C", price: "=C"}, expect: "=C"'
    )
    visit = VISIT.replace("price: B", 'price: "=C"')
    write(story, STORY | {"rules.yaml": rules, "customers/2m9xd/visits/1.yaml": visit})
    done = fenji(story, "grade", "--format", "csv")
    assert done.code == 0, done.err
    rows = list(csv.DictReader(io.StringIO(done.out)))
    assert [row["id"] for row in rows] == ["2m9xd", "3nnnn", "4ssss", "7k3qf"]
    assert (rows[0]["grade"], rows[1]["grade"], rows[1]["missing"]) == ("'=C", "", "price")
    assert (rows[2]["override_to"], rows[2]["override_until"]) == ("A", "2026-12-01")
    assert (rows[3]["pending_to"], rows[3]["pending_since"], rows[3]["binding"]) == ("D", "2026-11-14", "price")
    assert "\r" not in done.out


def test_nothing_is_graded_while_there_are_errors_unless_told_to_go_on(story: Path, fenji: Fenji) -> None:
    write(story, STORY | {"customers/3nnnn/customer.yaml": "name：王\n"})
    done = fenji(story, "grade", "--format", "json")
    assert (done.code, done.out) == (1, "")
    assert done.err.startswith("customers/3nnnn/customer.yaml:1:")
    assert "--keep-going" in done.err
    kept = fenji(story, "grade", "--format", "json", "--keep-going")
    assert kept.code == 1
    assert [customer["id"] for customer in json.loads(kept.out)["customers"]] == ["2m9xd", "4ssss", "7k3qf"]
    assert kept.err.startswith("customers/3nnnn/customer.yaml:1:")


def test_warnings_do_not_stand_in_the_way(story: Path, fenji: Fenji) -> None:
    write(story, STORY | {"customers/notes.txt": "x"})
    assert fenji(story, "grade", "--format", "csv").code == 0


@pytest.mark.parametrize("broken", ["rules.yaml", "office.yaml"])
def test_without_rules_or_office_there_is_a_sentence_and_no_grade(story: Path, fenji: Fenji, broken: str) -> None:
    write(story, STORY | {broken: "a: [\n"})
    for options in ((), ("--keep-going",)):
        done = fenji(story, "grade", *options)
        assert done.out == ""
        assert done.code in {1, 2}
        assert f"{broken}:1:1: error syntax" in done.err


def test_an_office_without_customers_has_no_grades(tmp_path: Path, fenji: Fenji) -> None:
    (tmp_path / "rules.yaml").write_text(RULES, encoding="utf-8")
    (tmp_path / "office.yaml").write_text(OFFICE, encoding="utf-8")
    done = fenji(tmp_path, "grade")
    assert done.code == 0
    assert done.out.endswith("all         0\n")


def test_the_sample_office_gives_the_same_bytes_everywhere() -> None:
    """Acceptance 3: no time zone, locale or hash seed has a say."""
    environments = [
        {"TZ": zone, "PYTHONHASHSEED": seed, **locale}
        for zone, seed, locale in product(("UTC", "Asia/Shanghai"), ("0", "1"), ({"LANG": "C"}, {"LC_ALL": "C.UTF-8"}))
    ]
    runs = [process("grade", "--format", "json", environment=environment) for environment in environments]
    assert {done.returncode for done in runs} == {0}, runs[0].stderr.decode()
    assert len({done.stdout for done in runs}) == 1
    assert len(json.loads(runs[0].stdout)["customers"]) > 100
    assert (ROOT / "customers").is_dir()


def test_the_order_of_files_does_not_matter(tmp_path: Path, fenji: Fenji) -> None:
    one, other = tmp_path / "one", tmp_path / "other"
    write(one, STORY)
    for path, text in reversed(list(({"customers/2m9xd/customer.yaml": SECOND} | STORY).items())):
        (other / path).parent.mkdir(parents=True, exist_ok=True)
        (other / path).write_text(text, encoding="utf-8")
    write(other, STORY)
    assert fenji(one, "grade", "--format", "json").out == fenji(other, "grade", "--format", "json").out
