"""Kleene's tables, and what each kind of test says of known and unknown values."""

from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.grade.condition import ALWAYS, AllOf, AnyOf, Condition, NoneOf, Truth, names, unknown_names
from generator.grade.condition import Test as Asked
from generator.grade.predicate import Between, Compare, Is, IsKnown, OneOf, Predicate

TRUTHS: tuple[Truth, ...] = (True, None, False)
ANSWER: dict[Truth, bool | None] = {True: True, False: False, None: None}


def asked(name: str) -> Asked:
    return Asked(name, Is(True))


def values(*truths: Truth) -> dict[str, bool | None]:
    return {f"n{position}": ANSWER[truth] for position, truth in enumerate(truths)}


# all, any, none of two parts, as Kleene wrote them in 1938: the rows are left, the columns right true, unknown, false
TABLES: dict[type[AllOf | AnyOf | NoneOf], dict[Truth, tuple[Truth, ...]]] = {
    AllOf: {True: (True, None, False), None: (None, None, False), False: (False, False, False)},
    AnyOf: {True: (True, True, True), None: (True, None, None), False: (True, None, False)},
    NoneOf: {True: (False, False, False), None: (False, None, None), False: (False, None, True)},
}


@pytest.mark.parametrize("kind", TABLES)
@pytest.mark.parametrize(("left", "right"), list(product(TRUTHS, TRUTHS)))
def test_two_parts(kind: type[AllOf | AnyOf | NoneOf], left: Truth, right: Truth) -> None:
    joined = kind((asked("n0"), asked("n1")))
    assert joined.truth(values(left, right).get) is TABLES[kind][left][TRUTHS.index(right)]


@pytest.mark.parametrize("size", [0, 1, 3, 4])
def test_more_parts_say_what_every_way_of_filling_the_unknown_ones_says(size: int) -> None:
    parts = tuple(asked(f"n{position}") for position in range(size))
    for truths in product(TRUTHS, repeat=size):
        filled = [
            fill
            for fill in product((True, False), repeat=size)
            if all(t is None or t is f for t, f in zip(truths, fill, strict=True))
        ]
        every = {all(fill) for fill in filled}
        some = {any(fill) for fill in filled}
        lookup = values(*truths).get
        assert AllOf(parts).truth(lookup) is (every.pop() if len(every) == 1 else None)
        assert AnyOf(parts).truth(lookup) is ((one := some.copy()).pop() if len(some) == 1 else None)
        assert NoneOf(parts).truth(lookup) is (not one.pop() if len(one := some.copy()) == 1 else None)


def test_a_condition_without_parts_always_holds() -> None:
    assert ALWAYS.truth(dict[str, bool]().get) is True


PREDICATES: list[tuple[Predicate, object, bool]] = [
    (Compare(">=", 3), 3.0, True),
    (Compare(">=", 3), 2.0, False),
    (Compare(">", 3), 3.0, False),
    (Compare(">", 3), 4.0, True),
    (Compare("<=", 3), 3.0, True),
    (Compare("<=", 3), 4.0, False),
    (Compare("<", 3), 3.0, False),
    (Compare("<", 3), 2.0, True),
    (Compare("=", 3), 3.0, True),
    (Compare("=", 3), 4.0, False),
    (Compare("!=", 3), 4.0, True),
    (Compare("!=", 3), 3.0, False),
    (Compare(">=", 0), "3", False),
    (Compare(">=", 0), True, False),
    (Between(2, 4), 2.0, True),
    (Between(2, 4), 4.0, True),
    (Between(2, 4), 1.0, False),
    (Between(2, 4), 5.0, False),
    (Between(0, 4), True, False),
    (OneOf(("A", "B")), "B", True),
    (OneOf(("A", "B")), "C", False),
    (Is(True), True, True),
    (Is(True), False, False),
    (Is(False), False, True),
    (Is(True), 1.0, False),
    (IsKnown(True), 0.0, True),
    (IsKnown(False), 0.0, False),
]


@pytest.mark.parametrize(("predicate", "value", "holds"), PREDICATES)
def test_a_known_value(predicate: Predicate, value: str | bool | float, holds: bool) -> None:
    assert Asked("n", predicate).truth({"n": value}.get) is holds


@pytest.mark.parametrize(
    ("predicate", "truth"),
    [
        (IsKnown(True), False),
        (IsKnown(False), True),
        (Is(False), None),
        (Compare("!=", 1), None),
        (OneOf(("A",)), None),
    ],
)
def test_an_unknown_value(predicate: Predicate, truth: Truth) -> None:
    assert Asked("n", predicate).truth(dict[str, bool]().get) is truth


WRITTEN = [
    (Compare(">=", 3), ">= 3"), (Compare("<", 0.5), "< 0.5"), (Between(2, 4), "2..4"), (OneOf(("A", "B")), "A / B"),
    (Is(True), "true"), (Is(False), "false"), (IsKnown(True), "known"), (IsKnown(False), "unknown"),
]  # fmt: skip


@pytest.mark.parametrize(("predicate", "text"), WRITTEN)
def test_a_test_reads_as_it_is_written(predicate: Predicate, text: str) -> None:
    assert str(predicate) == text


parts = st.recursive(
    st.integers(0, 3).map(lambda number: Asked(f"n{number}", Is(True))),
    lambda inner: st.builds(
        lambda kind, some: kind(tuple(some)),
        st.sampled_from((AllOf, AnyOf, NoneOf)),
        st.lists(inner, min_size=1, max_size=3),
    ),
    max_leaves=8,
)
four = st.tuples(*[st.sampled_from(TRUTHS)] * 4)


@given(parts, four, four)
def test_an_answer_more_never_turns_what_was_decided(
    condition: Condition, some: tuple[Truth, ...], more: tuple[Truth, ...]
) -> None:
    before = condition.truth(values(*some).get)
    filled = tuple(one if one is not None else other for one, other in zip(some, more, strict=True))
    if before is not None:
        assert condition.truth(values(*filled).get) is before


@given(parts, four)
def test_the_missing_names_are_unknown_and_there_are_some_only_while_it_is_undecided(
    condition: Condition, truths: tuple[Truth, ...]
) -> None:
    known = values(*truths)
    missing = unknown_names(condition, known.get)
    assert bool(missing) is (condition.truth(known.get) is None)
    assert all(known[name] is None for name in missing)
    assert set(missing) <= set(names(condition))


def test_names_come_once_in_the_order_written() -> None:
    assert names(AllOf((asked("b"), AnyOf((asked("a"), asked("b"))), NoneOf((asked("c"),))))) == ("b", "a", "c")
