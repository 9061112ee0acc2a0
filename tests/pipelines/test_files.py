"""The pipelines' files as linters and rules of security see them."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import pytest

from generator import __version__
from generator.writing.pipeline import NONE, PIPELINES, pipeline
from tests.pipelines.running import GITLAB, PACKAGED, SHELL, TOOLS, WORKFLOWS, read, step, steps, tool

PIN = re.compile(r"uses: (\S+)@([0-9a-f]{40}) # (v\d+\.\d+\.\d+)")


def ids(file: Path) -> str:
    return file.name


@pytest.fixture
def copies(tmp_path: Path) -> Path:
    """The workflows in a folder where a test may spoil them."""
    shutil.copytree(PACKAGED / "github/.github", tmp_path / ".github")
    return tmp_path / ".github/workflows"


def actionlint(folder: Path) -> str:
    return tool("actionlint", "-no-color", "-shellcheck", TOOLS / "shellcheck", *sorted(folder.glob("*.yml"))).stdout


def zizmor(folder: Path) -> subprocess.CompletedProcess[str]:
    return tool("zizmor", "--offline", "--no-progress", "--no-config", "--persona", "auditor", folder)


def test_every_file_is_installed_by_its_pipeline_and_every_pipeline_has_its_files() -> None:
    there = {
        (file.relative_to(PACKAGED).parts[0], "/".join(file.relative_to(PACKAGED).parts[1:]))
        for file in PACKAGED.rglob("*")
        if file.is_file() and "__pycache__" not in file.parts
    }
    assert there == {(name, path) for name, paths in PIPELINES.items() for path in paths}


@pytest.mark.parametrize("name", sorted(set(PIPELINES) - {NONE}))
def test_the_version_of_fenji_is_named_once_and_no_index_at_all(name: str) -> None:
    files = {path: data.decode() for path, data in pipeline(name).items()}
    assert files["requirements.txt"].splitlines()[-1] == f"fenji=={__version__}"
    assert [path for path, text in files.items() if "pip install" in text and "requirements.txt" not in text] == []
    assert [path for path, text in files.items() if re.search(r"pypi|index-url|https?://", text)] == []
    assert pipeline(NONE) == {}


def test_actionlint_finds_nothing(copies: Path) -> None:
    assert actionlint(copies) == ""


def test_actionlint_and_its_shellcheck_would_find_something(copies: Path) -> None:
    file = copies / "fenji-check.yml"
    file.write_text(file.read_text(encoding="utf-8").replace('"$RUNNER_TEMP/plan.md" >>', "$RUNNER_TEMP/plan.md >>"))
    assert "SC2086" in actionlint(copies)


def test_zizmor_finds_nothing_in_its_strictest_mode(copies: Path) -> None:
    done = zizmor(copies)
    assert done.returncode == 0, done.stdout
    assert "No findings" in done.stdout


@pytest.mark.parametrize(
    ("old", "new", "finding"),
    [
        ("          persist-credentials: false\n", "", "artipacked"),
        ('fenji check --format github "$@"', "echo ${{ github.head_ref }}", "template-injection"),
        ("  pull_request:\n", "  pull_request_target:\n", "dangerous-triggers"),
        ("permissions: {}\n", "", "excessive-permissions"),
    ],
)
def test_zizmor_would_find_something(old: str, new: str, finding: str, copies: Path) -> None:
    file = copies / "fenji-check.yml"
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new), encoding="utf-8")
    done = zizmor(copies)
    assert done.returncode != 0
    assert finding in done.stdout


def test_the_one_finding_that_is_allowed_is_the_one_of_the_comment() -> None:
    allowed = [(file.name, line.strip()) for file in WORKFLOWS for line in lines(file) if "zizmor: ignore" in line]
    assert allowed == [("fenji-comment.yml", "workflow_run: # zizmor: ignore[dangerous-triggers]")]


def lines(file: Path) -> list[str]:
    return file.read_text(encoding="utf-8").splitlines()


@pytest.mark.parametrize("file", WORKFLOWS, ids=ids)
def test_a_workflow_grants_nothing_by_itself_and_each_job_has_an_end(file: Path) -> None:
    workflow = read(file)
    assert workflow["permissions"] == {}
    assert workflow["concurrency"]["group"].startswith("fenji-")
    for job in workflow["jobs"].values():
        assert 0 < int(job["timeout-minutes"]) <= 30
        assert job["permissions"]


def test_who_may_write_what() -> None:
    granted = {
        (file.stem, name): {right for right, level in job["permissions"].items() if level == "write"}
        for file in WORKFLOWS
        for name, job in read(file)["jobs"].items()
    }
    assert granted == {
        ("fenji-check", "check"): set(),
        ("fenji-comment", "comment"): {"pull-requests"},
        ("fenji-publish", "build"): set(),
        ("fenji-publish", "pages"): {"pages", "id-token"},
    }


@pytest.mark.parametrize("file", WORKFLOWS, ids=ids)
def test_no_expression_reaches_a_shell(file: Path) -> None:
    assert [found["run"] for found in steps(file) if "${{" in found.get("run", "")] == []


def test_every_action_is_pinned_by_its_commit_the_same_everywhere() -> None:
    used = [line.strip().removeprefix("- ") for file in WORKFLOWS for line in lines(file) if "uses:" in line]
    pins = [match.groups() for line in used if (match := PIN.fullmatch(line))]
    assert len(pins) == len(used) > 6
    assert len({action for action, _commit, _version in pins}) == len(set(pins)) == 5


def test_the_job_that_may_comment_runs_no_code_of_the_pull_request() -> None:
    file = PACKAGED / "github/.github/workflows/fenji-comment.yml"
    [checkout, comment] = steps(file)
    assert checkout["with"] == {"persist-credentials": "false", "sparse-checkout": ".github/fenji"}
    assert comment["run"] == "python3 .github/fenji/comment.py"
    assert read(file)["on"]["workflow_run"]["workflows"] == [read(WORKFLOWS[0])["name"]]


def test_pages_are_published_only_where_somebody_said_so() -> None:
    workflow = read(PACKAGED / "github/.github/workflows/fenji-publish.yml")
    assert workflow["jobs"]["pages"]["if"] == "vars.FENJI_PAGES == 'true'"
    assert step(WORKFLOWS[2], "Hand the site to Pages")["if"] == "vars.FENJI_PAGES == 'true'"
    assert '$FENJI_PAGES == "true"' in read(GITLAB)["pages"]["rules"][0]["if"]


@pytest.mark.parametrize(
    ("schema", "file"),
    [*(("vendor.github-workflows", file) for file in WORKFLOWS), ("vendor.gitlab-ci", GITLAB)],
    ids=lambda value: value.name if isinstance(value, Path) else "",
)
def test_the_hostings_schemas_accept_the_file_and_not_a_spoiled_one(schema: str, file: Path, tmp_path: Path) -> None:
    done = tool("check-jsonschema", "--builtin-schema", schema, file)
    assert done.returncode == 0, done.stdout
    spoiled = tmp_path / file.name
    spoiled.write_text(re.sub(r"timeout(-minutes)?: .*", r"timeout\1: {}", file.read_text(encoding="utf-8")))
    assert tool("check-jsonschema", "--builtin-schema", schema, spoiled).returncode == 1


def test_gitlab_jobs_come_in_their_order_and_end() -> None:
    pipeline_file = read(GITLAB)
    jobs = {name: job for name, job in pipeline_file.items() if isinstance(job, dict) and "script" in job}
    assert {name: job["stage"] for name, job in jobs.items()} == {
        "check": "check",
        "plan": "check",
        "site": "publish",
        "pages": "publish",
    }
    assert pipeline_file["stages"] == ["check", "publish"]
    assert pipeline_file["default"]["timeout"]
    assert jobs["check"]["artifacts"]["reports"] == {"codequality": "gl-code-quality-report.json"}
    assert jobs["check"]["artifacts"]["when"] == jobs["plan"]["artifacts"]["when"] == "always"


def shellcheck(*files: Path) -> str:
    return tool("shellcheck", "--shell=sh", "--enable=all", "--exclude=SC2250,SC2312", "--norc", *files).stdout


def test_shellcheck_finds_nothing_in_the_scripts(tmp_path: Path) -> None:
    assert shellcheck(*SHELL) == ""
    spoiled = tmp_path / "spoiled.sh"
    spoiled.write_text(SHELL[0].read_text(encoding="utf-8").replace('< "$packed"\n', "< $packed\n"))
    assert "SC2086" in shellcheck(spoiled)


def test_shellcheck_finds_nothing_in_the_commands_of_gitlab(tmp_path: Path) -> None:
    for name, job in read(GITLAB).items():
        if isinstance(job, dict) and "script" in job:
            file = tmp_path / f"{name}.sh"
            # The variables are GitLab's.
            file.write_text(
                "# shellcheck disable=SC2154\nset -eu\n" + "\n".join(job["script"]) + "\n", encoding="utf-8"
            )
            assert shellcheck(file) == ""


def test_the_key_of_the_calendars_reaches_the_step_that_builds_and_no_other() -> None:
    publish = PACKAGED / "github/.github/workflows/fenji-publish.yml"
    given = {found.get("name"): found["env"] for found in steps(publish) if "env" in found}
    assert given == {"Build": {"FENJI_CALENDAR_KEY": "${{ secrets.FENJI_CALENDAR_KEY }}"}}
    assert [file for file in WORKFLOWS if file != publish and "secrets." in file.read_text(encoding="utf-8")] == []
