"""The day's work as text for the terminal and as Markdown: who, late or not, why, what was said, what is next."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from generator.report.frame import Frame
from generator.report.plan.markdown import escaped
from generator.report.todo.pool import Pooled
from generator.report.todo.view import Agenda, Call, Task, TodoView
from generator.report.words import CHANNELS
from generator.texts import Translator, _, one_line

Show = Callable[[str], str]
"""How a format shows a value so that it stays plain text."""


def text(frame: Frame, view: TodoView) -> str:
    """Return the work as lines, two more spaces for each level."""
    lines = [one_line(_summary(frame.tr, view))]
    for agenda in view.agendas:
        lines += ["", one_line(_heading(frame.tr, agenda))]
        for call in agenda.calls:
            lines.append(f"  {one_line(_customer(frame, agenda, call))}")
            lines += [f"    {line}" for line in _details(frame, call, one_line)]
    if view.pool:
        lines += ["", one_line(_pool_heading(frame.tr, view.pool))]
        lines += [f"  {one_line(_pool_line(frame, one))}" for one in view.pool]
    return "\n".join(lines) + "\n"


def markdown(frame: Frame, view: TodoView) -> str:
    """Return the work as Markdown: a heading for each person, a list of customers."""
    lines = [f"## {escaped(_summary(frame.tr, view))}"]
    for agenda in view.agendas:
        lines += ["", f"### {escaped(_heading(frame.tr, agenda))}", ""]
        for call in agenda.calls:
            lines.append(f"- <b>{escaped(_customer(frame, agenda, call))}</b>")
            lines += [f"  - {line}" for line in _details(frame, call, escaped)]
    if view.pool:
        lines += ["", f"### {escaped(_pool_heading(frame.tr, view.pool))}", ""]
        lines += [f"- {escaped(_pool_line(frame, one))}" for one in view.pool]
    return "\n".join(lines) + "\n"


def _summary(tr: Translator, view: TodoView) -> str:
    total = len(view.tasks)
    if not total:
        return tr.gettext(_("%(day)s: nothing to do.")) % {"day": view.day.isoformat()}
    template = tr.ngettext("%(day)s: %(n)d duty, %(late)d late.", "%(day)s: %(n)d duties, %(late)d late.", total)
    return template % {"day": view.day.isoformat(), "n": total, "late": view.late}


def _heading(tr: Translator, agenda: Agenda) -> str:
    template = tr.ngettext(
        "%(name)s (%(id)s): %(n)d duty, %(late)d late",
        "%(name)s (%(id)s): %(n)d duties, %(late)d late",
        agenda.total,
    )
    return template % {"name": agenda.name, "id": agenda.person, "n": agenda.total, "late": agenda.late}


def _customer(frame: Frame, agenda: Agenda, call: Call) -> str:
    params = {"customer": call.name.text, "grade": call.chip.text, "points": call.sincerity}
    told = frame.tr.gettext(_("%(customer)s · %(grade)s · sincerity %(points)d")) % params
    if call.consultant == agenda.person:
        return told
    whose = {"told": told, "person": frame.person_name(call.consultant)}
    return frame.tr.gettext(_("%(told)s · consultant %(person)s")) % whose


def _details(frame: Frame, call: Call, show: Show) -> Iterator[str]:
    for task in call.tasks:
        yield show(_task(frame, task))
    if call.source is not None:
        record = call.source.record
        params = {
            "day": frame.words.day(record.at.day),
            "channel": frame.words.word(CHANNELS, record.channel.value),
            "note": call.said,
        }
        yield show(frame.tr.gettext(_("Last said (%(day)s, %(channel)s): %(note)s")) % params)
    if call.step:
        yield show(frame.tr.gettext(_("Playbook: %(step)s")) % {"step": call.step})


def _task(frame: Frame, task: Task) -> str:
    tr = frame.tr
    params = {"kind": task.kind, "day": frame.words.day(task.duty.due), "late": task.late, "why": task.why}
    if task.is_late:
        told = tr.gettext(_("%(kind)s, %(late)s (due %(day)s): %(why)s")) % params
    elif task.duty.due == frame.as_of:
        told = tr.gettext(_("%(kind)s, today: %(why)s")) % params
    else:
        told = tr.gettext(_("%(kind)s, by %(day)s: %(why)s")) % params
    if task.heard:
        told = tr.gettext(_("%(told)s Escalated: %(heard)s.")) % {"told": told, "heard": task.heard}
    return told


def _pool_heading(tr: Translator, pool: Sequence[Pooled]) -> str:
    template = tr.ngettext("Pool: %(n)d customer", "Pool: %(n)d customers", len(pool))
    return template % {"n": len(pool)}


def _pool_line(frame: Frame, one: Pooled) -> str:
    params = {
        "customer": one.name.text,
        "grade": one.chip.text,
        "day": frame.words.day(one.since),
        "person": frame.person_name(one.previous) if one.previous is not None else "–",
        "why": one.why,
    }
    template = _("%(customer)s · %(grade)s · since %(day)s, last with %(person)s: %(why)s")
    return frame.tr.gettext(template) % params
