"""In which encoding a file was saved, where it is not UTF-8 or only looks like it.

Two bytes of GBK are one Chinese character, and a few hundred of these pairs are also a letter in UTF-8: 谢 saved in GBK
reads as л, 谢强 as лǿ. A file of plain ASCII and such letters would be accepted, and the customer have another name.
"""

from __future__ import annotations

import re
import unicodedata

# Hardly any file comes to be asked about these, so they are compiled when the first one does.
# A word, the letters that two bytes of UTF-8 can write among them.
_WORD = r"[^\W\d_]+"
# A value that is nothing but signs and accents such as ½ and ·: so look 陆 and 路.
_SIGNS = r"(?m:: *((?:(?![^\W\d_])[^\x00-\x7f])+) *$)"
_THREE_BYTES = "\u0800"
"""The first character that takes three bytes in UTF-8, or more."""


def is_utf16(data: bytes) -> bool:
    """Tell whether the bytes are UTF-16 (or UTF-32), with a byte order mark or without: a file begins with ASCII."""
    return data.startswith((b"\xff\xfe", b"\xfe\xff")) or b"\0\0" in (data[0:4:2], data[1:4:2])


def is_gbk(data: bytes) -> bool:
    """Tell whether bytes that are no UTF-8 are GBK (GB18030), rather than UTF-8 with a damaged place."""
    try:
        data.decode("gb18030")
    except UnicodeDecodeError:
        return False
    text = data.decode("utf-8", "replace")
    return sum(map(_is_han, text)) <= text.count("\ufffd")


def gbk_in_disguise(data: bytes, text: str) -> int | None:
    """Return where in ``text``, the UTF-8 reading of ``data``, the first character stands that must be GBK; else None.

    That is so where the bytes are Chinese characters of GB2312 in GBK and the text has no character of Chinese at all,
    only letters that form no word of any one script.
    """
    if text.isascii() or max(text) >= _THREE_BYTES:
        return None
    try:
        if not all(char.isascii() or _is_han(char) for char in data.decode("gb2312")):
            return None
    except UnicodeDecodeError:
        return None
    words = [word for word in re.finditer(_WORD, text) if not word[0].isascii()]
    if all(_no_word(word[0]) for word in words):
        found = [word.start() for word in words] + [signs.start(1) for signs in re.finditer(_SIGNS, text)]
        return min(found, default=None)
    return None


def _is_han(char: str) -> bool:
    return "\u4e00" <= char <= "\u9fff"


def _no_word(letters: str) -> bool:
    """Tell whether nobody writes these letters together.

    They are of two scripts, or all the same, or Latin without any of a to z, or a capital stands after a small one.
    """
    scripts = {unicodedata.name(letter, "?").split()[0] for letter in letters}
    latin = scripts == {"LATIN"} and not any(letter.isascii() for letter in letters)
    cased = letters[1:] == letters[1:].lower() or letters.isupper()
    return latin or not cased or len(scripts) > 1 or len(set(letters)) == 1
