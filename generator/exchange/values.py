"""One value of a record out of one row: found by its origin, then read as what its key holds."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_EVEN, Decimal, InvalidOperation
from enum import StrEnum
from typing import Final

from generator.exchange.dates import DateFormat, moment_in
from generator.exchange.keys import KeyFaultError, customer_id
from generator.exchange.mapping import Origin
from generator.exchange.table import WHOLE_ROW, Row
from generator.model.loading import unknown_word
from generator.model.phone import full_number, masked
from generator.model.scalar import normal
from generator.model.yamltext import refusal
from generator.texts import Message, _

MOST_TEXT: Final = 20_000
"""Characters of a cell that may go into a record, which is a few lines."""

OTHERWISE: Final = "otherwise"
PLACEHOLDER: Final = re.compile(r"\{([^{}]+)\}")
_FIGURE: Final = re.compile(r"([-+]?[\d.,' ]*\d)\s*(\D*)")
_THOUSANDS: Final = re.compile(r"[-+]?\d{1,3}(?:[,' ]\d{3})+(?:\.\d+)?")
_ISO: Final = re.compile(r"\d{4}-\d{2}-\d{2}(?:[ T]\d{2}:\d{2}(?::\d{2})?)?")
_ITEMS: Final = re.compile(r"[、,，;；\s]+")


class Kind(StrEnum):
    """What a key of a record holds, as far as reading its text goes."""

    TEXT = "text"
    DAY = "day"
    MOMENT = "moment"
    NUMBER = "number"
    PERSON = "person"
    CUSTOMER = "customer"
    PHONE = "phone"
    LIST = "list"


@dataclass(frozen=True, slots=True)
class Office:
    """What of the office and the mapping is needed to read values.

    `people` gives the id of everybody's id and of every name that only one person has; `secret` makes phone keys.
    """

    people: Mapping[str, str]
    ids: str
    full_phones: bool
    secret: bytes | None


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
        message = Message(_("The cell holds %(length)d characters; a record takes %(limit)d."), {"length": len(text), "limit": MOST_TEXT})
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


def read(kind: Kind, found: Found, settings: Settings, office: Office) -> str | list[str]:
    """Return the text (or list of texts) that the record holds. Raises CellError."""
    origin, text = found.origin, found.text
    if kind is Kind.LIST:
        parts = re.split(f"[{re.escape(origin.split)}]+", text) if origin.split else _ITEMS.split(text)
        return [part.strip() for part in parts if part.strip()]
    if kind in {Kind.DAY, Kind.MOMENT}:
        return _date(kind, found, settings)
    if kind is Kind.NUMBER or origin.factors is not None:
        return _number(found)
    if kind is Kind.PERSON:
        return _person(found, office)
    if kind is Kind.PHONE:
        return _phone(found, office)
    try:
        return customer_id(text, office.ids, office.secret) if kind is Kind.CUSTOMER else text
    except KeyFaultError as error:
        raise CellError(found.column, error.message) from None


def _phone(found: Found, office: Office) -> str:
    """Return a phone number as the office may keep it; one that is masked already stays as it is, and is checked later."""
    if "*" in normal(found.text):
        return normal(found.text)
    number = full_number(found.text)
    if number is None:
        raise CellError(found.column, Message(_("This is not a phone number: 7 to 15 digits, or masked as in 138****1083.")))
    return found.text if office.full_phones else masked(number)


def _date(kind: Kind, found: Found, settings: Settings) -> str:
    text = normal(found.text)
    moment = moment_in(text, found.origin.dates or settings.dates, from_1904=settings.from_1904)
    if moment is not None:
        return moment.day.isoformat() if kind is Kind.DAY else str(moment)
    if _ISO.fullmatch(text):
        return text[:10] if kind is Kind.DAY else text
    message = Message(_("“%(value)s” is no date in any of the formats under dates: in the mapping."), {"value": found.text})
    raise CellError(found.column, message)


def _number(found: Found) -> str:
    text = normal(found.text)
    match = _FIGURE.fullmatch(text)
    factors = {normal(unit): factor for unit, factor in (found.origin.factors or {"": Decimal(1)}).items()}
    if match is None or (any(sign in match[1] for sign in ",' ") and not _THOUSANDS.fullmatch(match[1])):
        raise CellError(found.column, Message(_("“%(value)s” is not a number."), {"value": found.text}))
    factor = factors.get(match[2].strip())
    if factor is None:
        message = Message(_("The unit of “%(value)s” is not among the factors in the mapping; add it there."), {"value": found.text})
        raise CellError(found.column, message)
    try:
        number = Decimal(re.sub(r"[,' ]", "", match[1])) * factor
        exact = number.quantize(Decimal("1e-9"), ROUND_HALF_EVEN)
    except InvalidOperation:
        raise CellError(found.column, Message(_("“%(value)s” is not a number."), {"value": found.text})) from None
    plain = f"{exact:f}".rstrip("0").rstrip(".")
    return "0" if plain in {"-0", ""} else plain


def _person(found: Found, office: Office) -> str:
    known = office.people.get(normal(found.text))
    if known is None:
        raise CellError(found.column, unknown_word(found.text, list(office.people)))
    return known


def whole_row(row: Row) -> Message | None:
    """Return why the whole row is of no use, if it is."""
    return row.troubles.get(WHOLE_ROW)
