"""`fenji demo`: make a demonstration office with months of real git history."""

from __future__ import annotations

import shutil
from pathlib import Path

import click

from generator.cli.context import Context, pass_context
from generator.cli.folder import require_empty
from generator.failure import Failure
from generator.model.office import HOSTING
from generator.read.git import git
from generator.read.weeks import week_of
from generator.sample import SEED
from generator.sample.history import make_history, write_repository
from generator.sample.office import AS_OF
from generator.site.configuration import configuration
from generator.texts import Language, Message, _, translator
from generator.writing.starter import DEFAULT_RULES, starter

WEEKS, CUSTOMERS = 26, 300
MOST_WEEKS, MOST_CUSTOMERS = 260, 20_000
OFFICE = "云溪府"
NOT_NEEDED = "customers/.gitkeep"
TRY = (
    _("  fenji -C %(folder)s serve — the site in a browser"),
    _("  fenji -C %(folder)s check — what the records lack"),
    _("  fenji -C %(folder)s report %(week)s — the newest weekly report"),
    _("  fenji -C %(folder)s todo — what is due today, late first"),
    _("  fenji -C %(folder)s diff %(commit)s^ %(commit)s --as-of %(day)s — what the change of the rules did"),
    _("  git -C %(folder)s log --first-parent — who wrote down what, and when"),
)


@click.command(
    help=_(
        "Make a demonstration office in DIR: a git repository whose commits are dated by people working through the "
        "weeks, with late entries, corrections, merges and changes of the rules. "
        "The same options give the same commits."
    )
)
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path, file_okay=False))
@click.option(
    "--weeks",
    type=click.IntRange(1, MOST_WEEKS),
    default=WEEKS,
    show_default=True,
    help=_("Weeks of history."),
)
@click.option(
    "--customers",
    type=click.IntRange(1, MOST_CUSTOMERS),
    default=CUSTOMERS,
    show_default=True,
    help=_("Number of customers."),
)
@click.option("--seed", type=int, default=SEED, show_default=True, help=_("Another seed, another office."))
@pass_context
def demo(context: Context, folder: Path, weeks: int, customers: int, seed: int) -> int:
    """Write the repository; return the exit code."""
    require_empty(folder)
    if shutil.which("git") is None:
        raise Failure(Message(_("git is not installed; the demonstration is a git repository. Install git first.")))
    told, commits = make_history(seed, customers, weeks, _foundation())
    folder.mkdir(parents=True, exist_ok=True)
    head = write_repository(folder, told, commits)
    click.echo(head)
    number = len(commits) + sum(len(commit.branch) for commit in commits)
    values = {"folder": folder, "customers": customers, "weeks": weeks, "commits": number}
    context.say(
        Message(_("%(folder)s: %(customers)d customers, %(weeks)d weeks, %(commits)d commits. Try next:"), values)
    )
    values |= {"week": str(week_of(AS_OF)), **_change_of_rules(folder)}
    for line in TRY:
        context.say(Message(line, values))
    return 0


def _change_of_rules(folder: Path) -> dict[str, object]:
    """The last commit of the main branch that changed the rules, and its day."""
    answer = git(folder, "log", "-1", "--first-parent", "--format=%h %as", "HEAD", "--", "rules.yaml") or b""
    commit, _space, day = answer.decode("ascii").strip().partition(" ")
    return {"commit": commit, "day": day}


def _foundation() -> dict[str, str]:
    """The files of a new office beside its records, always in Chinese: the language does not change the commits."""
    pages = configuration(OFFICE, Language.ZH, translator(Language.ZH))
    files = starter(OFFICE, DEFAULT_RULES, HOSTING, Language.ZH, pages)
    return {path: data.decode() for path, data in files.items() if path != NOT_NEEDED}
