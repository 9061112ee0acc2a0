"""The work of a day: late first, then by grade and sincerity; for each customer what was last said and what is next."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from generator.duties.duty import Duty, Escalation, State
from generator.model.dossier import Filed
from generator.model.office import Role
from generator.model.record import Visit
from generator.report.duties import reason
from generator.report.frame import Frame
from generator.report.rich import Chip, Span, plain
from generator.report.todo.playbook import playbook_step
from generator.report.todo.pool import Pooled, pooled
from generator.report.todo.sincerity import sincerity
from generator.report.words import DUTIES
from generator.values import dataclass, replace


@dataclass(frozen=True, slots=True)
class Task:
    """One duty in words; ``late`` is empty while it is in time.

    ``person`` is the name of who has to do it where that is not the consultant; ``heard`` who has heard of it.
    """

    duty: Duty
    kind: str
    late: str
    why: str
    person: str
    heard: str

    @property
    def is_late(self) -> bool:
        """Whether it should have been done before today."""
        return self.duty.state is State.LATE


@dataclass(frozen=True, slots=True)
class Call:
    """Everything that is to be done for one customer.

    ``said`` is the newest note of a contact, without numbers, and ``source`` that contact; empty and None where nothing
    was said. ``step`` is the playbook's.
    """

    customer: str
    consultant: str
    name: Span
    grade: str | None
    chip: Chip
    sincerity: int
    tasks: tuple[Task, ...]
    said: str
    source: Filed[Visit] | None
    step: str

    @property
    def late(self) -> int:
        """How many of the duties are late."""
        return sum(task.is_late for task in self.tasks)


@dataclass(frozen=True, slots=True)
class Agenda:
    """The work that one person has to do."""

    person: str
    name: str
    calls: tuple[Call, ...]

    @property
    def total(self) -> int:
        """How many duties there are."""
        return sum(len(call.tasks) for call in self.calls)

    @property
    def late(self) -> int:
        """How many of them are late."""
        return sum(call.late for call in self.calls)


@dataclass(frozen=True, slots=True)
class TodoView:
    """What is to be done on ``day``, for everybody or one person.

    ``calls`` is in the order of the work, customers with a late duty first, then by grade and sincerity; ``agendas``
    the same by who has to do it; ``tasks`` every duty with its customer: what is late, then the rest, both in that
    order.
    """

    day: date
    calls: tuple[Call, ...]
    tasks: tuple[tuple[Call, Task], ...]
    agendas: tuple[Agenda, ...]
    pool: tuple[Pooled, ...]

    @property
    def late(self) -> int:
        """How many of the duties are late."""
        return sum(call.late for call in self.calls)


def todo_view(frame: Frame, person: str | None = None, days: int = 0) -> TodoView:
    """Return the work of ``frame.as_of``: what is late, what is due on that day or up to so many ``days`` later.

    With ``person`` it is what is asked for this person's customers; for somebody who is no consultant also what they
    have to do themselves, as the reviews of a leader.
    """
    calls = _calls(frame, person, days)
    late_first = _late_first(calls)
    agendas = _agendas(frame, late_first, person)
    return TodoView(frame.as_of, late_first, _tasks(frame, calls), agendas, pooled(frame, person))


def tasks_of(frame: Frame, person: str) -> tuple[tuple[Call, Task], ...]:
    """Return the ``tasks`` of somebody's ``todo_view``."""
    return _tasks(frame, _calls(frame, person, 0))


def _calls(frame: Frame, person: str | None, days: int) -> list[Call]:
    """Return who is to be called, in the order of the work."""
    by_customer: dict[str, list[Duty]] = {}
    for duty in frame.work.duties.open():
        if (duty.due - frame.as_of).days <= days and (person is None or _concerns(frame, duty, person)):
            by_customer.setdefault(duty.customer, []).append(duty)
    calls = [_call(frame, customer, found) for customer, found in by_customer.items()]
    calls.sort(key=lambda call: _weight(frame, call))
    return calls


