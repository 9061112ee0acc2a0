"""`fenji backtest`: the past weeks by candidate rules, checked against grades made without it."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from tests.cli.running import Fenji, process
from tests.offices import RULES, files, write
from tests.report.backtest.repository import CANDIDATE, PUBLISHED, repository
from tests.report.week.plainly import labels, revision, sunday
from tests.report.week.repository import weeks
from tests.repositories import commit, dated, git

SMALL = ("--weeks", "6", "--customers", "30")
WEEKS = "8"


@pytest.fixture(scope="module")
def story(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return repository(tmp_path_factory.mktemp("story") / "office")


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("demo") / "office"
    assert process("demo", str(folder), *SMALL).returncode == 0
    return folder


def told(fenji: Fenji, root: Path, rules: Path, *options: str) -> dict[str, Any]:
    done = fenji(root, "backtest", str(rules), "--format", "json", *options)
    assert done.code == 0, done.err
    found: dict[str, Any] = json.loads(done.out)
    return found


def rules_file(folder: Path, text: str, name: str = "candidate.yaml") -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def cells(matrix: Mapping[str, Mapping[str, int]]) -> dict[tuple[str, str], int]:
    return {(row, column): n for row, line in matrix.items() for column, n in line.items() if n}


def grade_list(fenji: Fenji, root: Path, label: str, *options: str) -> dict[str, dict[str, Any]]:
    done = fenji(root, "grade", "--as-of", str(sunday(label)), "--format", "json", *options)
    assert done.code == 0, done.err
    return {customer["id"]: customer for customer in json.loads(done.out)["customers"]}


def harder(text: str) -> str:
    """Return the demonstration's rules with faster falls and funds that only support, without examples."""
    return (
        text.partition("\nexamples:")[0]
        .replace("after_days: 7", "after_days: 2")
        .replace("> 14", "> 6")
        .replace("      funds:\n", "      funds:\n        role: auxiliary\n")
    )


def test_the_matrix_is_that_of_the_grade_lists_made_week_by_week_from_checkouts(
    fenji: Fenji, demo: Path, tmp_path: Path
) -> None:
    rules = rules_file(tmp_path, harder((demo / "rules.yaml").read_text("utf-8")))
    found = told(fenji, demo, rules, "--weeks", WEEKS)
    every = labels(sunday("2026-W01"), sunday("2026-W47"))
    assert [week["week"] for week in found["weeks"]] == every[-len(found["weeks"]) :]
    assert len(found["weeks"]) >= 6
    git(tmp_path, "clone", "--quiet", str(demo), "copy")
    copy = tmp_path / "copy"
    total: Counter[tuple[str, str]] = Counter()
    moves = []
    for week in found["weeks"]:
        label, oid = week["week"], revision(demo, week["week"])
        assert week["revision"] == oid
        git(copy, "checkout", "--quiet", "--force", oid)
        published = grade_list(fenji, copy, label)
        (copy / "rules.yaml").write_bytes(rules.read_bytes())
        candidate = grade_list(fenji, copy, label)
        assert published.keys() == candidate.keys()
        assert week["customers"] == len(published)
        pairs = {one: (published[one]["grade"], candidate[one]["grade"]) for one in published}
        matrix = Counter((old or "ungraded", new or "ungraded") for old, new in pairs.values())
        total += matrix
        moved = [(label, one, *pair) for one, pair in pairs.items() if pair[0] != pair[1]]
        assert week["moved"] == len(moved)
        moves += moved
        if week is found["weeks"][-1]:
            assert cells(found["newest"]) == matrix
    assert cells(found["matrix"]) == total
    assert sum(total.values()) == sum(week["customers"] for week in found["weeks"])
    told_moves = [(move["week"], move["id"], move["from"], move["to"]) for move in found["moves"]]
    assert sorted(told_moves, key=repr) == sorted(moves, key=repr)
    assert len({(old, new) for _week, _id, old, new in moves}) >= 2
    assert [week for week, *_rest in told_moves] == sorted((week for week, *_rest in told_moves), reverse=True)


