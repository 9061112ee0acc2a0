# ruff: noqa: E501 - a case of a table is read in one line
"""Examples in rules.yaml: graded by the rules, checked word for word, and asked for where a level has none."""

import pytest

from generator.grade.examples import grade_example
from generator.model.rules import Example
from generator.read.problem import Level
from tests.presets.presets import compiled, document, problems_of, rules_of

RULES = """\
version: "1"
official: s
facts: {early: {count: [visit], within_days: 7, of: first_visit}}
attributes: {weight: {type: number}}
schemes:
  s:
    grades: {A: 甲, B: 乙}
    method: lowest
    required: [price]
    indicators:
      price: {levels: {A: 甲, B: 乙}}
      contact: {role: auxiliary, levels: {A: 甲, B: 乙}, measured: {A: {early: ">= 1"}, B: otherwise}}
  other:
    grades: {X: 好, Y: 坏}
    method: first_match
    when: {X: {refused: false, visits: ">= 2"}, Y: {refused: true}}
  rank:
    grades: {X: 好, Y: 坏}
    method: share
    by: deal_value
    bands: {X: 0.5, Y: 1}
examples:
  - {name: 甲, judged: {price: A}, expect: A, binding: [price]}
  - {name: 乙, judged: {price: B}, facts: {early: 1, attributes.weight: 2}, expect: B}
  - {name: 无, facts: {visits: 3}, expect: ungraded}
  - {name: 好, scheme: other, judged: {refused: false}, facts: {visits: 2}, expect: X}
  - {name: 名次, scheme: rank, population: [500, 300], facts: {deal_value: 400}, expect: X}
"""


def test_examples_that_hold() -> None:
    assert problems_of(RULES) == []


FAULTS: dict[str, tuple[str, str, str, int, Level]] = {
    "another grade": ("judged: {price: A}, expect: A", "judged: {price: B}, expect: A", "example", 23, Level.ERROR),
    "a grade instead of none": ("expect: ungraded", "expect: B", "example", 25, Level.ERROR),
    "none instead of a grade": ("expect: X}\n  - {name: 名次", "expect: ungraded}\n  - {name: 名次", "example", 26, Level.ERROR),
    "another binding indicator": ("binding: [price]", "binding: [contact]", "example", 23, Level.ERROR),
    "nothing binds": ("binding: [price]", "binding: []", "example", 23, Level.ERROR),
    "a place further down": ("population: [500, 300]", "population: [500, 600]", "example", 27, Level.ERROR),
    "a scheme that is not": ("scheme: other", "scheme: othr", "unknown-name", 26, Level.ERROR),
    "a judged key that is not": ("judged: {price: B}", "judged: {prise: B}", "unknown-name", 24, Level.ERROR),
    "a fact that is not": ("{early: 1,", "{earl: 1,", "unknown-name", 24, Level.ERROR),
    "a level that is not": ("judged: {price: B}", "judged: {price: C}", "unknown-word", 24, Level.ERROR),
    "a fact of another kind": ("{visits: 3}", "{visits: often}", "unknown-word", 25, Level.ERROR),
    "an expectation that is no grade": ("expect: ungraded", "expect: none", "unknown-word", 25, Level.ERROR),
    "a level that nobody tries": ("judged: {price: B}", "judged: {price: A}", "not-covered", 11, Level.WARNING),
    "a key that nobody tries": ("judged: {refused: false}, ", "", "not-covered", 16, Level.WARNING),
}  # fmt: skip


@pytest.mark.parametrize(("old", "new", "code", "line", "level"), FAULTS.values(), ids=FAULTS)
def test_an_example_that_does_not(old: str, new: str, code: str, line: int, level: Level) -> None:
    assert RULES.count(old) == 1
    found = [(problem.code, problem.place.line, problem.level) for problem in problems_of(RULES.replace(old, new))]
    assert (code, line, level) in found


def test_a_measured_level_needs_no_example() -> None:
    assert not [problem for problem in problems_of(RULES.replace("early: 1, ", "")) if problem.code == "not-covered"]


def test_what_an_example_does_not_say_is_unknown_and_what_is_counted_is_0() -> None:
    ruleset = compiled(rules_of(document(RULES)), document(RULES))
    verdict = grade_example(ruleset, ruleset.schemes["other"], Example(name="x", expect="X"))
    assert (verdict.grade, verdict.missing) == (None, ("refused",))
    contact = grade_example(ruleset, ruleset.official, Example(name="x", expect="X")).indicators["contact"]
    assert contact.level == "B"
