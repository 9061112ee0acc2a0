"""One writer at a time in an office: a lock that no writer leaves behind, for the system ends it with the process."""

from __future__ import annotations

import contextlib
import json
import os
import secrets
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path

from generator.failure import Failure
from generator.texts import Message, _
from generator.values import dataclass
from generator.writing.filing import write_aside
from generator.writing.journal import ASIDE, FOLDER, recover, unfinished

_NAME = "lock"
_IGNORE = b"*\n"
_FIRST_PAUSE, _LONGEST_PAUSE = 0.005, 0.1  # seconds between two tries
_TURNS = 20

if sys.platform == "win32":
    import msvcrt

    def _seize(descriptor: int) -> None:
        os.lseek(descriptor, 0, os.SEEK_SET)
        msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)

else:
    import fcntl

    def _seize(descriptor: int) -> None:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)


@dataclass(frozen=True, slots=True)
class Holder:
    """Who holds a lock: the process, its machine and user, and since when (as text, for people)."""

    process: int
    machine: str
    user: str
    since: str


class LockedError(Failure):
    """Somebody else went on writing for longer than we wait; the message says who."""


@contextmanager
def locked(
    root: Path, holder: Holder, patience: float = 30.0, pause: Callable[[float], None] = time.sleep
) -> Iterator[None]:
    """Hold the lock of the office in ``root``; wait up to about ``patience`` seconds for one other writer.

    Raises LockedError after that; of many writers, each of whom is quick, after twenty times that. A writer that died
    holds nothing: the system has let go of the lock with it, and what it had begun is undone before anybody writes.
    """
    descriptor = _seized(root, patience, pause)
    try:
        os.ftruncate(descriptor, 0)
        os.lseek(descriptor, 0, os.SEEK_SET)
        os.write(descriptor, json.dumps(asdict(holder)).encode("ascii"))
        recover(root)
        _hide_from_git(root / FOLDER)
        yield
    finally:
        os.close(descriptor)


def settle(root: Path, holder: Holder) -> None:
    """Undo a change that was cut short, before somebody reads the office; wait for one that is being made."""
    if unfinished(root):
        with locked(root, holder):
            pass


def _seized(root: Path, patience: float, pause: Callable[[float], None]) -> int:
    """Return the open lock file, locked; a file that somebody removed meanwhile (git clean) locks nothing."""
    while True:
        path = _lock_file(root)
        flags = os.O_RDWR | os.O_CREAT | getattr(os, "O_CLOEXEC", 0) | getattr(os, "O_NOFOLLOW", 0)
        descriptor = os.open(path, flags, 0o644)
        try:
            _wait(descriptor, patience, pause)
            with contextlib.suppress(FileNotFoundError):
                if os.path.samestat(os.fstat(descriptor), path.stat()):
                    return descriptor
        except BaseException:
            os.close(descriptor)
            raise
        os.close(descriptor)


def _lock_file(root: Path) -> Path:
    folder = root / FOLDER
    with contextlib.suppress(FileExistsError):
        folder.mkdir()
    if not folder.is_dir() or folder.is_symlink() or (folder / _NAME).is_symlink():
        raise LockedError(
            Message(_("%(folder)s is a link; delete it, it must be a folder of this office."), {"folder": FOLDER})
        )
    return folder / _NAME


def _hide_from_git(folder: Path) -> None:
    """Keep git out of the folder; with the lock held, for whoever holds it removes what others lay aside."""
    ignore = folder / ".gitignore"
    if not ignore.exists():
        aside = folder / f"{ASIDE}{secrets.token_hex(8)}"
        write_aside(aside, _IGNORE)
        aside.replace(ignore)


def _wait(descriptor: int, patience: float, pause: Callable[[float], None]) -> None:
    """Wait for the lock; while it goes from hand to hand there is only the last bound."""
    waited, same, step, holder = 0.0, 0.0, _FIRST_PAUSE, b""
    while True:
        try:
            _seize(descriptor)
        except OSError:
            if same >= patience or waited >= patience * _TURNS:
                raise LockedError(_held(descriptor, waited)) from None
            pause(step)
            waited, same, step = waited + step, same + step, min(step * 1.5, _LONGEST_PAUSE)
            if (now := _text(descriptor)) != holder:
                same, holder = 0.0, now
        else:
            return


def _text(descriptor: int) -> bytes:
    os.lseek(descriptor, 0, os.SEEK_SET)
    with contextlib.suppress(OSError):  # on Windows nobody else reads a locked file
        return os.read(descriptor, 4096)
    return b""


def _held(descriptor: int, waited: float) -> Message:
    try:
        holder = Holder(**json.loads(_text(descriptor)))
    except (ValueError, TypeError):
        return Message(
            _("Somebody else has been writing for %(seconds)d seconds; nothing was written, try again."),
            {"seconds": waited},
        )
    return Message(
        _("%(user)s on %(machine)s (process %(process)d) is writing since %(since)s; nothing was written, try again."),
        asdict(holder),
    )
