"""Rules of hundreds of rows are judged in seconds: what can't be looked through is said, not tried for hours."""

from __future__ import annotations

import json

import pytest

from generator.grade.check import rule_problems
from generator.model.snapshot import snapshot
from generator.read.tree import Tree
from tests.fuzz.targets import timed

ROWS = range(200)
GRADES = {"A": "a", "B": "b", "C": "c"}
LEVELS = {"levels": GRADES}

SCHEMES: dict[str, dict[str, object]] = {
    "score on one figure": {
        "method": "score",
        "points": [{"when": {"visits": f">= {row}"}, "add": 1} for row in ROWS],
        "bands": {"A": 9, "C": 0},
    },
    "score on many answers": {
        "method": "score",
        "points": [{"when": {f"k{row}": "true"}, "add": 1} for row in ROWS],
        "bands": {"A": 150, "B": 3, "C": 0},
    },
    "a long ladder": {
        "grades": {f"G{row}": "a" for row in ROWS},
        "method": "first_match",
        "when": {f"G{row}": {"visits": f">= {len(ROWS) - row}"} for row in ROWS},
    },
    "a row of many ranges": {
        "method": "lowest",
        "indicators": {
            "price": {
                **LEVELS,
                "measured": {
                    "A": {"any": [{"visits": f"{row}..{row + 1}", "messages": f">= {row}"} for row in ROWS]},
                    "C": "otherwise",
                },
            }
        },
    },
    "many indicators": {"method": "lowest", "indicators": {f"i{row}": LEVELS for row in ROWS}},
}


def rules(name: str) -> bytes:
    scheme = {"grades": GRADES, **SCHEMES[name]}
    return json.dumps({"version": "1", "official": "x", "schemes": {"x": scheme}}).encode()


@pytest.mark.parametrize("name", SCHEMES)
def test_rules_of_hundreds_of_rows_take_no_more_than_seconds(name: str) -> None:
    timed("rules", rules(name))


@pytest.mark.parametrize("name", SCHEMES)
def test_what_is_not_looked_through_is_said(name: str) -> None:
    found = snapshot(Tree({"rules.yaml": rules(name)}, None, dirty=False))
    assert found.rules is not None
    codes = {problem.code for problem in rule_problems(found.rules, found.rules_document)}
    assert ("too-many-cases" in codes) == (name in {"a long ladder", "a row of many ranges"})
