"""The working tree as a tree of files: regular files inside the folder, never through a link."""

from __future__ import annotations

import hashlib
import os
import stat
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from generator.read.git import PLAIN, RevisionError, asked, commit_id, git, listing
from generator.read.names import all_ordinary, name_problem, twins
from generator.read.problem import Place, Problem
from generator.read.tree import (
    CUSTOMERS,
    MAX_BYTES,
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
from generator.values import dataclass


@dataclass(frozen=True, slots=True)
class Listing:
    """What lies in a folder, not read yet: the records by path, in order of path, and what is none.

    ``problems`` names links, devices, bad names and folders that can't be listed.
    """

    records: Mapping[str, os.DirEntry[str]]
    others: tuple[str, ...]
    problems: tuple[Problem, ...]


def listed(root: Path) -> Listing:
    """Return what lies in the folder ``root``: rules.yaml, office.yaml and all below customers/."""
    records: dict[str, os.DirEntry[str]] = {}
    others: list[str] = []
    problems: list[Problem] = []
    found = _walk(root, problems)
    paths = [path for path, _entry in found]
    ordinary = all_ordinary(paths)
    for path, entry in found[:MAX_FILES]:
        if not _is_file(entry):
            problems.append(not_a_file(path))
        elif not ordinary and (problem := name_problem(path)) is not None:
            problems.append(problem)
        elif is_record(path):
            records[path] = entry
        else:
            others.append(path)
    if len(found) > MAX_FILES:
        problems.append(too_many())
    problems += twins(paths[:MAX_FILES])
    return Listing({path: records[path] for path in sorted(records)}, tuple(sorted(others)), tuple(problems))


def working_tree(root: Path) -> Tree:
    """Return the records in the folder ``root`` as they are now, and the commit they stand on, if any."""
    found = listed(root)
    files: dict[str, bytes] = {}
    problems = list(found.problems)
    programs: list[str] = []
    size = 0
    for path in sorted(found.records, key=is_customers):  # office and rules first, lest they be left out
        try:
            data, status = content(found.records[path].path)
        except OSError as error:
            problems.append(_unreadable(path, error))
            continue
        if not stat.S_ISREG(status.st_mode):
            problems.append(not_a_file(path))  # it was a file a moment ago
            continue
        files[path] = data
        size += len(data)
        if status.st_mode & stat.S_IXUSR:
            programs.append(path)
        if size > MAX_TOTAL:
            problems.append(too_many())
            break
    if programs and _knows_programs(root):
        for path in programs:
            del files[path]
            problems.append(a_program(path))
    revision = commit_id(root, "HEAD")
    known = None if revision is None else committed(root, revision)
    dirty = revision is not None and (known is None or differ(files, known))
    return Tree(dict(sorted(files.items())), revision, dirty, found.others, tuple(problems))


def is_customers(path: str) -> bool:
    """Tell whether a file lies below customers/; rules.yaml and office.yaml do not."""
    return path.startswith(CUSTOMERS)


def _walk(root: Path, problems: list[Problem]) -> list[tuple[str, os.DirEntry[str]]]:
    """Return every entry that is not a folder: rules.yaml, office.yaml and all below customers/.

    Once they are more than MAX_FILES, no further folder is listed. A folder that can't be listed, or is a repository of
    its own, is one of the ``problems``.
    """
    found: list[tuple[str, os.DirEntry[str]]] = []
    folders: list[str] = []
    top = os.path.join(root, "")  # noqa: PTH118 - twenty thousand folders: pathlib is slow
    for name, entry in _entries(top, "", problems).items():
        if name in {OFFICE, RULES}:
            found.append((name, entry))
        elif name == CUSTOMERS[:-1]:
            if _is_folder(entry):
                folders.append(CUSTOMERS)
            else:
                found.append((name, entry))
    while folders and len(found) <= MAX_FILES:
        folder = folders.pop()
        for name, entry in _entries(top, folder, problems).items():
            if _is_folder(entry):
                folders.append(f"{folder}{name}/")
            else:
                found.append((folder + name, entry))
    return found


def _entries(top: str, folder: str, problems: list[Problem]) -> dict[str, os.DirEntry[str]]:
    """Return by name what is in a folder below ``top``."""
    try:
        with os.scandir(top + folder) as found:
            entries = {entry.name: entry for entry in found}
    except OSError as error:
        if not folder:
            raise
        problems.append(_unreadable(folder, error))
        return {}
    if folder and ".git" in entries:
        problems.append(not_a_file(folder.rstrip("/")))
        return {}
    return entries


def _is_file(entry: os.DirEntry[str]) -> bool:
    try:
        return entry.is_file(follow_symlinks=False)
    except OSError:  # gone meanwhile
        return False


def _is_folder(entry: os.DirEntry[str]) -> bool:
    try:
        return entry.is_dir(follow_symlinks=False)
    except OSError:
        return False


def _unreadable(path: str, error: OSError) -> Problem:
    message = Message(_("The file can't be read: %(reason)s."), {"reason": os.strerror(error.errno or 0)})
    return Problem(Place(path), "unreadable", message)


def _knows_programs(root: Path) -> bool:
    """Tell whether git heeds here that a file may be run; there are disks on which all of them may."""
    heeded = git(root, "config", "--type=bool", "--default=true", "--get", "core.fileMode")
    return heeded == b"true\n" and git(root, "rev-parse", "--git-dir") is not None


def content(path: str) -> tuple[bytes, os.stat_result]:
    """Return a file's bytes and its status from before they were read. Raises OSError.

    Where it is too large, one byte more than may be read is returned, so that its reader says so. What has become a
    device meanwhile holds nobody up.
    """
    descriptor = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_CLOEXEC | os.O_NONBLOCK)
    try:
        status = os.fstat(descriptor)
        data = os.read(descriptor, min(status.st_size, MAX_BYTES) + 1)  # not more: room for it has to be made
        while status.st_size != len(data) <= MAX_BYTES and (more := os.read(descriptor, MAX_BYTES + 1)):
            data += more
        return data, status
    finally:
        os.close(descriptor)