def _tasks(frame: Frame, calls: Sequence[Call]) -> tuple[tuple[Call, Task], ...]:
    """Return every duty with its customer: what is late, then the rest."""
    tasks = [(call, task) for call in calls for task in call.tasks]
    return tuple(sorted(tasks, key=lambda pair: (not pair[1].is_late, _weight(frame, pair[0]))))


def _concerns(frame: Frame, duty: Duty, person: str) -> bool:
    if duty.consultant == person:
        return True
    found = frame.office.people.get(person)
    return found is not None and found.role is not Role.CONSULTANT and duty.person == person


def _weight(frame: Frame, call: Call) -> tuple[int, int, date, str]:
    """Return what comes first: the better grade, then the more serious customer, then who waits longer."""
    return frame.ladder.rank(call.grade), -call.sincerity, call.tasks[0].duty.due, call.customer


def _agendas(frame: Frame, calls: Sequence[Call], first: str | None) -> tuple[Agenda, ...]:
    """Return the work by who has to do it: what a leader owes a customer is not in the consultant's part."""
    by_person: dict[str, list[Call]] = {}
    for call in calls:
        shares: dict[str, list[Task]] = {}
        for task in call.tasks:
            shares.setdefault(task.duty.person or call.consultant, []).append(task)
        for person, tasks in shares.items():
            by_person.setdefault(person, []).append(replace(call, tasks=tuple(tasks)))
    known = [person for person in frame.office.people if person in by_person]
    order = [*known, *sorted(person for person in by_person if person not in frame.office.people)]
    order.sort(key=lambda person: person != first)
    return tuple(Agenda(one, frame.person_name(one), _late_first(by_person[one])) for one in order)


def _late_first(calls: Sequence[Call]) -> tuple[Call, ...]:
    return tuple(sorted(calls, key=lambda call: not call.late))


def _call(frame: Frame, customer: str, duties: Sequence[Duty]) -> Call:
    grading = frame.everyone[customer]
    source = _last_said(frame, customer)
    return Call(
        customer=customer,
        consultant=duties[0].consultant,
        name=frame.customer(customer),
        grade=grading.grade,
        chip=frame.ladder.chip(grading.grade),
        sincerity=sincerity(frame, grading),
        tasks=tuple(_task(frame, duty) for duty in duties),
        said=frame.note(source.path) if source is not None else "",
        source=source,
        step=playbook_step(frame, grading),
    )


def _last_said(frame: Frame, customer: str) -> Filed[Visit] | None:
    """Return the newest contact that says something."""
    told = (filed for filed in reversed(frame.dossier(customer).visits) if filed.record.at.day <= frame.as_of)
    return next((filed for filed in told if filed.record.note and filed.record.note.strip()), None)


def _task(frame: Frame, duty: Duty) -> Task:
    late = frame.tr.ngettext("%(n)d day late", "%(n)d days late", duty.days_late) % {"n": duty.days_late}
    return Task(
        duty=duty,
        kind=frame.words.word(DUTIES, duty.kind.value),
        late=late if duty.state is State.LATE else "",
        why=plain(reason(frame, duty)),
        person=_other(frame, duty),
        heard=frame.words.comma(_heard(frame, one) for one in heard(duty, frame.as_of)),
    )


def _other(frame: Frame, duty: Duty) -> str:
    if duty.person is None or duty.person == duty.consultant:
        return ""
    return frame.person_name(duty.person)


def heard(duty: Duty, day: date) -> tuple[Escalation, ...]:
    """Return who has heard by a day that the duty is late."""
    return tuple(one for one in duty.escalations if one.day <= day)


def _heard(frame: Frame, one: Escalation) -> str:
    name = frame.person_name(one.person) if one.person is not None else "–"
    return frame.tr.gettext("%(name)s on %(day)s") % {"name": name, "day": frame.words.day(one.day)}
