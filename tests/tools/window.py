"""A built site in a real browser: a server on this machine, the browser, and one page of each kind."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import timedelta
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Literal

from playwright.sync_api import Browser, BrowserContext, Page, Playwright

from generator.grade.office import OfficeGrades
from generator.read.weeks import week_of
from tests.tools.browser import QUIET, executable

WIDTHS = (1280, 390)
Scheme = Literal["light", "dark"]
SCHEMES: tuple[Scheme, ...] = ("light", "dark")
HEIGHTS: Mapping[int, int] = {1280: 900, 390: 844}
ARGUMENTS = ("--no-sandbox", "--disable-gpu", "--disable-quic", *QUIET)
# The theme starts with scripts and styles inside the page; all else must come from the site itself.
POLICY = "default-src 'self'; script-src 'self' 'unsafe-inline'; style-src 'self' 'unsafe-inline'; img-src 'self' data:"


class _Handler(SimpleHTTPRequestHandler):
    """Serves a folder as a web host would: nothing but what is there, and 404.html for the rest."""

    def end_headers(self) -> None:
        self.send_header("Content-Security-Policy", POLICY)
        super().end_headers()

    def send_error(self, code: int, message: str | None = None, explain: str | None = None) -> None:
        page = Path(self.directory) / "404.html"
        if code != 404 or not page.is_file():
            super().send_error(code, message, explain)
            return
        self.send_response(404)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.end_headers()
        self.wfile.write(page.read_bytes())

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the name is the library's
        """Say nothing."""


@contextmanager
def serving(folder: Path) -> Iterator[str]:
    """Serve a folder on a free port of this machine; yield the address, with a slash at its end."""
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(_Handler, directory=str(folder))) as server:
        thread = Thread(target=server.serve_forever)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_address[1]}/"
        finally:
            server.shutdown()
            thread.join()


def launch(playwright: Playwright) -> Browser:
    """Start the system's browser. Raises NoBrowserError where there is none."""
    return playwright.chromium.launch(executable_path=executable(), args=list(ARGUMENTS))


def context(browser: Browser, width: int, scheme: Scheme, *, scripts: bool = True) -> BrowserContext:
    """A window of that width, on a system with that colour scheme, with or without JavaScript."""
    return browser.new_context(
        viewport={"width": width, "height": HEIGHTS[width]},
        color_scheme=scheme,
        java_script_enabled=scripts,
        locale="zh-CN",
        timezone_id="Asia/Shanghai",
        reduced_motion="reduce",
    )


def load(page: Page, url: str) -> None:
    """Open a page; return when it is loaded, its scripts have run and no request has been under way for half a second.

    Half a second without requests alone says nothing of scripts: a busy machine may still be running those it fetched.
    """
    page.goto(url)
    page.wait_for_load_state("networkidle")


def kinds(grades: OfficeGrades) -> Mapping[str, str]:
    """One page of each kind by name; of customers one of the best grade, of the worst and of none."""
    official = grades.ruleset.rules.schemes[grades.ruleset.rules.official]
    order = list(official.grades)
    wanted = {"best": order[0], "worst": order[-1], "ungraded": None}
    customers = {
        f"customer-{name}": next(
            f"customers/{id_}.html" for id_, grading in grades.gradings.items() if grading.grade == grade
        )
        for name, grade in wanted.items()
    }
    people = sorted(grades.office.people.items())
    consultant, leader = (next(id_ for id_, one in people if one.role == role) for role in ("consultant", "leader"))
    week = week_of(grades.as_of + timedelta(days=1)).before
    return {
        "home": "index.html",
        "weeks": "weeks/index.html",
        "week": f"weeks/{week}.html",
        "changes": "changes/index.html",
        "change": f"changes/{week}.html",
        "evening": "meetings/evening.html",
        "weekly": "meetings/weekly.html",
        "consultants": "consultants/index.html",
        "consultant": f"consultants/{consultant}.html",
        "leader": f"consultants/{leader}.html",
        "customers": "customers/index.html",
        **customers,
        "approvals": "approvals.html",
        "pool": "pool.html",
        "quality": "quality.html",
        "rules": "rules.html",
        "missing": "no/such/page.html",
    }
