"""`fenji grade`: every customer's grade."""

from __future__ import annotations

from datetime import date
from functools import partial
from time import time_ns

import click

from generator.apart.answer import answer
from generator.apart.wish import Wish
from generator.cli.context import Context, now, pass_context
from generator.cli.formats import program, rows, whole
from generator.cli.keeping import kept_settings, make_place
from generator.cli.options import as_of_option, format_option, revision_option
from generator.sharing import processors
from generator.texts import _


@click.command(help=_("Show every customer's grade, why, and since when."))
@format_option("text", "json", "csv")
@as_of_option
@revision_option
@click.option("--keep-going", is_flag=True, help=_("Grade what is usable although there are errors."))
@pass_context
def grade(context: Context, form: str, as_of: date | None, revision: str | None, *, keep_going: bool) -> int:
    """Print the grades; return 1 where there are errors."""
    if form != "text" and revision is None and (said := _apart(context, form, as_of)) is not None:
        click.echo(said, nl=False)
        return 0
    # They load all models; what is judged in another process, or was said last time and still holds, goes without.
    from generator.apart.judging import together  # noqa: PLC0415
    from generator.cli.judging import grades_despite  # noqa: PLC0415
    from generator.cli.written import WRITTEN, text  # noqa: PLC0415

    snapshot = context.snapshot(revision)
    day = context.as_of(as_of, snapshot.office)
    grades, code = grades_despite(context, snapshot, day, keep_going=keep_going)
    if grades is not None:
        write = WRITTEN.get(form)
        whole = (
            text(snapshot, grades, context.tr) if write is None else write.whole(together(snapshot, grades, write.rows))
        )
        click.echo(whole, nl=False)
    return code


def _apart(context: Context, form: str, as_of: date | None) -> bytes | None:
    """Return the grades of the folder as it is now, in UTF-8; None where that is not so simple.

    What was said in an earlier run, in the same ``form``, is taken from there.
    """
    root = context.settled_root()
    place = make_place(root)
    wish = Wish(
        day=partial(now().day, as_of),
        write=partial(rows, form),
        whole=partial(whole, form),
        program=partial(program, form),
        kept=None if place is None else place / f"grades-{form}.json",
        settings=partial(kept_settings, place),
        processes=processors(),
        began=time_ns(),
    )
    return answer(root, wish, context.judging)
