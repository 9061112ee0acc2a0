"""The weeks of a repository found once more, with git's own log and plain dates, for tests to compare with."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from tests.repositories import git

ZONE = ZoneInfo("Asia/Shanghai")
NOON = time(12)


def monday(label: str) -> date:
    """Return the first day of a week as ``2026-W46``: the week that holds January 4th is number 1."""
    year, _w, number = label.partition("-W")
    fourth = date(int(year), 1, 4)
    return fourth - timedelta(days=fourth.weekday()) + timedelta(weeks=int(number) - 1)


def sunday(label: str) -> date:
    """Return the last day of a week."""
    return monday(label) + timedelta(days=6)


def revision(root: Path, label: str) -> str:
    """Return the last commit of the main branch by Monday noon after a week, in Shanghai; else the first of all."""
    closes = datetime.combine(sunday(label) + timedelta(days=1), NOON, ZONE)
    lines = git(root, "log", "--first-parent", "--format=%H %cI", "main").splitlines()
    commits = [(oid, datetime.fromisoformat(when)) for oid, when in map(str.split, lines)]
    return next((oid for oid, when in commits if when <= closes), commits[-1][0])


def labels(first: date, last: date) -> list[str]:
    """Return the weeks from that of a day to the last one that is over on another."""
    found = []
    day = first - timedelta(days=first.weekday())
    while day + timedelta(days=6) <= last:
        found.append(f"{day:%G}-W{day:%V}")
        day += timedelta(weeks=1)
    return found
