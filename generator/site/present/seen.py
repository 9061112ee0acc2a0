"""A folder as it was found when a build began; it takes no record to tell what may have changed since the last one."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

from generator.apart import wish
from generator.apart.relisting import listed_again
from generator.read.git import commit_id
from generator.site.program import stamp


class Seen(NamedTuple):
    """The files of a folder, not read yet: of each record by path what changes with every change of it, in that order.

    It is empty where the next change might not show. ``others`` are no records, ``revision`` is the commit that the
    folder stands on (None outside git).
    """

    states: Mapping[str, str]
    others: tuple[str, ...]
    revision: str | None


def look(root: Path, place: Path | None, began: int) -> Seen | None:
    """Look at a folder; ``began`` is now, in nanoseconds since 1970. Raises OSError where it can't be listed.

    What lies in it is kept in ``place``, where there is one, from run to run. None where something lies there that is
    no plain file, which the long way has to tell.
    """
    found = listed_again(root, None if place is None else place / "folders", stamp(), began)
    states = None if found is None else wish.seen(root, found.records, began)
    return None if found is None or states is None else Seen(states, found.others, commit_id(root, "HEAD"))
