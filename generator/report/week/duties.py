"""Follow-ups in a week's report: how many were made in time, by consultant, grade and week (K3), and what is late."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from generator.duties.book import WeekDuties
from generator.duties.compliance import Tally
from generator.duties.duty import Duty
from generator.read.weeks import Week
from generator.report.charts import Spark, spark
from generator.report.duties import in_order
from generator.report.frame import Frame
from generator.report.lateness import LateView, lateness
from generator.report.rich import Chip, Part, Rich, Span, Tone, fill, spans, strong
from generator.report.words import DUTIES
from generator.texts import _
from generator.values import dataclass


@dataclass(frozen=True, slots=True)
class KeptLine:
    """The follow-ups of a week, grade or consultant: due, done in time, their share, and the mean days to the first."""

    name: Rich
    due: int
    in_time: int
    share: str
    response: str


@dataclass(frozen=True, slots=True)
class LateDuty:
    """One duty that is late: by when it was due, and who was to do what for whom."""

    due: str
    due_key: str
    person: Rich
    customer: Rich
    chip: Chip
    rank: int
    kind: str


@dataclass(frozen=True, slots=True)
class FollowUps:
    """What a week's page tells of duties; ``weeks`` are twelve at most, oldest first, ``spark`` draws their shares."""

    answer: Rich
    share: str
    spark: Spark
    spoken: str
    grades: tuple[KeptLine, ...]
    weeks: tuple[KeptLine, ...]
    late: LateView
    late_duties: tuple[LateDuty, ...]


def kept_line(frame: Frame, name: Rich, tally: Tally) -> KeptLine:
    """Return figures as a line; a share or mean of nothing stays empty."""
    share = frame.words.percent(tally.in_time, tally.due) if tally.due else ""
    response = "" if tally.response is None else frame.words.amount(round(tally.response, 1))
    return KeptLine(name, tally.due, tally.in_time, share, response)


def told_weeks(duties: WeekDuties) -> tuple[Week, ...]:
    """Return the weeks of the history, without those before the first in which anything was due or answered."""
    span = duties.compliance.weeks
    known = {week for week, _consultant, _grade in duties.compliance.tallies}
    first = min((week for week in span if week in known), default=span[-1])
    return tuple(week for week in span if week >= first)


def people(frame: Frame, duties: WeekDuties) -> tuple[str, ...]:
    """Return whose figures of the week add up to the office's: the consultants, and who was one in this week."""
    week = duties.compliance.weeks[-1]
    counted = {consultant for of_week, consultant, _grade in duties.compliance.tallies if of_week == week}
    return (*frame.owners, *sorted(counted - set(frame.owners)))


def by_grade(frame: Frame, duties: WeekDuties) -> Iterator[tuple[str | None, Tally]]:
    """Yield the week's figures of each grade that has any, best first; a grade that is no more counts as ungraded."""
    found: dict[str | None, Tally] = {}
    for grade, tally in duties.compliance.by_grade(duties.compliance.weeks[-1]).items():
        state = grade if grade in frame.ladder.ranks else None
        found[state] = found.get(state, Tally()) + tally
    return ((state, found[state]) for state in frame.ladder.states if state in found)


def answer(frame: Frame, duties: WeekDuties) -> Rich:
    """Return how well the week's follow-ups were kept, in a sentence or two."""
    tr, week = frame.tr, duties.compliance.weeks[-1]
    now, was = duties.compliance.of(week), duties.compliance.of(week.before)
    parts = [spans(tr.gettext(_("No follow-up was due in this week.")))]
    if now.due:
        text = _("Of %(due)s follow-ups due in this week, %(done)s were made in time: %(share)s.")
        if was.due:
            text = _(
                "Of %(due)s follow-ups due in this week, %(done)s were made in time: %(share)s, a week ago %(before)s."
            )
        share, before = frame.words.percent(now.in_time, now.due), frame.words.percent(was.in_time, was.due)
        figures: dict[str, Part] = {
            "due": strong(now.due),
            "done": strong(now.in_time),
            "share": strong(share),
            "before": before,
        }
        parts = [fill(tr.gettext(text), **figures)]
    if now.response is not None:
        text = _("First follow-up after the first visit: %(days)s days on average (%(n)s customers).")
        days = strong(frame.words.amount(round(now.response, 1)))
        parts.append(fill(tr.gettext(text), days=days, n=now.answered))
    return frame.words.sentences(parts)


def late_words(frame: Frame, late: tuple[Duty, ...]) -> Rich:
    """Return how many duties are late and who has the most of them; empty where none is."""
    if not late:
        return ()
    first = lateness(frame, late).lines[0]
    number = Span(str(len(late)), Tone.LATE)
    if first.total == len(late):
        return fill(frame.tr.gettext(_("Late duties: %(n)s, all of %(person)s.")), n=number, person=first.person)
    text = frame.tr.gettext(_("Late duties: %(n)s, most of them of %(person)s: %(most)s."))
    return fill(text, n=number, person=first.person, most=strong(first.total))


def late_duties(frame: Frame, late: Iterable[Duty]) -> tuple[LateDuty, ...]:
    """Return the late duties one by one, those late the longest first."""
    return tuple(
        LateDuty(
            due=frame.words.day(duty.due),
            due_key=duty.due.isoformat(),
            person=(frame.person(duty.person) if duty.person is not None else Span(frame.tr.gettext("nobody")),),
            customer=(frame.customer(duty.customer),),
            chip=frame.ladder.chip(duty.grade),
            rank=frame.ladder.rank(duty.grade),
            kind=frame.words.word(DUTIES, duty.kind.value),
        )
        for duty in in_order(frame, late)
    )


def follow_ups(frame: Frame, duties: WeekDuties) -> FollowUps:
    """Return what a week's page tells of duties."""
    weeks = told_weeks(duties)
    tallies = [duties.compliance.of(week) for week in weeks]
    now = tallies[-1]
    return FollowUps(
        answer=answer(frame, duties),
        share=frame.words.percent(now.in_time, now.due) if now.due else "–",
        spark=spark([round(100 * tally.in_time / tally.due) if tally.due else 0 for tally in tallies]),
        spoken=frame.tr.gettext("Compliance in %(n)d weeks") % {"n": len(weeks)},
        grades=tuple(
            kept_line(frame, spans(frame.ladder.chip(grade)), tally) for grade, tally in by_grade(frame, duties)
        ),
        weeks=tuple(kept_line(frame, spans(str(week)), tally) for week, tally in zip(weeks, tallies, strict=True)),
        late=lateness(frame, duties.late),
        late_duties=late_duties(frame, duties.late),
    )
