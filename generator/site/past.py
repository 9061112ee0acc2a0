"""The weeks of an office that are over, as their pages have told them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from pathlib import Path

from jinja2 import Environment

from generator.read.weeks import Week, parse_week, week_of
from generator.report.frame import last_sunday
from generator.report.ladder import ladder
from generator.report.voice import Voice
from generator.report.week.ground import ground
from generator.report.week.index import Counts
from generator.report.words import Words
from generator.sharing import Spare
from generator.site.told import NOTHING, Remembered, Told, paths_of
from generator.store import digest
from generator.texts import Translator
from generator.values import dataclass


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

    None where that can't be told, or a page of theirs does not stand: then they are to be told (stories.py).
    """
    known = wish.remembered
    if not known.ground or known.ground != all_on(ground(root), wish):
        return None
    weeks = sorted(map(parse_week, known.weeks))
    told = [one for week in weeks if (one := known.find(week, known.weeks[str(week)][0])) is not None]
    if len(told) < len(weeks):
        return None
    return Stories(told, {}, [path for week in weeks for path in paths_of(week)], known, complete=True)


def last_week(wish: Wish) -> Week:
    """Return the last week that is over; a Sunday ends its own week."""
    return week_of(last_sunday(wish.as_of + timedelta(days=1)))


def all_on(ground: str, wish: Wish) -> str:
    """Return what all weeks depend on, given what they stand on; nothing for nothing."""
    return digest(f"{wish.common} {last_week(wish)} {ground}".encode()) if ground else ""


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
