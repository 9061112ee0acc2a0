"""The folder that a command makes something in: nothing of anybody is ever overwritten."""

from __future__ import annotations

from collections.abc import Set as AbstractSet
from pathlib import Path

from generator.failure import Failure
from generator.texts import Message, _

SHOWN = 5


def require_empty(folder: Path, ignoring: AbstractSet[str] = frozenset()) -> None:
    """Raise Failure where something lies in the folder, but for what may."""
    found = sorted(entry.name for entry in folder.iterdir()) if folder.is_dir() else []
    found = [name for name in found if name not in ignoring]
    if found:
        some = ", ".join(found[:SHOWN]) + (" …" if len(found) > SHOWN else "")
        message = _("%(folder)s is not empty: %(found)s. Name a new or empty folder; nothing was written.")
        raise Failure(Message(message, {"folder": folder, "found": some}))
