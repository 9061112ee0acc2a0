"""From a key of another system to an id of ours, and from a phone number to what may be kept of it (L1, P9)."""

import hashlib
import hmac
import re
from typing import Final

from pydantic_core import PydanticCustomError

from generator.model.scalar import normal, parse_id
from generator.texts import Message, _
from generator.writing.code import DIGITS, LETTERS

CODE_LENGTH: Final = 8
"""Signs of an id made from a key: 27 ** 8 codes, so that 10,000 customers share one with a chance of 1 in 5,000."""

_ALPHABET: Final = DIGITS + LETTERS
_TELLING: Final = re.compile(r"\d{10,}")
_DECORATION: Final = re.compile(r"[\s\-–—()（）+.]")
_MASKED: Final = re.compile(r"[+\d]{0,4}[ -]?\d{2,4}[ -]?\*{3,4}\d{4}")
_MOBILE: Final = re.compile(r"1\d{10}")
_LANDLINE: Final = re.compile(r"(0(?:10|2\d|[3-9]\d{2}))(\d{7,8})")


class KeyFaultError(ValueError):
    """A key or number that can't be used; `message` says why."""

    def __init__(self, message: Message) -> None:
        super().__init__(message.msgid)
        self.message = message


def customer_id(key: str, how: str, secret: bytes | None) -> str:
    """Return the id of the customer with `key`: the key itself (`how` "key") or a code made from it ("code").

    The same key always gives the same id. A key that is a phone or identity number could be found out from its code by
    trying all numbers, so its code is made with `secret`. Raises KeyFaultError.
    """
    text = normal(key)
    if how == "key":
        try:
            found = parse_id(text)
        except PydanticCustomError:
            raise KeyFaultError(Message(_("The key “%(key)s” can't be an id (small letters, digits and “-”); write ids: code in the mapping."), {"key": text})) from None
        if _TELLING.search(text):
            raise KeyFaultError(Message(_("The key looks like a phone or identity number, which must not become an id; write ids: code in the mapping.")))
        return found
    if not _TELLING.search(_DECORATION.sub("", text)):
        return _code(hashlib.sha256(text.encode()).digest())
    if secret is None:
        raise KeyFaultError(Message(_("The key looks like a phone or identity number; set FENJI_PHONE_KEY, so that the id does not give it away.")))
    return _code(hmac.digest(secret, text.encode(), "sha256"))


def _code(digest: bytes) -> str:
    number, signs = int.from_bytes(digest), []
    for _place in range(CODE_LENGTH):
        number, rest = divmod(number, len(_ALPHABET))
        signs.append(_ALPHABET[rest])
    return "".join(signs)


def phone_digits(text: str) -> str:
    """Return a phone number as it is compared: digits only, without the country's prefix. Raises KeyFaultError."""
    digits = _DECORATION.sub("", normal(text))
    for prefix in ("0086", "86"):
        if digits.startswith(prefix) and len(digits) == len(prefix) + 11:
            digits = digits.removeprefix(prefix)
    if _MOBILE.fullmatch(digits) is None and _LANDLINE.fullmatch(digits) is None:
        message = _("“%(value)s” is not a phone number: 11 digits, or a landline with its area code.")
        raise KeyFaultError(Message(message, {"value": _hidden(text)}))
    return digits


def _hidden(text: str) -> str:
    """Return the text without most of its digits: a message must not show a number that a record must not."""
    return re.sub(r"\d(?=\d{4})", "*", normal(text))


def is_masked(text: str) -> bool:
    """Tell whether a number is masked already, as 138****1083."""
    return _MASKED.fullmatch(normal(text)) is not None


def masked(digits: str) -> str:
    """Return a phone number with its middle hidden, as in 138****1083 or 0571-****6666."""
    landline = _LANDLINE.fullmatch(digits)
    return f"{landline[1]}-****{digits[-4:]}" if landline else f"{digits[:3]}****{digits[-4:]}"


def phone_key(digits: str, secret: bytes) -> str:
    """Return the keyed hash that finds equal numbers without showing them: HMAC-SHA256, its first 32 hex digits."""
    return hmac.new(secret, digits.encode(), hashlib.sha256).hexdigest()[:32]
