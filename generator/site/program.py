"""The program itself as an input of what it makes: a change of any of its files makes everything anew."""

from __future__ import annotations

from functools import cache
from hashlib import sha256
from pathlib import Path

import generator

_KINDS = {".py", ".mo", ".yaml", ".yml"}


@cache
def program() -> str:
    """Return a digest of the program's files; in a checkout they change without a new version."""
    folder = Path(generator.__file__).parent
    digest = sha256()
    for path in sorted(path for path in folder.rglob("*.*") if path.suffix in _KINDS):
        data = path.read_bytes()
        digest.update(b"%s %d\n" % (path.relative_to(folder).as_posix().encode(), len(data)))
        digest.update(data)
    return digest.hexdigest()
