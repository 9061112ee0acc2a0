"""The comment on GitHub, against an API that answers over HTTP: one, on the right pull request, of plain text."""

from __future__ import annotations

import io
import json
import subprocess
import zipfile
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from generator.cli.main import run as fenji
from tests.offices import CUSTOMER
from tests.pipelines.running import PACKAGED, run
from tests.pipelines.server import Answer, Asked, Hosting, hosting
from tests.repositories import commit

SCRIPT = PACKAGED / "github/.github/fenji/comment.py"
REPOSITORY = "/repos/office/data"
HEAD, OLDER = "a" * 40, "b" * 40
MARKER = "<!-- fenji plan -->"
PLAN = "### 变动说明：1 组客户等级变化\n\n- <b>王先生 7k3qf</b>：B→C\n  - `customers/7k3qf/visits/1.yaml:3`\n"
FOLDED = f"{PLAN}\n  <details><summary>9 组</summary>\n\n  - <b>王先生 7k3qf</b>\n\n  </details>\n"
COMMENTS = f"{REPOSITORY}/issues/7/comments"


def archive(text: bytes | str, name: str = "plan.md", method: int = zipfile.ZIP_DEFLATED) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", method) as file:
        file.writestr(name, text)
    return packed.getvalue()


def comment(number: int, body: str = f"{MARKER}\nold", author: str = "github-actions[bot]") -> dict[str, Any]:
    return {"id": number, "body": body, "user": {"login": author}}


@dataclass
class Scene:
    """What GitHub knows: open pull requests, what the run handed over, the comments of number 7."""

    pulls: list[dict[str, Any]] = field(default_factory=lambda: [{"number": 7, "head": {"sha": HEAD}}])
    handed: bytes | None = field(default_factory=lambda: archive(PLAN))
    comments: list[dict[str, Any]] = field(default_factory=list)
    refuses: int = 0

    def answer(self, state: Hosting, asked: Asked) -> Answer:
        if asked.method != "GET":
            return Answer({"html_url": "written"}, self.refuses or 200)
        first = 100 * (int(asked.query.get("page", 1)) - 1)
        listed = [] if self.handed is None else [{"archive_download_url": f"{state.address}/zip"}]
        known = {
            f"{REPOSITORY}/pulls": Answer(self.pulls),
            f"{REPOSITORY}/actions/runs/42/artifacts": Answer({"artifacts": listed}),
            "/zip": Answer(b"", 302, f"{state.address.replace('127.0.0.1', 'localhost')}/blob"),
            "/blob": Answer(self.handed),
            COMMENTS: Answer(self.comments[first : first + 100]),
        }
        return known.get(asked.path, Answer({}, 404))


Play = Callable[[Scene], tuple[subprocess.CompletedProcess[str], Hosting]]


@pytest.fixture
def play(tmp_path: Path) -> Play:
    """Run the script once in a scene."""

    def played(scene: Scene) -> tuple[subprocess.CompletedProcess[str], Hosting]:
        run_event = {"id": 42, "head_sha": HEAD, "head_branch": "a&b=c", "head_repository": {"owner": {"login": "li"}}}
        event = {"workflow_run": run_event, "repository": {"default_branch": "main"}}
        (tmp_path / "event.json").write_text(json.dumps(event), encoding="utf-8")
        with hosting(scene.answer, "Authorization") as github:
            environment = {
                "GITHUB_API_URL": github.address,
                "GITHUB_EVENT_PATH": tmp_path / "event.json",
                "GITHUB_REPOSITORY": "office/data",
                "GITHUB_TOKEN": "secret",
                "no_proxy": "*",
            }
            return run("python3", SCRIPT, folder=tmp_path, path=tmp_path, environment=environment), github

    return played


def test_the_first_plan_is_a_new_comment(play: Play) -> None:
    done, github = play(Scene())
    assert (done.returncode, done.stdout) == (0, "written\n"), done.stderr
    assert github.writes() == [Asked("POST", COMMENTS, {}, {"body": f"{MARKER}\n{PLAN}"})]


def test_a_plan_with_folded_lines_is_shown(play: Play) -> None:
    _done, github = play(Scene(handed=archive(FOLDED)))
    assert github.writes() == [Asked("POST", COMMENTS, {}, {"body": f"{MARKER}\n{FOLDED}"})]


def test_the_pull_request_is_the_one_of_the_branch_and_commit_that_were_checked(play: Play) -> None:
    _done, github = play(Scene(pulls=[{"number": 9, "head": {"sha": OLDER}}, {"number": 7, "head": {"sha": HEAD}}]))
    assert github.asked[0].query == {"state": "open", "head": "li:a&b=c", "base": "main"}
    assert [asked.path for asked in github.writes()] == [COMMENTS]


@pytest.mark.parametrize("pulls", [[], [{"number": 7, "head": {"sha": OLDER}}]], ids=["none", "has moved on"])
def test_without_such_a_pull_request_nothing_is_read_or_written(pulls: list[dict[str, Any]], play: Play) -> None:
    done, github = play(Scene(pulls=pulls))
    assert done.returncode == 0
    assert "No open pull request" in done.stdout
    assert len(github.asked) == 1


