"""Target: hostile values through the real templates into pages, plan, calendar, tables and terminal.

An input is one value a line, put into the fields of an office in the order of `SLOTS`; what no record can hold is left
out by the reader, as it would be for real.
"""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from html.parser import HTMLParser
from pathlib import Path

import yaml
from icalendar import Calendar

from generator.assignment.check import check
from generator.compare.comparison import compare
from generator.compare.guard import guard
from generator.compare.judged import judged
from generator.compare.reach import reaches
from generator.exchange.sheets import sheets
from generator.exchange.spreadsheet import as_csv, as_workbook
from generator.grade.office import judge
from generator.model.snapshot import Snapshot, snapshot
from generator.read.tree import Tree
from generator.report.frame import Frame, frame
from generator.report.plan.building import plan
from generator.report.plan.formats import FORMATS
from generator.report.plan.view import Ends
from generator.report.problems import REPORTERS
from generator.report.todo.calendar import calendar, calendar_title
from generator.report.todo.telling import markdown, text
from generator.report.todo.view import todo_view
from generator.site.docs import MARK
from generator.site.pages import pages
from generator.texts import Language, translator
from tests.offices import CUSTOMER, OFFICE, RULES, SECOND, VISIT, typed

AS_OF = date(2026, 11, 22)
TEMPLATES = [Path(__file__).parents[2] / "site_templates"]
SLOTS = (
    *("name", "district", "product", "industry", "size", "place", "note", "next", "reason", "deal_note"),
    *("office", "person", "money", "milestone", "grade", "indicator", "level", "rule", "example", "step", "file"),
)
"""The fields that take values, in the order of the lines of an input."""

NEUTRAL = {slot: f"甲{number}" for number, slot in enumerate(SLOTS)}
_SCHEME = re.compile(r"^\s*[A-Za-z][A-Za-z0-9+.-]*:")
_CONTROL = re.compile(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u200b\u200e\u200f\u202a-\u202e\u2066-\u2069]")


def run(data: bytes) -> None:
    """Render an office full of the values: the structure is that of ordinary values, wherever a value shows."""
    lines = data.decode("utf-8", "surrogateescape").split("\n")
    values = {**NEUTRAL, **{slot: line for slot, line in zip(SLOTS, lines, strict=False) if line.strip()}}
    office = _office(values)
    if office.office is None or office.rules is None:
        return
    shown = frame(office, judge(office, AS_OF), translator(Language.ZH))
    problems = check(office, AS_OF)
    _pages(pages(shown, problems, TEMPLATES))
    _plan(office)
    _calendar(shown)
    _tables(shown)
    for form in ("text", "github"):
        _terminal(REPORTERS[form](problems, shown.tr))


def files(values: Mapping[str, str]) -> dict[str, str]:
    """Return the files of an office with these values, each in quotes that escape whatever YAML or UTF-8 can't hold."""
    say = {slot: json.dumps(value) for slot, value in values.items()}
    wants = f"wants: {{purpose: upgrade, district: {say['district']}, product: {say['product']}}}\n"
    profile = f"profile: {{industry: {say['industry']}, size: {say['size']}, place: {say['place']}}}\n"
    rules = (
        RULES.replace("准客户", say["grade"])
        .replace("label: 价格", f"label: {say['indicator']}")
        .replace("C: 等优惠", f"C: {say['level']}")
        .replace("id: undecided", f"id: {say['rule']}")
        .replace("name: 甲", f"name: {say['example']}")
        .replace("{refresh_days: 30}", "{refresh_days: 30, same_day_after: [visit], B: {every_days: 5}}")
    )
    name = values["file"].replace("/", "").strip(".")
    name = name if name.isprintable() and len(name) < 80 else "1"
    return {
        "rules.yaml": f"{rules}playbook: {{B: [{say['step']}]}}\n",
        "office.yaml": (
            OFFICE.replace("云溪府", say["office"]).replace("李娜", say["person"])
            + f"money: {say['money']}\nmilestones: {{{say['milestone']}: 2026-11-28}}\n"
            "repository: {url: https://git.example.com/office/data, branch: main, kind: github}\n"
        ),
        "customers/7k3qf/customer.yaml": CUSTOMER.replace("王建国", say["name"]).replace(
            "wants: {purpose: upgrade, rooms: 3}\n", wants + profile
        ),
        f"customers/7k3qf/visits/{name}.yaml": VISIT.replace("看了三房", say["note"])
        + f"next: {{on: 2026-11-20, what: {say['next']}}}\n",
        "customers/7k3qf/decisions/1.yaml": (
            f"at: 2026-11-13\nby: chen-wei\nkind: override\nto: A\nreason: {say['reason']}\nuntil: 2026-11-30\n"
        ),
        "customers/7k3qf/deals/1.yaml": (
            f"at: 2026-11-14\nstage: queued\nunit: 3-1201\namount: 5\nnote: {say['deal_note']}\n"
        ),
        "customers/2m9xd/customer.yaml": SECOND,
        "customers/2m9xd/visits/1.yaml": VISIT.replace("B", "C").replace("看了三房", say["note"]),
    }


