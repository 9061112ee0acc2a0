"""`fenji build`: publish the site."""

from __future__ import annotations

import os
from datetime import date

import click

from generator.cli.context import Context, pass_context
from generator.cli.options import as_of_option
from generator.site.build import Built, Order
from generator.site.build import build as build_site
from generator.texts import Message, _, one_line

LINES = 20


@click.command(
    help=_(
        "Build the site: pages to build/docs, the site to build/site. The old site stays until the new one is whole."
    )
)
@as_of_option
@click.option(
    "--keep-going", is_flag=True, help=_("Build although records have errors; what can't be used is left out.")
)
@pass_context
def build(context: Context, as_of: date | None, keep_going: bool) -> int:
    """Build once; return the exit code."""
    return report(context, build_once(context, as_of, keep_going=keep_going))


def build_once(context: Context, as_of: date | None, *, keep_going: bool) -> Built:
    """Read the folder as it is now and build its site."""
    snapshot = context.snapshot()
    order = Order(context.root, context.language, keep_going, os.environ)
    return build_site(order, snapshot, context.as_of(as_of, snapshot.office))


def report(context: Context, built: Built) -> int:
    """Say how a build went; return the exit code."""
    for problem in built.problems:
        click.echo(f"{problem.place}: {problem.level} {problem.code} {problem.text(context.tr)}", err=True)
    if built.changes is None:
        context.say(
            Message(
                _("The site was not built: mend the errors above, or use --keep-going to leave out what can't be used.")
            )
        )
        return 1
    if built.site is None:
        context.say(Message(_("MkDocs could not build the site; the old one still stands. It says:")))
        for line in built.complaints[:LINES]:
            click.echo(f"  {one_line(line)}", err=True)
        context.say(Message(_("Everything it said is in %(log)s."), {"log": context.root / "build" / "mkdocs.log"}))
        return 1
    values = {
        "pages": built.pages,
        "written": built.changes.written,
        "removed": built.changes.removed,
        "site": built.site,
    }
    context.say(
        Message(_("%(pages)d pages (files written: %(written)d, removed: %(removed)d), published in %(site)s"), values)
    )
    return 0
