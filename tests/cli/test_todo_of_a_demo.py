"""What is late in an office of 26 weeks: the same on the pages, in `fenji todo` and in the calendar."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest
from icalendar import Calendar

from generator.grade.office import judge
from generator.model.snapshot import snapshot
from generator.read.folder import working_tree
from generator.report.consultants import consultant_view, consultants_view
from generator.report.frame import Frame, frame
from generator.report.lateness import late_view
from generator.report.rich import Tone, plain
from generator.texts import translator
from tests.cli.running import Fenji, process

DAYS = ("2026-07-05", "2026-09-13", "2026-10-01", "2026-11-09", "2026-11-22")

Late = set[tuple[str, str]]
"""Customers, each with a day on which something was due, as 11月9日."""


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("demo") / "office"
    done = process("demo", str(folder), "--weeks", "26", "--customers", "120")
    assert done.returncode == 0, done.stderr.decode()
    return folder


def framed(folder: Path, day: str) -> Frame:
    office = snapshot(working_tree(folder))
    return frame(office, judge(office, date.fromisoformat(day)), translator("zh"))


def shown(day: str) -> str:
    _year, month, number = (int(part) for part in day.split("-"))
    return f"{month}月{number}日"


def on_the_pages(shown_on: Frame) -> Late:
    """Return what the consultants' pages show as late."""
    rows = [row for owner in shown_on.owners for row in consultant_view(shown_on, owner).today]
    late = [row for row in rows if any(span.tone is Tone.LATE for span in row.who)]
    return {(plain(row.title).split()[-1], plain(row.who).split("应于")[-1]) for row in late}


@pytest.mark.parametrize("day", DAYS)
def test_what_is_late_on_a_page_is_late_everywhere_with_the_same_day(demo: Path, fenji: Fenji, day: str) -> None:
    asked = ("todo", "--date", day, "--keep-going", "--format")
    data = json.loads(fenji(demo, *asked, "json", language="zh").out)
    late = [one for one in data["duties"] if one["state"] == "late"]
    events = Calendar.from_ical(fenji(demo, *asked, "ics", language="zh").out).walk("VEVENT")
    marked = [
        (str(event["uid"]).split("-")[0], event.decoded("dtstart").isoformat())
        for event in events
        if str(event["summary"]).startswith("【逾期")
    ]
    assert marked == [(one["customer"], one["due"]) for one in late]
    office = framed(demo, day)
    own = [one for one in late if one["person"] == one["consultant"]]
    pages = on_the_pages(office)
    assert len(pages) == len({(one["customer"], one["due"]) for one in own})
    for customer, words in pages:
        assert any(one["customer"] == customer and shown(one["due"]) in words for one in own), (customer, words)
    assert late_view(office).total == len(late)
    assert sum(line.late for line in consultants_view(office).lines) == len(own)


def test_the_demo_has_something_late_to_compare(demo: Path) -> None:
    assert all(on_the_pages(framed(demo, day)) for day in DAYS[-2:])
