"""The examples of the presets are true, and a false one is reported at its line."""

import re

import pytest

from generator.model.rules import UNGRADED, Example
from generator.read.problem import Level
from tests.presets.presets import NAMES, document, example_problems_of, preset, problems_of, text

EXAMPLES = [(name, position) for name in NAMES for position in range(len(preset(name).examples))]
BINDING = [(name, position) for name, position in EXAMPLES if preset(name).examples[position].binding]


def changed_line(name: str, position: int, key: str, value: str) -> tuple[int, str]:
    """Return the preset with one value of one example replaced, and the line where that stands."""
    line = document(text(name)).place(("examples", position, key)).line
    lines = text(name).splitlines(keepends=True)
    lines[line - 1], changes = re.subn(rf"^(    {key}: ).*", rf"\g<1>{value}", lines[line - 1])
    assert changes == 1
    return line, "".join(lines)


def another_grade(name: str, example: Example) -> str:
    rules = preset(name)
    grades = [*rules.schemes[example.scheme or rules.official].grades, UNGRADED]
    return grades[(grades.index(example.expect) + 1) % len(grades)]


@pytest.mark.parametrize("name", NAMES)
def test_nothing_is_wrong_with_a_preset(name: str) -> None:
    assert problems_of(text(name)) == []


@pytest.mark.parametrize(("name", "position"), EXAMPLES)
def test_a_false_expectation_is_reported_at_its_line(name: str, position: int) -> None:
    example = preset(name).examples[position]
    line, written = changed_line(name, position, "expect", another_grade(name, example))
    (problem,) = example_problems_of(written)
    assert (problem.code, problem.level, problem.place.line) == ("example", Level.ERROR, line)
    assert problem.message.params["name"] == example.name
    assert problem.message.params["grade"] == example.expect


@pytest.mark.parametrize(("name", "position"), BINDING)
def test_a_false_list_of_binding_indicators_is_reported_at_its_line(name: str, position: int) -> None:
    line, written = changed_line(name, position, "binding", "[contact]")
    (problem,) = example_problems_of(written)
    assert (problem.code, problem.place.line) == ("example", line)
