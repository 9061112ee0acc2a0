"""The kinds of single values that the files hold: each reads the text that was written, as its field says it is."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from datetime import date
from functools import lru_cache

from generator.model.fault import fault
from generator.model.reader import Scalar
from generator.texts import _
from generator.values import dataclass

FIRST_YEAR, LAST_YEAR = 1900, 2199

# Digits are 0-9: ٣ is a digit, too, but nobody here would see that it was read as 3.
_DATE = re.compile(r"(\d{4})-(\d{2})-(\d{2})", re.ASCII)
_TIME = re.compile(r"([01]\d|2[0-3]):([0-5]\d)(?::[0-5]\d)?", re.ASCII)
_NUMBER = re.compile(r"-?\d{1,15}(?:\.\d{1,9})?", re.ASCII)
_BEYOND = 1e15  # from here on not every whole number is a float
_UNIT = r"(?:[^\W_]{1,8}-){0,3}(?=[^\W_]*\d)[^\W_]{1,8}"
# Only the width: by NFKC 3² would be 32.
_WIDE = {wide: wide - 0xFEE0 for wide in range(0xFF01, 0xFF5F)} | {0x3000: " "}
_YES_NO = {"true": True, "yes": True, "是": True, "false": False, "no": False, "否": False}


def normal(text: str) -> str:
    """Return ``text`` as it is compared: NFKC (fullwidth digits and letters become plain), no space around it."""
    return unicodedata.normalize("NFKC", text).strip() if not text.isascii() else text.strip()


def _text(value: object) -> str:
    if isinstance(value, str):
        return value
    if value is None:
        raise fault("no-value", _("Nothing is written here; write the value or delete the key."))
    raise fault("text", _("A single text belongs here, not a list or a mapping."))


@lru_cache(maxsize=8192)
def _date_in(text: str) -> date | None:
    """Return the date that ``text`` writes, of whatever year; None where it writes none."""
    if (match := _DATE.fullmatch(normal(text))) is None:
        return None
    try:
        return date(int(match[1]), int(match[2]), int(match[3]))
    except ValueError:
        return None


def parse_date(value: object) -> date:
    """Read ``2026-09-07``."""
    if type(value) is date:
        return value
    text = _text(value)
    found = _date_in(text)
    if found is None:
        raise fault("date", _("“%(value)s” is not a date; write year-month-day, as in 2026-09-07."), value=text)
    if not FIRST_YEAR <= found.year <= LAST_YEAR:
        raise fault(
            "date", _("The year of “%(value)s” can't be right; write year-month-day, as in 2026-09-07."), value=text
        )
    return found


@dataclass(frozen=True, slots=True, order=True)
class Moment:
    """A local date of the office, with the minute of the day where one was written (-1: none; sorts first)."""

    day: date
    minute: int = -1

    def __str__(self) -> str:
        return self.day.isoformat() if self.minute < 0 else f"{self.day.isoformat()} {self.clock}"

    @property
    def clock(self) -> str:
        """The time of day as ``14:30``, or an empty text."""
        return "" if self.minute < 0 else f"{self.minute // 60:02}:{self.minute % 60:02}"


def parse_moment(value: object) -> Moment:
    """Read ``2026-09-07``, ``2026-09-07 14:30`` or ``2026-09-07T14:30``; seconds are dropped."""
    if isinstance(value, Moment):
        return value
    text = normal(_text(value))
    head, tail = text[:10], text[10:]
    if not tail:
        return Moment(parse_date(head))
    if tail[0] in " T" and (match := _TIME.fullmatch(tail[1:].strip())) is not None:
        return Moment(parse_date(head), int(match[1]) * 60 + int(match[2]))
    raise fault("moment", _("“%(value)s” is not a date or a time; write 2026-09-07 or 2026-09-07 14:30."), value=text)


def number_in(text: str) -> float | None:
    """Return the number that ``text`` writes in plain digits (no exponent), else None."""
    plain = text.strip() if text.isascii() else text.translate(_WIDE).strip()
    if _NUMBER.fullmatch(plain) is None:
        return None
    figure = float(plain)
    return figure if abs(figure) < _BEYOND else None


def yes_no_in(text: str) -> bool | None:
    """Return True for true, yes, 是; False for false, no, 否; else None."""
    return _YES_NO.get(normal(text).lower())


def parse_number(value: object) -> float:
    """Read a number in plain digits, as in ``318.5``."""
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        return float(value)
    text = _text(value)
    figure = number_in(text)
    if figure is None:
        raise fault("number", _("“%(value)s” is not a number; write digits only, as in 318.5."), value=text)
    return figure


def parse_amount(value: object) -> float:
    """Read a number that is not negative."""
    figure = parse_number(value)
    if figure < 0:
        raise fault("amount", _("“%(value)s” is negative; write a number from 0 on."), value=str(value))
    return figure


def parse_whole(value: object) -> int:
    """Read a whole number from 0 on."""
    figure = parse_number(value)
    if figure < 0 or figure != int(figure):
        raise fault("whole", _("“%(value)s” is not a whole number from 0 on."), value=str(value))
    return int(figure)


def parse_yes_no(value: object) -> bool:
    """Read true/false, yes/no, 是/否."""
    if isinstance(value, bool):
        return value
    text = _text(value)
    answer = yes_no_in(text)
    if answer is None:
        raise fault("yes-no", _("“%(value)s” is neither yes nor no; write true or false."), value=text)
    return answer


def parse_text(value: object) -> str:
    """Read any text that is not empty."""
    text = _text(value)
    if not text.strip():
        raise fault("no-value", _("Nothing is written here; write the value or delete the key."))
    return text


def parse_unit(value: object) -> str:
    """Read a unit: building, entrance and room joined by “-”, as in ``3-1201``."""
    text = normal(_text(value))
    if re.fullmatch(_UNIT, text) is None:
        raise fault("unit", _("“%(value)s” is not a unit; write building-room, as in 3-1201."), value=text)
    return text


def _pattern(regex: str, code: str, msgid: str) -> Callable[[object], str]:
    compiled = re.compile(regex)

    def parse(value: object) -> str:
        text = normal(_text(value))
        if compiled.fullmatch(text) is None:
            raise fault(code, msgid, value=text)
        return text

    return parse


ID_PATTERN = r"[0-9a-z](?:[0-9a-z-]{0,30}[0-9a-z])?"

parse_id = _pattern(
    ID_PATTERN, "id", _("“%(value)s” is not an id; use small letters, digits and “-”, at most 32 of them.")
)
_parse_sealed = _pattern(
    r"sealed:1:[0-9a-f]{8}:(?:[0-9a-f]{2}){17,}",
    "sealed",
    _("This is not a sealed number as `fenji seal` writes it; delete it, or take it over from an older version."),
)
_parse_key = _pattern(
    r"[0-9a-f]{8,128}", "phone-key", _("“%(value)s” is not a phone key; it is 8 or more digits 0-9 and letters a-f.")
)


_SCALAR = {"type": ["string", "number"]}
_MOMENT = r"^\d{4}-\d{2}-\d{2}([ T]\d{2}:\d{2}(:\d{2})?)?$"

DAY = Scalar(parse_date, {"type": "string", "format": "date"})
AT = Scalar(parse_moment, {"type": "string", "pattern": _MOMENT})
AMOUNT = Scalar(parse_amount, {"type": "number", "minimum": 0})
NUMBER = Scalar(parse_number, {"type": "number"})
WHOLE = Scalar(parse_whole, {"type": "integer", "minimum": 0})
YES_NO = Scalar(parse_yes_no, {"type": "boolean"})
TEXT = Scalar(parse_text, {"type": ["string", "number", "boolean"]})
UNIT = Scalar(parse_unit, _SCALAR)
ID = Scalar(parse_id, _SCALAR)
PHONE_KEY = Scalar(_parse_key, _SCALAR)
SEALED = Scalar(_parse_sealed, {"type": "string", "pattern": "^sealed:1:"})
PLAIN = Scalar(_text, {"type": "string"})
"""Any text, an empty one, too."""
WORD = Scalar(lambda value: normal(_text(value)), {"type": "string"})
"""One of the words that a file itself defines: normalised before it is compared."""
TRIMMED = Scalar(lambda value: normal(parse_text(value)), {"type": ["string", "number", "boolean"]})
"""A text that is compared with ids and words."""
