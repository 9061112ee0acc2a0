"""The theme's files in the site.

Of the office's own files that are no pages nothing is remembered: the names of some are secret (calendars).
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from pathlib import Path
from typing import NamedTuple, cast

from mkdocs import utils
from mkdocs.structure.files import File

from generator.site.binding.taking import Taken, lasting
from generator.site.binding.texts import State, state
from generator.store import digest


class Asset(NamedTuple):
    """A copy: what tells that the file it was made of is the same, its SHA-256, and what tells that it is itself."""

    source: State
    sha256: str
    built: State


class Assets:
    """What lies in the folder ``new`` so far; what is as it was when it was ``known`` is taken over, not copied.

    Both go by path below the site.
    """

    def __init__(self, new: Path, taken: Taken, known: Mapping[str, Asset]) -> None:
        self._new, self._taken, self._known = new, taken, known
        self._laid: dict[str, Asset] = {}

    @property
    def laid(self) -> Mapping[str, Asset]:
        """What lies there."""
        return self._laid

    def lay(self, files: Iterable[File]) -> None:
        """See to it that some files of the theme lie there."""
        for file in files:
            if file.dest_uri not in self._laid:
                self._laid[file.dest_uri] = self._copied(file.dest_uri, Path(cast("str", file.abs_src_path)))

    def forget(self, places: Collection[str]) -> None:
        """Lay some files once more when they are asked for again."""
        for place in places:
            self._laid.pop(place, None)

    def _copied(self, place: str, source: Path) -> Asset:
        new, known, of_source = f"{self._new}/{place}", self._known.get(place), state(source.stat())
        if known is not None and known.source == of_source and self._taken.take(place, known.sha256, known.built):
            return known._replace(built=lasting(new))
        data = source.read_bytes()
        Path(new).unlink(missing_ok=True)  # it may be a second name of the file that stands
        utils.write_file(data, new)
        return Asset(of_source, digest(data), lasting(new))
