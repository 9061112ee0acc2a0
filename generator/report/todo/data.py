"""The day's work for programs: the keys of design section 6; further keys may follow."""

from __future__ import annotations

from generator.duties.duty import Escalation
from generator.report.data import Data
from generator.report.todo.pool import Pooled
from generator.report.todo.view import Call, Task, TodoView, heard


def todo_data(view: TodoView) -> Data:
    """Return the work of a day: the late duties first, in the order of the work; what is unknown is None."""
    return {
        "date": view.day.isoformat(),
        "duties": [_duty(view, call, task) for call, task in view.tasks],
        "pool": [_pooled(one) for one in view.pool],
    }


def _duty(view: TodoView, call: Call, task: Task) -> Data:
    duty = task.duty
    return {
        "customer": duty.customer,
        "consultant": duty.consultant,
        "kind": duty.kind.value,
        "due": duty.due.isoformat(),
        "state": duty.state.value,
        "days_late": duty.days_late,
        "why": task.why,
        "person": duty.person,
        "since": duty.since.isoformat(),
        "grade": call.grade,
        "sincerity": call.sincerity,
        "escalated": [_escalation(one) for one in heard(duty, view.day)],
        "said": _said(call),
        "step": call.step or None,
    }


def _escalation(one: Escalation) -> Data:
    return {"role": one.role.value, "person": one.person, "day": one.day.isoformat()}


def _said(call: Call) -> Data | None:
    if call.source is None:
        return None
    record = call.source.record
    return {"at": str(record.at), "by": record.by, "record": call.source.path, "note": call.said}


def _pooled(one: Pooled) -> Data:
    return {
        "customer": one.customer,
        "since": one.since.isoformat(),
        "why": one.why,
        "previous": one.previous,
    }
