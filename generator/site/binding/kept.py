"""The pages of the last site, for those of the next one that would come out the same.

`build/.cache/pages.json` knows of each page what it was made of, the SHA-256 of its bytes, and its part of the search
index. It only ever saves time: what is damaged, of another version, or does not fit the file that it speaks of, is made
anew.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterator, Mapping
from pathlib import Path

from generator import store
from generator.site.binding.book import Bound
from generator.values import dataclass

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

    def texts(self) -> Iterator[str]:
        """Yield what the search index held."""
        for _source, bound in self.pages.values():
            for entry in bound.entries:
                yield from (entry["title"], entry["text"])


NOTHING = Kept("", {})


def load(file: Path) -> Kept:
    """Return what was built last; nothing where the file can't be used."""
    with contextlib.suppress(TypeError, KeyError, ValueError, AttributeError):
        found = store.load(file)
        pages = {path: (str(source), Bound(*bound)) for path, (source, *bound) in found["pages"].items()}
        return Kept(str(found["key"]), pages)
    return NOTHING


def save(file: Path, kept: Kept) -> None:
    """Keep what was built for the next time."""
    pages = {path: (source, bound.sha256, bound.entries) for path, (source, bound) in kept.pages.items()}
    store.save(file, {"key": kept.key, "pages": pages})
