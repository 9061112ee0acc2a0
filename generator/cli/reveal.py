"""`fenji reveal ID`: a sealed phone number, for who holds the key."""

from __future__ import annotations

import click

from generator.cli.context import Context, pass_context
from generator.cli.recording import dossier_of, part_of
from generator.cli.sealing import seal_key
from generator.failure import Failure
from generator.model.seal import opened
from generator.model.snapshot import snapshot
from generator.texts import Message, _


@click.command(help=_("Print the sealed phone number of customer ID; FENJI_SEAL_KEY holds the office's key."))
@click.argument("customer", metavar="ID")
@pass_context
def reveal(context: Context, customer: str) -> int:
    """Print the number; return the exit code."""
    key = seal_key()
    tree = part_of(context.tree(), customer)
    value = dossier_of(tree, snapshot(tree), customer).customer.record.phone_sealed
    if value is None:
        raise Failure(Message(_("No sealed phone number is on file for %(id)s."), {"id": customer}))
    click.echo(opened(key, customer, value))
    return 0
