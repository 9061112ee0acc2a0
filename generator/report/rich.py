"""Text with emphasis, grades and links: how a sentence with bold figures travels to a page without being markup."""

from __future__ import annotations

import re
from enum import StrEnum
from functools import lru_cache

from generator.texts import one_line
from generator.values import dataclass


class Tone(StrEnum):
    """How a piece of text is set."""

    PLAIN = "plain"
    STRONG = "strong"
    UP = "up"
    DOWN = "down"
    LATE = "late"
    MUTE = "mute"


class Kind(StrEnum):
    """What a link leads to."""

    CUSTOMER = "customer"
    CONSULTANT = "consultant"
    PAGE = "page"
    FILE = "file"
    COMMIT = "commit"


@dataclass(frozen=True, slots=True)
class Target:
    """Where a link leads: a page of the site by kind and id, or a file of the repository and its line, or a commit."""

    kind: Kind
    id: str
    line: int = 0


@dataclass(frozen=True, slots=True)
class Chip:
    """A grade as it is shown: its letters, its full name, and the class of its colour."""

    text: str
    name: str
    tone: str


@dataclass(frozen=True, slots=True)
class Span:
    """A piece of a sentence: plain or emphasised text, a grade, or a link."""

    text: str
    tone: Tone = Tone.PLAIN
    chip: Chip | None = None
    to: Target | None = None


Rich = tuple[Span, ...]
Part = str | int | Chip | Span | Rich

_SLOT = re.compile(r"%\((\w+)\)[sd]")


def strong(text: object) -> Span:
    """Return text that is set bold."""
    return Span(str(text), Tone.STRONG)


def link(text: str, kind: Kind, id_: str, line: int = 0) -> Span:
    """Return a link to a page or file."""
    return Span(text, to=Target(kind, id_, line))


def spans(part: Part) -> Rich:
    """Return any part of a sentence as spans; text is put on one line and made visible."""
    if isinstance(part, str):
        return _said(part)
    if isinstance(part, tuple):
        return part
    if isinstance(part, Span):
        return (part,)
    if isinstance(part, Chip):
        return (Span(part.text, chip=part),)
    return (Span(str(part)),)


@lru_cache(maxsize=4096)
def _said(text: str) -> Rich:
    """Return a text as spans; most are days, names and words, which stand on many pages."""
    return (Span(one_line(text)),)


@lru_cache(maxsize=1024)
def _pieces(template: str) -> tuple[Span | str, ...]:
    """Return a template's texts as spans, and the names of its slots between them."""
    pieces = enumerate(_SLOT.split(template))
    return tuple(piece if index % 2 else Span(piece.replace("%%", "%")) for index, piece in pieces if piece)


def fill(template: str, /, **parts: Part) -> Rich:
    """Put parts where a translated template has ``%(name)s``; ``%%`` is a percent sign."""
    filled: list[Span] = []
    for piece in _pieces(template):
        if isinstance(piece, Span):
            filled.append(piece)
        elif isinstance(part := parts[piece], Span):
            filled.append(part)
        else:
            filled += spans(part)
    return tuple(filled)


def plain(rich: Rich) -> str:
    """Return the text alone."""
    return "".join(span.text for span in rich)
