"""`fenji check`: all problems of all files."""

from __future__ import annotations

from datetime import date

import click

from generator.cli.context import Context, pass_context
from generator.cli.options import as_of_option, format_option, revision_option
from generator.grade.check import check as all_problems
from generator.read.problem import Problem, has_errors
from generator.report.problems import REPORTERS, summary
from generator.texts import _


@click.command(
    help=_("Name all problems of the records and rules, each with file, line and column, and how to mend it.")
)
@format_option(*REPORTERS)
@click.option("--strict", is_flag=True, help=_("Warnings count as problems, too."))
@as_of_option
@revision_option
@pass_context
def check(context: Context, form: str, *, strict: bool, as_of: date | None, revision: str | None) -> int:
    """Print the problems; return 1 where there are errors (or, when strict, any)."""
    snapshot = context.snapshot(revision)
    problems = all_problems(snapshot, context.as_of(as_of, snapshot.office))
    click.echo(REPORTERS[form](problems, context.tr), nl=False)
    context.say(summary(problems, len(snapshot.dossiers)))
    return exit_code(problems, strict=strict)


def exit_code(problems: tuple[Problem, ...], *, strict: bool = False) -> int:
    """Return 0 for clean, 1 for problems."""
    return 1 if has_errors(problems) or (strict and problems) else 0
