"""The working tree as a tree of files: regular files inside the folder, never through a link."""

from __future__ import annotations

import contextlib
import hashlib
import os
import stat
from collections.abc import Iterator, Mapping
from pathlib import Path

from generator.read.git import PLAIN, Entry, RevisionError, commit_id, entries, git
from generator.read.names import name_problem, twins
from generator.read.problem import Place, Problem
from generator.read.text import MAX_BYTES
from generator.read.tree import (
    CUSTOMERS,
    MAX_FILES,
    MAX_TOTAL,
    OFFICE,
    RULES,
    Tree,
    a_program,
    is_record,
    not_a_file,
    too_many,
)
from generator.texts import Message, _


def working_tree(root: Path) -> Tree:
    """Return the records in the folder ``root`` as they are now, and the commit they stand on, if any."""
    files: dict[str, bytes] = {}
    others: list[str] = []
    problems: list[Problem] = []
    programs: list[str] = []
    paths: list[str] = []
    size = 0
    for path, entry in _walk(root, problems):
        if len(paths) >= MAX_FILES or size > MAX_TOTAL:
            problems.append(too_many())
            break
        paths.append(path)
        found = _read(path, entry)
        if isinstance(found, Problem):
            problems.append(found)
        elif found is None:
            others.append(path)
        else:
            files[path], mode = found
            size += len(found[0])
            if mode & stat.S_IXUSR:
                programs.append(path)
    if programs and _knows_programs(root):
        for path in programs:
            del files[path]
            problems.append(a_program(path))
    problems += twins(paths)
    files = dict(sorted(files.items()))
    revision = commit_id(root, "HEAD")
    dirty = revision is not None and _differs(root, revision, files)
    return Tree(files, revision, dirty, tuple(sorted(others)), tuple(problems))


def _read(path: str, entry: os.DirEntry[str]) -> tuple[bytes, int] | Problem | None:
    """Return a record's bytes and mode, what keeps it from being read, or None for a file that is no record."""
    if not _is_file(entry):
        return not_a_file(path)
    if (problem := name_problem(path)) is not None:
        return problem
    if not is_record(path):
        return None
    try:
        data, mode = _content(entry.path)
    except OSError as error:
        return _unreadable(path, error)
    return (data, mode) if stat.S_ISREG(mode) else not_a_file(path)  # it was one a moment ago


def _walk(root: Path, problems: list[Problem]) -> Iterator[tuple[str, os.DirEntry[str]]]:
    """Yield every entry that is not a folder: rules.yaml, office.yaml and all below customers/.

    A folder that can't be listed, or is a repository of its own, is one of the ``problems``.
    """
    folders: list[str] = []
    for entry in _entries(root, "", problems):
        if entry.name in {OFFICE, RULES}:
            yield entry.name, entry
        elif entry.name == CUSTOMERS[:-1]:
            if _is_folder(entry):
                folders.append(CUSTOMERS)
            else:
                yield entry.name, entry
    while folders:
        folder = folders.pop()
        for entry in _entries(root, folder, problems):
            if _is_folder(entry):
                folders.append(f"{folder}{entry.name}/")
            else:
                yield folder + entry.name, entry


def _entries(root: Path, folder: str, problems: list[Problem]) -> list[os.DirEntry[str]]:
    try:
        with os.scandir(root / folder) as found:
            listed = list(found)
    except OSError as error:
        if not folder:
            raise
        problems.append(_unreadable(folder, error))
        return []
    if folder and any(entry.name == ".git" for entry in listed):
        problems.append(not_a_file(folder.rstrip("/")))
        return []
    return listed


def _is_file(entry: os.DirEntry[str]) -> bool:
    with contextlib.suppress(OSError):  # gone meanwhile
        return entry.is_file(follow_symlinks=False)
    return False


def _is_folder(entry: os.DirEntry[str]) -> bool:
    with contextlib.suppress(OSError):
        return entry.is_dir(follow_symlinks=False)
    return False


def _unreadable(path: str, error: OSError) -> Problem:
    message = Message(_("The file can't be read: %(reason)s."), {"reason": os.strerror(error.errno or 0)})
    return Problem(Place(path), "unreadable", message)


def _knows_programs(root: Path) -> bool:
    """Tell whether git heeds here that a file may be run; there are disks on which all of them may."""
    heeded = git(root, "config", "--type=bool", "--default=true", "--get", "core.fileMode")
    return heeded == b"true\n" and git(root, "rev-parse", "--git-dir") is not None


def _content(path: str) -> tuple[bytes, int]:
    """Return the file's bytes and its mode.

    Where it is too large, one byte more than may be read is returned, so that its reader says so. What has become a
    device meanwhile holds nobody up.
    """
    descriptor = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_CLOEXEC | os.O_NONBLOCK)
    try:
        data = os.read(descriptor, MAX_BYTES + 1)
        while len(data) <= MAX_BYTES and (more := os.read(descriptor, MAX_BYTES + 1)):
            data += more
        return data, os.fstat(descriptor).st_mode
    finally:
        os.close(descriptor)


def _differs(root: Path, commit: str, files: Mapping[str, bytes]) -> bool:
    """Tell whether the files are not exactly those of the commit, by git's object ids."""
    try:
        committed = {entry.path: entry.oid for entry in entries(root, commit) if _readable(entry)}
    except RevisionError:
        return True
    return committed.keys() != files.keys() or any(
        _object_id(files[path], len(oid)) != oid for path, oid in committed.items()
    )


def _readable(entry: Entry) -> bool:
    return is_record(entry.path) and entry.mode == PLAIN and name_problem(entry.path) is None


def _object_id(data: bytes, length: int) -> str:
    """Return git's id of a blob, by SHA-1 (40 digits) or SHA-256 (64)."""
    digest = hashlib.sha1(usedforsecurity=False) if length == 40 else hashlib.sha256()
    digest.update(b"blob %d\0" % len(data))
    digest.update(data)
    return digest.hexdigest()
