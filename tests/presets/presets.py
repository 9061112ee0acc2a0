"""The rule presets, read once for the tests beside this file."""

from functools import cache
from pathlib import Path

from generator.grade.check import rule_problems
from generator.grade.compiling import compile_rules
from generator.grade.examples import example_problems
from generator.grade.ruleset import Ruleset
from generator.model.loading import load
from generator.model.rules import Rules
from generator.read.document import Document
from generator.read.parsing import parse
from generator.read.problem import Problem

ROOT = Path(__file__).parents[2]
FOLDER = ROOT / "generator" / "presets"
NAMES = ("g1", "g2", "g3", "g4", "g5", "g6", "g7", "g8", "g9", "g10", "g15")


def text(name: str) -> str:
    return (FOLDER / f"{name}.yaml").read_text(encoding="utf-8")


def document(written: str) -> Document:
    found, problems = parse("rules.yaml", written.encode())
    assert problems == []
    assert found is not None
    return found


def rules_of(found: Document) -> Rules:
    rules, problems = load(found, Rules)
    assert problems == []
    assert rules is not None
    return rules


def compiled(rules: Rules, found: Document) -> Ruleset:
    ruleset, problems = compile_rules(rules, found)
    assert problems == []
    assert ruleset is not None
    return ruleset


@cache
def preset(name: str) -> Rules:
    return rules_of(document(text(name)))


@cache
def ruleset(name: str) -> Ruleset:
    return compiled(preset(name), document(text(name)))


def problems_of(written: str) -> list[Problem]:
    """Everything that `fenji check` finds in a rule file."""
    found = document(written)
    return rule_problems(rules_of(found), found)


def example_problems_of(written: str) -> list[Problem]:
    """What `fenji check` says of the examples alone."""
    found = document(written)
    return list(example_problems(compiled(rules_of(found), found), found))
