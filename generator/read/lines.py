"""The short way to read a record: lines of the form `key: value`, as fenji writes them and most people do.

Nearly every record is a few such lines, and an office has tens of thousands of them. What is written more freely is not
wrong: it takes the long way through the YAML parser (`document`), which gives the same values at the same places. That
both agree on every text is a law with a test (tests/read/test_lines.py).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import NamedTuple

Marks = Mapping[str, tuple[int, int]]
"""Line and column of each value of a record, counted from 1 and keyed as ``judged.price``."""

MAX_CHARS = 4096  # far below what any bound of `document` could be asked for

_WORD = r"[A-Za-z0-9_\u4e00-\u9fff]{1,64}"
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
    marks: dict[str, tuple[int, int]] = {}
    for line, (key, value, single, double, pairs, items) in enumerate(found, start=1):
        if not key:
            continue
        if key in plain:
            return None
        column = len(key) + 3
        marks[key] = (line, column)
        if value:
            plain[key] = value
        elif pairs:
            plain[key] = inner = _pairs(key, pairs, line, column + 1, marks)
            if inner is None:
                return None
        elif items:
            plain[key] = _items(key, items, line, column + 1, marks)
        else:
            plain[key] = single or double
    return Lines(plain, marks) if plain else None


def _items(key: str, written: str, line: int, column: int, marks: dict[str, tuple[int, int]]) -> list[str]:
    """Return the inside of ``[a, b]`` and add its marks."""
    items = written.split(", ")
    for place, item in enumerate(items):
        marks[f"{key}.{place}"] = (line, column)
        column += len(item) + 2
    return items


def _pairs(
    key: str, written: str, line: int, column: int, marks: dict[str, tuple[int, int]]
) -> dict[str, object] | None:
    """Return the inside of ``{a: b, c: d}`` and add its marks; None where a word stands twice."""
    inner: dict[str, object] = {}
    for pair in written.split(", "):  # which is in no word and no value, nor is “: ”
        name, _colon, value = pair.partition(": ")
        if name in inner:
            return None
        inner[name] = value
        marks[f"{key}.{name}"] = (line, column + len(name) + 2)
        column += len(pair) + 2
    return inner
