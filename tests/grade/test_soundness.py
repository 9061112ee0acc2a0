# ruff: noqa: E501 - a case of a table is read in one line
"""Whatever the static checks claim to find they do find, at its line, in every preset; and nothing where nothing is wrong."""

from collections.abc import Sequence

import pytest

from generator.read.problem import Level, Problem
from tests.grade.mutations import ALL, Mutation, plain, swapped_rows
from tests.presets.presets import NAMES, problems_of, text

MUTATIONS = [(kind, one) for kind, make in ALL.items() for one in make()]


@pytest.mark.parametrize("kind", ALL)
def test_there_is_something_of_every_kind_to_change(kind: str) -> None:
    assert sum(of == kind for of, _one in MUTATIONS) >= 2


@pytest.mark.parametrize(("kind", "changed"), MUTATIONS, ids=[f"{kind}-{one.name}" for kind, one in MUTATIONS])
def test_a_fault_made_on_purpose_is_found_at_its_line(kind: str, changed: Mutation) -> None:
    found = [(problem.code, problem.place.line) for problem in changed.found()]
    assert any((code, changed.line) in found for code in changed.codes), found


@pytest.mark.parametrize("changed", list(swapped_rows()), ids=lambda changed: changed.name)
def test_exchanged_rows_are_found(changed: Mutation) -> None:
    assert changed.codes & {problem.code for problem in changed.found()}


@pytest.mark.parametrize("name", NAMES)
def test_nothing_is_found_in_a_preset_as_it_is(name: str) -> None:
    assert problems_of(text(name)) == []
    assert plain(name)["version"]


# --- tables made for one check each ----------------------------------------------------------------------------------

HEAD = """\
version: "1"
official: s
facts:
  sum: {sum: amount}
schemes:
  s:
    grades: {A: 甲, B: 乙, C: 丙}
"""


def first_match(*rows: str) -> str:
    indicators = "    indicators: {price: {levels: {good: 好, fair: 中, bad: 差}}}\n"
    return f"{HEAD}    method: first_match\n{indicators}    when:\n" + "".join(f"      {row}\n" for row in rows)


def measured(*rows: str) -> str:
    table = "".join(f"          {row}\n" for row in rows)
    return f"{HEAD}    method: lowest\n    indicators:\n      contact:\n        levels: {{A: 甲, B: 乙, C: 丙}}\n        measured:\n{table}"


def score(*rows: str, bands: str = "{A: 20, B: 10, C: 0}") -> str:
    indicators = "    indicators: {price: {levels: {good: 好, fair: 中, bad: 差}}}\n"
    return (
        f"{HEAD}    method: score\n{indicators}    points:\n"
        + "".join(f"      - {row}\n" for row in rows)
        + f"    bands: {bands}\n"
    )


def findings(written: str) -> list[tuple[str, int]]:
    return [(one.code, one.place.line) for one in problems_of(written) if one.code != "not-covered"]


