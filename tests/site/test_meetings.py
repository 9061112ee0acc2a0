"""The sheets of the meetings as pages: in a large office several, each with its own customers."""

from __future__ import annotations

import re

import pytest

from generator.report.meeting.sheet import Entry, Part, cut, part
from generator.report.rich import Chip
from generator.site import meetings
from tests.offices import CUSTOMER
from tests.report.frames import visit
from tests.report.meeting.test_weekly import REVIEWED
from tests.site.test_pages import Changes, press, text

THREE: Changes = {
    "rules.yaml": REVIEWED,
    **{f"customers/c{number}/customer.yaml": CUSTOMER for number in range(3)},
    **{f"customers/c{number}/visits/1.yaml": visit("2026-11-18", "A", "A") for number in range(3)},
}


def entries(name: str, number: int) -> Part[Entry]:
    chip = Chip("A", "A", "p1")
    return part(name, (), "", (Entry(f"{name}{one}", (), chip, (), (), ()) for one in range(number)))


@pytest.mark.parametrize("numbers", [(), (3,), (4,), (9,), (2, 2, 1), (1, 7, 0, 4), (4, 4)])
def test_pages_hold_everybody_once_in_order_and_no_page_is_too_long(numbers: tuple[int, ...]) -> None:
    parts = [entries(f"p{place}-", number) for place, number in enumerate(numbers) if number]
    pages = cut(parts, 4)
    found = [entry.customer for page in pages for one in page for entry in one.entries]
    assert found == [entry.customer for one in parts for entry in one.entries]
    assert len(pages) == max(-(-sum(numbers) // 4), 1)
    assert all(sum(len(one.entries) for one in page) <= 4 for page in pages)
    assert {one.id: one.number for page in pages for one in page} == {one.id: len(one.entries) for one in parts}


def test_a_long_sheet_is_several_pages_that_lead_to_each_other(monkeypatch: pytest.MonkeyPatch) -> None:
    whole = text(press(THREE), "meetings/weekly.md")
    customers = re.findall(r'<tr><th scope="row"><span[^>]*>A</span> <a href="../customers/([^.]+)\.html">', whole)
    assert len(customers) == 3
    assert "weekly-2" not in whole
    monkeypatch.setattr(meetings, "_TOGETHER", 2)
    files = press(THREE)
    names = [path for path in files if path.startswith("meetings/weekly")]
    assert names == ["meetings/weekly.md", "meetings/weekly-2.md"]
    first, second = (text(files, name) for name in names)
    assert 'href="../meetings/weekly-2.html"' in first
    assert 'href="../meetings/weekly.html"' in second
    assert "周会单 2/2" in second
    assert "周会单 1/2" in first
    for customer in customers:
        page, other = (first, second) if customer in customers[:2] else (second, first)
        for told in (f"customers/{customer}.html", f"fenji decide {customer} "):
            assert told in page
            assert told not in other
    assert 'id="people"' in first
    assert 'id="people"' not in second
    assert first.count('<span class="mute">3</span></h2>') == second.count('<span class="mute">3</span></h2>') == 1
