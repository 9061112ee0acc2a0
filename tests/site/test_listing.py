"""A list of customers that is known by the same digest is the same page, whatever else differs in the office."""

from itertools import chain
from pathlib import Path

import pytest

from generator.site import meetings, pages
from generator.site.earlier import Facts
from generator.site.environment import environment
from generator.site.meetings import weekly_pages
from generator.site.pages import _everybody
from generator.site.press import Press
from tests.offices import CUSTOMER, OFFICE
from tests.report.frames import ROOT, small, visit
from tests.report.meeting.test_weekly import REVIEWED
from tests.site.test_pages import Changes

MINE, OTHER, THIRD = "7k3qf", "2m9xd", "c0"
BEST: Changes = {
    "rules.yaml": REVIEWED,
    **{
        f"customers/{one}/{file}": text
        for one in (MINE, OTHER, THIRD)
        for file, text in (("customer.yaml", CUSTOMER), ("visits/1.yaml", visit("2026-11-18", "A", "A")))
    },
}
EDITS: list[Changes] = [
    {},
    {f"customers/{OTHER}/visits/2.yaml": visit("2026-11-20", "C", "C")},
    {f"customers/{OTHER}/visits/2.yaml": visit("2026-11-20", "A", "A", "note: 再来\n")},
    {f"customers/{OTHER}/visits/1.yaml": visit("2026-11-10", "A", "A")},
    {f"customers/{MINE}/visits/1.yaml": visit("2026-11-17", "A", "B")},
    {f"customers/{THIRD}/customer.yaml": CUSTOMER.replace("li-na", "wu-di")},
    {f"customers/{THIRD}/customer.yaml": CUSTOMER + "closed: {on: 2026-11-20, reason: bought_elsewhere}\n"},
    {f"customers/{THIRD}/customer.yaml": None, f"customers/{THIRD}/visits/1.yaml": None},
    {"customers/c1/customer.yaml": CUSTOMER, "customers/c1/visits/1.yaml": visit("2026-11-01", "A", "A")},
    {"office.yaml": OFFICE.replace("李娜", "李小娜")},
]


def test_the_same_digest_is_the_same_page(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(meetings, "_TOGETHER", 1)
    monkeypatch.setattr(pages, "_LIST", 1)
    found: dict[tuple[str, str], str] = {}
    made = 0
    for edit in EDITS:
        frame = small({**BEST, **edit})
        press = Press(environment([Path(ROOT, "site_templates")], frame.tr), frame, None)
        facts = Facts(frame, "")
        for one in chain(weekly_pages(press), _everybody(press)):
            made += 1
            page = one.make()
            assert found.setdefault((one.path, facts.together(one.said, one.customers)), page) == page, one.path
    assert {"meetings/weekly-2.md", "customers/2-.md"} <= {path for path, _facts in found}
    assert len(found) < made, "what has not changed is known again"
