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


def take_over(old: Path, new: Path, digest: str) -> bool:
    """Make ``new`` another name of the file ``old`` if its bytes have that SHA-256; tell whether it was so."""
    try:
        descriptor = os.open(old, os.O_RDONLY | os.O_NOFOLLOW | os.O_CLOEXEC)
        with os.fdopen(descriptor, "rb") as file:
            data = file.read()
    except OSError:
        return False
    if store.digest(data) != digest:
        return False
    new.parent.mkdir(parents=True, exist_ok=True)
    try:
        os.link(old, new, follow_symlinks=False)
    except OSError:  # a file system without links, or one name too many
        shutil.copyfile(old, new)
    return True
