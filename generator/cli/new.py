"""`fenji new`: register a customer."""

from __future__ import annotations

import os
import secrets
from collections.abc import Mapping, Sequence
from datetime import date

import click

from generator.assignment.pooled import next_on_roster
from generator.cli.context import Context, pass_context
from generator.cli.options import Day
from generator.cli.recording import Now, record
from generator.cli.sealing import KEY_VARIABLE, SEAL_VARIABLE, key_for
from generator.cli.values import Pair, by_name
from generator.failure import Failure
from generator.model.phone import full_number, masked, phone_key
from generator.model.record import Source
from generator.model.seal import sealed
from generator.model.snapshot import snapshot
from generator.model.yamltext import Value
from generator.read.tree import Tree
from generator.texts import Message, _
from generator.writing.code import draw
from generator.writing.duplicates import duplicates
from generator.writing.records import customer

NEXT = _("Next by the duty roster: %(name)s (%(id)s).")


@click.command(help=_("Register a customer: draws an id and writes customer.yaml."))
@click.option("--name", metavar="NAME", required=True, help=_("Name of the customer."))
@click.option(
    "--consultant",
    metavar="PERSON",
    help=_("Id of the consultant in office.yaml; default: whose turn it is by the duty roster."),
)
@click.option(
    "--source",
    type=click.Choice([source.value for source in Source]),
    help=_("How the customer found the office; default: walk_in, or referral where --referrer is given."),
)
@click.option("--referrer", metavar="ID", help=_("Id of the customer who brought this one."))
@click.option(
    "--phone", metavar="NUMBER", help=_("Phone number; only a masked one is kept, unless the office keeps full ones.")
)
@click.option("--registered", metavar="DATE", type=Day(), help=_("Day of registration; default: the office's today."))
@click.option(
    "--set",
    "further",
    type=Pair(),
    multiple=True,
    metavar="KEY=VALUE",
    help=_("Any further key, as in wants.rooms=3; may be given several times."),
)
@click.option("--dry-run", is_flag=True, help=_("Show what would be written, and write nothing."))
@pass_context
def new(
    context: Context,
    name: str,
    consultant: str | None,
    source: str | None,
    referrer: str | None,
    phone: str | None,
    registered: date | None,
    further: tuple[tuple[str, str], ...],
    *,
    dry_run: bool,
) -> int:
    """Write the customer; return the exit code."""
    tree = context.tree()
    found = snapshot(tree)
    today = context.as_of(None, found.office)
    day = registered or today
    turn = next_on_roster(found, day)
    number = full_number(phone) if phone else None
    kept, key = _phone(context, phone, keep_full=found.office is not None and found.office.privacy.phone == "full")
    said: dict[str, Value | None] = {
        "name": name,
        "phone": kept,
        "phone_key": key,
        "phone_sealed": None,
        "consultant": consultant or _expected(turn, day),
        "source": source or (Source.REFERRAL if referrer else Source.WALK_IN).value,
        "registered": day,
    }
    options = {key: f"--{key}" for key in (*said, "referrer")} | {
        "phone_key": KEY_VARIABLE,
        "phone_sealed": SEAL_VARIABLE,
    }
    said |= {**_nested(by_name(further, "--set"), options), "referrer": referrer}
    options |= {key.partition(".")[0]: f"--set {key}" for key, _value in further}
    options |= {key: f"--set {key}={value}" for key, value in further}
    same = duplicates(found.dossiers, name, kept, key)
    code = draw(secrets.choice, _taken(tree))
    if number is not None and (secret := key_for(found.office)) is not None:
        said["phone_sealed"] = sealed(secret, code, number)
    exit_code = record(context, Now(tree, found, today), customer(code, day, said), options, dry_run=dry_run)
    if turn is not None and found.office is not None:
        who = {"name": found.office.people[turn].name, "id": turn}
        context.say(Message(NEXT, who))
    if same and exit_code == 0:
        context.say(Message(_("Probably registered already as: %(ids)s"), {"ids": ", ".join(same)}))
    return exit_code


def _expected(turn: str | None, day: date) -> str:
    """Return whose turn it is. Raises Failure where the roster does not say."""
    if turn is None:
        message = _(
            "Say with --consultant PERSON who gets the customer: no duty roster of office.yaml tells for %(day)s."
        )
        raise Failure(Message(message, {"day": day.isoformat()}))
    return turn


def _phone(context: Context, phone: str | None, *, keep_full: bool) -> tuple[str | None, str | None]:
    """Return the phone number as it is kept, and its key; a full number is masked unless the office keeps full ones."""
    number = full_number(phone) if phone else None
    if number is None:
        return phone, None
    secret = os.environ.get(KEY_VARIABLE, "")
    if not secret:
        message = _("%(variable)s is not set: without a phone_key the same number can't be found for sure.")
        context.say(Message(message, {"variable": KEY_VARIABLE}))
    return (number if keep_full else masked(number)), (phone_key(number, secret.encode()) if secret else None)


def _nested(further: Mapping[str, str], taken: Mapping[str, str]) -> dict[str, Value]:
    """Return --set's keys as they nest in the file: wants.rooms=3 → wants: {rooms: 3}."""
    nested: dict[str, dict[str, str]] = {}
    flat: dict[str, Value] = {}
    for key, value in further.items():
        outer, dot, inner = key.partition(".")
        if outer in taken:
            message = _("--set %(key)s: use %(option)s instead.")
            raise Failure(Message(message, {"key": key, "option": taken[outer]}))
        if dot:
            nested.setdefault(outer, {})[inner] = value
        else:
            flat[outer] = value
    return {**flat, **nested}


def _taken(tree: Tree) -> Sequence[str]:
    """Return every name below customers/ that an id could be mistaken for."""
    return [part.lower() for path in (*tree.files, *tree.others) for part in path.split("/")]
