"""Dates as other programs write them, read strictly: a text that fits a format in two ways fits none."""

import re
from collections.abc import Iterable
from datetime import date, timedelta
from typing import Final

from generator.model.fault import fault
from generator.model.scalar import Moment, normal
from generator.texts import _
from generator.values import dataclass

EXCEL: Final = "excel"
"""The format of a date that a spreadsheet shows as a number: days since its first day."""

_FIRST_DAY: Final = {False: date(1899, 12, 30), True: date(1904, 1, 1)}
_SERIAL: Final = re.compile(r"(\d{1,5})(?:\.(\d+))?")
_PARTS: Final = {"%Y": r"(?P<year>\d{4})", "%m": "month", "%d": "day", "%H": "hour", "%M": "minute", "%S": "second"}
_TOKEN: Final = re.compile(r"%.?|[^%]")


@dataclass(frozen=True, slots=True)
class DateFormat:
    """A compiled format: `written` as in the mapping, `pattern` None for serial numbers of a spreadsheet."""

    written: str
    pattern: re.Pattern[str] | None

    def read(self, text: str, *, from_1904: bool) -> Moment | None:
        """Return the date, with the time where one is written; None where the text does not fit."""
        if self.pattern is None:
            return _from_serial(text, from_1904=from_1904)
        match = self.pattern.fullmatch(text)
        if match is None:
            return None
        part = {name: int(value) for name, value in match.groupdict().items() if value is not None}
        try:
            day = date(part["year"], part["month"], part["day"])
        except ValueError:
            return None
        if "hour" not in part:
            return Moment(day)
        hour, minute = part["hour"], part.get("minute", 0)
        return Moment(day, hour * 60 + minute) if hour < 24 and minute < 60 and part.get("second", 0) < 60 else None


def date_format(value: object) -> DateFormat:
    """Read a format such as %Y/%m/%d, %Y%m%d %H:%M or excel; one digit will do for a month beside a separator."""
    text = normal(value) if isinstance(value, str) else ""
    if text == EXCEL:
        return DateFormat(text, None)
    tokens = _TOKEN.findall(text)
    codes = [token for token in tokens if token in _PARTS]
    unknown = any(token.startswith("%") and token not in _PARTS for token in tokens)
    if unknown or len(set(codes)) < len(codes) or not {"%Y", "%m", "%d"} <= set(codes):
        raise fault(
            "date-format",
            _(
                "“%(value)s” is not a date format; write %%Y, %%m, %%d and "
                "perhaps %%H, %%M, %%S, as in %%Y/%%m/%%d, or excel."
            ),
            value=str(value),
        )
    return DateFormat(text, re.compile("".join(_pattern(tokens, index) for index in range(len(tokens)))))


def _pattern(tokens: list[str], index: int) -> str:
    written = tokens[index]
    if written not in _PARTS:
        return re.escape(written)
    if written == "%Y":
        return _PARTS[written]
    near = tokens[max(index - 1, 0) : index] + tokens[index + 1 : index + 2]
    digits = r"\d{2}" if any(other in _PARTS or other.isdigit() for other in near) else r"\d{1,2}"
    return f"(?P<{_PARTS[written]}>{digits})"


def _from_serial(text: str, *, from_1904: bool) -> Moment | None:
    match = _SERIAL.fullmatch(text)
    if match is None or (not from_1904 and int(match[1]) < 61):  # 1900 had no 29 February, but spreadsheets count it
        return None
    day = _FIRST_DAY[from_1904] + timedelta(days=int(match[1]))
    if match[2] is None:
        return Moment(day)
    minutes = round(float(f"0.{match[2]}") * 24 * 60)
    return Moment(day + timedelta(days=minutes // 1440), minutes % 1440)


def moment_in(text: str, formats: Iterable[DateFormat], *, from_1904: bool = False) -> Moment | None:
    """Return the date in the first format that the text fits; None where it fits none."""
    plain = normal(text)
    return next((moment for each in formats if (moment := each.read(plain, from_1904=from_1904)) is not None), None)
