"""States of files: what changes with every change of them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from hashlib import blake2b
from os import stat_result

from generator.store import SECOND, SETTLED, SETTLED_COARSE

States = Mapping[str, str]
"""What changes with every change of some files, by path; empty where the next change might not show."""


def states_of(found: Iterable[tuple[str, stat_result]], began: int) -> dict[str, str]:
    """Return by path what changes with every change of a file, from its status; empty where the file is too young."""
    # What ``settled`` says, once for all of thousands of files.
    young, young_coarse = began - SETTLED, began - SETTLED_COARSE
    states: dict[str, str] = {}
    for path, status in found:
        changed, written = status.st_ctime_ns, status.st_mtime_ns
        youngest = young if changed % SECOND else young_coarse
        settled = changed <= youngest and written <= youngest
        states[path] = f"{status.st_mode} {status.st_size} {written} {changed} {status.st_ino}" if settled else ""
    return states


def size_in(state: str) -> int:
    """Return the bytes of a file from its state, which must not be empty."""
    return int(state.split(" ", 2)[1])


def joined(states: Mapping[str, str]) -> str:
    """Return the signature of some files, which changes with every change of their states; empty where one is."""
    if not all(states.values()):
        return ""
    text = "\0".join((*states, *states.values()))  # which is in none of them, so that it can be taken apart again
    return blake2b(text.encode("utf-8", "surrogateescape"), digest_size=16).hexdigest()


def signature(found: Iterable[tuple[str, stat_result]], began: int) -> str:
    """Return the signature of some files from their status."""
    return joined(states_of(found, began))
