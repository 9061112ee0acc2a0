"""The program that makes the site of the pages (binding/), from its start to its end."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, date, datetime
from pathlib import Path
from typing import NamedTuple

from generator.sharing import processors
from generator.site.binding import WHOLE
from generator.site.binding.launch import Launched
from generator.site.configuration import NAME, configure
from generator.site.docs import make_real, remove
from generator.site.order import Order
from generator.site.publish import BuildFolder, build_folder

_COMPLAINT = re.compile(r"^(?:WARNING|ERROR|CRITICAL) +-  ?(.*)$|^(?:Error|Config value .*|Aborted .*)$", re.MULTILINE)


class Binder:
    """The program, started before there are pages: what it can do without them it does beside the grading.

    ``told`` says whether it has been told to build, and ``whole`` whether the site is: it may still be at work then.
    """

    def __init__(self, launched: Launched, folder: BuildFolder) -> None:
        self._launched, self._folder = launched, folder
        self.told = self.whole = False

    @property
    def orders(self) -> int:
        """The descriptor by which it is told what to do; while another process holds it, too, it waits for that one."""
        return self._launched.orders.fileno()

    def begin(self, as_of: date) -> None:
        """Have it look at the configuration, and at the pages that stand; until then it only loads MkDocs.

        Its clock is set to the as-of date, so that two builds of the same pages are equal to the byte.
        """
        make_real(self._folder.docs)  # or the configuration can't be loaded
        noon = datetime(as_of.year, as_of.month, as_of.day, 12, tzinfo=UTC)
        self._launched.tell(str(int(noon.timestamp())))

    def bind(self, meanwhile: Callable[[], None] = lambda: None) -> tuple[str, ...] | None:
        """Build ``folder.docs`` to ``folder.fresh``, strict; return None, or MkDocs' complaints where it failed.

        ``meanwhile`` is done here before the site is waited for. While something is done with the site, the program
        keeps what makes the next build faster.
        """
        self.told = True
        self._launched.tell("go")
        meanwhile()
        self.whole = self._launched.word.readline() == WHOLE
        if self.whole:
            return None
        self._launched.wait()
        return complaints(self._folder.log.read_text(encoding="utf-8", errors="replace"))


class Workshop(NamedTuple):
    """Where a site is made: the folder, which is held, and the program that looks at its configuration already."""

    folder: BuildFolder
    program: Binder


@contextmanager
def workshop(order: Order, launched: Launched | None = None) -> Iterator[Workshop]:
    """Hold build/ of the office, see to its configuration, and have the program begin, which has much to load.

    It may be on its way already (``launched``). Raises Failure where another build holds the folder, or mkdocs.yml
    can't be used.
    """
    with build_folder(order.root) as folder:
        own = order.root / NAME
        config = own if own.is_file() else folder.path / NAME
        configure(order, config, folder.cache if folder.ours else None)
        with binder(config, folder, order.environment, launched) as program:
            program.begin(order.as_of)
            yield Workshop(folder, program)


@contextmanager
def binder(
    config: Path, folder: BuildFolder, environment: Mapping[str, str], launched: Launched | None = None
) -> Iterator[Binder]:
    """Start the program, unless it is on its way, and end it whatever happens; one whose site is whole is waited for.

    ``environment`` is what it inherits. Everything that MkDocs says is in ``folder.log``.
    """
    cache = str(folder.cache.absolute()) if folder.ours else ""
    places = [str(path.absolute()) for path in (config, folder.fresh, folder.site)]
    flags = os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_NOFOLLOW | os.O_CLOEXEC
    with launched or Launched(environment) as process:
        log = os.open(folder.log, flags, 0o644)
        process.settle(config.parent, folder.cache, [*places, cache, str(processors())], (log, folder.lock))
        os.close(log)
        program = Binder(process, folder)
        try:
            yield program
            if program.whole:
                process.wait()
        finally:
            process.end()
            if not program.told:
                remove(folder.fresh)  # what it had taken over


def run_mkdocs(
    config: Path, folder: BuildFolder, as_of: date, environment: Mapping[str, str]
) -> tuple[str, ...] | None:
    """Build ``folder.docs`` to ``folder.fresh`` in one go, as ``Binder.bind`` does."""
    with binder(config, folder, environment) as program:
        program.begin(as_of)
        return program.bind()


def complaints(log: str) -> tuple[str, ...]:
    """Return the lines of MkDocs' log that tell what is wrong; all of them where none does."""
    lines = [line for line in log.splitlines() if line.strip()]
    found = [line for line in lines if _COMPLAINT.match(line)]
    return tuple(found or lines)
