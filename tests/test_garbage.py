"""Garbage is looked for again afterwards, as before, and not in what was made meanwhile."""

from __future__ import annotations

import gc
from collections.abc import Iterator

import pytest

from generator.garbage import looked_for_again, none_looked_for


@pytest.fixture(autouse=True)
def thawed() -> Iterator[None]:
    yield
    gc.enable()
    gc.unfreeze()


def test_nothing_is_looked_for_meanwhile() -> None:
    with none_looked_for():
        assert not gc.isenabled()
    assert gc.isenabled()


def test_afterwards_it_is_as_before_whatever_happened() -> None:
    with pytest.raises(ValueError, match="in between"), none_looked_for():
        raise ValueError("in between")
    assert gc.isenabled()
    gc.disable()
    with none_looked_for():
        pass
    assert not gc.isenabled()


def test_what_was_made_is_not_looked_at_again() -> None:
    with none_looked_for():
        made = [[number] for number in range(1000)]
    assert gc.get_freeze_count() >= len(made)
    known = {id(one) for one in gc.get_objects()}
    assert not any(id(one) in known for one in made)


def test_at_the_end_of_a_work_it_is_looked_for_everywhere() -> None:
    with looked_for_again():
        with none_looked_for():
            made = [[number] for number in range(1000)]
        assert gc.get_freeze_count()
    known = {id(one) for one in gc.get_objects()}
    assert all(id(one) in known for one in made)
