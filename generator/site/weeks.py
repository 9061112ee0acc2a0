"""The pages of the weeks and of their changes, with indexes; and what stands where a past week leads to the gone."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Protocol

from jinja2 import Environment

from generator.read.weeks import Week, parse_week
from generator.report.changes.view import changes_index
from generator.report.frame import Frame
from generator.report.ladder import ladder
from generator.report.week.view import in_sequence, weeks_view
from generator.report.words import Words
from generator.site.links import page_name
from generator.site.press import Press
from generator.site.stories import Stories, Story
from generator.site.told import NOTHING, Remembered, Told, entry, paths_of

Pages = dict[str, str]
Counts = Mapping[str | None, int]


class Each(Protocol):
    """Does the same for every story, in one process or several."""

    def __call__(self, pieces: Sequence[Story], work: Callable[[Story], Sequence[str]], /) -> list[Sequence[str]]:
        """Return what ``work`` makes of each story."""


@dataclass(frozen=True, slots=True)
class WeekPages:
    """The pages of all weeks by path but for those ``standing`` from earlier builds; the newest week that has pages."""

    files: Mapping[str, str]
    standing: Sequence[str]
    newest: Told | None
    remembered: Remembered


NO_WEEKS = WeekPages({}, (), None, NOTHING)


class Weeks:
    """All weeks of an office that were over on the day of ``shown``, as pages; those remembered stand already."""

    def __init__(self, env: Environment, shown: Frame, remembered: Remembered) -> None:
        self._env, self._shown, self._remembered = env, shown, remembered

    def pages(self, stories: Stories, each: Each) -> WeekPages:
        """Return all pages, those of the stories made by ``each``."""
        told = {**stories.known, **{parse_week(story.told.week): story.told for story in stories.told}}
        told = {week: told[week] for week in sorted(told)}
        known: dict[Week, Counts] = {}
        for week, one in told.items():
            known |= {week.before: dict(one.before), week: dict(one.after)}
        printed = each(stories.told, lambda story: self._printed(story, told, known))
        files = {
            path: page
            for story, both in zip(stories.told, printed, strict=True)
            for path, page in zip(paths_of(parse_week(story.told.week)), both, strict=True)
        }
        entries = {str(week): self._remembered.weeks[str(week)] for week in stories.known}
        for story, both in zip(stories.told, printed, strict=True):
            if key := stories.keys[parse_week(story.told.week)]:
                entries[story.told.week] = entry(key, both, story.told)
        everything = tuple(told.values())
        return WeekPages(
            {**files, **self._indexes(everything, known, complete=stories.complete), **self._gone(everything)},
            [path for week in stories.known for path in paths_of(week)],
            next(reversed(told.values()), None),
            Remembered(self._remembered.docs, entries, stories.first),
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

    def _indexes(self, told: Sequence[Told], known: Mapping[Week, Counts], *, complete: bool) -> Pages:
        tr, frame = self._shown.tr, self._frame(told[-1]) if told else self._shown
        view = weeks_view(frame, [one.line for one in told], known, complete=complete)
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
