"""A customer's id: a short random code, because a name would be personal data and a running number would collide."""

from __future__ import annotations

from collections.abc import Callable, Container, Sequence

# Without vowels no words arise; without 0, 1 and l none is misread; without e no number.
DIGITS = "23456789"
LETTERS = "bcdfghjkmnpqrstvwxz"
LENGTH = 5


def draw(choose: Callable[[Sequence[str]], str], taken: Container[str]) -> str:
    """Return a code such as 7k3qf that is not in ``taken`` (small letters): at least one digit and two letters.

    ``choose`` picks one of a sequence at random.
    """
    while True:
        code = "".join(choose(DIGITS + LETTERS) for _place in range(LENGTH))
        letters = sum(sign in LETTERS for sign in code)
        if 2 <= letters < LENGTH and code not in taken:
            return code
