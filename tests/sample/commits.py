"""Commits as git tells them, with every file before and after."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import yaml

from generator.read.git import blobs
from tests.repositories import git

NOTHING = "0" * 40

Record = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Change:
    """A file before and after a commit; None where it was not there."""

    path: str
    before: Record | None
    after: Record | None


@dataclass(frozen=True, slots=True, eq=False)
class Commit:
    oid: str
    parents: tuple[str, ...]
    name: str
    email: str
    when: datetime
    subject: str
    changes: tuple[Change, ...]

    def changed(self, part: str) -> list[Change]:
        return [change for change in self.changes if part in change.path]


def read(repository: Path, *options: str) -> tuple[Commit, ...]:
    """The commits, oldest first; a merge with all that it brings to its first parent."""
    form = "--format=%x01%H%x02%P%x02%an%x02%ae%x02%aI%x02%s"
    raw = ["--reverse", "--raw", "--no-abbrev", "--no-renames", "--diff-merges=first-parent", *options]
    listed = [part.split("\n") for part in git(repository, "log", *raw, form).split("\x01")[1:]]
    rows = [[row.split("\t") for row in lines[1:] if row] for lines in listed]
    oids = {oid for files in rows for head, _path in files for oid in head.split()[2:4]} - {NOTHING}
    content = {oid: yaml.load(data, yaml.BaseLoader) for oid, data in blobs(repository, oids).items()}  # noqa: S506 - strings only
    return tuple(_commit(lines[0], files, content) for lines, files in zip(listed, rows, strict=True))


def _commit(head: str, files: Sequence[Sequence[str]], content: Mapping[str, Record]) -> Commit:
    oid, parents, name, email, when, subject = head.split("\x02")
    changes = []
    for about, path in files:
        _mode, _mode_after, before, after, _status = about.split()
        changes.append(Change(path, content.get(before), content.get(after)))
    return Commit(oid, tuple(parents.split()), name, email, datetime.fromisoformat(when), subject, tuple(changes))
