"""build/docs: the pages as files, made equal to what was rendered."""

from __future__ import annotations

import os
import shutil
import stat
from collections.abc import Collection, Mapping
from contextlib import suppress
from pathlib import Path

from generator.values import dataclass

MARK = "<!-- ready html -->\n"
"""What a page's body begins with where it is HTML already (ready_html.py)."""


@dataclass(frozen=True, slots=True)
class Changes:
    """What had to be done: number of files written anew or changed, and of files and folders removed."""

    written: int
    removed: int


def write_docs(folder: Path, pages: Mapping[str, str | bytes], standing: Collection[str] = ()) -> Changes:
    """Make ``folder`` hold exactly ``pages`` (path with “/” → content); a file whose bytes are right is not touched.

    The files ``standing`` are left as they are, too.

    Links are never followed, only removed; a file is written aside and renamed, so that another name of it (a hard
    link) keeps its content. Raises ValueError for a path that would leave the folder.
    """
    known = pages.keys() | set(standing)
    parents = {parent for folder in {_checked(path).rpartition("/")[0] for path in known} for parent in _above(folder)}
    make_real(folder)
    removed = _tidy(folder, "", known, parents)
    written = sum(write_page(folder, path, content) for path, content in pages.items())
    return Changes(written, removed)


def write_page(folder: Path, path: str, content: str | bytes) -> bool:
    """Make one page of ``folder`` hold its content, as ``write_docs`` does; tell whether its file had to be written."""
    for parent in reversed(_above(_checked(path).rpartition("/")[0])):
        make_real(folder / parent)
    place, data = folder / path, content.encode() if isinstance(content, str) else content
    with suppress(FileNotFoundError):
        if stat.S_ISREG(place.lstat().st_mode) and place.read_bytes() == data:
            return False
        if is_real(place):
            remove(place)
    aside = place.with_name(f".{os.getpid()}-new")  # others may be writing beside us
    aside.unlink(missing_ok=True)
    with aside.open("xb") as file:
        file.write(data)
    aside.replace(place)
    return True


def make_real(folder: Path) -> None:
    """Make ``folder`` a real folder: what else stands there (a link, a file) is removed."""
    if not is_real(folder):
        remove(folder)
        folder.mkdir()


def is_real(folder: Path) -> bool:
    """Tell whether there is a folder that is not a link."""
    try:
        return stat.S_ISDIR(folder.lstat().st_mode)
    except FileNotFoundError:
        return False


def remove(path: Path) -> None:
    """Remove a file, a link (not what it leads to) or a folder with all it holds; nothing there is fine."""
    if is_real(path):
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)


def _checked(path: str) -> str:
    """Return the path of a page; raises ValueError where it is none."""
    if not path.isprintable() or "\\" in path or not {"", ".", ".."}.isdisjoint(path.split("/")):
        raise ValueError(f"not a path of a page: {path!r}")
    return path


def _above(folder: str) -> list[str]:
    """Return a folder and those that it is in, the innermost first; nothing for the top."""
    return [folder, *_above(folder.rpartition("/")[0])] if folder else []


def _tidy(folder: Path, prefix: str, files: Collection[str], folders: Collection[str]) -> int:
    """Remove below ``folder`` what is neither one of the files nor one of the folders; return how many things."""
    removed = 0
    with os.scandir(folder) as entries:
        for entry in sorted(entries, key=lambda entry: entry.name):
            path = prefix + entry.name
            if entry.is_dir(follow_symlinks=False) and path in folders:
                removed += _tidy(folder / entry.name, path + "/", files, folders)
            elif not (entry.is_file(follow_symlinks=False) and path in files):
                remove(folder / entry.name)
                removed += 1
    return removed
