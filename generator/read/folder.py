"""The working tree as a tree of files: regular files inside the folder, never through a link."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator, Mapping
from pathlib import Path

from generator.read.git import RevisionError, commit_id, entries
from generator.read.problem import Place, Problem
from generator.read.text import MAX_BYTES
from generator.read.tree import CUSTOMERS, MAX_FILES, OFFICE, RULES, Tree, is_record, not_a_file, too_many
from generator.texts import Message, _


def working_tree(root: Path) -> Tree:
    """Return the records in the folder ``root`` as they are now, and the commit they stand on, if any."""
    files: dict[str, bytes] = {}
    others: list[str] = []
    problems: list[Problem] = []
    for count, (path, entry) in enumerate(_walk(root)):
        if count >= MAX_FILES:
            problems.append(too_many())
            break
        if not path.isprintable():
            problems.append(
                Problem(
                    Place(path),
                    "file-name",
                    Message(_("The file's name has characters that can't be shown; rename it.")),
                )
            )
        elif not entry.is_file(follow_symlinks=False):
            problems.append(not_a_file(path))
        elif not is_record(path):
            others.append(path)
        else:
            try:
                files[path] = _content(entry.path)
            except OSError as error:
                message = Message(_("The file can't be read: %(reason)s."), {"reason": os.strerror(error.errno or 0)})
                problems.append(Problem(Place(path), "unreadable", message))
    files = dict(sorted(files.items()))
    revision = commit_id(root, "HEAD")
    dirty = revision is not None and _differs(root, revision, files)
    return Tree(files, revision, dirty, tuple(sorted(others)), tuple(problems))


def _walk(root: Path) -> Iterator[tuple[str, os.DirEntry[str]]]:
    """Yield every entry that is not a folder: rules.yaml, office.yaml and all below customers/."""
    for entry in _entries(root):
        if entry.name in {OFFICE, RULES} or (entry.name == CUSTOMERS[:-1] and not entry.is_dir(follow_symlinks=False)):
            yield entry.name, entry
    folders = [CUSTOMERS] if (root / CUSTOMERS).is_dir() and not (root / CUSTOMERS[:-1]).is_symlink() else []
    while folders:
        folder = folders.pop()
        for entry in _entries(root / folder):
            if entry.is_dir(follow_symlinks=False):
                folders.append(f"{folder}{entry.name}/")
            else:
                yield folder + entry.name, entry


def _entries(folder: Path) -> list[os.DirEntry[str]]:
    with os.scandir(folder) as found:
        return list(found)


def _content(path: str) -> bytes:
    """Return the file's bytes, one more than may be read where it is too large (so that its reader says so)."""
    descriptor = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_CLOEXEC)
    try:
        data = os.read(descriptor, MAX_BYTES + 1)
        while len(data) <= MAX_BYTES and (more := os.read(descriptor, MAX_BYTES + 1)):
            data += more
    finally:
        os.close(descriptor)
    return data


def _differs(root: Path, commit: str, files: Mapping[str, bytes]) -> bool:
    """Tell whether the files are not exactly those of the commit, by git's object ids."""
    try:
        committed = {entry.path: entry.oid for entry in entries(root, commit) if is_record(entry.path)}
    except RevisionError:
        return True
    return committed.keys() != files.keys() or any(
        _object_id(files[path], len(oid)) != oid for path, oid in committed.items()
    )


def _object_id(data: bytes, length: int) -> str:
    """Return git's id of a blob, by SHA-1 (40 digits) or SHA-256 (64)."""
    digest = hashlib.sha1(usedforsecurity=False) if length == 40 else hashlib.sha256()
    digest.update(b"blob %d\0" % len(data))
    digest.update(data)
    return digest.hexdigest()
