"""The program [CONFIG NEW OLD CACHE PROCESSES]: waits for two lines, then builds the site to NEW.

Without arguments it waits for them, too (launch.py).

The first line is the time that it is there, in seconds since 1970; until it comes MkDocs is loaded. What can be done
before all pages are there is done then, on the pages that stand; after the second line only what differs is looked at.
Without the lines nothing is left in NEW. OLD is the site that stands; an empty CACHE keeps nothing.

On its standard output it says when the site is whole: whoever waits may do with NEW what they like, while the program
keeps what makes the next build faster. What MkDocs says goes to standard error, and the exit code is MkDocs's.
"""

from __future__ import annotations

import json
import logging
import os
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from socket import recv_fds, socket

from mkdocs.exceptions import MkDocsException
from mkdocs.utils import CountHandler

from generator.sharing import shared
from generator.site import dictionary
from generator.site.binding import WHOLE, cutting
from generator.site.binding.assets import Assets
from generator.site.binding.book import Book, Bound
from generator.site.binding.kept import NAME, NOTHING, Kept, Leaf, load, save
from generator.site.binding.taking import Taken, lasting
from generator.site.binding.texts import State, Texts
from generator.site.binding.theme import Theme
from generator.site.binding.words import Words
from generator.site.docs import remove
from generator.site.policy import guard
from generator.site.program import recall
from generator.values import dataclass

_LOGGER = logging.getLogger("mkdocs")
_LONGEST = 64 * 1024  # bytes of all arguments


@dataclass(frozen=True, slots=True)
class Order:
    """What to build: the configuration, where to, the site that stands, the folder of the cache, and how."""

    config: Path
    new: Path
    old: Path
    cache: Path | None
    processes: int


def main(order: Order, say_whole: Callable[[], None]) -> int:
    """Build the site; return the exit code. After ``say_whole`` no file of the site is looked at any more."""
    counter = _listen()
    theme = _theme(order)
    desk = _Desk(theme, order) if theme is not None else None
    if not sys.stdin.readline():
        remove(order.new)
        return 1
    book = desk.book() if desk is not None else None
    if desk is None or book is None or not book.ready:
        remove(order.new)
        code = _plainly(order)
        if code == 0:
            say_whole()
        return code
    bound = desk.bind(book)
    desk.lay(book)
    book.finish({path: one.entries for path, one in bound.items()})
    if counts := counter.get_counts():
        told = ", ".join(f"{number} {level.lower()}s" for level, number in counts)
        sys.stderr.write(f"\nAborted with {told} in strict mode!\n")
        return 1
    say_whole()
    desk.keep(book, bound)
    return 0


class _Desk:
    """What lies ready when the word comes: the book of the pages that stood before, and of these what stays."""

    def __init__(self, theme: Theme, order: Order) -> None:
        self._theme, self._order = theme, order
        self._kept = load(order.cache / NAME) if order.cache is not None else NOTHING
        self._words = Words(self._kept.texts, order.cache)
        cutting.seen.cut = self._words.cut
        known = {path: (leaf.written, leaf.text) for path, leaf in self._kept.pages.items()}
        self._texts = Texts(Path(theme.config.docs_dir), known)
        self._taken = Taken(order.old, order.new)
        self._assets = Assets(order.new, self._taken, self._kept.assets)
        self._built: dict[str, State] = {}
        self._bound: Mapping[str, Bound] = {}  # of the book that lies ready, what was taken over
        self._book, self._said = self._first_book() if self._kept.pages else (None, [])
        if self._book is not None and self._book.key == self._kept.key:
            with suppress(FileNotFoundError):  # a page that stands no more: the pages are being made
                self._bound = self._take_over(self._book)
                self._assets.lay(self._book.theirs)
        else:  # most pages will be made anew
            theme.warm_up()
            self._words = Words(tuple, order.cache)
            cutting.seen.cut = self._words.cut
            self._words.load()

    def _first_book(self) -> tuple[Book | None, list[logging.LogRecord]]:
        """Return the book of the pages as they are, and what MkDocs said; nothing where it can't be made yet."""
        with _overheard() as said:
            try:
                return Book(self._theme, self._texts), said
            except Exception:  # noqa: BLE001 - what is wrong with the pages is said when all of them are there
                return None, []

    def book(self) -> Book:
        """Return the book of the pages as they are now: the first one, unless a file or a title of the menu differs."""
        differing = self._texts.again()
        lost = self._taken.again()
        self._assets.forget(lost)
        if self._book is None or differing is None or not self._book.stands(differing):
            self._bound = {}
            self._assets.forget([*self._assets.laid])
            return Book(self._theme, self._texts)
        self._bound = {
            path: one
            for path, one in self._bound.items()
            if path not in differing and self._book.destination(path) not in lost
        }
        for record in self._said:
            _LOGGER.handle(record)
        return self._book

    def bind(self, book: Book) -> Mapping[str, Bound]:
        """Return every page, those that have not changed taken over from the site that stands."""
        bound = self._take_over(book)
        new = sorted((path for path in book.paths if path not in bound), key=lambda path: -self._texts[path].weight)
        bound |= dict(zip(new, shared(new, book.bind, self._order.processes), strict=True))
        places = [book.destination(path) for path in new]
        self._built = {place: lasting(f"{self._order.new}/{place}") for place in places}
        return bound

    def lay(self, book: Book) -> None:
        """See to it that the theme's files lie there."""
        self._assets.lay(book.theirs)

    def keep(self, book: Book, bound: Mapping[str, Bound]) -> None:
        """Keep the pages for the next build, without a look at any file: somebody else may have them by now."""
        if self._order.cache is not None:
            texts, built = self._texts, self._built | self._taken.built()
            pages = {
                path: Leaf(texts[path], one, texts.state(path), built[book.destination(path)])
                for path, one in bound.items()
            }
            save(self._order.cache / NAME, Kept(book.key, pages, self._assets.laid))

    def _take_over(self, book: Book) -> dict[str, Bound]:
        """Return the pages that have not changed, and see to it that they stand in the new site.

        No others do, and of all other files only those that were laid.
        """
        bound = dict(self._bound)
        places = {*self._assets.laid, *(book.destination(path) for path in bound)}
        for path in book.paths:
            known = None if path in bound else self._kept.find(book.key, path, self._texts[path].digest)
            if known is None:
                continue
            if self._taken.take(place := book.destination(path), known.bound.sha256, known.built):
                bound[path] = known.bound
                places.add(place)
        self._taken.keep(places)
        return bound


