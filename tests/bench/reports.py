"""All weekly reports of a year: `python -m tests.bench.reports DIR` tells every week that has a commit of its own."""

import json
import sys
from pathlib import Path

from generator.duties.book import Book
from generator.model.snapshot import snapshot
from generator.read.folder import working_tree
from generator.read.weeks import week_of, weeks
from generator.report.frame import frame
from generator.report.week.archive import Archive
from generator.report.week.data import week_data
from generator.report.week.figures import grades_of
from generator.texts import translator
from tests.bench.year import LAST, WEEKS


def main(folder: Path) -> int:
    """Return how many weeks were told."""
    archive = Archive(folder, lambda: snapshot(working_tree(folder)))
    last = first = week_of(LAST)
    for _week in range(WEEKS - 1):
        first = first.before
    told, book = 0, Book()
    for week in weeks(first, last):
        weekly = archive.weekly(week, LAST)
        side, grades = weekly.after.judged.snapshot, grades_of(weekly.after.judged)
        data = week_data(weekly, frame(side, grades, translator("zh")), book.week(side, grades))
        told += len(json.dumps(data, ensure_ascii=False)) > 0
    return told


if __name__ == "__main__":
    main(Path(sys.argv[1]))
