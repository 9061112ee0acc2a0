"""When the weeks of an office close, as the office.yaml of a commit says."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from pathlib import Path

from generator.model.loading import load
from generator.model.office import Office
from generator.read.document import parse
from generator.read.revision import file_at
from generator.read.tree import OFFICE
from generator.read.weeks import Closing


def closing(root: Path) -> Callable[[str], Closing]:
    """Return the function that gives a commit's closing, by its id; each file is read once.

    Where a commit has no usable office.yaml a week closes at Monday noon in Shanghai, as everywhere by default.
    """

    @cache
    def of(commit: str) -> Closing:
        data = file_at(root, commit, OFFICE)
        document, _problems = parse(OFFICE, data) if data is not None else (None, [])
        office, _faults = load(document, Office) if document is not None else (None, [])
        if office is None:
            return Closing()
        return Closing(office.week.cutoff.weekday, office.week.cutoff.minute, office.timezone)

    return of
