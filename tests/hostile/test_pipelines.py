"""The pipelines with hostile branches, people and labels: each reaches a program as one word, and never a shell."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.hostile.corpus import FAMILIES, VALUES
from tests.hostile.office import BRANCH
from tests.offices import CUSTOMER, OFFICE, RULES, VISIT
from tests.pipelines.running import GITLAB, PACKAGED, SHELL, WORKFLOWS, fenji_in, program, put, read, run, step
from tests.repositories import commit, dated, git

# Whatever a shell made of a value would leave a file of this name.
HIT = "hit*"
WORDS = tuple(value for value in VALUES if "\0" not in value and "\ud800" not in value)[::4] + tuple(
    pattern.format(n=number) for number, pattern in enumerate(FAMILIES["pipelines"])
)
NOTED = f"""#!{sys.executable}
import json, os, pathlib, sys
with open(os.environ["HOME"] + "/asked", "a") as file:
    file.write(json.dumps(sys.argv[1:]) + "\\n")
"""
# git takes no space, control character, ~ ^ : ? * [ or \\ in the name of a branch; all else may come.
BRANCHES = (
    BRANCH,
    "$(touch${IFS}hit1)",
    "`touch${IFS}hit2`",
    "x;touch${IFS}hit3",
    "x&&touch${IFS}hit4",
    "x|touch${IFS}hit5",
    "x>hit6",
    "'$(touch${IFS}hit7)'",
    '"$(touch${IFS}hit8)"',
    "--upload-pack=touch${IFS}hit9",
    "-oProxyCommand=touch${IFS}hit10",
    "${{github.token}}",
    "%0Aset-output",
    "<script>hit(1)</script>",
    "{{7-7}}",
    "fixes-#1-@all",
    "\u202egnp.exe",
    "$HOME/$PATH",
    "refs/heads/main",
    "HEAD",
)


@pytest.fixture
def programs(tmp_path: Path) -> Path:
    """A folder of PATH, whose fenji writes down what it was asked."""
    program(tmp_path / "bin", "fenji", NOTED)
    program(tmp_path / "bin", "python", f'#!/bin/sh\nexec "{sys.executable}" "$@"\n')
    return tmp_path / "bin"


@pytest.fixture
def office(tmp_path: Path) -> Path:
    """An office as a runner has it: with a merge whose commits are by hostile authors, and say hostile things."""
    folder = tmp_path / "office"
    commit(folder, {"office.yaml": OFFICE, "rules.yaml": RULES, "customers/7k3qf/customer.yaml": CUSTOMER})
    git(folder, "checkout", "--quiet", "-b", "proposal")
    for number, value in enumerate(FAMILIES["pipelines"]):
        with dated("2026-11-20T10:00:00+08:00", author=f"x {value}".replace("\n", " ")):
            commit(folder, {f"customers/7k3qf/visits/{number}.yaml": VISIT}, f"{value}\n\nx")
    git(folder, "checkout", "--quiet", "--detach", "main")
    git(folder, "merge", "--quiet", "--no-ff", "--message", "$(touch hit)", "proposal")
    return folder


def asked(programs: Path) -> list[list[str]]:
    """What fenji was asked, and is forgotten with it."""
    file = programs / "asked"
    lines = file.read_text(encoding="utf-8").splitlines() if file.exists() else []
    file.unlink(missing_ok=True)
    return [json.loads(line) for line in lines]


def nothing_ran(folder: Path) -> bool:
    return not list(folder.rglob(HIT))


def test_who_asks_for_a_merge_is_one_word_to_github(office: Path, programs: Path) -> None:
    script = step(WORKFLOWS[0], "Check")["run"]
    for value in WORDS:
        settings = {"PERMISSIONS": "yes", "AUTHOR": value, "ACTOR": f"x{value}"}
        done = run("bash", "-e", "-c", script, folder=office, path=programs, environment=settings)
        assert done.returncode == 0, done.stderr
        actors = [f"--actor={value}", f"--actor=x{value}", "--base=HEAD^1", "--rev=HEAD"]
        assert asked(programs) == [["check", "--format", "github", *actors]]
    assert nothing_ran(office.parent)


def test_the_label_of_github_is_yes_or_no_and_nothing_else(office: Path, programs: Path) -> None:
    script = step(WORKFLOWS[0], "Plan")["run"]
    for value in WORDS[::3]:
        settings = {"MASS_CHANGE": value, "RUNNER_TEMP": programs, "GITHUB_STEP_SUMMARY": programs / "summary"}
        run("bash", "-e", "-c", script, folder=office, path=programs, environment=settings)
        assert asked(programs) == [["diff", "HEAD^1", "HEAD", "--format", "markdown"]]
    assert nothing_ran(office.parent)


def test_who_asks_for_a_merge_and_where_to_are_one_word_each_to_gitlab(office: Path, programs: Path) -> None:
    origin = office.parent / "origin.git"
    git(office.parent, "init", "--quiet", "--bare", str(origin))
    git(office, "remote", "add", "origin", str(origin))
    [check] = read(GITLAB)["check"]["script"]
    for number, branch in enumerate(BRANCHES):
        git(office, "push", "--quiet", "origin", f"main:refs/heads/{branch}")
        login = WORDS[number]
        settings = {
            "FENJI_PERMISSIONS": "yes",
            "CI_MERGE_REQUEST_TARGET_BRANCH_NAME": branch,
            "GITLAB_USER_LOGIN": login,
            "CI_MERGE_REQUEST_SOURCE_BRANCH_NAME": branch,
        }
        done = run("sh", "-e", "-c", check, folder=office, path=programs, environment=settings)
        assert done.returncode == 0, (branch, done.stderr)
        actor = [f"--actor={login}", "--base=FETCH_HEAD", "--rev=HEAD"]
        assert asked(programs) == [["check", "--format", "gitlab", *actor]]
        assert git(office, "rev-parse", "FETCH_HEAD") == git(office, "rev-parse", "main")
    assert nothing_ran(office.parent)


def test_the_labels_of_gitlab_are_only_compared(office: Path, programs: Path) -> None:
    [plan] = read(GITLAB)["plan"]["script"]
    base = git(office, "rev-parse", "main")
    for value in WORDS[::3]:
        settings = {"CI_MERGE_REQUEST_LABELS": f"x,{value},y", "CI_MERGE_REQUEST_DIFF_BASE_SHA": base}
        run("sh", "-e", "-c", plan, folder=office, path=programs, environment=settings)
        assert asked(programs) == [["diff", base, "HEAD", "--format", "markdown"]]
    assert nothing_ran(office.parent)


def test_a_server_runs_nothing_of_a_name_of_a_branch_or_a_message(office: Path, tmp_path: Path) -> None:
    programs = tmp_path / "real"
    fenji_in(programs)
    git(office, "checkout", "--quiet", "main")
    put(office, "script")
    bare = tmp_path / "office.git"
    git(tmp_path, "init", "--quiet", "--bare", str(bare))
    for name in ("pre-receive", "post-receive"):
        program(bare / "hooks", name, (office / "server" / name).read_text(encoding="utf-8"))
    git(bare, "config", "fenji.publish", str(tmp_path / "www"))
    git(office, "remote", "add", "origin", str(bare))
    settings = {"FENJI_BRANCH": BRANCHES[0]}
    where = [f"HEAD:refs/heads/{branch}" for branch in BRANCHES]
    done = run("git", "push", "--quiet", "origin", *where, folder=office, path=programs, environment=settings)
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "www/current/index.html").is_file(), done.stderr
    assert len(git(bare, "for-each-ref", "--format=%(refname)").splitlines()) == len(BRANCHES)
    assert nothing_ran(tmp_path)


def test_the_plan_of_hostile_commits_is_what_the_comment_lets_through(office: Path, tmp_path: Path) -> None:
    programs = tmp_path / "real"
    fenji_in(programs)
    script = step(WORKFLOWS[0], "Plan")["run"]
    settings = {"MASS_CHANGE": "true", "RUNNER_TEMP": programs, "GITHUB_STEP_SUMMARY": programs / "summary"}
    done = run("bash", "-e", "-c", script, folder=office, path=programs, environment=settings)
    plan = (programs / "plan.md").read_text(encoding="utf-8")
    assert "7k3qf" in plan, done.stderr
    check = f"import comment, sys; sys.exit(bool(comment.FOREIGN.search({plan!r})))"
    folder = PACKAGED / "github/.github/fenji"
    assert subprocess.run([sys.executable, "-c", check], cwd=folder, check=False).returncode == 0
    assert not re.search(r"^\s*(?:/|::|##\[|##vso)", done.stdout + done.stderr + plan, re.MULTILINE)
    assert nothing_ran(tmp_path)


def test_no_script_evaluates_a_text_or_leaves_a_name_unquoted() -> None:
    texts = [file.read_text(encoding="utf-8") for file in SHELL]
    texts += [part for job in read(GITLAB).values() if isinstance(job, dict) for part in job.get("script", [])]
    texts += [
        found.get("run", "") for file in WORKFLOWS for job in read(file)["jobs"].values() for found in job["steps"]
    ]
    assert len(texts) > 10
    for text in texts:
        code = "\n".join(line for line in text.splitlines() if not line.lstrip().startswith("#"))
        assert not re.search(r"\beval\b|\bxargs\b|\$\{\{|`", code)
