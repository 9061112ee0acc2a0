"""`fenji build`: publish the site."""

from __future__ import annotations

import os
import time
from datetime import date
from typing import TYPE_CHECKING

import click

from generator.cli.context import Context, pass_context
from generator.cli.feeds import feed_key, without_key
from generator.cli.keeping import kept_settings, make_place
from generator.cli.options import as_of_option
from generator.read.problem import Level
from generator.sharing import begun
from generator.site.mkdocs import workshop
from generator.site.order import Order
from generator.site.present.seen import look
from generator.site.program import stamp
from generator.texts import Message, _, one_line

if TYPE_CHECKING:
    from generator.site.build import Built

LINES = 20
_HELD: list[Built] = []
"""What was built, until the program leaves: then the system takes its memory back as a whole (main.py)."""

keep_going_option = click.option(
    "--keep-going",
    is_flag=True,
    help=_("Build although records have errors; what can't be used is left out."),
)


@click.command(help=_("Build the site in build/site. The old one stays until the new one is whole."))
@as_of_option
@keep_going_option
@pass_context
def build(context: Context, as_of: date | None, keep_going: bool) -> int:
    """Build once; return the exit code."""
    built = build_once(context, as_of, keep_going=keep_going)
    _HELD.append(built)
    return report(context, built)


def build_once(context: Context, as_of: date | None, *, keep_going: bool) -> Built:
    """Read the folder as it is now and build its site."""
    root = context.settled_root()
    place = make_place(root)
    stamp()  # which both processes ask for
    with begun(lambda _spare: look(root, place, time.time_ns())) as seen:
        # They load the models: meanwhile the folder is seen, and MkDocs loaded.
        settings = kept_settings(place)
        office = context.office(settings.memory)
        order = Order(
            root=root,
            name=office.name if office is not None else root.absolute().name,
            as_of=context.as_of(as_of, office),
            language=context.language,
            keep_going=keep_going,
            environment=without_key(os.environ),
            calendar_key=feed_key(),
        )
        with workshop(order, context.binding) as shop:
            from generator.site.build import build  # noqa: PLC0415 - nearly all the rest: that program is at work

            return build(order, context.snapshot, seen, shop, settings)


def report(context: Context, built: Built) -> int:
    """Say how a build went; return the exit code."""
    _report_problems(context, built)
    if built.changes is None:
        message = _("The site was not built; mend the errors, or leave out what can't be used with --keep-going.")
        context.say(Message(message))
        return 1
    if built.site is None:
        context.say(Message(_("MkDocs could not build the site; the old one still stands. MkDocs says:")))
        for line in built.complaints[:LINES]:
            click.echo(f"  {one_line(line)}", err=True)
        context.say(Message(_("The whole log: %(log)s"), {"log": context.root / "build" / "mkdocs.log"}))
        return 1
    numbers = {"pages": built.pages, "written": built.changes.written, "site": built.site}
    context.say(Message(_("%(pages)d pages, %(written)d files changed, published in %(site)s"), numbers))
    return 0


def _report_problems(context: Context, built: Built) -> None:
    """Print the errors one by one, and the number of the warnings, which `fenji check` lists."""
    from generator.report.problems import text  # noqa: PLC0415 - it loads the models: meanwhile the folder is seen

    errors = [problem for problem in built.problems if problem.level is Level.ERROR]
    click.echo(text(errors, context.tr), nl=False, err=True)
    if warnings := len(built.problems) - len(errors):
        context.say(Message(_("Warnings: %(number)d; `fenji check` lists them."), {"number": warnings}))
