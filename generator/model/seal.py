"""Phone numbers at rest (L1): sealed with the office's key, so that the repository holds them and nobody reads them.

AES-SIV (RFC 5297): deterministic, so that sealing anew changes no byte, and authenticated together with the customer's
id and the field, so that a value moved or altered is refused. ``sealed:1:KEY:VALUE`` names the key by eight digits of a
hash of it, and holds the sealed bytes as hexadecimal digits.
"""

from __future__ import annotations

import hashlib
import hmac
import re

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESSIV

from generator.failure import Failure
from generator.texts import Message, _
from generator.values import dataclass

KEY_DIGITS = 128
"""Hexadecimal digits of a key: 512 bits, AES-256 in SIV mode."""

_KEY = rf"[0-9a-fA-F]{{{KEY_DIGITS}}}"
_SEALED = r"sealed:1:([0-9a-f]{8}):((?:[0-9a-f]{2}){17,})"
_NAME_OF_KEY = b"fenji seal key"


class SealError(Failure):
    """A key or a sealed value can't be used; the message says which and why, and never shows either."""


@dataclass(frozen=True, slots=True)
class Key:
    """The office's key; ``id`` tells keys apart and gives nothing away."""

    secret: bytes

    def __repr__(self) -> str:
        """Return the key without its secret: it must not get into a log."""
        return f"Key({self.id})"

    @property
    def id(self) -> str:
        """Eight hexadecimal digits of a hash of the key."""
        return hmac.digest(self.secret, _NAME_OF_KEY, hashlib.sha256)[:4].hex()


def key_of(text: str, where: str) -> Key:
    """Return the key that is written as hexadecimal digits in ``where``. Raises SealError for anything else."""
    if re.fullmatch(_KEY, text.strip()) is None:
        message = _("%(where)s holds no key; `fenji seal --new-key` prints one: %(digits)d digits 0-9 and letters a-f.")
        raise SealError(Message(message, {"where": where, "digits": KEY_DIGITS}))
    return Key(bytes.fromhex(text.strip()))


def sealed(key: Key, customer: str, number: str) -> str:
    """Return a customer's phone number, sealed: the same number always gives the same text."""
    data = AESSIV(key.secret).encrypt(number.encode(), _bound_to(customer))
    return f"sealed:1:{key.id}:{data.hex()}"


def opened(key: Key, customer: str, value: str) -> str:
    """Return the number in a sealed value. Raises SealError for another key, and for a value changed or moved."""
    match = re.fullmatch(_SEALED, value)
    params = {"id": customer, "key": key.id, "other": match[1] if match else "?"}
    if match is None or match[1] != key.id:
        message = _("The phone number of %(id)s is sealed with the key %(other)s; the key given is %(key)s.")
        raise SealError(Message(message, params))
    try:
        return AESSIV(key.secret).decrypt(bytes.fromhex(match[2]), _bound_to(customer)).decode()
    except (InvalidTag, UnicodeDecodeError):
        message = _("The sealed phone number of %(id)s was changed, or belongs to another customer.")
        raise SealError(Message(message, params)) from None


def _bound_to(customer: str) -> list[bytes]:
    return [b"phone", customer.encode()]
