"""The day's work as a calendar (iCalendar, RFC 5545): an all-day event with an alarm for every duty."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta

from icalendar import Alarm, Calendar, Event

from generator import __version__
from generator.duties.duty import Duty
from generator.report.frame import Frame
from generator.report.todo.view import Call, Task, TodoView
from generator.texts import _, one_line

_AT_NINE = timedelta(hours=9)
"""When the alarm sounds, counted from the beginning of the day on which the duty is due."""


def calendar(frame: Frame, view: TodoView, title: str) -> bytes:
    """Return the calendar of a day's duties, each on the day it is due, under the name ``title``.

    The same work gives the same bytes: the stamps are those of ``view.day``, and an event keeps its UID as long as its
    duty is the same one. The library escapes and folds what records and rules say.
    """
    found = Calendar()
    found.add("prodid", f"-//fenji//fenji {__version__}//ZH")
    found.add("version", "2.0")
    found.add("method", "PUBLISH")
    found.add("x-wr-calname", one_line(title))
    for call, task in view.tasks:
        found.add_component(_event(frame, view, call, task))
    written: bytes = found.to_ical()
    return written


def calendar_title(frame: Frame, person: str | None) -> str:
    """Return the name of a person's calendar, or of the office's."""
    name = frame.person_name(person) if person is not None else frame.office.name
    return frame.tr.gettext(_("Follow-ups: %(name)s")) % {"name": name}


def _event(frame: Frame, view: TodoView, call: Call, task: Task) -> Event:
    duty = task.duty
    event = Event()
    event.add("uid", uid(duty))
    event.add("dtstamp", datetime.combine(view.day, time(), UTC))
    event.add("dtstart", duty.due)
    event.add("dtend", duty.due + timedelta(days=1))
    summary = one_line(_summary(frame, call, task))
    event.add("summary", summary)
    event.add("description", "\n".join(one_line(line) for line in _description(frame, call, task)))
    event.add("categories", [one_line(task.kind)])
    event.add("transp", "TRANSPARENT")
    event.add_component(_alarm(summary))
    return event


def uid(duty: Duty) -> str:
    """Return what the event of a duty is known by, whatever becomes of it."""
    customer, kind, begin, since, number = duty.key
    return f"{customer}-{kind.value}-{begin:%Y%m%d}-{since:%Y%m%d}-{number}@fenji"


def _summary(frame: Frame, call: Call, task: Task) -> str:
    params = {"kind": task.kind, "customer": call.name.text, "grade": call.chip.text, "late": task.late}
    if task.is_late:
        return frame.tr.gettext(_("[%(late)s] %(customer)s (%(grade)s): %(kind)s")) % params
    return frame.tr.gettext(_("%(customer)s (%(grade)s): %(kind)s")) % params


def _description(frame: Frame, call: Call, task: Task) -> list[str]:
    tr, lines = frame.tr, [task.why]
    if task.person:
        lines.append(tr.gettext(_("Done by %(person)s.")) % {"person": task.person})
    if call.said:
        lines.append(tr.gettext(_("Last said: %(note)s")) % {"note": call.said})
    if call.step:
        lines.append(tr.gettext(_("Playbook: %(step)s")) % {"step": call.step})
    return lines


def _alarm(summary: str) -> Alarm:
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", summary)
    alarm.add("trigger", _AT_NINE)
    return alarm
