"""What the commands that write records share: their values, the check before writing, and the words afterwards."""

from __future__ import annotations

import getpass
import platform
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from difflib import unified_diff
from os import getpid
from typing import Any

import click
import yaml
from pydantic_core import PydanticCustomError

from generator.cli.context import Context
from generator.failure import Failure
from generator.grade.office import judge
from generator.model.dossier import Dossier
from generator.model.loading import nearest
from generator.model.scalar import Moment, parse_moment
from generator.model.snapshot import Snapshot, snapshot
from generator.read.document import parse
from generator.read.problem import Level, Problem
from generator.read.tree import Tree
from generator.texts import Message, _, one_line, translator
from generator.writing.draft import Change, only, path_in, problems
from generator.writing.lock import Holder
from generator.writing.writer import write

Options = Mapping[str, str]
"""Keys of a record (``judged.price``) → the words that the user typed for them (``--judge price``)."""


class At(click.ParamType[Moment]):
    """A date, or date and time, as in 2026-09-07 14:30."""

    name = "date"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Moment:
        """Return the moment, or fail with the sentence that the files' checks use, too."""
        try:
            return parse_moment(value)
        except PydanticCustomError as error:
            context = dict(error.context or {})
            self.fail(Message(str(context.pop("msgid")), context).text(_tr(ctx)), param, ctx)


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


def _tr(ctx: click.Context | None) -> Any:
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


def dossier_of(found: Snapshot, customer: str) -> Dossier:
    """Return the customer's records. Raises Failure where there is none that can be used."""
    dossier = found.dossiers.get(customer)
    if dossier is not None:
        return dossier
    meant = nearest(customer, tuple(found.dossiers))
    if meant is None:
        raise Failure(Message(_("There is no customer “%(id)s”; `fenji grade` lists all ids."), {"id": customer}))
    raise Failure(
        Message(_("There is no customer “%(id)s”; did you mean “%(meant)s”?"), {"id": customer, "meant": meant})
    )


def part_of(tree: Tree, customer: str) -> Tree:
    """Return what a record of this customer is judged by; the whole tree where there is no such customer."""
    path = next((path for path in tree.files if path.endswith(f"/{customer}/customer.yaml")), None)
    return only(tree, path.removesuffix("/customer.yaml")) if path else tree


def record(context: Context, tree: Tree, change: Change, options: Options, today: date, *, dry_run: bool) -> int:
    """Check the change, write it, print its path; or say what is wrong. Return the exit code."""
    found = problems(tree, change, today)
    for problem in found:
        click.echo(_line(context, tree, change, options, problem), err=True)
    if any(problem.level is Level.ERROR for problem in found):
        context.say(Message(_("Nothing was written.")))
        return 1
    if dry_run:
        _show(context, tree, change)
        return 0
    click.echo(write(context.root, change, _holder()))
    _tell(context, change, tree, today)
    return 0


def _line(context: Context, tree: Tree, change: Change, options: Options, problem: Problem) -> str:
    """Return a problem as one line that begins with the option behind it, or with the place in an existing file."""
    text = f"{problem.level}: {problem.text(context.tr)}"
    path = path_in(tree, change.draft)
    if problem.place.path != path:
        return f"{problem.place}: {text}"
    key = _key_at(change.draft.text, problem.place.line, problem.place.column)
    option = options.get(key) or options.get(key.partition(".")[0], "")
    return f"{one_line(option)}: {text}" if option else text


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


def _tell(context: Context, change: Change, tree: Tree, today: date) -> None:
    """Say what the change means: which files it changed besides, and the customer's grade before and after."""
    for edit in change.edits:
        context.say(Message(_("Changed too: %(path)s"), {"path": edit.path}))
    customer = change.draft.folder.rpartition("/")[0].rpartition("/")[2]
    before = judge(snapshot(tree), today).gradings.get(customer)
    after = judge(context.snapshot(), today).gradings.get(customer)
    if before is None or after is None:
        return
    names = {"before": before.grade or _UNGRADED, "after": after.grade or _UNGRADED}
    if after.pending is not None:
        names["to"] = after.pending.to
        context.say(Message(_("Grade %(after)s; a fall to %(to)s waits for approval."), names))
    elif before.grade != after.grade:
        context.say(Message(_("Grade: %(before)s → %(after)s"), names))
    elif after.official.missing:
        names["missing"] = ", ".join(after.official.missing)
        context.say(Message(_("Grade %(after)s as before; not known yet: %(missing)s"), names))
    else:
        context.say(Message(_("Grade %(after)s as before"), names))


_UNGRADED = Message(_("ungraded"))


def _holder() -> Holder:
    try:
        user = getpass.getuser()
    except (KeyError, OSError):
        user = "?"
    now = datetime.now().astimezone()
    return Holder(process=getpid(), machine=platform.node() or "?", user=user, since=f"{now:%Y-%m-%d %H:%M:%S}")
