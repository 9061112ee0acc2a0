"""What the commands around sealed phone numbers share: keys out of the environment, and customer.yaml rewritten."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping

import click

from generator.cli.context import Context, holder
from generator.failure import Failure
from generator.model.dossier import Dossier
from generator.model.office import Office
from generator.model.phone import phone_key
from generator.model.seal import Key, key_of
from generator.model.snapshot import snapshot
from generator.texts import Message, _
from generator.writing.batch import store
from generator.writing.edit import set_value
from generator.writing.lock import locked

KEY_VARIABLE = "FENJI_PHONE_KEY"
SEAL_VARIABLE, OLD_SEAL_VARIABLE = "FENJI_SEAL_KEY", "FENJI_SEAL_KEY_OLD"


def seal_key(variable: str = SEAL_VARIABLE) -> Key:
    """Return the key of the environment. Raises Failure where there is none."""
    text = os.environ.get(variable, "")
    if not text:
        message = _(
            "%(variable)s is not set; it holds the office's key for phone numbers. `fenji seal --new-key` prints one."
        )
        raise Failure(Message(message, {"variable": variable}))
    return key_of(text, variable)


def key_for(office: Office | None) -> Key | None:
    """Return the key for the numbers of an office that keeps them sealed; None for any other office."""
    return seal_key() if office is not None and office.privacy.phone == "sealed" else None


def number_key(number: str) -> Mapping[str, str]:
    """Return the key that finds a number again; nothing where the environment has no secret for it."""
    secret = os.environ.get(KEY_VARIABLE, "").encode()
    return {"phone_key": phone_key(number, secret)} if secret else {}


def rewrite(context: Context, values: Callable[[Dossier], Mapping[str, str]], *, dry_run: bool) -> int:
    """Give every customer's phone the keys that ``values`` returns; all files are written or none. Return how many."""
    with locked(context.root, holder()):
        tree = context.tree()
        before: dict[str, bytes] = {}
        after: dict[str, bytes] = {}
        for dossier in snapshot(tree).dossiers.values():
            path = dossier.customer.path
            text = tree.files[path].decode()
            for key, value in values(dossier).items():
                text = set_value(text, (key,), value)
            if text.encode() != tree.files[path]:
                before[path], after[path] = tree.files[path], text.encode()
        if not dry_run:
            store(context.root, after, before)
    for path in after:
        click.echo(path)
    return len(after)
