"""A change of the office, written: every file wholly or not at all, one writer at a time."""

from __future__ import annotations

from pathlib import Path

from generator.failure import Failure
from generator.texts import Message, _
from generator.writing.draft import Change
from generator.writing.filing import create, create_exactly, replace
from generator.writing.lock import Holder, locked


def write(root: Path, change: Change, holder: Holder) -> str:
    """Write the change into the office at ``root``; return the path of the new record.

    Raises Failure, with nothing written, where an existing file is no longer as it was read, where somebody else holds
    the lock for too long, or where the system refuses.
    """
    draft = change.draft
    data = draft.text.encode()
    with locked(root, holder):
        for edit in change.edits:
            unchanged(root, edit.path, edit.before)
        if draft.numbered:
            path = create(root, draft.folder, draft.stem, data)
        else:
            path = f"{draft.folder}/{draft.stem}.yaml"
            create_exactly(root, path, data)
        for edit in change.edits:
            replace(root, edit.path, edit.after)
    return path


def unchanged(root: Path, path: str, before: bytes) -> None:
    """Raise Failure where a file is no longer as it was read, or is a link by now."""
    file = root / path
    try:
        now = None if file.is_symlink() else file.read_bytes()
    except OSError:
        now = None
    if now != before:
        message = _("%(path)s was changed by somebody else at this moment; nothing was written, try again.")
        raise Failure(Message(message, {"path": path}))
