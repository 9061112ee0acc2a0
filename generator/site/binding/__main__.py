"""`python -m generator.site.binding CONFIG NEW OLD CACHE PROCESSES`: waits for a line, then builds the site to NEW.

What can be prepared before the pages are there is done first; without the line nothing is written. OLD is the site that
stands; an empty CACHE keeps nothing. Says what MkDocs says, and ends with its exit code.
"""

from __future__ import annotations

import gc
import logging
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from mkdocs.exceptions import MkDocsException
from mkdocs.utils import CountHandler

from generator.sharing import shared
from generator.site.binding.book import Book, Bound, Theme
from generator.site.binding.kept import NAME, NOTHING, Kept, Seen, load, looked_at, save, take_over
from generator.site.policy import guard


@dataclass(frozen=True, slots=True)
class Order:
    """What to build: the configuration, where to, the site that stands, the folder of the cache, and how."""

    config: Path
    new: Path
    old: Path
    cache: Path | None
    processes: int


def main(order: Order) -> int:
    """Build the site; return the exit code."""
    gc.set_threshold(100_000, 50, 50)  # next to nothing of what is made here is a cycle
    counter = _listen()
    theme, kept = _theme(order), load(order.cache / NAME) if order.cache is not None else NOTHING
    if theme is not None:
        theme.load_words()
    seen = looked_at(order.old) if kept.pages else {}
    if not sys.stdin.readline():
        return 1
    book = Book(theme) if theme is not None else None
    if book is None or not book.ready:
        return _plainly(order)
    bound = _bind(book, order, kept, seen)
    book.finish({path: one.entries for path, one in bound.items()})
    if counts := counter.get_counts():
        told = ", ".join(f"{number} {level.lower()}s" for level, number in counts)
        sys.stderr.write(f"\nAborted with {told} in strict mode!\n")
        return 1
    if order.cache is not None:
        pages = {path: (book.sources[path], one) for path, one in bound.items()}
        save(order.cache / NAME, Kept(book.key, pages))
    return 0


def _theme(order: Order) -> Theme | None:
    """Return the theme, ready for pages; None where `mkdocs build` itself must look at the configuration."""
    try:
        theme = Theme(order.config, order.new)
    except (MkDocsException, OSError, SystemExit):
        return None
    if theme.ordinary:
        theme.prepare(order.cache)
    return theme if theme.ordinary else None


def _listen() -> CountHandler:
    """Show what MkDocs says as it does itself, and count its warnings."""
    stream, counter = logging.StreamHandler(), CountHandler()
    stream.setFormatter(logging.Formatter("%(levelname)-8s-  %(message)s"))
    counter.setLevel(logging.WARNING)
    logger = logging.getLogger("mkdocs")
    logger.setLevel(logging.INFO)
    logger.addHandler(stream)
    logger.addHandler(counter)
    return counter


def _bind(book: Book, order: Order, kept: Kept, seen: Mapping[str, Seen]) -> Mapping[str, Bound]:
    """Return every page, those that have not changed taken over from the site that stands, as it was ``seen``."""
    bound: dict[str, Bound] = {}
    for path, source in book.sources.items():
        known = kept.find(book.key, path, source)
        place = book.destination(path)
        if known is not None and take_over(order.old / place, order.new / place, known.sha256, seen.get(place)):
            bound[path] = known
    new = sorted((path for path in book.sources if path not in bound), key=lambda path: -book.weights[path])
    if any(book.weights[path] for path in new):
        Theme.load_words()  # here, or every process would load them
    return bound | dict(zip(new, shared(new, book.bind, order.processes), strict=True))


def _plainly(order: Order) -> int:
    """Let `mkdocs build` do it, and write the policy into what it made; return its exit code."""
    program = [sys.executable, "-P", "-m", "mkdocs", "build", "--strict"]
    places = ["--config-file", str(order.config), "--site-dir", str(order.new)]
    done = subprocess.run([*program, *places], check=False, close_fds=False)  # noqa: S603 - our own interpreter
    if done.returncode == 0:
        guard(order.new)
    return done.returncode


if __name__ == "__main__":
    _config, _new, _old, _cache, _processes = sys.argv[1:]
    sys.exit(main(Order(Path(_config), Path(_new), Path(_old), Path(_cache) if _cache else None, int(_processes))))
