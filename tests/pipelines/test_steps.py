"""The commands of the pipelines, run as they stand in the files, on a repository with a pull request."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Mapping
from pathlib import Path

import jsonschema
import pytest

from tests.offices import CUSTOMER, OFFICE, RULES
from tests.pipelines.running import GITLAB, WORKFLOWS, put, read, run, step
from tests.repositories import commit, git

CODE_QUALITY = {
    "type": "array",
    "items": {
        "type": "object",
        "required": ["description", "check_name", "fingerprint", "severity", "location"],
        "properties": {
            "description": {"type": "string", "minLength": 1},
            "check_name": {"type": "string", "minLength": 1},
            "fingerprint": {"type": "string", "pattern": "^[0-9a-f]{64}$"},
            "severity": {"enum": ["info", "minor", "major", "critical", "blocker"]},
            "location": {
                "type": "object",
                "required": ["path", "lines"],
                "properties": {
                    "path": {"type": "string", "pattern": "^[^/]"},
                    "lines": {"type": "object", "properties": {"begin": {"type": "integer", "minimum": 1}}},
                },
            },
        },
    },
}
"""What GitLab asks of a report, by its documentation."""


def visit(day: int, judged: str) -> str:
    return f"at: 2026-11-{day}\nchannel: visit\nby: li-na\njudged: {judged}\n"


@pytest.fixture
def twelve(office: Path) -> Path:
    """An office with a dozen more customers, all graded, on main."""
    records = {"customer.yaml": CUSTOMER, "visits/2026-11-18.yaml": visit(18, "{motive: A, price: A}")}
    commit(office, {f"customers/c{n:02}xx/{path}": text for n in range(12) for path, text in records.items()})
    return office


def proposed(office: Path, files: Mapping[str, str]) -> str:
    """Leave the repository as a pull request's run finds it: the merge of a proposal; return main's commit."""
    base = git(office, "rev-parse", "HEAD")
    git(office, "checkout", "--quiet", "-b", "proposal")
    commit(office, files, "看了样板房")
    git(office, "checkout", "--quiet", "--detach", base)
    git(office, "merge", "--quiet", "--no-ff", "--message", "Merge", "proposal")
    return base


def github(name: str, office: Path, programs: Path, **environment: object) -> subprocess.CompletedProcess[str]:
    """Run a step of the check as the runner does: by bash, which stops at the first failure."""
    temporary = office.parent / "runner"
    temporary.mkdir(exist_ok=True)
    set_by_runner = {"RUNNER_TEMP": temporary, "GITHUB_STEP_SUMMARY": temporary / "summary.md"}
    given = {**read(WORKFLOWS[0])["env"], **set_by_runner, **environment}
    return run("bash", "-e", "-c", step(WORKFLOWS[0], name)["run"], folder=office, path=programs, environment=given)


def gitlab(name: str, office: Path, programs: Path, **environment: object) -> subprocess.CompletedProcess[str]:
    """Run a job's commands as GitLab's shell does."""
    script = "set -eo pipefail\n" + "\n".join(read(GITLAB)[name]["script"])
    given = {**read(GITLAB)["variables"], **environment}
    return run("bash", "-c", script, folder=office, path=programs, environment=given)


def test_the_plan_of_one_visit_is_the_summary_and_is_handed_over(twelve: Path, programs: Path) -> None:
    proposed(twelve, {"customers/c00xx/visits/2026-11-20.yaml": visit(20, "{motive: A, price: C}")})
    done = github("Plan", twelve, programs, MASS_CHANGE="false")
    assert done.returncode == 0, done.stderr
    plan = (twelve.parent / "runner/plan.md").read_text(encoding="utf-8")
    assert (twelve.parent / "runner/summary.md").read_text(encoding="utf-8") == plan
    assert "c00xx" in plan
    assert "看了样板房" in plan, "the commit of the proposal is named"
    assert "c01xx" not in plan


def test_a_mass_change_fails_with_its_plan_shown_until_the_label_is_there(twelve: Path, programs: Path) -> None:
    visits = {
        f"customers/c{number:02}xx/visits/2026-11-20.yaml": visit(20, "{motive: C, price: C}") for number in range(12)
    }
    base = proposed(twelve, visits)
    assert github("Plan", twelve, programs, MASS_CHANGE="false").returncode == 1
    assert "c11xx" in (twelve.parent / "runner/summary.md").read_text(encoding="utf-8")
    assert github("Plan", twelve, programs, MASS_CHANGE="true").returncode == 0

    put(twelve, "gitlab")
    shared = {"CI_MERGE_REQUEST_DIFF_BASE_SHA": base}
    assert gitlab("plan", twelve, programs, **shared).returncode == 1
    assert gitlab("plan", twelve, programs, **shared, CI_MERGE_REQUEST_LABELS="big-mass-change,x").returncode == 1
    assert gitlab("plan", twelve, programs, **shared, CI_MERGE_REQUEST_LABELS="x,mass-change").returncode == 0


def test_a_label_is_never_a_command(twelve: Path, programs: Path) -> None:
    base = proposed(twelve, {"customers/c00xx/visits/2026-11-20.yaml": visit(20, "{motive: A, price: C}")})
    put(twelve, "gitlab")
    label = '$(touch hacked) `touch hacked` "; touch hacked; ", mass-change) touch hacked ;;'
    done = gitlab("plan", twelve, programs, CI_MERGE_REQUEST_DIFF_BASE_SHA=base, CI_MERGE_REQUEST_LABELS=label)
    assert done.returncode == 0, done.stderr
    assert "No FENJI_NOTE_TOKEN" in done.stdout
    assert "c00xx" in (twelve / "plan.md").read_text(encoding="utf-8")
    assert not (twelve / "hacked").exists()


def test_a_problem_is_an_annotation_and_fails_the_check(office: Path, programs: Path) -> None:
    assert github("Check", office, programs).returncode == 0
    proposed(office, {"customers/7k3qf/visits/2026-11-20.yaml": visit(20, "{motive: X}")})
    done = github("Check", office, programs)
    assert done.returncode == 1
    assert "::error file=customers/7k3qf/visits/2026-11-20.yaml,line=4,col=" in done.stdout


@pytest.fixture
def known(office: Path) -> str:
    """The commit of main on which two people have logins."""
    people = OFFICE.replace("role: consultant,", "role: consultant, git: [Li-Na-CN],", 1)
    people = people.replace("role: manager", "role: manager, git: [chen-wei]")
    return commit(office, {"office.yaml": people})


@pytest.mark.parametrize(
    ("names", "code"),
    [("li-na-cn li-na-cn", 1), ("chen-wei chen-wei", 0), ("chen-wei li-na-cn", 1), ("$(id) chen-wei", 1)],
    ids=["consultant", "manager", "consultant pushed", "nobody"],
)
def test_who_may_not_change_the_rules_is_refused_where_permissions_are_asked_for(
    names: str, code: int, office: Path, programs: Path, known: str
) -> None:
    assert read(WORKFLOWS[0])["env"] == {"PERMISSIONS": "no"}
    base = proposed(office, {"rules.yaml": f"{RULES}# reworded\n"})
    assert base == known
    asked = dict(zip(("AUTHOR", "ACTOR"), names.split(), strict=True))
    assert github("Check", office, programs, PERMISSIONS="no", **asked).returncode == 0
    done = github("Check", office, programs, PERMISSIONS="yes", **asked)
    assert done.returncode == code, done.stderr
    assert ("title=not-permitted" in done.stdout or "title=unknown-actor" in done.stdout) == bool(code)


@pytest.mark.parametrize(("login", "code"), [("li-na-cn", 1), ("chen-wei", 0)])
def test_permissions_on_gitlab(login: str, code: int, office: Path, programs: Path, known: str) -> None:
    git(office, "remote", "add", "origin", str(office))
    proposed(office, {"rules.yaml": f"{RULES}# reworded\n"})
    who = {"GITLAB_USER_LOGIN": login, "FENJI_PERMISSIONS": "yes"}
    assert gitlab("check", office, programs, **who).returncode == 0, "on main there is nobody to ask for"
    git(office, "branch", "--force", "main", known)
    assert gitlab("check", office, programs, **who, CI_MERGE_REQUEST_TARGET_BRANCH_NAME="main").returncode == code


def test_who_lost_a_right_does_not_find_it_on_an_old_branch(office: Path, programs: Path, known: str) -> None:
    git(office, "remote", "add", "origin", str(office))
    proposed(office, {"rules.yaml": f"{RULES}# reworded\n"})
    git(office, "checkout", "--quiet", "main")
    commit(office, {"office.yaml": OFFICE})
    git(office, "checkout", "--quiet", "proposal")
    who = {"GITLAB_USER_LOGIN": "chen-wei", "FENJI_PERMISSIONS": "yes"}
    target = {"CI_MERGE_REQUEST_DIFF_BASE_SHA": known, "CI_MERGE_REQUEST_TARGET_BRANCH_NAME": "main"}
    done = gitlab("check", office, programs, **who, **target)
    assert done.returncode == 1
    assert "unknown-actor" in done.stdout


def test_what_can_not_be_graded_has_a_plan_that_says_so_and_fails(office: Path, programs: Path) -> None:
    proposed(office, {"rules.yaml": "version: 1\n"})
    assert github("Plan", office, programs, MASS_CHANGE="false").returncode == 1
    assert "rules.yaml" in (office.parent / "runner/summary.md").read_text(encoding="utf-8")


def test_the_code_quality_report_is_one_and_names_the_place(office: Path, programs: Path) -> None:
    proposed(office, {"customers/7k3qf/visits/2026-11-20.yaml": visit(20, "{motive: X}")})
    done = gitlab("check", office, programs)
    assert done.returncode == 1
    assert "customers/7k3qf/visits/2026-11-20.yaml:4:" in done.stdout, "the log says it, too"
    report = json.loads((office / "gl-code-quality-report.json").read_text(encoding="utf-8"))
    jsonschema.validate(report, CODE_QUALITY)
    assert [entry["location"]["path"] for entry in report] == ["customers/7k3qf/visits/2026-11-20.yaml"]


def test_without_problems_the_report_is_empty_and_the_site_is_built_and_moved(office: Path, programs: Path) -> None:
    done = gitlab("check", office, programs)
    assert done.returncode == 0, done.stderr
    assert json.loads((office / "gl-code-quality-report.json").read_text(encoding="utf-8")) == []
    assert gitlab("site", office, programs).returncode == 0
    assert gitlab("pages", office, programs).returncode == 0
    assert (office / "public/index.html").is_file()
