"""`fenji schema`: the JSON Schemas of the files, for editors."""

from __future__ import annotations

from pathlib import Path

import click

from generator.cli.context import Context, pass_context
from generator.model.schema import KINDS, schema_text
from generator.texts import Message, _


@click.command(help=_("Print the JSON Schema of a kind of file, or write all of them to a folder."))
@click.argument("kind", required=False, metavar="[KIND]", type=click.Choice(list(KINDS)))
@click.option("--out", metavar="DIR", type=click.Path(path_type=Path, file_okay=False), help=_("Folder to write to."))
@pass_context
def schema(context: Context, kind: str | None, out: Path | None) -> int:
    """Print one schema, or write one or all to files; return the exit code."""
    if out is None:
        if kind is None:
            message = Message(_("Name a kind (%(kinds)s), or a folder with --out."), {"kinds": ", ".join(KINDS)})
            raise click.UsageError(message.text(context.tr))
        click.echo(schema_text(kind, context.tr), nl=False)
        return 0
    out.mkdir(parents=True, exist_ok=True)
    for name in [kind] if kind else KINDS:
        path = out / f"{name}.json"
        path.write_text(schema_text(name, context.tr), encoding="utf-8", newline="\n")
        click.echo(path)
    return 0
