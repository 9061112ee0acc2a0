"""The search behind the static checks, against going through every case."""

from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.grade.condition import AllOf, AnyOf, Condition, NoneOf
from generator.grade.condition import Test as Asked
from generator.grade.predicate import Between, Compare, Is, IsKnown, OneOf
from generator.grade.search import (
    FALSE,
    TRUE,
    UNKNOWN,
    Assignment,
    Cell,
    SearchTooLongError,
    domains,
    find,
    in_words,
    keeps_truth,
    not_true,
    possible,
    true,
)
from generator.grade.vocabulary import Kind, Meaning

VOCABULARY = {
    "visits": Meaning(Kind.COUNT, can_be_unknown=False),
    "days": Meaning(Kind.COUNT),
    "budget": Meaning(Kind.NUMBER),
    "queued": Meaning(Kind.YES_NO, can_be_unknown=False),
    "refused": Meaning(Kind.YES_NO),
    "price": Meaning(Kind.LEVEL, ("A", "B", "C")),
    "place": Meaning(Kind.WORD),
    "seen": Meaning(Kind.ANY),
}
MASK = {True: TRUE, False: FALSE, None: UNKNOWN}

numbers = st.one_of(
    st.builds(Compare, st.sampled_from((">=", "<=", ">", "<", "=", "!=")), st.integers(0, 3).map(float)),
    st.tuples(st.integers(0, 2), st.integers(0, 2)).map(lambda both: Between(both[0], both[0] + both[1])),
)
answers = st.booleans().map(Is)
known = st.booleans().map(IsKnown)
tests = st.one_of(
    st.builds(Asked, st.sampled_from(("visits", "days", "budget")), st.one_of(numbers, numbers, known)),
    st.builds(Asked, st.sampled_from(("queued", "refused")), st.one_of(answers, answers, known)),
    st.builds(
        Asked,
        st.just("price"),
        st.lists(st.sampled_from("ABC"), min_size=1, unique=True).map(lambda words: OneOf(tuple(words))),
    ),
    st.builds(Asked, st.just("place"), st.sampled_from((("东",), ("西", "东"))).map(OneOf)),
    st.builds(Asked, st.just("seen"), known),
)
conditions = st.recursive(
    tests,
    lambda inner: st.builds(
        lambda kind, some: kind(tuple(some)),
        st.sampled_from((AllOf, AnyOf, NoneOf)),
        st.lists(inner, min_size=1, max_size=3),
    ),
    max_leaves=5,
)
goals = st.lists(
    st.tuples(conditions, st.sampled_from((TRUE, FALSE | UNKNOWN, FALSE, UNKNOWN))), min_size=1, max_size=4
)


def all_values(name: str) -> tuple[Cell, ...]:
    """More values than any cell needs: every whole and half number around the bounds, every word and a foreign one."""
    meaning = VOCABULARY[name]
    found: tuple[Cell, ...] = {
        Kind.COUNT: tuple(float(number) for number in range(7)),
        Kind.NUMBER: tuple(number / 2 for number in range(-3, 13)),
        Kind.YES_NO: (True, False),
        Kind.LEVEL: meaning.words,
        Kind.WORD: ("东", "西", "南"),
        Kind.ANY: ("x",),
    }[meaning.kind]
    return (*found, None) if meaning.can_be_unknown else found


def cases(conditions: list[Condition]) -> list[Assignment]:
    used = sorted({test.name for condition in conditions for test in condition.tests()})
    return [dict(zip(used, values, strict=True)) for values in product(*map(all_values, used))]


