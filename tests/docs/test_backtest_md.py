"""The worked example of the backtest is what the program says, in both languages."""

import re
from pathlib import Path

import pytest

from generator.compare.candidate import candidate
from generator.report.backtest.running import run
from generator.report.backtest.telling import FORMATS, backtest_plan
from generator.report.week.archive import Archive
from generator.texts import translator
from tests.offices import typed
from tests.report.backtest.repository import CANDIDATE, repository
from tests.report.week.plainly import sunday

DOCS = Path(__file__).parents[2] / "docs"
PAGES = {"en": DOCS / "backtest.md", "zh": DOCS / "backtest.zh-CN.md"}
FENCE = re.compile(r"^```text\n(.*?)^```$", re.MULTILINE | re.DOTALL)


@pytest.mark.parametrize("language", PAGES)
def test_the_worked_example_is_what_the_program_says(language: str, tmp_path: Path) -> None:
    (told,) = FENCE.findall(PAGES[language].read_text("utf-8"))
    rules, _problems = candidate("candidate.yaml", CANDIDATE.encode())
    assert rules is not None
    archive = Archive(repository(tmp_path / "office"), lambda: typed({}))
    plan = backtest_plan(run(archive, rules, 2, sunday("2026-W47")), translator(language))
    said, _blank, provenance = FORMATS["text"](plan).rpartition("\n\n")
    assert said + "\n" == told
    assert "2026-11-22" in provenance


def test_both_pages_have_the_same_parts() -> None:
    heads = [
        re.findall(r"^#+ |^\| `?\w", FENCE.sub("", page.read_text("utf-8")), re.MULTILINE) for page in PAGES.values()
    ]
    assert len(heads[0]) == len(heads[1])
    for page in PAGES.values():
        assert "0.041 + 0.022 + 0.208 = 0.27" in page.read_text("utf-8")
