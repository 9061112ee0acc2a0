"""The hook for pre-commit, run by pre-commit itself."""

from __future__ import annotations

import subprocess
from pathlib import Path

from tests.offices import VISIT
from tests.pipelines.running import ROOT, TOOLS, run, tool
from tests.repositories import commit, git

MANIFEST = ROOT / ".pre-commit-hooks.yaml"


def test_pre_commit_knows_the_manifest_and_not_a_spoiled_one(tmp_path: Path) -> None:
    assert tool("pre-commit", "validate-manifest", MANIFEST).returncode == 0
    spoiled = tmp_path / ".pre-commit-hooks.yaml"
    spoiled.write_text(MANIFEST.read_text(encoding="utf-8").replace("entry:", "entries:"), encoding="utf-8")
    assert tool("pre-commit", "validate-manifest", spoiled).returncode == 1


def hooked(office: Path, programs: Path) -> subprocess.CompletedProcess[str]:
    environment = {"PRE_COMMIT_HOME": office.parent / "cache", "GIT_CONFIG_NOSYSTEM": 1}
    return run(TOOLS / "pre-commit", "run", "--verbose", folder=office, path=programs, environment=environment)


def test_the_hook_checks_the_whole_office_when_a_record_changes(office: Path, programs: Path) -> None:
    hooks = office.parent / "hooks"
    revision = commit(hooks, {".pre-commit-hooks.yaml": MANIFEST.read_text(encoding="utf-8")})
    # language: system takes the program of this machine; all else is the manifest's.
    config = f"repos: [{{repo: '{hooks}', rev: {revision}, hooks: [{{id: fenji-check, language: system}}]}}]\n"
    commit(office, {".pre-commit-config.yaml": config})

    visit = office / "customers/7k3qf/visits/2.yaml"
    visit.write_text(VISIT, encoding="utf-8")
    git(office, "add", "--all")
    done = hooked(office, programs)
    assert done.returncode == 0, done.stdout
    assert "Passed" in done.stdout

    visit.write_text(VISIT.replace("channel: visit", "channel: visitation"), encoding="utf-8")
    git(office, "add", "--all")
    done = hooked(office, programs)
    assert done.returncode == 1
    assert "customers/7k3qf/visits/2.yaml:2:" in done.stdout

    git(office, "rm", "--quiet", "--cached", "--force", str(visit.relative_to(office)))
    (office / "README.md").write_text("x", encoding="utf-8")
    git(office, "add", "README.md")
    assert "no files to check" in hooked(office, programs).stdout