class _Ear(logging.Handler):
    def __init__(self) -> None:
        super().__init__()
        self.said: list[logging.LogRecord] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.said.append(record)


@contextmanager
def _overheard() -> Iterator[list[logging.LogRecord]]:
    """Yield what MkDocs says meanwhile; nobody else hears it."""
    ear, others = _Ear(), _LOGGER.handlers
    _LOGGER.handlers = [ear]
    try:
        yield ear.said
    finally:
        _LOGGER.handlers = others


def _theme(order: Order) -> Theme | None:
    """Return the theme, ready for pages; None where `mkdocs build` itself must look at the configuration."""
    try:
        theme = Theme(order.config, order.new)
    except (MkDocsException, OSError, SystemExit):
        return None
    if theme.ordinary:
        if order.cache is not None:
            recall(order.cache)
        theme.prepare(order.cache)
    return theme if theme.ordinary else None


def _listen() -> CountHandler:
    """Show what MkDocs says as it does itself, and count its warnings."""
    stream, counter = logging.StreamHandler(), CountHandler()
    stream.setFormatter(logging.Formatter("%(levelname)-8s-  %(message)s"))
    counter.setLevel(logging.WARNING)
    _LOGGER.setLevel(logging.INFO)
    _LOGGER.addHandler(stream)
    _LOGGER.addHandler(counter)
    return counter


def _plainly(order: Order) -> int:
    """Let `mkdocs build` do it, and write the policy into what it made; return its exit code."""
    program = [sys.executable, "-P", "-m", "mkdocs", "build", "--strict"]
    places = ["--config-file", str(order.config), "--site-dir", str(order.new)]
    if order.cache is not None:
        dictionary.check(order.cache)
    done = subprocess.run([*program, *places], check=False, close_fds=False)  # noqa: S603 - our own interpreter
    if order.cache is not None:
        dictionary.note(order.cache)
    if done.returncode == 0:
        guard(order.new)
    return done.returncode


def _mouth() -> Callable[[], None]:
    """Return what says that the site is whole; what anybody else says goes to standard error."""
    own = os.dup(1)  # no program that is started here inherits it
    os.dup2(2, 1)

    def say_whole() -> None:
        with suppress(BrokenPipeError):  # nobody listens
            os.write(own, WHOLE)

    return say_whole


def _clock() -> bool:
    """Wait for the time, and set MkDocs's clock by it; tell whether it came."""
    time = sys.stdin.readline().strip()
    os.environ["SOURCE_DATE_EPOCH"] = time
    return time != ""


def _settled() -> Sequence[str]:
    """Return the arguments from whoever started this program before they were known (launch.py); none where it is gone.

    With them comes where to work, and two descriptors: the log's, and one that is held as long as this program lives.
    """
    with socket(fileno=os.dup(0)) as home:
        said, held, _flags, _from = recv_fds(home, _LONGEST, 2)
    if not said:
        return ()
    arguments: list[str]
    folder, os.environ["TMPDIR"], *arguments = json.loads(said)
    os.chdir(folder)
    os.dup2(held[0], 2)
    os.close(held[0])
    os.set_inheritable(held[1], True)  # MkDocs in its place (_plainly) holds it as well
    return arguments


def program() -> None:
    """Do what the command line, or whoever started this program, and standard input say, and end."""
    arguments = sys.argv[1:] or _settled()
    if not arguments:
        os._exit(1)
    config, new, old, cache, processes = arguments
    order = Order(Path(config), Path(new), Path(old), Path(cache) if cache else None, int(processes))
    say_whole = _mouth()
    code = main(order, say_whole) if _clock() else 1
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(code)  # to take apart what thousands of pages are made of would take a while
