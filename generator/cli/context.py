"""What every command starts from: the folder, the reader's language, the office's today.

The only place that reads the clock.
"""

from __future__ import annotations

import os
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from generator.cli.today import Now
from generator.failure import Failure
from generator.texts import Language, Message, Translator, _, translator
from generator.values import dataclass
from generator.writing.journal import unfinished

if TYPE_CHECKING:
    from generator.apart.wish import Dated
    from generator.model.office import Office
    from generator.model.snapshot import Snapshot
    from generator.read.memory import Memory
    from generator.read.tree import Tree
    from generator.sharing import Member
    from generator.site.binding.launch import Launched
    from generator.writing.lock import Holder


@dataclass(frozen=True, slots=True)
class Context:
    """One run of the command line: the folder as it was given, the reader's language; who is ready to help (start.py).

    There are no helpers where only one processor is, or nobody guessed what would be asked for.
    """

    folder: Path
    language: Language
    judging: Member | None = None
    binding: Launched | None = None

    @property
    def tr(self) -> Translator:
        """The texts in the reader's language."""
        return translator(self.language)

    @property
    def root(self) -> Path:
        """The folder of the data. Raises Failure where it does not hold rules.yaml."""
        if not (self.folder / "rules.yaml").is_file():
            folder = self.folder.absolute()
            message = _(
                "%(folder)s does not hold rules.yaml; name the data's folder with -C DIR, or run `fenji init DIR`."
            )
            raise Failure(Message(message, {"folder": folder}))
        return self.folder

    def settled_root(self) -> Path:
        """Return ``root``; what a killed writer left half done is undone first, a change being made waited for."""
        root = self.root
        if unfinished(root):
            from generator.writing.lock import settle  # noqa: PLC0415 - hardly ever

            settle(root, holder())
        return root

    def tree(self, revision: str | None = None) -> Tree:
        """Return the files as they are now, or at a revision. Raises Failure where there are none."""
        if revision is None:
            from generator.read.folder import working_tree  # noqa: PLC0415 - only now; the past needs git alone

            return working_tree(self.settled_root())
        from generator.read.revision import tree_at  # noqa: PLC0415 - only the past

        if not self.folder.is_dir():
            raise Failure(Message(_("There is no folder %(folder)s."), {"folder": self.folder}))
        tree = tree_at(self.folder, revision)
        if "rules.yaml" not in tree.files:
            message = _("Revision %(revision)s does not hold rules.yaml in this folder.")
            raise Failure(Message(message, {"revision": revision}))
        return tree

    def office(self, memory: Memory | None = None) -> Office | None:
        """Return the office as office.yaml has it now; None where it can't be used. A ``memory`` may know it."""
        from generator.model.snapshot import snapshot  # noqa: PLC0415 - loads all models; not every command needs them
        from generator.read.folder import content  # noqa: PLC0415
        from generator.read.tree import OFFICE, Tree  # noqa: PLC0415

        try:
            data, _status = content(str(self.settled_root() / OFFICE))
        except OSError:
            return None
        return snapshot(Tree({OFFICE: data}, None, dirty=False), memory).office

    def snapshot(self, revision: str | None = None) -> Snapshot:
        """Return the records and rules, now or at a revision, with all problems that need no date.

        Who was forgotten since a revision is in it without a name.
        """
        from generator.model.snapshot import snapshot  # noqa: PLC0415 - loads all models; not every command needs them

        found = snapshot(self.tree(revision))
        if revision is None:
            return found
        from generator.report.hushing import hushed, silence  # noqa: PLC0415 - only the past is hushed

        return hushed(found, silence(self.folder))

    def as_of(self, wanted: date | None, office: Dated | None) -> date:
        """Return the day to judge on: the one asked for, else the office's today."""
        return now().day(wanted, office)

    def say(self, message: Message) -> None:
        """Print a sentence to stderr, where it does not get into the data."""
        click.echo(message.text(self.tr), err=True)


def now() -> Now:
    """Look at the clock, and at SOURCE_DATE_EPOCH, which overrules it."""
    return Now(datetime.now(UTC), os.environ.get("SOURCE_DATE_EPOCH", "").strip())


def today(office: Dated | None) -> date:
    """Return the office's today. Raises Failure where SOURCE_DATE_EPOCH is not a number of seconds."""
    return now().day(None, office)


def holder() -> Holder:
    """Return who holds the office's lock while this command writes, or takes back what another left half done."""
    # Only writers need them.
    import getpass  # noqa: PLC0415
    import platform  # noqa: PLC0415

    from generator.writing.lock import Holder  # noqa: PLC0415

    try:
        user = getpass.getuser()
    except (KeyError, OSError):
        user = "?"
    since = f"{datetime.now(UTC).astimezone():%Y-%m-%d %H:%M:%S}"
    return Holder(process=os.getpid(), machine=platform.node() or "?", user=user, since=since)


pass_context = click.make_pass_decorator(Context)
"""Gives a command the Context as its first argument."""
