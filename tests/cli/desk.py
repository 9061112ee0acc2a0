"""An office of the tests, and the command line as somebody at a desk uses it."""

import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest

from generator.cli.main import run
from tests.offices import write


@dataclass
class Said:
    code: int
    out: str
    err: str


@dataclass
class Office:
    root: Path
    call: Callable[[Sequence[str]], Said]

    def __call__(self, *arguments: str) -> Said:
        return self.call(["-C", str(self.root), "--lang", "en", *arguments])

    def text(self, path: str) -> str:
        return (self.root / path).read_bytes().decode()

    def paths(self) -> list[str]:
        return sorted(path.relative_to(self.root).as_posix() for path in self.root.rglob("*.yaml"))


def office_at(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> Office:
    """Return the tests' office below a folder, with the command line to work on it."""

    def call(arguments: Sequence[str]) -> Said:
        code = run(arguments, dict(os.environ))
        out, err = capfd.readouterr()
        return Said(code, out, err)

    return Office(write(tmp_path / "office", {}), call)
