"""`fenji visit`: record a visit, call, message, show-flat view or event."""

from __future__ import annotations

import click

from generator.assignment.pooled import pooled, ranked
from generator.cli.context import Context, pass_context
from generator.cli.recording import Now, dossier_of, part_of, record
from generator.cli.returning import Received, outcome, unclear
from generator.cli.values import At, Pair, by_name
from generator.model.record import Channel
from generator.model.scalar import Moment
from generator.model.snapshot import snapshot
from generator.texts import _
from generator.writing.records import Said, contact


@click.command(help=_("Record a contact of customer ID: visit, call, message, show-flat view or event."))
@click.argument("customer", metavar="ID")
@click.option(
    "--at", type=At(), metavar="DATE", help=_("Date, or date and time in quotes; default: the office's today.")
)
@click.option(
    "--channel",
    type=click.Choice([channel.value for channel in Channel]),
    default=Channel.VISIT.value,
    show_default=True,
    help=_("How the contact came about."),
)
@click.option(
    "--by",
    metavar="PERSON",
    help=_("Id of who had the contact; default: the customer's consultant, where the customer is not in the pool."),
)
@click.option("--note", metavar="TEXT", help=_("What was said, in a sentence or two."))
@click.option(
    "--judge",
    "judged",
    type=Pair(),
    multiple=True,
    metavar="NAME=VALUE",
    help=_("A level, answer or number, as in price=C; may be given several times."),
)
@click.option("--unit", "units", multiple=True, metavar="UNIT", help=_("A unit wished for, first wish first."))
@click.option(
    "--next",
    "planned",
    type=(At(), str),
    metavar="DATE WHAT",
    help=_("The next step: the day of it, and what is to be done."),
)
@click.option("--dry-run", is_flag=True, help=_("Show what would be written, and write nothing."))
@pass_context
def visit(
    context: Context,
    customer: str,
    at: Moment | None,
    channel: str,
    by: str | None,
    note: str | None,
    judged: tuple[tuple[str, str], ...],
    units: tuple[str, ...],
    planned: tuple[Moment, str] | None,
    *,
    dry_run: bool,
) -> int:
    """Write the contact; return the exit code."""
    tree = part_of(context.tree(), customer)
    found = snapshot(tree)
    dossier = dossier_of(tree, found, customer)
    today = context.as_of(None, found.office)
    day = at or Moment(today)
    office = snapshot(context.tree()) if ranked(found) else found
    known = channel == Channel.VISIT and not dossier.unread  # a record that can't be read may be the missing call
    since = pooled(office, dossier.id, min(day.day, today)) if known else None
    if since is not None and by is None:
        raise unclear(context, dossier.id, since, min(day.day, today))
    said: Said = {
        "channel": channel,
        "by": by or dossier.customer.record.consultant,
        "note": note,
        "judged": by_name(judged, "--judge"),
        "units": units,
        "next": None if planned is None else {"on": planned[0].day, "what": planned[1]},
    }
    options = {"at": "--at", "channel": "--channel", "by": "--by", "note": "--note", "units": "--unit"}
    options["next"] = "--next"
    options |= {f"judged.{name}": f"--judge {name}={value}" for name, value in judged}
    code = record(context, Now(tree, found, today), contact(dossier, day, said), options, dry_run=dry_run)
    if since is not None and code == 0 and not dry_run:
        context.say(outcome(context, dossier, since, Received(by or "", day.day)))
    return code
