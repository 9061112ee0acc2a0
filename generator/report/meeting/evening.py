"""The sheet of the evening meeting: the best customers one by one (F3), then the feedback of each team (F6, F8)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from generator.duties.duty import CALLS, Kind, State
from generator.duties.escalation import Staff
from generator.grade.grading import Grading
from generator.model.office import Role
from generator.report.frame import Frame
from generator.report.meeting.sheet import Entry, Head, Part, contacts, entry, head, late_words, part, standing, told
from generator.report.rich import Rich, Span, Tone, fill, spans, strong
from generator.texts import _
from generator.values import dataclass


@dataclass(frozen=True, slots=True)
class EveningView:
    """The sheet of one evening; ``parts`` are the reported grades, then the teams."""

    head: Head
    answer: Rich
    parts: tuple[Part[Entry], ...]


def evening_view(frame: Frame) -> EveningView:
    """Return the sheet of the evening of ``frame.as_of``."""
    reported = {duty.customer for duty in frame.work.duties.open() if duty.kind is Kind.DAILY_REPORT}
    best = _in_order(frame, (grading for grading in frame.present if grading.id in reported))
    others = _in_order(frame, (one for one in frame.present if one.id not in reported and _of_today(frame, one.id)))
    parts = [_reported(frame, best), *_teams(frame, others)]
    return EveningView(head(frame), _answer(frame, best, others), tuple(one for one in parts if one.entries))


def _in_order(frame: Frame, customers: Iterable[Grading]) -> tuple[Grading, ...]:
    return tuple(sorted(customers, key=lambda one: (frame.ladder.rank(one.grade), one.since, one.id)))


def _of_today(frame: Frame, customer: str) -> bool:
    """Tell whether a customer was in contact today, or a call that they are owed is late."""
    late = (duty.state is State.LATE and duty.kind in CALLS for duty in frame.work.duties.duties.get(customer, ()))
    return any(late) or _in_contact(frame, customer)


def _in_contact(frame: Frame, customer: str) -> bool:
    """Tell whether there was a contact today; contacts are in order of time."""
    days = (filed.record.at.day for filed in reversed(frame.dossier(customer).visits))
    return next((day for day in days if day <= frame.as_of), None) == frame.as_of


def _reported(frame: Frame, customers: Iterable[Grading]) -> Part[Entry]:
    chips = frame.words.comma(frame.ladder.chip(grade).text for grade in frame.rules.follow_up.daily_report)
    title = fill(frame.tr.gettext(_("%(grades)s customers, one by one")), grades=chips)
    about = frame.tr.gettext(_("Reported by the consultant; the manager leads the analysis."))
    return part("best", title, about, (_entry(frame, grading) for grading in customers))


def _teams(frame: Frame, customers: Iterable[Grading]) -> Iterator[Part[Entry]]:
    """Yield the customers of each team, by who leads the consultant today."""
    staff = Staff(frame.office)
    teams: dict[str, list[Grading]] = {}
    for grading in customers:
        leader = staff.who(Role.LEADER, grading.consultant, frame.as_of) or ""
        teams.setdefault(leader, []).append(grading)
    about = frame.tr.gettext(_("In contact today, or a call is late; the leader says how to go on."))
    known = [person for person in frame.office.people if person in teams]
    for leader in (*known, *(teams.keys() - set(known))):
        name = frame.person_name(leader) if leader else frame.tr.gettext("nobody")
        title = fill(frame.tr.gettext(_("Team of %(name)s")), name=name)
        yield part(f"team-{leader}", title, about, (_entry(frame, grading) for grading in teams[leader]))


def _entry(frame: Frame, grading: Grading) -> Entry:
    fall = frame.sentences.next_fall(grading.next_fall) if grading.next_fall is not None else ()
    pending = frame.sentences.pending(grading.pending) if grading.pending is not None else ()
    every = contacts(frame, grading.id)
    today = [told(frame, filed) for filed in every if filed.record.at.day == frame.as_of]
    last = [told(frame, filed) for filed in every[-1:]]
    nothing: Rich = (Span(frame.tr.gettext(_("no contact today")), Tone.MUTE),)
    why = [standing(frame, grading), pending, fall, *late_words(frame, grading.id)]
    return entry(frame, grading, why, today or [nothing, *last])


def _answer(frame: Frame, best: tuple[Grading, ...], others: tuple[Grading, ...]) -> Rich:
    tr = frame.tr
    parts = []
    if frame.rules.follow_up.daily_report:
        chips = frame.words.comma(frame.ladder.chip(grade).text for grade in frame.rules.follow_up.daily_report)
        text = tr.gettext(_("%(grades)s customers to report: %(n)s."))
        parts.append(fill(text, grades=chips, n=strong(len(best))))
    if others:
        parts.append(fill(tr.gettext(_("Other customers to speak of: %(n)s.")), n=strong(len(others))))
    if late := len(frame.work.late):
        template = tr.ngettext("%(n)s duty is late.", "%(n)s duties are late.", late)
        parts.append(fill(template, n=Span(str(late), Tone.LATE)))
    return frame.words.sentences(parts) if parts else spans(tr.gettext(_("Nothing has to be reported this evening.")))
