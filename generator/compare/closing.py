"""When the weeks of an office close, as the office.yaml of a commit says."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path

from generator.model.loading import load
from generator.model.office import Office
from generator.read.git import git
from generator.read.parsing import parse
from generator.read.revision import file_at
from generator.read.tree import OFFICE
from generator.read.weeks import Closing


def closing(root: Path) -> Callable[[str], Closing]:
    """Return the function that gives a commit's closing, by its id; what many commits share is read once.

    Where a commit has no usable office.yaml a week closes at Monday noon in Shanghai, as everywhere by default.
    """

    @cache
    def written() -> Mapping[str, str]:
        return _written(root)

    @cache
    def read(commit: str) -> Closing:
        data = file_at(root, commit, OFFICE)
        document, _problems = parse(OFFICE, data) if data is not None else (None, [])
        office, _faults = load(document, Office) if document is not None else (None, [])
        if office is None:
            return Closing()
        return Closing(office.week.cutoff.weekday, office.week.cutoff.minute, office.timezone)

    return lambda commit: read(written().get(commit, commit))


def _written(root: Path) -> Mapping[str, str]:
    """Return, by commit of the first-parent history, the commit that wrote the office.yaml which stands there.

    So the file of a year of weeks is read once, and not by two calls of git for each of them. A commit
    from before the first office.yaml stands for itself.
    """
    every, writing = (
        (git(root, "rev-list", "--first-parent", "--reverse", "HEAD", "--", *paths) or b"").decode("ascii").split()
        for paths in ((), (OFFICE,))
    )
    found, last, writers = dict[str, str](), "", set(writing)
    for commit in every:
        last = commit if commit in writers else last
        found[commit] = last or commit
    return found
