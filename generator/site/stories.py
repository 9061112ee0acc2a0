"""The weeks of an office as their pages tell them: told while the present is still being read, or known from before."""

from __future__ import annotations

import gc
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from functools import partial
from pathlib import Path

from jinja2 import Environment

from generator.duties.book import Book
from generator.read.weeks import Week, parse_week, week_of, weeks
from generator.report.changes.view import ChangesView, changes_told
from generator.report.frame import WEEKS, Frame, last_sunday
from generator.report.ladder import ladder
from generator.report.voice import Voice
from generator.report.week.archive import Archive, NoReport, Weekly, ground
from generator.report.week.figures import counts
from generator.report.week.telling import Telling
from generator.report.week.view import Counts, WeekView, in_sequence, week_line, week_view
from generator.report.words import Words
from generator.sharing import Spare, shared
from generator.site.links import Hosting
from generator.site.press import Plate
from generator.site.told import NOTHING, Remembered, Told, entry, paths_of
from generator.store import digest
from generator.texts import Translator
from generator.values import dataclass


@dataclass(frozen=True, slots=True)
class Story:
    """A week as it was told: its two pages, but for what they take from other weeks."""

    told: Told
    title: str
    week: WeekView
    changes: ChangesView
    hosting: Hosting | None


@dataclass(frozen=True, slots=True)
class Stories:
    """All weeks of an office that are over, in order; the pages of those that are told now, by path.

    The pages of the others are ``standing``. ``remembered`` is what the next build may know, ``complete`` whether the
    whole history is there.
    """

    told: Sequence[Told]
    files: Mapping[str, str]
    standing: Sequence[str]
    remembered: Remembered
    complete: bool


@dataclass(frozen=True, slots=True)
class Wish:
    """What is to be told: the weeks that are over on the day ``as_of``, in the reader's language.

    Those ``remembered`` are not told again; ``common`` is a digest of what all pages have in common beside the history.
    As soon as there are processors to ``spare``, what is left is shared among so many ``processes``.
    """

    as_of: date
    env: Environment
    tr: Translator
    common: str = ""
    remembered: Remembered = NOTHING
    spare: Spare = lambda: False
    processes: int = 1


def standing(root: Path, wish: Wish) -> Stories | None:
    """Return the weeks of the office in ``root`` as they were told last, where nothing was added to its history since.

    None where that can't be told, or a page of theirs does not stand: then they are to be told (``stories``).
    """
    known = wish.remembered
    if not known.ground or known.ground != _all_on(ground(root), wish):
        return None
    weeks = sorted(map(parse_week, known.weeks))
    told = [one for week in weeks if (one := known.find(week, known.weeks[str(week)][0])) is not None]
    if len(told) < len(weeks):
        return None
    return Stories(told, {}, [path for week in weeks for path in paths_of(week)], known, complete=True)


def stories(archive: Archive, wish: Wish) -> Stories:
    """Tell the weeks of an office, and print their pages. Raises jinja2's errors for a broken template."""
    for template in _TEMPLATES:
        wish.env.get_template(f"pages/{template}.html.j2")  # here, not after all has been told
    last = _last(wish)
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
    all_on = _all_on(archive.ground, wish) if len(entries) == len(told) else ""
    remembered = Remembered(wish.remembered.docs, entries, first, all_on)
    return Stories(tuple(told.values()), files, stand, remembered, archive.complete)


def _last(wish: Wish) -> Week:
    """Return the last week that is over; a Sunday ends its own week."""
    return week_of(last_sunday(wish.as_of + timedelta(days=1)))


def _all_on(ground: str, wish: Wish) -> str:
    """Return what all weeks depend on, given what they stand on; nothing for nothing."""
    return digest(f"{wish.common} {_last(wish)} {ground}".encode()) if ground else ""


def counted(told: Iterable[Told]) -> Mapping[Week, Counts]:
    """Return the customers by grade at the end of every week that is told, and of the week before each."""
    found: dict[Week, Counts] = {}
    for one in told:
        week = parse_week(one.week)
        found |= {week.before: dict(one.before), week: dict(one.after)}
    return found


def voice(told: Told, tr: Translator) -> Voice:
    """Return what a week is spoken of with: its year, its grades."""
    return Voice(Words(tr, parse_week(told.week).sunday.year), ladder(dict(told.grades), tr))


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
