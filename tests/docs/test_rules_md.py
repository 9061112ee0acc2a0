"""The handbook of the rule language: every example on it is run, and every message on it is the real one."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest
import yaml

from generator.grade.check import rule_problems
from generator.grade.vocabulary import BUILT_IN, FIELDS
from generator.model.loading import load
from generator.model.record import Visit
from generator.model.rules import Rules
from generator.model.shape import shaped
from generator.read.parsing import parse
from generator.read.problem import Problem, in_order
from generator.report.problems import REPORTERS
from generator.texts import translator
from tests.presets.presets import NAMES, ruleset

DOCS = Path(__file__).parents[2] / "docs"
PAGES = {"en": DOCS / "rules.md", "zh": DOCS / "rules.zh-CN.md"}
FENCE = re.compile(r"^```(\w+) ?([^\n]*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
HEADING = re.compile(r"^(#+) ", re.MULTILINE)

SCHEMES = """\
schemes:
  intention:
    grades: {A: 准客户, B: 意向一般, C: 无意向}
    method: lowest
    indicators:
      motive: {label: 购房动机, levels: {A: 会买, B: 比较, C: 不买}}
"""
EXAMPLES = """\
examples:
  - {name: 会买, judged: {motive: A}, expect: A}
  - {name: 比较, judged: {motive: B}, expect: B}
  - {name: 不买, judged: {motive: C}, expect: C}
"""


@dataclass(frozen=True)
class Block:
    """A fenced block of a page: its language, what stands behind that, its text, its number on the page."""

    language: str
    info: str
    text: str
    number: int


def text(page: str) -> str:
    return PAGES[page].read_text(encoding="utf-8")


def blocks(page: str) -> list[Block]:
    found = FENCE.findall(text(page))
    return [Block(language, info, body, number) for number, (language, info, body) in enumerate(found)]


def examples(info: str) -> list[object]:
    """Return the YAML blocks of both pages with these words behind the language."""
    found = [(page, block) for page in PAGES for block in blocks(page)]
    return [
        pytest.param(page, block, id=f"{page}-{block.number}")
        for page, block in found
        if (block.language, block.info) == ("yaml", info)
    ]


def whole(fragment: str) -> str:
    """Return a rule file that begins with the fragment, so that its lines keep their numbers."""
    given = yaml.load(fragment, Loader=yaml.BaseLoader)  # noqa: S506 - it makes nothing but texts, lists and dicts
    rest = []
    if "version" not in given:
        rest.append('version: "1.0.0"\n')
    if "official" not in given:
        rest.append(f"official: {next(iter(given.get('schemes', {'intention': {}})))}\n")
    if "schemes" not in given:
        rest += [SCHEMES, EXAMPLES]
    return fragment + "".join(rest)


def problems(fragment: str) -> Sequence[Problem]:
    document, found = parse("rules.yaml", whole(fragment).encode())
    if document is None:
        return found
    rules, more = load(document, Rules)
    return in_order([*found, *more, *(rule_problems(rules, document) if rules else [])])


def said(page: str, found: Sequence[Problem]) -> str:
    """Return problems as `fenji check` prints them in the language of a page."""
    return REPORTERS["text"](tuple(found), translator(page))


@pytest.mark.parametrize(("page", "block"), examples(""))
def test_an_example_is_right_and_all_its_expectations_hold(page: str, block: Block) -> None:
    assert said(page, problems(block.text)) == ""


@pytest.mark.parametrize(("page", "block"), examples(""))
def test_an_example_with_another_expectation_would_not_pass(page: str, block: Block) -> None:
    expected = re.findall(r"expect: (\w+)", block.text)
    for position, grade in enumerate(expected):
        other = "ungraded" if grade != "ungraded" else next(name for name in expected if name != grade)
        parts = re.split(r"(?<=expect: )\w+", block.text)
        grades = [*expected[:position], other, *expected[position + 1 :], ""]
        broken = "".join(part + name for part, name in zip(parts, grades, strict=True))
        assert [problem.code for problem in problems(broken)] == ["example"]


@pytest.mark.parametrize(("page", "block"), examples("record=visit"))
def test_a_record_on_the_page_can_be_read(page: str, block: Block) -> None:
    document, found = parse("visits/1.yaml", block.text.encode())
    assert document is not None
    visit, more = load(document, Visit)
    assert [*found, *more] == []
    assert visit is not None
    assert visit.judged


@pytest.mark.parametrize(("page", "block"), examples("wrong"))
def test_a_fault_is_answered_by_just_the_message_below_it(page: str, block: Block) -> None:
    answer = blocks(page)[block.number + 1]
    assert answer.language == "text"
    assert answer.text == said(page, problems(block.text))
    assert answer.text != ""


def test_every_block_is_one_that_is_tested() -> None:
    for page in PAGES:
        kinds = {(block.language, block.info) for block in blocks(page)}
        assert kinds == {("yaml", ""), ("yaml", "record=visit"), ("yaml", "wrong"), ("text", "")}


def test_both_pages_have_the_same_examples_under_the_same_headings() -> None:
    english, chinese = ([block.text for block in blocks(page) if block.language == "yaml"] for page in PAGES)
    assert english == chinese
    assert len(english) >= 30
    levels = [HEADING.findall(FENCE.sub("", text(page))) for page in PAGES]
    assert levels[0] == levels[1]


def _keys(schema: object) -> Iterator[str]:
    """Yield every key that a file may hold, at any depth."""
    if isinstance(schema, list):
        for part in schema:
            yield from _keys(part)
    elif isinstance(schema, dict):
        yield from schema.get("properties", {})
        for part in (*schema.values(), *schema.get("properties", {}).values()):
            yield from _keys(part)


def test_every_key_of_the_language_is_explained_on_both_pages() -> None:
    keys = set(_keys(shaped(Rules).schema()))
    assert {"within_days", "valid_days", "escalate", "lapse_idle_days"} <= keys
    for page in PAGES:
        prose = FENCE.sub("", text(page))
        assert sorted(keys - set(re.findall(r"`(\w+)(?:: n)?`", prose))) == []


def test_every_name_that_a_condition_may_use_is_explained_on_both_pages() -> None:
    for page in PAGES:
        prose = FENCE.sub("", text(page))
        assert sorted({*BUILT_IN, *FIELDS, "grade", "days_in_grade"} - set(re.findall(r"`([\w.]+)`", prose))) == []


def test_every_word_that_a_field_may_hold_is_listed_on_both_pages() -> None:
    for page in PAGES:
        rows = re.findall(r"^\| (`.*?) \| (.*) \|$", text(page), re.MULTILINE)
        listed = {
            name: re.findall(r"`(\w+)`", words) for names, words in rows for name in re.findall(r"`([\w.]+)`", names)
        }
        assert {name: listed[name] for name, field in FIELDS.items() if field.words} == {
            name: list(field.words) for name, field in FIELDS.items() if field.words
        }


def test_every_preset_is_listed_on_both_pages() -> None:
    for page in PAGES:
        listed = re.findall(r"^\| `(g\d+)` \|.*`(\w+)` \|$", text(page), re.MULTILINE)
        assert listed == [(name, ruleset(name).official.method) for name in NAMES]
