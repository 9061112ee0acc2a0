"""What all weeks of an office stand on, told without reading its history."""

from __future__ import annotations

from pathlib import Path

from generator.read.git import git
from generator.report.hushing import Silence, silence


def ground(root: Path) -> str:
    """Return what the weeks of the office in ``root`` stand on: the last commit, and who was forgotten since.

    Nothing outside git, and in a clone that may not hold the whole history: there it is not told by that alone.
    """
    answer = git(root, "rev-parse", "--is-shallow-repository", "HEAD^{commit}")
    shallow, _line, commit = (answer or b"").decode("ascii").partition("\n")
    return ground_of(commit.strip(), silence(root)) if shallow == "false" else ""


def ground_of(commit: str, forgotten: Silence) -> str:
    """Return what the weeks stand on in a clone that holds the whole history up to a commit."""
    return f"{commit} {forgotten.digest}"
