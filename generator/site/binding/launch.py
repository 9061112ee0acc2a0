"""Starts the program that binds pages, before it is known for which office: to load MkDocs takes it longest."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from socket import send_fds, socketpair
from typing import IO, Self, cast

_SETTINGS = {
    "PYTHONHASHSEED": "0",
    "PYTHONUTF8": "1",
    "PYTHONWARNINGS": "ignore",
    "NO_MKDOCS_2_WARNING": "1",
}


class Launched:
    """The program, on its way; it is ended with the context, whatever it is at.

    It says on its standard output what it has to say, and is told by ``orders``.
    """

    def __init__(self, environment: Mapping[str, str]) -> None:
        """Start it; ``environment`` is what it inherits."""
        self.orders, theirs = socketpair()
        with theirs:
            self._process = subprocess.Popen(
                # -P: a file of the folder that it is started in is never taken for a module.
                [sys.executable, "-P", "-m", "generator.site.binding"],
                env={**environment, **_SETTINGS},
                stdin=theirs.fileno(),
                stdout=subprocess.PIPE,
            )

    @property
    def word(self) -> IO[bytes]:
        """What it says."""
        return cast("IO[bytes]", self._process.stdout)

    def wait(self) -> None:
        """Wait for its end."""
        self._process.wait()

    def settle(self, folder: Path, temporary: Path, places: Sequence[str], held: tuple[int, int]) -> None:
        """Tell it which folder to work in, which one is for temporary files, and its arguments.

        ``held`` are two descriptors: that of the log, and one that it is to hold as long as it lives.
        """
        settled = json.dumps([str(folder.absolute()), str(temporary.absolute()), *places])
        with suppress(OSError):  # it has failed already
            send_fds(self.orders, [f"{settled}\n".encode()], held)

    def tell(self, order: str) -> None:
        """Give an order: one line."""
        with suppress(OSError):  # as above
            self.orders.sendall(f"{order}\n".encode())

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_failure: object) -> None:
        self.end()

    def dismiss(self) -> None:
        """End it, and leave it to the system to take it back with this program, which is about to end."""
        if self._process.poll() is None:
            self._process.kill()

    def end(self) -> None:
        """End it, whatever it is at."""
        self.orders.close()
        with self._process:
            self.dismiss()
