"""`fenji report`: every figure by hand, and not a byte moves when records change later."""

from __future__ import annotations

import json
import shutil
from collections.abc import Mapping
from datetime import date, datetime
from pathlib import Path
from subprocess import CalledProcessError
from typing import Any

import pytest

from generator.grade.office import judge
from generator.model.snapshot import snapshot
from generator.read.revision import tree_at
from tests.cli.running import Fenji, process
from tests.offices import files, write
from tests.report.week.repository import LATER, later, visit, weeks
from tests.repositories import commit, dated, git

FORMATS = ("json", "text", "markdown")


@pytest.fixture(scope="module")
def repository(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return weeks(tmp_path_factory.mktemp("weeks") / "office")


def told(fenji: Fenji, root: Path, week: str) -> dict[str, Any]:
    done = fenji(root, "report", week, "--format", "json")
    assert done.code == 0, done.err
    found: dict[str, Any] = json.loads(done.out)
    return found


def figures(row: Mapping[str, int]) -> dict[str, int]:
    return {name: number for name, number in row.items() if number}


def test_a_week_of_moves_by_records_and_a_new_customer(fenji: Fenji, repository: Path) -> None:
    report = told(fenji, repository, "2026-W47")
    assert list(report)[:8] == [
        "week", "as_of", "revision", "reconstructed", "counts", "previous", "matrix", "moves"
    ]  # fmt: skip
    assert (report["week"], report["as_of"], report["reconstructed"]) == ("2026-W47", "2026-11-22", False)
    assert report["revision"] == git(repository, "rev-parse", "HEAD~2")
    assert report["counts"] == {"A": 1, "B": 1, "C": 0, "D": 1, "ungraded": 0}
    assert report["previous"] == {"A": 0, "B": 2, "C": 0, "D": 0, "ungraded": 0}
    assert {source: figures(row) for source, row in report["matrix"].items() if figures(row)} == {
        "new": {"D": 1},
        "B": {"A": 1, "B": 1},
    }
    (move,) = report["moves"]
    assert (move["id"], move["from"], move["to"], move["causes"]) == ("7k3qf", "B", "A", ["data"])
    assert [one["id"] for one in report["entered"]] == ["3c8mw"]
    assert report["late"] == []
    assert report["bottlenecks"] == [
        {"indicator": "motive", "customers": 2, "rise": 0},
        {"indicator": "price", "customers": 2, "rise": 0},
    ]
    (best,) = report["best"]
    assert best == {"id": "7k3qf", "consultant": "li-na", "since": "2026-11-18", "falls_on": "2026-11-25"}
    li_na = report["consultants"][0]
    assert (li_na["id"], li_na["new"], li_na["up"], li_na["down"]) == ("li-na", 1, 1, 0)


def test_without_a_week_it_is_the_last_one_that_is_over(
    fenji: Fenji, repository: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for today, week in (("2026-11-21", "2026-W46"), ("2026-11-22", "2026-W47"), ("2026-11-28", "2026-W47")):
        seconds = int(datetime.fromisoformat(f"{today}T12:00:00+08:00").timestamp())
        monkeypatch.setenv("SOURCE_DATE_EPOCH", str(seconds))
        done = fenji(repository, "report", "--format", "json")
        assert (done.code, json.loads(done.out)["week"]) == (0, week), done.err


def test_late_entries_rule_changes_and_closed_customers_of_the_week_after(fenji: Fenji, repository: Path) -> None:
    report = told(fenji, repository, "2026-W48")
    assert {source: figures(row) for source, row in report["matrix"].items() if figures(row)} == {
        "A": {"B": 1},
        "B": {"C": 1},
        "D": {"closed": 1},
    }
    assert {move["id"]: (move["to"], move["causes"]) for move in report["moves"]} == {
        "2m9xd": ("C", ["data"]),
        "7k3qf": ("B", ["time"]),
    }
    (late,) = report["late"]
    assert (late["id"], late["at"], late["file"]) == ("2m9xd", "2026-11-17", "customers/2m9xd/visits/2.yaml")
    assert report["commits"][late["commits"][0]]["author"] == "吴迪"
    assert report["rules_changed"] is True
    assert report["rules"]["version"] == "2"
    assert report["conversion"]["sources"]["walk_in"] == {
        "customers": 3, "queued": 0, "subscribed": 0, "contracted": 0
    }  # fmt: skip


def test_conversion_counts_what_was_reached_and_not_what_was_cancelled(
    fenji: Fenji, repository: Path, tmp_path: Path
) -> None:
    root = Path(shutil.copytree(repository, tmp_path / "office", symlinks=True))
    deal = "at: {at}\nstage: {stage}\nunit: {unit}\n"
    with dated("2026-11-28T09:00:00+08:00"):
        commit(
            root,
            {
                "customers/7k3qf/deals/1.yaml": deal.format(at="2026-11-26", stage="subscribed", unit="3-101"),
                "customers/2m9xd/deals/1.yaml": deal.format(at="2026-11-25", stage="queued", unit="3-102"),
                "customers/2m9xd/deals/2.yaml": deal.format(at="2026-11-26", stage="cancelled", unit="3-102"),
                "customers/2m9xd/deals/3.yaml": deal.format(at="2026-12-02", stage="contracted", unit="3-102"),
            },
        )
    report = told(fenji, root, "2026-W48")
    assert report["conversion"]["sources"]["walk_in"] == {
        "customers": 3, "queued": 1, "subscribed": 1, "contracted": 0
    }  # fmt: skip
    assert report["conversion"]["grades"]["D"]["customers"] == 1  # closed, counted at the last grade


def test_weeks_before_the_first_commit_are_reconstructed_and_say_so(fenji: Fenji, repository: Path) -> None:
    report = told(fenji, repository, "2026-W45")
    assert report["reconstructed"] is True
    assert report["revision"] == git(repository, "rev-list", "--max-parents=0", "HEAD")
    assert report["counts"] == {"A": 0, "B": 0, "C": 0, "D": 0, "ungraded": 2}
    assert told(fenji, repository, "2026-W46")["reconstructed"] is False
    for form in ("text", "markdown"):
        assert "Reconstructed" in fenji(repository, "report", "2026-W45", "--format", form).out
        assert "Reconstructed" not in fenji(repository, "report", "2026-W47", "--format", form).out


@pytest.mark.parametrize("week", ["2026-W44", "2026-W45", "2026-W46", "2026-W47", "2026-W48"])
def test_rows_and_columns_add_up_to_the_grade_lists_recomputed(fenji: Fenji, repository: Path, week: str) -> None:
    report = told(fenji, repository, week)
    lists = {}
    for name, commit_of, day in (
        ("previous", report["previous_revision"], date.fromisocalendar(2026, int(week[-2:]) - 1, 7)),
        ("counts", report["revision"], date.fromisocalendar(2026, int(week[-2:]), 7)),
    ):
        graded = judge(snapshot(tree_at(repository, commit_of)), day).gradings
        lists[name] = {customer: grading.grade or "ungraded" for customer, grading in graded.items()}
        assert figures(report[name]) == {
            grade: list(lists[name].values()).count(grade) for grade in set(lists[name].values())
        }
    cells: dict[tuple[str, str], int] = {}
    for customer in lists["previous"].keys() | lists["counts"].keys():
        pair = lists["previous"].get(customer, "new"), lists["counts"].get(customer, "closed")
        cells[pair] = cells.get(pair, 0) + 1
    found = {(row, column): n for row, cell in report["matrix"].items() for column, n in cell.items() if n}
    assert found == cells
    for grade, number in report["previous"].items():
        assert sum(report["matrix"][grade].values()) == number
    for grade, number in report["counts"].items():
        assert sum(row[grade] for row in report["matrix"].values()) == number


def test_no_later_commit_changes_a_byte_of_an_old_report(fenji: Fenji, repository: Path, tmp_path: Path) -> None:
    root = Path(shutil.copytree(repository, tmp_path / "office", symlinks=True))
    old = [f"2026-W{number}" for number in range(41, 49)]

    def reports(*forms: str) -> dict[tuple[str, str], str]:
        return {(week, form): fenji(root, "report", week, "--format", form).out for week in old for form in forms}

    published, data = reports(*FORMATS), reports("json")
    assert all(published.values())
    for step in range(LATER):
        later(root, step)
        assert reports("json") == data, f"later step {step}"
    assert reports(*FORMATS) == published
    (root / "rules.yaml").write_text("not: saved\n", encoding="utf-8")
    assert reports(*FORMATS) == published


def test_a_side_branch_that_is_rewritten_and_pushed_by_force_changes_no_byte_of_an_old_report(
    fenji: Fenji, repository: Path, tmp_path: Path
) -> None:
    """One branch is merged in W48, one is not; both are then rewritten, and the server throws away what was there."""
    git(tmp_path, "clone", "--quiet", "--bare", str(repository), "server")
    git(tmp_path, "clone", "--quiet", str(tmp_path / "server"), "work")
    server, work, reader = tmp_path / "server", tmp_path / "work", tmp_path / "reader"
    for branch, day in (("merged", "25"), ("open", "26")):
        git(work, "checkout", "--quiet", "-b", branch, "main~2")
        with dated(f"2026-11-{day}T10:00:00+08:00", "吴迪"):
            commit(work, {f"customers/2m9xd/visits/{branch}.yaml": visit("2026-11-13", "C", "B")}, branch)
    git(work, "checkout", "--quiet", "main")
    with dated("2026-11-28T10:00:00+08:00", "周凯"):
        git(work, "merge", "--quiet", "--no-ff", "-m", "merge", "merged")
    git(work, "push", "--quiet", "origin", "main", "merged", "open")
    git(tmp_path, "clone", "--quiet", str(server), "reader")

    def reports() -> dict[tuple[Path, str, str], str]:
        return {
            (folder, f"2026-W{number}", form): fenji(folder, "report", f"2026-W{number}", "--format", form).out
            for folder in (server, work, reader)
            for number in range(44, 49)
            for form in FORMATS
        }

    published = reports()
    assert all(published.values())
    gone = git(work, "rev-parse", "open")
    for branch in ("merged", "open"):
        git(work, "checkout", "--quiet", branch)
        for day in ("12", "19"):  # weeks that are long published
            with dated(f"2026-11-{day}T10:00:00+08:00", "吴迪"):
                git(work, "commit", "--quiet", "--amend", "--allow-empty", "--message", "other", "--date=2026-11-12")
                commit(work, {f"customers/7k3qf/visits/{branch}.yaml": visit("2026-11-12", "D", "D")}, "rewritten")
        git(work, "push", "--quiet", "--force", "origin", branch)
    git(work, "checkout", "--quiet", "main")
    git(reader, "fetch", "--quiet", "--prune")
    for folder in (server, reader):
        git(folder, "reflog", "expire", "--expire=now", "--all")
        git(folder, "gc", "--quiet", "--prune=now")
    with pytest.raises(CalledProcessError):
        git(server, "cat-file", "-e", gone)
    assert reports() == published
    with dated("2026-12-10T10:00:00+08:00", "周凯"):  # the rewritten branch gets in after all: that is of W50
        git(work, "merge", "--quiet", "--no-ff", "-m", "merge", "open")
    git(work, "push", "--quiet", "origin", "main")
    git(reader, "pull", "--quiet")
    assert reports() == published


@pytest.mark.parametrize("form", ["text", "markdown"])
def test_people_read_every_part_of_it(fenji: Fenji, repository: Path, form: str) -> None:
    out = fenji(repository, "report", "2026-W48", "--format", form).out
    for part in ("Week 48 of 2026", "Flow of grades", "2m9xd", "3c8mw", "Late entries", "stuck", "吴迪", "rules 2"):
        assert part in out, part
    chinese = fenji(repository, "report", "2026-W48", "--format", form, language="zh").out
    assert "2026 年第 48 周" in chinese
    assert "补录" in chinese
    for english in ("Week", "stuck", "customers one", "Late", "rose"):
        assert english not in chinese
    if form == "markdown":
        assert "<b>补录" not in chinese


def test_outside_git_the_files_as_they_are_tell_a_reconstructed_week(fenji: Fenji, tmp_path: Path) -> None:
    report = told(fenji, write(tmp_path, {}), "2026-W46")
    assert (report["revision"], report["reconstructed"]) == (None, True)
    assert report["counts"] == {"A": 0, "B": 2, "C": 0, "D": 0, "ungraded": 0}
    assert told(fenji, tmp_path, "2026-W45")["counts"]["ungraded"] == 2


@pytest.mark.parametrize(
    ("week", "said"),
    [
        ("2026-46", "2026-46"),
        ("2026-W54", "2026-W54"),
        ("2025-W53", "2025-W53"),
        ("2026-W49", "2026-W49 is not over on 2026-12-02"),
        ("9999-W01", "9999"),
    ],
)
def test_a_week_that_has_no_report_is_a_sentence_and_exit_code_2(
    fenji: Fenji, repository: Path, week: str, said: str
) -> None:
    done = fenji(repository, "report", week)
    assert (done.code, done.out) == (2, "")
    assert said in done.err


def test_a_shallow_clone_says_that_the_history_is_missing(fenji: Fenji, repository: Path, tmp_path: Path) -> None:
    git(tmp_path, "clone", "--quiet", "--depth", "1", f"file://{repository}", "shallow")
    done = fenji(tmp_path / "shallow", "report", "2026-W46")
    assert done.code == 2
    assert "history of 2026-W4" in done.err
    git(tmp_path, "clone", "--quiet", "--bare", str(repository), "bare")
    assert told(fenji, tmp_path / "bare", "2026-W47") == told(fenji, repository, "2026-W47")


def test_rules_that_could_not_be_used_then_are_named(fenji: Fenji, tmp_path: Path) -> None:
    with dated("2026-11-02T09:00:00+08:00"):
        commit(tmp_path, {**files(), "rules.yaml": "version: 1\n"})
    with dated("2026-11-18T09:00:00+08:00"):
        commit(tmp_path, files())
    for week, broken in (("2026-W46", "2026-W45"), ("2026-W47", "2026-W46")):
        done = fenji(tmp_path, "report", week)
        assert done.code == 2
        assert f"{broken} can't be graded" in done.err


def test_the_same_bytes_wherever_and_whenever(repository: Path) -> None:
    outputs = {
        process("-C", str(repository), "report", "2026-W48", "--format", "markdown", environment=environment).stdout
        for environment in (
            {"TZ": "UTC", "PYTHONHASHSEED": "1", "FENJI_LANG": "zh"},
            {"TZ": "America/New_York", "PYTHONHASHSEED": "2", "LC_ALL": "C"},
        )
    }
    assert len(outputs) == 1
    assert "补录".encode() in outputs.pop()
