"""The values that the commands which write records take: dates with a time, names with a value."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import click

from generator.failure import Failure
from generator.model.fault import Unreadable
from generator.model.scalar import Moment, parse_moment
from generator.texts import Message, Translator, _, translator


class At(click.ParamType[Moment]):
    """A date, or date and time, as in 2026-09-07 14:30."""

    name = "date"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Moment:
        """Return the moment, or fail with the sentence that the files' checks use, too."""
        try:
            return parse_moment(value)
        except Unreadable as error:
            self.fail(error.message.text(_tr(ctx)), param, ctx)


class Pair(click.ParamType[tuple[str, str]]):
    """A name and its value, as in price=C."""

    name = "name=value"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> tuple[str, str]:
        """Return name and value, or fail where there is no “=” between them."""
        if isinstance(value, tuple):
            return value
        name, equals, said = str(value).partition("=")
        if not (name.strip() and equals and said.strip()):
            message = Message(_("“%(value)s” is not of the form NAME=VALUE."), {"value": value})
            self.fail(message.text(_tr(ctx)), param, ctx)
        return name.strip(), said.strip()


def _tr(ctx: click.Context | None) -> Translator:
    return translator(ctx.find_root().meta.get("language", "zh") if ctx else "zh")


def by_name(pairs: Sequence[tuple[str, str]], option: str) -> dict[str, str]:
    """Return the pairs as a mapping. Raises Failure where a name was said twice."""
    names = [name for name, _value in pairs]
    twice = next((name for name in names if names.count(name) > 1), None)
    if twice is not None:
        raise Failure(
            Message(_("%(option)s names “%(name)s” twice; keep one of them."), {"option": option, "name": twice})
        )
    return dict(pairs)
