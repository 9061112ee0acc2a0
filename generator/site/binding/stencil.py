"""What the theme writes around a page, kept from one page to the next of the same kind.

The theme renders the same frame around each of thousands of pages: only title and content differ. A frame is taken with
marks in their places, and trusted when it has given the very bytes of two pages that the theme itself wrote.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Collection

from mkdocs.structure.pages import Page

_TITLE, _CONTENT, _HEADING = "fenji1title1stencil", "fenji1content1stencil", "<h1"
_TRIALS = 2

Render = Callable[[Page], str]


class Stencils:
    """The frames that are known so far, by kind of page; ``render`` is what the theme makes of a page.

    The pages ``own`` have frames of their own: the navigation shows where they stand.
    """

    def __init__(self, render: Render, own: Collection[str]) -> None:
        self._render, self._own = render, own
        self._known: dict[str, _Stencil] = {}

    def output(self, page: Page) -> str:
        """Return what the theme makes of a page."""
        kind = _kind(page)
        if kind is None or page.file.src_uri in self._own:
            return self._render(page)
        stencil = self._known.get(kind)
        if stencil is None:
            stencil = self._known[kind] = _Stencil(self._marked(page))
        if stencil.right == _TRIALS:
            return stencil.fill(page)
        output = self._render(page)
        stencil.wrong = stencil.wrong or stencil.fill(page) != output
        stencil.right += not stencil.wrong
        return output

    def _marked(self, page: Page) -> str:
        """Return the frame around a page of this kind, with marks for title and content."""
        content, meta = page.content, page.meta
        page.meta = {**meta, "title": _TITLE}
        page.content = f"{_HEADING if _HEADING in (content or '') else ''}{_CONTENT}"
        try:
            return self._render(page).replace(page.content, _CONTENT)
        finally:
            page.meta, page.content = meta, content


class _Stencil:
    """The frame of a kind of page, cut at its marks; how often it proved right, and whether it ever was wrong."""

    def __init__(self, marked: str) -> None:
        self.right, self.wrong = 0, False
        self._parts = [part.split(_TITLE) for part in marked.split(_CONTENT)]

    def fill(self, page: Page) -> str:
        """Return the frame with a page's title and content in it."""
        title = str(page.title)
        return (page.content or "").join([title.join(part) for part in self._parts])


def _kind(page: Page) -> str | None:
    """Return what pages with the same frame have in common; None where the frame is the page's own."""
    title = str(page.title)
    if page.is_homepage or page.canonical_url or page.edit_url or title != " ".join(title.split()):
        return None
    folder = page.file.dest_uri.rpartition("/")[0]
    meta = {name: value for name, value in page.meta.items() if name != "title"}
    return json.dumps([folder, meta, _HEADING in (page.content or "")], default=str)
