"""Generated offices, and the changes that the measures make to them."""

import shutil
import sys
from pathlib import Path

from tests.bench.process import cost

ROOT = Path(__file__).parents[2]


def make(folder: Path, customers: int) -> Path:
    """Write an office of `customers` customers with the rules and the site's configuration of the sample office.

    In a process of its own: a child inherits the peak memory of the process that starts it.
    """
    folder.mkdir(parents=True)
    for name in ("rules.yaml", "mkdocs.yml"):
        shutil.copy(ROOT / name, folder / name)
    cost((sys.executable, "-m", "generator.sample", str(folder), "--customers", str(customers)), ROOT)
    return folder


def forget(folder: Path) -> None:
    """Remove everything that an earlier run has built or remembered."""
    for name in ("build", ".fenji"):
        shutil.rmtree(folder / name, ignore_errors=True)


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
