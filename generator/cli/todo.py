"""`fenji todo`: what to do today, late first, for whom and why."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date

import click

from generator.assignment.leaving import person_of
from generator.cli.context import Context, pass_context
from generator.cli.feeds import VARIABLE, feed_key
from generator.cli.judging import grades_despite
from generator.cli.options import Day, format_option, revision_option
from generator.failure import Failure
from generator.model.office import Office
from generator.report.data import provenance
from generator.report.frame import Frame, frame
from generator.report.todo.calendar import calendar, calendar_title
from generator.report.todo.data import todo_data
from generator.report.todo.feeds import feed_path
from generator.report.todo.telling import markdown, text
from generator.report.todo.view import TodoView, todo_view
from generator.texts import Message, _, plain_json

MOST_DAYS = 366


@click.command(
    help=_(
        "Show what is to be done today: what is late first, then by grade and sincerity, each with why it is due, what "
        "was last said and what the playbook says next; then the customers in the pool."
    )
)
@click.option("--consultant", metavar="PERSON", help=_("Only the customers of this person."))
@click.option("--date", "day", metavar="DATE", type=Day(), help=_("Judge as of this day; default: the office's today."))
@click.option(
    "--days",
    type=click.IntRange(0, MOST_DAYS),
    default=0,
    show_default=True,
    help=_("Also what falls due in so many days after."),
)
@format_option("text", "json", "markdown", "ics")
@click.option(
    "--address",
    is_flag=True,
    help=_("Only say where on the site the calendar of --consultant is, by the secret FENJI_CALENDAR_KEY."),
)
@revision_option
@click.option("--keep-going", is_flag=True, help=_("Show what is usable although there are errors."))
@pass_context
def todo(
    context: Context,
    consultant: str | None,
    day: date | None,
    days: int,
    form: str,
    revision: str | None,
    *,
    address: bool,
    keep_going: bool,
) -> int:
    """Print the work; return 1 where there are errors."""
    snapshot = context.snapshot(revision)
    if address:
        click.echo(_address(snapshot.office, consultant))
        return 0
    grades, code = grades_despite(context, snapshot, context.as_of(day, snapshot.office), keep_going=keep_going)
    if grades is None:
        return code
    if consultant is not None:
        person_of(grades.office, consultant)
    shown = frame(snapshot, grades, context.tr)
    click.echo(_FORMATS[form](shown, todo_view(shown, consultant, days), consultant), nl=False)
    return code


def _address(office: Office | None, person: str | None) -> str:
    """Return the path of a person's calendar in the site. Raises Failure where nobody is named, or there are none."""
    if person is None or office is None:
        raise Failure(Message(_("Say whose calendar: --consultant PERSON.")))
    person_of(office, person)
    key = feed_key()
    if not key:
        message = _("The site has no calendars: %(name)s is not set here.")
        raise Failure(Message(message, {"name": VARIABLE}))
    return feed_path(key, person)


def _text(shown: Frame, view: TodoView, _consultant: str | None) -> str:
    return text(shown, view)


def _markdown(shown: Frame, view: TodoView, _consultant: str | None) -> str:
    return markdown(shown, view)


def _json(shown: Frame, view: TodoView, consultant: str | None) -> str:
    data = {**todo_data(view), "consultant": consultant, **provenance(shown.snapshot, shown.grades)}
    return plain_json(data) + "\n"


def _ics(shown: Frame, view: TodoView, consultant: str | None) -> bytes:
    return calendar(shown, view, calendar_title(shown, consultant))


_FORMATS: Mapping[str, Callable[[Frame, TodoView, str | None], str | bytes]] = {
    "text": _text,
    "json": _json,
    "markdown": _markdown,
    "ics": _ics,
}
