"""The note on GitLab, against an API that answers over HTTP: one note, ours, kept up to date."""

from __future__ import annotations

import subprocess
from pathlib import Path
from typing import Any

from tests.pipelines.running import PACKAGED, run
from tests.pipelines.server import Answer, Asked, Hosting, hosting

SCRIPT = PACKAGED / "gitlab/.gitlab/fenji/note.py"
NOTES = "/projects/5/merge_requests/7/notes"
MARKER = "<!-- fenji plan -->"
PLAN = "### 变动说明：没有等级变化\n"


def note(number: int, author: int = 11, body: str = f"{MARKER}\nold") -> dict[str, Any]:
    return {"id": number, "author": {"id": author}, "body": body}


def play(
    folder: Path, notes: list[dict[str, Any]], plan: str = PLAN, refuses: int = 0, *, permitted: bool = True
) -> tuple[subprocess.CompletedProcess[str], Hosting]:
    def route(_state: Hosting, asked: Asked) -> Answer:
        if asked.path == "/user":
            return Answer({"id": 11}, refuses or 200)
        if asked.method == "GET":
            page = int(asked.query["page"]) - 1
            return Answer(notes[page * 100 : page * 100 + 100])
        return Answer({})

    (folder / "plan.md").write_text(plan, encoding="utf-8")
    with hosting(route, "PRIVATE-TOKEN") as gitlab:
        environment = {
            "CI_API_V4_URL": gitlab.address,
            "CI_PROJECT_ID": 5,
            "CI_MERGE_REQUEST_IID": 7,
            "no_proxy": "*",
            **({"FENJI_NOTE_TOKEN": "secret"} if permitted else {}),
        }
        return run("python3", SCRIPT, "plan.md", folder=folder, path=folder, environment=environment), gitlab


def test_the_first_plan_is_a_new_note(tmp_path: Path) -> None:
    done, gitlab = play(tmp_path, [note(1, body="a question")])
    assert done.returncode == 0, done.stderr
    assert gitlab.writes() == [Asked("POST", NOTES, {}, {"body": f"{MARKER}\n{PLAN}"})]
    assert {token for _path, token in gitlab.tokens} == {"secret"}


def test_a_later_plan_goes_into_our_own_note_wherever_it_stands(tmp_path: Path) -> None:
    others = [note(number, author=12) for number in range(1, 120)]
    _done, gitlab = play(tmp_path, [*others, note(500)])
    assert gitlab.writes() == [Asked("PUT", f"{NOTES}/500", {}, {"body": f"{MARKER}\n{PLAN}"})]


def test_without_a_token_or_a_plan_nothing_is_asked_and_nothing_fails(tmp_path: Path) -> None:
    for done, gitlab in (play(tmp_path, [], permitted=False), play(tmp_path, [], plan="")):
        assert (done.returncode, done.stderr) == (0, "")
        assert "No FENJI_NOTE_TOKEN or no plan: no note." in done.stdout
        assert gitlab.asked == []


def test_a_refusal_of_gitlab_is_said_in_a_line_without_the_token(tmp_path: Path) -> None:
    done, gitlab = play(tmp_path, [], refuses=401)
    assert done.returncode == 1
    assert done.stderr.startswith("GitLab: 401 ")
    assert done.stderr.count("\n") == 1
    assert "secret" not in done.stderr
    assert gitlab.writes() == []
