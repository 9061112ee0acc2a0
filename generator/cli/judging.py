"""Judging for a command: the grades, or the errors that stand in the way."""

from __future__ import annotations

from datetime import date

import click

from generator.cli.context import Context
from generator.grade.check import check
from generator.grade.office import OfficeGrades, judge
from generator.model.quality import FUTURE
from generator.model.snapshot import Snapshot
from generator.read.problem import Level, Problem
from generator.report import problems as reporters
from generator.sharing import processors
from generator.texts import Message, _


def errors_of(context: Context, snapshot: Snapshot, as_of: date) -> tuple[Problem, ...]:
    """Return the errors that stand in the way of grading, after printing them to stderr.

    A record dated later than ``as_of`` does not: on that day it was not there yet.
    """
    found = check(snapshot, as_of)
    errors = tuple(problem for problem in found if problem.level is Level.ERROR and problem.code != FUTURE)
    click.echo(reporters.text(errors, context.tr), nl=False, err=True)
    return errors


def grades_despite(
    context: Context, snapshot: Snapshot, as_of: date, *, keep_going: bool
) -> tuple[OfficeGrades | None, int]:
    """Return the grades and the exit code; no grades where there are errors, unless ``keep_going``."""
    errors = errors_of(context, snapshot, as_of)
    if errors and not keep_going:
        sentence = _("Errors: %(errors)d. Nothing is graded; mend them, or grade what is usable with --keep-going.")
        context.say(Message(sentence, {"errors": len(errors)}))
        return None, 1
    return judge(snapshot, as_of, processes=processors()), 1 if errors else 0
