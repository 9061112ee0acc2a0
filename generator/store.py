"""Files kept from run to run to save time, for their owner only; a damaged or foreign one is as good as none."""

from __future__ import annotations

import contextlib
import json
import os
from hashlib import sha256
from pathlib import Path
from typing import Any

_NEW = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC


def digest(data: bytes) -> str:
    """Return the SHA-256 of some bytes."""
    return sha256(data).hexdigest()


def read(file: Path, made_by: str = "", known: str = "") -> bytes | None:
    """Return the bytes that were written, by the same maker; None where nothing can be used.

    Where the digest of maker and bytes is ``known``, no others are returned.
    """
    with contextlib.suppress(OSError, ValueError):
        head, _line, body = file.read_bytes().partition(b"\n")
        found = head.decode("ascii")
        if not file.is_symlink() and known in {"", found} and found == digest(made_by.encode() + body):
            return body
    return None


def write(file: Path, body: bytes, made_by: str = "") -> None:
    """Keep some bytes; a disk that refuses costs only the time to make them again."""
    aside = file.with_name(f"{file.name}.{os.getpid()}")
    with contextlib.suppress(OSError):
        try:
            aside.unlink(missing_ok=True)
            with os.fdopen(os.open(aside, _NEW, 0o600), "wb") as written:
                written.write(digest(made_by.encode() + body).encode("ascii") + b"\n" + body)
            aside.replace(file)
        finally:
            aside.unlink(missing_ok=True)


def load(file: Path) -> Any:
    """Return what was saved, as JSON has it; None where nothing can be used."""
    with contextlib.suppress(ValueError, RecursionError):
        if (body := read(file)) is not None:
            return json.loads(body)
    return None


def save(file: Path, value: Any) -> None:
    """Save a value; a disk that refuses costs only the time to make it again."""
    write(file, json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "surrogatepass"))
