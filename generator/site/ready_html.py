"""A Markdown extension for pages that are HTML already: their body passes through Markdown untouched.

A page is ready when its body (what follows the front matter) begins with MARK. Everything after the mark becomes the
page's content to the byte: Markdown neither parses it nor looks for links, emphasis or headings in it, so a value in it
can't turn into markup, and a page costs half the time. Where the body is one block element, such as a `<div>` around
everything, ordinary Markdown takes it for raw HTML: a builder without this extension shows the same page, only slower.

MkDocs and Zensical load the module by its dotted path in mkdocs.yml.
"""

from __future__ import annotations

from markdown import Extension, Markdown
from markdown.postprocessors import Postprocessor
from markdown.preprocessors import Preprocessor

from generator.site.docs import MARK

_FIRST, _LAST = 1000, -1000


class _Aside(Preprocessor):
    """Takes the body away before anything else sees it."""

    body: str | None = None

    def run(self, lines: list[str]) -> list[str]:
        text = "\n".join(lines).lstrip("\n")
        self.body = text.removeprefix(MARK) if text.startswith(MARK) else None
        return lines if self.body is None else []


class _Back(Postprocessor):
    """Puts the body back after everything else is done."""

    def __init__(self, aside: _Aside) -> None:
        super().__init__()
        self._aside = aside

    def run(self, text: str) -> str:
        return text if self._aside.body is None else self._aside.body


class ReadyHtml(Extension):
    """The extension; it has no options."""

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802, the name is Markdown's
        """Register the two ends: first of all preprocessors, last of all postprocessors."""
        aside = _Aside(md)
        md.preprocessors.register(aside, "ready_html", _FIRST)
        md.postprocessors.register(_Back(aside), "ready_html", _LAST)


def makeExtension(**options: object) -> ReadyHtml:  # noqa: N802, the name is Markdown's
    """Return the extension; Markdown calls this function by its name."""
    return ReadyHtml(**options)
