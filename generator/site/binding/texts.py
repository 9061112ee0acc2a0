"""The pages' texts, each looked at once for as long as its file stays as it is."""

from __future__ import annotations

import os
import re
from collections.abc import Collection, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import NamedTuple

from generator.site.docs import MARK
from generator.store import digest

State = tuple[int, ...]
"""What tells that a file has not been written since it was looked at."""

_MARK = MARK.encode()
_HEAD = re.compile(rb"---\ntitle: [^\n]+\n(?:[a-z ][^\n]*\n)*---\n+" + re.escape(_MARK))


class Text(NamedTuple):
    """What must be known of a page's text before it is built.

    ``ready`` tells whether it is ready HTML under a title of its own, so that nothing is left for Markdown to do.
    ``weight`` grows with the time that the page takes, and is 0 where the search has nothing to do with it.
    """

    digest: str
    ready: bool
    weight: int


class Texts:
    """The texts of the pages in a folder; what is ``kept`` of one, with the state of its file, spares reading it."""

    def __init__(self, docs: Path, kept: Mapping[str, tuple[State, Text]] = MappingProxyType({})) -> None:
        self._docs, self._states = docs, states(docs)
        self._known = {path: text for path, (state, text) in kept.items() if self._states.get(path) == state}

    def again(self) -> Collection[str] | None:
        """Look which files differ from what they were; return them, None where there are not the same files any more.

        The texts of pages that stand are not read again.
        """
        before, self._states = self._states, states(self._docs)
        differing = [path for path, state in self._states.items() if before.get(path) != state]
        for path in differing:
            self._known.pop(path, None)
        return differing if before.keys() == self._states.keys() else None

    def state(self, path: str) -> State:
        """Return the state that a page's file had before its text was looked at."""
        return self._states.get(path, ())

    def __getitem__(self, path: str) -> Text:
        found = self._known.get(path)
        if found is None:
            found = self._known[path] = _text((self._docs / path).read_bytes())
        return found


def states(folder: Path) -> dict[str, State]:
    """Return every file below a folder and its state, by path; nothing where there is no folder."""
    found: dict[str, State] = {}
    folders = [(os.fspath(folder), "")] if folder.is_dir() else []
    while folders:
        top, prefix = folders.pop()
        with os.scandir(top) as entries:
            for entry in entries:
                if entry.is_dir(follow_symlinks=False):
                    folders.append((entry.path, f"{prefix}{entry.name}/"))
                    continue
                try:
                    found[prefix + entry.name] = state(entry.stat(follow_symlinks=False))
                except FileNotFoundError:  # pages are written aside meanwhile, and take their places
                    continue
    return found


def state(status: os.stat_result) -> State:
    """Return the state of a file."""
    return status.st_mode, status.st_ino, status.st_size, status.st_mtime_ns, status.st_ctime_ns


def _text(text: bytes) -> Text:
    head = _HEAD.match(text)
    ready = head is not None and text.find(b"\r", head.end()) < 0
    excluded = b"exclude: true" in text[:1000].partition(_MARK)[0]
    # Cutting the words for the search index takes longest.
    return Text(digest(text), ready, 0 if excluded else len(text))
