"""Duties that a contact asks for: the call of the same day, the promised next step, the plan for one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date

from generator.duties.asked import Asked, Stop
from generator.duties.course import DAY, Stretch
from generator.duties.diary import Diary
from generator.duties.duty import Duty, Kind, Void
from generator.duties.ledger import Ledger
from generator.duties.log import Known, known
from generator.model.dossier import Filed
from generator.model.record import Channel, Visit
from generator.values import dataclass


def same_day(ledger: Ledger, diary: Diary) -> Iterator[Duty]:
    """Yield one duty for each day with a contact of ``same_day_after`` (F1, F5, F8): a follow-up or message that day.

    Left undone, it is made good by the next follow-up or message.
    """
    channels = ledger.terms.rules.same_day_after
    asking = {filed.record.at.day: filed for filed in reversed(diary.visits) if filed.record.channel in channels}
    for day, filed in asking.items():
        asked = Asked(Kind.SAME_DAY, day, day, asked_by=filed)
        yield from ledger.write(asked, diary.replies.from_on(day))


def promises(ledger: Ledger, diary: Diary) -> Iterator[Duty]:
    """Yield a duty for each ``next:``: kept by the first contact (but event) from the promised day on.

    A newer plan takes the place of an older one that is still open. A subscription does not end a promise.
    """
    today: Counter[date] = Counter()
    for plan in _plans(diary):
        filed, planned = plan.filed, plan.filed.record.next
        if planned is None:
            continue
        day = filed.record.at.day
        asked = Asked(Kind.PROMISE, day, planned.on, today[day], what=planned.what, asked_by=filed)
        today[day] += 1
        stop = None if plan.replaced is None else Stop(plan.replaced, Void.SUPERSEDED)
        yield from ledger.write(asked, _own(plan.kept), stop, although_subscribed=True)


def next_steps(ledger: Ledger, diary: Diary) -> Iterator[Duty]:
    """Yield a reminder for each contact (but event) after which no next step was planned, for the grades that ask it.

    It stands on the day of the contact and until a record says ``next:``.
    """
    grades = ledger.terms.rules.next_step
    if not grades:
        return

    def asks(one: Stretch) -> bool | None:
        return True if one.grade in grades else None

    gaps = list(_gaps(diary))
    for run in ledger.course.runs(asks):
        stop = None if run.ending is None else Stop(run.end + DAY, run.ending)
        for gap in gaps:
            ended = None if gap.done is None else gap.done.record.at.day
            since = next((day for day in gap.contacts if run.start <= day <= run.end), None)
            if since is not None and (ended is None or since <= ended):
                asked_by = diary.contacts.until(since)
                asked = Asked(Kind.NEXT_STEP, since, since, asked_by=asked_by and asked_by.filed)
                yield from ledger.write(asked, _own(gap.done), stop)


@dataclass(frozen=True, slots=True)
class _Plan:
    """A record with a plan: the contact that kept it, or the day of a newer plan that replaced it."""

    filed: Filed[Visit]
    kept: Filed[Visit] | None
    replaced: date | None


@dataclass(frozen=True, slots=True)
class _Gap:
    """A time without a plan: the days of its contacts, and the record that ended it with a plan."""

    contacts: tuple[date, ...]
    done: Filed[Visit] | None


def _plans(diary: Diary) -> Iterator[_Plan]:
    plan: Filed[Visit] | None = None
    for filed in diary.visits:
        if plan is not None and _keeps(filed, plan):
            yield _Plan(plan, filed, None)
            plan = None
        if filed.record.next is not None:
            if plan is not None:
                yield _Plan(plan, None, filed.record.at.day)
            plan = filed
    if plan is not None:
        yield _Plan(plan, None, None)


def _own(filed: Filed[Visit] | None) -> Known | None:
    return None if filed is None else known(filed, {})


def _keeps(filed: Filed[Visit], plan: Filed[Visit]) -> bool:
    planned = plan.record.next
    return planned is not None and filed.record.channel is not Channel.EVENT and filed.record.at.day >= planned.on


def _gaps(diary: Diary) -> Iterator[_Gap]:
    plan: Filed[Visit] | None = None
    contacts: list[date] = []
    for filed in diary.visits:
        if plan is not None and _keeps(filed, plan):
            plan = None
        if filed.record.next is not None:
            plan = filed
            if contacts:
                yield _Gap(tuple(contacts), filed)
                contacts = []
        elif plan is None and filed.record.channel is not Channel.EVENT:
            contacts.append(filed.record.at.day)
    if contacts:
        yield _Gap(tuple(contacts), None)
