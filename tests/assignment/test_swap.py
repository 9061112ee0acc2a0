"""The swap of collected customers (F10): even, never back, the same on every run."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.assignment.ownership import standings
from generator.assignment.swap import Swap, proposal
from tests.assignment.notation import OFFICE, office

PEOPLE = ("li-na", "wu-di", "sun-yue")


def swaps(*customers: str, on: str = "09-10", people: str = OFFICE) -> tuple[Swap, ...]:
    snapshot, grades = office(*customers, on=on, people=people)
    return proposal(grades, snapshot.dossiers, standings(snapshot, grades))


def judged_d(person: str) -> str:
    return f"09-01 visit {person} D"


def test_only_collected_customers_in_the_pool_are_swapped() -> None:
    found = swaps(
        judged_d("li-na"),
        "09-01 visit li-na C; 09-05 release",
        "09-01 visit li-na D; 09-05 transfer wu-di; consultant wu-di",
        "09-01 visit li-na D; closed 09-05",
        "09-01 visit li-na A; 09-01 message li-na",
    )
    assert [(one.customer, one.grade, one.previous) for one in found] == [("c1", "D", "li-na")]


def test_everybody_gets_as_many_as_the_others() -> None:
    found = swaps(*(judged_d(person) for person in PEOPLE for _n in range(4)))
    assert Counter(one.to for one in found) == dict.fromkeys(PEOPLE, 4)
    assert all(one.to != one.previous for one in found)


def test_it_is_uneven_only_where_it_must_be() -> None:
    """All were li-na's: the two others share them."""
    found = swaps(*(judged_d("li-na") for _n in range(5)))
    assert sorted(Counter(one.to for one in found).values()) == [2, 3]


def test_customers_are_handed_on_to_make_it_even() -> None:
    """Three of li-na's and three of wu-di's: sun-yue alone may take all, and still gets two."""
    found = swaps(*(judged_d(person) for person in ("li-na", "wu-di") for _n in range(3)))
    assert Counter(one.to for one in found) == dict.fromkeys(PEOPLE, 2)


def test_an_earlier_owner_only_where_nobody_else_is_there() -> None:
    both = "09-01 visit li-na A; 09-02 transfer wu-di; 09-03 release; 09-04 follow_up wu-di D; 09-05 approve D"
    (found,) = swaps(f"{both}; consultant wu-di")
    assert (found.previous, found.to, found.again) == ("wu-di", "sun-yue", False)
    gone = OFFICE.replace("name: 孙悦,", "name: 孙悦, left: 2026-09-09,")
    (found,) = swaps(f"{both}; consultant wu-di", people=gone)
    assert (found.previous, found.to, found.again) == ("wu-di", "li-na", True)


def test_an_earlier_owner_where_only_that_makes_it_even() -> None:
    """Both customers were li-na's, then wu-di's: sun-yue takes one of them, li-na the other."""
    both = "09-01 visit li-na A; 09-02 transfer wu-di; 09-03 release; 09-04 follow_up wu-di D; 09-05 approve D"
    found = swaps(*(f"{both}; consultant wu-di" for _n in range(2)))
    assert {(one.to, one.again) for one in found} == {("sun-yue", False), ("li-na", True)}


@pytest.mark.parametrize(
    "away",
    [
        "name: 吴迪, left: 2026-09-10,",
        "name: 吴迪, joined: 2026-09-11,",
    ],
)
def test_who_is_not_in_the_office_gets_none(away: str) -> None:
    found = swaps(*(judged_d("li-na") for _n in range(3)), people=OFFICE.replace("name: 吴迪,", away))
    assert {one.to for one in found} == {"sun-yue"}


def test_who_is_off_or_not_on_the_roster_gets_none() -> None:
    customers = [judged_d("li-na") for _n in range(3)]
    off = OFFICE + "roster: {order: [li-na, wu-di, sun-yue], off: {wu-di: [2026-09-10]}}\n"
    assert {one.to for one in swaps(*customers, people=off)} == {"sun-yue"}
    listed = OFFICE + "roster: {order: [li-na, wu-di, zhou-kai]}\n"
    assert {one.to for one in swaps(*customers, people=listed)} == {"wu-di"}


def test_nobody_else_is_there() -> None:
    alone = OFFICE + "roster: {order: [li-na]}\n"
    (found,) = swaps(judged_d("li-na"), people=alone)
    assert (found.to, found.again) == (None, False)


def test_another_day_is_another_draw_and_the_same_day_the_same() -> None:
    customers = [judged_d(person) for person in PEOPLE for _n in range(5)]
    days = [swaps(*customers, on=f"09-{on}") for on in range(10, 16)]
    assert days[0] == swaps(*customers, on="09-10")
    assert len({tuple(one.to for one in found) for found in days}) > 1


def test_the_order_of_the_files_does_not_matter() -> None:
    customers = [judged_d(person) for person in PEOPLE for _n in range(5)]
    snapshot, grades = office(*customers, on="09-10")
    backwards = dict([*standings(snapshot, grades).items()][::-1])
    gradings = dict([*grades.gradings.items()][::-1])
    assert proposal(replace(grades, gradings=gradings), snapshot.dossiers, backwards) == swaps(*customers)


def best(before: Sequence[str]) -> int:
    """Return the smallest difference between two numbers that giving nobody their own back allows, by trying all."""
    counts: set[tuple[int, ...]] = {tuple(0 for _one in PEOPLE)}
    for person in before:
        counts = {
            tuple(count + (other == taker) for other, count in zip(PEOPLE, known, strict=True))
            for known in counts
            for taker in PEOPLE
            if taker != person
        }
    return min(max(known) - min(known) for known in counts)


@given(st.lists(st.sampled_from(PEOPLE), min_size=1, max_size=9))
def test_no_other_swap_is_more_even(before: Sequence[str]) -> None:
    found = swaps(*(judged_d(person) for person in before))
    numbers = [sum(one.to == person for one in found) for person in PEOPLE]
    assert max(numbers) - min(numbers) == best(before)
    assert all(one.to is not None and one.to != one.previous for one in found)
