"""Git plumbing that only reads: the repository's own hooks, filters and config commands have no effect."""

from __future__ import annotations

import contextlib
import os
import subprocess
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from threading import Thread
from typing import IO

from generator.failure import Failure
from generator.read.tree import MAX_TOTAL
from generator.texts import Message, _
from generator.values import dataclass

_ISOLATED = {
    "GIT_CONFIG_NOSYSTEM": "1",
    "GIT_CONFIG_GLOBAL": os.devnull,
    "GIT_OPTIONAL_LOCKS": "0",
    "GIT_NO_REPLACE_OBJECTS": "1",
    "GIT_GRAFT_FILE": os.devnull,
    "GIT_TERMINAL_PROMPT": "0",
    "GIT_NO_LAZY_FETCH": "1",
    "LC_ALL": "C",
}
_NO_INDEX = {"GIT_INDEX_FILE": f"{os.devnull}-index"}  # a file that is not there: none is as good as an empty one
_OVERRULED = ("core.fsmonitor=false", f"core.hooksPath={os.devnull}", "safe.directory=*", "core.quotePath=false")

MOST_LISTED = 40 * 1024 * 1024
"""Bytes of one list: as many files as are read, with long paths."""

_CHUNK = 1024 * 1024

PLAIN, PROGRAM = "100644", "100755"
"""git's modes of the files that it keeps; everything else is a link or a repository of its own."""


class RevisionError(Failure):
    """A revision can't be read; ``message`` says why and what to do."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of a commit's tree: git's mode, object id and size in bytes, and the path below the folder."""

    mode: str
    oid: str
    size: int
    path: str


def git(root: Path, *arguments: str, stdin: bytes = b"", most: int | None = None) -> bytes | None:
    """Return what a git command prints in ``root``; None where git fails, is missing, or there is no repository.

    Raises RevisionError where it prints more than ``most`` bytes (default: MOST_LISTED): a repository of a few
    kilobytes can list billions of files, and hold files that unpack to more than any memory.
    """
    with asked(root, *arguments, stdin=stdin, most=most) as answer:
        return answer()


