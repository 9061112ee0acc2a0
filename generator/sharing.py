"""Work shared among processes: each takes the next piece, and the results come back in order."""

from __future__ import annotations

import gc
import os
import pickle
import sys
from collections.abc import Callable, Sequence
from multiprocessing import get_context
from typing import Any, TypeVar

P = TypeVar("P")
R = TypeVar("R")

MOST = 4
"""More processes than that wait for each other's memory more than they help."""


def processors() -> int:
    """Return how many processors this program may use, at most ``MOST``; no result ever depends on it."""
    allowed = len(os.sched_getaffinity(0)) if sys.platform == "linux" else os.cpu_count() or 1
    return min(allowed, MOST)


def shared(pieces: Sequence[P], work: Callable[[P], R], processes: int) -> list[R]:
    """Return ``work`` of every piece, in order; the pieces that take longest should come first.

    Every process but this one is a fork: ``work`` sees what was made before, and what it changes is lost with it. What
    a fork fails at, or does not bring home because it dies, is done here: an error is raised as if nobody had forked.
    """
    following = get_context("fork").Value("L", 0)

    def take() -> dict[int, R]:
        done: dict[int, R] = {}
        while True:
            with following.get_lock():
                number = following.value
                following.value = number + 1
            if number >= len(pieces):
                return done
            done[number] = work(pieces[number])

    done: dict[int, R] = {}
    forks = [_fork(take) for _number in range(min(processes, len(pieces)) - 1)]
    try:
        done |= take()
    finally:
        for fork in forks:
            done |= _home(*fork)
    return [done[number] if number in done else work(piece) for number, piece in enumerate(pieces)]


def _fork(take: Callable[[], Any]) -> tuple[int, int]:
    """Start a process that takes pieces; return its id, and the descriptor from which its results are read."""
    gc.freeze()  # or its collector would write to all memory that is shared until somebody writes to it
    reading, writing = os.pipe()
    child = os.fork()
    if child:
        gc.unfreeze()
        os.close(writing)
        return child, reading
    try:
        with os.fdopen(writing, "wb") as home:
            pickle.dump(take(), home, pickle.HIGHEST_PROTOCOL)
        os._exit(0)
    finally:
        os._exit(1)  # never back into the caller's frames, which belong to the first process


def _home(child: int, reading: int) -> dict[int, Any]:
    with os.fdopen(reading, "rb") as file:
        data = file.read()
    _pid, status = os.waitpid(child, 0)
    return pickle.loads(data) if status == 0 else {}  # noqa: S301 - our own process, through a pipe
