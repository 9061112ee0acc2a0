"""How `fenji grade` writes the grades: as a table, as JSON, as CSV."""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING

from generator.apart.judging import Apart
from generator.apart.wish import Rows
from generator.grade.grading import Grading
from generator.grade.office import OfficeGrades
from generator.model.snapshot import Snapshot
from generator.report.data import (
    csv_head,
    csv_row,
    customer_data,
    encoded,
    json_member,
    json_whole,
    provenance,
)
from generator.texts import Translator, _
from generator.values import dataclass

if TYPE_CHECKING:
    from generator.report.frame import Frame

_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def _line(cells: Iterable[str]) -> bytes:
    """Return a line of a CSV file."""
    file = io.StringIO()
    csv.writer(file, lineterminator="\n").writerow([_no_formula(cell) for cell in cells])
    return encoded(file.getvalue())


def _no_formula(cell: str) -> str:
    """Return a cell that no spreadsheet takes for a formula."""
    return f"'{cell}" if cell.startswith(_FORMULA) else cell


def text(snapshot: Snapshot, grades: OfficeGrades, tr: Translator) -> str:
    """Return the grades as a table for people, and how many customers have which."""
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


def _json_whole(found: Apart) -> bytes:
    head = provenance(found.settings, found)
    return json_whole(head, {"customers": found.open, "closed": found.closed})


def _csv_rows(grades: OfficeGrades) -> Rows:
    opened = {name: (True, _line(csv_row(grades.ruleset, grading))) for name, grading in grades.gradings.items()}
    return opened | dict.fromkeys(grades.closed, (False, b""))


def _csv_whole(found: Apart) -> bytes:
    return b"".join((_line(csv_head(found.ruleset)), *found.open))


@dataclass(frozen=True, slots=True)
class Written:
    """A format in which each customer is written apart from all others: their rows, and what is made of these."""

    rows: Callable[[OfficeGrades], Rows]
    whole: Callable[[Apart], bytes]


WRITTEN: Mapping[str, Written] = {"json": Written(_json_rows, _json_whole), "csv": Written(_csv_rows, _csv_whole)}
