"""The program that makes the site of the pages (binding/), from its start to its end."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from datetime import UTC, date, datetime
from pathlib import Path
from typing import IO, NamedTuple, cast

from generator.sharing import processors
from generator.site.binding import WHOLE
from generator.site.configuration import NAME
from generator.site.docs import make_real, remove
from generator.site.publish import BuildFolder, build_folder

_COMPLAINT = re.compile(r"^(?:WARNING|ERROR|CRITICAL) +-  ?(.*)$|^(?:Error|Config value .*|Aborted .*)$", re.MULTILINE)


class Binder:
    """The program, started before there are pages: what it can do without them it does beside the grading.

    ``told`` says whether it has been told to build, and ``whole`` whether the site is: it may still be at work then.
    """

    def __init__(self, process: subprocess.Popen[bytes], folder: BuildFolder) -> None:
        self._process, self._folder = process, folder
        self._orders, self._word = cast("IO[bytes]", process.stdin), cast("IO[bytes]", process.stdout)
        self.told = self.whole = False

    @property
    def orders(self) -> int:
        """The descriptor by which it is told what to do; while another process holds it, too, it waits for that one."""
        return self._orders.fileno()

    def begin(self, as_of: date) -> None:
        """Have it look at the configuration, and at the pages that stand; until then it only loads MkDocs.

        Its clock is set to the as-of date, so that two builds of the same pages are equal to the byte.
        """
        make_real(self._folder.docs)  # or the configuration can't be loaded
        noon = datetime(as_of.year, as_of.month, as_of.day, 12, tzinfo=UTC)
        self._tell(str(int(noon.timestamp())))

    def _tell(self, order: str) -> None:
        with suppress(BrokenPipeError):  # it has failed already
            self._orders.write(f"{order}\n".encode())

    def bind(self, meanwhile: Callable[[], None] = lambda: None) -> tuple[str, ...] | None:
        """Build ``folder.docs`` to ``folder.fresh``, strict; return None, or MkDocs' complaints where it failed.

        ``meanwhile`` is done here before the site is waited for. While something is done with the site, the program
        keeps what makes the next build faster.
        """
        self.told = True
        self._tell("go")
        meanwhile()
        self.whole = self._word.readline() == WHOLE
        if self.whole:
            return None
        self._process.wait()
        return complaints(self._folder.log.read_text(encoding="utf-8", errors="replace"))


class Workshop(NamedTuple):
    """Where a site is made: the folder, which is held, the place of the configuration, the program that has started."""

    folder: BuildFolder
    config: Path
    program: Binder


@contextmanager
def workshop(root: Path, environment: Mapping[str, str]) -> Iterator[Workshop]:
    """Hold build/ of the office in ``root``, and start the program there, which has much to load.

    Raises Failure where another build holds it.
    """
    with build_folder(root) as folder:
        own = root / NAME
        config = own if own.is_file() else folder.path / NAME
        with binder(config, folder, environment) as program:
            yield Workshop(folder, config, program)


@contextmanager
def binder(config: Path, folder: BuildFolder, environment: Mapping[str, str]) -> Iterator[Binder]:
    """Start the program, and end it whatever happens; one whose site is whole is waited for.

    ``environment`` is what it inherits. Everything that MkDocs says is in ``folder.log``.
    """
    settings = {
        "PYTHONHASHSEED": "0",
        "PYTHONUTF8": "1",
        "PYTHONWARNINGS": "ignore",
        "NO_MKDOCS_2_WARNING": "1",
        "TMPDIR": str(folder.cache.absolute()),
    }
    cache = str(folder.cache.absolute()) if folder.ours else ""
    places = (str(path.absolute()) for path in (config, folder.fresh, folder.site))
    flags = os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_NOFOLLOW | os.O_CLOEXEC
    with os.fdopen(os.open(folder.log, flags, 0o644), "wb") as log:
        process = subprocess.Popen(  # noqa: S603 - our own interpreter, fixed arguments
            # -P: a file of the office's folder is never taken for a module.
            [sys.executable, "-P", "-m", "generator.site.binding", *places, cache, str(processors())],
            bufsize=0,  # or what it could not be told would be tried again when the pipe is closed
            cwd=config.parent,
            env={**environment, **settings},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=log,
            pass_fds=(folder.lock,),
        )
    program = Binder(process, folder)
    try:
        with process:
            try:
                yield program
                if program.whole:
                    process.wait()
            finally:
                if process.poll() is None:
                    process.kill()
    finally:
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
