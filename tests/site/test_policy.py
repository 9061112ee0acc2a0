"""The policy of the pages: which scripts may run, and that every page of a built site says so."""

import re
from base64 import b64encode
from hashlib import sha256
from html.parser import HTMLParser
from pathlib import Path

import pytest

from generator.site.policy import Policy, guard, with_last_script
from tests.site.handmade import html, office, pages, publish

FRAME = (
    b'<!doctype html>\n<html>\n  <head>\n    \n      <meta charset="utf-8">'
    b'<script>at=new URL("%s",location)</script></head>'
    b"<body>%s<script>end()</script></body></html>"
)
POLICY = re.compile(r'<meta http-equiv="Content-Security-Policy" content="([^"]*)">')


def frame(root: bytes, body: bytes = b"") -> bytes:
    return FRAME % (root, body)


def scripts_of(page: str) -> list[str]:
    """Every script inside a page that a browser would run."""
    found: list[str] = []

    class Scripts(HTMLParser):
        inside = False

        def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
            self.inside = tag == "script" and not {"src", "type"} & {name for name, _value in attrs}

        def handle_data(self, data: str) -> None:
            if self.inside:
                found.append(data)
                self.inside = False

    Scripts().feed(page)
    return found


def hashed(script: str) -> str:
    return f"'sha256-{b64encode(sha256(script.encode()).digest()).decode()}'"


@pytest.mark.parametrize(("path", "root"), [("index.html", b"."), ("a/b.html", b".."), ("a/b/c.html", b"../..")])
def test_only_the_scripts_of_the_theme_are_known_wherever_the_page_lies(path: str, root: bytes) -> None:
    page = Policy.of(frame(b"/office/")).guarded(frame(root, b"<script>taken()</script>"), path).decode()
    [said] = POLICY.findall(page)
    assert [hashed(script) in said for script in scripts_of(page)] == [True, False, True]
    assert "unsafe" not in said


def test_the_policy_stands_before_the_first_script_and_only_once() -> None:
    policy = Policy.of(frame(b"/"))
    page = policy.guarded(frame(b"."), "index.html")
    assert page.index(b"Content-Security-Policy") < page.index(b"<script>")
    assert policy.guarded(page, "index.html") == page


def test_nothing_comes_from_elsewhere_and_nothing_goes_there() -> None:
    [said] = POLICY.findall(Policy.of(frame(b"/")).guarded(frame(b"."), "index.html").decode())
    rules = dict(rule.split(" ", 1) for rule in said.split("; "))
    assert rules.pop("script-src").startswith("'self' 'sha256-")
    assert rules == {
        "default-src": "'none'",
        "style-src": "'self'",
        "img-src": "'self' data:",
        "font-src": "'self'",
        "connect-src": "'self'",
        "worker-src": "'self'",
        "base-uri": "'none'",
        "form-action": "'none'",
    }


def test_every_page_of_a_site_has_it_and_knows_its_own_scripts(tmp_path: Path) -> None:
    root = office(tmp_path)
    assert publish(root, pages()) is None
    guard(root / "build/site")
    for path in html(root / "build/site"):
        page = (root / "build/site" / path).read_text(encoding="utf-8")
        [said] = POLICY.findall(page)
        assert scripts_of(page)
        assert all(hashed(script) in said for script in scripts_of(page)), path


def test_a_page_that_is_served_may_reload_itself() -> None:
    page = with_last_script(Policy.of(frame(b"/")).guarded(frame(b".") + b"<script>reload()</script>", "index.html"))
    [said] = POLICY.findall(page.decode())
    assert hashed("reload()") in said
    assert with_last_script(b"<html></html>") == b"<html></html>"
