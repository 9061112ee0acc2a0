"""The dictionary of the search as its library keeps it in build/.cache: used again only if it is as it was written.

The library reads it without a check, and a damaged one can ask for more memory than there is. jieba names the file.
"""

from __future__ import annotations

import contextlib
from pathlib import Path

from generator import store

NAME = "jieba.cache"
_NOTE = "jieba.json"


def check(cache: Path) -> None:
    """Remove the dictionary that the last build left if it is not the one that was noted."""
    file = cache / NAME
    if store.load(cache / _NOTE) != _digest(file):
        with contextlib.suppress(OSError):
            file.unlink()


def note(cache: Path) -> None:
    """Note the dictionary that a build has left for the next one."""
    found = _digest(cache / NAME)
    if found is not None and store.load(cache / _NOTE) != found:
        store.save(cache / _NOTE, found)


def _digest(file: Path) -> str | None:
    with contextlib.suppress(OSError):
        return None if file.is_symlink() else store.digest(file.read_bytes())
    return None
