"""Commits as a stream for `git fast-import`, and the repository made of it."""

from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from generator.failure import Failure
from generator.read.git import git
from generator.sample.history.commits import Commit
from generator.sample.office import ZONE, Told
from generator.sample.team import address_of
from generator.texts import Message, _

BRANCH = "main"
REFERENCE = f"refs/heads/{BRANCH}"


def write_repository(folder: Path, told: Told, commits: Sequence[Commit]) -> str:
    """Make a repository with these commits in an empty folder, its files checked out; return the last commit's id.

    The machine's and the user's configuration of git have no effect: the same commits give the same ids everywhere.
    Raises Failure where git is missing or refuses.
    """
    stream = b"".join(_stream(told.people, commits))
    for arguments, data in (
        (("init", "--quiet", "--template=", "--object-format=sha1", f"--initial-branch={BRANCH}"), b""),
        (("fast-import", "--quiet", "--done", "--date-format=raw"), stream),
        (("reset", "--quiet", "--hard", BRANCH), b""),
    ):
        if git(folder, *arguments, stdin=data) is None:
            message = _(
                "git could not make the repository in %(folder)s. "
                "Is there room and leave to write, and is git 2.28 or newer?"
            )
            raise Failure(Message(message, {"folder": folder}))
    return (git(folder, "rev-parse", BRANCH) or b"").decode("ascii").strip()


def _stream(people: Mapping[str, Mapping[str, str]], commits: Sequence[Commit]) -> Iterator[bytes]:
    """Every commit has a mark; a side branch starts from the last commit of the main branch before its own first."""
    moments = [commit.moment for commit in commits]
    marks: list[int] = []
    mark = 0
    for commit in commits:
        parents = marks[-1:]
        if commit.branch:
            tip = marks[bisect_left(moments, commit.branch[0].moment) - 1]
            for aside in commit.branch:
                mark += 1
                yield from _commit(people, aside, mark, [tip])
                tip = mark
            parents = [*parents, tip]
        mark += 1
        yield from _commit(people, commit, mark, parents)
        marks.append(mark)
    yield b"done\n"


def _commit(
    people: Mapping[str, Mapping[str, str]], commit: Commit, mark: int, parents: Sequence[int]
) -> Iterator[bytes]:
    who = f"{people[commit.author]['name']} <{address_of(commit.author)}> {_when(commit.moment)}"
    yield f"commit {REFERENCE}\nmark :{mark}\nauthor {who}\ncommitter {who}\n".encode()
    yield from _data(commit.message)
    for word, parent in zip(("from", "merge"), parents, strict=False):
        yield f"{word} :{parent}\n".encode()
    for path, text in sorted(commit.files.items()):
        if text is None:
            yield f"D {path}\n".encode()
        else:
            yield f"M 100644 inline {path}\n".encode()
            yield from _data(text)
    yield b"\n"


def _data(text: str) -> Iterator[bytes]:
    data = text.encode()
    yield b"data %d\n" % len(data) + data + b"\n"


def _when(moment: datetime) -> str:
    """Seconds since 1970 and the zone's offset, as git writes a date."""
    there = moment.replace(tzinfo=ZoneInfo(ZONE))
    return f"{int(there.timestamp())} {there:%z}"
