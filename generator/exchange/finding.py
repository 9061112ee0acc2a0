"""The text of a value: found in a row by its origin, its map and default applied."""

import re
from collections.abc import Mapping, Sequence
from typing import Final

from generator.exchange.dates import DateFormat
from generator.exchange.mapping import Origin
from generator.exchange.table import Row
from generator.model.scalar import normal
from generator.model.yamltext import refusal
from generator.texts import Message, _
from generator.values import dataclass

MOST_TEXT: Final = 20_000
"""Characters of a cell that may go into a record, which is a few lines."""

OTHERWISE: Final = "otherwise"
PLACEHOLDER: Final = re.compile(r"\{([^{}]+)\}")


@dataclass(frozen=True, slots=True)
class Settings:
    """How a table's texts are read where an origin does not say."""

    blanks: frozenset[str]
    dates: tuple[DateFormat, ...]
    columns: Mapping[str, int]
    from_1904: bool


@dataclass(frozen=True, slots=True)
class Found:
    """A text and the column that it is from (None for a fixed value)."""

    text: str
    column: str | None
    origin: Origin


class CellError(ValueError):
    """A cell that can't be taken over: its column (None: the whole row) and why."""

    def __init__(self, column: str | None, message: Message) -> None:
        super().__init__(message.msgid)
        self.column, self.message = column, message


def find(origins: Sequence[Origin], row: Row, settings: Settings) -> Found | None:
    """Return the first text that is not empty, its map applied; None where all are. Raises CellError."""
    for origin in origins:
        text, column = _text(origin, row, settings)
        if text is None:
            text = origin.default
        elif origin.map is not None:
            text = _mapped(text, origin.map, column)
        if text is not None:
            return Found(text, column, origin)
    return None


def _text(origin: Origin, row: Row, settings: Settings) -> tuple[str | None, str | None]:
    if origin.value is not None:
        return origin.value, None
    blanks = settings.blanks if origin.blanks is None else frozenset(map(normal, origin.blanks))
    if origin.column is not None:
        return _cell(origin.column, row, settings, blanks), origin.column
    template = origin.template or ""
    names = PLACEHOLDER.findall(template)
    texts = {name: _cell(name, row, settings, blanks) for name in names}
    column = names[0] if names else None
    if any(text is None for text in texts.values()):
        return None, column
    return PLACEHOLDER.sub(lambda match: texts[match[1]] or "", template), column


def _cell(name: str, row: Row, settings: Settings, blanks: frozenset[str]) -> str | None:
    index = settings.columns[name]
    trouble = row.troubles.get(index)
    if trouble is not None:
        raise CellError(name, trouble)
    text = row.cells[index]
    if normal(text) in blanks or not text.strip():
        return None
    if len(text) > MOST_TEXT:
        message = Message(
            _("The cell holds %(length)d characters; a record takes %(limit)d."),
            {"length": len(text), "limit": MOST_TEXT},
        )
        raise CellError(name, message)
    if not text.isprintable():
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    if not text.isascii() or not text.isprintable():
        reason = refusal(text)
        if reason is not None:
            raise CellError(name, reason)
    return text.strip()


def _mapped(text: str, words: Mapping[str, str], column: str | None) -> str:
    found = words.get(normal(text), words.get(OTHERWISE))
    if found is None:
        params = {"value": text}
        raise CellError(column, Message(_("“%(value)s” is not in the map of this column; add it there."), params))
    return found