@settings(max_examples=150, deadline=None)
@given(goals)
def test_it_finds_a_case_exactly_when_there_is_one(wanted: list[tuple[Condition, int]]) -> None:
    conditions = [condition for condition, _mask in wanted]
    cells = domains([test for condition in conditions for test in condition.tests()], VOCABULARY, unknown=True)
    found = find([(condition, {}, mask) for condition, mask in wanted], cells)
    real = (
        [
            case
            for case in cases(conditions)
            if all(MASK[condition.truth(case.get)] & mask for condition, mask in wanted)
        ][:1]
        if len(cases(conditions)) < 4000
        else None
    )
    if found is None:
        assert not real
        return
    rest = {name: values[0] for name, values in cells.items()}
    for filled in ({**rest, **found}, {**{name: values[-1] for name, values in cells.items()}, **found}):
        assert all(MASK[condition.truth(filled.get)] & mask for condition, mask in wanted)


@settings(max_examples=150, deadline=None)
@given(conditions, st.data())
def test_the_possible_truths_hold_every_real_one(condition: Condition, data: st.DataObject) -> None:
    cells = domains(condition.tests(), VOCABULARY, unknown=True)
    chosen = {name: data.draw(st.sampled_from(values)) for name, values in cells.items() if data.draw(st.booleans())}
    mask = possible(condition, chosen, cells)
    names = [name for name in cells if name not in chosen]
    for values in product(*(cells[name] for name in names)):
        assert MASK[condition.truth({**chosen, **dict(zip(names, values, strict=True))}.get)] & mask


@settings(max_examples=150, deadline=None)
@given(conditions, st.data())
def test_what_keeps_its_truth_really_does(condition: Condition, data: st.DataObject) -> None:
    cells = domains(condition.tests(), VOCABULARY, unknown=True)
    name = data.draw(st.sampled_from(sorted(cells)))
    before, after = (data.draw(st.sampled_from(cells[name])) for _both in "12")
    if keeps_truth(condition, name, before, after):
        others = [other for other in cells if other != name]
        for values in product(*(cells[other] for other in others)):
            rest = dict(zip(others, values, strict=True))
            if condition.truth({**rest, name: before}.get) is True:
                assert condition.truth({**rest, name: after}.get) is True


def test_cells_split_numbers_only_where_an_answer_changes() -> None:
    asked = [Asked("visits", Compare(">=", 1)), Asked("visits", Compare(">=", 3))]
    (cells,) = domains(asked, VOCABULARY, unknown=True).values()
    assert cells == (0.0, 1.0, 3.0)


def test_a_number_has_a_cell_between_two_bounds() -> None:
    asked = [Asked("budget", Compare("<=", 1)), Asked("budget", Compare(">=", 2))]
    (cells,) = domains(asked, VOCABULARY, unknown=True).values()
    assert len(cells) == 4
    assert any(isinstance(cell, float) and 1 < cell < 2 for cell in cells)


def test_a_goal_can_fix_a_name_for_itself_alone() -> None:
    row = Asked("price", OneOf(("A",)))
    cells = domains([row], VOCABULARY, unknown=False)
    assert find([true(row, {"price": "A"}), not_true(row, {"price": "B"})], cells) == {}
    assert find([true(row, {"price": "B"})], cells) is None


def test_too_many_cases_are_given_up_not_searched_for_ever() -> None:
    def either_way(name: str) -> Condition:
        return AnyOf((Asked(name, Is(True)), Asked(name, Is(False))))

    free = [f"n{number}" for number in range(12)]
    one, other = Asked("x", Is(True)), Asked("y", Is(True))
    same, different = (
        AnyOf((AllOf((one, other)), NoneOf((one, other)))),
        AnyOf((AllOf((one, NoneOf((other,)))), AllOf((NoneOf((one,)), other)))),
    )
    hidden = AllOf((*map(either_way, free), same, different))
    cells = dict.fromkeys([*free, "x", "y"], (True, False))
    with pytest.raises(SearchTooLongError):
        find([true(hidden)], cells)
    assert find([true(AllOf((same, different)))], cells) is None


def test_a_case_in_words() -> None:
    assert (
        in_words({"visits": 2.0, "refused": True, "queued": False, "price": None, "place": "东"})
        == "visits = 2, refused = true, queued = false, price = unknown, place = 东"
    )
    assert in_words({}) == "…"
