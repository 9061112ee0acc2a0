"""`fenji deal`: record a stage of a deal."""

from __future__ import annotations

import click

from generator.cli.context import Context, pass_context
from generator.cli.recording import Now, dossier_of, part_of, record
from generator.cli.values import At
from generator.model.record import Stage
from generator.model.scalar import Moment
from generator.model.snapshot import snapshot
from generator.texts import _
from generator.writing import records


@click.command(help=_("Record a stage of a deal of customer ID."))
@click.argument("customer", metavar="ID")
@click.option(
    "--stage", type=click.Choice([stage.value for stage in Stage]), required=True, help=_("Stage of the deal.")
)
@click.option("--unit", metavar="UNIT", help=_("The unit, as in 3-1201."))
@click.option("--amount", metavar="NUMBER", help=_("Amount in the office's money unit."))
@click.option(
    "--at", type=At(), metavar="DATE", help=_("Date, or date and time in quotes; default: the office's today.")
)
@click.option("--note", metavar="TEXT", help=_("A remark."))
@click.option("--dry-run", is_flag=True, help=_("Show what would be written, and write nothing."))
@pass_context
def deal(
    context: Context,
    customer: str,
    stage: str,
    unit: str | None,
    amount: str | None,
    at: Moment | None,
    note: str | None,
    *,
    dry_run: bool,
) -> int:
    """Write the stage; return the exit code."""
    tree = part_of(context.tree(), customer)
    found = snapshot(tree)
    dossier = dossier_of(tree, found, customer)
    today = context.as_of(None, found.office)
    said = {"stage": stage, "unit": unit, "amount": amount, "note": note}
    options = {"at": "--at"} | {key: f"--{key}" for key in said}
    return record(
        context, Now(tree, found, today), records.deal(dossier, at or Moment(today), said), options, dry_run=dry_run
    )
