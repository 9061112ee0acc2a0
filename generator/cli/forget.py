"""`fenji forget`: delete customers' records on request, and say how to take them out of the history."""

from __future__ import annotations

import json
import shutil
from collections.abc import Sequence
from contextlib import nullcontext, suppress
from datetime import date
from pathlib import Path

import click

from generator.cli import keeping
from generator.cli.context import Context, holder, pass_context, today
from generator.cli.options import Day, format_option
from generator.cli.rewriting import Step, rewriting
from generator.failure import Failure
from generator.grade.office import Ungradable, judge
from generator.model.fault import nearest
from generator.model.office import Office, Role
from generator.model.snapshot import Snapshot, snapshot
from generator.model.tombstone import farewell_to
from generator.read.tree import Tree
from generator.report.person import form_of_address
from generator.texts import Message, _
from generator.values import dataclass
from generator.writing.batch import store
from generator.writing.forgetting import Farewell, Mention, farewell, folder_of, mentions, same_person
from generator.writing.lock import locked

_KEPT_BY_BUILDS = ("docs", "site", ".cache", "memory")


@dataclass(frozen=True, slots=True)
class Forgotten:
    """What was forgotten, who did it when, and what is left to do."""

    on: date
    by: str
    farewells: tuple[Farewell, ...]
    mentions: tuple[Mention, ...]
    steps: tuple[Step, ...]


@click.command(
    help=_(
        "Delete everything on file about customers at their request. A tombstone without personal data stays, so "
        "that the figures of published weeks stay explained; what is left to do by hand is said."
    )
)
@click.argument("customers", metavar="ID...", nargs=-1, required=True)
@click.option("--by", metavar="PERSON", required=True, help=_("Id of the manager who decided."))
@click.option("--on", "day", metavar="DATE", type=Day(), help=_("Day of the deletion; default: the office's today."))
@click.option("--dry-run", is_flag=True, help=_("Show what would be deleted, and delete nothing."))
@format_option("text", "json")
@pass_context
def forget(context: Context, customers: tuple[str, ...], by: str, day: date | None, form: str, *, dry_run: bool) -> int:
    """Delete, then say what is left to do; return the exit code."""
    ids = tuple(dict.fromkeys(customers))
    with nullcontext() if dry_run else locked(context.root, holder()):
        tree = context.tree()
        found = snapshot(tree)
        _require_manager(found.office, by)
        folders = [_folder(tree, found, customer) for customer in ids]
        _require_whole_people(found, ids)
        done = _planned(context, tree, found, folders, by, day)
        if not dry_run:
            _delete(context.root, done)
    _FORMATS[form](context, done, dry_run=dry_run)
    return 0


def _require_manager(office: Office | None, by: str) -> None:
    if office is None:
        raise Failure(Message(_("office.yaml can't be used, so nobody is known; `fenji check` says what is wrong.")))
    person = office.people.get(by)
    if person is None:
        message = _("There is nobody “%(id)s” in office.yaml; add the person there or correct the id.")
        raise Failure(Message(message, {"id": by}))
    if person.role is not Role.MANAGER:
        message = _("“%(id)s” is a %(role)s; customers are forgotten by a manager.")
        raise Failure(Message(message, {"id": by, "role": person.role.value}))


def _folder(tree: Tree, found: Snapshot, customer: str) -> str:
    """Return a customer's folder, also of one whose records can't be used."""
    if (known := found.tombstones.get(customer)) is not None:
        raise Failure(farewell_to(customer, known.record))
    folder = folder_of(tree, customer)
    if folder is not None:
        return folder
    meant = nearest(customer, tuple(found.dossiers))
    if meant is None:
        raise Failure(Message(_("There is no customer “%(id)s”; `fenji grade` lists all ids."), {"id": customer}))
    message = _("There is no customer “%(id)s”; did you mean “%(meant)s”?")
    raise Failure(Message(message, {"id": customer, "meant": meant}))


