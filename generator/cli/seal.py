"""`fenji seal`: full phone numbers become masked ones, and sealed beside them."""

from __future__ import annotations

import secrets
from collections.abc import Mapping

import click

from generator.cli.context import Context, pass_context
from generator.cli.sealing import number_key, rewrite, seal_key
from generator.model.dossier import Dossier
from generator.model.phone import full_number, masked
from generator.model.seal import KEY_DIGITS, sealed
from generator.texts import Message, _


@click.command(
    help=_(
        "Seal full phone numbers with the key in FENJI_SEAL_KEY: customer.yaml keeps the masked number, and the sealed "
        "one in phone_sealed. With FENJI_PHONE_KEY set phone_key is written, too."
    )
)
@click.option("--new-key", is_flag=True, help=_("Only print a new key, for the office to keep outside the repository."))
@click.option("--dry-run", is_flag=True, help=_("Show which files would change, and change nothing."))
@pass_context
def seal(context: Context, *, new_key: bool, dry_run: bool) -> int:
    """Seal what is not sealed yet; return the exit code."""
    if new_key:
        click.echo(secrets.token_hex(KEY_DIGITS // 2))
        return 0
    key = seal_key()

    def values(dossier: Dossier) -> Mapping[str, str]:
        number = full_number(dossier.customer.record.phone or "")
        if number is None:
            return {}
        return {"phone": masked(number), **number_key(number), "phone_sealed": sealed(key, dossier.id, number)}

    number = rewrite(context, values, dry_run=dry_run)
    sentence = (
        _("Phone numbers that would be sealed: %(number)d.") if dry_run else _("Phone numbers sealed: %(number)d.")
    )
    context.say(Message(sentence, {"number": number}))
    if number and not dry_run:
        context.say(Message(_("Older commits still hold the full numbers; docs/privacy.md says how to rewrite them.")))
    return 0
