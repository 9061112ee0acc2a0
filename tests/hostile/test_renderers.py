"""Thousands of hostile values through everything that writes: pages, charts, calendars, sheets, data, plans, tables.

Each value of the corpus comes with something before it that could end what it stands in. A file made with hostile
values has the same parts as the one made with harmless values: elements, events, cells, lines.
"""

from __future__ import annotations

import csv
import io
import json
import re
import xml.etree.ElementTree as ET
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from html.parser import HTMLParser
from itertools import count
from pathlib import Path

import markdown
import pytest
from hypothesis import given
from hypothesis import strategies as st
from icalendar import Calendar
from python_calamine import CalamineWorkbook

from generator.cli.table import table
from generator.exchange.sheets import sheets
from generator.exchange.spreadsheet import as_csv, as_workbook
from generator.grade.check import check
from generator.grade.office import judge
from generator.read.problem import Level, Place, Problem
from generator.report.data import customer_data, provenance
from generator.report.frame import Frame, frame
from generator.report.plan.formats import FORMATS
from generator.report.plan.markdown import JOINER
from generator.report.plan.view import Item, Plan, Section
from generator.report.problems import REPORTERS
from generator.report.rich import Chip, Kind, Rich, Span, link, spans, strong
from generator.report.todo.data import todo_data
from generator.report.todo.feeds import feeds
from generator.report.todo.view import todo_view
from generator.site.pages import pages
from generator.texts import Message, one_line, translator
from tests.hostile.corpus import VALUES, combined, readable
from tests.hostile.looking import MARKER, same, squeezed
from tests.hostile.office import AS_OF, Places, all_files
from tests.offices import typed

