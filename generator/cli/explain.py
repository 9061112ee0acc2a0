"""`fenji explain ID`: one customer's grade, why, and how it came about."""

from __future__ import annotations

from datetime import date
from difflib import get_close_matches

import click

from generator.cli.context import Context, pass_context
from generator.cli.judging import grades_despite
from generator.cli.options import as_of_option, format_option, revision_option
from generator.failure import Failure
from generator.grade.grading import Grading
from generator.grade.office import OfficeGrades
from generator.model.snapshot import Snapshot
from generator.model.tombstone import farewell_to
from generator.report.data import explanation_data, provenance
from generator.report.explanation import explanation
from generator.report.frame import Frame, frame
from generator.report.keeping import keeping_data
from generator.texts import Message, _, plain_json

NEAREST = 3


@click.command(
    help=_(
        "Explain one customer's grade: why, since when, what is missing, what would lift it, and its whole history; "
        "and whose the customer is, until when, and what is to be done."
    )
)
@click.argument("customer", metavar="ID")
@format_option("text", "json")
@as_of_option
@revision_option
@click.option("--keep-going", is_flag=True, help=_("Explain what is usable although there are errors."))
@pass_context
def explain(
    context: Context, customer: str, form: str, as_of: date | None, revision: str | None, *, keep_going: bool
) -> int:
    """Print the explanation; return 1 where there are errors."""
    snapshot = context.snapshot(revision)
    day = context.as_of(as_of, snapshot.office)
    grades, code = grades_despite(context, snapshot, day, keep_going=keep_going)
    if grades is not None:
        shown = frame(snapshot, grades, context.tr)
        grading = _find(shown, snapshot, customer)
        click.echo(_json(snapshot, grades, shown, grading) if form == "json" else explanation(shown, grading), nl=False)
    return code


def _find(shown: Frame, snapshot: Snapshot, customer: str) -> Grading:
    """Return the customer's grading. Raises Failure for an id that is not there, with the nearest ones."""
    known = shown.everyone
    found = known.get(customer.strip().lower())
    if found is not None:
        return found
    if (gone := snapshot.tombstones.get(customer)) is not None:
        raise Failure(farewell_to(customer, gone.record))
    dossier = snapshot.dossiers.get(customer)
    if dossier is not None:
        message = _("Customer “%(id)s” was registered on %(day)s only, after the day that is judged.")
        raise Failure(Message(message, {"id": customer, "day": dossier.customer.record.registered.isoformat()}))
    near = get_close_matches(customer, known, n=NEAREST, cutoff=0.5)
    if near:
        message = _("There is no customer “%(id)s”. Nearest: %(near)s.")
        raise Failure(Message(message, {"id": customer, "near": ", ".join(near)}))
    raise Failure(Message(_("There is no customer “%(id)s”."), {"id": customer}))


def _json(snapshot: Snapshot, grades: OfficeGrades, shown: Frame, grading: Grading) -> str:
    notes = {visit.path: note for visit in shown.dossier(grading.id).visits if (note := shown.note(visit.path))}
    data = {**provenance(snapshot, grades), **explanation_data(grading, notes), **keeping_data(shown, grading)}
    return plain_json(data) + "\n"
