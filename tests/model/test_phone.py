"""A full number is known in every way of writing it, and nothing of it but mask and key is kept."""

import pytest

from generator.model.phone import KEY_LENGTH, full_number, masked, phone_key


@pytest.mark.parametrize(
    ("written", "digits"),
    [
        ("10000000001", "10000000001"),
        ("100 0000 0001", "10000000001"),
        ("100-0000-0001", "10000000001"),
        ("+86 100 0000 0001", "10000000001"),
        ("0086-10000000001", "10000000001"),
        ("8610000000001", "10000000001"),
        ("１００００００００01", "10000000001"),
        ("0571-8888 0000", "057188880000"),
        ("(0571) 88880000", "057188880000"),
        ("88880000", "88880000"),
        ("100****0001", None),
        ("100****000", None),
        ("", None),
        ("12345", None),
        ("问李娜", None),
        ("10000000001转2", None),
        ("1" * 16, None),
    ],
)
def test_a_full_number_is_known_however_it_is_written(written: str, digits: str | None) -> None:
    assert full_number(written) == digits


@pytest.mark.parametrize(
    ("number", "mask"),
    [
        ("10000000001", "100****0001"),
        ("057188880000", "0571****0000"),
        ("88880000", "****0000"),
        ("8880000", "***0000"),
    ],
)
def test_the_mask_hides_four_digits(number: str, mask: str) -> None:
    assert masked(number) == mask


def test_the_key_depends_on_number_and_secret_only() -> None:
    key = phone_key("10000000001", b"secret")
    assert key == phone_key("10000000001", b"secret")
    assert len({key, phone_key("10000000002", b"secret"), phone_key("10000000001", b"other")}) == 3
    assert len(key) == KEY_LENGTH
    assert set(key) <= set("0123456789abcdef")
