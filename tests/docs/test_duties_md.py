"""The page of the duties: every example on it is worked, and every kind, state and reason is explained."""

import re
from pathlib import Path

import pytest

from generator.duties.duty import CALLS, Kind, State, Void
from tests.duties.notation import Case, cases, evening

DOCS = Path(__file__).parents[2] / "docs"
PAGES = {"en": DOCS / "duties.md", "zh": DOCS / "duties.zh-CN.md"}
BLOCK = re.compile(r"^```duties\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def text(language: str) -> str:
    return PAGES[language].read_text(encoding="utf-8")


def examples(language: str) -> list[Case]:
    return [case for block in BLOCK.findall(text(language)) for case in cases(block)]


def every_evening() -> list[object]:
    return [
        pytest.param(case, asked, expected, id=f"{language}-{number}-{asked}".replace(" ", "-"))
        for language in PAGES
        for number, case in enumerate(examples(language))
        for asked, expected in case.evenings
    ]


@pytest.mark.parametrize(("case", "asked", "expected"), every_evening())
def test_an_example_is_as_the_page_says(case: Case, asked: str, expected: str) -> None:
    assert evening(case, asked) == expected


def test_both_languages_work_the_same_examples() -> None:
    assert BLOCK.findall(text("en")) == BLOCK.findall(text("zh"))
    assert len(examples("en")) == len(BLOCK.findall(text("en"))) > len(Kind)


@pytest.mark.parametrize("language", PAGES)
def test_every_kind_has_its_chapter_with_an_example(language: str) -> None:
    chapters = re.split(r"^##+ ", text(language), flags=re.MULTILINE)
    found = {chapter.splitlines()[0]: chapter for chapter in chapters}
    for kind in Kind:
        assert re.search(rf"^on .*\b{kind}\b", found[kind], re.MULTILINE), kind


@pytest.mark.parametrize("language", PAGES)
def test_every_state_and_reason_is_explained(language: str) -> None:
    rows = re.findall(r"^\| `(\w+)", text(language), re.MULTILINE)
    assert {*State, *Void, *Kind} <= set(rows)


@pytest.mark.parametrize("language", PAGES)
def test_what_counts_and_escalates_is_named(language: str) -> None:
    named = re.findall(r"((?:`\w+`[,、]\s?){3}`\w+`)", text(language))
    assert [set(re.findall(r"\w+", one)) for one in named] == [set(CALLS), set(CALLS)]
