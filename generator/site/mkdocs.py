"""MkDocs, as a program of its own: pages in, a folder with the finished site out."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Mapping
from datetime import UTC, date, datetime
from pathlib import Path

from generator.site.publish import BuildFolder

_COMPLAINT = re.compile(r"^(?:WARNING|ERROR|CRITICAL) +-  ?(.*)$|^(?:Error|Config value .*|Aborted .*)$", re.MULTILINE)


def run_mkdocs(
    config: Path, folder: BuildFolder, as_of: date, environment: Mapping[str, str]
) -> tuple[str, ...] | None:
    """Build ``folder.docs`` to ``folder.fresh``, strict; return None, or MkDocs' complaints where it failed.

    ``environment`` is what the program inherits; its clock is set to the as-of date, so that two builds of the same
    pages are equal to the byte. Everything that MkDocs says is in ``folder.log``.
    """
    # -P: a file of the office's folder is never taken for a module.
    program = [sys.executable, "-P", "-m", "mkdocs", "build", "--strict"]
    noon = datetime(as_of.year, as_of.month, as_of.day, 12, tzinfo=UTC)
    settings = {
        "SOURCE_DATE_EPOCH": str(int(noon.timestamp())),
        "PYTHONHASHSEED": "0",
        "PYTHONUTF8": "1",
        "PYTHONWARNINGS": "ignore",
        "NO_MKDOCS_2_WARNING": "1",
        "TMPDIR": str(folder.cache.absolute()),
    }
    flags = os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_NOFOLLOW | os.O_CLOEXEC
    with os.fdopen(os.open(folder.log, flags, 0o644), "wb") as log:
        done = subprocess.run(  # noqa: S603 - our own interpreter, fixed arguments
            [*program, "--config-file", str(config.absolute()), "--site-dir", str(folder.fresh.absolute())],
            cwd=config.parent,
            env={**environment, **settings},
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=subprocess.STDOUT,
            pass_fds=(folder.lock,),
            check=False,
        )
    if done.returncode == 0:
        return None
    return complaints(folder.log.read_text(encoding="utf-8", errors="replace"))


def complaints(log: str) -> tuple[str, ...]:
    """Return the lines of MkDocs' log that tell what is wrong; all of them where none does."""
    lines = [line for line in log.splitlines() if line.strip()]
    found = [line for line in lines if _COMPLAINT.match(line)]
    return tuple(found or lines)
