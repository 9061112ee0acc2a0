"""One command, run to its end: how long it took and how much memory it held at most."""

import ctypes
import os
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[2]
_PR_SET_CHILD_SUBREAPER = 36


@dataclass(frozen=True, slots=True)
class Cost:
    """Wall-clock seconds, and the peak resident memory in megabytes of the process or its largest child."""

    seconds: float
    megabytes: float


class BenchError(RuntimeError):
    """A command to be measured failed, so there is nothing to compare."""


def caches(folder: Path) -> Path:
    """Return where commands keep what they may find again, for an office in ``folder``."""
    return folder.absolute().with_name(f"{folder.name}-caches")


def cost(command: Sequence[str], folder: Path, *, stdin: bytes = b"") -> Cost:
    """Return what `command` costs in `folder`; raise BenchError, with what it said, when it fails."""
    _adopt()
    start = time.perf_counter()
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "NO_MKDOCS_2_WARNING": "1"}
    environment["XDG_CACHE_HOME"] = str(caches(folder))
    environment.pop("PYTHONDONTWRITEBYTECODE", None)  # an installed program is compiled
    process = subprocess.Popen(
        command,
        cwd=folder,
        env=environment,
        stdin=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
    )
    assert process.stdin is not None
    process.stdin.write(stdin)
    process.stdin.close()
    assert process.stderr is not None
    said = process.stderr.read().decode(errors="replace")
    _pid, status, usage = os.wait4(process.pid, 0)
    seconds = time.perf_counter() - start
    process.returncode = os.waitstatus_to_exitcode(status)
    process.stderr.close()
    if process.returncode != 0:
        raise BenchError(f"{' '.join(command)}: exit code {process.returncode}\n{said}")
    peak = max([usage.ru_maxrss, *_left()])
    unit = 1 if sys.platform == "darwin" else 1024  # ru_maxrss is in bytes there, in kilobytes elsewhere
    return Cost(seconds, peak * unit / 1e6)


def _adopt() -> None:
    """Become the parent of processes whose own parent has ended, where the system can (prctl(2), Linux)."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)


def _left() -> Iterator[int]:
    """Yield the peak memory of every process that a command left to end by itself, as ``ru_maxrss`` has it."""
    with suppress(ChildProcessError):
        while True:
            yield os.wait4(-1, 0)[2].ru_maxrss
