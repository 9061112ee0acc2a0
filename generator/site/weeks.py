"""The pages of the weeks and of their changes, with indexes; and what stands where a past week leads to the gone."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from jinja2 import Environment

from generator.duties.book import Book
from generator.read.weeks import Week, week_of, weeks
from generator.report.changes.figures import ChangesLine
from generator.report.changes.view import ChangesView, changes_index, changes_told
from generator.report.frame import Frame
from generator.report.week.archive import Archive, NoReport, Weekly
from generator.report.week.figures import counts
from generator.report.week.telling import Telling
from generator.report.week.view import WeekLine, week_line, week_view, weeks_view
from generator.site.links import Hosting, page_name
from generator.site.press import Press
from generator.texts import Translator

Pages = dict[str, str]


@dataclass(frozen=True, slots=True)
class WeekPages:
    """The pages of all weeks by path, and the changes of the newest week that has pages."""

    files: Mapping[str, str]
    newest: ChangesView | None


def week_pages(archive: Archive, env: Environment, shown: Frame) -> WeekPages:
    """Return the pages of every week that was over on the day of ``shown``; the same history gives the same bytes."""
    told = _Told(archive, env, shown.tr)
    sunday = shown.as_of if shown.as_of.isoweekday() == 7 else shown.before
    last = week_of(sunday)
    first = archive.first(last)
    for week in weeks(first, last) if first is not None else ():
        told.tell(week, shown.as_of)
    frame = told.frame or shown
    view = weeks_view(frame, told.lines, told.known, complete=archive.complete)
    press = Press(env, frame, None)
    title = shown.tr.gettext("Weekly reports")
    files = {**told.files, "weeks/index.md": press.page("weeks", title, "../", view)}
    index = changes_index(told.changes, view.notices, shown.tr)
    files["changes/index.md"] = press.page("changes", shown.tr.gettext("Changes"), "../", index)
    return WeekPages({**files, **_gone(told, press, shown)}, told.newest)


class _Told:
    """The weeks that are told so far, oldest first."""

    def __init__(self, archive: Archive, env: Environment, tr: Translator) -> None:
        self.archive, self.env, self.tr = archive, env, tr
        self.book = Book()
        self.files: Pages = {}
        self.lines: list[WeekLine] = []
        self.changes: list[ChangesLine] = []
        self.newest: ChangesView | None = None
        self.known: dict[Week, Mapping[str | None, int]] = {}
        self.customers: set[str] = set()
        self.owners: dict[str, str] = {}
        self.frame: Frame | None = None

    def tell(self, week: Week, today: date) -> None:
        """Add a week's pages; one that can't be told is left out."""
        try:
            weekly = self.archive.weekly(week, today)
        except NoReport:
            return
        telling = Telling(weekly, self.tr, self.book)
        self.frame = telling.frame
        for side in (weekly.before, weekly.after):
            self.known[side.week] = counts(side.judged)
        before = str(week.before) if f"weeks/{week.before}.md" in self.files else ""
        view = week_view(telling, self.known, before)
        press = Press(self.env, self.frame, _hosting(weekly, self.frame))
        self.files[f"weeks/{week}.md"] = press.page("week", telling.title(), "../", view, searched=False)
        self.lines.append(week_line(weekly, telling))
        changes = changes_told(telling, before)
        self.newest = changes.view
        title = changes.view.title
        self.files[f"changes/{week}.md"] = press.page("change", title, "../", changes.view, searched=False)
        self.changes.append(changes.line)
        self.customers.update(self.frame.everyone, telling.building.old.everyone)
        for frame in (telling.building.old, self.frame):
            self.owners.update((owner, frame.person_name(owner)) for owner in frame.owners)


def _hosting(weekly: Weekly, frame: Frame) -> Hosting | None:
    """Return the addresses of the files as they were in the week's commit."""
    repository, revision = frame.office.repository, weekly.after.judged.snapshot.revision
    if repository is None:
        return None
    return Hosting(repository.model_copy(update={"branch": revision}) if revision is not None else repository)


def _gone(told: _Told, press: Press, shown: Frame) -> Pages:
    """Return a page for everybody whom a past week leads to and who is on file no more."""
    files: Pages = {}
    for customer in sorted(told.customers - shown.everyone.keys()):
        files[f"customers/{page_name(customer)}.md"] = press.page("gone", customer, "../", customer, searched=False)
    for owner in sorted(told.owners.keys() - set(shown.owners)):
        name = told.owners[owner]
        files[f"consultants/{page_name(owner)}.md"] = press.page("gone", name, "../", name, searched=False)
    return files
