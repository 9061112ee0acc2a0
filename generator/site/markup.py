"""The two smallest parts of every page, which stand in it thousands of times: a grade's chip, and rich text.

Only here does Python write HTML; every value in it passes through ``Markup.format``, which escapes it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import lru_cache

from markupsafe import Markup, escape

from generator.report.rich import Chip, Kind, Rich, Span, Tone
from generator.site.links import Links

_NAMED = Markup('<span class="g {}" title="{}">{}</span>')
_CHIP = Markup('<span class="g {}">{}</span>')
_LINK = Markup('<a href="{}">{}</a>')
_FILE = Markup('<a href="{}" class="src">{}</a>')
_TONE = Markup('<b class="{}">{}</b>')


@lru_cache(maxsize=1024)
def chip(one: Chip) -> Markup:
    """Return a grade as its letters in its colour, with the full name where the letters are not the name."""
    if one.name != one.text:
        return _NAMED.format(one.tone, one.name, one.text)
    return _CHIP.format(one.tone, one.text)


def rich(links: Links) -> Callable[[Rich], Markup]:
    """Return the function that writes rich text as seen from one page."""

    def written(spans: Iterable[Span]) -> Markup:
        return Markup("").join([_span(span, links) for span in spans])

    return written


def _span(span: Span, links: Links) -> Markup:
    if span.chip is not None:
        return chip(span.chip)
    address = links.to(span.to) if span.to is not None else ""
    if span.to is not None and address:
        return (_FILE if span.to.kind is Kind.FILE else _LINK).format(address, span.text)
    if span.tone is Tone.PLAIN:
        return escape(span.text)
    return _TONE.format(span.tone.value, span.text)
