"""Many files at once: all written aside and flushed together, then each given its name in one step."""

import os
import tempfile
from collections.abc import Collection, Mapping
from pathlib import Path

from generator.failure import Failure
from generator.texts import Message, _
from generator.writing.lock import FOLDER


def store(root: Path, files: Mapping[str, bytes], known: Collection[str]) -> None:
    """Write `files` below `root`; those whose path is in `known` are replaced, the others must not be there yet.

    Call it with the office's lock held. A crash leaves of every file the old one or the new one, never a part; flushing
    file by file, as for a single record, would take minutes for thousands. Raises Failure.
    """
    folder = root / FOLDER
    folder.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory(dir=folder, prefix="import-") as aside:
        for number, data in enumerate(files.values()):
            with Path(aside, str(number)).open("xb", buffering=0) as file:
                file.write(data)
        _flush()
        for place in sorted({path.rpartition("/")[0] for path in files}):
            _make_folder(root, place)
        for number, path in enumerate(files):
            target = root / path
            if path not in known and os.path.lexists(target):
                raise Failure(
                    Message(_("%(path)s is there already; nothing more was written. Import again."), {"path": path})
                )
            Path(aside, str(number)).replace(target)
    _flush()


def _flush() -> None:
    """Have everything on the disk, where the system can."""
    if hasattr(os, "sync"):
        os.sync()


def _make_folder(root: Path, folder: str) -> None:
    """Make a folder below `root`; a link on the way leads out of the office and is refused."""
    place = root
    for part in folder.split("/"):
        place /= part
        if place.is_symlink():
            name = place.relative_to(root).as_posix()
            raise Failure(Message(_("%(path)s is a link; nothing is written through it."), {"path": name}))
    place.mkdir(parents=True, exist_ok=True)
