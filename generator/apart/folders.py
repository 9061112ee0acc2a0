"""The files of a folder by customer, as long as each of them is at a good place."""

from __future__ import annotations

import stat
from collections.abc import Mapping
from os import stat_result
from typing import TypeVar

from generator.model.shelves import CUSTOMER, name_of
from generator.model.snapshot import folder_of, is_id
from generator.model.tombstone import NAME as TOMBSTONE
from generator.read.folder import content, is_customers

_OF_ONE = {CUSTOMER, TOMBSTONE}
"""Files of which a customer has one: where it lies does not tell whose the others are."""

T = TypeVar("T")


class Unclear(Exception):  # noqa: N818 - no fault: the long way is taken
    """Something is wrong, or can't be told from a portion alone."""


def folders_of(files: Mapping[str, T]) -> tuple[dict[str, dict[str, T]], list[str]]:
    """Return each customer's files by folder and path, and the paths that are no customer's.

    Those are rules.yaml, office.yaml, and what is left of the forgotten. Raises Unclear where a file or an id is at no
    good place.
    """
    folders: dict[str, dict[str, T]] = {}
    others: list[str] = []
    homes: dict[str, dict[str, T]] = {}  # by the folder that a file lies in: it tells whose a visit is
    for path, entry in files.items():
        place, _slash, name = path.rpartition("/")
        home = homes.get(place) if name not in _OF_ONE else None
        if home is None:
            if not is_customers(path) or name == TOMBSTONE:
                others.append(path)
                continue
            folder = folder_of(path)
            if folder is None:
                raise Unclear
            home = folders.setdefault(folder, {})
            if name != CUSTOMER:
                homes[place] = home
        home[path] = entry
    ids = {name_of(folder) for folder in folders}
    if len(ids) != len(folders) or not all(map(is_id, ids)):
        raise Unclear
    return folders, others


def plain(path: str) -> tuple[bytes, stat_result]:
    """Return a plain file's bytes and status; what is no plain file any more, or a program, is left to the long way."""
    try:
        data, status = content(path)
    except OSError as error:
        raise Unclear from error
    if not stat.S_ISREG(status.st_mode) or status.st_mode & stat.S_IXUSR:
        raise Unclear
    return data, status
