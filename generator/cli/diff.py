"""`fenji diff`: what changed between two revisions, and what it means."""

from __future__ import annotations

from datetime import date

import click

from generator.cli.context import Context, pass_context
from generator.cli.options import as_of_option, format_option
from generator.compare.comparison import compare
from generator.compare.duties import with_duties
from generator.compare.guard import guard
from generator.compare.judged import judged
from generator.compare.origin import NOWHERE, Origins, merge_base, origins
from generator.compare.reach import reaches
from generator.model.snapshot import snapshot
from generator.read.memory import Memory
from generator.read.tree import Tree
from generator.report.hushing import hushed, quiet, silence
from generator.report.plan.building import plan
from generator.report.plan.data import comparison_data
from generator.report.plan.formats import FORMATS
from generator.report.plan.view import Ends
from generator.texts import Message, _, plain_json

_SHORT = 8


@click.command(
    help=_(
        "Show what changed and what it means: grades that move, why, by which record and commit. BASE and HEAD are "
        "revisions; without HEAD the files as they are now, without BASE the last commit. A...B compares B with the "
        "commit where it left A."
    )
)
@click.argument("base", required=False, metavar="[BASE]")
@click.argument("head", required=False, metavar="[HEAD]")
@format_option("text", "markdown", "json", "github")
@as_of_option
@click.option(
    "--max-moved",
    type=click.FloatRange(0, 100),
    default=30,
    show_default=True,
    metavar="PERCENT",
    help=_("Fail when more of the graded customers move (and at least 10)."),
)
@click.option("--allow-mass-change", is_flag=True, help=_("The mass change is meant."))
@pass_context
def diff(
    context: Context,
    base: str | None,
    head: str | None,
    form: str,
    as_of: date | None,
    max_moved: float,
    *,
    allow_mass_change: bool,
) -> int:
    """Print the plan; return 1 where a side can't be graded or too many move."""
    base, head = _ends(context, base or "HEAD", head)
    old, new = context.tree(base), context.tree(head)
    memory = Memory()
    before, after = snapshot(old, memory), snapshot(new, memory)
    kept = silence(context.folder, {**before.tombstones, **after.tombstones})
    before, after = hushed(before, kept), hushed(after, kept)
    day = context.as_of(as_of, after.office)
    found = quiet(_origins(context, old, new, committed=head is not None), kept)
    comparison = with_duties(compare(judged(before, day), judged(after, day), found))
    reached = reaches(comparison.before, comparison.after, comparison.rules)
    guarded = guard(comparison, 100 if allow_mass_change else max_moved)
    if form == "json":
        data = comparison_data(comparison, reached, guarded, context.tr)
        click.echo(plain_json(data))
    else:
        command = " ".join(part for part in ("fenji diff", base, head) if part)
        ends = Ends(_name(context, old, base), _name(context, new, head), command)
        shown = plan(comparison, reached, guarded, ends, context.tr)
        click.echo(FORMATS[form](shown), nl=False)
    if guarded.trips:
        sentence = _("Too many customers move: %(moved)d of %(graded)d. If that is meant, add --allow-mass-change.")
        context.say(Message(sentence, {"moved": guarded.moved, "graded": guarded.graded}))
    return 1 if guarded.trips or not comparison.graded else 0


def _ends(context: Context, base: str, head: str | None) -> tuple[str, str | None]:
    """Return base and head, after finding the common commit of ``A...B``; an empty end means the last commit."""
    if "..." not in base or head is not None:
        return base, head
    one, _dots, other = base.partition("...")
    return merge_base(context.folder, one or "HEAD", other or "HEAD"), other or "HEAD"


def _origins(context: Context, old: Tree, new: Tree, *, committed: bool) -> Origins:
    """Return the commits between two trees, and what is not committed yet."""
    if old.revision is None or new.revision is None:
        return NOWHERE
    found = origins(context.folder, old.revision, new.revision)
    if committed or not new.dirty:
        return found
    last = old if old.revision == new.revision else context.tree(new.revision)
    paths = last.files.keys() | new.files.keys()
    return found.with_uncommitted(path for path in paths if last.files.get(path) != new.files.get(path))


def _name(context: Context, tree: Tree, revision: str | None) -> str:
    """Return what people call a side: the revision as it was asked for, with its commit."""
    if revision is None:
        return context.tr.gettext(_("the files as they are"))
    commit = (tree.revision or "")[:_SHORT]
    return commit if (tree.revision or "").startswith(revision) else f"{revision} ({commit})"
