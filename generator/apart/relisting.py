"""The files of an office listed again: a folder that is as it was when it was listed last holds the same entries.

Whatever comes into a folder, leaves it or changes its name there sets the folder's times (POSIX). What becomes of a
file in it does not, so that each file must be looked at all the same.
"""

from __future__ import annotations

import contextlib
import json
import os
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

from generator import store
from generator.apart.states import states_of
from generator.read.names import all_ordinary, name_problem, twins
from generator.read.tree import CUSTOMERS, MAX_FILES, OFFICE, RULES
from generator.values import dataclass


class Folder(NamedTuple):
    """The state of a folder before it was listed, and the names in it: of records, of other files, of folders."""

    state: str
    records: list[str]
    others: list[str]
    folders: list[str]


Folders = Mapping[str, Folder]
"""By path."""


@dataclass(frozen=True, slots=True)
class Relisting:
    """The paths of all records and of all others, in order, and the folders; ``anew`` tells whether one was listed."""

    records: list[str]
    others: tuple[str, ...]
    folders: Folders
    anew: bool


def listed_again(root: Path, file: Path | None, program: str, began: int) -> Relisting | None:
    """Return what ``relisted`` does, on top of what the same program kept in a file; there it is kept again."""
    found = relisted(root, {} if file is None else load(file, program), began)
    if file is not None and found is not None and found.anew:
        save(file, program, found.folders)
    return found


def relisted(root: Path, known: Folders, began: int) -> Relisting | None:
    """Return what ``read.folder.listed`` would, without listing the folders that are as ``known``.

    None where something there is no plain file, or has a bad name, or there is too much. ``began`` is a time before
    this in nanoseconds since 1970. Raises OSError where something can't be listed.
    """
    top = os.path.join(root, "")  # noqa: PTH118 - thousands of folders: pathlib is slow
    settings = _top(top)
    if settings is None:
        return None
    paths, others, level = settings.records, [], settings.folders
    folders: dict[str, Folder] = {}
    anew = False
    while level:
        states = states_of(((path, os.lstat(top + path)) for path in level), began)
        level = []
        for path, state in states.items():
            folder = known.get(path)
            if folder is None or not state or folder.state != state:
                anew, folder = True, _listed(top + path, state)
                if folder is None:
                    return None
            folders[path] = folder
            paths += [f"{path}/{name}" for name in folder.records]
            others += [f"{path}/{name}" for name in folder.others]
            level += [f"{path}/{name}" for name in folder.folders]
        if len(paths) + len(others) > MAX_FILES:
            return None
    if anew and not _well_named(paths + others):
        return None
    return Relisting(sorted(paths), tuple(sorted(others)), folders, anew)


def _top(top: str) -> Folder | None:
    """Return what of an office lies in its own folder."""
    files, folders = [], []
    with os.scandir(top) as found:
        for entry in found:
            if entry.name in {OFFICE, RULES}:
                if not entry.is_file(follow_symlinks=False):
                    return None
                files.append(entry.name)
            elif entry.name == CUSTOMERS[:-1]:
                if not entry.is_dir(follow_symlinks=False):
                    return None
                folders.append(entry.name)
    return Folder("", files, [], folders)


def _listed(path: str, state: str) -> Folder | None:
    """Return what lies in a folder; None where that is neither a plain file nor a folder, or a repository's."""
    folder = Folder(state, [], [], [])
    with os.scandir(path) as found:
        for entry in found:
            if entry.name == ".git":
                return None
            if entry.is_dir(follow_symlinks=False):
                folder.folders.append(entry.name)
            elif entry.is_file(follow_symlinks=False):
                (folder.records if entry.name.endswith(".yaml") else folder.others).append(entry.name)
            else:
                return None
    return folder


def _well_named(paths: list[str]) -> bool:
    if not all_ordinary(paths) and any(name_problem(path) is not None for path in paths):
        return False
    return next(twins(paths), None) is None


def load(file: Path, program: str) -> Folders:
    """Return what the same program kept; nothing where the file is damaged, or not there."""
    with contextlib.suppress(ValueError, TypeError, AttributeError):
        if (body := store.read(file, program)) is not None:
            return {path: Folder(*folder) for path, folder in json.loads(body).items()}
    return {}


def save(file: Path, program: str, folders: Folders) -> None:
    """Keep the folders for the next run."""
    store.write(file, json.dumps(folders).encode(), program)
