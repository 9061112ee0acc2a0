"""`fenji backtest`: past weeks graded by candidate rules, beside their published grades."""

from __future__ import annotations

from pathlib import Path

import click

from generator.cli.context import Context, pass_context
from generator.cli.options import format_option
from generator.compare.candidate import Candidate, candidate
from generator.read.problem import Level
from generator.read.tree import MAX_BYTES
from generator.report.backtest.data import backtest_data
from generator.report.backtest.running import run
from generator.report.backtest.telling import FORMATS, backtest_plan
from generator.report.problems import text
from generator.report.week.archive import Archive
from generator.texts import Message, _, plain_json

_MOST_WEEKS = 520


@click.command(
    help=_(
        "Grade past weeks again with the rules in CANDIDATE.yaml, beside the grades that were published: who would "
        "stand elsewhere, how stable the grades are (PSI), which examples break, what it costs in follow-ups."
    )
)
@click.argument("file", metavar="CANDIDATE.yaml", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option(
    "--weeks",
    type=click.IntRange(1, _MOST_WEEKS),
    metavar="N",
    default=12,
    show_default=True,
    help=_("So many of the last weeks that are over."),
)
@format_option("text", "markdown", "json")
@pass_context
def backtest(context: Context, file: Path, weeks: int, form: str) -> int:
    """Print the comparison; return 1 where the candidate has errors."""
    rules = _candidate(context, file)
    if rules is None:
        return 1
    archive = Archive(context.folder, context.snapshot)
    found = run(archive, rules, weeks, context.as_of(None, archive.office()))
    if form == "json":
        click.echo(plain_json(backtest_data(found, context.tr)))
    else:
        click.echo(FORMATS[form](backtest_plan(found, context.tr)), nl=False)
    return 0


def _candidate(context: Context, file: Path) -> Candidate | None:
    """Return the candidate; None after naming the errors that make it unusable."""
    with file.open("rb") as opened:
        data = opened.read(MAX_BYTES + 1)
    rules, problems = candidate(str(file), data)
    if rules is None:
        errors = [problem for problem in problems if problem.level is Level.ERROR]
        click.echo(text(errors, context.tr), nl=False, err=True)
        sentence = _("Errors: %(errors)d. The candidate can't be tried; mend it first.")
        context.say(Message(sentence, {"errors": len(errors)}))
    return rules
