"""What held for a customer on which day: owner, grade, phase, subscription; the ground that duties stand on."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from itertools import groupby
from operator import attrgetter

from generator.assignment.ownership import Holding
from generator.duties.duty import Void
from generator.grade.grading import Grading
from generator.model.deals import subscribed
from generator.model.dossier import Dossier
from generator.model.office import Office
from generator.values import dataclass, field

DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Stretch:
    """Days, first and last one included, at whose ends the same held; ``consultant`` None: in the pool."""

    start: date
    end: date
    consultant: str | None
    grade: str | None
    opened: bool
    subscribed: bool


@dataclass(frozen=True, slots=True)
class Tenure:
    """Days on which duties were asked of one consultant; ``ending`` is why they ended (None: they go on)."""

    start: date
    end: date
    consultant: str
    ending: Void | None


@dataclass(frozen=True, slots=True)
class Run:
    """Days on which a rule asked the same, whoever owned the customer.

    ``ending`` says why the rule stopped asking though somebody owned the customer: the grade changed, or the opening
    came. ``new_grade`` tells whether the days began with another grade, and not with an opening or a new owner.
    """

    start: date
    end: date
    grade: str | None
    opened: bool
    ending: Void | None
    new_grade: bool


@dataclass(frozen=True, slots=True)
class Course:
    """The days of one customer, from registration to the last one that counts.

    ``tenures`` are those with an owner, ``pursuits`` those with an owner and without a subscription.
    """

    stretches: tuple[Stretch, ...]
    tenures: tuple[Tenure, ...]
    pursuits: tuple[Tenure, ...]
    starts: tuple[date, ...] = field(repr=False)

    def on(self, day: date) -> Stretch | None:
        """Return what held at the end of a day; None where the customer was none."""
        place = bisect_right(self.starts, day) - 1
        return self.stretches[place] if place >= 0 and day <= self.stretches[place].end else None

    def runs(self, same: Callable[[Stretch], Hashable]) -> Iterator[Run]:
        """Yield the days of pursuit in runs for which ``same`` gives the same; None gives no run."""
        before: Stretch | None = None
        for asked, group in groupby(self.stretches, lambda one: same(one) if _pursued(one) else None):
            members = list(group)
            first, last = members[0], members[-1]
            if asked is not None:
                after = self.on(last.end + DAY) if last.end < self.stretches[-1].end else None
                new = before is not None and _pursued(before) and before.grade != first.grade
                yield Run(first.start, last.end, first.grade, first.opened, _ending(last, after), new)
            before = last


def course(
    span: tuple[date, date], grading: Grading, owners: Sequence[Holding], dossier: Dossier, office: Office
) -> Course:
    """Return the course of a customer over a ``span`` from registration to a day before closing, both included."""
    first, last = span
    opening = office.milestones.opening
    turns = _Turns(
        owners={spell.since: spell.owner for spell in owners},
        grades={move.on: move.after for move in grading.moves},
        opened={} if opening is None else {opening: True},
        subscribed=dict(_subscriptions(dossier, last)),
    )
    stretches = tuple(_stretches(first, last, turns))
    closed = grading.closed is not None
    return Course(
        stretches,
        tuple(_tenures(stretches, attrgetter("consultant"), closed=closed)),
        tuple(_tenures(stretches, lambda one: one.consultant if _pursued(one) else None, closed=closed)),
        tuple(one.start for one in stretches),
    )


def later(day: date, days: int) -> date:
    """Return the day so many days later, at most the calendar's last."""
    return day + timedelta(days=days) if days < (date.max - day).days else date.max


def earlier(day: date, days: int) -> date:
    """Return the day so many days earlier, at least the calendar's first."""
    return day - timedelta(days=days) if days < (day - date.min).days else date.min


@dataclass(frozen=True, slots=True)
class _Turns:
    """What holds from the end of a day on, for each of four things."""

    owners: Mapping[date, str | None]
    grades: Mapping[date, str | None]
    opened: Mapping[date, bool]
    subscribed: Mapping[date, bool]


def _stretches(first: date, last: date, turns: _Turns) -> Iterator[Stretch]:
    """Yield the stretches between the days on which one of the things changes."""
    if last < first:
        return
    days = sorted({*turns.owners, *turns.grades, *turns.opened, *turns.subscribed})
    owner: str | None = None
    grade: str | None = None
    opened = sold = False
    start = first
    for day in days:
        if day > last:
            break
        if day > start:
            yield Stretch(start, day - DAY, owner, grade, opened, sold)
            start = day
        owner, grade = turns.owners.get(day, owner), turns.grades.get(day, grade)
        opened, sold = turns.opened.get(day, opened), turns.subscribed.get(day, sold)
    yield Stretch(start, last, owner, grade, opened, sold)


def _subscriptions(dossier: Dossier, last: date) -> Iterator[tuple[date, bool]]:
    """Yield, for each day of a deal or merge, whether a unit is subscribed and not cancelled at its end.

    The deals of another entry count from the day on which it was merged with this one.
    """
    days = {filed.record.at.day for filed in dossier.whole(last).deals}
    days |= {joined.since for joined in dossier.joined if joined.deals}
    for day in sorted(days):
        if day <= last:
            known = (filed.record for filed in dossier.whole(day).deals)
            yield day, subscribed(deal for deal in known if deal.at.day <= day)


def _pursued(one: Stretch) -> bool:
    return one.consultant is not None and not one.subscribed


def _tenures(stretches: Sequence[Stretch], owner: Callable[[Stretch], str | None], *, closed: bool) -> Iterator[Tenure]:
    groups = [(who, list(members)) for who, members in groupby(stretches, owner)]
    for place, (who, members) in enumerate(groups):
        if who is None:
            continue
        ending = Void.CLOSED if closed else None
        if place + 1 < len(groups):
            successor, after = groups[place + 1][0], groups[place + 1][1][0]
            if after.consultant is None:
                ending = Void.POOLED
            else:
                ending = Void.SUBSCRIBED if successor is None else Void.TRANSFERRED
        yield Tenure(members[0].start, members[-1].end, who, ending)


def _ending(last: Stretch, after: Stretch | None) -> Void | None:
    if after is None or not _pursued(after):
        return None  # the tenure ends as well, and says why
    return Void.GRADE_CHANGED if after.grade != last.grade else Void.OPENING
