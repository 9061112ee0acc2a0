"""The pages of the last site, for those of the next one that would come out the same.

`build/.cache/pages.json` knows of each page what it was made of, the SHA-256 of its bytes, and its part of the search
index. It only ever saves time: what is damaged, of another version, or does not fit the file that it speaks of, is made
anew.
"""

from __future__ import annotations

import contextlib
import os
import shutil
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path

from generator import store
from generator.site.binding.book import Bound

NAME = "pages.json"


@dataclass(frozen=True, slots=True)
class Kept:
    """What was built last: the key that all pages have in common, and by page the digest of its text and the result."""

    key: str
    pages: Mapping[str, tuple[str, Bound]]

    def find(self, key: str, path: str, source: str) -> Bound | None:
        """Return what came of a page with the same key and text; None where there was no such page."""
        known = self.pages.get(path) if key == self.key else None
        return known[1] if known is not None and known[0] == source else None


NOTHING = Kept("", {})


def load(file: Path) -> Kept:
    """Return what was built last; nothing where the file can't be used."""
    with contextlib.suppress(TypeError, KeyError, ValueError, AttributeError):
        found = store.load(file)
        pages = {path: (source, Bound(**bound)) for path, (source, bound) in found["pages"].items()}
        return Kept(found["key"], pages)
    return NOTHING


def save(file: Path, kept: Kept) -> None:
    """Keep what was built for the next time."""
    pages = {path: (source, asdict(bound)) for path, (source, bound) in kept.pages.items()}
    store.save(file, {"key": kept.key, "pages": pages})


@dataclass(frozen=True, slots=True)
class Seen:
    """A file as it was looked at: the SHA-256 of its bytes, and what tells that it has not changed since."""

    sha256: str
    state: tuple[int, ...]


def looked_at(site: Path) -> Mapping[str, Seen]:
    """Return the pages of a site that stands, by path: while there is nothing else to do yet."""
    found = {}
    for folder, _folders, names in os.walk(site):
        for name in names:
            file = os.path.join(folder, name)  # noqa: PTH118 - thousands of pages: pathlib is slow
            if name.endswith(".html") and (seen := _look(file)) is not None:
                found[os.path.relpath(file, site)] = seen
    return found


def take_over(old: Path, new: Path, digest: str, seen: Seen | None) -> bool:
    """Make ``new`` another name of the file ``old`` if its bytes have that SHA-256; tell whether it was so.

    ``seen`` is how the file was found before, if it was looked at.
    """
    try:
        same = seen is not None and _state(os.lstat(old)) == seen.state
    except OSError:
        return False
    seen = seen if same else _look(str(old))
    if seen is None or seen.sha256 != digest:
        return False
    new.parent.mkdir(parents=True, exist_ok=True)
    try:
        os.link(old, new, follow_symlinks=False)
    except OSError:  # a file system without links, or one name too many
        shutil.copyfile(old, new)
    return True


def _look(file: str) -> Seen | None:
    """Return what a file holds; None for a link, and for what can't be read."""
    try:
        descriptor = os.open(file, os.O_RDONLY | os.O_NOFOLLOW | os.O_CLOEXEC)
        with os.fdopen(descriptor, "rb") as opened:
            state = _state(os.fstat(descriptor))
            return Seen(store.digest(opened.read()), state)
    except OSError:
        return None


def _state(status: os.stat_result) -> tuple[int, ...]:
    return status.st_mode, status.st_ino, status.st_size, status.st_mtime_ns, status.st_ctime_ns