@contextlib.contextmanager
def asked(
    root: Path, *arguments: str, stdin: bytes = b"", most: int | None = None
) -> Iterator[Callable[[], bytes | None]]:
    """Begin a git command, and yield what waits for its answer, as ``git`` returns it."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")} | _ISOLATED
    if arguments[0] == "diff-tree":  # which does not need it, and would read all of it
        environment |= _NO_INDEX
    options = [part for setting in _OVERRULED for part in ("-c", setting)]
    command = ["git", "--no-pager", *options, *arguments]
    try:
        process = subprocess.Popen(  # noqa: S603 - a list of arguments, no shell
            command,
            cwd=root,
            env=environment,
            stdin=subprocess.PIPE if stdin else subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
        )
    except OSError:
        yield lambda: None
        return
    with process:
        yield lambda: _answer(process, stdin, MOST_LISTED if most is None else most)


def _answer(process: subprocess.Popen[bytes], stdin: bytes, most: int) -> bytes | None:
    feeder = Thread(target=_feed, args=(process.stdin, stdin), daemon=True)
    if stdin:
        feeder.start()
    answer = _read(process.stdout, most)
    if answer is None:
        process.kill()
    if stdin:
        feeder.join()
    if answer is None:
        message = _("This repository holds more than can be read: %(limit)s MiB in one answer of git.")
        raise RevisionError(Message(message, {"limit": most // 1024 // 1024}))
    return answer if process.wait() == 0 else None


def _feed(pipe: IO[bytes] | None, data: bytes) -> None:
    if pipe is not None:
        with contextlib.suppress(OSError):  # git has ended already, and says why by its exit code
            try:
                pipe.write(data)
            finally:
                pipe.close()


def _read(pipe: IO[bytes] | None, most: int) -> bytes | None:
    """Return all that comes through a pipe; None where it is more than ``most`` bytes."""
    chunks: list[bytes] = []
    while pipe is not None and most >= 0 and (chunk := pipe.read(_CHUNK)):
        chunks.append(chunk)
        most -= len(chunk)
    return b"".join(chunks) if most >= 0 else None


def commit_id(root: Path, revision: str) -> str | None:
    """Return the full id of the commit that ``revision`` names, or None."""
    with commit_asked(root, revision) as found:
        return found()


@contextlib.contextmanager
def commit_asked(root: Path, revision: str) -> Iterator[Callable[[], str | None]]:
    """Ask for that id, and yield what waits for it: git needs some milliseconds, in which other work can be done."""
    with asked(root, "rev-parse", "--verify", "--quiet", "--end-of-options", f"{revision}^{{commit}}") as answer:

        def found() -> str | None:
            said = answer()
            return said.decode("ascii").strip() if said else None

        yield found


def entries(root: Path, commit: str) -> tuple[Entry, ...]:
    """Return the files of a commit below the folder ``root``, in git's order.

    Raises RevisionError where the commit's tree is not there, as in a broken or partial clone.
    """
    answer = git(root, "ls-tree", "-r", "-z", "-l", commit)
    if answer is None:
        raise RevisionError(
            Message(_("The files of commit %(commit)s can't be read; is the clone complete?"), {"commit": commit})
        )
    return tuple(listing(answer))


def listing(answer: bytes) -> Iterator[Entry]:
    """Yield the entries that ``git ls-tree -z`` printed; their size is 0 unless -l asked for it."""
    for line in answer.split(b"\0"):
        if line:
            head, _tab, path = line.partition(b"\t")
            mode, _kind, oid, *size = head.split()
            bytes_ = int(size[0]) if size and size[0].isdigit() else 0
            yield Entry(mode.decode(), oid.decode(), bytes_, path.decode("utf-8", "surrogateescape"))


def differing(root: Path, base: str, head: str) -> Iterator[tuple[str, Entry | None]]:
    """Yield every path below ``root`` that differs between two commits, with its entry in ``head`` (None: gone).

    Raises RevisionError where the commits can't be compared.
    """
    raw = git(root, "diff-tree", "-r", "-z", "--raw", "--no-renames", "--no-abbrev", "--relative", base, head)
    if raw is None:
        raise RevisionError(Message(_("The commits can't be compared; is the clone complete?")))
    parts = iter(raw.split(b"\0")[:-1])
    found = [
        (fields.split(), path.decode("utf-8", "surrogateescape")) for fields, path in zip(parts, parts, strict=True)
    ]
    size = sizes(root, [fields[3].decode() for fields, _path in found if fields[4] != b"D"])
    for fields, path in found:
        _old, mode, _was, oid, status = (field.decode("ascii") for field in fields)
        yield path, None if status == "D" else Entry(mode, oid, size.get(oid, 0), path)


def sizes(root: Path, oids: Iterable[str]) -> dict[str, int]:
    """Return the size in bytes of each object that is in the clone."""
    answer = git(root, "cat-file", "--batch-check", "--buffer", stdin="".join(f"{oid}\n" for oid in oids).encode())
    rows = (line.split() for line in (answer or b"").splitlines())
    return {oid.decode(): int(size) for oid, kind, size in (row for row in rows if len(row) == 3) if kind == b"blob"}


def blobs(root: Path, oids: Iterable[str]) -> dict[str, bytes]:
    """Return the content of each object id, read by one ``git cat-file --batch``.

    Raises RevisionError where an object is missing.
    """
    return objects(root, oids, "blob")


def objects(root: Path, oids: Iterable[str], kind: str) -> dict[str, bytes]:
    """Return the content of each object of a kind (blob, commit), as git keeps it.

    Raises RevisionError where an object is missing or of another kind.
    """
    wanted = list(dict.fromkeys(oids))
    if not wanted:
        return {}
    answer = git(
        root, "cat-file", "--batch", "--buffer", stdin="".join(f"{oid}\n" for oid in wanted).encode(), most=MAX_TOTAL
    )
    found: dict[str, bytes] = {}
    position = 0
    while answer and position < len(answer):
        end = answer.index(b"\n", position)
        oid, *rest = answer[position:end].split()
        if len(rest) != 2 or rest[0] != kind.encode():
            break
        size = int(rest[1])
        found[oid.decode()] = answer[end + 1 : end + 1 + size]
        position = end + size + 2
    if len(found) != len(wanted):
        raise RevisionError(
            Message(_("Some files of this revision are missing from the clone; fetch the whole history and try again."))
        )
    return found
