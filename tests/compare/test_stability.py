"""The stability index: a number that can be worked out by hand, and its laws."""

from __future__ import annotations

import math
from collections.abc import Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.compare.stability import Stability, psi, stability

COUNTS = st.dictionaries(st.sampled_from([None, "A", "B", "C", "D"]), st.integers(0, 500), min_size=1).filter(
    lambda counts: sum(counts.values()) > 0
)
Counts = Mapping[str | None, int]


def index(one: Counts, other: Counts) -> float:
    found = psi(one, other)
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ({"A": 50, "B": 50}, {"A": 50, "B": 50}, 0.0),
        ({"A": 50, "B": 50}, {"A": 60, "B": 40}, 0.1 * math.log(6 / 5) + 0.1 * math.log(5 / 4)),
        ({"A": 9, "B": 1}, {"A": 1, "B": 9}, 1.6 * math.log(9)),
        # An empty bin: half of one of twenty.
        ({"A": 10, "B": 10}, {"A": 20}, 0.5 * math.log(2) + 0.475 * math.log(20)),
        ({"A": 10, "B": 10}, {"A": 20, "B": 0}, 0.5 * math.log(2) + 0.475 * math.log(20)),
        # Two sides of different size: half of one of the larger side.
        ({"A": 1, "B": 1}, {"A": 10}, 0.5 * math.log(2) + 0.45 * math.log(10)),
    ],
)
def test_it_is_the_sum_over_the_bins(one: Counts, other: Counts, expected: float) -> None:
    assert index(one, other) == pytest.approx(expected)


def test_of_nobody_there_is_no_distribution() -> None:
    assert psi({}, {"A": 3}) is None
    assert psi({"A": 3}, {"A": 0}) is None


def test_one_customer_in_a_new_grade_of_a_small_office_is_a_small_thing() -> None:
    assert stability(index({"A": 25, "B": 25}, {"A": 25, "B": 24, "C": 1})) is Stability.STABLE


@given(COUNTS, COUNTS)
def test_it_is_never_negative_and_the_same_both_ways_and_in_any_order_of_bins(one: Counts, other: Counts) -> None:
    found = index(one, other)
    assert found >= 0
    assert index(other, one) == found
    assert index(dict(reversed(list(one.items()))), dict(reversed(list(other.items())))) == found


@given(COUNTS, st.integers(1, 9))
def test_it_is_nothing_where_the_shares_are_equal_and_only_there(counts: Counts, times: int) -> None:
    assert index(counts, counts) == 0
    assert index(counts, {bin_: times * number for bin_, number in counts.items()}) == 0
    more = {**counts, "new": 1}
    assert index(counts, more) > 0


@pytest.mark.parametrize(
    ("value", "word"),
    [
        (0.0, Stability.STABLE),
        (0.0999, Stability.STABLE),
        (0.1, Stability.SHIFTED),
        (0.25, Stability.SHIFTED),
        (0.2501, Stability.UNSTABLE),
    ],
)
def test_the_bounds_are_those_of_the_field(value: float, word: Stability) -> None:
    assert stability(value) is word
