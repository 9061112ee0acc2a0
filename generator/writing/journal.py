"""What a change of several files leaves behind when it is cut short, and how the next command takes it back.

    .fenji/batch-…/0, 1, …   the new contents, flushed before anything else is touched
    .fenji/batch-…/old-0, …  the old files: other names of those to be changed, or the removed ones themselves
    .fenji/journal           the steps; as long as it is there the change is not made, and whoever comes next undoes it

The change is made at the moment when the journal's name goes. Undoing can itself be cut short and begun again.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
from collections.abc import Sequence
from contextlib import suppress
from enum import StrEnum
from pathlib import Path
from typing import Any

from generator.read.git import git
from generator.read.tree import CUSTOMERS
from generator.texts import Message, _
from generator.values import dataclass
from generator.writing.filing import FilingError, flush, flush_names, give_name, make_folder, told, write_aside

FOLDER = ".fenji"
JOURNAL = f"{FOLDER}/journal"
BATCH, ASIDE = "batch-", "new-"

_FORMAT = 1
_NAME = re.compile(rf"{BATCH}[0-9a-f]{{16}}")
_LARGEST = 256 * 1024 * 1024


class Kind(StrEnum):
    """What a step does to its file."""

    NEW = "new"
    CHANGED = "changed"
    REMOVED = "removed"


@dataclass(frozen=True, slots=True)
class Step:
    """One file of a change; ``after`` is the SHA-256 of its new content, empty for a file that goes."""

    path: str
    kind: Kind
    after: str


def begin(root: Path, batch: str, steps: Sequence[Step]) -> None:
    """Write the journal; from now on the steps are undone unless ``commit`` is reached."""
    from dataclasses import asdict  # noqa: PLC0415 - who only reads goes without

    data = json.dumps({"format": _FORMAT, "batch": batch, "steps": [asdict(step) for step in steps]})
    aside = root / FOLDER / f"{ASIDE}journal"
    with told(JOURNAL):
        write_aside(aside, data.encode("ascii"))
        flush([aside])
        flush_names([root / FOLDER / batch / "0", aside])
        aside.replace(root / JOURNAL)
    flush_names([root / JOURNAL])


def commit(root: Path) -> None:
    """Let the change be made, once and for all."""
    with told(JOURNAL):
        (root / JOURNAL).unlink()
    flush_names([root / JOURNAL])


def unfinished(root: Path) -> bool:
    """Tell whether a change was cut short, or is being made at this moment."""
    return os.path.lexists(root / JOURNAL)


def recover(root: Path) -> None:
    """Undo a change that was cut short, and remove what it left; call it with the lock held.

    Raises FilingError where the journal is not one of ours, or the system refuses; then nothing is removed.
    """
    from shutil import rmtree  # noqa: PLC0415 - loads every kind of archive; who only reads goes without

    if unfinished(root):
        batch, steps = _read(root)
        undo(root, batch, steps)
    for entry in list((root / FOLDER).iterdir()):
        if entry.name.startswith((BATCH, ASIDE)):
            with suppress(OSError):
                rmtree(entry) if _is_folder(entry) else entry.unlink()


def undo(root: Path, batch: str, steps: Sequence[Step]) -> None:
    """Put every file back as it was; one that somebody has changed since is left as it is."""
    for number, step in reversed(list(enumerate(steps))):
        target, old = root / step.path, root / FOLDER / batch / f"old-{number}"
        with told(step.path):
            if step.kind is Kind.NEW:
                if _content(target) == step.after:
                    target.unlink()
            elif step.kind is Kind.CHANGED:
                if _content(target) == step.after and os.path.lexists(old):
                    old.replace(target)
            elif os.path.lexists(old) and not os.path.lexists(target):
                make_folder(root, step.path.rpartition("/")[0])
                give_name(old, target)
    flush_names(root / step.path for step in steps)
    commit(root)


def _content(path: Path) -> str:
    """Return the SHA-256 of a plain file; empty for anything else."""
    try:
        return "" if path.is_symlink() else hashlib.sha256(path.read_bytes()).hexdigest()
    except (FileNotFoundError, NotADirectoryError):
        return ""


def _is_folder(path: Path) -> bool:
    return path.is_dir() and not path.is_symlink()


def _read(root: Path) -> tuple[str, tuple[Step, ...]]:
    """Return the journal. One that came with the repository, or names anything but records, moves nothing."""
    journal = root / JOURNAL
    if journal.is_symlink() or git(root, "ls-files", "-z", "--", f"{FOLDER}/"):
        raise _foreign()
    try:
        if journal.stat().st_size > _LARGEST:
            raise _foreign()
        data = json.loads(journal.read_bytes())
        steps = tuple(_step(step) for step in data["steps"])
        batch, known = data["batch"], data["format"] == _FORMAT
    except (ValueError, TypeError, KeyError, RecursionError):
        raise _foreign() from None
    ours = known and isinstance(batch, str) and _NAME.fullmatch(batch)
    if not ours or not all(_inside(root, step) for step in steps) or (root / FOLDER / batch).is_symlink():
        raise _foreign()
    return batch, steps


def _step(found: Any) -> Step:
    path, kind, after = found["path"], found["kind"], found["after"]
    if not isinstance(path, str) or not isinstance(after, str):
        raise TypeError(found)
    return Step(path, Kind(kind), after)


def _inside(root: Path, step: Step) -> bool:
    """Tell whether a step is about a file below customers/, with no link on the way."""
    if not step.path.startswith(CUSTOMERS):
        return False
    parts = step.path.split("/")
    folders = [root.joinpath(*parts[:end]) for end in range(1, len(parts))]
    return not any(part in {"", ".", ".."} for part in parts) and not any(folder.is_symlink() for folder in folders)


def _foreign() -> FilingError:
    message = _("%(path)s is not what fenji writes there; delete the folder %(folder)s, and look at `git status`.")
    return FilingError(Message(message, {"path": JOURNAL, "folder": FOLDER}))
