"""One value of a record: the text that was found, read as what its key holds."""

import re
from collections.abc import Mapping
from decimal import ROUND_HALF_EVEN, Decimal, InvalidOperation
from enum import StrEnum
from typing import Final

from generator.exchange.dates import moment_in
from generator.exchange.finding import CellError, Found, Settings
from generator.exchange.keys import KeyFaultError, customer_id
from generator.model.fault import unknown_word
from generator.model.phone import full_number, masked
from generator.model.scalar import normal
from generator.model.seal import Key
from generator.texts import Message, _
from generator.values import dataclass

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

    `people` gives the id of everybody's id and of every name that only one person has; `secret` makes phone keys,
    `seal` seals full numbers.
    """

    people: Mapping[str, str]
    ids: str
    full_phones: bool
    secret: bytes | None
    seal: Key | None = None


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
    """Return a phone number as the office may keep it; one that is masked already is left to the check."""
    if "*" in normal(found.text):
        return normal(found.text)
    number = full_number(found.text)
    if number is None:
        raise CellError(
            found.column, Message(_("This is not a phone number: 7 to 15 digits, or masked as in 138****1083."))
        )
    return found.text if office.full_phones else masked(number)


def _date(kind: Kind, found: Found, settings: Settings) -> str:
    text = normal(found.text)
    moment = moment_in(text, found.origin.dates or settings.dates, from_1904=settings.from_1904)
    if moment is not None:
        return moment.day.isoformat() if kind is Kind.DAY else str(moment)
    if _ISO.fullmatch(text):
        return text[:10] if kind is Kind.DAY else text
    message = Message(
        _("“%(value)s” is no date in any of the formats under dates: in the mapping."), {"value": found.text}
    )
    raise CellError(found.column, message)


def _number(found: Found) -> str:
    text = normal(found.text)
    match = _FIGURE.fullmatch(text)
    factors = {normal(unit): factor for unit, factor in (found.origin.factors or {"": Decimal(1)}).items()}
    if match is None or (any(sign in match[1] for sign in ",' ") and not _THOUSANDS.fullmatch(match[1])):
        raise CellError(found.column, Message(_("“%(value)s” is not a number."), {"value": found.text}))
    factor = factors.get(match[2].strip())
    if factor is None:
        message = Message(
            _("The unit of “%(value)s” is not among the factors in the mapping; add it there."), {"value": found.text}
        )
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
