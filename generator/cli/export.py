"""`fenji export`: tables out."""

from __future__ import annotations

import secrets
from datetime import date
from pathlib import Path

import click

from generator.cli.context import Context, pass_context
from generator.cli.judging import grades_despite
from generator.cli.options import as_of_option, revision_option
from generator.exchange.sheets import sheets
from generator.exchange.spreadsheet import as_csv, as_workbook
from generator.texts import _


@click.command(help=_("Write customers, grades and consultants as CSV files or as one .xlsx workbook."))
@click.option(
    "--out",
    required=True,
    metavar="PATH",
    type=click.Path(path_type=Path),
    help=_("A folder for three CSV files, or a file that ends in .xlsx."),
)
@click.option(
    "--format", "form", type=click.Choice(["csv", "xlsx"]), help=_("Default: xlsx for a file that ends so, else csv.")
)
@as_of_option
@revision_option
@click.option("--keep-going", is_flag=True, help=_("Export what is usable although there are errors."))
@pass_context
def export(
    context: Context, out: Path, form: str | None, as_of: date | None, revision: str | None, *, keep_going: bool
) -> int:
    """Write the files and print their paths; return 1 where there are errors."""
    snapshot = context.snapshot(revision)
    grades, code = grades_despite(context, snapshot, context.as_of(as_of, snapshot.office), keep_going=keep_going)
    if grades is None:
        return code
    found = sheets(snapshot, grades, context.tr)
    if (form or out.suffix.lower().removeprefix(".")) == "xlsx":
        files = {out: as_workbook(found)}
    else:
        out.mkdir(parents=True, exist_ok=True)
        files = {out / f"{sheet.name}.csv": as_csv(sheet) for sheet in found}
    for path, data in files.items():
        _put(path, data)
        click.echo(str(path))
    return code


def _put(path: Path, data: bytes) -> None:
    """Write a file aside and put it in its place, so that nobody opens half of it."""
    aside = path.with_name(f".writing-{secrets.token_hex(8)}")
    try:
        aside.write_bytes(data)
        aside.replace(path)
    finally:
        aside.unlink(missing_ok=True)
