"""The search for garbage, where a great many values are made that stay."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager


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
