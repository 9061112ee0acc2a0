"""A finding: an input under which a target failed, kept once for each place where that happens."""

from __future__ import annotations

import hashlib
import traceback
from pathlib import Path

import generator

PACKAGE = str(Path(generator.__file__).parent)


def signature(error: BaseException) -> str:
    """Return what tells findings apart: the kind of error, and the last line of ours and of the program it passed."""
    frames = traceback.extract_tb(error.__traceback__)
    ours = [f"{Path(frame.filename).name}:{frame.lineno}" for frame in frames if frame.filename.startswith(PACKAGE)]
    tests = [f"{Path(frame.filename).name}:{frame.lineno}" for frame in frames if "/tests/" in frame.filename]
    return " ".join([type(error).__name__, *ours[-1:], *tests[-1:]])


def keep(folder: Path, error: BaseException, data: bytes) -> bool:
    """Write an input and its traceback into ``folder``; return False where the same failure is there already.

    Of two inputs with the same failure the shorter one is kept.
    """
    name = hashlib.sha256(signature(error).encode()).hexdigest()[:12]
    kept = folder / name
    known = kept.exists()
    if not known or len(data) < kept.stat().st_size:
        folder.mkdir(parents=True, exist_ok=True)
        kept.write_bytes(data)
        told = "".join(traceback.format_exception(error))
        (folder / f"{name}.txt").write_text(f"{signature(error)}\n{told}", encoding="utf-8", errors="backslashreplace")
    return not known
