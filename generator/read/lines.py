"""The short way to read a record: lines of the form `key: value`, as fenji writes them and most people do.

Nearly every record is a few such lines, and an office has tens of thousands of them. What is written more freely is not
wrong: it takes the long way through the YAML parser (`document`), which gives the same values at the same places. That
both agree on every text is a law with a test (tests/read/test_lines.py).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import NamedTuple

Marks = Mapping[str, tuple[int, int]]
"""Line and column of each value of a record, counted from 1 and keyed as ``judged.price``."""

MAX_CHARS = 4096  # far below what any bound of `document` could be asked for

_WORD = (
    r"\w{1,64}"  # more than a word of ours may hold (_ordinary); to name all Chinese characters takes long to compile
)
# What can stand for itself: no indicator in front, no “: ” or “ #” inside, no “:” or space at the end.
_FIRST = r"[^\s\-?:,\[\]{}#&*!|>'\"%@`]"
_PLAIN = rf"{_FIRST}[^:#\n\r\t]*(?:(?::(?=[^\s,\[\]{{}}])|(?<=[^\s])#)[^:#\n\r\t]*)*(?<![\s:])"
_INNER = rf"{_FIRST}[^?:#,\[\]{{}}\n\r\t]*(?<!\s)"
_PAIR = rf"{_WORD}: {_INNER}"
# One line: a key with a text (as it stands, in single or in double quotes), pairs or items; else a comment, or nothing.
_LINE = re.compile(
    rf"^(?:({_WORD}): (?:({_PLAIN})"
    rf"|'([^'\n\r\t\\]*)'|\"([^\"\n\r\t\\]*)\""
    rf"|\{{({_PAIR}(?:, {_PAIR})*)\}}|\[({_INNER}(?:, {_INNER})*)\]) *(?:\n|\Z)"
    rf"|(?:#[^\n\r\t]*)?\n)",
    re.MULTILINE,
)


Layout = str | tuple[str, tuple[str, ...] | None, tuple[int, ...]] | None
"""What the places in a line follow from: the key; for pairs and items also the words and how long the values are.

None for a line that says nothing.
"""


class Lines(NamedTuple):
    """A record read the short way: its values as dicts, lists and texts, and their marks."""

    plain: dict[str, object]
    marks: Marks


def read_lines(text: str) -> Lines | None:
    """Return what the lines of ``text`` say; None where it is to be read the long way."""
    if len(text) > MAX_CHARS:
        return None
    found = _LINE.findall(text)
    if len(found) != text.count("\n") + (not text.endswith("\n")):
        return None  # a line is none of these
    plain: dict[str, object] = {}
    layout: list[Layout] = []
    for key, value, single, double, pairs, items in found:
        if key in plain:
            return None
        if value:
            plain[key] = value
            layout.append(key)
        elif pairs:
            parts = pairs.split(", ")  # which is in no word and no value, nor is “: ”
            plain[key] = inner = dict([part.split(": ") for part in parts])
            if len(inner) != len(parts):
                return None  # a word stands twice
            layout.append((key, tuple(inner), tuple(map(len, inner.values()))))
        elif items:
            plain[key] = listed = items.split(", ")
            layout.append((key, None, tuple(map(len, listed))))
        elif key:
            plain[key] = single or double
            layout.append(key)
        else:
            layout.append(None)
    marks = _marks(tuple(layout)) if plain else None
    return Lines(plain, marks) if marks is not None else None


@lru_cache(maxsize=4096)
def _marks(layout: tuple[Layout, ...]) -> Marks | None:
    """Return the marks of all records that are laid out alike, of which there are thousands; None for odd words."""
    marks: dict[str, tuple[int, int]] = {}
    for line, one in enumerate(layout, start=1):
        if one is None:
            continue
        key, names, lengths = one if isinstance(one, tuple) else (one, None, ())
        if not all(map(_ordinary, (key, *(names or ())))):
            return None
        column = len(key) + 3
        marks[key] = (line, column)
        column += 1
        for place, length in enumerate(lengths):
            name = str(place) if names is None else names[place]
            column += 0 if names is None else len(name) + 2
            marks[f"{key}.{name}"] = (line, column)
            column += length + 2
    return marks


def _ordinary(word: str) -> bool:
    """Tell whether a word is of Latin letters and digits without accents, low lines and Chinese characters."""
    return word.isascii() or all(sign.isascii() or "\u4e00" <= sign <= "\u9fff" for sign in word)