def _require_whole_people(found: Snapshot, ids: Sequence[str]) -> None:
    """Raise Failure where entries that were merged with these would stay: they are the same people."""
    others = same_person(found.dossiers, ids)
    if others:
        message = _("%(others)s are entries of the same people; forget them together: fenji forget %(all)s")
        raise Failure(Message(message, {"others": ", ".join(others), "all": " ".join((*ids, *others))}))


def _planned(
    context: Context, tree: Tree, found: Snapshot, folders: Sequence[str], by: str, day: date | None
) -> Forgotten:
    on = day or today(found.office)
    try:
        grades = judge(found, on)
        gradings = {**grades.gradings, **grades.closed}
    except Ungradable:
        gradings = {}
    ids = [folder.rpartition("/")[2] for folder in folders]
    farewells = tuple(
        farewell(tree, folder, by, on, gradings.get(name)) for folder, name in zip(folders, ids, strict=True)
    )
    every = {found.dossiers[name].customer.record.name.strip() for name in ids if name in found.dossiers}
    names = {name for name in every if not form_of_address(name)}  # 周先生 would be found in the files of others
    removed = [path for one in farewells for path in one.removed]
    steps = rewriting(context, ids, names)
    return Forgotten(on, by, farewells, tuple(mentions(tree, names, removed)), steps)


def _delete(root: Path, done: Forgotten) -> None:
    """Write the tombstones and delete the files, all or none; then empty folders, and what is kept of those people."""
    before = {path: _content(root / path) for one in done.farewells for path in one.removed}
    store(root, {one.tombstone: one.text.encode() for one in done.farewells}, before)
    for one in done.farewells:
        top = (root / one.tombstone).parent
        for folder in sorted(
            (path for path in top.rglob("*") if path.is_dir() and not path.is_symlink()), reverse=True
        ):
            with suppress(OSError):  # one that is not empty stays
                folder.rmdir()
    for name in _KEPT_BY_BUILDS:
        path = root / "build" / name
        if path.is_dir() and not path.is_symlink() and not path.parent.is_symlink():
            shutil.rmtree(path, ignore_errors=True)
    keeping.drop(root)


def _content(path: Path) -> bytes:
    if path.is_symlink() or not path.is_file():
        raise Failure(Message(_("%(path)s is not a plain file; delete it first."), {"path": path}))
    return path.read_bytes()


def _text(context: Context, done: Forgotten, *, dry_run: bool) -> None:
    """Print the paths that went, then what is left to do."""
    for one in done.farewells:
        for path in one.removed:
            click.echo(path)
        sentence = _("%(id)s: %(number)d files deleted, %(path)s stays.")
        if dry_run:
            sentence = _("%(id)s: %(number)d files would be deleted, %(path)s would stay.")
        context.say(Message(sentence, {"id": one.id, "number": len(one.removed), "path": one.tombstone}))
    if done.mentions:
        context.say(Message(_("Other records name the person; rewrite these lines:")))
        for mention in done.mentions:
            click.echo(f"  {mention.path}:{mention.line}", err=True)
    context.say(Message(_("What is left to do:")))
    for number, step in enumerate(done.steps, start=1):
        click.echo(f"{number}. {step.message.text(context.tr)}", err=True)
        for command in step.commands:
            click.echo(f"     {command}", err=True)
    if dry_run:
        context.say(Message(_("Nothing was deleted: this was a dry run.")))


def _json(context: Context, done: Forgotten, *, dry_run: bool) -> None:
    """Print the same for programs."""
    data = {
        "on": done.on.isoformat(),
        "by": done.by,
        "dry_run": dry_run,
        "forgotten": [
            {"id": one.id, "removed": list(one.removed), "tombstone": one.tombstone} for one in done.farewells
        ],
        "mentions": [{"file": mention.path, "line": mention.line} for mention in done.mentions],
        "steps": [{"text": step.message.text(context.tr), "commands": list(step.commands)} for step in done.steps],
    }
    click.echo(json.dumps(data, ensure_ascii=False, indent=2))


_FORMATS = {"text": _text, "json": _json}
