"""A commit as git keeps it: who, when, what for; read from the object itself, so that no setting can bend it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from generator.read.git import objects

_PERSON = re.compile(r"(?P<name>.*?) ?<(?P<email>[^>]*)> ?(?P<seconds>-?\d{1,18})?")


@dataclass(frozen=True, slots=True)
class Commit:
    """One commit. ``dated`` is its committer's time as written, ``recorded`` the time that counts in a history.

    Both are seconds since 1970; see ``generator.read.history.trusted``. ``parents`` are those that the commit names,
    whether the clone holds them or not. Author and subject are not trusted: they may be any text.
    """

    oid: str
    recorded: int
    dated: int
    author: str
    email: str
    subject: str
    parents: tuple[str, ...] = ()


def commits(root: Path, oids: Sequence[str]) -> tuple[Commit, ...]:
    """Return the commits of these ids, in their order; raises RevisionError where one is missing."""
    found = objects(root, oids, "commit")
    return tuple(_commit(oid, found[oid]) for oid in oids)


def _commit(oid: str, data: bytes) -> Commit:
    head, _blank, body = data.partition(b"\n\n")
    values: dict[bytes, list[bytes]] = {}
    for line in head.split(b"\n"):
        key, _space, value = line.partition(b" ")
        values.setdefault(key, []).append(value)
    encoding = values.get(b"encoding", [b"utf-8"])[0]
    author, email, _seconds = _person(_text(values.get(b"author", [b""])[0], encoding))
    _name, _email, dated = _person(_text(values.get(b"committer", [b""])[0], encoding))
    subject = " ".join(_text(body, encoding).strip().partition("\n\n")[0].split())
    parents = tuple(parent.decode("ascii", "replace") for parent in values.get(b"parent", []))
    return Commit(oid, dated, dated, author, email, subject, parents)


def _text(data: bytes, encoding: bytes) -> str:
    try:
        return data.decode(encoding.decode("ascii", "replace"), "replace")
    except (LookupError, ValueError):
        return data.decode("utf-8", "replace")


def _person(value: str) -> tuple[str, str, int]:
    match = _PERSON.match(value)
    if match is None:
        return value, "", 0
    return match["name"], match["email"], int(match["seconds"] or 0)
