"""What the fault tests run: the command line on an office, and its records as a state to compare."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from generator.cli.main import run


def fenji(root: Path, arguments: Sequence[str]) -> int:
    """Run a command on the office; paths of the words are below the folder beside it."""
    return run(["-C", str(root), "--lang", "en", *arguments], {})


def check(root: Path) -> int:
    """Run the command that reads everything."""
    return fenji(root, ["check"])


def later(root: Path) -> int:
    """Write something else, as the next person would."""
    return fenji(root, ["visit", "2m9xd", "--note", "later"])


def records(root: Path) -> dict[str, str]:
    """Return all that lies in the office, but for the contents of the lock."""
    files = {path.relative_to(root).as_posix(): path for path in sorted(root.rglob("*")) if path.is_file()}
    return {name: "" if name == ".fenji/lock" else path.read_text(encoding="utf-8") for name, path in files.items()}
