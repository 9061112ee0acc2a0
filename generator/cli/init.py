"""`fenji init`: make a new data repository, or add a pipeline to one."""

from __future__ import annotations

import os
from pathlib import Path

import click

from generator.cli.context import Context, pass_context
from generator.cli.folder import require_empty
from generator.model.office import HOSTING
from generator.read.tree import RULES
from generator.site.configuration import configuration
from generator.texts import Message, _
from generator.writing.filing import create_exactly
from generator.writing.pipeline import HOSTED, PIPELINES, pipeline
from generator.writing.starter import DEFAULT_RULES, starter

IGNORED = {".git"}
"""What may lie in the folder: a repository that was cloned while it was empty."""


@click.command(
    help=_(
        "Make a new data repository in DIR: office.yaml, rules.yaml, mkdocs.yml, help for editors. "
        "git itself is left to you: run git init, or clone an empty repository first. "
        "With --pipeline, an office that is there already gets the pipeline's files and nothing else."
    )
)
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path, file_okay=False))
@click.option(
    "--rules", metavar="NAME", default=DEFAULT_RULES, show_default=True, help=_("Rules to start from, g1 to g15.")
)
@click.option("--name", metavar="OFFICE", help=_("Name of the project; default: the folder's name."))
@click.option(
    "--hosting",
    type=click.Choice(["github", "gitlab", "gitee"]),
    default=HOSTING,
    show_default=True,
    help=_("Where the repository will be hosted."),
)
@click.option(
    "--pipeline",
    "chosen",
    type=click.Choice(list(PIPELINES)),
    help=_("What checks each change and publishes the site; default: what fits the hosting (for gitee: script)."),
)
@pass_context
def init(context: Context, folder: Path, rules: str, name: str | None, hosting: str, chosen: str | None) -> int:
    """Write the files; return the exit code."""
    if chosen is not None and (folder / RULES).is_file():
        _add(context, folder, chosen)
        return 0
    office = (name or folder.absolute().name).strip()
    pages = configuration(office, context.language, context.tr)
    files = starter(office, rules, hosting, context.language, pages)
    require_empty(folder, IGNORED)
    folder.mkdir(parents=True, exist_ok=True)
    for path, data in {**files, **pipeline(chosen or HOSTED[hosting])}.items():
        create_exactly(folder, path, data)
        click.echo(folder / path)
    _told(context, chosen or HOSTED[hosting])
    context.say(
        Message(_("Next: put your people into %(file)s, then run `fenji -C %(folder)s check`."), _names(folder))
    )
    return 0


def _add(context: Context, folder: Path, chosen: str) -> None:
    """Add a pipeline to an office; what is there stays as it is, and is named."""
    for path, data in pipeline(chosen).items():
        if os.path.lexists(folder / path):
            context.say(Message(_("%(file)s is there already and stays as it is."), {"file": folder / path}))
            continue
        create_exactly(folder, path, data)
        click.echo(folder / path)
    _told(context, chosen)


def _told(context: Context, chosen: str) -> None:
    if PIPELINES[chosen]:
        sentence = _("Pipeline “%(name)s”: what it needs stands in the first lines of its files.")
        context.say(Message(sentence, {"name": chosen}))


def _names(folder: Path) -> dict[str, object]:
    return {"file": folder / "office.yaml", "folder": folder}
