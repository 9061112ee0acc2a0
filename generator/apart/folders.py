"""The files of a folder by customer, as long as each of them is at a good place."""

from __future__ import annotations

import stat
from collections.abc import Mapping
from os import DirEntry, stat_result

from generator.apart.portion import Unclear
from generator.model.snapshot import folder_of, is_id
from generator.model.tombstone import id_of
from generator.read.folder import Listing, content, is_customers

Entries = Mapping[str, DirEntry[str]]
"""Files by path."""


def folders_of(found: Listing) -> dict[str, dict[str, DirEntry[str]]]:
    """Return the files of each customer by folder. Raises Unclear where a file or an id is at no good place."""
    folders: dict[str, dict[str, DirEntry[str]]] = {}
    for path, entry in found.records.items():
        if is_customers(path) and id_of(path) is None:
            folder = folder_of(path)
            if folder is None:
                raise Unclear
            folders.setdefault(folder, {})[path] = entry
    ids = {folder.rpartition("/")[2] for folder in folders}
    if len(ids) != len(folders) or not all(is_id(name) for name in ids):
        raise Unclear
    return folders


def plain(entry: DirEntry[str]) -> tuple[bytes, stat_result]:
    """Return a plain file's bytes and status; what is no plain file any more, or a program, is left to the long way."""
    try:
        data, status = content(entry.path)
    except OSError as error:
        raise Unclear from error
    if not stat.S_ISREG(status.st_mode) or status.st_mode & stat.S_IXUSR:
        raise Unclear
    return data, status
