"""The one way in which records are written: all files of a change or none, whatever cuts it short.

New contents are written aside and flushed. A single file then gets its name in one step; of several the journal tells
how to undo them, until all are done.
"""

from __future__ import annotations

import hashlib
import os
import secrets
import shutil
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path

from generator.failure import Failure
from generator.texts import Message, _
from generator.writing.draft import Change
from generator.writing.filing import (
    FilingError,
    flush,
    flush_names,
    give_name,
    is_there,
    make_folder,
    told,
    write_aside,
)
from generator.writing.journal import BATCH, FOLDER, Kind, Step, begin, commit, undo, unfinished
from generator.writing.lock import Holder, locked


def write(root: Path, change: Change, holder: Holder) -> str:
    """Write one change into the office at ``root``; return the path of the new record. Raises as ``write_all``."""
    return write_all(root, (change,), holder)[0]


def write_all(root: Path, changes: Sequence[Change], holder: Holder) -> tuple[str, ...]:
    """Write all changes into the office at ``root``, or none; return the paths of the new records.

    Raises Failure, with everything as it was, where an existing file is no longer as it was read, where somebody else
    holds the lock for too long, or where the system refuses.
    """
    texts = [change.draft.text.encode() for change in changes]
    files: dict[str, bytes] = {}
    paths: list[str] = []
    with locked(root, holder):
        for change, text in zip(changes, texts, strict=True):
            for path, data in change.relies_on.items():
                _unchanged(root, path, data)
            paths.append(_free_path(root, change, files))
            files[paths[-1]] = text
        edits = [edit for change in changes for edit in change.edits]
        store(root, files | {edit.path: edit.after for edit in edits}, {edit.path: edit.before for edit in edits})
    return tuple(paths)


def _free_path(root: Path, change: Change, taken: Mapping[str, bytes]) -> str:
    draft, number = change.draft, 1
    path = f"{draft.folder}/{draft.stem}.yaml"
    while draft.numbered and (path in taken or os.path.lexists(root / path)):
        number += 1
        path = f"{draft.folder}/{draft.stem}-{number}.yaml"
    return path


def store(root: Path, files: Mapping[str, bytes], before: Mapping[str, bytes]) -> None:
    """Write ``files`` below ``root``, and remove those in ``before`` that are not among them.

    What is in ``before`` must read so now; the others must not be there yet. Call it with the office's lock held. After
    a failure everything is as it was; a crash leaves the old files, or is undone by whoever takes the lock next.
    """
    for path, data in before.items():
        _unchanged(root, path, data)
    for path in files:
        if path not in before and os.path.lexists(root / path):
            raise FilingError(is_there(path))
    steps = [*(_step(path, data, known=path in before) for path, data in files.items())]
    steps += [Step(path, Kind.REMOVED, "") for path in before if path not in files]
    if not steps:
        return
    aside = root / FOLDER / f"{BATCH}{secrets.token_hex(8)}"
    try:
        _prepare(root, aside, files)
        _make(root, aside, steps)
    finally:
        if not unfinished(root):
            shutil.rmtree(aside, ignore_errors=True)


def _step(path: str, data: bytes, *, known: bool) -> Step:
    return Step(path, Kind.CHANGED if known else Kind.NEW, hashlib.sha256(data).hexdigest())


def _prepare(root: Path, aside: Path, files: Mapping[str, bytes]) -> None:
    """Have the new contents on the disk, and the folders where they belong."""
    make_folder(root, FOLDER)
    with told(FOLDER):
        aside.mkdir()
        for number, data in enumerate(files.values()):
            write_aside(aside / str(number), data)
        flush([aside / str(number) for number in range(len(files))])
    for folder in sorted({path.rpartition("/")[0] for path in files}):
        make_folder(root, folder)


def _make(root: Path, aside: Path, steps: Sequence[Step]) -> None:
    if len(steps) == 1:
        _put(root, aside, 0, steps[0])
        flush_names([root / steps[0].path])
        return
    for number, step in enumerate(steps):
        if step.kind is Kind.CHANGED:
            with told(FOLDER):
                _second_name(root / step.path, aside / f"old-{number}")
    begin(root, aside.name, steps)
    try:
        for number, step in enumerate(steps):
            _put(root, aside, number, step)
        flush_names(root / step.path for step in steps)
        commit(root)
    except BaseException:
        if unfinished(root):
            _take_back(root, aside, steps)
        raise


def _second_name(path: Path, old: Path) -> None:
    """Keep the old file under a second name, or where there are no hard links a copy of it."""
    try:
        os.link(path, old, follow_symlinks=False)
    except (OSError, NotImplementedError):
        write_aside(old, path.read_bytes())
        flush([old])


def _put(root: Path, aside: Path, number: int, step: Step) -> None:
    """Take one step."""
    target, new = root / step.path, aside / str(number)
    with told(step.path):
        if step.kind is Kind.REMOVED:
            target.rename(aside / f"old-{number}")
        elif step.kind is Kind.CHANGED:
            new.chmod(target.stat().st_mode & 0o777)
            new.replace(target)
        elif not give_name(new, target):
            raise FilingError(is_there(step.path))


def _take_back(root: Path, aside: Path, steps: Sequence[Step]) -> None:
    """Undo what was done of a change that failed. Where even that fails the journal stays, for the next command."""
    with suppress(FilingError):
        undo(root, aside.name, steps)


def _unchanged(root: Path, path: str, before: bytes) -> None:
    """Raise Failure where a file is no longer as it was read, or is a link by now."""
    file = root / path
    try:
        now = None if file.is_symlink() else file.read_bytes()
    except OSError:
        now = None
    if now != before:
        message = _("%(path)s was changed by somebody else at this moment; nothing was written, try again.")
        raise Failure(Message(message, {"path": path}))
