"""A folder as it was found when a build began; it takes no record to tell what may have changed since the last one."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

from generator.apart.states import states_of
from generator.read.folder import listed
from generator.read.git import commit_id


class Seen(NamedTuple):
    """The files of a folder, not read yet: of each record by path what changes with every change of it, in that order.

    It is empty where the next change might not show. ``others`` are no records, ``revision`` is the commit that the
    folder stands on (None outside git).
    """

    states: Mapping[str, str]
    others: tuple[str, ...]
    revision: str | None


def look(root: Path, began: int) -> Seen | None:
    """Look at a folder; ``began`` is now, in nanoseconds since 1970. Raises OSError where it can't be listed.

    None where something lies there that is no plain file, which the long way has to tell.
    """
    found = listed(root)
    statuses = ((path, entry.stat(follow_symlinks=False)) for path, entry in found.records.items())
    return None if found.problems else Seen(states_of(statuses, began), found.others, commit_id(root, "HEAD"))
