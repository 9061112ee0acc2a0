"""`fenji grade`: every customer's grade."""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from time import time_ns
from typing import TYPE_CHECKING, NamedTuple

import click

from generator.apart.judging import Apart, Wish, judge_apart, together
from generator.apart.portion import Rows
from generator.cli.context import Context, holder, pass_context
from generator.cli.judging import grades_despite
from generator.cli.keeping import make_place
from generator.cli.options import as_of_option, format_option, revision_option
from generator.grade.grading import Grading
from generator.grade.office import OfficeGrades
from generator.model.snapshot import Snapshot
from generator.report.data import (
    csv_head,
    csv_row,
    customer_data,
    json_member,
    json_whole,
    provenance,
)
from generator.sharing import processors
from generator.site.program import stamp
from generator.texts import Translator, _
from generator.writing.lock import settle

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
    write = _WRITTEN.get(form)
    if write is not None and revision is None and (found := _apart(context, form, write.rows, as_of)) is not None:
        click.echo(write.whole(found), nl=False)
        return 0
    snapshot = context.snapshot(revision)
    day = context.as_of(as_of, snapshot.office)
    grades, code = grades_despite(context, snapshot, day, keep_going=keep_going)
    if grades is not None and write is not None:
        click.echo(write.whole(together(snapshot, grades, write.rows)), nl=False)
    elif grades is not None:
        click.echo(_text(snapshot, grades, context.tr), nl=False)
    return code


def _apart(context: Context, form: str, write: Callable[[OfficeGrades], Rows], as_of: date | None) -> Apart | None:
    """Return what ``write`` says of each customer of the folder as it is now; None where that is not so simple.

    What it said in an earlier run, for the same ``form``, is taken from there.
    """
    root = context.root
    settle(root, holder())
    place = make_place(root)
    return judge_apart(
        root,
        Wish(
            day=lambda office: context.as_of(as_of, office),
            write=write,
            program=f"{stamp()} {form}",
            kept=None if place is None else place / f"grades-{form}.json",
            processes=processors(),
            began=time_ns(),
        ),
    )


def _line(cells: Iterable[str]) -> str:
    """Return a line of a CSV file."""
    file = io.StringIO()
    csv.writer(file, lineterminator="\n").writerow([_no_formula(cell) for cell in cells])
    return file.getvalue()


def _no_formula(cell: str) -> str:
    """Return a cell that no spreadsheet takes for a formula."""
    return f"'{cell}" if cell.startswith(_FORMULA) else cell


def _text(snapshot: Snapshot, grades: OfficeGrades, tr: Translator) -> str:
    # Both load much of what pages show; the other formats go without.
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


def _json_rows(grades: OfficeGrades) -> Rows:
    return {
        grading.id: (grading.closed is None, json_member(customer_data(grading)))
        for grading in (*grades.gradings.values(), *grades.closed.values())
    }


def _json_whole(found: Apart) -> str:
    head = provenance(found.settings, found)
    return json_whole(head, {"customers": found.open, "closed": found.closed})


def _csv_rows(grades: OfficeGrades) -> Rows:
    opened = {name: (True, _line(csv_row(grades.ruleset, grading))) for name, grading in grades.gradings.items()}
    return opened | dict.fromkeys(grades.closed, (False, ""))


def _csv_whole(found: Apart) -> str:
    return "".join((_line(csv_head(found.ruleset)), *found.open))


class Written(NamedTuple):
    """A format in which each customer is written apart from all others: their rows, and what is made of these."""

    rows: Callable[[OfficeGrades], Rows]
    whole: Callable[[Apart], str]


_WRITTEN: Mapping[str, Written] = {"json": Written(_json_rows, _json_whole), "csv": Written(_csv_rows, _csv_whole)}
