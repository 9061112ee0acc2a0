"""An id can be read out on the phone, is no number and no word, and is never drawn twice."""

import random

from generator.writing.code import DIGITS, LENGTH, LETTERS, draw


def test_codes_are_short_unambiguous_and_new() -> None:
    choose = random.Random(7).choice  # noqa: S311 - a test wants the same codes every time
    taken: set[str] = set()
    for _ in range(2_000):
        code = draw(choose, taken)
        assert code not in taken
        assert len(code) == LENGTH
        assert set(code) <= set(DIGITS + LETTERS)
        assert not set(code) & set("01loiae")
        assert sum(sign in LETTERS for sign in code) >= 2
        assert any(sign in DIGITS for sign in code)
        taken.add(code)


def test_a_code_that_is_taken_is_drawn_again() -> None:
    signs = iter("7k3qf7k3qf2m9xd")
    assert draw(lambda _signs: next(signs), {"7k3qf"}) == "2m9xd"
