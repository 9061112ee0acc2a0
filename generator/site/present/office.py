"""The office that a build shows: read and judged on top of what the last build knew, or the long way."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path
from typing import NamedTuple

from generator.garbage import none_looked_for
from generator.grade.office import judge
from generator.grade.settings import Settings
from generator.model.snapshot import Snapshot
from generator.report.work import Work
from generator.site.present.grades import Grades, judge_again, known_now
from generator.site.present.known import NOTHING, Known, load, save
from generator.site.present.records import Records, read_again
from generator.site.present.seen import Seen

Look = Callable[[], Seen | None]
"""Tells what was found in a folder; None where that takes the long way."""


class Present(NamedTuple):
    """An office as it is now; ``records`` where it was read on top of what was ``known``."""

    snapshot: Snapshot
    known: Known
    records: Records | None

    def judged(self, as_of: date, processes: int) -> Grades:
        """Return the grades on a day."""
        if self.records is None:
            return Grades(judge(self.snapshot, as_of, processes=processes), {})
        return judge_again(self.records, self.known, as_of, processes)

    def digests(self) -> Mapping[str, str]:
        """Return the digest of everything on file, of the customers who were not merged with others, by id."""
        if self.records is None:
            return {}
        found = ((one.dossier.id, one.digest) for one in self.records.customers.values() if one.dossier is not None)
        return {name: digest for name, digest in found if not self.snapshot.dossiers[name].joined}

    def keep(self, cache: Path, grades: Grades, work: Work) -> None:
        """Keep it for the next build."""
        if self.records is not None:
            now = known_now(self.records, grades, work)
            changed = self.records.fresh | (self.known.customers.keys() - now.customers.keys())
            save(cache, now, self.known, changed)


def present(
    root: Path, cache: Path | None, look: Look | None, read: Callable[[], Snapshot], settings: Settings
) -> Present:
    """Return the office in a folder; ``read`` is the long way.

    ``cache`` is where it is kept from build to build, ``look`` tells what was found in the folder; without both of them
    it is read the long way. ``settings`` are those that an earlier build found.
    """
    if cache is None or look is None:
        return Present(read(), NOTHING, None)
    with none_looked_for():
        known = load(cache)
        records = _records(root, known, look, settings)
    return Present(read() if records is None else records.snapshot, known, records)


def _records(root: Path, known: Known, look: Look, settings: Settings) -> Records | None:
    try:
        seen = look()
    except OSError:  # the long way says why
        return None
    return None if seen is None else read_again(root, known, seen, settings.memory)
