"""Parsed files remembered by their content, so that a year of weeks parses each distinct file once.

A file is known by git's id of its content (SHA-256). What is kept on disk is plain values only, below build/: it may be
deleted at any time, two processes may use it at once, and what is damaged, of another version or not ours is ignored.
Whoever takes a value from it validates it again, as if it had just been parsed.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple

from generator import __version__
from generator.read.git import git
from generator.read.tree import RULES

FOLDER = "build/memory"
FORMAT = 1
MOST_BYTES = 64 * 1024 * 1024
MOST_PARTS = 16
MOST_VALUES = 400_000

_HEADER = {"format": FORMAT, "program": __version__}

Marks = Mapping[str, tuple[int, int]]


class Remembered(NamedTuple):
    """A parsed file: its values as dicts, lists and texts, and line and column of each, keyed as ``judged.price``."""

    plain: Mapping[str, Any]
    marks: Marks


def content_id(data: bytes) -> str:
    """Return git's SHA-256 id of a file's content."""
    digest = hashlib.sha256(b"blob %d\0" % len(data))
    digest.update(data)
    return digest.hexdigest()


class Memory:
    """What was parsed, by content; without a ``folder`` only as long as the program runs.

    ``values`` holds what others made of a content, for this run only; both are bounded, and forgotten when full.
    """

    def __init__(self, folder: Path | None = None) -> None:
        self.folder = folder
        self.values: dict[object, Any] = {}
        self._stored: dict[str, Any] | None = None
        self._used: dict[str, Any] = {}
        self._new: dict[str, Any] = {}

    def recall(self, content: str) -> Remembered | None:
        """Return what a content was parsed to; None where that is not known, or not well-formed."""
        if self._stored is None:
            self._stored = dict(_entries(self.folder)) if self.folder is not None else {}
        found = self._new.get(content) or self._stored.get(content)
        remembered = _remembered(found)
        if remembered is not None:
            self._used[content] = found
        return remembered

    def keep(self, content: str, plain: Mapping[str, Any], marks: Marks) -> None:
        """Remember what a content was parsed to."""
        if len(self._new) >= MOST_VALUES:
            self._new.clear()
        self._new[content] = [plain, marks]

    def value(self, key: object) -> Any:
        """Return what somebody made of a content in this run, or None."""
        return self.values.get(key)

    def keep_value(self, key: object, value: object) -> None:
        """Remember, for this run, what somebody made of a content."""
        if len(self.values) >= MOST_VALUES:
            self.values.clear()
        self.values[key] = value

    def save(self) -> None:
        """Write what is new to disk; a disk that refuses costs only the time to parse again."""
        if self.folder is None or not self._new:
            return
        with contextlib.suppress(OSError):
            self.folder.mkdir(parents=True, exist_ok=True)
            parts = _parts(self.folder)
            entries = self._new
            if len(parts) >= MOST_PARTS:  # what was not used this time is forgotten
                entries = {**self._used, **self._new}
                _remove(parts)
            _write(self.folder, entries)
            _shrink(self.folder)
        self._stored = {**(self._stored or {}), **self._new}
        self._new = {}


def memory_of(root: Path) -> Memory:
    """Return the memory of the office in ``root``, on disk below build/.

    It stays off the disk in a bare clone, where nothing is to be written, and where the folder is a link or is kept in
    git: then somebody else may have written it.
    """
    if not (root / RULES).is_file():
        return Memory()
    folder = root / FOLDER
    linked = any(path.is_symlink() for path in (folder, folder.parent))
    return Memory(None if linked or git(root, "ls-tree", "-z", "HEAD", "--", f"{FOLDER}/") else folder)


def _remembered(found: Any) -> Remembered | None:
    match found:
        case [dict() as plain, dict() as marks]:
            with contextlib.suppress(TypeError, ValueError):
                return Remembered(plain, {str(key): _place(mark) for key, mark in marks.items()})
    return None


def _place(mark: Any) -> tuple[int, int]:
    line, column = mark
    if type(line) is not int or type(column) is not int:
        raise TypeError(mark)
    return line, column


def _entries(folder: Path) -> Iterator[tuple[str, Any]]:
    for part in _parts(folder):
        with contextlib.suppress(OSError, ValueError, RecursionError):
            header, _line, body = part.read_bytes().partition(b"\n")
            if json.loads(header) == {**_HEADER, "sha256": hashlib.sha256(body).hexdigest()}:
                entries = json.loads(body)
                yield from entries.items() if isinstance(entries, dict) else ()


def _parts(folder: Path) -> list[Path]:
    """Return the files of the memory, the oldest first; never a link."""
    with contextlib.suppress(OSError):
        parts = [path for path in folder.glob("*.json") if path.is_file() and not path.is_symlink()]
        return sorted(parts, key=lambda path: (path.stat().st_mtime_ns, path.name))
    return []


def _write(folder: Path, entries: Mapping[str, Any]) -> None:
    body = json.dumps(entries, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "surrogatepass")
    if len(body) > MOST_BYTES:
        return
    digest = hashlib.sha256(body).hexdigest()
    header = json.dumps({**_HEADER, "sha256": digest}).encode()
    (folder / ".gitignore").write_text("*\n", encoding="ascii")
    descriptor, aside = tempfile.mkstemp(dir=folder, suffix=".aside")
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(header + b"\n" + body)
        Path(aside).replace(folder / f"{digest[:32]}.json")
    except BaseException:
        _remove([Path(aside)])
        raise


def _shrink(folder: Path) -> None:
    """Remove the oldest files until the rest is small enough."""
    parts = _parts(folder)
    total = sum(part.stat().st_size for part in parts)
    while total > MOST_BYTES and parts:
        total -= parts[0].stat().st_size
        _remove([parts.pop(0)])


def _remove(paths: list[Path]) -> None:
    for path in paths:
        path.unlink(missing_ok=True)