def test_the_rules_that_are_in_force_change_nothing(fenji: Fenji, story: Path) -> None:
    found = told(fenji, story, story / "rules.yaml")
    assert all(row == column for row, column in cells(found["matrix"]))
    assert sum(cells(found["matrix"]).values()) == 10
    assert found["psi"] == {"grade": 0, "indicators": {"motive": 0, "price": 0}}
    assert (found["moves"], found["examples"], found["overrides"]) == ([], [], [])
    assert found["follow_ups_per_week"] == {"published": 3.8, "candidate": 3.8}
    assert found["rules"]["published"] == found["rules"]["candidate"]
    out = fenji(story, "backtest", str(story / "rules.yaml"))
    assert (out.code, out.out.splitlines()[0]) == (0, "Backtest: no grade changes")


def test_every_figure_of_the_worked_example(fenji: Fenji, story: Path, tmp_path: Path) -> None:
    found = told(fenji, story, rules_file(tmp_path, CANDIDATE), "--weeks", "2")
    assert list(found)[:9] == [
        "weeks", "rules", "matrix", "newest", "psi", "moves", "examples", "overrides", "follow_ups_per_week"
    ]  # fmt: skip
    assert [week["week"] for week in found["weeks"]] == ["2026-W46", "2026-W47"]
    assert list(found["matrix"]) == list(found["matrix"]["A"]) == ["A", "B", "C", "D", "ungraded"]
    assert cells(found["matrix"]) == {
        ("A", "A"): 2, ("B", "B"): 4, ("C", "A"): 1, ("C", "B"): 1, ("ungraded", "ungraded"): 2
    }  # fmt: skip
    assert cells(found["newest"]) == {("A", "A"): 1, ("B", "B"): 2, ("C", "B"): 1, ("ungraded", "ungraded"): 1}
    assert found["psi"] == {"grade": 0.270805, "indicators": {"motive": 0, "price": 0}}
    assert found["levels"]["motive"]["published"] == {"A": 4, "B": 4, "unknown": 2}
    assert [(move["week"], move["id"], move["from"], move["to"]) for move in found["moves"]] == [
        ("2026-W47", "2m9xd", "C", "B"),
        ("2026-W46", "2m9xd", "C", "A"),
    ]
    assert found["moves"][0]["published"] == {
        "binding": ["price"], "missing": [], "downgrade": [], "pending": None
    }  # fmt: skip
    assert (found["moves"][0]["candidate"]["binding"], found["moves"][0]["candidate"]["downgrade"]) == (
        ["motive"],
        ["undecided"],
    )
    (example,) = found["examples"]
    assert (example["rules"], Path(example["file"]).name, example["line"]) == ("candidate", "candidate.yaml", 26)
    (override,) = found["overrides"]
    assert (override["id"], override["to"], override["published"], override["weeks"]) == (
        "3c8mw", "B", "D", ["2026-W46", "2026-W47"]
    )  # fmt: skip
    assert found["follow_ups_per_week"] == {"published": 3.8, "candidate": 4.5}
    assert found["unavailable"] == []


def test_examples_that_only_the_published_rules_have_are_named_with_their_line(
    fenji: Fenji, story: Path, tmp_path: Path
) -> None:
    without = "".join(line for line in CANDIDATE.splitlines(keepends=True) if "戊" not in line)
    (example,) = told(fenji, story, rules_file(tmp_path, without))["examples"]
    assert (example["rules"], example["file"], example["line"], example["code"]) == (
        "published", "rules.yaml", 26, "example"
    )  # fmt: skip
    out = fenji(story, "backtest", str(tmp_path / "candidate.yaml")).out
    assert "Examples of the published rules that the candidate breaks" in out
    assert "rules.yaml:26:" in out


