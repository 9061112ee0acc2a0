"""`fenji serve`: the site in a browser, following every change."""

from __future__ import annotations

from datetime import date

import click

from generator.cli.build import build_once, keep_going_option, report
from generator.cli.context import Context, pass_context
from generator.cli.options import as_of_option
from generator.failure import Failure
from generator.site.serve import SiteServer
from generator.site.serve import serve as serve_site
from generator.texts import Message, _


@click.command(help=_("Show the site in a browser; build it again when records, rules, office or templates change."))
@as_of_option
@keep_going_option
@click.option(
    "--host",
    default="127.0.0.1",
    show_default=True,
    help=_("Address to listen on; others open the site to the network."),
)
@click.option("--port", type=click.IntRange(1, 65535), default=8000, show_default=True, help=_("Port to listen on."))
@pass_context
def serve(context: Context, as_of: date | None, keep_going: bool, host: str, port: int) -> int:
    """Serve until Ctrl-C; return the exit code."""

    def rebuild() -> None:
        try:
            report(context, build_once(context, as_of, keep_going=keep_going))
        except Failure as failure:
            context.say(failure.message)

    server = SiteServer(rebuild, context.root, context.root / "build" / "site", host, port)
    rebuild()
    place = {"host": host, "port": port}
    context.say(
        Message(_("The site is at http://%(host)s:%(port)d/ and follows every change; stop with Ctrl-C."), place)
    )
    serve_site(server)
    return 0
