"""Follow-ups in a week's report for terminal and Markdown, and as plain data."""

from __future__ import annotations

from collections.abc import Iterator

from generator.duties.book import WeekDuties
from generator.duties.compliance import Tally
from generator.duties.duty import Duty
from generator.report.duties import in_order
from generator.report.frame import Frame
from generator.report.plan.view import Item, Section
from generator.report.rich import Rich, fill, spans, strong
from generator.report.week.duties import LateDuty, answer, by_grade, kept_line, late_duties, people, told_weeks
from generator.texts import _

Data = dict[str, object]

UNGRADED = "ungraded"


def duty_sections(frame: Frame, duties: WeekDuties) -> Iterator[Section]:
    """Yield how follow-ups were kept, by grade, consultant and week, and what is late, person by person."""
    tr = frame.tr
    if duties.compliance.tallies:
        week = duties.compliance.weeks[-1]
        told = [(frame.sentences.grade(grade), tally) for grade, tally in by_grade(frame, duties)]
        own = ((owner, duties.compliance.of(week, owner)) for owner in people(frame, duties))
        told += [(spans(strong(frame.person_name(owner))), tally) for owner, tally in own if tally != Tally()]
        told += [(spans(str(one)), duties.compliance.of(one)) for one in reversed(told_weeks(duties)[:-1])]
        items = [Item(answer(frame, duties)), *(Item(_kept(frame, name, tally)) for name, tally in told)]
        yield Section(tr.gettext(_("Follow-ups in time")), tuple(items))
    yield Section(tr.gettext(_("Late duties")), tuple(_late(frame, duties)))


def _kept(frame: Frame, name: Rich, tally: Tally) -> Rich:
    line = kept_line(frame, name, tally)
    text = _("%(name)s: %(done)s of %(due)s in time, %(share)s")
    told = fill(frame.tr.gettext(text), name=name, done=line.in_time, due=line.due, share=strong(line.share))
    if not line.due:
        told = fill(frame.tr.gettext(_("%(name)s: nothing due")), name=name)
    if line.response:
        text = _("%(told)s; first follow-up after %(days)s days on average (%(n)s)")
        told = fill(frame.tr.gettext(text), told=told, days=strong(line.response), n=tally.answered)
    return told


def _late(frame: Frame, duties: WeekDuties) -> Iterator[Item]:
    by_person: dict[Rich, list[LateDuty]] = {}
    for one in late_duties(frame, duties.late):
        by_person.setdefault(one.person, []).append(one)
    for person, late in sorted(by_person.items(), key=lambda pair: (-len(pair[1]), pair[1][0].due_key)):
        grades = [one.chip for one in sorted(late, key=lambda one: one.rank)]
        figures = frame.words.side_by_side(
            fill("%(chip)s %(n)s", chip=chip, n=grades.count(chip)) for chip in dict.fromkeys(grades)
        )
        text = frame.tr.gettext(_("%(name)s: %(n)s late, %(figures)s"))
        head = fill(text, name=strong(person[0].text), n=strong(len(late)), figures=figures)
        yield Item(head, tuple(_late_line(frame, one) for one in late))


def _late_line(frame: Frame, one: LateDuty) -> Rich:
    text = frame.tr.gettext(_("due by %(day)s: %(customer)s, %(grade)s, %(kind)s"))
    return fill(text, day=one.due, customer=one.customer, grade=one.chip, kind=one.kind)


def follow_up_data(frame: Frame, duties: WeekDuties) -> Data:
    """Return the figures of the week, by consultant and by grade, and those of the weeks of the history."""
    found = duties.compliance
    week = found.weeks[-1]
    grades = dict(by_grade(frame, duties))
    return {
        **_tally(found.of(week)),
        "consultants": {owner: _tally(found.of(week, owner)) for owner in people(frame, duties)},
        "grades": {grade or UNGRADED: _tally(grades.get(grade, Tally())) for grade in frame.ladder.states},
        "weeks": [{"week": str(one), **_tally(found.of(one))} for one in told_weeks(duties)],
    }


def _tally(tally: Tally) -> Data:
    """Return figures that can be added up, and what follows from them: a share of 1, and a mean of days."""
    return {
        "due": tally.due,
        "in_time": tally.in_time,
        "compliance": None if tally.share is None else round(tally.share, 4),
        "answered": tally.answered,
        "answer_days": tally.answer_days,
        "response_days": None if tally.response is None else round(tally.response, 2),
    }


def late_data(frame: Frame, duties: WeekDuties) -> list[Data]:
    """Return the late duties one by one, those late the longest first; keys as those of ``fenji todo``."""
    return [_late_duty(duty) for duty in in_order(frame, duties.late)]


def _late_duty(duty: Duty) -> Data:
    return {
        "customer": duty.customer,
        "consultant": duty.consultant,
        "person": duty.person,
        "kind": duty.kind.value,
        "grade": duty.grade,
        "due": duty.due.isoformat(),
        "days_late": duty.days_late,
    }
