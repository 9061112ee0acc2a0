"""`fenji check`: all problems of all files."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import click

from generator.assignment.check import check as all_problems
from generator.cli.context import Context, pass_context
from generator.cli.options import as_of_option, format_option, revision_option
from generator.permission.proposal import proposal
from generator.permission.refusals import refusals
from generator.read.problem import Problem, has_errors, in_order
from generator.report.problems import REPORTERS, summary
from generator.texts import Message, _


@click.command(
    help=_("Name all problems of the records and rules, each with file, line and column, and how to mend it.")
)
@format_option(*REPORTERS)
@click.option("--strict", is_flag=True, help=_("Warnings count as problems, too."))
@as_of_option
@revision_option
@click.option(
    "--actor",
    "actors",
    metavar="EMAIL",
    multiple=True,
    help=_(
        "Also refuse what this person may not change: an address or login under git: in office.yaml. Given several "
        "times, all of them must be permitted."
    ),
)
@click.option(
    "--base", metavar="REV", help=_("What the change starts from; its office.yaml and rules.yaml give the rights.")
)
@pass_context
def check(
    context: Context,
    form: str,
    *,
    strict: bool,
    as_of: date | None,
    revision: str | None,
    actors: tuple[str, ...],
    base: str | None,
) -> int:
    """Print the problems; return 1 where there are errors (or, when strict, any)."""
    if bool(actors) != (base is not None):
        raise click.UsageError(Message(_("--actor and --base go together.")).text(context.tr))
    snapshot = context.snapshot(revision)
    problems = all_problems(snapshot, context.as_of(as_of, snapshot.office))
    if base is not None:
        problems = in_order([*problems, *_refused(context, actors, base, revision, as_of)])
    click.echo(REPORTERS[form](problems, context.tr), nl=False)
    context.say(summary(problems, len(snapshot.dossiers)))
    return exit_code(problems, strict=strict)


def _refused(
    context: Context, actors: Sequence[str], base: str, head: str | None, as_of: date | None
) -> tuple[Problem, ...]:
    """Return what the actors may not change, judged on the today of the office before the change."""
    found = proposal(context.folder, base, head)
    return refusals(found, actors, context.as_of(as_of, found.base.office))


def exit_code(problems: tuple[Problem, ...], *, strict: bool = False) -> int:
    """Return 0 for clean, 1 for problems."""
    return 1 if has_errors(problems) or (strict and problems) else 0
