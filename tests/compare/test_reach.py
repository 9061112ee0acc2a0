"""The reach of a change of the rules: who moves by it alone; and the guard against mass changes."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

import generator.compare.reach
from generator.compare.comparison import Comparison, compare, figures
from generator.compare.guard import guard
from generator.compare.judged import Away, Judged, judged
from generator.compare.reach import Reach, reaches
from generator.read.tree import RULES
from tests.compare.histories import DAY
from tests.offices import CUSTOMER, typed
from tests.offices import RULES as OLD

Moves = Mapping[tuple[str | None, str | None], int] | None


def side(changes: Mapping[str, str | bytes | None]) -> Judged:
    return judged(typed(changes), DAY)


def tried(rules: str, old: str = OLD) -> dict[str, Moves]:
    before, after = side({RULES: old}), side({RULES: rules})
    found = reaches(before, after, compare(before, after).rules)
    return {"/".join(one.change.keys): None if one.reach is None else one.reach.moves for one in found}


WORDS = [
    ('version: "1"', 'version: "2"', "version"),
    ("price: {label: 价格,", "price: {label: 总价,", "schemes/intention/indicators/price/label"),
    ("B: 偏高", "B: 略高", "schemes/intention/indicators/price/levels/B"),
    ("B: 意向较强", "B: 意向强", "schemes/intention/grades/B"),
    ("refresh_days: 30", "refresh_days: 7", "follow_up/refresh_days"),
    ("name: 甲, judged: {motive: A,", "name: 甲, judged: {motive: B,", "examples/甲/judged/motive"),
]


@pytest.mark.parametrize(("old", "new", "keys"), WORDS)
def test_words_duties_and_examples_move_nobody(old: str, new: str, keys: str, monkeypatch: pytest.MonkeyPatch) -> None:
    assert tried(OLD.replace(old, new)) == {keys: {}}


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("[motive, price]", "[motive]", {"schemes/intention/required": {}}),
        ("A: 清楚, B", "B", {"schemes/intention/indicators/motive/levels/A": {}}),
        ("after_days: 7", "after_days: 1", {"movement/downgrade/undecided/after_days": {}}),
        ("unless: {subscribed: true}", "unless: {visits: 9}", {"movement/downgrade/undecided/unless": {}}),
    ],
)
def test_a_change_that_could_move_somebody_is_tried(old: str, new: str, expected: dict[str, Moves]) -> None:
    found = tried(OLD.replace(old, new))
    assert found.keys() == expected.keys()
    assert all(moves is not None for moves in found.values())


def test_a_change_that_needs_others_is_tried_as_the_last_one() -> None:
    rules = OLD.replace("[motive, price]", "[motive, price, timing]")
    rules = rules.replace("      price: {", "      timing: {levels: {A: a, B: b, C: c, D: d}}\n      price: {")
    assert tried(rules) == {
        "schemes/intention/required": {("B", None): 2},
        "schemes/intention/indicators/timing": {},
    }


def test_changes_that_hold_each_other_up_can_not_be_told_apart() -> None:
    rules = OLD.replace("official: intention", "official: other").replace("  intention:\n", "  other:\n", 1)
    found = tried(rules)
    assert found["official"] is None
    assert found["schemes/intention"] == {}  # taken away last, nobody misses it


def test_only_so_many_changes_are_tried(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(generator.compare.reach, "MOST", 1)
    rules = OLD.replace("after_days: 7", "after_days: 1").replace("role: leader", "role: manager")
    assert list(tried(rules).values()) == [{}, None]


def test_rules_that_can_not_be_used_have_no_reach() -> None:
    before, after = side({}), side({RULES: OLD.replace("method: lowest", "method: best")})
    compared = compare(before, after)
    assert not compared.graded
    assert [one.reach for one in reaches(before, after, compared.rules)] == [None]
    assert (compared.moves, compared.new_problems != ()) == ((), True)


def test_a_side_without_grades_has_no_figures_and_no_standings() -> None:
    broken = side({RULES: OLD.replace("method: lowest", "method: best")})
    assert figures(broken) == {}
    assert broken.grading("7k3qf") is None
    assert broken.standing("7k3qf") is Away.ABSENT


def test_the_customers_of_a_reach_are_added_up() -> None:
    assert Reach({("A", "B"): 2, ("A", None): 3}).customers == 5
    assert Reach(None).customers == 0


def many(number: int, level: str) -> dict[str, str | bytes | None]:
    files: dict[str, str | bytes | None] = {}
    for position in range(number):
        files[f"customers/c{position:02}/customer.yaml"] = CUSTOMER.replace("100****0000", f"100****1{position:03}")
        files[f"customers/c{position:02}/visits/1.yaml"] = (
            f"at: 2026-11-12\nchannel: visit\nby: li-na\njudged: {{motive: {level}, price: B}}\n"
        )
    return files


def moved(number: int, of: int) -> Comparison:
    return compare(side(many(of, "B")), side(many(of, "B") | many(number, "C")))


@pytest.mark.parametrize(
    ("number", "of", "allowed", "trips"),
    [(9, 10, 30.0, False), (10, 12, 30.0, True), (10, 38, 25.0, False), (11, 38, 25.0, True), (12, 12, 100.0, False)],
)
def test_the_guard_trips_above_the_share_and_from_ten_on(number: int, of: int, allowed: float, trips: bool) -> None:
    found = guard(moved(number, of), allowed)
    assert (found.moved, found.graded) == (number, of + 2)  # the office has two more
    assert found.trips is trips
    assert found.percent == pytest.approx(100 * number / (of + 2))


def test_customers_taken_off_the_files_count_for_the_guard_but_closed_ones_do_not() -> None:
    files = many(12, "B")
    closed: dict[str, str | bytes | None] = {
        path: f"{text!s}closed: {{on: 2026-11-20, reason: lost}}\n"
        for path, text in files.items()
        if path.endswith("customer.yaml")
    }
    assert guard(compare(side(files), side({})), 30).trips
    assert guard(compare(side(files), side(files | closed)), 30).moved == 0
    assert guard(compare(side({}), side(files)), 30).moved == 0


def test_an_empty_office_never_trips() -> None:
    empty = side(dict.fromkeys(("customers/7k3qf/customer.yaml", "customers/2m9xd/customer.yaml")))
    assert (guard(compare(empty, empty), 0).trips, guard(compare(empty, empty), 0).percent) == (False, 0.0)
