"""All weekly reports of a year: `python -m tests.bench.reports DIR` tells every week that has a commit of its own."""

import gc
import json
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

from generator.compare.judged import grades_of
from generator.duties.book import Book
from generator.garbage import rarely_looked_for
from generator.model.snapshot import snapshot
from generator.read.folder import working_tree
from generator.read.weeks import Week, week_of, weeks
from generator.report.frame import frame
from generator.report.week.archive import Archive
from generator.report.week.data import week_data
from generator.sharing import processors, shared
from generator.texts import translator
from tests.bench.year import LAST, WEEKS

MORE = 2
"""So many weeks more are in a run for each one that begins after it."""


def main(folder: Path) -> int:
    """Return how many weeks were told, in as many runs as there are processors."""
    rarely_looked_for()  # as for every command
    archive = Archive(folder, lambda: snapshot(working_tree(folder)))
    last = first = week_of(LAST)
    for _week in range(WEEKS - 1):
        first = first.before
    runs = list(in_runs(tuple(weeks(first, last)), processors()))
    return sum(shared(runs[::-1], lambda run: told(archive, run), len(runs)))


def in_runs(every: Sequence[Week], number: int) -> Iterator[Sequence[Week]]:
    """Yield the weeks in so many runs that take about as long as each other.

    A run that begins later begins with more customers, all of whom must be read and judged for its first week.
    """
    end = 0
    for left in range(number, 0, -1):
        start, end = end, end + -(-(len(every) - end) // left) + (left - 1) * MORE
        yield every[start:end]


def told(archive: Archive, run: Sequence[Week]) -> int:
    """Tell weeks, one after the other; return how many."""
    number, book = 0, Book()
    for week in run:
        weekly = archive.weekly(week, LAST)
        side, grades = weekly.after.judged.snapshot, grades_of(weekly.after.judged)
        data = week_data(weekly, frame(side, grades, translator("zh")), book.week(side, grades))
        number += len(json.dumps(data, ensure_ascii=False)) > 0
        gc.freeze()  # as between the weeks of a build
    return number


if __name__ == "__main__":
    main(Path(sys.argv[1]))
