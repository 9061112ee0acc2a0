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
        staged = {path: Path(aside, str(number)) for number, path in enumerate(files)}
        for path, file in staged.items():
            file.write_bytes(files[path])
        _flush()
        for path, file in staged.items():
            _place(root, path, file, replace=path in known)
    _flush()


def _flush() -> None:
    if hasattr(os, "sync"):
        os.sync()


def _place(root: Path, path: str, file: Path, *, replace: bool) -> None:
    place = root
    for part in path.split("/")[:-1]:
        place /= part
        if place.is_symlink():
            raise Failure(Message(_("%(path)s is a link; nothing is written through it."), {"path": place.relative_to(root).as_posix()}))
        place.mkdir(exist_ok=True)
    target = root / path
    if not replace and (target.exists() or target.is_symlink()):
        raise Failure(Message(_("%(path)s is there already; nothing more was written. Import again."), {"path": path}))
    file.replace(target)