def _office(values: Mapping[str, str]) -> Snapshot:
    written = {path: text.encode("utf-8", "surrogateescape") for path, text in files(values).items()}
    return snapshot(Tree(dict(sorted(written.items())), None, dirty=False))


@dataclass(frozen=True, slots=True)
class Shape:
    """What a page is made of: elements, and attributes with their element."""

    tags: frozenset[str]
    attributes: frozenset[tuple[str, str]]


class Outline(HTMLParser):
    """The elements of a page's body; every element must be closed in order, every link must be harmless."""

    def __init__(self, body: str) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.attributes: set[tuple[str, str]] = set()
        self.open: list[str] = []
        self.feed(body)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_startendtag(tag, attrs)
        if tag not in {"br", "input", "col"}:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        for name, value in attrs:
            self.attributes.add((tag, name))
            if name in {"href", "src"}:
                assert not _SCHEME.match(value or "") or (value or "").startswith("https://git.example.com/"), value

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_comment(self, data: str) -> None:
        raise AssertionError(f"a comment: {data}")

    def unknown_decl(self, data: str) -> None:
        raise AssertionError(f"a declaration: {data}")


def _shape(page: str) -> Shape:
    front, _mark, body = page.partition(MARK)
    outline = Outline(body)
    head = yaml.safe_load(front.split("---\n")[1])
    assert set(head) <= {"title", "hide", "search", "template", "description"}, head
    assert isinstance(head["title"], str | None), head
    return Shape(frozenset(outline.tags), frozenset(outline.attributes))


@cache
def _ordinary() -> Shape:
    """Return everything that pages of ordinary values are made of; both offices together show every part."""
    tags: set[str] = set()
    attributes: set[tuple[str, str]] = set()
    for values in (NEUTRAL, {**NEUTRAL, "office": "A", "person": "A", "grade": "A", "name": "王女士", "level": "C"}):
        for changed in (_office(values), typed({})):
            shown = frame(changed, judge(changed, AS_OF), translator(Language.ZH))
            for path, page in pages(shown, check(changed, AS_OF), TEMPLATES).items():
                if path.endswith(".md") and isinstance(page, str):
                    shape = _shape(page)
                    tags |= shape.tags
                    attributes |= shape.attributes
    return Shape(frozenset(tags), frozenset(attributes))


def _pages(found: Mapping[str, str | bytes]) -> None:
    for path, page in found.items():
        assert path.isascii() or path.isprintable()
        if path.endswith(".md") and isinstance(page, str):
            page.encode()
            shape = _shape(page)
            assert shape.tags <= _ordinary().tags | {"br", "b", "span"}, shape.tags - _ordinary().tags
            assert not {name for _tag, name in shape.attributes if name.startswith("on") or name == "style"}
            strange = shape.attributes - _ordinary().attributes
            assert {name for _tag, name in strange} <= {"class", "title", "href"}, strange


def _plan(office: Snapshot) -> None:
    before, after = judged(_office(NEUTRAL), AS_OF), judged(office, AS_OF)
    comparison = compare(before, after)
    reached = reaches(comparison.before, comparison.after, comparison.rules)
    ends = Ends("main", "HEAD", "fenji diff main HEAD")
    for language in Language:
        shown = plan(comparison, reached, guard(comparison, 100), ends, translator(language))
        for form in ("text", "github"):
            _terminal(FORMATS[form](shown))
        for line in FORMATS["markdown"](shown).splitlines():
            assert not line or line.startswith(("#", "- ", "  - ", "> ", "<sub>", "**…**")), line
            bare = re.sub(r"`[^`]*`", "", line)
            assert not re.search(r"<(?!/?(?:b|sub)>)", bare.replace("&lt;", "")), line


def _terminal(told: str) -> None:
    assert not _CONTROL.search(told), told
    told.encode()


def _calendar(shown: Frame) -> None:
    view = todo_view(shown, None, 30)
    data = calendar(shown, view, calendar_title(shown, None))
    assert all(len(line) <= 75 for line in data.split(b"\r\n"))
    assert b"\n" not in data.replace(b"\r\n", b"")
    events = list(Calendar.from_ical(data).walk("VEVENT"))
    assert len(events) == len(list(view.tasks))
    assert {key for event in events for key in event} <= _KEYS
    _terminal(text(shown, view))
    _terminal(markdown(shown, view))


_KEYS = {"UID", "DTSTAMP", "DTSTART", "DTEND", "SUMMARY", "DESCRIPTION", "CATEGORIES", "TRANSP"}


def _tables(shown: Frame) -> None:
    found = sheets(shown.snapshot, shown.grades, shown.tr)
    for sheet in found:
        rows = list(csv.reader(io.StringIO(as_csv(sheet).decode("utf-8-sig"), newline="")))
        assert len(rows) == len(sheet.rows) + 1
        assert {len(row) for row in rows} == {len(sheet.header)}
        for cell in _cells(rows):
            assert not cell.strip().startswith(("=", "@", "＝", "＠")), cell
    assert as_workbook(found) == as_workbook(found)


def _cells(rows: list[list[str]]) -> Iterator[str]:
    for row in rows:
        yield from row
