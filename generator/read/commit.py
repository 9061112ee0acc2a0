"""A commit as git keeps it: who, when, what for; read from the object itself, so that no setting can bend it."""

from __future__ import annotations

import codecs
import re
from collections.abc import Sequence
from pathlib import Path

from generator.read.git import objects
from generator.values import dataclass

MOST_BYTES = 16 * 1024
"""So much of a commit's message is read; its first line is all that is shown."""

# Encodings that people write messages in. Python knows further ones by which a message could hold half a character
# (unicode_escape, utf-7) or take hours to read (punycode).
_ENCODINGS = re.compile(r"utf-8|gbk|gb2312|gb18030|big5|iso8859-\d+|cp\d+|koi8-[ru]|euc_\w+|shift_jis|ascii")
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
    subject = " ".join(_text(body[:MOST_BYTES], encoding).strip().partition("\n\n")[0].split())
    parents = tuple(parent.decode("ascii", "replace") for parent in values.get(b"parent", []))
    return Commit(oid, dated, dated, author, email, subject, parents)


def _text(data: bytes, encoding: bytes) -> str:
    try:
        name = codecs.lookup(encoding.decode("ascii", "replace")).name
    except (LookupError, ValueError):
        name = "utf-8"
    return data.decode(name if _ENCODINGS.fullmatch(name) else "utf-8", "replace")


def _person(value: str) -> tuple[str, str, int]:
    match = _PERSON.match(value)
    if match is None:
        return value, "", 0
    return match["name"], match["email"], int(match["seconds"] or 0)
