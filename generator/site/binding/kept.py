"""The pages of the last site, for those of the next one that would come out the same.

`build/.cache/pages.json` knows of each page what it was made of, the SHA-256 of its bytes, and its part of the search
index; of both files also their state on the disk, with which they need not be read; of the theme's files the same. It
only ever saves time: what is damaged, of another version, or does not fit the file that it speaks of, is made anew.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

from generator import store
from generator.site.binding.assets import Asset
from generator.site.binding.book import Bound
from generator.site.binding.texts import State, Text
from generator.values import dataclass, field

NAME = "pages.json"

_WRITTEN = 3  # from there on a state has times


class Leaf(NamedTuple):
    """A page: its text and what came of it, and the states of both files, empty where they may change unseen."""

    text: Text
    bound: Bound
    written: State
    built: State


@dataclass(frozen=True, slots=True)
class Kept:
    """What was built last: the key that all pages have in common, the pages by path, the theme's files by theirs."""

    key: str
    pages: Mapping[str, Leaf]
    assets: Mapping[str, Asset] = field(default_factory=dict)

    def find(self, key: str, path: str, source: str) -> Leaf | None:
        """Return a page with the same key and text; None where there was no such page."""
        known = self.pages.get(path) if key == self.key else None
        return known if known is not None and known.text.digest == source else None

    def texts(self) -> Iterator[str]:
        """Yield what the search index held."""
        for leaf in self.pages.values():
            for entry in leaf.bound.entries:
                yield from (entry["title"], entry["text"])


NOTHING = Kept("", {})


def load(file: Path) -> Kept:
    """Return what was built last; nothing where the file can't be used."""
    with contextlib.suppress(TypeError, KeyError, ValueError, AttributeError):
        found = store.load(file)
        pages = {
            path: Leaf(Text(*text), Bound(*bound), tuple(written), tuple(built))
            for path, (text, bound, written, built) in found["pages"].items()
        }
        assets = {
            place: Asset(tuple(source), sha256, tuple(built))
            for place, (source, sha256, built) in found["assets"].items()
        }
        return Kept(str(found["key"]), pages, assets)
    return NOTHING


def save(file: Path, kept: Kept) -> None:
    """Keep what was built for the next time."""
    times = (time for leaf in kept.pages.values() for state in (leaf.written, leaf.built) for time in state[_WRITTEN:])
    newest = max(times, default=0)  # it is no later than now
    pages = {
        path: (text, (bound.sha256, bound.entries), _settled(written, newest), _settled(built, newest))
        for path, (text, bound, written, built) in kept.pages.items()
    }
    assets = {
        place: (_settled(source, newest), sha256, _settled(built, newest))
        for place, (source, sha256, built) in kept.assets.items()
    }
    store.save(file, {"key": kept.key, "pages": pages, "assets": assets})


def _settled(state: State, now: int) -> State:
    return state if store.settled(state[_WRITTEN:], now) else ()
