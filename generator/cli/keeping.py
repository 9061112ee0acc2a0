"""Where what was said of an office is kept from run to run: outside its folder, for the user's eyes only.

In the user's folder for caches (XDG Base Directory: ``$XDG_CACHE_HOME``, else ``~/.cache``), so that reading commands
write nothing into an office. It may be deleted at any time.
"""

from __future__ import annotations

import os
from contextlib import suppress
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

from generator.site.program import stamp

if TYPE_CHECKING:
    from generator.grade.settings import Settings

MOST_OFFICES = 32
"""Folders of so many offices stay; those used longest ago go."""


def kept(root: Path) -> Path | None:
    """Return the folder for what is kept of the office in ``root``; None where there is no place for it."""
    caches = _caches()
    return None if caches is None else caches / sha256(os.fsencode(root.resolve())).hexdigest()[:32]


def make_place(root: Path) -> Path | None:
    """Return that folder, made if need be, and make room for it; None where it is not the user's alone."""
    folder = kept(root)
    if folder is None:
        return None
    with suppress(OSError):
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        owner = folder.lstat()
        if not folder.is_symlink() and owner.st_uid == os.geteuid() and not owner.st_mode & 0o077:
            folder.touch()
            _make_room(folder.parent)
            return folder
    return None


def kept_settings(place: Path | None) -> Settings:
    """Return the settings of an office that an earlier run found, in such a folder."""
    from generator.grade.settings import Settings  # noqa: PLC0415 - loads all models

    return Settings(None if place is None else place / "settings", stamp())


def drop(root: Path) -> None:
    """Delete what is kept of an office."""
    folder = kept(root)
    if folder is not None and folder.is_dir() and not folder.is_symlink():
        from shutil import rmtree  # noqa: PLC0415 - hardly ever; it loads every kind of archive

        rmtree(folder, ignore_errors=True)


def _caches() -> Path | None:
    named = Path(os.environ.get("XDG_CACHE_HOME", ""))
    if named.is_absolute():
        return named / "fenji"
    try:
        return Path.home() / ".cache/fenji"
    except RuntimeError:  # a user without a home
        return None


def _make_room(caches: Path) -> None:
    folders = sorted((path for path in caches.iterdir() if path.is_dir()), key=lambda path: path.stat().st_mtime)
    if len(folders) > MOST_OFFICES:
        from shutil import rmtree  # noqa: PLC0415 - as above

        for folder in folders[:-MOST_OFFICES]:
            rmtree(folder, ignore_errors=True)