TEMPLATES = Path(__file__).parents[2] / "site_templates"
COMBINED = combined()
RECORDED = tuple(value for value in COMBINED if readable(value))
PLACES = 777
PARTS = -(-len(RECORDED) // PLACES)
"""So many offices hold all values; each shows ``PLACES`` of them and more."""

FORMULA = re.compile(r"^[\s\u3000\u00a0]*[=+\-@＝＋－＠]")
KEY = "an office's secret of 32 signs or more"


class Parts(HTMLParser):
    """The elements of a page with the names of their attributes, and its texts."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.outline: list[str] = []
        self.texts: list[str] = []
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.outline.append(" ".join([tag, *sorted(name for name, _value in attrs)]))

    def handle_endtag(self, tag: str) -> None:
        self.outline.append(f"/{tag}")

    def handle_comment(self, data: str) -> None:
        self.outline.append(f"<!--{data}-->")

    def handle_data(self, data: str) -> None:
        self.texts.append(data)


class Office:
    """An office made of values from a number on, as the renderers get it."""

    def __init__(self, values: Sequence[str] | None, first: int = 0) -> None:
        following = count(first)

        def value(number: int) -> str:
            return values[next(following) % len(values)] if values is not None else f"值{number}值"

        self.places = Places(value, lambda _number: "x")
        self.snapshot = typed(dict(all_files(self.places)))
        self.grades = judge(self.snapshot, AS_OF)
        self.frame: Frame = frame(self.snapshot, self.grades, translator("zh"))

    def pages(self) -> Mapping[str, str]:
        found = pages(self.frame, check(self.snapshot, AS_OF), [TEMPLATES])
        return {path: page for path, page in found.items() if isinstance(page, str) and path.endswith(".md")}


@cache
def calm() -> Office:
    return Office(None)


@cache
def calm_pages() -> Mapping[str, str]:
    return calm().pages()


@cache
def wild(part: int) -> Office:
    return Office(RECORDED, part * PLACES)


def test_the_values_are_more_than_five_thousand() -> None:
    assert len(set(RECORDED)) == len(RECORDED) >= 5000
    assert len(set(COMBINED)) == len(COMBINED) >= 6000
    shown = {number for page in calm_pages().values() for number in map(int, MARKER.findall(page))}
    on_pages = {wild(part).places.values[number] for part in range(PARTS) for number in shown}
    assert len(shown) >= PLACES
    assert len(on_pages) >= 5000


@pytest.mark.parametrize("part", range(PARTS))
def test_a_page_has_the_parts_and_texts_that_it_has_with_harmless_values(part: int) -> None:
    office = wild(part)
    found = office.pages()
    assert found.keys() == calm_pages().keys()
    for path, page in calm_pages().items():
        rules = (calm().snapshot.rules_sha256, office.snapshot.rules_sha256)
        one, other = Parts(page.replace(rules[0][:12], rules[1][:12])), Parts(found[path])
        assert one.outline == other.outline, path
        for text, shown in zip(one.texts[1:], other.texts[1:], strict=True):
            assert same(text, shown, office.places.values.__getitem__), (path, text, shown)
        front, mild = (texts.partition("\n---\n")[0].splitlines() for texts in (found[path], page))
        assert len(front) == len(mild), path
        assert not set(front[1].removeprefix('title: "').removesuffix('"')) & set("<>&\"'`{}"), path


@pytest.mark.parametrize("part", range(PARTS))
def test_a_calendar_has_the_events_that_it_has_with_harmless_values(part: int) -> None:
    written = {name: feeds(office.frame, KEY) for name, office in (("calm", calm()), ("wild", wild(part)))}
    assert written["wild"].keys() == written["calm"].keys()
    for path, data in written["wild"].items():
        assert all(len(line) <= 75 for line in data.split(b"\r\n"))
        assert b"\n" not in data.replace(b"\r\n", b"")
        mild, found = (outline(written[name][path]) for name in ("calm", "wild"))
        assert found == mild, path


def outline(data: bytes) -> list[list[str]]:
    """The components of a calendar with the names of their properties."""
    return [sorted((part.name or "", *part.keys())) for part in Calendar.from_ical(data).walk()]


@pytest.mark.parametrize("part", range(PARTS))
def test_a_sheet_has_the_cells_that_it_has_with_harmless_values_and_no_formula(part: int) -> None:
    mild, found = (sheets(office.snapshot, office.grades, translator("zh")) for office in (calm(), wild(part)))
    for one, other in zip(mild, found, strict=True):
        rows, again = (list(csv.reader(io.StringIO(as_csv(sheet).decode("utf-8-sig"), ""))) for sheet in (one, other))
        assert [len(row) for row in rows] == [len(row) for row in again]
        assert [cell for row in again for cell in row if FORMULA.match(cell)] == []
    book = as_workbook(found)
    with zipfile.ZipFile(io.BytesIO(book)) as archive:
        for name in archive.namelist():
            if name.endswith(".xml"):
                tree = ET.fromstring(archive.read(name))  # noqa: S314 - made a line above
                assert not [node for node in tree.iter() if node.tag.rpartition("}")[2] in {"f", "hyperlink"}], name
    shapes = [[len(row) for row in sheet_rows(data)] for data in (as_workbook(mild), book)]
    assert shapes[0] == shapes[1]


def sheet_rows(data: bytes) -> Iterator[Sequence[object]]:
    with CalamineWorkbook.from_filelike(io.BytesIO(data)) as book:
        for name in book.sheet_names:
            yield from book.get_sheet_by_name(name).to_python()


@pytest.mark.parametrize("part", range(PARTS))
def test_data_has_the_keys_that_it_has_with_harmless_values(part: int) -> None:
    for written in (data_of(calm()), data_of(wild(part))), (work_of(calm()), work_of(wild(part))):
        mild, found = (json.loads(json.dumps(data)) for data in written)
        assert shape(mild) == shape(found)


def data_of(office: Office) -> Mapping[str, object]:
    lists = {"customers": office.grades.gradings, "closed": office.grades.closed}
    told = {name: [customer_data(one) for one in gradings.values()] for name, gradings in lists.items()}
    return {**provenance(office.snapshot, office.grades), **told}


def work_of(office: Office) -> Mapping[str, object]:
    return todo_data(todo_view(office.frame))


def shape(value: object) -> object:
    if isinstance(value, dict):
        return {key: shape(item) for key, item in value.items()}
    return [shape(item) for item in value] if isinstance(value, list) else type(value).__name__


def places(value: str) -> Plan:
    """A plan with a value wherever one can stand."""
    rich: Rich = (
        *spans(value),
        strong(value),
        Span(value, chip=Chip(value, value, "p9")),
        link(value, Kind.FILE, value, 3),
        link(value, Kind.COMMIT, value),
    )
    item = Item(rich, (rich, spans(value)), Place(f"customers/{value}/1.yaml", 3))
    section = Section(value, (item, Item(spans(value)), Item(spans(value), fold="")))
    return Plan(value, (spans(value), rich), (spans(value),), (section,), (spans(value),), value, f"fenji diff {value}")


EXTENSIONS = ["tables", "footnotes", "abbr", "fenced_code", "attr_list", "def_list", "admonition", "md_in_html", "meta"]
# What a hosting takes for a command, a mention or a reference where it stands in a comment as text.
ACTS = re.compile(r"(?:^|\s)(?:@\w|#\d|!\d|GH-\d|/[a-z]+\b)|://|\bwww\.|\w@\w", re.MULTILINE)


def tags(source: str) -> list[str]:
    page = markdown.markdown(source, extensions=EXTENSIONS)
    return [part for part in Parts(page).outline if part.strip()]


@pytest.mark.parametrize("part", range(16))
def test_a_plan_is_markdown_with_the_parts_that_it_has_with_harmless_values(part: int) -> None:
    mild = FORMATS["markdown"](places("值 1"))
    for value in COMBINED[part::16]:
        if not squeezed(value):
            continue
        source = FORMATS["markdown"](places(value))
        assert source.count("\n") == mild.count("\n"), value
        assert not [line for line in source.splitlines() if line.lstrip().startswith(("/", "---", "```", "~~~"))]
        assert harmful(source) == [], value


def harmful(source: str) -> list[str]:
    """What a comment would do beyond showing text: elements and attributes that fenji does not write."""
    allowed = {"h3", "h4", "ul", "li", "p", "b", "strong", "code", "sub", "blockquote", "br", "em"}
    return [part for part in tags(source) if part.removeprefix("/") not in allowed]


@pytest.mark.parametrize("form", ["text", "github"])
def test_a_plan_in_a_terminal_or_a_log_is_lines_of_text(form: str) -> None:
    mild = FORMATS[form](places("值 1")).splitlines()
    for value in COMBINED:
        lines = FORMATS[form](places(value)).splitlines()
        assert len(lines) == len(mild), value
        assert all(line.isprintable() or "\u3000" in line for line in lines), value
        if form == "github":
            assert [line.split(" ")[0] for line in lines] == [line.split(" ")[0] for line in mild], value


@pytest.mark.parametrize("form", sorted(REPORTERS))
def test_a_problem_is_one_line_or_one_entry_whatever_its_value_and_path(form: str) -> None:
    for value in COMBINED:
        path = "customers/" + value.replace("\0", "").replace("/", "_") + "/1.yaml"
        problem = Problem(Place(path, 3), "code", Message("“%(value)s” is wrong.", {"value": value}), Level.ERROR)
        said = REPORTERS[form]([problem], translator("en"))
        if form in {"json", "gitlab"}:
            found = json.loads(said)
            assert len(found["problems"] if form == "json" else found) == 1
        else:
            assert len(said.splitlines()) == 1, value
        if form == "github":
            assert said.startswith("::error file="), value
        assert clean(said), value


def clean(said: str) -> bool:
    """Tell whether a terminal has nothing to obey in a text, and a reader nothing that is not seen."""
    return all(char.isprintable() or char in "\n\u3000" for char in said)


def test_a_table_in_a_terminal_keeps_its_lines() -> None:
    for start in range(0, len(COMBINED), 50):
        some = COMBINED[start : start + 50]
        said = table([["id", "值"], *([str(number), value] for number, value in enumerate(some))])
        assert clean(said)
        assert len(said.splitlines()) == len(some) + 1


@given(st.text(max_size=40), st.sampled_from(VALUES), st.text(max_size=40))
def test_any_text_around_a_value_is_shown_on_one_line(before: str, value: str, after: str) -> None:
    assert clean(one_line(before + value + after))
    source = FORMATS["markdown"](places(before + value + after))
    assert clean(source.replace(JOINER, ""))
    assert harmful(source) == []
