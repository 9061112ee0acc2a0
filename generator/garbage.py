"""The search for garbage, where a great many values are made that stay."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager

_MANY = 1_000_000


def rarely_looked_for() -> None:
    """Make many new objects before the collector looks for cycles: records hold none, and there are millions."""
    gc.set_threshold(_MANY)


@contextmanager
def none_looked_for() -> Iterator[None]:
    """Look for no garbage meanwhile, nor later in what is there by then: it stays, and looking takes long."""
    looking = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        if looking:
            gc.enable()


@contextmanager
def looked_for_again() -> Iterator[None]:
    """Look for garbage everywhere again at the end, as a server must that does the same work again and again."""
    try:
        yield
    finally:
        gc.unfreeze()