# the first row of a table stands in line 11 (first_match, points) or 13 (measured)
CASES: dict[str, tuple[str, Sequence[tuple[str, int]]]] = {
    # reach
    "a row that better rows take whole": (first_match('A: {visits: ">= 1"}', 'B: {visits: ">= 2"}', "C: otherwise"), [("unreachable", 12)]),
    "taken by two rows together": (
        first_match('A: {visits: ">= 3"}', 'B: {visits: "< 3"}', "C: {price: bad}"), [("unreachable", 13)]),
    "a row that contradicts itself": (first_match('A: {visits: ">= 3", all: [{visits: "< 2"}]}', "B: otherwise"), [("unreachable", 11)]),
    "contradiction by none": (first_match("A: {queued: true, none: [{queued: true}]}", "B: otherwise"), [("unreachable", 11)]),
    "an otherwise that nothing is left for": (first_match('A: {visits: ">= 3"}', 'B: {visits: "< 3"}', "C: otherwise"), [("unreachable", 13)]),
    "an otherwise that only the unknown is left for": (first_match("A: {price: good}", "B: {price: [fair, bad]}", "C: otherwise"), []),
    "a row that only the unknown is left for": (first_match("A: {price: known}", "B: {price: unknown}"), []),
    "known after every level": (first_match("A: {price: [good, fair, bad]}", "B: {price: known}", "C: otherwise"), [("unreachable", 12)]),
    "bounds that leave no whole number": (first_match('A: {all: [{visits: "> 2"}, {visits: "< 3"}]}', "B: otherwise"), [("unreachable", 11)]),
    "bounds that leave a fraction": (first_match('A: {all: [{sum: "> 2"}, {sum: "< 3"}]}', "B: otherwise"), []),
    # overlap
    "ranges that share an end": (first_match('A: {visits: "3..5"}', 'B: {visits: "1..3"}', "C: otherwise"), [("overlap", 12)]),
    "ranges side by side": (first_match('A: {visits: "3..5"}', 'B: {visits: "1..2"}', "C: otherwise"), []),
    "one range in the other": (first_match('A: {visits: "3..5"}', 'B: {visits: ">= 1"}', "C: otherwise"), []),
    "lists that share a word": (first_match("A: {price: [good, fair]}", "B: {price: [fair, bad]}"), [("overlap", 12)]),
    "lists apart": (first_match("A: {price: [good, fair]}", "B: {price: bad}"), []),
    "two otherwise": (first_match("A: {price: good}", "B: otherwise", "C: otherwise"), [("overlap", 13)]),
    "rows on several names may share cases": (first_match("A: {price: good}", 'B: {visits: ">= 2"}', "C: otherwise"), []),
    # gaps: in measured tables only
    "a hole between two bounds": (measured('A: {visits: ">= 3"}', 'B: {visits: "= 1"}', 'C: {visits: "< 1"}'), [("gap", 12)]),
    "no hole": (measured('A: {visits: ">= 3"}', 'B: {visits: "1..2"}', 'C: {visits: "< 1"}'), []),
    "a hole closed by otherwise": (measured('A: {visits: ">= 3"}', 'B: {visits: "= 2"}', "C: otherwise"), []),
    "a hole for a missing level": (measured('A: {visits: ">= 3"}', 'B: {visits: "1..2"}'), [("gap", 12)]),
    "an unknown value is no hole": (measured('A: {days_since_last_visit: "<= 3"}', 'C: {days_since_last_visit: "> 3"}'), []),
    "a hole of a fraction": (measured('A: {sum: ">= 3"}', 'B: {sum: "1..2"}', 'C: {sum: "< 1"}'), [("gap", 12)]),
    "a table in words may leave a hole": (first_match("A: {price: good}", "B: {price: fair}"), []),
    # better is never worse
    "more visits, worse level, more again": (
        measured('A: {visits: ">= 5"}', 'B: {visits: "0"}', "C: otherwise"), [("not-monotone", 14)]),
    "fewer days, better level": (
        measured('A: {days_since_last_visit: "<= 3"}', 'B: {days_since_last_visit: "<= 9"}', "C: otherwise"), []),
    "good is worse than fair": (first_match("A: {price: fair}", "B: {price: good}", "C: otherwise"), [("not-monotone", 11)]),
    "bad is better than fair": (first_match("A: {price: [good, bad]}", "B: {price: fair}"), [("not-monotone", 11)]),
    "good falls to otherwise": (first_match("A: {price: fair}", "C: otherwise"), [("not-monotone", 11)]),
    "good is better": (first_match("A: {price: good}", "B: {price: fair}", "C: {price: bad}"), []),
    "good with visits, fair without": (
        first_match('A: {price: good, visits: ">= 2"}', "B: {price: fair}", "C: {price: [good, bad]}"), [("not-monotone", 12)]),
    "good with visits, good or fair without": (
        first_match('A: {price: good, visits: ">= 2"}', "B: {price: [good, fair]}", "C: {price: bad}"), []),
    "none of a level": (first_match("A: {none: [{price: good}]}", "B: {price: good}"), [("not-monotone", 11)]),
    # points and bands
    "fair brings more than good": (score("{when: {price: fair}, add: 10}", "{when: {price: good}, add: 5}"), [("not-monotone", 11)]),
    "good brings both": (score("{when: {price: [good, fair]}, add: 10}", "{when: {price: good}, add: 5}"), []),
    "bad brings a minus": (score("{when: {price: bad}, add: -5}", "{each: visits, add: 5}"), []),
    "good brings a minus": (score("{when: {price: good}, add: -5}", "{each: visits, add: 5}"), [("not-monotone", 11)]),
    "good brings less with many visits": (
        score("{when: {price: good}, add: 5}", '{when: {price: good, visits: ">= 3"}, add: -9}'), [("not-monotone", 11)]),
    "points that nobody gets": (score('{when: {visits: ">= 3", all: [{visits: "< 3"}]}, add: 5}', "{each: visits, add: 5}"), [("unreachable", 11)]),
    "bands out of order": (score("{each: visits, add: 5}", bands="{A: 10, B: 20, C: 0}"), [("unreachable", 12)]),
    "two equal bands": (score("{each: visits, add: 5}", bands="{A: 20, B: 20, C: 0}"), [("unreachable", 12)]),
    "bands written worst first": (score("{each: visits, add: 5}", bands="{C: 0, B: 10, A: 20}"), []),
    "a grade without a band": (score("{each: visits, add: 5}", bands="{A: 20, C: 0}"), [("unreachable", 12)]),
    "shares that fall": (f"{HEAD}    method: share\n    by: sum\n    bands: {{A: 0.5, B: 0.2, C: 1}}\n", [("unreachable", 10)]),
    "a share of nothing": (f"{HEAD}    method: share\n    by: sum\n    bands: {{A: 0, B: 0.2, C: 1}}\n", [("share", 10)]),
    "a share of more than all": (f"{HEAD}    method: share\n    by: sum\n    bands: {{A: 0.2, B: 0.5, C: 1.2}}\n", [("share", 10)]),
    "shares that rise": (f"{HEAD}    method: share\n    by: sum\n    bands: {{A: 0.2, B: 0.5, C: 1}}\n", []),
}  # fmt: skip


