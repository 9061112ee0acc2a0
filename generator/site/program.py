"""The program itself as an input of what it makes: a change of any of its files makes everything anew."""

from __future__ import annotations

import os
from collections.abc import Iterator
from functools import cache
from hashlib import sha256
from pathlib import Path

import generator
from generator import store

NAME = "program"

_FOLDER = Path(generator.__file__).parent
_KINDS = (".py", ".mo", ".yaml", ".yml")


@cache
def stamp() -> str:
    """Return what changes whenever a file of the program is written anew: quicker than a digest of them all."""
    found = sorted((entry.path, entry.stat()) for entry in _files())
    states = ((name, state.st_size, state.st_mtime_ns, state.st_ctime_ns, state.st_ino) for name, state in found)
    return sha256(repr([*states]).encode()).hexdigest()


_recalled: dict[str, str] = {}


def recall(cache: Path) -> None:
    """Have ``program`` read none of its files where a build with this ``cache`` has read the very same ones."""
    found = store.read(cache / NAME, stamp())
    if found is None:
        store.write(cache / NAME, program().encode(), stamp())
    else:
        _recalled[stamp()] = found.decode()


@cache
def program() -> str:
    """Return a digest of the program's files; in a checkout they change without a new version."""
    return _recalled[stamp()] if _recalled else _read()


def _read() -> str:
    digest, inside = sha256(), len(os.path.join(_FOLDER, ""))  # noqa: PTH118 - hundreds of files: pathlib is slow
    for path in sorted(entry.path for entry in _files()):
        with open(path, "rb", buffering=0) as file:  # noqa: PTH123 - as above
            data = file.read()
        digest.update(b"%s %d\n" % (os.fsencode(path[inside:]), len(data)))
        digest.update(data)
    return digest.hexdigest()


def _files() -> Iterator[os.DirEntry[str]]:
    folders = [os.fspath(_FOLDER)]
    while folders:
        with os.scandir(folders.pop()) as found:
            for entry in found:
                if entry.is_dir(follow_symlinks=False):
                    if entry.name != "__pycache__":
                        folders.append(entry.path)
                elif entry.name.endswith(_KINDS):
                    yield entry
