"""The dictionary of the search as its library keeps it in build/.cache: used again only if it is as it was written.

The library reads it without a check, and a damaged one can ask for more memory than there is. jieba names the file.
"""

from __future__ import annotations

import contextlib
from pathlib import Path

from generator import store

NAME = "jieba.cache"
_NOTE = "jieba.json"


def check(cache: Path) -> bool:
    """Remove the dictionary that an earlier build left if it is not the one that was noted; tell whether it stays."""
    file = cache / NAME
    found = _digest(file)
    if found is not None and store.load(cache / _NOTE) == found:
        return True
    with contextlib.suppress(OSError):
        file.unlink()
    return False


def note(cache: Path) -> None:
    """Note the dictionary that a build has left for the next one."""
    found = _digest(cache / NAME)
    if found is not None and store.load(cache / _NOTE) != found:
        store.save(cache / _NOTE, found)


def _digest(file: Path) -> str | None:
    with contextlib.suppress(OSError):
        return None if file.is_symlink() else store.digest(file.read_bytes())
    return None
