"""`fenji check` prints every problem in the format asked for, and leaves with the right code."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.running import Fenji
from tests.offices import CUSTOMER, VISIT, write
from tests.repositories import commit

BAD = {"customers/7k3qf/customer.yaml": CUSTOMER.replace("walk_in", "walk-in")}
DOUBTFUL = {"customers/notes.txt": "x"}
LINE = "customers/7k3qf/customer.yaml:4:9: error unknown-word “walk-in” is not known here; did you mean “walk_in”?"


def test_a_sound_office_is_clean(office: Path, fenji: Fenji) -> None:
    assert fenji(office, "check") == (0, "", "No problems; customers: 2.\n")


def test_a_problem_is_a_line_with_its_place_level_and_code(office: Path, fenji: Fenji) -> None:
    write(office, BAD)
    done = fenji(office, "check")
    assert done.code == 1
    assert done.out.startswith(LINE)
    assert done.out.count("\n") == 1
    assert done.err == "Errors: 1, warnings: 0; usable customers: 1.\n"
    assert fenji(office, "check", language="zh").err == "1 个错误，0 个警告；可用的客户 1 位。\n"


@pytest.mark.parametrize(("options", "code"), [((), 0), (("--strict",), 1)])
def test_warnings_count_only_when_strict(office: Path, fenji: Fenji, options: tuple[str, ...], code: int) -> None:
    write(office, DOUBTFUL)
    done = fenji(office, "check", *options)
    assert done.code == code
    assert done.out.startswith("customers/notes.txt:1:1: warning unexpected-file ")


def test_all_files_of_an_office_are_checked_at_once(office: Path, fenji: Fenji) -> None:
    write(office, BAD | DOUBTFUL | {"office.yaml": "name: [\n", "rules.yaml": "version: 1\n"})
    files = {line.split(":")[0] for line in fenji(office, "check").out.splitlines()}
    assert files == {"customers/7k3qf/customer.yaml", "customers/notes.txt", "office.yaml", "rules.yaml"}


def test_the_day_decides_what_is_too_early(office: Path, fenji: Fenji) -> None:
    assert fenji(office, "check", "--as-of", "2026-11-12").code == 0
    done = fenji(office, "check", "--as-of", "2026-11-11")
    assert done.code == 1
    assert done.out.count("future-date") == 2


def test_any_revision_can_be_checked(tmp_path: Path, fenji: Fenji) -> None:
    office = write(tmp_path, BAD)
    first = commit(office, {})
    commit(office, {"customers/7k3qf/customer.yaml": CUSTOMER})
    assert fenji(office, "check").code == 0
    assert fenji(office, "check", "--rev", first).out.startswith(LINE)


def test_json_has_every_problem_and_their_number(office: Path, fenji: Fenji) -> None:
    write(office, BAD | DOUBTFUL)
    report = json.loads(fenji(office, "check", "--format", "json").out)
    assert (report["errors"], report["warnings"]) == (1, 1)
    assert report["problems"][0] == {
        "file": "customers/7k3qf/customer.yaml",
        "line": 4,
        "column": 9,
        "level": "error",
        "code": "unknown-word",
        "message": LINE.split("unknown-word ")[1]
        + " Possible: walk_in, call, referral, channel, online, event, other.",
    }


def test_github_gets_an_annotation_for_each(office: Path, fenji: Fenji) -> None:
    write(office, BAD | DOUBTFUL)
    first, second = fenji(office, "check", "--format", "github").out.splitlines()
    assert first.startswith("::error file=customers/7k3qf/customer.yaml,line=4,col=9,title=unknown-word::“walk-in”")
    assert second.startswith("::warning file=customers/notes.txt,line=1,col=1,title=unexpected-file::")


def test_gitlab_gets_a_code_quality_report(office: Path, fenji: Fenji) -> None:
    write(office, BAD | DOUBTFUL)
    report = json.loads(fenji(office, "check", "--format", "gitlab").out)
    assert [entry["severity"] for entry in report] == ["major", "minor"]
    assert report[0]["location"] == {"path": "customers/7k3qf/customer.yaml", "lines": {"begin": 4}}
    assert json.loads(fenji(write(office, {}), "check", "--format", "gitlab").out) == [report[1]]


def test_a_value_never_leaves_its_line(office: Path, fenji: Fenji) -> None:
    hostile = 'judged: {motive: "A\\n::error file=x::y", price: "%0A[31m"}\n'
    write(office, {"customers/7k3qf/visits/1.yaml": VISIT.replace("judged: {motive: B, price: B}\n", hostile)})
    for form in ("text", "github"):
        lines = fenji(office, "check", "--format", form).out.splitlines()
        assert len(lines) == 2
        assert not any(line.startswith("::error file=x") for line in lines)
    assert "%250A" in "".join(lines)
