"""The sheets of the meetings on paper: A4, black on white, nothing cut off, no customer on two pages, room to write."""

import re
from collections.abc import Iterator, Mapping

import pytest
from playwright.sync_api import Browser, Page

from tests.tools.window import SCHEMES, Scheme, context, load

SHEETS = ("evening", "weekly")
MM = 96 / 25.4
WIDTH, HEIGHT = round((210 - 24) * MM), round((297 - 26) * MM)

MEASURE = """() => {
    const table = document.querySelector(".fj-talk");
    const right = table.getBoundingClientRect().right;
    const cells = [...table.querySelectorAll("th, td")].filter(cell => cell.checkVisibility());
    const rows = [...table.querySelectorAll("tbody tr:not(.part)")];
    return {
        wide: document.documentElement.scrollWidth,
        beyond: cells.filter(cell => cell.scrollWidth > cell.clientWidth + 1
                                     || cell.getBoundingClientRect().right > right + 1).length,
        rows: rows.length,
        split: rows.filter(row => getComputedStyle(row).breakInside !== "avoid").length,
        tallest: Math.max(...rows.map(row => row.getBoundingClientRect().height)),
        blanks: rows.map(row => row.querySelector(".blank").getBoundingClientRect())
                    .filter(box => box.height < 50 || box.width < 100).length,
        shown: [...document.querySelectorAll(".md-header, .md-tabs, .md-footer, .fj-screen, .md-sidebar")]
                    .filter(part => part.checkVisibility()).length,
        head: table.querySelector("thead .fj-run").checkVisibility() && table.querySelector("thead .fj-run").innerText,
        repeated: getComputedStyle(table.tHead).display,
    };
}"""
COLOURS = """() => {
    const parts = [...document.querySelectorAll(".fj-sheet, .fj-sheet p, .fj-sheet td, .fj-sheet .g")];
    const behind = [document.body, ...parts].map(part => getComputedStyle(part).backgroundColor);
    return {ink: [...new Set(parts.map(part => getComputedStyle(part).color))], paper: [...new Set(behind)]};
}"""


@pytest.fixture(params=SCHEMES)
def paper(browser: Browser, request: pytest.FixtureRequest) -> Iterator[Page]:
    scheme: Scheme = request.param
    with context(browser, 1280, scheme) as window, window.new_page() as page:
        page.set_viewport_size({"width": WIDTH, "height": HEIGHT})
        yield page


@pytest.mark.parametrize("sheet", SHEETS)
def test_a_sheet_fits_on_a4_with_its_head_and_room_to_write(
    paper: Page, address: str, paths: Mapping[str, str], sheet: str
) -> None:
    load(paper, address + paths[sheet])
    paper.emulate_media(media="print")
    found = paper.evaluate(MEASURE)
    assert found["wide"] <= WIDTH
    assert (found["beyond"], found["split"], found["blanks"], found["shown"]) == (0, 0, 0, 0)
    assert found["rows"] > 3
    assert found["tallest"] < HEIGHT / 2
    assert found["repeated"] == "table-header-group"
    assert re.fullmatch(r"云溪府 · (晚|周)会单 · 2026年11月22日", found["head"].strip())


@pytest.mark.parametrize("sheet", SHEETS)
def test_a_sheet_is_dark_ink_on_white_paper_whatever_the_screen(
    paper: Page, address: str, paths: Mapping[str, str], sheet: str
) -> None:
    load(paper, address + paths[sheet])
    paper.emulate_media(media="print")
    found = paper.evaluate(COLOURS)
    assert set(found["paper"]) <= {"rgb(255, 255, 255)", "rgba(0, 0, 0, 0)"}
    assert all(max(map(int, re.findall(r"\d+", ink)[:3])) <= 0x33 for ink in found["ink"])


@pytest.mark.parametrize("sheet", SHEETS)
def test_a_sheet_prints_on_few_pages(paper: Page, address: str, paths: Mapping[str, str], sheet: str) -> None:
    load(paper, address + paths[sheet])
    rows = paper.locator(".fj-talk tbody tr:not(.part)").count()
    pages = len(re.findall(rb"/Type\s*/Page\b(?!s)", paper.pdf(format="A4")))
    assert 1 <= pages <= 2 + rows / 5
