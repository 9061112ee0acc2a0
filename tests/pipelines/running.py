"""The pipelines' files, and their commands run as a runner would, on an office of the test's own."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import yaml

from generator.writing.pipeline import pipeline
from tests.repositories import git

ROOT = Path(__file__).parents[2]
PACKAGED = ROOT / "generator/pipelines"
WORKFLOWS = sorted((PACKAGED / "github/.github/workflows").glob("*.yml"))
GITLAB = PACKAGED / "gitlab/.gitlab-ci.yml"
SHELL = [PACKAGED / "script/publish.sh", *sorted((PACKAGED / "script/server").iterdir())]
TOOLS = Path(sys.executable).parent


def read(file: Path) -> Any:
    """Return a YAML file with every scalar as its text, so that `on` stays a word."""
    return yaml.load(file.read_text(encoding="utf-8"), Loader=yaml.BaseLoader)  # noqa: S506 - it makes texts only


def steps(file: Path) -> list[dict[str, Any]]:
    return [step for job in read(file)["jobs"].values() for step in job["steps"]]


def step(file: Path, name: str) -> dict[str, Any]:
    return next(step for step in steps(file) if step.get("name") == name)


def tool(*command: object, folder: Path = ROOT) -> subprocess.CompletedProcess[str]:
    """Run a linter of the development environment."""
    name, *arguments = map(str, command)
    return subprocess.run([TOOLS / name, *arguments], cwd=folder, capture_output=True, encoding="utf-8", check=False)


def program(folder: Path, name: str, text: str) -> None:
    folder.mkdir(exist_ok=True)
    (folder / name).write_text(text, encoding="utf-8")
    (folder / name).chmod(0o755)


def fenji_in(folder: Path) -> None:
    """Put the program into a folder of PATH, as an installation would."""
    program(folder, "fenji", f'#!/bin/sh\nPYTHONPATH="{ROOT}" exec "{sys.executable}" -m generator "$@"\n')
    program(folder, "python", f'#!/bin/sh\nexec "{sys.executable}" "$@"\n')


def run(
    *command: object, folder: Path, path: Path, environment: Mapping[str, object] | None = None
) -> subprocess.CompletedProcess[str]:
    """Run a command of a pipeline: in ``folder``, with the programs of ``path`` before those of the system."""
    given = {name: str(value) for name, value in (environment or {}).items()}
    settings = {"PATH": f"{path}:{os.environ['PATH']}", "HOME": str(path), "FENJI_LANG": "en", **given}
    return subprocess.run(
        [str(part) for part in command],
        cwd=folder,
        env=settings,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        encoding="utf-8",
        check=False,
        timeout=120,
    )


def put(office: Path, name: str) -> None:
    """Write a pipeline's files into an office, and commit them."""
    for path, data in pipeline(name).items():
        (office / path).parent.mkdir(parents=True, exist_ok=True)
        (office / path).write_bytes(data)
    git(office, "add", "--all")
    git(office, "commit", "--quiet", "--message", name)
