"""The files that differ between two states of a repository, by bytes and mode: everything, not only the records."""

from __future__ import annotations

import hashlib
import os
import posixpath
import stat
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from generator.read.git import Entry, RevisionError, blobs, commit_id, git, listing
from generator.read.tree import MAX_BYTES
from generator.texts import Message, _
from generator.values import dataclass

PLAIN = "100644"
"""Git's mode of a plain file; links, programs and submodules have others."""

_CHUNK = 1 << 20


@dataclass(frozen=True, slots=True)
class Side:
    """A file on one side: git's mode, and the bytes; ``content`` is None where it is too large for a record, or none.

    Of a link the content is where it leads to.
    """

    mode: str
    content: bytes | None


@dataclass(frozen=True, slots=True)
class Touched:
    """A path whose file differs; a side is None where there is no such file. A renamed file is two of these."""

    path: str
    old: Side | None
    new: Side | None


@dataclass(frozen=True, slots=True)
class Difference:
    """What differs between two states, in order of path, and all paths of the second one.

    Paths are below the data's folder; what lies beside it in the same repository begins with “../”.
    """

    touched: tuple[Touched, ...]
    paths: frozenset[str]


def fork(root: Path, base: str, head: str) -> str:
    """Return the commit where ``head`` left ``base``; ``base`` itself where ``head`` contains it.

    Raises RevisionError where a revision is missing, or where this clone does not tell what a merge would change.
    """
    one, other = (_known(root, revision) for revision in (base, head))
    common = (git(root, "merge-base", "--all", one, other) or b"").decode("ascii").split()
    if common == [one]:
        return one
    if not common or (git(root, "rev-parse", "--is-shallow-repository") or b"").strip() != b"false":
        message = _(
            "“%(base)s” and “%(head)s” have no common commit in this clone; fetch the whole history, try again."
        )
        raise RevisionError(Message(message, {"base": base, "head": head}))
    if len(common) > 1:
        message = _("“%(base)s” and “%(head)s” have crossed more than once; merge “%(base)s” into the change first.")
        raise RevisionError(Message(message, {"base": base, "head": head}))
    return common[0]


def _known(root: Path, revision: str) -> str:
    commit = commit_id(root, revision)
    if commit is None:
        message = _("“%(revision)s” is not in this clone, so the change can't be compared with it; fetch it first.")
        raise RevisionError(Message(message, {"revision": revision}))
    return commit


def difference(root: Path, old: str, new: str | None) -> Difference:
    """Return what differs between a commit and another one (None: the files as they are, but for ignored ones).

    Raises RevisionError where a revision can't be read.
    """
    prefix = (git(root, "rev-parse", "--show-prefix") or b"").decode("utf-8", "surrogateescape").rstrip("\n")
    before = _committed(root, old)
    top = None if new is not None else _top(root)
    after = _committed(root, new) if new is not None else _present(top or root, len(_known(root, old)))
    paths = sorted(path for path in before.keys() | after.keys() if _identity(before, path) != _identity(after, path))
    was = {path: before[path] for path in paths if path in before}
    now = {path: after[path] for path in paths if path in after}
    contents = _contents(root, [*was.values(), *(now.values() if top is None else ())])
    read = contents if top is None else {entry.oid: _small(top, entry) for entry in now.values()}
    touched = tuple(
        Touched(_below(prefix, path), _side(was.get(path), contents), _side(now.get(path), read)) for path in paths
    )
    return Difference(touched, frozenset(_below(prefix, path) for path in after))


def _committed(root: Path, revision: str) -> Mapping[str, Entry]:
    answer = git(root, "ls-tree", "-r", "-z", "-l", "--full-tree", _known(root, revision))
    if answer is None:
        message = _("The files of commit %(commit)s can't be read; is the clone complete?")
        raise RevisionError(Message(message, {"commit": revision}))
    return {entry.path: entry for entry in listing(answer)}


