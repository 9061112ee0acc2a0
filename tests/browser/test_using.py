"""What people do on the pages: sort, filter, search, and all of it with the keyboard."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.browser.test_every_page import Watch, serious
from tests.tools.window import SCHEMES, WIDTHS, Scheme, context, serving

TABLE = """<!doctype html><html lang="zh"><meta charset="utf-8"><title>t</title><div class="fj-page"><table data-sort>
<thead><tr><th>楼栋</th><th>顾问</th><th>天数</th></tr></thead><tbody>
<tr><td>12号楼-201</td><td>王芳</td><td data-v="30">1个月</td></tr>
<tr><td>3号楼-1201</td><td>李娜</td><td data-v="7">7天</td></tr>
<tr><td></td><td>陈伟</td><td data-v="">—</td></tr>
<tr><td>3号楼-301</td><td>周凯</td><td data-v="100">很久</td></tr>
<tr><td>1号楼-102</td><td>阿里木</td><td data-v="7">一周</td></tr>
</tbody></table></div><script src="fenji.js"></script></html>"""


@pytest.fixture(scope="module")
def window(browser: Browser) -> Iterator[BrowserContext]:
    with context(browser, 1280, "light") as window:
        yield window


@pytest.fixture
def customers(window: BrowserContext, address: str) -> Iterator[Page]:
    with window.new_page() as page:
        page.goto(address + "customers/index.html")
        yield page


@pytest.fixture
def table(window: BrowserContext, site: Path, tmp_path: Path) -> Iterator[Page]:
    (tmp_path / "index.html").write_text(TABLE, encoding="utf-8")
    (tmp_path / "fenji.js").write_bytes((site / "assets/fenji.js").read_bytes())
    with serving(tmp_path) as address, window.new_page() as page:
        page.goto(address)
        yield page


def column(page: Page, number: int) -> list[str]:
    return page.locator(f"tbody tr > :nth-child({number})").all_inner_texts()


def test_names_sort_by_pinyin(table: Page) -> None:
    table.get_by_role("button", name="顾问").click()
    assert column(table, 2) == ["阿里木", "陈伟", "李娜", "王芳", "周凯"]
    table.get_by_role("button", name="顾问").click()
    assert column(table, 2) == ["周凯", "王芳", "李娜", "陈伟", "阿里木"]


def test_numbers_in_names_sort_as_numbers_and_empty_cells_stay_at_the_end(table: Page) -> None:
    table.get_by_role("button", name="楼栋").click()
    assert column(table, 1) == ["1号楼-102", "3号楼-301", "3号楼-1201", "12号楼-201", ""]
    table.get_by_role("button", name="楼栋").click()
    assert column(table, 1) == ["12号楼-201", "3号楼-1201", "3号楼-301", "1号楼-102", ""]


def test_a_column_may_sort_by_another_value_than_it_shows_and_equal_rows_keep_their_order(table: Page) -> None:
    table.get_by_role("button", name="天数").click()
    assert column(table, 3) == ["7天", "一周", "1个月", "很久", "—"]
    assert table.locator("th[aria-sort=ascending]").inner_text() == "天数"


def test_customers_sort_by_grade_best_first_and_back(customers: Page) -> None:
    grade = customers.locator("#customers thead th").nth(1).get_by_role("button")
    for way in ("ascending", "descending"):
        grade.click()
        ranks = [
            int(rank)
            for rank in customers.locator("#customers tbody td:nth-child(2)").evaluate_all(
                "all => all.map(c => c.dataset.v)"
            )
        ]
        assert ranks == sorted(ranks, reverse=way == "descending")
        assert len(set(ranks)) > 3


def test_the_filter_leaves_the_rows_with_all_words(customers: Page) -> None:
    rows = customers.locator("#customers tbody tr")
    everybody = rows.count()
    names = customers.locator("#customers tbody tr > :nth-child(5)").all_inner_texts()
    field = customers.locator("input[data-filter=customers]")
    field.fill(f"{names[0]}  a")
    shown = customers.locator("#customers tbody tr:visible")
    texts = shown.all_inner_texts()
    assert 0 < len(texts) < everybody
    assert all(names[0] in text and "a" in text.lower() for text in texts)
    assert f"{len(texts)}" in customers.locator("output[for=customers-filter]").inner_text()
    field.fill("nobody has such a name")
    expect(shown).to_have_count(0)
    field.fill("")
    expect(shown).to_have_count(everybody)


def test_the_keyboard_filters_sorts_and_opens_a_customer(customers: Page) -> None:
    customers.locator("input[data-filter=customers]").focus()
    customers.keyboard.type("A")
    for _step in range(3):
        customers.keyboard.press("Tab")
        if customers.evaluate("document.activeElement.tagName") == "BUTTON":
            break
    customers.keyboard.press("Enter")
    assert customers.locator("#customers th[aria-sort=ascending]").count() == 1
    while customers.evaluate("document.activeElement.tagName") == "BUTTON":
        customers.keyboard.press("Tab")
    first = customers.locator("#customers tbody tr:visible a").first
    expect(first).to_be_focused()
    outline = first.evaluate("link => getComputedStyle(link).outlineStyle")
    assert outline != "none"
    customers.keyboard.press("Enter")
    customers.wait_for_url("**/customers/*.html")
    expect(customers.locator("h1")).to_be_visible()


@pytest.mark.parametrize("word", ["抗性", "认购", "单项最低"])
def test_a_chinese_word_finds_the_handbook(window: BrowserContext, address: str, word: str) -> None:
    with window.new_page() as page:
        watch = Watch(page, address)
        page.goto(address)
        page.keyboard.press("/")
        look_up(page, word)
        handbook = page.locator(".md-search-result__link[href*='rules.html']").first
        expect(handbook).to_be_visible(timeout=60_000)
        page.locator(".md-search__input").press("Escape")
        assert watch.faults == []


# The theme opens the search with a circle that grows past the window for a moment; then nothing may be wider.
FITS = "document.documentElement.scrollWidth <= document.documentElement.clientWidth"


def look_up(page: Page, text: str) -> None:
    """Type as an input method does: the text at once, then the release of a key."""
    expect(page.locator(".md-search__input")).to_be_focused()
    page.locator(".md-search__input").fill("")
    page.keyboard.insert_text(text)
    page.keyboard.press("End")


def settled(page: Page) -> None:
    """Wait until the search has opened and the page fits; the site's policy forbids what Playwright's own wait does."""
    for _tenth in range(600):
        if page.evaluate(FITS):
            return
        page.wait_for_timeout(100)
    raise AssertionError("the page is wider than the window")


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize("width", WIDTHS)
def test_the_open_search_is_accessible_and_names_no_customer(
    browser: Browser, address: str, width: int, scheme: Scheme
) -> None:
    with context(browser, width, scheme) as window, window.new_page() as page:
        page.goto(address + "customers/index.html")
        name = page.locator("#customers tbody th a").first.inner_text().split()[-1]
        page.locator("label[for=__search]:visible").first.click() if width == 390 else page.keyboard.press("/")
        look_up(page, "认购")
        expect(page.locator(".md-search-result__link").first).to_be_visible(timeout=60_000)
        some = page.locator(".md-search-result__meta").inner_text()
        settled(page)
        assert serious(page) == []
        look_up(page, name)
        expect(page.locator(".md-search-result__meta")).not_to_have_text(some)
        pages = page.locator(".md-search-result__link").evaluate_all(
            "all => all.map(link => link.getAttribute('href'))"
        )
        assert not [link for link in pages if "customers/" in link and "customers/index" not in link]


def test_the_colours_follow_the_system_and_can_be_chosen(browser: Browser, address: str) -> None:
    with context(browser, 1280, "dark") as window, window.new_page() as page:
        page.goto(address)
        assert page.locator("body").get_attribute("data-md-color-scheme") == "slate"
        page.emulate_media(color_scheme="light")
        expect(page.locator("body")).to_have_attribute("data-md-color-scheme", "default")
        for scheme in ("default", "slate", "default"):
            page.locator("label[for^=__palette]:visible").click()
            expect(page.locator("body")).to_have_attribute("data-md-color-scheme", scheme)