def test_other_names_of_grades_and_another_method_have_rows_and_columns_of_their_own(
    fenji: Fenji, story: Path, tmp_path: Path
) -> None:
    other = """\
version: "9"
official: activity
schemes:
  activity:
    grades: {hot: 热, cold: 冷}
    method: first_match
    when: {hot: {subscribed: true}, cold: otherwise}
examples:
  - {name: 热, facts: {subscribed: true}, expect: hot}
"""
    found = told(fenji, story, rules_file(tmp_path, other), "--weeks", "1")
    assert list(found["matrix"]) == ["A", "B", "C", "D", "ungraded"]
    assert list(found["matrix"]["A"]) == ["hot", "cold", "ungraded"]
    assert cells(found["matrix"]) == {("A", "hot"): 1, ("B", "cold"): 2, ("C", "cold"): 1, ("ungraded", "cold"): 1}
    assert found["psi"]["indicators"] == {"motive": None, "price": None}
    assert found["psi"]["grade"] > 0.25
    assert {example["rules"] for example in found["examples"]} == {"published"}
    for form in ("text", "markdown"):
        done = fenji(story, "backtest", str(tmp_path / "candidate.yaml"), "--format", form)
        assert done.code == 0
        assert "only one of the rule files has it" in done.out


def test_a_rule_change_of_the_past_is_part_of_what_was_published(fenji: Fenji, tmp_path: Path) -> None:
    root = weeks(tmp_path / "office")
    found = told(fenji, root, rules_file(tmp_path, RULES), "--weeks", "3")
    assert [week["rules"]["version"] for week in found["weeks"]] == ["1", "1", "2"]
    assert found["rules"]["published"]["version"] == "2"
    assert cells(found["matrix"]) == cells(told(fenji, root, root / "rules.yaml", "--weeks", "3")["matrix"])


def test_the_worst_ground_is_told_reconstructed_weeks_missing_history_broken_rules(
    fenji: Fenji, story: Path, tmp_path: Path
) -> None:
    rules = rules_file(tmp_path, CANDIDATE)
    early = weeks(tmp_path / "early")
    found = told(fenji, early, rules, "--weeks", "5")
    assert [week["reconstructed"] for week in found["weeks"]] == [True, True, False, False, False]
    assert (
        "reconstructed, for want of a commit of that time: 2, up to 2026-W45"
        in fenji(early, "backtest", str(rules), "--weeks", "5").out
    )
    assert "Of the 12 weeks asked for there are 2" in fenji(story, "backtest", str(rules)).out
    git(tmp_path, "clone", "--quiet", "--depth", "1", f"file://{early}", "shallow")
    shallow = told(fenji, tmp_path / "shallow", rules)
    assert (shallow["history_complete"], [week["week"] for week in shallow["weeks"]]) == (False, ["2026-W48"])
    assert "does not hold the history" in fenji(tmp_path / "shallow", "backtest", str(rules)).out
    git(tmp_path, "clone", "--quiet", "--bare", str(early), "bare")
    assert told(fenji, tmp_path / "bare", rules) == told(fenji, early, rules)
    broken = tmp_path / "broken"
    with dated("2026-11-02T09:00:00+08:00"):
        commit(broken, {**files(), "rules.yaml": "version: 1\n"})
    with dated("2026-11-18T09:00:00+08:00"):
        commit(broken, files())
    half = told(fenji, broken, rules, "--weeks", "2")
    assert [week["week"] for week in half["weeks"]] == ["2026-W47"]
    assert [(week["week"], "can't be graded" in week["message"]) for week in half["unavailable"]] == [
        ("2026-W46", True)
    ]
    assert "2026-W46 is left out" in fenji(broken, "backtest", str(rules), "--weeks", "2").out


def test_outside_git_the_files_stand_in_for_every_week(fenji: Fenji, tmp_path: Path) -> None:
    root = write(tmp_path / "office", {})
    found = told(fenji, root, rules_file(tmp_path, CANDIDATE), "--weeks", "2")
    assert [(week["revision"], week["reconstructed"]) for week in found["weeks"]] == [(None, True)] * 2
    assert cells(found["newest"]) == {("B", "B"): 2}


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("version: [1\n", "candidate.yaml:1:1: error syntax"),
        ("version: 1\n", "candidate.yaml:1:1: error missing-key"),
        (PUBLISHED.replace("required: [motive, price]", "required: [motive, prize]"), "candidate.yaml:7:24: error"),
        (PUBLISHED.replace("motive: A, price: A}", "motive: Q, price: A}"), "error unknown-word"),
        (PUBLISHED.replace("from: A, to: B", "from: A, to: X"), "error"),
        ("", "candidate.yaml:1:1: error empty"),
    ],
)
def test_a_candidate_with_errors_is_answered_by_them(
    fenji: Fenji, story: Path, tmp_path: Path, text: str, said: str
) -> None:
    done = fenji(story, "backtest", str(rules_file(tmp_path, text)))
    assert (done.code, done.out) == (1, "")
    assert said in done.err
    assert "The candidate can't be tried" in done.err
    assert "warning" not in done.err


