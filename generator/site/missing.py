"""What stands on the page of an address that the site does not have: the reader's language, not the theme's."""

from __future__ import annotations

from pathlib import Path

from jinja2 import Environment

from generator.site.policy import ELSEWHERE

_THEIRS = "<h1>404 - Not found</h1>"


def tell_missing(site: Path, env: Environment) -> None:
    """Put our own words in the place of the theme's heading; a page of 404 that has none stays as it is.

    A relative link would lead nowhere from an address that is not there, so that the page has no link but the theme's.
    """
    page = site / ELSEWHERE
    text = page.read_text(encoding="utf-8")
    if _THEIRS not in text:
        return
    ours = env.get_template("pages/missing.html.j2").render()
    aside = page.with_name(f".{ELSEWHERE}")  # the file may be the published site's as well
    aside.write_text(text.replace(_THEIRS, ours, 1), encoding="utf-8", newline="")
    aside.replace(page)
