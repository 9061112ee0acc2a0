"""Every kind of page, on the desktop and the phone, light and dark, with and without JavaScript."""

from collections.abc import Iterator, Mapping
from importlib.resources import files
from itertools import product

import pytest
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Request, Response, Route

from tests.tools.window import SCHEMES, WIDTHS, context, load

AXE = (files("axe_playwright_python") / "axe.min.js").read_text(encoding="utf-8")
KINDS = (
    "home",
    "weeks",
    "week",
    "changes",
    "change",
    "evening",
    "weekly",
    "consultants",
    "consultant",
    "leader",
    "customers",
    "customer-best",
    "customer-worst",
    "customer-ungraded",
    "approvals",
    "pool",
    "quality",
    "rules",
    "missing",
)

HIDDEN = """parts => parts
    .filter(part => !part.closest("details:not([open])") && !part.checkVisibility())
    .map(part => part.outerHTML)"""


class Watch:
    """What a page did that it must not: complaints, errors, failed requests, requests that leave the site."""

    def __init__(self, page: Page, address: str, expected: int = 200) -> None:
        self.faults: list[str] = []
        self._address = address
        self._expected = expected
        page.on("console", self._console)
        page.on("pageerror", lambda error: self.faults.append(f"error: {error}"))
        page.on("request", self._request)
        page.on("requestfailed", lambda request: self.faults.append(f"failed: {request.url} {request.failure}"))
        page.on("response", self._response)

    def _console(self, message: ConsoleMessage) -> None:
        if message.type in {"error", "warning"} and not (self._expected == 404 and "404" in message.text):
            self.faults.append(f"console: {message.text}")

    def _request(self, request: Request) -> None:
        if not request.url.startswith((self._address, "data:", "blob:" + self._address)):
            self.faults.append(f"leaves the site: {request.url}")

    def _response(self, response: Response) -> None:
        wanted = self._expected if response.request.is_navigation_request() else 200
        if response.status != wanted:
            self.faults.append(f"{response.status}: {response.url}")


def serious(page: Page) -> list[str]:
    """axe-core's serious and critical findings, each with the places that it names."""
    page.evaluate(AXE)
    found = page.evaluate("axe.run(document, {resultTypes: ['violations']})")
    return [
        f"{violation['id']}: {node['target']} {node['failureSummary']}"
        for violation in found["violations"]
        if violation["impact"] in {"serious", "critical"}
        for node in violation["nodes"]
    ]


def too_wide(page: Page) -> int:
    """By how many pixels the page is wider than its window."""
    wide: int = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    return wide


@pytest.fixture(scope="session", params=product(WIDTHS, SCHEMES), ids=str)
def window(browser: Browser, request: pytest.FixtureRequest) -> Iterator[BrowserContext]:
    width, scheme = request.param
    with context(browser, width, scheme) as window:
        yield window


@pytest.fixture(scope="session", params=product(WIDTHS, SCHEMES), ids=str)
def plain_window(browser: Browser, request: pytest.FixtureRequest) -> Iterator[BrowserContext]:
    width, scheme = request.param
    with context(browser, width, scheme, scripts=False) as window:
        yield window


@pytest.mark.parametrize("kind", KINDS)
def test_a_page_keeps_to_its_site_and_window_and_is_accessible(
    window: BrowserContext, address: str, paths: Mapping[str, str], kind: str
) -> None:
    with window.new_page() as page:
        watch = Watch(page, address, 404 if kind == "missing" else 200)
        load(page, address + paths[kind])
        wide, findings = too_wide(page), serious(page)
    assert watch.faults == []
    assert wide <= 0
    assert findings == []


@pytest.mark.parametrize("kind", KINDS)
def test_a_page_is_whole_without_javascript(
    plain_window: BrowserContext, address: str, paths: Mapping[str, str], kind: str
) -> None:
    with plain_window.new_page() as page:
        watch = Watch(page, address, 404 if kind == "missing" else 200)
        page.goto(address + paths[kind])
        wide = too_wide(page)
        parts = page.locator(".fj-page table, .fj-page figure, .fj-page p")
        hidden = parts.evaluate_all(HIDDEN)
    assert watch.faults == []
    assert wide <= 0
    assert hidden == []


def test_a_page_is_looked_at_only_when_its_scripts_have_run(browser: Browser, address: str) -> None:
    """As on a busy machine: all files are there, and the theme's script still has two seconds to go."""

    def slowly(route: Route) -> None:
        busy = "for (const began = performance.now(); performance.now() - began < 2000; );"
        route.fulfill(content_type="text/javascript", body=busy + route.fetch().text())

    with context(browser, 1280, "light") as window, window.new_page() as page:
        page.route("**/bundle.*.js", slowly)
        load(page, address)
        assert page.locator(".md-search[role=dialog][aria-label]").count() == 1


def test_every_kind_of_page_is_looked_at(paths: Mapping[str, str]) -> None:
    assert set(KINDS) == set(paths)
