"""The two smallest parts of every page, which stand in it thousands of times: a grade's chip, and rich text.

Only here does Python write HTML, for speed; every value passes through ``escape`` in the line where it is written.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from html import escape

from markupsafe import Markup

from generator.report.rich import Chip, Kind, Rich, Span, Tone
from generator.site.links import Links


@lru_cache(maxsize=1024)
def chip(one: Chip) -> Markup:
    """Return a grade as its letters in its colour, with the full name where the letters are not the name."""
    return Markup(_chip(one))  # noqa: S704 - escaped below


def rich(links: Links) -> Callable[[Rich], Markup]:
    """Return the function that writes rich text as seen from one page."""

    def written(spans: Rich) -> Markup:
        return Markup("".join([_span(span, links) for span in spans]))  # noqa: S704 - escaped below

    return written


def _chip(one: Chip) -> str:
    title = f' title="{escape(one.name)}"' if one.name != one.text else ""
    return f'<span class="g {escape(one.tone)}"{title}>{escape(one.text)}</span>'


def _span(span: Span, links: Links) -> str:
    if span.chip is not None:
        return _chip(span.chip)
    address = links.to(span.to) if span.to is not None else ""
    if span.to is not None and address:
        file = ' class="src"' if span.to.kind is Kind.FILE else ""
        return f'<a href="{escape(address)}"{file}>{escape(span.text)}</a>'
    if span.tone is Tone.PLAIN:
        return escape(span.text)
    return f'<b class="{span.tone.value}">{escape(span.text)}</b>'