def test_a_later_plan_goes_into_the_same_comment_wherever_it_stands(play: Play) -> None:
    others = [comment(number, "a question") for number in range(1, 150)]
    done, github = play(Scene(comments=[*others, comment(200), comment(201)]))
    assert done.returncode == 0, done.stderr
    [written] = github.writes()
    assert (written.method, written.path) == ("PATCH", f"{REPOSITORY}/issues/comments/200")


def test_a_comment_of_somebody_else_is_never_written_to(play: Play) -> None:
    quoted = comment(2, f"> {MARKER}")
    _done, github = play(Scene(comments=[comment(1, author="li"), quoted]))
    assert [asked.method for asked in github.writes()] == ["POST"]


def test_the_token_goes_to_the_api_only(play: Play) -> None:
    _done, github = play(Scene())
    assert dict(github.tokens)["/zip"] == "Bearer secret"
    assert dict(github.tokens)["/blob"] == ""


@pytest.mark.parametrize(
    ("handed", "said"),
    [
        (None, "handed over no plan"),
        (archive(""), "handed over no plan"),
        (archive(PLAN, "../plan.md"), "can't be read"),
        (b"no archive", "can't be read"),
        (archive(PLAN)[:-30], "can't be read"),
        (archive(PLAN).replace(b"\x08\x00", b"\x63\x00"), "can't be read"),
        (archive(PLAN)[:37] + b"\xff" * 9 + archive(PLAN)[46:], "can't be read"),
        (archive(PLAN)[:60] + b"\0" * 9 + archive(PLAN)[69:], "can't be read"),
        (archive(PLAN, method=zipfile.ZIP_LZMA).replace(b"\x5d\0", b"\xff\0"), "can't be read"),
        (archive(b"\xff\xfe plan"), "can't be read"),
        (archive("x" * 64_001), "would not write"),
        (archive("x" * 50_000_000), "would not write"),
        (b"x" * 1_000_001, "too large"),
    ],
    ids=["none", "empty", "path", "text", "cut", "method", "stream", "sum", "lzma", "bytes", "long", "bomb", "large"],
)
def test_what_is_no_plan_is_not_written(handed: bytes | None, said: str, play: Play) -> None:
    done, github = play(Scene(handed=handed))
    assert (done.returncode, done.stderr) == (0, "")
    assert said in done.stdout
    assert github.writes() == []


@pytest.mark.parametrize(
    "foreign",
    [
        "[here](//evil.example)",
        "![](x)",
        "@chen-wei look",
        "https://evil.example",
        "WWW.evil.example",
        "<img src=x>",
        "<!-- fenji plan -->",
        "<b onclick=x>",
        "<details open>",
        "`<a>`",
        r"\`",
    ],
)
def test_a_text_with_what_fenji_would_not_write_is_not_shown(foreign: str, play: Play) -> None:
    done, github = play(Scene(handed=archive(f"{PLAN}- {foreign}\n")))
    assert done.returncode == 0
    assert "would not write" in done.stdout
    assert github.writes() == []


def test_what_fenji_writes_of_hostile_records_is_shown(
    play: Play, office: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    hostile = "[a](https://evil.example) @chen-wei <img src=x> www.evil.example `x` \\\\ ![](b) #1 <!-- -->"
    name = CUSTOMER.replace("王建国", "'<b onclick=x>王'")
    visit = f"at: 2026-11-20\nchannel: visit\nby: li-na\nnote: '{hostile}'\njudged: {{motive: A, price: C}}\n"
    commit(office, {"customers/2m9xd/customer.yaml": name, "customers/2m9xd/visits/1.yaml": visit}, hostile)
    assert fenji(["-C", str(office), "diff", "HEAD^1", "HEAD", "--format", "markdown"], {}) == 0
    plan = capsys.readouterr().out
    assert "2m9xd" in plan
    _done, github = play(Scene(handed=archive(plan)))
    assert [asked.body["body"] for asked in github.writes()] == [f"{MARKER}\n{plan}"]


def test_a_refusal_of_github_is_said_in_a_line(play: Play) -> None:
    done, _github = play(Scene(refuses=403))
    assert done.returncode == 1
    assert done.stderr.startswith("GitHub: 403 ")
    assert done.stderr.count("\n") == 1


def test_a_fork_that_is_gone_is_no_fault(tmp_path: Path, play: Play) -> None:
    with hosting(Scene(pulls=[]).answer, "Authorization") as github:
        event = {
            "workflow_run": {"id": 42, "head_sha": HEAD, "head_branch": "x", "head_repository": None},
            "repository": {"default_branch": "main"},
        }
        (tmp_path / "event.json").write_text(json.dumps(event), encoding="utf-8")
        environment = {
            "GITHUB_API_URL": github.address,
            "GITHUB_EVENT_PATH": tmp_path / "event.json",
            "GITHUB_REPOSITORY": "office/data",
            "GITHUB_TOKEN": "secret",
            "no_proxy": "*",
        }
        done = run("python3", SCRIPT, folder=tmp_path, path=tmp_path, environment=environment)
    assert (done.returncode, done.stderr) == (0, "")
