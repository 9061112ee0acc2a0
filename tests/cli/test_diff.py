"""`fenji diff` between commits, branches and the files as they are, in four formats."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from generator.report.plan.formats import LONGEST
from tests.cli.running import Fenji, process
from tests.offices import CUSTOMER, RULES, VISIT, files
from tests.repositories import commit, git

BETTER = "at: 2026-11-20\nchannel: inbound_call\nby: li-na\nnote: 价格能接受\njudged: {motive: A, price: A}\n"
NEW = "customers/7k3qf/visits/2.yaml"


KEPT = "at: 2026-11-20\nby: chen-wei\nkind: override\nto: B\nreason: 保留\nuntil: 2026-12-01\n"


@pytest.fixture
def office(tmp_path: Path) -> Path:
    commit(tmp_path / "office", dict(files()), "office")
    return tmp_path / "office"


def data(fenji: Fenji, office: Path, *arguments: str) -> dict[str, Any]:
    done = fenji(office, "diff", *arguments, "--format", "json")
    assert done.code in {0, 1}, done.err
    found: dict[str, Any] = json.loads(done.out)
    return found


def moves(found: Mapping[str, Any]) -> list[tuple[str, str | None, str | None, list[str]]]:
    return [(move["id"], move["from"], move["to"], move["causes"]) for move in found["moves"]]


def test_json_has_the_keys_of_the_design(fenji: Fenji, office: Path) -> None:
    head = commit(office, {NEW: BETTER}, "called")
    found = data(fenji, office, "HEAD~1", "HEAD")
    assert {"base", "head", "as_of", "moves", "changes", "rules_changed"} <= found.keys()
    assert (found["head"], found["as_of"], found["rules_changed"]) == (head, "2026-11-22", False)
    assert moves(found) == [("7k3qf", "B", "A", ["data"])]
    assert found["moves"][0]["commits"] == [head]
    assert found["moves"][0]["steps"] == [{"cause": "data", "from": "B", "to": "A"}]
    assert found["commits"][head]["subject"] == "called"
    assert [change["kind"] for change in found["changes"]] == ["indicator_changed", "indicator_changed", "record_added"]
    assert found["changes"][1] == {
        "kind": "indicator_changed",
        "id": "7k3qf",
        "indicator": "price",
        "before": "B",
        "after": "A",
        "old": {"file": "customers/7k3qf/visits/1.yaml", "line": 5},
        "new": {"file": NEW, "line": 5},
        "commits": [head],
        "committed": True,
    }


def test_json_of_every_kind_of_value(fenji: Fenji, office: Path) -> None:
    fall = "at: 2026-11-19\nchannel: inbound_call\nby: li-na\njudged: {price: D}\n"
    override = "at: 2026-11-20\nby: chen-wei\nkind: override\nto: A\nreason: 明天下定\nuntil: 2026-12-01\n"
    commit(
        office,
        {
            NEW: fall,
            "customers/2m9xd/decisions/1.yaml": override,
            "customers/2m9xd/customer.yaml": CUSTOMER.replace("王建国", "赵大兰").replace("rooms: 3", "rooms: 4"),
            "customers/9z9zz/customer.yaml": CUSTOMER.replace("100****0000", "100****0009"),
            "rules.yaml": RULES.replace("[motive, price]", "[motive]").replace("after_days: 7", "after_days: 0"),
        },
    )
    found = data(fenji, office, "HEAD~1", "HEAD")
    kinds = {change["kind"]: change for change in found["changes"]}
    assert kinds["pending_changed"]["after"] == {"to": "D", "since": "2026-11-19"}
    assert kinds["override_changed"]["after"]["until"] == "2026-12-01"
    assert kinds["record_edited"]["fields"] == [
        {"key": "name", "private": True},
        {"key": "phone", "private": True},
        {"key": "wants.rooms", "from": "3", "to": "4"},
    ]
    assert "赵大兰" not in json.dumps(found, ensure_ascii=False)
    assert kinds["rule_changed"]["reach"] == []
    assert [one["id"] for one in found["entered"]] == ["9z9zz"]
    assert found["problems"]["mended"] == []
    back = data(fenji, office, "HEAD", "HEAD~1")
    assert [(one["id"], one["closed"]) for one in back["left"]] == [("9z9zz", False)]


def test_without_head_the_files_as_they_are_count_and_what_is_not_committed_is_said(fenji: Fenji, office: Path) -> None:
    (office / NEW).write_text(BETTER, encoding="utf-8")
    done = fenji(office, "diff")
    assert "B → A" in done.out
    assert "not committed yet" in done.out
    assert (done.code, done.err) == (0, "")
    assert moves(data(fenji, office)) == [("7k3qf", "B", "A", ["data"])]
    assert data(fenji, office)["changes"][-1]["committed"] is False
    commit(office, {"README.md": "x"}, "with the visit")
    commit(office, {NEW: BETTER.replace("price: A", "price: C")}, "corrected")
    (office / NEW).write_text(BETTER, encoding="utf-8")
    assert moves(data(fenji, office, "HEAD~2")) == [("7k3qf", "B", "A", ["data"])]
    assert "corrected" in fenji(office, "diff", "HEAD~2").out


def test_three_dots_compare_with_where_the_branch_left(fenji: Fenji, office: Path) -> None:
    git(office, "checkout", "--quiet", "-b", "side")
    commit(office, {NEW: BETTER})
    git(office, "checkout", "--quiet", "main")
    commit(office, {"customers/2m9xd/visits/2.yaml": BETTER})
    assert [move[0] for move in moves(data(fenji, office, "main...side"))] == ["7k3qf"]
    assert [move[0] for move in moves(data(fenji, office, "side..."))] == ["2m9xd"]
    assert [move[0] for move in moves(data(fenji, office, "...side"))] == ["7k3qf"]
    assert sorted(move[0] for move in moves(data(fenji, office, "main", "side"))) == ["2m9xd", "7k3qf"]
    assert fenji(office, "diff", "main...nowhere").code == 2


def test_nothing_changed_is_said_shortly(fenji: Fenji, office: Path) -> None:
    done = fenji(office, "diff")
    assert done.out.startswith("Plan: no grade changes\n")
    assert len(done.out.splitlines()) <= 6
    assert fenji(office, "diff", "--format", "github").out == ""
    assert "没有等级变化" in fenji(office, "diff", language="zh").out


def test_the_day_is_that_of_head_and_can_be_another_one(fenji: Fenji, office: Path) -> None:
    commit(office, {"office.yaml": files()["office.yaml"].replace("2026-11-22", "2026-11-15")})
    assert data(fenji, office, "HEAD~1", "HEAD")["as_of"] == "2026-11-15"
    assert data(fenji, office, "HEAD~1", "HEAD", "--as-of", "2026-11-13")["as_of"] == "2026-11-13"


def test_markdown_tells_who_what_why_and_where(fenji: Fenji, office: Path) -> None:
    commit(office, {NEW: BETTER, "rules.yaml": RULES.replace("B: 偏高", "B: 略高")}, "到访 <b>x</b>")
    out = fenji(office, "diff", "HEAD~1", "HEAD", "--format", "markdown", language="zh").out
    for part in (
        "### ",
        "王&#42; 7k3qf",
        "<b>B</b> → <b>A</b>",
        "价格 B→A",
        f"`{NEW}:5`",
        "价格能接受",
        "李娜",
        "`rules.yaml:10`",
    ):
        assert part in out
    assert "&#60;b&#62;x" in out
    assert "“偏高” → “略高”" in out
    assert "“略高”：等级不变" in out


def mass(office: Path, number: int) -> None:
    changed: dict[str, str | bytes | None] = {}
    for position in range(number):
        folder = f"customers/c{position:03}"
        changed[f"{folder}/customer.yaml"] = CUSTOMER.replace("100****0000", f"100****{position:04}")
        changed[f"{folder}/visits/1.yaml"] = VISIT
    commit(office, changed)
    visits = {path: VISIT.replace("price: B", "price: C") for path in changed if path.endswith("1.yaml")}
    commit(office, dict(visits), "mass change")


def test_a_mass_change_fails_unless_it_is_meant(fenji: Fenji, office: Path) -> None:
    mass(office, 12)
    ends = ("HEAD~1", "HEAD")
    done = fenji(office, "diff", *ends)
    assert done.code == 1
    assert "--allow-mass-change" in done.err
    assert "12 of 14" in done.out
    for form in ("markdown", "github"):
        assert "12 of 14" in fenji(office, "diff", *ends, "--format", form).out
    assert data(fenji, office, *ends)["guard"]["trips"] is True
    for more in (("--allow-mass-change",), ("--max-moved", "90")):
        done = fenji(office, "diff", *ends, *more)
        assert (done.code, done.err) == (0, "")


def test_a_long_plan_is_cut_between_two_customers_and_says_where_the_rest_is(fenji: Fenji, office: Path) -> None:
    mass(office, 400)
    arguments = ("HEAD~1", "HEAD", "--allow-mass-change", "--format")
    whole = fenji(office, "diff", *arguments, "text").out
    out = fenji(office, "diff", *arguments, "markdown").out
    assert whole.count("→ C") >= 400
    assert 0.9 * LONGEST < len(out) <= LONGEST
    assert "`fenji diff HEAD~1 HEAD`" in out
    assert out.rstrip().splitlines()[-1].startswith("<sub>")
    last = out.split("**…**")[0].rstrip().splitlines()[-1]
    assert last.startswith(("  - new", "  - edited"))


def test_annotations_stand_at_the_lines(fenji: Fenji, office: Path) -> None:
    broken = VISIT.replace("channel: visit", "channel: 到访")
    commit(office, {NEW: BETTER, "customers/2m9xd/visits/1.yaml": broken})
    lines = fenji(office, "diff", "HEAD~1", "HEAD", "--format", "github").out.splitlines()
    assert any(line.startswith(f"::notice file={NEW},line=1,") and "B → A" in line for line in lines)
    assert any(line.startswith("::error file=customers/2m9xd/visits/1.yaml,line=2,") for line in lines)


def test_a_side_that_can_not_be_graded_is_no_quiet_plan(fenji: Fenji, office: Path) -> None:
    commit(office, {"rules.yaml": RULES.replace("method: lowest", "method: best")})
    done = fenji(office, "diff", "HEAD~1", "HEAD")
    assert done.code == 1
    assert done.out.startswith("No plan")
    assert "rules.yaml:6" in done.out
    assert data(fenji, office, "HEAD~1", "HEAD")["graded"] is False
    assert fenji(office, "diff", "HEAD", "HEAD~1").code == 1


def test_every_kind_of_change_is_told_in_both_languages(fenji: Fenji, office: Path) -> None:
    deal = "at: 2026-11-20\nstage: {stage}\nunit: 3-1201\n"
    commit(
        office,
        {
            "customers/7k3qf/visits/1.yaml": VISIT.replace("judged:", "units: [3-1201]\njudged:"),
            "customers/7k3qf/deals/1.yaml": deal.format(stage="queued"),
            "customers/7k3qf/deals/2.yaml": "at: 2026-11-20\nstage: queued\n",
            "customers/2m9xd/visits/2.yaml": VISIT.replace("visit", "到访"),
            "customers/2m9xd/visits/3.yaml": VISIT.replace("看了三房", "再来"),
        },
        "first",
    )
    for number in range(5):
        commit(
            office,
            {f"customers/7k3qf/visits/{number + 5}.yaml": f"at: 2026-11-1{number}\nchannel: message\nby: li-na\n"},
            f"more {number}",
        )
    commit(
        office,
        {
            "customers/7k3qf/visits/1.yaml": VISIT.replace("judged:", "units: [3-1202]\njudged:")
            .replace("channel: visit", "channel: event")
            .replace("看了三房", "留了 13800001083"),
            "customers/7k3qf/deals/1.yaml": deal.format(stage="contracted"),
            "customers/7k3qf/deals/2.yaml": None,
            "customers/7k3qf/customer.yaml": CUSTOMER.replace("upgrade", "investment").replace("li-na", "wu-di"),
            "customers/2m9xd/visits/2.yaml": VISIT,
            "customers/2m9xd/visits/3.yaml": None,
            "customers/2m9xd/visits/4.yaml": VISIT.replace("看了三房", "再来"),
            "customers/2m9xd/decisions/1.yaml": KEPT,
            "office.yaml": files()["office.yaml"] + "milestones: {opening: 2026-11-28}\n",
        },
        "second",
    )
    base = git(office, "rev-list", "--max-parents=0", "HEAD")
    for ends in (("HEAD~6", "HEAD"), ("HEAD", "HEAD~6"), (base, "HEAD"), ("HEAD", base)):
        for language in ("en", "zh"):
            for form in ("text", "markdown", "github"):
                done = fenji(office, "diff", *ends, "--format", form, language=language)
                assert done.code == 0, done.err
                assert "13800001083" not in done.out
    out = fenji(office, "diff", "HEAD~6", "HEAD").out
    for part in (
        "event",
        "only the file's name",
        "mended",
        "→ 吴迪",
        "purpose upgrade → investment",
        "milestones.opening",
        "set the grade B",
        "deleted: deal “queue deposit”",
    ):
        assert part in out
    assert "no longer set by hand" in fenji(office, "diff", "HEAD", "HEAD~6").out


def test_bare_detached_and_shallow_repositories_have_an_answer(fenji: Fenji, office: Path, tmp_path: Path) -> None:
    head = commit(office, {NEW: BETTER}, "called")
    git(tmp_path, "clone", "--quiet", "--bare", str(office), "bare")
    assert moves(data(fenji, tmp_path / "bare", "HEAD~1", "HEAD")) == [("7k3qf", "B", "A", ["data"])]
    git(office, "checkout", "--quiet", "--detach", "HEAD~1")
    assert moves(data(fenji, office, "HEAD", head)) == [("7k3qf", "B", "A", ["data"])]
    git(tmp_path, "clone", "--quiet", "--depth=1", office.as_uri(), "shallow")
    git(tmp_path / "shallow", "fetch", "--quiet", "--depth=1", "origin", head)
    done = fenji(tmp_path / "shallow", "diff", "HEAD", head)
    assert "B → A" in done.out
    assert "does not hold the whole history" in done.out
    assert fenji(tmp_path / "shallow", "diff", "HEAD~1").code == 2


def test_without_commits_there_is_nothing_to_compare_with(fenji: Fenji, tmp_path: Path) -> None:
    for path, text in files().items():
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_text(text, encoding="utf-8")
    assert fenji(tmp_path, "diff").code == 2
    git(tmp_path, "init", "--quiet")
    done = fenji(tmp_path, "diff")
    assert (done.code, done.out) == (2, "")
    assert "HEAD" in done.err


@pytest.mark.parametrize(
    "arguments", [("--max-moved", "101"), ("--max-moved", "x"), ("a", "b", "c"), ("--format", "xml")]
)
def test_wrong_use_is_exit_code_two(fenji: Fenji, office: Path, arguments: tuple[str, ...]) -> None:
    assert fenji(office, "diff", *arguments).code == 2


def test_the_plan_is_the_same_in_every_environment(office: Path) -> None:
    commit(office, {NEW: BETTER})
    runs = [
        process("-C", str(office), "diff", "HEAD~1", "HEAD", "--format", "markdown", environment=environment).stdout
        for environment in ({"TZ": "America/New_York", "LC_ALL": "C"}, {"TZ": "Asia/Tokyo", "PYTHONHASHSEED": "7"})
    ]
    assert runs[0] == runs[1] != b""