def _identity(entries: Mapping[str, Entry], path: str) -> tuple[str, str] | None:
    entry = entries.get(path)
    return None if entry is None else (entry.mode, entry.oid)


def _below(prefix: str, path: str) -> str:
    """Return a path of the repository as seen from the data's folder."""
    return path[len(prefix) :] if path.startswith(prefix) else posixpath.relpath(path, prefix)


def _contents(root: Path, entries: Iterable[Entry]) -> Mapping[str, bytes | None]:
    small = (entry.oid for entry in entries if entry.mode != _SUBMODULE and entry.size <= MAX_BYTES)
    return dict(blobs(root, small))


def _side(entry: Entry | None, contents: Mapping[str, bytes | None]) -> Side | None:
    return None if entry is None else Side(entry.mode, contents.get(entry.oid))


_LINK, _PROGRAM, _SUBMODULE, _DEVICE = "120000", "100755", "160000", "000000"


def _top(root: Path) -> Path:
    answer = git(root, "rev-parse", "--show-toplevel")
    if answer is None:
        raise RevisionError(Message(_("A bare repository has no files of its own; name a revision with --rev.")))
    return Path(os.fsdecode(answer.removesuffix(b"\n")))


def _present(top: Path, digits: int) -> Mapping[str, Entry]:
    """Return the files as they are: those that git knows, and new ones that it is not told to ignore."""
    staged = git(top, "ls-files", "-z", "--stage")
    new = git(top, "ls-files", "-z", "--others", "--exclude-standard")
    if staged is None or new is None:
        raise RevisionError(Message(_("The list of files can't be read; is this a repository of git?")))
    known = dict(_staged(staged))
    names = {os.fsdecode(name).rstrip("/") for name in new.split(b"\0") if name} | known.keys()
    found = (_entry(top, name, known.get(name, ""), digits) for name in sorted(names))
    return {entry.path: entry for entry in found if entry is not None}


def _staged(answer: bytes) -> Iterator[tuple[str, str]]:
    """Yield path and object id of what ``git ls-files --stage`` printed."""
    for line in answer.split(b"\0"):
        if line:
            head, _tab, path = line.partition(b"\t")
            yield os.fsdecode(path), head.split()[1].decode()


def _entry(top: Path, name: str, staged: str, digits: int) -> Entry | None:
    """Return a file on the disk as git would file it, without asking any filter; None where it is gone."""
    try:
        status = (top / name).lstat()
        if stat.S_ISLNK(status.st_mode):
            target = os.fsencode((top / name).readlink())
            return Entry(_LINK, _object_id([target], len(target), digits), len(target), name)
        if stat.S_ISDIR(status.st_mode):
            return Entry(_SUBMODULE, staged, 0, name)
        if not stat.S_ISREG(status.st_mode):
            return Entry(_DEVICE, "", 0, name)
        mode = _PROGRAM if status.st_mode & stat.S_IXUSR else PLAIN
        return Entry(mode, _object_id(_chunks(top / name), status.st_size, digits), status.st_size, name)
    except (FileNotFoundError, NotADirectoryError):
        return None


def _chunks(path: Path) -> Iterator[bytes]:
    with path.open("rb") as file:
        while chunk := file.read(_CHUNK):
            yield chunk


def _object_id(chunks: Iterable[bytes], size: int, digits: int) -> str:
    """Return git's id of a blob, by SHA-1 (40 digits) or SHA-256 (64)."""
    digest = hashlib.sha1(usedforsecurity=False) if digits == 40 else hashlib.sha256()
    digest.update(b"blob %d\0" % size)
    for chunk in chunks:
        digest.update(chunk)
    return digest.hexdigest()


def _small(top: Path, entry: Entry) -> bytes | None:
    if entry.mode == _LINK:
        return os.fsencode((top / entry.path).readlink())
    return (top / entry.path).read_bytes() if entry.mode in {PLAIN, _PROGRAM} and entry.size <= MAX_BYTES else None
