"""Nobody gets a bad grade for want of an answer (design section 3: unknown is not bad)."""

from dataclasses import replace

import pytest

from generator.grade.examples import grade_example
from generator.model.rules import Example
from tests.presets.presets import NAMES, preset, ruleset

ANSWERS = [
    (name, position, key)
    for name in NAMES
    for position, example in enumerate(preset(name).examples)
    for key in example.judged
]
KNOWN_FROM_RECORDS = {"g4": "A21", "g6": "D"}  # no more than a line in a list; never traded


def grade(name: str, example: Example) -> str | None:
    rules = ruleset(name)
    scheme = rules.schemes[example.scheme] if example.scheme else rules.official
    return grade_example(rules, scheme, example).grade


def asked(example: Example, *, without: set[str]) -> Example:
    left = {key: answer for key, answer in example.judged.items() if key not in without}
    return replace(example, judged=left)


@pytest.mark.parametrize("name", NAMES)
def test_somebody_of_whom_nothing_is_known_has_no_grade(name: str) -> None:
    nobody = Example(name="谁也不知道", expect="ungraded")
    assert grade(name, nobody) == KNOWN_FROM_RECORDS.get(name)


@pytest.mark.parametrize(("name", "position", "key"), ANSWERS)
def test_a_missing_answer_is_never_what_makes_the_grade_the_worst(name: str, position: int, key: str) -> None:
    example = preset(name).examples[position]
    rules = ruleset(name)
    worst = (rules.schemes[example.scheme] if example.scheme else rules.official).grades[-1]
    by_records_alone = grade(name, asked(example, without=set(example.judged)))
    if worst not in {example.expect, by_records_alone}:
        assert grade(name, asked(example, without={key})) != worst
