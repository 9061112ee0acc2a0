"""Weeks are told while the present is still being read, but for those whose pages stand (told.py)."""

from __future__ import annotations

import gc
from collections.abc import Iterator, Mapping, Sequence
from functools import partial

from generator.duties.book import Book
from generator.read.weeks import Week, parse_week, weeks
from generator.report.changes.view import ChangesView, changes_told
from generator.report.frame import WEEKS, Frame
from generator.report.week.archive import Archive, NoReport, Weekly
from generator.report.week.figures import counts
from generator.report.week.index import Counts
from generator.report.week.telling import Telling
from generator.report.week.view import WeekView, in_sequence, week_line, week_view
from generator.sharing import shared
from generator.site.links import Hosting
from generator.site.past import Stories, Wish, all_on, counted, last_week, voice
from generator.site.press import Plate
from generator.site.told import Remembered, Told, entry, paths_of
from generator.store import digest
from generator.values import dataclass, replace


@dataclass(frozen=True, slots=True)
class Story:
    """A week as it was told: its two pages, but for what they take from other weeks."""

    told: Told
    title: str
    week: WeekView
    changes: ChangesView
    hosting: Hosting | None


def stories(archive: Archive, wish: Wish) -> Stories:
    """Tell the weeks of an office, and print their pages. Raises jinja2's errors for a broken template."""
    for template in _TEMPLATES:
        wish.env.get_template(f"pages/{template}.html.j2")  # here, not after all has been told
    last = last_week(wish)
    first = _first(archive, last, wish)
    found = tuple(weeks(parse_week(first[1]), last)) if first[1] else ()
    keys = dict(zip(found, _keys(archive, found, wish.common), strict=True))
    kept = ((week, wish.remembered.find(week, key)) for week, key in keys.items() if key)
    known = {week: told for week, told in kept if told is not None}
    new = _told(archive, Book(), [week for week in keys if week not in known], wish)
    everything = {**known, **{parse_week(story.told.week): story.told for story in new}}
    told = {week: everything[week] for week in sorted(everything)}
    entries = {str(week): wish.remembered.weeks[str(week)] for week in known}
    files: dict[str, str] = {}
    printed = shared(new, partial(_printed, wish, told, counted(told.values())), wish.processes)
    for story, pages in zip(new, printed, strict=True):
        week = parse_week(story.told.week)
        files |= zip(paths_of(week), pages, strict=True)
        if key := keys[week]:
            entries[str(week)] = entry(key, pages, story.told)
    stand = [path for week in known for path in paths_of(week)]
    ground = all_on(archive.ground, wish) if len(entries) == len(told) else ""
    remembered = Remembered(wish.remembered.docs, entries, first, ground)
    return Stories(tuple(told.values()), files, stand, remembered, archive.complete)


_TEMPLATES = "week", "change"
_FEWEST = 4
"""So few weeks are not worth a process of their own."""

_LEAP = 5
"""A process that begins later first judges whoever has changed since: that takes as long as to tell so many weeks."""


def _first(archive: Archive, last: Week, wish: Wish) -> Sequence[str]:
    """Return what the first week depends on, and that week: looking for it reads all files of a commit."""
    key = digest(f"{wish.common} {archive.beginning} {last}".encode()) if archive.beginning else ""
    known = wish.remembered.first
    if key and len(known) == 2 and known[0] == key:
        return known
    first = archive.first(last)
    return key, str(first) if first is not None else ""


def _keys(archive: Archive, found: Sequence[Week], common: str) -> Iterator[str]:
    """Yield what each week's pages depend on; nothing where no history tells."""
    bases = [archive.basis(week) for week in (*(week.before for week in found[:1]), *found)]
    for number in range(len(found)):
        behind = " ".join(bases[max(number + 1 - WEEKS, 0) : number + 2])
        yield digest(f"{common} {found[number]} {number < WEEKS} {behind}".encode()) if bases[0] else ""


def _told(archive: Archive, book: Book, run: Sequence[Week], wish: Wish) -> list[Story]:
    """Tell some weeks, in order: neighbours share what they stand on. One that can't be told is left out."""
    found: list[Story] = []
    for number, week in enumerate(run):
        parts = _parts(run[number:], wish.processes)
        if wish.spare() and len(parts) > 1:
            tell = partial(_told, archive, book, wish=replace(wish, processes=1, spare=lambda: False))
            return [*found, *(story for part in shared(parts, tell, wish.processes) for story in part)]
        try:
            weekly = archive.weekly(week, wish.as_of)
        except NoReport:
            continue
        found.append(_story(Telling(weekly, wish.tr, book), first=not found))
        gc.freeze()  # what was judged is kept for the next week, and without cycles: there is nothing to collect
    return found


def _printed(wish: Wish, told: Mapping[Week, Told], numbers: Mapping[Week, Counts], story: Story) -> tuple[str, str]:
    """Return a week's two pages."""
    week = parse_week(story.told.week)
    before = str(week.before) if week.before in told else ""
    view = in_sequence(story.week, voice(story.told, wish.tr), week, numbers, before)
    changes = replace(story.changes, before=before)
    plate, (report, change) = Plate(wish.env, wish.tr, story.hosting), _TEMPLATES
    return (
        plate.page(report, story.title, "../", view, searched=False),
        plate.page(change, changes.title, "../", changes, searched=False),
    )


def _parts(run: Sequence[Week], number: int) -> list[Sequence[Week]]:
    """Return weeks in so many parts that take about as long; all in one where there are few."""
    later = max(len(run) - _LEAP, 0) // number  # each of the later parts, which take a leap
    first = len(run) - later * (number - 1)
    if later < _FEWEST:
        return [run]
    return [run[:first], *(run[start : start + later] for start in range(first, len(run), later))]


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
    return Hosting(replace(repository, branch=revision) if revision is not None else repository, hidden)
