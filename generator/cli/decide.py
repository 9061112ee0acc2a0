"""`fenji decide`: record a decision of a leader or manager, and carry it out in customer.yaml where it changes that."""

from __future__ import annotations

from datetime import date

import click

from generator.cli.context import Context, pass_context
from generator.cli.options import Day
from generator.cli.recording import Now, dossier_of, record
from generator.cli.values import At
from generator.model.record import DecisionKind
from generator.model.scalar import Moment
from generator.model.snapshot import snapshot
from generator.texts import Message, _
from generator.writing.records import decision


@click.command(
    help=_(
        "Record a decision about customer ID. A transfer or claim also changes the consultant in customer.yaml, "
        "a merge closes the customer; the one named with --to stays, and has the contacts of both."
    )
)
@click.argument("customer", metavar="ID")
@click.argument("kind", metavar="KIND", type=click.Choice([kind.value for kind in DecisionKind]))
@click.option("--by", metavar="PERSON", required=True, help=_("Id of the leader or manager who decided."))
@click.option("--to", metavar="TARGET", help=_("The grade, consultant or customer that the decision leads to."))
@click.option("--reason", metavar="TEXT", required=True, help=_("Why."))
@click.option("--until", metavar="DATE", type=Day(), help=_("Last day of an override."))
@click.option("--at", type=At(), metavar="DATE", help=_("Date of the decision; default: the office's today."))
@click.option("--dry-run", is_flag=True, help=_("Show what would be written, and write nothing."))
@pass_context
def decide(
    context: Context,
    customer: str,
    kind: str,
    by: str,
    to: str | None,
    reason: str,
    until: date | None,
    at: Moment | None,
    *,
    dry_run: bool,
) -> int:
    """Write the decision; return the exit code."""
    tree = context.tree()
    found = snapshot(tree)
    dossier = dossier_of(tree, found, customer)
    today = context.as_of(None, found.office)
    said = {"by": by, "kind": kind, "to": to, "reason": reason, "until": until}
    change = decision(dossier, at or Moment(today), said, tree.files[dossier.customer.path])
    options = {"at": "--at"} | {key: f"--{key}" for key in said} | {"kind": "KIND"}
    now = Now(tree, found, today)
    if kind != DecisionKind.MERGE:
        return record(context, now, change, options, dry_run=dry_run)
    code = record(context, now, change, options, dry_run=dry_run, about=to)
    if code == 0 and not dry_run:
        sentence = _("%(to)s now has the contacts of %(id)s too. To undo it delete the decision and the line closed:.")
        context.say(Message(sentence, {"id": customer, "to": to}))
    return code
