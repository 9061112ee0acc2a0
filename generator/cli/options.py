"""Options that several commands have."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any, TypeVar

import click

from generator.texts import _, translator

F = TypeVar("F", bound=Callable[..., Any])


class Day(click.ParamType[date]):
    """A date as in 2026-09-07."""

    name = "date"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> date:
        """Return the date, or fail with the sentence that the files' checks use, too."""
        # Most commands are not asked for a day, and some go without the models.
        from generator.model.fault import Unreadable  # noqa: PLC0415
        from generator.model.scalar import parse_date  # noqa: PLC0415

        try:
            return parse_date(value)
        except Unreadable as error:
            language = ctx.find_root().meta.get("language", "zh") if ctx else "zh"
            self.fail(error.message.text(translator(language)), param, ctx)


def format_option(*formats: str) -> Callable[[F], F]:
    """Return the option --format; the first format is the default."""
    return click.option(
        "--format",
        "form",
        type=click.Choice(formats),
        default=formats[0],
        show_default=True,
        help=_("Format of the output."),
    )


as_of_option = click.option(
    "--as-of", metavar="DATE", type=Day(), help=_("Judge as of this day; default: the office's today.")
)
revision_option = click.option(
    "--rev", "revision", metavar="REV", help=_("Judge this revision instead of the files as they are.")
)