@pytest.mark.parametrize(("written", "expected"), CASES.values(), ids=CASES)
def test_a_table_made_for_the_check(written: str, expected: Sequence[tuple[str, int]]) -> None:
    assert findings(written) == list(expected)


def test_a_case_is_named_that_shows_the_fault() -> None:
    problem = one_problem(first_match("A: {price: fair}", "B: {price: good}", "C: otherwise"), "not-monotone")
    assert problem.message.params == {"name": "price", "row": "A", "case": "price = good"}
    problem = one_problem(first_match('A: {visits: "3..5"}', 'B: {visits: "1..3"}', "C: otherwise"), "overlap")
    assert problem.message.params == {"one": "A", "other": "B", "case": "visits = 3"}
    problem = one_problem(measured('A: {visits: ">= 3"}', 'B: {visits: "= 1"}', 'C: {visits: "< 1"}'), "gap")
    assert problem.message.params == {"case": "visits = 2"}


def one_problem(written: str, code: str) -> Problem:
    (found,) = [problem for problem in problems_of(written) if problem.code == code]
    return found


def free_choices(number: int) -> str:
    return ", ".join(f"{{any: [{{k{place}: true}}, {{k{place}: false}}]}}" for place in range(number))


SAME = "{any: [{x: true, y: true}, {none: [{x: true}, {y: true}]}]}"
DIFFERENT = "{any: [{x: true, none: [{y: true}]}, {y: true, none: [{x: true}]}]}"


def test_a_table_of_too_many_cases_is_said_to_be_so() -> None:
    hard = first_match(f"A: {{all: [{free_choices(12)}, {SAME}, {DIFFERENT}]}}", "B: otherwise")
    (problem,) = [problem for problem in problems_of(hard) if problem.code != "not-covered"]
    assert (problem.code, problem.level, problem.place.line) == ("too-many-cases", Level.WARNING, 10)


def test_the_same_of_fewer_cases_is_found_out() -> None:
    easy = first_match(f"A: {{all: [{free_choices(2)}, {SAME}, {DIFFERENT}]}}", "B: otherwise")
    assert findings(easy) == [("unreachable", 11)]


def test_points_of_too_many_cases_are_taken_as_they_are() -> None:
    hard = score(
        f"{{when: {{price: good, all: [{free_choices(13)}, {SAME}, {DIFFERENT}]}}, add: -5}}", "{each: visits, add: 5}"
    )
    assert findings(hard) == []
