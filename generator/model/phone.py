"""Phone numbers: of a full one only a mask is kept and, with a secret, a key that finds it again (L1, P9)."""

from __future__ import annotations

import hashlib
import hmac
import re

from generator.model.scalar import normal

KEY_LENGTH = 32  # hexadecimal digits: 128 bits are never the same by chance

_BETWEEN = r"[\s()\-./]+"
_COUNTRY = r"(?:\+|00)?86(?=1\d{10}$)|(?:\+|00)86(?=\d{9,11}$)"
_FULL = r"\d{7,15}"


def full_number(text: str) -> str | None:
    """Return the digits of a full phone number (no spaces, no +86), or None for a masked one or any other text."""
    digits = re.sub(_COUNTRY, "", re.sub(_BETWEEN, "", normal(text)))
    return digits if re.fullmatch(_FULL, digits) else None


def masked(number: str) -> str:
    """Return the digits of a full number with four stars before the last four: 138****1083."""
    stars = min(4, len(number) - 4)
    return f"{number[: -4 - stars]}{'*' * stars}{number[-4:]}"


def phone_key(number: str, secret: bytes) -> str:
    """Return the key of a full number: HMAC-SHA-256 with the office's secret, so that nobody can try all numbers."""
    return hmac.new(secret, number.encode("ascii"), hashlib.sha256).hexdigest()[:KEY_LENGTH]
