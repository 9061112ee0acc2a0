"""From a key of another system to an id of ours."""

import hashlib
import hmac
import re
from typing import Final

from generator.model.fault import Unreadable
from generator.model.scalar import normal, parse_id
from generator.texts import Message, _
from generator.writing.code import DIGITS, LETTERS

CODE_LENGTH: Final = 8
"""Signs of an id made from a key: 27 ** 8 codes, so that 10,000 customers share one with a chance of 1 in 5,000."""

_ALPHABET: Final = DIGITS + LETTERS
_TELLING: Final = re.compile(r"\d{10,}")
_DECORATION: Final = re.compile(r"[\s\-–—()（）+.]")


class KeyFaultError(ValueError):
    """A key that can't be used; `message` says why."""

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
        except Unreadable:
            raise KeyFaultError(
                Message(
                    _(
                        "The key “%(key)s” can't be an id (small letters, digits "
                        "and “-”); write ids: code in the mapping."
                    ),
                    {"key": text},
                )
            ) from None
        if _TELLING.search(text):
            raise KeyFaultError(
                Message(
                    _(
                        "The key looks like a phone or identity number, which must "
                        "not become an id; write ids: code in the mapping."
                    )
                )
            )
        return found
    if not _TELLING.search(_DECORATION.sub("", text)):
        return _code(hashlib.sha256(text.encode()).digest())
    if secret is None:
        raise KeyFaultError(
            Message(
                _(
                    "The key looks like a phone or identity number; set "
                    "FENJI_PHONE_KEY, so that the id does not give it away."
                )
            )
        )
    return _code(hmac.digest(secret, text.encode(), "sha256"))


def _code(digest: bytes) -> str:
    number, signs = int.from_bytes(digest), []
    for _place in range(CODE_LENGTH):
        number, rest = divmod(number, len(_ALPHABET))
        signs.append(_ALPHABET[rest])
    return "".join(signs)
