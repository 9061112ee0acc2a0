"""What the indexes need to know of a week: told now, or remembered from the build that told it.

A published week never changes, so that its two pages are made once. `build/.cache/weeks.json` knows of each week what
its pages stand on, and the SHA-256 of both files; it only ever saves time.
"""

from __future__ import annotations

import contextlib
from base64 import b64decode, b64encode
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from generator import store
from generator.packing import pack, unpack
from generator.read.weeks import Week
from generator.report.changes.index import ChangesLine
from generator.report.rich import Rich
from generator.report.week.index import WeekLine
from generator.site.program import program
from generator.store import digest
from generator.values import dataclass, field

NAME = "weeks.json"


@dataclass(frozen=True, slots=True)
class Told:
    """A week that has pages: its lines in both indexes, and its changes in a few sentences.

    ``before`` and ``after`` count the customers by grade at its two ends, ``grades`` are those of the official scheme
    with their labels. ``customers`` and ``owners`` have pages that it may lead to; of the customers only those are here
    whom the week before does not name.
    """

    week: str
    title: str
    span: str
    lead: Rich
    line: WeekLine
    changes: ChangesLine
    before: tuple[tuple[str | None, int], ...]
    after: tuple[tuple[str | None, int], ...]
    grades: tuple[tuple[str, str], ...]
    customers: tuple[str, ...]
    owners: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Remembered:
    """The weeks that earlier builds told: by week what it stood on, the digests of its files, and what was told.

    ``first`` is the first week, with what it depends on; ``ground`` tells what all stand on, where these are all.
    """

    docs: Path
    weeks: Mapping[str, tuple[str, Sequence[str], Any]] = field(default_factory=dict)
    first: Sequence[str] = ()
    ground: str = ""

    def find(self, week: Week, key: str) -> Told | None:
        """Return a week that still stands on the same, as long as both its files are there as they were made."""
        with contextlib.suppress(OSError, ValueError, TypeError):
            known, digests, told = self.weeks.get(str(week), ("", (), None))
            paths = [self.docs / path for path in paths_of(week)]
            if known == key and digests == [digest(path.read_bytes()) for path in paths if not path.is_symlink()]:
                found = unpack(b64decode(told))
                return found if isinstance(found, Told) else None
        return None


NOTHING = Remembered(Path())


def paths_of(week: Week) -> tuple[str, str]:
    """Return the paths of a week's two pages: its report, and its changes."""
    return f"weeks/{week}.md", f"changes/{week}.md"


def entry(key: str, pages: Sequence[str], told: Told) -> tuple[str, Sequence[str], Any]:
    """Return what is remembered of a week."""
    return key, [digest(page.encode()) for page in pages], b64encode(pack(told)).decode("ascii")


def load(file: Path, docs: Path) -> Remembered:
    """Return the weeks of earlier builds; none where the file can't be used."""
    found = store.load(file, program())
    return Remembered(docs) if found is None else Remembered(docs, found["weeks"], found["first"], found["ground"])


def save(file: Path, remembered: Remembered) -> None:
    """Keep the weeks for the next build."""
    store.save(file, {"ground": remembered.ground, "first": remembered.first, "weeks": remembered.weeks}, program())
