"""`fenji init`: make a new data repository."""

from __future__ import annotations

from pathlib import Path

import click

from generator.cli.context import Context, pass_context
from generator.cli.folder import require_empty
from generator.model.office import Repository
from generator.site.configuration import configuration
from generator.texts import Message, _
from generator.writing.filing import create_exactly
from generator.writing.starter import DEFAULT_RULES, starter

IGNORED = {".git"}
"""What may lie in the folder: a repository that was cloned while it was empty."""


@click.command(
    help=_(
        "Make a new data repository in DIR: office.yaml, rules.yaml, mkdocs.yml, help for editors. "
        "git itself is left to you: run git init, or clone an empty repository first."
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
    default=Repository.model_fields["kind"].default,
    show_default=True,
    help=_("Where the repository will be hosted."),
)
@pass_context
def init(context: Context, folder: Path, rules: str, name: str | None, hosting: str) -> int:
    """Write the files; return the exit code."""
    office = (name or folder.absolute().name).strip()
    pages = configuration(office, context.language, context.tr)
    files = starter(office, rules, hosting, context.language, pages)
    require_empty(folder, IGNORED)
    folder.mkdir(parents=True, exist_ok=True)
    for path, data in files.items():
        create_exactly(folder, path, data)
        click.echo(folder / path)
    context.say(
        Message(_("Next: put your people into %(file)s, then run `fenji -C %(folder)s check`."), _names(folder))
    )
    return 0


def _names(folder: Path) -> dict[str, object]:
    return {"file": folder / "office.yaml", "folder": folder}
