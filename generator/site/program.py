"""The program itself as an input of what it makes: a change of any of its files makes everything anew."""

from __future__ import annotations

import os
from collections.abc import Iterator
from functools import cache
from hashlib import sha256
from pathlib import Path

import generator

_FOLDER = Path(generator.__file__).parent
_KINDS = (".py", ".mo", ".yaml", ".yml")


@cache
def stamp() -> str:
    """Return what changes whenever a file of the program is written anew: quicker than a digest of them all."""
    found = sorted((entry.path, entry.stat()) for entry in _files())
    states = ((name, state.st_size, state.st_mtime_ns, state.st_ctime_ns, state.st_ino) for name, state in found)
    return sha256(repr([*states]).encode()).hexdigest()


@cache
def program() -> str:
    """Return a digest of the program's files; in a checkout they change without a new version."""
    digest = sha256()
    for path in sorted(Path(entry.path) for entry in _files()):
        data = path.read_bytes()
        digest.update(b"%s %d\n" % (path.relative_to(_FOLDER).as_posix().encode(), len(data)))
        digest.update(data)
    return digest.hexdigest()


def _files() -> Iterator[os.DirEntry[str]]:
    folders = [os.fspath(_FOLDER)]
    while folders:
        with os.scandir(folders.pop()) as found:
            for entry in found:
                if entry.is_dir(follow_symlinks=False):
                    folders.append(entry.path)
                elif entry.name.endswith(_KINDS):
                    yield entry
