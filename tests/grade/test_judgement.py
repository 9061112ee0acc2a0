"""From the text in a record to a value, and what is said of a text that is none."""

import json

import pytest

from generator.grade.grading import Value
from generator.grade.judgement import judgement_problems, value_of
from generator.grade.vocabulary import Kind, Meaning
from generator.read.problem import Level
from tests.grade.notation import day, files
from tests.grade.story import judged, read

LEVELS = Meaning(Kind.LEVEL, ("A", "B"))
VALUES: list[tuple[str, Meaning, Value | None]] = [
    ("A", LEVELS, "A"),
    (" Ａ ", LEVELS, "A"),
    ("C", LEVELS, None),
    ("a", LEVELS, None),
    ("true", Meaning(Kind.YES_NO), True),
    ("否", Meaning(Kind.YES_NO), False),
    ("maybe", Meaning(Kind.YES_NO), None),
    ("是", Meaning(Kind.LEVEL, ("true", "false")), "true"),
    ("no", Meaning(Kind.LEVEL, ("true", "false")), "false"),
    ("no", LEVELS, None),
    ("3", Meaning(Kind.NUMBER), 3.0),
    ("-3.5", Meaning(Kind.NUMBER), -3.5),
    ("３", Meaning(Kind.COUNT), 3.0),
    ("three", Meaning(Kind.NUMBER), None),
    ("1e3", Meaning(Kind.NUMBER), None),
    ("late", Meaning(Kind.WORD, ("late",)), "late"),
    ("soon", Meaning(Kind.WORD, ("late",)), None),
    ("城西", Meaning(Kind.WORD), "城西"),
    ("anything", Meaning(Kind.ANY), "anything"),
]  # fmt: skip


@pytest.mark.parametrize(("written", "meaning", "value"), VALUES)
def test_a_text_as_a_value(written: str, meaning: Meaning, value: Value | None) -> None:
    assert value_of(written, meaning) == value
    assert type(value_of(written, meaning)) is type(value)


RULES = """\
version: "1"
official: s
attributes: {weight: {type: number}, taste: {type: text, words: [甜, 咸]}}
schemes:
  s:
    grades: {A: 甲, B: 乙}
    method: lowest
    required: [price]
    indicators:
      price: {levels: {A: 甲, B: 乙}}
      always: {levels: {A: 甲, B: 乙}, measured: {A: {visits: ">= 1"}, B: otherwise}}
      mostly: {levels: {A: 甲, B: 乙}, measured: {A: {visits: ">= 3"}, B: {refused: true}}}
"""
PROBLEMS: list[tuple[dict[str, str], list[tuple[str, Level]]]] = [
    ({"price": "A", "refused": "no", "mostly": "B"}, []),
    ({"price": "C"}, [("level", Level.ERROR)]),
    ({"refused": "perhaps"}, [("level", Level.ERROR)]),
    ({"prise": "A"}, [("unknown-judged", Level.ERROR)]),
    ({"visits": "3"}, [("unknown-judged", Level.ERROR)]),
    ({"always": "A"}, [("measured", Level.WARNING)]),
    ({"always": "Q"}, [("level", Level.ERROR)]),
]  # fmt: skip


@pytest.mark.parametrize(("levels", "expected"), PROBLEMS)
def test_the_judgements_of_a_record(levels: dict[str, str], expected: list[tuple[str, Level]]) -> None:
    lines = "".join(f"  {name}: {level}\n" for name, level in levels.items())
    written = files("09-01 visit")
    written["customers/c1/visits/00.yaml"] = f"at: 2026-09-01\nchannel: visit\nby: li-na\njudged:\n{lines}"
    ruleset = judged(RULES, written, day("09-01")).ruleset
    found = list(judgement_problems(ruleset, read(RULES, written).dossiers))
    assert [(problem.code, problem.level) for problem in found] == expected
    assert [(problem.place.path, problem.place.line) for problem in found] == [
        ("customers/c1/visits/00.yaml", 5)
    ] * len(expected)


@pytest.mark.parametrize(
    ("attributes", "codes"),
    [
        ({"weight": "2.5", "taste": "甜"}, []),
        ({"weight": "heavy"}, ["level"]),
        ({"taste": "酸"}, ["level"]),
        ({"colour": "red"}, ["unknown-attribute"]),
    ],
)
def test_the_attributes_of_a_customer(attributes: dict[str, str], codes: list[str]) -> None:
    customer = {
        "name": "王",
        "consultant": "li-na",
        "source": "walk_in",
        "registered": "2026-09-01",
        "attributes": attributes,
    }
    written = {"customers/c1/customer.yaml": json.dumps(customer)}
    ruleset = judged(RULES, written, day("09-01")).ruleset
    found = list(judgement_problems(ruleset, read(RULES, written).dossiers))
    assert [problem.code for problem in found] == codes
    assert {problem.message.params.get("key", problem.message.params.get("word")) for problem in found} <= set(
        attributes
    )
