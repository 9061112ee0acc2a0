"""`fenji import`: tables in."""

from __future__ import annotations

import os
from collections.abc import Mapping
from contextlib import nullcontext
from dataclasses import asdict
from pathlib import Path

import click

from generator.cli.context import Context, holder, pass_context, today
from generator.cli.options import format_option
from generator.cli.sealing import KEY_VARIABLE, key_for
from generator.cli.table import table
from generator.exchange.importing import Import, prepare
from generator.exchange.mapping import MapFile, read_map
from generator.exchange.matching import WRITTEN, Outcome
from generator.exchange.plan import OnFile
from generator.exchange.rejects import rejects
from generator.failure import Failure
from generator.grade.check import check
from generator.model.snapshot import snapshot
from generator.read.problem import Problem
from generator.report.problems import REPORTERS
from generator.texts import Message, _, plain_json
from generator.writing.batch import store
from generator.writing.lock import locked

_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
_KINDS = {"": _("Customers"), "visits": _("Contacts"), "deals": _("Deals")}
_NAMES = {"": "customers", "visits": "contacts", "deals": "deals"}
_OUTCOMES = {
    Outcome.NEW: _("new"),
    Outcome.UNCHANGED: _("unchanged"),
    Outcome.CHANGED: _("changed"),
    Outcome.DIFFERENT: _("different, left as they are"),
}


@click.command("import", help=_("Take records over from tables: CSV, columns with spaces between, or .xlsx."))
@click.argument("files", nargs=-1, required=True, type=_FILE)
@click.option(
    "--map", "map_file", required=True, metavar="MAP.yaml", type=_FILE, help=_("Which column becomes which key.")
)
@click.option("--dry-run", is_flag=True, help=_("Only show what would be written."))
@click.option(
    "--rejects",
    "rejects_file",
    metavar="OUT.csv",
    type=click.Path(dir_okay=False, path_type=Path),
    help=_("Write the rows that were not taken to this file, with the reasons."),
)
@click.option("--update", is_flag=True, help=_("Where a file says otherwise than its row, take the row's values."))
@format_option("text", "json")
@pass_context
def import_(
    context: Context, files: tuple[Path, ...], map_file: Path, rejects_file: Path | None, form: str,
    *, dry_run: bool, update: bool,
) -> int:  # fmt: skip
    """Print what was written and what was not; return 1 where a row was not taken."""
    mapping, problems = read_map(str(map_file), map_file.read_bytes())
    if mapping is None:
        return _complain(context, problems)
    tables = {str(file): file.read_bytes() for file in files}
    with nullcontext() if dry_run else locked(context.root, holder()):
        done, found = _prepared(context, tables, mapping, update=update)
        if done is not None and not dry_run:
            store(context.root, done.plan.files, done.plan.before)
    if done is None:
        return _complain(context, found)
    if rejects_file is not None:
        rejects_file.write_bytes(rejects(done, context.tr).encode())
    _FORMATS[form](context, done, dry_run=dry_run)
    return _complain(context, done.problems)


def _prepared(
    context: Context, tables: Mapping[str, bytes], mapping: MapFile, *, update: bool
) -> tuple[Import | None, tuple[Problem, ...]]:
    tree = context.tree()
    now = snapshot(tree)
    if now.office is None:
        raise Failure(Message(_("office.yaml can't be used, so nobody is known; `fenji check` says what is wrong.")))
    day = today(now.office)
    on_file = OnFile(tree, now, lambda changed: check(snapshot(changed), day))
    secret = os.environ.get(KEY_VARIABLE, "").encode()
    return prepare(tables, mapping, on_file, secret=secret or None, update=update, seal=key_for(now.office))


def _complain(context: Context, problems: tuple[Problem, ...] | list[Problem]) -> int:
    click.echo(REPORTERS["text"](tuple(problems), context.tr), nl=False, err=True)
    return 1 if problems else 0


def _text(context: Context, done: Import, *, dry_run: bool) -> None:
    """Print the files that would be written, and how many records and rows came to what."""
    if dry_run:
        for entry in done.plan.entries:
            if entry.outcome in WRITTEN:
                click.echo(f"{context.tr.gettext(_OUTCOMES[entry.outcome])}: {entry.path}")
    counts = {folder: done.plan.counts(folder) for folder in _KINDS}
    rows = [["", *(context.tr.gettext(text) for text in _OUTCOMES.values())]]
    rows += [[context.tr.gettext(kind), *map(str, counts[folder].values())] for folder, kind in _KINDS.items()]
    click.echo(table(rows, numbers=range(1, len(_OUTCOMES) + 1)), nl=False)
    message = _(
        "Rows: %(read)d read = %(taken)d taken, %(idle)d without a record, %(kept)d on file but different, "
        "%(refused)d refused, %(blank)d blank."
    )
    click.echo(Message(message, asdict(done.rows)).text(context.tr))
    for remark in done.remarks:
        context.say(remark)
    if dry_run:
        context.say(Message(_("Nothing was written: this was a dry run.")))


def _json(_context: Context, done: Import, *, dry_run: bool) -> None:
    """Print the same for programs."""
    written = {entry.path: str(entry.outcome) for entry in done.plan.entries if entry.outcome in WRITTEN}
    data = {
        "dry_run": dry_run,
        "rows": asdict(done.rows),
        "records": {
            name: {str(outcome): n for outcome, n in done.plan.counts(folder).items()}
            for folder, name in _NAMES.items()
        },
        "files": dict(sorted(written.items())),
    }
    click.echo(plain_json(data))


_FORMATS = {"text": _text, "json": _json}
