"""Hostile values through a real `fenji build`, looked at in a real browser: nothing runs, and all is only text."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from http import HTTPStatus
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Dialog, Page, expect

from tests.hostile.corpus import READABLE, VALUES
from tests.hostile.looking import LISTEN, MARKER, Look, look, same, shown, squeezed
from tests.hostile.office import Places, make
from tests.tools.window import load, serving

KEY = "an office's secret of 32 signs or more"
HEX = re.compile(r"\b[0-9a-f]{8,12}\b")
HOSTS = ("https://git.example.com/office/data/", "https://squidfunk.github.io/mkdocs-material/")
# What none of the values gets to be, put into a page by hand.
ACTIVE = """<script>hit(1)</script><img src="x.png" onerror="hit(2)"><a href="javascript:hit(3)">press</a>
<script src="https://evil.example/hit(4).js"></script><iframe srcdoc="<script>parent.hit(5)</script>"></iframe>
<base href="https://evil.example/"><link rel="stylesheet" href="https://evil.example/x.css">"""
# What a reader looks for; the first word is on many pages.
WORDS = ("客户", "script", "img", "onerror", "hit", "evil", "svg", "javascript")


def hostile(number: int) -> str:
    return READABLE[number % len(READABLE)]


def of_commits(number: int) -> str:
    """Commits may hold anything; the places of a record get what a record may hold."""
    return VALUES[number % len(VALUES)]


def harmless(number: int) -> str:
    return f"值{number}值"


@dataclass(frozen=True)
class Built:
    """An office that was built with the same places as another one; ``value`` is what each place holds."""

    root: Path
    places: Places
    process: subprocess.Popen[bytes]

    @property
    def site(self) -> Path:
        return self.root / "build/site"

    @property
    def ids(self) -> list[str]:
        """The commits and the rules as pages name them, in an order that the values do not change."""
        said = ["git", "-C", str(self.root), "rev-list", "--reverse", "HEAD"]
        commits = subprocess.run(said, capture_output=True, check=True, text=True).stdout.split()
        rules = sha256((self.root / "rules.yaml").read_bytes()).hexdigest()
        return [one[:length] for one in (*commits, rules) for length in (8, 12)]


def started(root: Path, values: Places) -> Built:
    command = [sys.executable, "-m", "generator", "-C", str(root), "build", "--keep-going"]
    environment = {**os.environ, "FENJI_CALENDAR_KEY": KEY, "FENJI_LANG": "zh"}
    return Built(root, values, subprocess.Popen(command, env=environment, stderr=subprocess.PIPE))


@pytest.fixture(scope="module")
def both(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, Built]:
    """The office with hostile values and the one with harmless values, built side by side."""
    folder = tmp_path_factory.mktemp("offices")
    found = {}
    for name, record, commit in (("wild", hostile, of_commits), ("calm", harmless, harmless)):
        places = make(folder / name, record, commit)
        found[name] = started(folder / name, places)
    said = {name: one.process.communicate(timeout=300)[1].decode() for name, one in found.items()}
    assert {name: one.process.returncode for name, one in found.items()} == dict.fromkeys(found, 0), said
    return found


@pytest.fixture(scope="module")
def wild(both: Mapping[str, Built]) -> Built:
    return both["wild"]


class Ear:
    """Hears what a page does: dialogs, new windows, errors, complaints, and requests to anywhere else."""

    def __init__(self, window: BrowserContext, address: str) -> None:
        self.heard: list[str] = []
        window.add_init_script(LISTEN)
        window.on("dialog", self._dialog)
        window.on("page", self._page)
        self._address = address

    def _dialog(self, dialog: Dialog) -> None:
        self.heard.append(f"dialog: {dialog.message}")
        dialog.dismiss()

    def _page(self, page: Page) -> None:
        page.on("popup", lambda popup: self.heard.append(f"popup: {popup.url}"))
        page.on("pageerror", lambda error: self.heard.append(f"error: {error}"))
        page.on("console", lambda message: self.heard.append(f"{message.type}: {message.text}"))
        page.on("response", lambda answer: self._answered(answer.status, answer.url))
        page.on("request", lambda request: self._asked(request.url))

    def _answered(self, status: int, url: str) -> None:
        if status >= HTTPStatus.BAD_REQUEST:
            self.heard.append(f"{status}: {url}")

    def _asked(self, url: str) -> None:
        if not url.startswith(self._address):
            self.heard.append(f"elsewhere: {url}")


def pages(site: Path) -> list[str]:
    return sorted(path.relative_to(site).as_posix() for path in site.rglob("*.html"))


def looks(
    browser: Browser, site: Path, paths: Sequence[str], *, scripts: bool = True, bypass_csp: bool = True
) -> dict[str, Look]:
    """Open pages of a site, nothing may be heard; return what each is. Without the policy, for escaping holds alone."""
    found = {}
    with (
        serving(site) as address,
        browser.new_context(bypass_csp=bypass_csp, java_script_enabled=scripts, locale="zh-CN") as window,
    ):
        ear = Ear(window, address)
        with window.new_page() as page:
            for path in paths:
                page.goto(address + path)
                found[path] = here(look(page), address)
    assert ear.heard == []
    return found


def here(found: Look, address: str) -> Look:
    return Look(
        found.outline, found.texts, found.values, [one.removeprefix(address) for one in found.links], found.hits
    )


@pytest.fixture(scope="module")
def seen(browser: Browser, both: Mapping[str, Built]) -> Mapping[str, dict[str, Look]]:
    """Every page of both sites as it was written, before any script changes it."""
    return {name: looks(browser, one.site, pages(one.site), scripts=False) for name, one in both.items()}


def test_nothing_runs_and_nothing_is_fetched_from_elsewhere(browser: Browser, wild: Built) -> None:
    found = looks(browser, wild.site, pages(wild.site))
    assert len(found) > 70
    assert {path: one.hits for path, one in found.items() if one.hits != []} == {}


def test_every_page_has_the_elements_and_attributes_that_it_has_with_harmless_values(
    seen: Mapping[str, dict[str, Look]],
) -> None:
    assert seen["wild"].keys() == seen["calm"].keys()
    for path, wild in seen["wild"].items():
        assert wild.outline == seen["calm"][path].outline, path


def test_links_lead_to_the_site_and_the_repository_only(seen: Mapping[str, dict[str, Look]]) -> None:
    for path, one in seen["wild"].items():
        assert [link for link in one.links if "://" in link and not link.startswith(HOSTS)] == [], path
        assert [link for link in one.links if link.lower().startswith(("javascript:", "data:", "vbscript:"))] == [], (
            path
        )


def test_every_text_is_the_harmless_one_with_the_values_in_place_of_each_other(
    seen: Mapping[str, dict[str, Look]], both: Mapping[str, Built]
) -> None:
    values, told = both["wild"].places.values, set()
    ids = dict(zip(both["calm"].ids, both["wild"].ids, strict=True))
    for path, calm in seen["calm"].items():
        wild = seen["wild"][path]
        for kind in ("texts", "values"):
            for one, other in zip(getattr(calm, kind), getattr(wild, kind), strict=True):
                expected = HEX.sub(lambda match: ids.get(match[0], match[0]), one)
                assert same(expected, other, values.__getitem__), (path, expected, other)
                told |= {int(number) for number in MARKER.findall(one)}
    assert len({values[number] for number in told}) >= 300
    assert {both["wild"].places.names[number] for number in told} >= SINKS


# The kinds of places whose values a page shows; the rest goes to messages and programs.
SINKS = {
    *("office", "money", "person", "version", "indicator", "rubric", "grade", "scheme", "rule label", "rule"),
    *("playbook", "attribute", "example", "name", "district", "product", "industry", "size", "place"),
    *("attribute value", "note", "next step", "reason", "deal", "author", "message", "file name", "points", "fact"),
}


def test_the_policy_has_nothing_to_forbid(browser: Browser, wild: Built) -> None:
    kinds = {path.split("/")[0]: path for path in pages(wild.site)}
    found = looks(browser, wild.site, sorted(kinds.values()), bypass_csp=False)
    assert {"customers", "weeks", "changes", "consultants", "quality.html"} <= kinds.keys()
    assert [path for path, one in found.items() if one.hits != []] == []


def test_what_would_run_in_spite_of_all_is_forbidden_by_the_policy(
    browser: Browser, wild: Built, tmp_path: Path
) -> None:
    site = Path(shutil.copytree(wild.site, tmp_path / "site"))
    page = site / "customers/c000.html"
    page.write_text(page.read_text("utf-8").replace("</h1>", f"</h1>{ACTIVE}", 1), encoding="utf-8")
    with serving(site) as address, browser.new_context() as window:
        ear = Ear(window, address)
        with window.new_page() as opened:
            load(opened, f"{address}customers/c000.html")
            opened.locator("a[href^='javascript:']").click()
            assert opened.evaluate("window.hits") == []
            assert opened.evaluate("document.baseURI") == f"{address}customers/c000.html"
    forbidden = [said for said in ear.heard if "Content Security Policy" in said]
    assert len(forbidden) >= ACTIVE.count("hit(")


def test_what_the_search_finds_is_text(browser: Browser, wild: Built) -> None:
    with serving(wild.site) as address, browser.new_context(bypass_csp=True, locale="zh-CN") as window:
        ear = Ear(window, address)
        with window.new_page() as page:
            page.goto(address)
            page.keyboard.press("/")
            found = [results(page, word) for word in WORDS]
            assert page.evaluate("window.hits") == []
    assert ear.heard == []
    assert sum(map(len, found)) > 0
    assert set().union(*found) <= {
        "a",
        "article",
        "div",
        "nav",
        "h1",
        "h2",
        "mark",
        "li",
        "details",
        "summary",
        "p",
        "ul",
    }


def results(page: Page, word: str) -> set[str]:
    """Look for a word; return the kinds of elements of what is found, but for the theme's icons."""
    meta = page.locator(".md-search-result__meta")
    meta.evaluate("one => { one.textContent = 'asked' }")
    page.locator(".md-search__input").fill(word)
    page.keyboard.press("End")
    expect(meta).not_to_have_text("asked", timeout=60_000)
    if word == WORDS[0]:
        expect(page.locator(".md-search-result__list li").first).to_be_visible(timeout=60_000)
    for more in page.locator(".md-search-result__more > summary").all():
        more.evaluate("one => { one.parentElement.open = true }")
    script = "all => all.filter(one => !one.closest('.md-search-result__icon')).map(one => one.localName)"
    kinds: list[str] = page.locator(".md-search-result__list *").evaluate_all(script)
    return set(kinds)


def test_the_index_of_the_search_has_the_sections_that_it_has_with_harmless_values(both: Mapping[str, Built]) -> None:
    places = {}
    for name, built in both.items():
        index = json.loads((built.site / "search/search_index.json").read_text(encoding="utf-8"))
        places[name] = [entry["location"].partition("#")[0] for entry in index["docs"]]
    assert places["wild"] == places["calm"]


def test_the_values_are_many_and_each_is_told_apart() -> None:
    assert len(set(READABLE)) == len(READABLE) >= 300
    assert len(set(VALUES)) == len(VALUES) >= 400
    assert all(squeezed(value) for value in VALUES)
    assert all(shown(value) for value in VALUES)
