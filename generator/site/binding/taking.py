"""Files of the site that stands, taken over into the new one while there is nothing else to do yet."""

from __future__ import annotations

import os
import shutil
from collections.abc import Collection
from contextlib import suppress
from pathlib import Path

from generator.site.binding.texts import State, state
from generator.store import digest

_LASTING = 4  # so much of a state


class Taken:
    """What the folder ``new`` holds of the folder ``old``: second names of the same files.

    A file is what it is when `again` is called, or when it is taken after that; not what it was before.
    """

    def __init__(self, old: Path, new: Path) -> None:
        self._old, self._new = os.fspath(old), os.fspath(new)
        self._known: dict[str, tuple[str, State]] = {}
        self._folders: set[str] = set()

    def again(self) -> Collection[str]:
        """Give up what was written to since it was taken, and return it."""
        lost = {place for place, (_digest, before) in self._known.items() if _now(f"{self._new}/{place}") != before}
        for place in lost:
            self._give_up(place)
        return lost

    def take(self, place: str, sha256: str, kept: State = ()) -> bool:
        """Make the new file of that path another name of the old one if its bytes have that SHA-256, and tell so.

        They are not read where ``lasting`` gave ``kept`` when they had.
        """
        known = self._known.get(place)
        if known is not None and known[0] == sha256:
            return True
        if known is not None:
            self._give_up(place)
        old, new = f"{self._old}/{place}", f"{self._new}/{place}"
        if not (kept and lasting(old) == kept) and _digest(old) != sha256:
            return False
        folder = new.rpartition("/")[0]
        if folder not in self._folders:
            os.makedirs(folder, exist_ok=True)  # noqa: PTH103 - thousands of pages: pathlib is slow
            self._folders.add(folder)
        try:
            os.link(old, new, follow_symlinks=False)
        except OSError:  # a file system without links, or one name too many
            shutil.copyfile(old, new)
        self._known[place] = sha256, state(os.lstat(new))
        return True

    def built(self) -> dict[str, State]:
        """Return what ``lasting`` says of every file that was taken, as it was when it was taken."""
        return {place: state[:_LASTING] for place, (_digest, state) in self._known.items()}

    def keep(self, places: Collection[str]) -> None:
        """Give up all but some files."""
        for place in self._known.keys() - places:
            self._give_up(place)

    def _give_up(self, place: str) -> None:
        """Remove a new file, so that whoever writes it does not write to the old one."""
        del self._known[place]
        with suppress(FileNotFoundError):
            os.unlink(f"{self._new}/{place}")  # noqa: PTH108


def lasting(file: str) -> State:
    """Return what a second name of a file leaves as it is, and every change of its bytes does not; nothing for none.

    The time of the last change of any kind, which tells more, is not in it: a name that comes or goes sets it.
    """
    return _now(file)[:_LASTING]


def _now(file: str) -> State:
    try:
        return state(os.lstat(file))
    except OSError:
        return ()


def _digest(file: str) -> str | None:
    """Return the SHA-256 of a file; None for a link, and for what can't be read."""
    try:
        descriptor = os.open(file, os.O_RDONLY | os.O_NOFOLLOW | os.O_CLOEXEC)
        with os.fdopen(descriptor, "rb") as opened:
            return digest(opened.read())
    except OSError:
        return None
