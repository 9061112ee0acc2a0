"""`fenji commission`: what each deal brings each consultant so far, with the record behind each figure."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date

import click

from generator.assignment.leaving import person_of
from generator.assignment.shares import shares
from generator.cli.context import Context, pass_context
from generator.cli.judging import grades_despite
from generator.cli.options import as_of_option, format_option, revision_option
from generator.cli.table import table
from generator.exchange.cells import csv_text
from generator.grade.office import OfficeGrades
from generator.report.commission import HEADER, NUMBERS, Account, accounts, data, markdown, rows, sheet, total
from generator.texts import Translator, _, plain_json


@click.command(help=_("Show the commission shares of each consultant by stage of their deals, and the records behind."))
@click.option("--consultant", metavar="PERSON", help=_("Only the shares of this person."))
@format_option("text", "json", "csv", "markdown")
@as_of_option
@revision_option
@click.option("--keep-going", is_flag=True, help=_("Count what is usable although there are errors."))
@pass_context
def commission(
    context: Context, consultant: str | None, form: str, as_of: date | None, revision: str | None, *, keep_going: bool
) -> int:
    """Print the shares; return 1 where there are errors."""
    snapshot = context.snapshot(revision)
    grades, code = grades_despite(context, snapshot, context.as_of(as_of, snapshot.office), keep_going=keep_going)
    if grades is None:
        return code
    if consultant is not None:
        person_of(grades.office, consultant)
    found = shares(snapshot.dossiers, grades)
    wanted = [share for share in found if consultant is None or share.person == consultant]
    click.echo(_FORMATS[form](accounts(wanted, grades.office, context.tr), grades, context.tr), nl=False)
    return code


def _text(found: Sequence[Account], grades: OfficeGrades, tr: Translator) -> str:
    head = [tr.gettext(word) for word in HEADER]
    parts = [
        total(account, grades.office.money, tr) + "\n" + table([head, *rows(account, tr)], numbers=NUMBERS)
        for account in found
    ]
    return "\n".join(parts) if parts else tr.gettext(_("No deal has been made.")) + "\n"


def _json(found: Sequence[Account], grades: OfficeGrades, _tr: Translator) -> str:
    return plain_json(data(found, grades.as_of, grades.office.money)) + "\n"


def _csv(found: Sequence[Account], _grades: OfficeGrades, tr: Translator) -> str:
    return csv_text(sheet(found, tr))


def _markdown(found: Sequence[Account], grades: OfficeGrades, tr: Translator) -> str:
    return markdown(found, grades.as_of, grades.office.money, tr)


_FORMATS: Mapping[str, Callable[[Sequence[Account], OfficeGrades, Translator], str]] = {
    "text": _text,
    "json": _json,
    "csv": _csv,
    "markdown": _markdown,
}
