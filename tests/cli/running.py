"""The command line in the tests' own process, and in one of its own."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

import pytest

from generator.cli.main import run

ROOT = Path(__file__).parents[2]


class Done(NamedTuple):
    """What a run left: exit code, stdout and stderr."""

    code: int
    out: str
    err: str


class Fenji:
    """Runs the command line on a folder; English unless told otherwise."""

    def __init__(self, capsys: pytest.CaptureFixture[str]) -> None:
        self.capsys = capsys

    def __call__(self, folder: Path, *arguments: str, language: str = "en") -> Done:
        code = run(["-C", str(folder), "--lang", language, *arguments], dict(os.environ))
        captured = self.capsys.readouterr()
        return Done(code, captured.out, captured.err)


def process(
    *arguments: str, environment: Mapping[str, str] | None = None, folder: Path = ROOT
) -> subprocess.CompletedProcess[bytes]:
    """Run the command line as people do; the environment is only what is given, and the path to the program."""
    given = {"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT), **(environment or {})}
    command = [sys.executable, "-m", "generator", *arguments]
    return subprocess.run(command, cwd=folder, env=given, capture_output=True, check=False, timeout=120)
