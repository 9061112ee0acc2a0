"""The pages of the weeks and of their changes, with indexes; and what stands where a past week leads to the gone."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Protocol

from jinja2 import Environment

from generator.duties.book import Book
from generator.read.weeks import Week, parse_week, week_of, weeks
from generator.report.changes.view import ChangesView, changes_index, changes_told
from generator.report.frame import WEEKS, Frame
from generator.report.ladder import ladder
from generator.report.week.archive import Archive, NoReport, Weekly
from generator.report.week.figures import counts
from generator.report.week.telling import Telling
from generator.report.week.view import WeekView, in_sequence, week_line, week_view, weeks_view
from generator.report.words import Words
from generator.site.links import Hosting, page_name
from generator.site.press import Press
from generator.site.told import Remembered, Told, entry, paths_of
from generator.store import digest

Pages = dict[str, str]
Counts = Mapping[str | None, int]


@dataclass(frozen=True, slots=True)
class Story:
    """A week as it was told: its two pages, but for what they take from other weeks."""

    told: Told
    title: str
    week: WeekView
    changes: ChangesView
    hosting: Hosting | None


class Each(Protocol):
    """Does the same for every story, in one process or several."""

    def __call__(self, pieces: Sequence[Story], work: Callable[[Story], Sequence[str]], /) -> list[Sequence[str]]:
        """Return what ``work`` makes of each story."""


class Weeks:
    """All weeks of an office that were over on the day of ``shown``; those remembered are not told again.

    ``shared`` is a digest of what all pages have in common beside the history.
    """

    def __init__(self, archive: Archive, env: Environment, shown: Frame, shared: str, remembered: Remembered) -> None:
        self._archive, self._env, self._shown = archive, env, shown
        sunday = shown.as_of if shown.as_of.isoweekday() == 7 else shown.before
        self._shared, self._remembered = shared, remembered
        self._first = self._first_of(week_of(sunday))
        found = tuple(weeks(parse_week(self._first[1]), week_of(sunday))) if self._first[1] else ()
        self._keys = dict(zip(found, self._found_keys(found), strict=True))
        known = ((week, remembered.find(week, key)) for week, key in self._keys.items() if key)
        self._known = {week: told for week, told in known if told is not None}

    def _first_of(self, last: Week) -> Sequence[str]:
        """Return what the first week depends on, and that week: looking for it reads all files of a commit."""
        key = digest(f"{self._shared} {self._archive.beginning} {last}".encode()) if self._archive.beginning else ""
        if key and len(self._remembered.first) == 2 and self._remembered.first[0] == key:
            return self._remembered.first
        first = self._archive.first(last)
        return key, str(first) if first is not None else ""

    def _found_keys(self, found: Sequence[Week]) -> Iterator[str]:
        """Yield what each week's pages depend on; nothing where no history tells."""
        bases = [self._archive.basis(week) for week in (*(week.before for week in found[:1]), *found)]
        for number in range(len(found)):
            behind = " ".join(bases[max(number + 1 - WEEKS, 0) : number + 2])
            yield digest(f"{self._shared} {found[number]} {number < WEEKS} {behind}".encode()) if bases[0] else ""

    def chunks(self, number: int) -> list[Sequence[Week]]:
        """Return the weeks to be told in so many runs; neighbours share what they stand on, so they stay together."""
        missing = [week for week in self._keys if week not in self._known]
        size = max(-(-len(missing) // number), _FEWEST)
        return [missing[start : start + size] for start in range(0, len(missing), size)]

    def tell(self, chunk: Sequence[Week]) -> list[Story]:
        """Tell some weeks, in order; one that can't be told is left out."""
        book, stories = Book(), list[Story]()
        for week in chunk:
            try:
                weekly = self._archive.weekly(week, self._shown.as_of)
            except NoReport:
                continue
            stories.append(_story(Telling(weekly, self._shown.tr, book), first=not stories))
        return stories

    def finish(self, stories: Sequence[Story], each: Each) -> WeekPages:
        """Return all pages, those of the stories made by ``each``."""
        told = {**self._known, **{parse_week(story.told.week): story.told for story in stories}}
        told = {week: told[week] for week in sorted(told)}
        known: dict[Week, Counts] = {}
        for week, one in told.items():
            known |= {week.before: dict(one.before), week: dict(one.after)}
        printed = each(stories, lambda story: self._printed(story, told, known))
        files = {
            path: page
            for story, both in zip(stories, printed, strict=True)
            for path, page in zip(paths_of(parse_week(story.told.week)), both, strict=True)
        }
        entries = {str(week): self._remembered.weeks[str(week)] for week in self._known}
        for story, both in zip(stories, printed, strict=True):
            if key := self._keys[parse_week(story.told.week)]:
                entries[story.told.week] = entry(key, both, story.told)
        return WeekPages(
            {**files, **self._indexes(tuple(told.values()), known), **self._gone(tuple(told.values()))},
            [path for week in self._known for path in paths_of(week)],
            next(reversed(told.values()), None),
            Remembered(self._remembered.docs, entries, self._first),
        )

    def _printed(self, story: Story, told: Mapping[Week, Told], known: Mapping[Week, Counts]) -> Sequence[str]:
        """Return a week's two pages."""
        week = parse_week(story.told.week)
        frame = self._frame(story.told)
        before = str(week.before) if week.before in told else ""
        view = in_sequence(story.week, frame, week, known, before)
        press = Press(self._env, frame, story.hosting)
        changes = replace(story.changes, before=before)
        return (
            press.page("week", story.title, "../", view, searched=False),
            press.page("change", changes.title, "../", changes, searched=False),
        )

    def _frame(self, told: Told) -> Frame:
        """Return the office of today with the grades and the year of a week."""
        words = Words(self._shown.tr, parse_week(told.week).sunday.year)
        return replace(self._shown, ladder=ladder(dict(told.grades), self._shown.tr), words=words)

    def _indexes(self, told: Sequence[Told], known: Mapping[Week, Counts]) -> Pages:
        tr, frame = self._shown.tr, self._frame(told[-1]) if told else self._shown
        view = weeks_view(frame, [one.line for one in told], known, complete=self._archive.complete)
        changes = changes_index([one.changes for one in told], view.notices, tr)
        press = Press(self._env, frame, None)
        return {
            "weeks/index.md": press.page("weeks", tr.gettext("Weekly reports"), "../", view),
            "changes/index.md": press.page("changes", tr.gettext("Changes"), "../", changes),
        }

    def _gone(self, told: Sequence[Told]) -> Pages:
        """Return a page for everybody whom a past week leads to and who is on file no more."""
        press, files = Press(self._env, self._shown, None), Pages()
        customers = {customer for one in told for customer in one.customers}
        owners = {owner: name for one in told for owner, name in one.owners}
        for customer in sorted(customers - self._shown.everyone.keys()):
            files[f"customers/{page_name(customer)}.md"] = press.page("gone", customer, "../", customer, searched=False)
        for owner in sorted(owners.keys() - set(self._shown.staff)):
            name = owners[owner]
            files[f"consultants/{page_name(owner)}.md"] = press.page("gone", name, "../", name, searched=False)
        return files


@dataclass(frozen=True, slots=True)
class WeekPages:
    """The pages of all weeks by path but for those ``standing`` from earlier builds; the newest week that has pages."""

    files: Mapping[str, str]
    standing: Sequence[str]
    newest: Told | None
    remembered: Remembered


NO_WEEKS = WeekPages({}, (), None, Remembered(Path()))

_FEWEST = 4
"""So few weeks are not worth a run of their own: each run judges the week before its first one again."""


def _story(telling: Telling, *, first: bool) -> Story:
    """Return a told week; the ``first`` of its run names the customers of the week before, too."""
    weekly, frame, old = telling.weekly, telling.frame, telling.building.old
    known = {side.week: counts(side.judged) for side in (weekly.before, weekly.after)}
    view, changes = week_view(telling, known, ""), changes_told(telling, "")
    customers = frame.everyone.keys() | old.everyone.keys() if first else frame.everyone.keys() - old.everyone.keys()
    owners = {owner: one.person_name(owner) for one in (old, frame) for owner in one.staff}
    told = Told(
        week=str(weekly.week),
        title=changes.view.title,
        span=changes.view.span,
        lead=changes.view.lead,
        line=week_line(weekly, telling),
        changes=changes.line,
        before=tuple(known[weekly.before.week].items()),
        after=tuple(known[weekly.week].items()),
        grades=tuple(frame.scheme.grades.items()),
        customers=tuple(sorted(customers)),
        owners=tuple(owners.items()),
    )
    return Story(told, telling.title(), view, changes.view, _hosting(weekly, frame))


def _hosting(weekly: Weekly, frame: Frame) -> Hosting | None:
    """Return the addresses of the files as they were in the week's commit."""
    repository, revision = frame.office.repository, weekly.after.judged.snapshot.revision
    if repository is None:
        return None
    hidden = weekly.before.judged.snapshot.hushed | weekly.after.judged.snapshot.hushed
    return Hosting(repository.model_copy(update={"branch": revision}) if revision is not None else repository, hidden)