@pytest.mark.parametrize("options", [("--weeks", "0"), ("--weeks", "x"), ("--format", "csv")])
def test_wrong_use_is_a_sentence(fenji: Fenji, story: Path, options: tuple[str, str]) -> None:
    assert fenji(story, "backtest", str(story / "rules.yaml"), *options).code == 2
    assert fenji(story, "backtest", str(story / "nowhere.yaml")).code == 2
    assert fenji(story, "backtest", str(story)).code == 2


def test_before_anybody_was_registered_there_is_no_week_to_try_them_on(fenji: Fenji, tmp_path: Path) -> None:
    rules = rules_file(tmp_path, CANDIDATE)
    office = files()["office.yaml"].replace("as_of: 2026-11-22", "as_of: 2026-10-20")
    root = write(tmp_path / "office", {"office.yaml": office})
    empty = told(fenji, root, rules, "--weeks", "1")  # outside git the files stand in for any week
    assert (cells(empty["matrix"]), empty["psi"]["grade"]) == ({}, None)
    assert fenji(root, "backtest", str(rules)).code == 0
    for day in ("13", "14"):
        with dated(f"2026-11-{day}T18:00:00+08:00"):
            commit(root, {})
    git(tmp_path, "clone", "--quiet", "--depth", "1", f"file://{root}", "shallow")
    for folder in (root, tmp_path / "shallow"):
        done = fenji(folder, "backtest", str(rules))
        assert (done.code, done.out) == (2, "")
        assert "There is no week up to 2026-W42" in done.err


@pytest.mark.parametrize("form", ["text", "markdown"])
def test_chinese_says_it_all_in_chinese(fenji: Fenji, story: Path, tmp_path: Path, form: str) -> None:
    done = fenji(story, "backtest", str(rules_file(tmp_path, CANDIDATE)), "--format", form, language="zh")
    assert done.code == 0
    for part in (
        "回测：最近一周 1 组等级不同",
        "现行 → 候选",
        "谁的等级不同",
        "卡在",
        "用不着的人工定级",
        "要 12 周，只有 2 周",
    ):
        assert part in done.out, part
    for english in ("Backtest", "published", "stable", "Examples", "held back", "weeks"):
        assert english not in done.out


def test_hostile_names_stay_text_and_a_long_list_is_cut(fenji: Fenji, tmp_path: Path) -> None:
    customer, visit = files()["customers/7k3qf/customer.yaml"], files()["customers/7k3qf/visits/1.yaml"]
    many: dict[str, str | bytes | None] = {}
    for number in range(35):
        many[f"customers/x{number:02}/customer.yaml"] = customer.replace("王建国", "'<b>|`x`@all'")
        many[f"customers/x{number:02}/visits/1.yaml"] = visit
    root = write(tmp_path / "office", many)
    stricter = RULES.replace("from: A, to: B, after_days: 7", "from: B, to: C, after_days: 1").replace(
        'version: "1"', 'version: "<img src=x>"'
    )
    rules = rules_file(tmp_path, stricter)
    out = fenji(root, "backtest", str(rules), "--format", "markdown").out
    assert "<img" not in out
    assert "<b>|" not in out
    assert "and 7 further customers; --format json names all" in out
    assert len(told(fenji, root, rules, "--weeks", "1")["moves"]) == 37


def test_the_same_bytes_wherever_and_whenever(story: Path, tmp_path: Path) -> None:
    rules = rules_file(tmp_path, CANDIDATE)
    outputs = {
        process("-C", str(story), "backtest", str(rules), "--format", form, environment=environment).stdout
        for form in ("json",)
        for environment in (
            {"TZ": "UTC", "PYTHONHASHSEED": "1", "FENJI_LANG": "zh"},
            {"TZ": "America/New_York", "PYTHONHASHSEED": "2", "LC_ALL": "C"},
        )
    }
    assert len(outputs) == 1
    assert json.loads(outputs.pop())["weeks"]