def committed(root: Path, commit: str, *paths: str) -> dict[str, str] | None:
    """Return the object ids of a commit's records, by path: of all, or of those at or below ``paths``.

    None where the commit can't be read.
    """
    with committed_asked(root, commit, *paths) as found:
        return found()


@contextmanager
def committed_asked(root: Path, commit: str, *paths: str) -> Iterator[Callable[[], dict[str, str] | None]]:
    """Ask git for these, and yield what waits for them, as ``committed`` returns them."""
    with asked(root, "ls-tree", "-r", "-z", commit, "--", *paths) as answer:

        def found() -> dict[str, str] | None:
            try:
                listed = answer()
            except RevisionError:  # it lists more than is read
                return None
            return None if listed is None else _records_of(listed)

        yield found


def _records_of(listed: bytes) -> dict[str, str]:
    found = {entry.path: entry.oid for entry in listing(listed) if entry.mode == PLAIN and is_record(entry.path)}
    if all_ordinary([*found]):
        return found
    return {path: oid for path, oid in found.items() if name_problem(path) is None}


def differ(files: Mapping[str, bytes], committed: Mapping[str, str]) -> bool:
    """Tell whether files are not exactly those that were committed, by git's object ids."""
    return committed.keys() != files.keys() or any(
        _object_id(files[path], len(oid)) != oid for path, oid in committed.items()
    )


def _object_id(data: bytes, length: int) -> str:
    """Return git's id of a blob, by SHA-1 (40 digits) or SHA-256 (64)."""
    digest = hashlib.sha1(usedforsecurity=False) if length == 40 else hashlib.sha256()
    digest.update(b"blob %d\0" % len(data))
    digest.update(data)
    return digest.hexdigest()
