"""docs/duties.md tells what a change does to duties: an example that is run, every turn, every reason."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from generator.compare.comparison import compare
from generator.compare.duties import with_duties
from generator.compare.duty import Reason, Turn
from generator.compare.guard import guard
from generator.compare.judged import judged
from generator.read.tree import RULES as RULES_FILE
from generator.report.plan.building import plan
from generator.report.plan.formats import as_text
from generator.report.plan.view import Ends
from generator.texts import translator
from tests.compare.histories import DAY
from tests.offices import RULES, VISIT, typed

DOCS = Path(__file__).parents[2] / "docs"
PAGES = {
    "en": (DOCS / "duties.md", "## What a change does to duties"),
    "zh": (DOCS / "duties.zh-CN.md", "## 改动对待办的影响"),
}
ASKING = RULES.replace("{refresh_days: 30}", "{refresh_days: 30, B: {every_days: 10}}")
EVENT = "at: 2026-11-20\nchannel: event\nby: li-na\n"


def chapter(language: str) -> str:
    page, title = PAGES[language]
    return page.read_text(encoding="utf-8").partition(title)[2].partition("\n## ")[0]


@pytest.mark.parametrize("language", PAGES)
def test_the_example_is_what_the_program_says(language: str) -> None:
    quiet = {"customers/7k3qf/visits/1.yaml": VISIT.replace("B, price: B", "C, price: C")}
    before = typed({RULES_FILE: ASKING, **quiet})
    new = {RULES_FILE: ASKING.replace("every_days: 10", "every_days: 8"), "customers/7k3qf/visits/2.yaml": EVENT}
    after = typed({**quiet, **new})
    found = with_duties(compare(judged(before, DAY), judged(after, DAY)))
    lines = as_text(plan(found, (), guard(found, 30), Ends("a", "b", "x"), translator(language))).splitlines()
    example = [line.strip() for line in re.findall(r"^    (.+)$", chapter(language), re.MULTILINE)]
    assert len(example) == 6
    for line in example:
        assert line in [one.strip() for one in lines]


@pytest.mark.parametrize("language", PAGES)
def test_every_turn_and_reason_is_explained(language: str) -> None:
    cells = re.findall(r"^\| (`.+?`) \|", chapter(language), re.MULTILINE)
    assert [name for cell in cells for name in re.findall(r"`(\w+)`", cell) if name not in {"change", "reasons"}] == [
        *Turn,
        *Reason,
    ]
