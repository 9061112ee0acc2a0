"""The plain YAML that fenji writes for a record: one key a line, short collections in braces, quotes only where needed.

What `record_text` writes, `generator.read.parsing.parse` reads back as exactly the same texts; what could not be read
back is refused before it is written.
"""

import re
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Final

from generator.model.scalar import Moment
from generator.read.encoding import gbk_in_disguise
from generator.read.text import MARK, unwelcome
from generator.texts import Message, _

Scalar = str | int | float | date | Moment
Value = Scalar | Sequence[Scalar] | Mapping[str, Scalar]
"""What a key of a record may hold: a single value, a list, or one level of keys."""

# A text that needs no quotes after “key: ”: it starts with a letter, a digit or a sign no parser cares about …
_PLAIN: Final = re.compile(r"(?:[^\W_]|[-+.](?=[^\W_])|[（《“‘【…￥])(?:.*\S)?")
# … and holds nothing that ends a value or starts a comment; in braces also nothing that ends an item.
_ENDS: Final = re.compile(r":(?:\s|$)|\s#|[\t\n\r]")
_ENDS_ITEM: Final = re.compile(r"[:,\[\]{}#\t\n\r]")
_NOTHING: Final = frozenset({"null", "Null", "NULL"})
_ESCAPES: Final = str.maketrans({"\\": "\\\\", '"': '\\"', "\n": "\\n", "\t": "\\t", "\r": "\\r"})


class UnwritableTextError(ValueError):
    """A text that a record can't hold, such as one with control characters; `message` says why."""

    def __init__(self, message: Message) -> None:
        super().__init__(message.msgid)
        self.message = message


def record_text(record: Mapping[str, Value]) -> str:
    """Return the record as YAML, keys in the order given; ends with a line end.

    Raises UnwritableTextError for a text that would not be read back: control and invisible characters, broken Unicode.
    """
    text = "".join(f"{_scalar(key)}: {_value(value)}\n" for key, value in record.items())
    # Without its mark a file whose only letters beyond a to z are such as é alone would be taken for GBK.
    return text if gbk_in_disguise(text.encode(), text) is None else MARK + text


def refusal(text: str) -> Message | None:
    """Return why `text` can't stand in a record, or None where it can."""
    try:
        text.encode()
    except UnicodeEncodeError as error:
        return Message(_("Broken text: half a character (%(code)s)."), {"code": f"U+{ord(text[error.start]):04X}"})
    # The marker of git's conflicts is refused at the start of a line, and no value ever starts a line.
    return next((problem.message for problem in unwelcome("", " " + text.replace("\n", " "))), None)


def _value(value: Value) -> str:
    if isinstance(value, Mapping):
        return (
            "{"
            + ", ".join(f"{_scalar(key, item=True)}: {_scalar(part, item=True)}" for key, part in value.items())
            + "}"
        )
    if isinstance(value, str | int | float | date | Moment):
        return _scalar(value)
    return "[" + ", ".join(_scalar(part, item=True) for part in value) + "]"


def _scalar(value: Scalar, *, item: bool = False) -> str:
    text = _written(value)
    if not (text.isascii() and text.isprintable()) and (reason := refusal(text)) is not None:
        raise UnwritableTextError(reason)
    ends = _ENDS_ITEM if item else _ENDS
    if _PLAIN.fullmatch(text) and not ends.search(text) and text not in _NOTHING:
        return text
    if any(char in text for char in "\n\t\r"):
        return '"' + text.translate(_ESCAPES) + '"'
    return "'" + text.replace("'", "''") + "'"


def _written(value: Scalar) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return f"{value:.9f}".rstrip("0").rstrip(".")
    return str(value)
