"""`fenji roster`: who receives the next new customer, and who received whom on a day."""

from __future__ import annotations

import click

from generator.assignment.ownership import standings
from generator.assignment.roster import duty, next_at
from generator.cli.context import Context, pass_context
from generator.cli.judging import grades_despite
from generator.cli.options import format_option, revision_option
from generator.cli.table import table
from generator.cli.values import At
from generator.failure import Failure
from generator.model.office import Office
from generator.model.scalar import Moment
from generator.report.data import provenance
from generator.report.frame import frame
from generator.report.roster import roster_data, roster_lines, roster_rows
from generator.texts import Message, _, plain_json


@click.command(
    help=_(
        "Show the duty roster of a day: who is next, the order, who is off, and every new customer with who received "
        "them and whose turn it was. It is replayed from the records, so any day of the past can be asked."
    )
)
@click.option(
    "--date",
    "at",
    type=At(),
    metavar="DATE",
    help=_("The day, or day and time, as in “2026-11-21 14:30”; default: the office's today."),
)
@format_option("text", "json")
@revision_option
@click.option("--keep-going", is_flag=True, help=_("Show what is usable although there are errors."))
@pass_context
def roster(context: Context, form: str, at: Moment | None, revision: str | None, *, keep_going: bool) -> int:
    """Print the roster; return 1 where there are errors."""
    snapshot = context.snapshot(revision)
    moment = at or Moment(context.as_of(None, snapshot.office))
    grades, code = grades_despite(context, snapshot, moment.day, keep_going=keep_going)
    if grades is None:
        return code
    _expect_order(grades.office, moment)
    found = standings(snapshot, grades)
    day = duty(grades.office, snapshot.dossiers, found, moment.day)
    timed = moment.minute >= 0
    following = next_at(grades.office, snapshot.dossiers, found, moment) if timed else day.next
    if form == "json":
        data = {**roster_data(day, moment, following), **provenance(snapshot, grades)}
        click.echo(plain_json(data))
        return code
    shown = frame(snapshot, grades, context.tr)
    for line in roster_lines(shown, day, moment, following):
        click.echo(line)
    if day.receptions:
        click.echo()
        click.echo(table(roster_rows(shown, day)), nl=False)
    return code


def _expect_order(office: Office, moment: Moment) -> None:
    """Raise Failure where the office has no duty roster on the day."""
    if office.roster is None:
        owners = [name for name, person in office.people.items() if person.role == "consultant"]
        message = _("office.yaml has no duty roster; write, for example, roster: {order: [%(ids)s]}.")
        raise Failure(Message(message, {"ids": ", ".join(owners)}))
    if office.roster.began(moment.day) is None:
        first = min(office.roster.order, default=None)
        message = _("The duty roster of office.yaml has no order for %(day)s; the first one begins on %(first)s.")
        raise Failure(Message(message, {"day": moment.day.isoformat(), "first": first.isoformat() if first else "–"}))
