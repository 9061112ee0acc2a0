"""Files that are either wholly there or not at all: written aside, flushed to the disk, then given their name."""

from __future__ import annotations

import errno
import os
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

from generator.failure import Failure
from generator.texts import Message, _

_FEW = 8  # up to so many files are flushed one by one; for thousands that would take minutes
_BINARY = getattr(os, "O_BINARY", 0)
_NO_LINK = getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_CLOEXEC", 0)


class FilingError(Failure):
    """A file could not be written; the message says which and why. Nothing of it is there."""


def create_exactly(root: Path, path: str, data: bytes) -> None:
    """Write a new file at ``path`` of ``root``. Raises FilingError where something is there already."""
    place = make_folder(root, path.rpartition("/")[0])
    aside = place / f".writing-{os.urandom(8).hex()}"
    try:
        with told(path):
            write_aside(aside, data)
            flush([aside])
        if not give_name(aside, root / path):
            raise FilingError(is_there(path))
    finally:
        with suppress(OSError):
            aside.unlink(missing_ok=True)
    flush_names([root / path])


def make_folder(root: Path, folder: str) -> Path:
    """Return the folder, made where it is missing; a link on the way leads out of the office and is refused."""
    place = root
    for part in filter(None, folder.split("/")):
        place /= part
        if place.is_symlink():
            raise FilingError(_link(place.relative_to(root).as_posix()))
        with told(folder):
            try:
                place.mkdir(exist_ok=True)
            except FileExistsError as error:  # a file stands where the folder belongs
                raise NotADirectoryError(errno.ENOTDIR, os.strerror(errno.ENOTDIR)) from error
    return place


def write_aside(path: Path, data: bytes) -> None:
    """Write a new file, not flushed yet."""
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | _NO_LINK | _BINARY, 0o666)
    try:
        rest = memoryview(data)
        while rest:
            rest = rest[os.write(descriptor, rest) :]
    finally:
        os.close(descriptor)


def flush(files: Sequence[Path]) -> None:
    """Have the contents of files on the disk."""
    if len(files) > _FEW and hasattr(os, "sync"):
        os.sync()
        return
    for file in files:
        _flush_one(file)


def flush_names(paths: Iterable[Path]) -> None:
    """Have the names of files on the disk, given or gone, where the system can flush a folder."""
    folders = sorted({path.parent for path in paths})
    if len(folders) > _FEW and hasattr(os, "sync"):
        os.sync()
        return
    for folder in folders:
        with suppress(OSError):
            _flush_one(folder)


def _flush_one(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY | _NO_LINK)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def give_name(aside: Path, target: Path) -> bool:
    """Give the file written aside its name, in one step; False where the name is taken.

    On a file system without hard links the name is looked for first. Nobody takes it in between who holds the lock.
    """
    try:
        os.link(aside, target, follow_symlinks=False)
    except FileExistsError:
        return False
    except (OSError, NotImplementedError):
        if os.path.lexists(target):
            return False
        with told(target.name):
            os.rename(aside, target)  # noqa: PTH104 - on Windows, unlike replace, it overwrites nothing
    return True


@contextmanager
def told(path: str) -> Iterator[None]:
    """Turn the system's refusal into a message."""
    try:
        yield
    except OSError as error:
        reason = os.strerror(error.errno) if error.errno else str(error)
        raise FilingError(
            Message(_("%(path)s can't be written: %(reason)s."), {"path": path, "reason": reason})
        ) from error


def is_there(path: str) -> Message:
    """Return the sentence for a new file whose name is taken."""
    return Message(_("%(path)s is there already; nothing was written."), {"path": path})


def _link(path: str) -> Message:
    return Message(
        _("%(path)s is a link; nothing is written through it. Replace it by the folder or file itself."), {"path": path}
    )
