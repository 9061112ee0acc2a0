"""What the measures do to an office: forget what was made of it, change one record."""

import shutil
from pathlib import Path

from tests.bench.process import ROOT, caches

__all__ = ["ROOT", "change_one_record", "forget"]


def forget(folder: Path) -> None:
    """Remove everything that an earlier run has built or remembered."""
    for path in (folder / "build", caches(folder)):
        shutil.rmtree(path, ignore_errors=True)


def change_one_record(folder: Path) -> None:
    """Lengthen the note of one visit, as if somebody had added a word."""
    for file in sorted((folder / "customers").rglob("visits/*.yaml")):
        text = file.read_text(encoding="utf-8")
        lines = text.splitlines()
        for number, line in enumerate(lines):
            if line.startswith("note: ") and line[-1] not in "\"'|>-":
                lines[number] = line + "好"
                file.write_text("\n".join(lines) + "\n", encoding="utf-8")
                return
    raise ValueError(f"no visit of {folder} has a plain note")
