"""The pages of a week's changes in a browser: a real history, every width and scheme, every fold opened."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from generator.model.snapshot import snapshot
from generator.read.folder import working_tree
from generator.site.build import build
from generator.site.order import Order
from generator.texts import Language
from tests.browser.test_every_page import HIDDEN, Watch, serious, too_wide
from tests.report.week.repository import weeks
from tests.site.test_weeks import TODAY
from tests.tools.window import SCHEMES, WIDTHS, Scheme, context, load, serving

PAGES = ("changes/index", "changes/2026-W48", "changes/2026-W45", "weeks/2026-W48", "index")


@pytest.fixture(scope="module")
def history(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    root = weeks(tmp_path_factory.mktemp("weeks") / "office")
    built = build(
        Order(root, "云溪府", TODAY, Language.ZH, keep_going=True, environment=os.environ),
        lambda: snapshot(working_tree(root)),
    )
    assert built.site is not None, built
    with serving(Path(built.site)) as address:
        yield address


@pytest.mark.parametrize("name", PAGES)
@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("scheme", SCHEMES)
def test_a_page_keeps_to_its_window_and_is_accessible(
    browser: Browser, history: str, width: int, scheme: Scheme, name: str
) -> None:
    with context(browser, width, scheme) as window, window.new_page() as page:
        watch = Watch(page, history)
        load(page, f"{history}{name}.html")
        page.locator("details").evaluate_all("all => all.forEach(one => one.open = true)")
        wide, findings = too_wide(page), serious(page)
    assert watch.faults == []
    assert wide <= 0
    assert findings == []


def test_the_menu_leads_to_the_newest_changes_and_to_their_authors_without_javascript(
    browser: Browser, history: str
) -> None:
    with context(browser, 1280, "light", scripts=False) as window, window.new_page() as page:
        page.goto(history)
        page.get_by_role("link", name="变更", exact=True).first.click()
        page.get_by_role("link", name="2026 年第 48 周", exact=True).click()
        assert page.locator("h1").inner_text() == "2026 年第 48 周的变更"
        assert page.get_by_text("<b>补录</b> 2m9xd").is_visible()
        assert page.locator(".fj-page table, .fj-page p").evaluate_all(HIDDEN) == []
