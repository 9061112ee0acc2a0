"""`fenji report`: one week's report."""

from __future__ import annotations

from datetime import timedelta

import click

from generator.cli.context import Context, pass_context
from generator.cli.options import format_option
from generator.compare.judged import grades_of
from generator.duties.book import Book
from generator.read.weeks import parse_week, week_of
from generator.report.frame import frame
from generator.report.week.archive import Archive
from generator.report.week.data import week_data
from generator.report.week.telling import FORMATS, report_plan
from generator.texts import _, plain_json


@click.command(
    help=_(
        "Show the report of a week, as in 2026-W46: the last commit before its cutoff, judged as of its Sunday, beside "
        "the week before. Later records never change it. Without WEEK: the last week that is over."
    )
)
@click.argument("week", metavar="[WEEK]", required=False)
@format_option("text", "markdown", "json")
@pass_context
def report(context: Context, week: str | None, form: str) -> int:
    """Print the report; return the exit code."""
    wanted = None if week is None else parse_week(week)
    archive = Archive(context.folder, context.snapshot)
    today = context.as_of(None, archive.office())
    weekly = archive.weekly(wanted or week_of(today + timedelta(days=1)).before, today)
    if form == "json":
        side = weekly.after.judged
        grades = grades_of(side)
        duties = Book().week(side.snapshot, grades)
        data = week_data(weekly, frame(side.snapshot, grades, context.tr), duties)
        click.echo(plain_json(data))
    else:
        click.echo(FORMATS[form](report_plan(weekly, context.tr)), nl=False)
    return 0
