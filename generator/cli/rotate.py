"""`fenji rotate`: every sealed phone number under a new key."""

from __future__ import annotations

from collections.abc import Mapping

import click

from generator.cli.context import Context, pass_context
from generator.cli.sealing import OLD_SEAL_VARIABLE, number_key, rewrite, seal_key
from generator.model.dossier import Dossier
from generator.model.seal import opened, sealed
from generator.texts import Message, _


@click.command(
    help=_(
        "Seal all phone numbers anew: from the key in FENJI_SEAL_KEY_OLD to the one in FENJI_SEAL_KEY. With "
        "FENJI_PHONE_KEY set every phone_key is made anew with it, too. All files are written, or none."
    )
)
@click.option("--dry-run", is_flag=True, help=_("Show which files would change, and change nothing."))
@pass_context
def rotate(context: Context, *, dry_run: bool) -> int:
    """Seal anew; return the exit code."""
    old, new = seal_key(OLD_SEAL_VARIABLE), seal_key()

    def values(dossier: Dossier) -> Mapping[str, str]:
        value = dossier.customer.record.phone_sealed
        if value is None:
            return {}
        done = f":{new.id}:" in value  # an earlier turn, or somebody who had the new key already
        number = opened(new if done else old, dossier.id, value)
        return {**number_key(number), "phone_sealed": sealed(new, dossier.id, number)}

    number = rewrite(context, values, dry_run=dry_run)
    sentence = (
        _("Phone numbers that would be sealed anew: %(number)d.")
        if dry_run
        else _("Phone numbers sealed anew: %(number)d.")
    )
    context.say(Message(sentence, {"number": number}))
    return 0
