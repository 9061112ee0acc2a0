"""What the commands that write records share: their values, the check before writing, and the words afterwards."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from difflib import unified_diff

import click
import yaml

from generator.cli.context import Context, holder
from generator.cli.meaning import meaning
from generator.failure import Failure
from generator.model.dossier import Dossier
from generator.model.fault import nearest
from generator.model.snapshot import Snapshot
from generator.model.tombstone import farewell_to
from generator.read.parsing import parse
from generator.read.problem import Level, Problem, has_errors
from generator.read.tree import Tree
from generator.texts import Message, _, one_line
from generator.values import dataclass, replace
from generator.writing.batch import write
from generator.writing.draft import Change, judged, only, path_in

Options = Mapping[str, str]
"""Keys of a record (``judged.price``) → the words that the user typed for them (``--judge price``)."""


def dossier_of(tree: Tree, found: Snapshot, customer: str) -> Dossier:
    """Return the customer's records. Raises Failure where there is none that can be used."""
    dossier = found.dossiers.get(customer)
    if dossier is not None:
        return dossier
    if (gone := found.tombstones.get(customer)) is not None:
        raise Failure(farewell_to(customer, gone.record))
    path = _path_of(tree, customer)
    if path is not None:
        message = _("%(path)s can't be used as it is; `fenji check` says why.")
        raise Failure(Message(message, {"path": path}))
    meant = nearest(customer, tuple(found.dossiers))
    if meant is None:
        raise Failure(Message(_("There is no customer “%(id)s”; `fenji grade` lists all ids."), {"id": customer}))
    raise Failure(
        Message(_("There is no customer “%(id)s”; did you mean “%(meant)s”?"), {"id": customer, "meant": meant})
    )


def part_of(tree: Tree, customer: str) -> Tree:
    """Return what a record of this customer is judged by; the whole tree where there is no such customer."""
    path = _path_of(tree, customer)
    return only(tree, path.removesuffix("/customer.yaml")) if path else tree


def _path_of(tree: Tree, customer: str) -> str | None:
    return next((path for path in tree.files if path.endswith(f"/{customer}/customer.yaml")), None)


@dataclass(frozen=True, slots=True)
class Now:
    """The office as a command finds it: its files, what they say, and its today."""

    tree: Tree
    office: Snapshot
    today: date


def record(
    context: Context, now: Now, change: Change, options: Options, *, dry_run: bool, about: str | None = None
) -> int:
    """Check the change, write it, print its path; or say what is wrong. Return the exit code.

    What it means is told of the customer ``about``; by default of the one in whose folder the record is.
    """
    tree = now.tree
    then, found = judged(tree, (change,), now.today)
    path = path_in(tree, change.draft)
    mine = [problem for problem in found if problem.place.path == path]
    for problem in mine if has_errors(mine) else found:  # an edit's fault may only repeat the record's
        option = _option(tree, change, options, problem)
        if option or problem.level is Level.ERROR:  # what is still missing about a customer is not this record's fault
            said = {"level": context.tr.gettext(problem.level), "text": problem.text(context.tr)}
            text = context.tr.gettext(_("%(level)s: %(text)s")) % said
            click.echo(f"{option or _elsewhere(tree, change, problem)}{text}", err=True)
    if has_errors(found):
        context.say(Message(_("Nothing was written.")))
        return 1
    if dry_run:
        _show(context, tree, change)
        return 0
    click.echo(write(context.root, replace(change, relies_on=_basis(tree, change)), holder()))
    for edit in change.edits:
        context.say(Message(_("Changed too: %(path)s"), {"path": edit.path}))
    customer = about or change.draft.folder.rpartition("/")[0].rpartition("/")[2]
    if (sentence := meaning(now.office, then, customer, now.today, context.tr)) is not None:
        context.say(sentence)
    return 0


def _basis(tree: Tree, change: Change) -> Mapping[str, bytes]:
    """Return the customer.yaml that a further record was judged by; none for a new customer."""
    path = f"{change.draft.folder.rpartition('/')[0]}/customer.yaml"
    return {path: tree.files[path]} if path in tree.files else {}


def _option(tree: Tree, change: Change, options: Options, problem: Problem) -> str:
    """Return the option behind a problem of the new record, with a colon; empty where it is about no single one."""
    if problem.place.path != path_in(tree, change.draft):
        return ""
    key = _key_at(change.draft.text, problem.place.line, problem.place.column)
    option = options.get(key) or options.get(key.partition(".")[0], "")
    return f"{one_line(option)}: " if option else ""


def _elsewhere(tree: Tree, change: Change, problem: Problem) -> str:
    return "" if problem.place.path == path_in(tree, change.draft) else f"{problem.place}: "


def _key_at(text: str, line: int, column: int) -> str:
    """Return the key (``judged.price``) that a place in the record belongs to; empty for the record as a whole."""
    document, _problems = parse("", text.encode())
    if document is None or (line, column) == (1, 1):
        return ""
    before = [key for place, key in _keys(document.root) if place <= (line, column)]
    return before[-1] if before else ""


def _keys(root: yaml.Node) -> Iterator[tuple[tuple[int, int], str]]:
    """Yield place and dotted name of every key, in the order of the file."""
    for key, value in root.value:
        yield (key.start_mark.line + 1, key.start_mark.column + 1), key.value
        if isinstance(value, yaml.MappingNode):
            for inner, _leaf in value.value:
                yield (inner.start_mark.line + 1, inner.start_mark.column + 1), f"{key.value}.{inner.value}"


def _show(context: Context, tree: Tree, change: Change) -> None:
    """Print what would be written: the new record, and the changed lines of existing files."""
    context.say(Message(_("Would write %(path)s:"), {"path": path_in(tree, change.draft)}))
    click.echo(change.draft.text, nl=False)
    for edit in change.edits:
        context.say(Message(_("Would change %(path)s:"), {"path": edit.path}))
        lines = unified_diff(edit.before.decode().splitlines(), edit.after.decode().splitlines(), n=0, lineterm="")
        for line in list(lines)[2:]:
            if not line.startswith("@@"):
                click.echo(line)
