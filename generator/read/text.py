"""Bytes to text: strict UTF-8, no conflict markers, no characters that nobody can see."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from itertools import islice

from generator.read.encoding import gbk_in_disguise, is_gbk, is_utf16
from generator.read.problem import Place, Problem
from generator.read.tree import MAX_BYTES
from generator.texts import Message, _

MARK = "\ufeff"
"""The byte order mark: at the start of a file it may stand, anywhere else it is a character that nobody sees."""

MOST_NAMED = 100
"""So many bad places of one file are named; a picture saved under the name of a record has a hundred thousand."""

# These three are compiled when the first file needs them: most offices have none.
_LINE_END = r"\r\n|\r|\n"  # as YAML counts lines
_CONFLICT = r"(?m:^(?:<{7}|>{7}|\|{7})(?: |\r?$)|^={7}\r?$)"

# What nearly every record consists of and nothing below finds fault with; one look, where a search takes many. In the
# first form there is no character of two bytes, so it is no GBK in disguise either.
_SIGNS = "\n -~–—“”‘’…、。《》【】\u4e00-\u9fff\uff01-\uff5e"
_PLAIN, _USUAL = re.compile(f"[{_SIGNS}]*"), f"[·{_SIGNS}]*"

# Control characters (tab and line ends excepted), zero-width, bidirectional and other invisible ones, and the code
# points that are no characters. A joiner or selector inside an emoji is visible as the emoji and stays.
_NO_CHARACTERS = "".join(f"{chr(plane + 0xFFFE)}{chr(plane + 0xFFFF)}" for plane in range(0, 0x110000, 0x10000))
_INVISIBLE = (
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\xad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b\u200c\u200e"
    "\u200f\u2028-\u202e\u2060-\u206f\u3164\ufdd0-\ufdef\ufe00-\ufe0d\ufeff\uffa0\ufff0-\ufffb\U0001bca0-\U0001bca3"
    f"\U0001d173-\U0001d17a\U000e0000-\U000e0fff{_NO_CHARACTERS}]"
    "|(?<![\u2600-\u27bf\ufe0f\U0001f000-\U0001faff])\u200d"
    "|(?<![0-9#*\xa9\xae\u203c\u2049\u2122\u2139\u2190-\u2bff\u3030\u303d\u3297\u3299\U0001f000-\U0001faff])[\ufe0e\ufe0f]"
)


_GBK = Message(_("The file is saved as GBK (GB18030), not UTF-8; choose the encoding UTF-8 when saving."))


def decode(path: str, data: bytes) -> tuple[str | None, list[Problem]]:
    """Return the text of a file and what is wrong with it as text; None where it is not text at all."""
    if len(data) > MAX_BYTES:
        message = Message(
            _("The file is larger than %(limit)s KiB; a record is a few lines."), {"limit": MAX_BYTES // 1024}
        )
        return None, [Problem(Place(path), "too-large", message)]
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        return None, [_utf16(path) if is_utf16(data) else _wrong_encoding(path, data, error)]
    if _PLAIN.fullmatch(text) and not _marked(text):
        return text, []
    if is_utf16(data):
        return None, [_utf16(path)]
    if text.startswith(MARK):  # says itself that this is UTF-8
        text = text.removeprefix(MARK)
    elif (disguised := gbk_in_disguise(data, text)) is not None:
        return None, [Problem(_Places(path, text).at(disguised), "encoding", _GBK)]
    return text, list(islice(unwelcome(path, text), MOST_NAMED))


def _utf16(path: str) -> Problem:
    return Problem(Place(path), "encoding", Message(_("The file is saved as UTF-16; save it as UTF-8.")))


def _marked(text: str) -> bool:
    """Tell whether git may have left a mark of a conflict."""
    return "<<<<<<<" in text or "|||||||" in text or "=======" in text or ">>>>>>>" in text


def _wrong_encoding(path: str, data: bytes, error: UnicodeDecodeError) -> Problem:
    before = data[: error.start].decode("utf-8", "replace")
    message = _GBK if is_gbk(data) else Message(_("The file is not UTF-8 text; save it as UTF-8."))
    return Problem(_Places(path, before).at(len(before)), "encoding", message)


def unwelcome(path: str, text: str) -> Iterator[Problem]:
    """Yield every conflict marker and every character that nobody can see, each at its place."""
    if re.fullmatch(_USUAL, text) and not _marked(text):
        return
    places = _Places(path, text)
    for match in re.finditer(_CONFLICT, text):
        message = Message(_("A conflict marker of git; choose one of the two versions and delete the marker lines."))
        yield Problem(places.at(match.start()), "conflict-marker", message)
    for match in re.finditer(_INVISIBLE, text):
        code = _code(match.group())
        message = Message(_("An invisible or control character (%(code)s) stands here; delete it."), {"code": code})
        yield Problem(places.at(match.start()), "invisible-character", message)


def invisible(value: str) -> str | None:
    """Return the code (U+202E) of the first character in a value that nobody can see, as an escape brings; or None."""
    match = re.search(_INVISIBLE, value)
    return None if match is None else _code(match.group())


def _code(char: str) -> str:
    return f"U+{ord(char):04X}"


class _Places:
    """The places in a text; its lines are found once, however many places are asked for."""

    def __init__(self, path: str, text: str) -> None:
        self._path = path
        self._starts = [0, *(match.end() for match in re.finditer(_LINE_END, text))]

    def at(self, index: int) -> Place:
        """Return the place of the character at ``index``."""
        line = bisect_right(self._starts, index)
        return Place(self._path, line, index - self._starts[line - 1] + 1)
