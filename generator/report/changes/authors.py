"""The commits of a week by author: when, what for, and whose records they changed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from functools import cached_property
from zoneinfo import ZoneInfo

from generator.compare.change import Change
from generator.read.commit import Commit
from generator.read.tree import OFFICE, RULES
from generator.report.causes import dotted
from generator.report.changes.entry import cut
from generator.report.changes.private import hushed, masked, names
from generator.report.rich import Kind, Rich, link, spans
from generator.report.row import Row
from generator.report.week.telling import Telling
from generator.texts import _
from generator.values import dataclass

MOST, _AUTHORS = 40, 30
"""So many commits are told one by one, and so many authors; the others are counted."""

_NAMED, _SUBJECT, _NAME = 4, 100, 40
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Author:
    """Somebody's commits, the newest first; ``beyond`` are not told one by one."""

    name: Rich
    total: int
    rows: tuple[Row, ...]
    beyond: int


class Commits:
    """The commits of one week and what they changed; a commit that merges counts only for what it changed itself."""

    def __init__(self, telling: Telling) -> None:
        self._telling = telling
        self._comparison = telling.weekly.comparison
        self._people = {
            address.strip().casefold(): person
            for person, entry in telling.frame.office.people.items()
            for address in entry.git
        }

    @cached_property
    def all(self) -> Sequence[Commit]:
        """Every commit, the newest first."""
        origins = self._comparison.origins
        return origins.of(origins.by_path)

    @cached_property
    def by_author(self) -> Mapping[str, Sequence[Commit]]:
        """The commits by who made them: a person of the office by the address, else the address or the name."""
        found: dict[str, list[Commit]] = {}
        for commit in self.all:
            found.setdefault(self._author(commit), []).append(commit)
        return dict(sorted(found.items(), key=lambda pair: (-len(pair[1]), pair[0])))

    @cached_property
    def _changes(self) -> Mapping[str, Sequence[Change]]:
        """What is left of each commit at the end of the week, by its id."""
        found: dict[str, list[Change]] = {}
        for change in self._comparison.changes:
            for commit in self._comparison.commits(change):
                found.setdefault(commit.oid, []).append(change)
        return found

    def _author(self, commit: Commit) -> str:
        address = commit.email.strip().casefold()
        return self._people.get(address) or address or commit.author

    def authors(self) -> tuple[Author, ...]:
        """Return who committed, those with most commits first."""
        left, found = MOST, []
        for author, commits in list(self.by_author.items())[:_AUTHORS]:
            rows = tuple(self._row(commit) for commit in commits[:left])
            left -= len(rows)
            found.append(Author(self._name(author, commits[0]), len(commits), rows, len(commits) - len(rows)))
        return tuple(found)

    def _name(self, author: str, newest: Commit) -> Rich:
        if author in self._telling.frame.office.people:
            return (self._telling.frame.person(author),)
        return cut(spans(masked(newest.author, {}).strip() or self._telling.tr.gettext(_("without a name"))), _NAME)

    def _row(self, commit: Commit) -> Row:
        building = self._telling.building
        changes = self._changes.get(commit.oid, ())
        customers = sorted({change.customer for change in changes if change.customer})
        subject = spans(commit.subject) if commit.subject else self._telling.text(_("(no message)"))
        return Row(
            mark=self._moment(commit),
            title=cut(hushed(subject, names((building.old, building.new), customers)), _SUBJECT),
            why=dotted(
                (link(commit.oid[:8], Kind.COMMIT, commit.oid),),
                self._customers(customers),
                *(spans(file) for file in (RULES, OFFICE) if any(file in change.paths for change in changes)),
                () if changes else self._telling.text(_("nothing of it is left in the records, the rules, the office")),
            ),
        )

    def _customers(self, customers: Sequence[str]) -> Rich:
        """Return whose records a commit changed."""
        frames, words = self._telling.building.telling.frame, self._telling.frame.words
        parts: list[Rich] = [(frames(customer).customer(customer),) for customer in customers[:_NAMED]]
        if len(customers) > _NAMED:
            parts.append(self._telling.text(_("%(count)d more customers"), count=len(customers) - _NAMED))
        return words.side_by_side(parts)

    def _moment(self, commit: Commit) -> str:
        """Return when a commit was made, by its own date in the office's zone; empty where that is no date."""
        frame = self._telling.frame
        try:
            at = (_EPOCH + timedelta(seconds=commit.dated)).astimezone(ZoneInfo(frame.office.timezone))
        except OverflowError:
            return ""
        return f"{frame.words.day(at.date())} {at:%H:%M}"
