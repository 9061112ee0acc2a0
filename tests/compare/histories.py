"""Histories written as folders that become commits, and comparisons written as short lines."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields
from datetime import date
from pathlib import Path
from typing import Any

import yaml

from generator.compare import change as kinds
from generator.compare.change import Change
from generator.compare.comparison import Comparison, Passage, compare
from generator.compare.judged import Judged, judged
from generator.compare.origin import origins
from generator.grade.grading import Override, Pending
from generator.model.snapshot import snapshot
from generator.read.revision import tree_at
from tests.repositories import commit

FOLDER = Path(__file__).parents[1] / "histories"
NAMES = sorted(path.parent.name for path in FOLDER.glob("*/expected.yaml"))
DAY = date(2026, 11, 22)


@dataclass(frozen=True)
class Written:
    """A history as commits in a repository, and what it is expected to say."""

    root: Path
    commits: list[str]
    expected: Mapping[str, Any]

    @property
    def days(self) -> tuple[date, date]:
        return self.expected.get("from", DAY), self.expected.get("as_of", DAY)

    def side(self, position: int, day: date) -> Judged:
        return judged(snapshot(tree_at(self.root, self.commits[position])), day)

    def compared(self) -> Comparison:
        base = self.expected.get("base", 0)
        found = origins(self.root, self.commits[base], self.commits[-1])
        return compare(self.side(base, self.days[0]), self.side(-1, self.days[1]), found)

    def mirrored(self) -> Comparison:
        base = self.expected.get("base", 0)
        return compare(self.side(-1, self.days[1]), self.side(base, self.days[0]))


def history_of(name: str, root: Path) -> Written:
    """Make the repository of a history."""
    expected = yaml.safe_load((FOLDER / name / "expected.yaml").read_text(encoding="utf-8"))
    deletions: Mapping[int, list[str]] = expected.get("delete", {})
    layers = {int(path.name): path for path in (FOLDER / name).iterdir() if path.is_dir()}
    commits = [commit(root, files_in(FOLDER / "office"), "office")]
    for number in range(1, max([*layers, *deletions]) + 1):
        files: dict[str, str | bytes | None] = dict.fromkeys(deletions.get(number, []))
        if number in layers:
            files |= files_in(layers[number])
        commits.append(commit(root, files, f"{name} {number}"))
    return Written(root, commits, expected)


def files_in(folder: Path) -> dict[str, str | bytes | None]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


def line(change: Change | Passage) -> str:
    """Write a change as expected.yaml does."""
    words = [change.kind if isinstance(change, Change) else "", change.customer, *_details(change)]
    return " ".join(word for word in words if word)


def _details(change: Change | Passage) -> Iterator[str]:
    """Yield the values of a change in the order of its class, those of both sides shortened to what counts."""
    if isinstance(change, Passage):
        yield from (_short(getattr(change, name)) for name in ("before", "after", "grade") if hasattr(change, name))
        yield from (cause.value for cause in change.causes)
        yield "closed" if getattr(change, "closed", False) else ""
    elif isinstance(change, kinds.OfRecord):
        yield from (change.record.value, change.what or '""')
    elif isinstance(change, kinds.SettingChanged):
        yield "/".join(change.keys)
    else:
        shown = [field.name for field in fields(change) if field.name not in {"customer", "old", "new", "unit"}]
        yield from (_short(getattr(change, name)) for name in shown)


def _short(value: object) -> str:
    if isinstance(value, Pending | Override):
        return value.to
    return value.isoformat() if isinstance(value, date) else str(value or "-")
