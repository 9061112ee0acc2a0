"""`fenji grade`: every customer's grade."""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Callable, Mapping
from datetime import date
from typing import TYPE_CHECKING

import click

from generator.cli.context import Context, pass_context
from generator.cli.judging import grades_despite
from generator.cli.options import as_of_option, format_option, revision_option
from generator.grade.grading import Grading
from generator.grade.office import OfficeGrades
from generator.model.snapshot import Snapshot
from generator.report.data import csv_rows, json_text, office_data
from generator.texts import Translator, _

if TYPE_CHECKING:
    from generator.report.frame import Frame

_FORMULA = ("=", "+", "-", "@", "\t", "\r")


@click.command(help=_("Show every customer's grade, why, and since when."))
@format_option("text", "json", "csv")
@as_of_option
@revision_option
@click.option("--keep-going", is_flag=True, help=_("Grade what is usable although there are errors."))
@pass_context
def grade(context: Context, form: str, as_of: date | None, revision: str | None, *, keep_going: bool) -> int:
    """Print the grades; return 1 where there are errors."""
    snapshot = context.snapshot(revision)
    day = context.as_of(as_of, snapshot.office)
    grades, code = grades_despite(context, snapshot, day, keep_going=keep_going)
    if grades is not None:
        click.echo(_FORMATS[form](snapshot, grades, context.tr), nl=False)
    return code


def _json(snapshot: Snapshot, grades: OfficeGrades, _tr: Translator) -> str:
    return json_text(office_data(snapshot, grades))


def _csv(_snapshot: Snapshot, grades: OfficeGrades, _tr: Translator) -> str:
    file = io.StringIO()
    writer = csv.writer(file, lineterminator="\n")
    for row in csv_rows(grades):
        writer.writerow([_no_formula(cell) for cell in row])
    return file.getvalue()


def _no_formula(cell: str) -> str:
    """Return a cell that no spreadsheet takes for a formula."""
    return f"'{cell}" if cell.startswith(_FORMULA) else cell


def _text(snapshot: Snapshot, grades: OfficeGrades, tr: Translator) -> str:
    # Both load much of what pages show; JSON and CSV go without.
    from generator.cli.table import table  # noqa: PLC0415
    from generator.report.frame import frame  # noqa: PLC0415

    shown = frame(snapshot, grades, tr)
    head = (_("id"), _("name"), _("grade"), _("since"), _("consultant"), _("held back by"), _("remarks"))
    rows = [[tr.gettext(title) for title in head]]
    rows += [_row(shown, grading) for grading in grades.gradings.values()]
    return table(rows) + "\n" + table(_counts(shown), numbers={1, 2})


def _row(shown: Frame, grading: Grading) -> list[str]:
    grade = shown.ladder.chip(grading.grade)
    binding = grading.official.binding if grading.grade != shown.ladder.best else ()
    return [
        grading.id,
        shown.name(grading.id),
        grade.text if grading.grade is not None else grade.name,
        grading.since.isoformat(),
        shown.person_name(grading.consultant),
        shown.words.comma(shown.labels.name(name, shown.rules.official) for name in binding),
        shown.words.comma(_remarks(shown, grading)),
    ]


def _remarks(shown: Frame, grading: Grading) -> list[str]:
    tr, chip = shown.tr, shown.ladder.chip
    remarks = []
    if grading.override is not None:
        text = tr.gettext(_("set by hand until %(day)s"))
        remarks.append(text % {"day": grading.override.until.isoformat()})
    if grading.pending is not None:
        remarks.append(tr.gettext(_("fall to %(grade)s waits")) % {"grade": chip(grading.pending.to).text})
    if grading.grade is None and grading.official.missing:
        names = shown.words.comma(shown.labels.name(name, shown.rules.official) for name in grading.official.missing)
        remarks.append(tr.gettext(_("missing: %(names)s")) % {"names": names})
    elif grading.computed != grading.grade:
        remarks.append(tr.gettext(_("by the answers: %(grade)s")) % {"grade": chip(grading.computed).text})
    return remarks


def _counts(shown: Frame) -> list[list[str]]:
    """Return a row for each grade, with its number and share of the open customers, and one for all."""
    counts = Counter(grading.grade for grading in shown.present)
    total = len(shown.present)
    states = [grade for grade in shown.ladder.states if grade is not None or counts[None]]
    rows = []
    for grade in states:
        chip = shown.ladder.chip(grade)
        label = chip.name if grade is None or chip.text == chip.name else f"{chip.text} {chip.name}"
        rows.append([label, str(counts[grade]), shown.words.percent(counts[grade], total)])
    rows.append([shown.tr.gettext(_("all")), str(total), ""])
    return rows


_FORMATS: Mapping[str, Callable[[Snapshot, OfficeGrades, Translator], str]] = {
    "text": _text,
    "json": _json,
    "csv": _csv,
}
