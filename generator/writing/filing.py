"""Files that are either wholly there or not at all: written aside, flushed to the disk, then given their name."""

from __future__ import annotations

import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from itertools import count
from pathlib import Path

from generator.failure import Failure
from generator.texts import Message, _


class FilingError(Failure):
    """A file could not be written; the message says which and why. Nothing of it is there."""


def create(root: Path, folder: str, stem: str, data: bytes) -> str:
    """Write the new file ``folder/stem.yaml`` of ``root``, or ``stem-2.yaml``, ``stem-3.yaml`` …; return its path.

    An existing file is never touched, whoever writes at the same moment.
    """
    place = make_folder(root, folder)
    with _aside(place, data) as aside:
        for number in count(1):
            name = f"{stem}.yaml" if number == 1 else f"{stem}-{number}.yaml"
            if give_name(aside, place / name):
                break
    _flush(place)
    return f"{folder}/{name}"


def create_exactly(root: Path, path: str, data: bytes) -> None:
    """Write a new file at ``path`` of ``root``. Raises FilingError where something is there already."""
    folder, _slash, name = path.rpartition("/")
    place = make_folder(root, folder)
    with _aside(place, data) as aside:
        if not give_name(aside, place / name):
            raise FilingError(Message(_("%(path)s is there already; nothing was written."), {"path": path}))
    _flush(place)


def replace(root: Path, path: str, data: bytes) -> None:
    """Put ``data`` in the place of the file at ``path`` of ``root``: a crash leaves the old file or the new one."""
    folder, _slash, name = path.rpartition("/")
    place = make_folder(root, folder)
    if (place / name).is_symlink():
        raise FilingError(_link(path))
    with _aside(place, data) as aside, told(path):
        aside.chmod((place / name).stat().st_mode & 0o777)
        aside.replace(place / name)
    _flush(place)


def make_folder(root: Path, folder: str) -> Path:
    """Return the folder, made where it is missing; a link on the way leads out of the office and is refused."""
    place = root
    for part in filter(None, folder.split("/")):
        place /= part
        if place.is_symlink():
            raise FilingError(_link(place.relative_to(root).as_posix()))
        with told(folder):
            place.mkdir(exist_ok=True)
    return place


@contextmanager
def _aside(place: Path, data: bytes) -> Iterator[Path]:
    """Yield a file of the folder that holds ``data``, flushed; no reader takes its name for a record's."""
    aside = place / f".writing-{secrets.token_hex(8)}"
    try:
        with told(aside.name), aside.open("xb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        yield aside
    finally:
        with suppress(OSError):
            aside.unlink(missing_ok=True)


def give_name(aside: Path, target: Path) -> bool:
    """Give the file written aside its name; False where the name is taken."""
    try:
        target.hardlink_to(aside)
    except FileExistsError:
        return False
    except (OSError, NotImplementedError):
        return _copy_to(aside, target)
    return True


def _copy_to(aside: Path, target: Path) -> bool:
    """Do the same on a file system without hard links: reserve the name, then move the whole file over it."""
    with told(target.name):
        try:
            target.open("xb").close()
        except FileExistsError:
            return False
        aside.replace(target)
    return True


def _flush(place: Path) -> None:
    """Have the folder's new entry on the disk too, where the system can flush a folder."""
    with suppress(OSError):
        descriptor = os.open(place, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


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


def _link(path: str) -> Message:
    return Message(
        _("%(path)s is a link; nothing is written through it. Replace it by the folder or file itself."), {"path": path}
    )
