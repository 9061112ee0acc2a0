"""Many files at once, all or none: written aside and flushed together, then each given its name in one step."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path

from generator.texts import Message, _
from generator.writing.draft import Change
from generator.writing.filing import FilingError, give_name, make_folder, replace, told
from generator.writing.lock import FOLDER, Holder, locked
from generator.writing.writer import unchanged


def write_all(root: Path, changes: Sequence[Change], holder: Holder) -> tuple[str, ...]:
    """Write all changes into the office at ``root``, or none; return the paths of the new records.

    Raises Failure, with everything as it was, where an existing file is no longer as it was read, where somebody else
    holds the lock for too long, or where the system refuses.
    """
    files: dict[str, bytes] = {}
    paths: list[str] = []
    with locked(root, holder):
        for change in changes:
            paths.append(_free_path(root, change, files))
            files[paths[-1]] = change.draft.text.encode()
        edits = [edit for change in changes for edit in change.edits]
        files |= {edit.path: edit.after for edit in edits}
        store(root, files, {edit.path: edit.before for edit in edits})
    return tuple(paths)


def _free_path(root: Path, change: Change, taken: Mapping[str, bytes]) -> str:
    draft, number = change.draft, 1
    path = f"{draft.folder}/{draft.stem}.yaml"
    while draft.numbered and (path in taken or os.path.lexists(root / path)):
        number += 1
        path = f"{draft.folder}/{draft.stem}-{number}.yaml"
    return path


def store(root: Path, files: Mapping[str, bytes], before: Mapping[str, bytes]) -> None:
    """Write ``files`` below ``root``: those in ``before`` must read so now, the others must not be there yet.

    Call it with the office's lock held. After a failure everything is as it was; a crash leaves of every file the old
    one or the new one, never a part. Flushing file by file, as for a single record, would take minutes for thousands.
    """
    for path in before:
        unchanged(root, path, before[path])
    folder = root / FOLDER
    folder.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory(dir=folder, prefix="batch-") as aside:
        for number, data in enumerate(files.values()):
            with told(FOLDER), Path(aside, str(number)).open("xb", buffering=0) as file:
                file.write(data)
        _flush()
        for place in sorted({path.rpartition("/")[0] for path in files}):
            make_folder(root, place)
        done: list[str] = []
        try:
            for number, path in enumerate(files):
                _put(root, path, Path(aside, str(number)), known=path in before)
                done.append(path)
        except BaseException:
            _take_back(root, done, before)
            raise
    _flush()


def _put(root: Path, path: str, aside: Path, *, known: bool) -> None:
    target = root / path
    if known:
        with told(path):
            aside.chmod(target.stat().st_mode & 0o777)
            aside.replace(target)
    elif not give_name(aside, target):
        raise FilingError(Message(_("%(path)s is there already; nothing was written."), {"path": path}))


def _take_back(root: Path, done: Sequence[str], before: Mapping[str, bytes]) -> None:
    """Undo what was done of a batch that failed."""
    for path in reversed(done):
        if path in before:
            replace(root, path, before[path])
        else:
            (root / path).unlink(missing_ok=True)


def _flush() -> None:
    """Have everything on the disk, where the system can."""
    if hasattr(os, "sync"):
        os.sync()
