"""Files kept from run to run to save time, for their owner only; a damaged or foreign one is as good as none."""

from __future__ import annotations

import contextlib
import json
import os
from collections.abc import Iterable
from hashlib import sha256
from pathlib import Path
from typing import Any

SECOND = 1_000_000_000
SETTLED, SETTLED_COARSE = SECOND // 10, 2 * SECOND
"""Nanoseconds after which a file's time tells every further change of it; more on a disk that keeps whole seconds."""

_HEAD = 65
"""Bytes of the first line: the digest of maker and bytes."""

_NEW = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC


def digest(data: bytes) -> str:
    """Return the SHA-256 of some bytes."""
    return sha256(data).hexdigest()


def settled(times: Iterable[int], now: int) -> bool:
    """Tell whether every further change of a file shows in its times; all in nanoseconds since 1970."""
    return all(time <= now - (SETTLED if time % SECOND else SETTLED_COARSE) for time in times)


def read(file: Path, made_by: str = "", known: str = "") -> bytes | None:
    """Return the bytes that were written, by the same maker; None where nothing can be used.

    Where the digest of maker and bytes is ``known``, no others are returned.
    """
    with contextlib.suppress(OSError, ValueError):
        with file.open("rb", buffering=0) as kept:  # in two parts, which need not be taken apart
            head, body = kept.read(_HEAD), kept.readall()
        found = head[:-1].decode("ascii")
        if not file.is_symlink() and known in {"", found} and head == _head(made_by, body):
            return body
    return None


def write(file: Path, body: bytes, made_by: str = "") -> None:
    """Keep some bytes; a disk that refuses costs only the time to make them again.

    They are written aside under one name: a killed writer leaves one file at most, which the next one takes away. Of
    several at a time one may put in place what another is still writing; until that is whole, nobody uses it.
    """
    aside = file.with_name(f"{file.name}.new")
    with contextlib.suppress(OSError):
        try:
            aside.unlink(missing_ok=True)
            with os.fdopen(os.open(aside, _NEW, 0o600), "wb") as written:
                written.write(_head(made_by, body))
                written.write(body)
            aside.replace(file)
        finally:
            aside.unlink(missing_ok=True)


def _head(made_by: str, body: bytes) -> bytes:
    """Return the line before what is kept."""
    made = sha256(made_by.encode())
    made.update(body)
    return made.hexdigest().encode("ascii") + b"\n"


def load(file: Path, made_by: str = "") -> Any:
    """Return what was saved by the same maker, as JSON has it; None where nothing can be used."""
    with contextlib.suppress(ValueError, RecursionError):
        if (body := read(file, made_by)) is not None:
            return json.loads(body)
    return None


def save(file: Path, value: Any, made_by: str = "") -> None:
    """Save a value; a disk that refuses costs only the time to make it again."""
    body = json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "surrogatepass")
    write(file, body, made_by)
