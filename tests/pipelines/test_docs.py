"""docs/pipelines.md and its Chinese side name every file and variable of the pipelines, and the same commands."""

from __future__ import annotations

import re

import pytest

from generator.writing.pipeline import PIPELINES
from tests.pipelines.running import PACKAGED, ROOT

PAGES = ("pipelines.md", "pipelines.zh-CN.md")
NAMES = {"pages", "site", "plan", "check"}


def text(page: str) -> str:
    return (ROOT / "docs" / page).read_text(encoding="utf-8")


def commands(page: str) -> list[str]:
    """Return the indented commands without what is said about them."""
    return [line.split("   ")[0] for line in re.findall(r"^    (\S.*)$", text(page), re.MULTILINE)]


def test_both_languages_show_the_same_commands_and_as_many_rows() -> None:
    english, chinese = (commands(page) for page in PAGES)
    assert english == chinese
    assert len(english) > 8
    rows = [len(re.findall(r"^(\||- )", text(page), re.MULTILINE)) for page in PAGES]
    assert rows[0] == rows[1] > 20


@pytest.mark.parametrize("page", PAGES)
def test_every_file_variable_and_job_is_named(page: str) -> None:
    said = text(page)
    files = {path for paths in PIPELINES.values() for path in paths}
    packaged = "".join(
        (PACKAGED / name / path).read_text(encoding="utf-8") for name in PIPELINES for path in PIPELINES[name]
    )
    variables = set(re.findall(r"\bFENJI(?:_[A-Z]+)?\b", packaged)) | {"mass-change", "PERMISSIONS"}
    assert len(variables) > 5
    assert [name for name in files | variables | NAMES if name not in said] == []


@pytest.mark.parametrize("page", PAGES)
def test_every_link_leads_to_a_page(page: str) -> None:
    targets = re.findall(r"\]\((?!https:)([^)#]+)\)", text(page))
    assert len(targets) > 3
    assert [target for target in targets if not (ROOT / "docs" / target).is_file()] == []
