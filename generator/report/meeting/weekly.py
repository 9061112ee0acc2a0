"""The sheet of the weekly meeting: the figures, then who is undecided (F4), cools (F7) or is about to fall (F9)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from generator.duties.diary import REPLIES
from generator.grade.grading import Grading
from generator.model.office import Role
from generator.model.record import DecisionKind
from generator.read.weeks import Week, week_of
from generator.report.consultants import consultants_view, pool_counts
from generator.report.frame import Frame
from generator.report.meeting.sheet import (
    Entry,
    Head,
    Part,
    contacts,
    entry,
    head,
    late_words,
    part,
    recorded,
    standing,
)
from generator.report.meeting.weakening import weakenings
from generator.report.rich import Chip, Rich, Span, Tone, fill, spans, strong
from generator.report.week.duties import KeptLine, kept_line
from generator.texts import _
from generator.values import dataclass, replace

DAYS = 7
"""To the next meeting: who falls until then is about to, and so long a grade set by the meeting is proposed to hold."""


@dataclass(frozen=True, slots=True)
class Choice:
    """A decision that the meeting may take: what its record says; ``until`` only for a grade set by hand.

    ``roles`` are those of whom it may be taken by.
    """

    customer: str
    name: Rich
    words: str
    kind: DecisionKind
    to: str
    until: date | None
    roles: tuple[Role, ...]


@dataclass(frozen=True, slots=True)
class PersonLine:
    """A consultant's customers by grade, moves, follow-ups of the week, and what is late now."""

    name: Rich
    counts: tuple[int, ...]
    up: int
    down: int
    kept: KeptLine
    late: int


@dataclass(frozen=True, slots=True)
class WeeklyView:
    """The sheet of the meeting held after the week ``week``; customers stand as they do on the day of the sheet.

    ``pool`` are the customers in the pool by grade, as ``people`` count theirs.
    """

    head: Head
    week: str
    answer: Rich
    since: str
    chips: tuple[Chip, ...]
    people: tuple[PersonLine, ...]
    pool: tuple[int, ...]
    parts: tuple[Part[Entry], ...]
    choices: tuple[Choice, ...]


@dataclass(frozen=True, slots=True)
class Agenda:
    """Whom the weekly meeting speaks of, in order; ``top`` is the sheet but for them."""

    top: WeeklyView
    parts: tuple[Part[Grading], ...]


def weekly_view(frame: Frame) -> WeeklyView:
    """Return the sheet of the weekly meeting that follows the last week that is over on ``frame.as_of``."""
    whole = agenda(frame)
    return sheet(frame, whole, whole.parts)


def agenda(frame: Frame) -> Agenda:
    """Return whom the weekly meeting speaks of, and what its sheet begins with."""
    last = week_of(frame.as_of + timedelta(days=1)).before
    groups = _groups(frame)
    top = WeeklyView(
        head=head(frame),
        week=_week_name(frame, last),
        answer=_answer(frame, last, groups),
        since=frame.words.day(frame.before),
        chips=tuple(frame.ladder.chip(state) for state in frame.ladder.states),
        people=tuple(_people(frame, last)),
        pool=pool_counts(frame),
        parts=(),
        choices=(),
    )
    return Agenda(top, tuple(_part(frame, name, customers) for name, customers in groups.items() if customers))


def sheet(frame: Frame, whole: Agenda, parts: Sequence[Part[Grading]]) -> WeeklyView:
    """Return the sheet, or the page of it that tells of some of its customers."""
    told = (
        Part(one.id, one.title, one.about, tuple(_entry(frame, grading) for grading in one.entries), one.number)
        for one in parts
    )
    choices = (choice for one in parts for grading in one.entries for choice in _choices(frame, one.id, grading))
    return replace(whole.top, parts=tuple(told), choices=tuple(choices))


def _week_name(frame: Frame, week: Week) -> str:
    return frame.tr.gettext("Week %(number)d of %(year)d") % {"number": week.number, "year": week.year}


def _is_worked_on(frame: Frame, grading: Grading) -> bool:
    """Tell whether somebody owns the customer, who has not subscribed yet."""
    standing = frame.work.standings[grading.id]
    return not standing.sold and standing.owner is not None


def _groups(frame: Frame) -> dict[str, list[Grading]]:
    """Return the customers to speak of: each in one group, in order of the day on which they fall, then of grade."""
    found: dict[str, list[Grading]] = {"undecided": [], "cooling": [], "falling": []}
    reviewed = frame.rules.follow_up.weekly_review or frame.ladder.grades
    for grading in frame.present:
        if grading.pending is not None:
            found["falling"].append(grading)
        elif grading.grade in reviewed and _is_worked_on(frame, grading):
            signs = _falls_on(grading) <= frame.as_of + timedelta(days=DAYS) or bool(weakenings(frame, grading))
            if grading.grade == frame.ladder.best:
                found["undecided"].append(grading)
            elif signs:
                found["falling" if lower(frame, grading) in frame.grades.ruleset.approvals else "cooling"].append(
                    grading
                )
    for group in found.values():
        group.sort(key=lambda one: (one.pending is None, _falls_on(one), frame.ladder.rank(one.grade), one.id))
    return found


def _falls_on(grading: Grading) -> date:
    if grading.pending is not None:
        return grading.pending.since
    return grading.next_fall.on if grading.next_fall is not None else date.max


