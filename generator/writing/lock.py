"""One writer at a time in an office: a lock that no writer leaves behind, for the system ends it with the process."""

from __future__ import annotations

import json
import os
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path

from generator.failure import Failure
from generator.texts import Message, _

FOLDER = ".fenji"
_NAME = "lock"
_FIRST_PAUSE, _LONGEST_PAUSE = 0.005, 0.1  # seconds between two tries

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
    """Hold the lock of the office in ``root``; wait up to about ``patience`` seconds for another writer.

    Raises LockedError after that. A writer that died holds nothing: the system has let go of the lock with it.
    """
    descriptor = os.open(_lock_file(root), os.O_RDWR | os.O_CREAT | getattr(os, "O_CLOEXEC", 0), 0o644)
    try:
        _wait(descriptor, patience, pause)
        os.ftruncate(descriptor, 0)
        os.lseek(descriptor, 0, os.SEEK_SET)
        os.write(descriptor, json.dumps(asdict(holder)).encode("ascii"))
        yield
    finally:
        os.close(descriptor)


def _lock_file(root: Path) -> Path:
    folder = root / FOLDER
    folder.mkdir(exist_ok=True)
    if folder.is_symlink() or (folder / _NAME).is_symlink():
        raise LockedError(
            Message(_("%(folder)s is a link; delete it, it must be a folder of this office."), {"folder": FOLDER})
        )
    ignore = folder / ".gitignore"
    if not ignore.exists():
        ignore.write_text("*\n", encoding="ascii")
    return folder / _NAME


def _wait(descriptor: int, patience: float, pause: Callable[[float], None]) -> None:
    waited, step = 0.0, _FIRST_PAUSE
    while True:
        try:
            _seize(descriptor)
        except OSError:
            if waited >= patience:
                raise LockedError(_held(descriptor, waited)) from None
            pause(step)
            waited, step = waited + step, min(step * 1.5, _LONGEST_PAUSE)
        else:
            return


def _held(descriptor: int, waited: float) -> Message:
    os.lseek(descriptor, 0, os.SEEK_SET)
    try:
        holder = Holder(**json.loads(os.read(descriptor, 4096)))
    except (ValueError, TypeError, OSError):
        return Message(
            _("Somebody else has been writing for %(seconds)d seconds; nothing was written, try again."),
            {"seconds": waited},
        )
    return Message(
        _("%(user)s on %(machine)s (process %(process)d) is writing since %(since)s; nothing was written, try again."),
        asdict(holder),
    )
