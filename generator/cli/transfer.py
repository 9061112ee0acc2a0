"""`fenji transfer`: hand all open customers of a consultant to others, or the collected ones, as one change."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import date

import click

from generator.assignment.leaving import Handover, fit, handovers, may_decide, person_of
from generator.assignment.ownership import standings
from generator.assignment.swap import proposal
from generator.cli.context import Context, holder, pass_context
from generator.cli.options import Day
from generator.cli.table import table
from generator.failure import Failure
from generator.grade.office import judge
from generator.model.office import Office
from generator.model.record import DecisionKind
from generator.model.scalar import Moment
from generator.model.snapshot import Snapshot, snapshot
from generator.read.problem import Level, Problem
from generator.read.tree import Tree
from generator.report.problems import REPORTERS
from generator.texts import Message, _
from generator.writing.batch import write_all
from generator.writing.draft import Change, judged
from generator.writing.records import decision


@click.command(
    help=_(
        "Hand all open customers of a consultant to others (--from, --to), or carry out the swap proposal for the "
        "collected customers in the pool (--swap): a decision for each, and the new consultant in customer.yaml. "
        "Several receivers take turns, best grades first. Everything is written, or nothing."
    )
)
@click.option("--from", "giver", metavar="PERSON", help=_("Id of the consultant who hands over."))
@click.option("--to", "receivers", metavar="PERSON,PERSON", help=_("Ids of those who get the customers."))
@click.option(
    "--swap",
    is_flag=True,
    help=_(
        "Give the collected customers in the pool to others, as the pool page proposes; nobody gets their own back."
    ),
)
@click.option("--by", metavar="PERSON", required=True, help=_("Id of the leader or manager who decided."))
@click.option(
    "--reason", metavar="TEXT", help=_("Why; default: that the consultant hands over, or that this is the swap.")
)
@click.option("--date", "day", metavar="DATE", type=Day(), help=_("Date of the handover; default: the office's today."))
@click.option("--dry-run", "--draft", is_flag=True, help=_("Show who would get whom, and write nothing."))
@pass_context
def transfer(
    context: Context,
    giver: str | None,
    receivers: str | None,
    by: str,
    reason: str | None,
    day: date | None,
    *,
    swap: bool,
    dry_run: bool,
) -> int:
    """Write the handover; return the exit code."""
    if swap in {giver is not None, receivers is not None}:
        raise click.UsageError(Message(_("Write --from and --to, or --swap alone.")).text(context.tr))
    tree = context.tree()
    found = snapshot(tree)
    office = _whole(tree, found)
    on = day or context.as_of(None, office)
    if giver is None:
        may_decide(office, by)
        given, why = _swapped(context, found, on), Message(_("Swap of collected customers."))
        nobody = Message(_("No customer is to be swapped on %(day)s."), {"day": on.isoformat()})
    else:
        to = [part.strip() for part in (receivers or "").split(",") if part.strip()]
        fit(office, giver, to, by, on)
        name = person_of(office, giver).name
        given = handovers(found.dossiers, judge(found, on), giver, to)
        why = Message(_("%(name)s hands over all customers."), {"name": name})
        nobody = Message(_("%(name)s has no open customer on %(day)s."), {"name": name, "day": on.isoformat()})
    if not given:
        context.say(nobody)
        return 0
    said = {"by": by, "reason": reason or why.text(context.tr)}
    changes = [_change(tree, found, one, Moment(on), said) for one in given]
    _then, problems = judged(tree, changes, context.as_of(None, office))
    if not _sound(context, problems):
        return 1
    _show(context, office, given)
    if dry_run:
        context.say(Message(_("Nothing was written: this was a dry run.")))
        return 0
    write_all(context.root, changes, holder())
    _told(context, office, giver, given)
    return 0


def _swapped(context: Context, found: Snapshot, day: date) -> tuple[Handover, ...]:
    """Return the swap proposal of a day as handovers (F10); say whom nobody can take."""
    grades = judge(found, day)
    swaps = proposal(grades, found.dossiers, standings(found, grades))
    if left := [one.customer for one in swaps if one.to is None]:
        message = _("Nobody else is there who could take: %(ids)s")
        context.say(Message(message, {"ids": ", ".join(left)}))
    return tuple(Handover(one.customer, one.grade, one.to) for one in swaps if one.to is not None)


def _whole(tree: Tree, found: Snapshot) -> Office:
    """Return the office. Raises Failure where it, or a customer who may be one of these, can't be used."""
    if found.office is None:
        raise Failure(Message(_("office.yaml can't be used, so nobody is known; `fenji check` says what is wrong.")))
    for path in tree.files:
        if path.endswith("/customer.yaml") and path.split("/")[-2] not in found.dossiers:
            raise Failure(Message(_("%(path)s can't be used as it is; `fenji check` says why."), {"path": path}))
    return found.office


def _change(tree: Tree, found: Snapshot, one: Handover, at: Moment, said: dict[str, str]) -> Change:
    dossier = found.dossiers[one.customer]
    record = {"by": said["by"], "kind": DecisionKind.TRANSFER.value, "to": one.to, "reason": said["reason"]}
    return decision(dossier, at, record, tree.files[dossier.customer.path])


def _sound(context: Context, problems: Sequence[Problem]) -> bool:
    """Tell whether the files would be free of errors; print those that they would have."""
    errors = tuple(problem for problem in problems if problem.level is Level.ERROR)
    if errors:
        click.echo(REPORTERS["text"](errors, context.tr), nl=False, err=True)
        context.say(Message(_("Nothing was written.")))
    return not errors


def _show(context: Context, office: Office, given: Sequence[Handover]) -> None:
    """Print who gets whom."""
    head = [context.tr.gettext(word) for word in (_("customer"), _("grade"), _("new consultant"))]
    ungraded = context.tr.gettext(_("ungraded"))
    body = [[one.customer, one.grade or ungraded, f"{one.to} {office.people[one.to].name}"] for one in given]
    click.echo(table([head, *body]), nl=False)


def _told(context: Context, office: Office, giver: str | None, given: Sequence[Handover]) -> None:
    """Say what was done, and what is left to do."""
    counts = Counter(one.to for one in given)
    listed = ", ".join(f"{office.people[person].name} {number}" for person, number in sorted(counts.items()))
    message = _("%(count)d customers handed over: %(who)s. Commit them as one change: git add customers && git commit")
    context.say(Message(message, {"count": len(given), "who": listed}))
    if giver is not None and office.people[giver].left is None:
        message = _("If %(name)s leaves, write left: with the day beside the name in office.yaml.")
        context.say(Message(message, {"name": office.people[giver].name}))