def lower(frame: Frame, grading: Grading) -> str | None:
    """Return the grade that a customer may fall to next; None at the lowest."""
    if grading.pending is not None:
        return grading.pending.to
    if grading.next_fall is not None:
        return grading.next_fall.to
    place = frame.ladder.rank(grading.grade) + 1
    return frame.ladder.grades[place] if place < len(frame.ladder.grades) else None


def _part(frame: Frame, name: str, customers: list[Grading]) -> Part[Grading]:
    titles = {
        "undecided": _("Still undecided: %(grades)s"),
        "cooling": _("Cooling: %(grades)s"),
        "falling": _("About to fall: %(grades)s"),
    }
    abouts = {
        "undecided": _("What is in the way, and what is offered before the grade falls?"),
        "cooling": _("Close to a fall, or an answer weaker than before: coach, or let the grade fall?"),
        "falling": _("The fall needs an approval, and for it a record of a follow-up since the day of the fall."),
    }
    grades = dict.fromkeys(frame.ladder.chip(one.grade).text for one in customers)
    title = fill(frame.tr.gettext(titles[name]), grades=frame.words.comma(sorted(grades)))
    return part(name, title, frame.tr.gettext(abouts[name]), customers)


def _entry(frame: Frame, grading: Grading) -> Entry:
    fall = frame.sentences.next_fall(grading.next_fall) if grading.next_fall is not None else ()
    pending = frame.sentences.pending(grading.pending) if grading.pending is not None else ()
    why = [standing(frame, grading), pending, fall, *weakenings(frame, grading), *late_words(frame, grading.id)]
    return entry(frame, grading, why, _records(frame, grading))


def _records(frame: Frame, grading: Grading) -> Iterator[Rich]:
    """Yield the follow-ups that an approval stands on, or the last contact and the last follow-up."""
    every = contacts(frame, grading.id)
    replies = [filed for filed in every if filed.record.channel in REPLIES]
    if grading.pending is not None:
        since = grading.pending.since
        shown = [filed for filed in replies if filed.record.at.day >= since]
        if not shown:
            missing = frame.tr.gettext("no follow-up recorded since; it is needed first")
            yield (Span(missing, Tone.LATE),)
            shown = list(every[-1:])
    else:
        wanted = {filed.path for filed in (*every[-1:], *replies[-1:])}
        shown = [filed for filed in every if filed.path in wanted]
    yield from (recorded(frame, filed) for filed in shown)


def _choices(frame: Frame, group: str, grading: Grading) -> Iterator[Choice]:
    """Yield what may be decided about a customer: approve the fall, keep the grade, or let it fall."""
    name, until = (frame.customer(grading.id),), frame.as_of + timedelta(days=DAYS)
    leading = (Role.LEADER, Role.MANAGER)
    if grading.pending is not None:
        since = grading.pending.since
        if any(one.record.channel in REPLIES and one.record.at.day >= since for one in contacts(frame, grading.id)):
            words = frame.tr.gettext("Approve the fall")
            role = frame.grades.ruleset.approvals.get(grading.pending.to)
            roles = (role,) if role is not None else leading
            yield Choice(grading.id, name, words, DecisionKind.APPROVE_DOWNGRADE, grading.pending.to, None, roles)
        return
    kept, below = grading.grade, lower(frame, grading)
    if group == "undecided" and kept is not None and grading.next_fall is not None:
        words = frame.tr.gettext(_("Keep %(grade)s")) % {"grade": frame.ladder.chip(kept).text}
        yield Choice(grading.id, name, words, DecisionKind.OVERRIDE, kept, until, leading)
    if group == "cooling" and below is not None:
        words = frame.tr.gettext(_("Let fall to %(grade)s")) % {"grade": frame.ladder.chip(below).text}
        yield Choice(grading.id, name, words, DecisionKind.OVERRIDE, below, until, leading)


def _people(frame: Frame, week: Week) -> Iterator[PersonLine]:
    late = Counter(duty.person for duty in frame.work.late)
    for line in consultants_view(frame).lines:
        name = (frame.person(line.id),)
        kept = kept_line(frame, name, frame.work.compliance.of(week, line.id))
        yield PersonLine(name, line.counts, line.up, line.down, kept, late[line.id])


def _answer(frame: Frame, week: Week, groups: dict[str, list[Grading]]) -> Rich:
    tr = frame.tr
    numbers = {name: strong(len(group)) for name, group in groups.items()}
    text = tr.gettext(_("To speak of: %(undecided)s undecided, %(cooling)s cooling, %(falling)s about to fall."))
    parts = [fill(text, **numbers)]
    tally = frame.work.compliance.of(week)
    if tally.due:
        text = tr.gettext(_("Follow-ups of %(week)s in time: %(share)s (%(done)s of %(due)s)."))
        share = strong(frame.words.percent(tally.in_time, tally.due))
        parts.append(fill(text, week=_week_name(frame, week), share=share, done=tally.in_time, due=tally.due))
    if late := len(frame.work.late):
        template = tr.ngettext("%(n)s duty is late.", "%(n)s duties are late.", late)
        parts.append(fill(template, n=Span(str(late), Tone.LATE)))
    return frame.words.sentences(parts) if any(groups.values()) or len(parts) > 1 else spans(parts[0])
