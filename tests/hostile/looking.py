"""What a page is, told by a browser: its elements, its texts, what it links to, and whether anything ran."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from html import escape

from playwright.sync_api import Page

from generator.report.person import private
from generator.site.press import harmless
from generator.texts import LONGEST_VALUE, one_line

# Whatever gets code to run calls hit(); it is told here and nowhere else.
LISTEN = "window.hits = []; window.hit = (...all) => window.hits.push(all.join());"

_LOOK = """() => {
  const all = [...document.querySelectorAll("*")];
  const outline = all.map(one => one.localName + " " + one.getAttributeNames().sort().join(" "));
  const walker = document.createTreeWalker(document.documentElement, NodeFilter.SHOW_TEXT);
  const texts = [];
  for (let node; (node = walker.nextNode());) {
    const home = node.parentElement.localName;
    if (home !== "script" && home !== "style" && node.data.trim()) texts.push(node.data);
  }
  const told = ["title", "aria-label", "alt", "placeholder", "data-v", "data-now", "id"];
  const values = all.flatMap(one => told.map(name => one.getAttribute(name)).filter(value => value !== null));
  const links = all.flatMap(one => [one.href, one.src, one.action, one.formAction, one.data]
    .map(link => link?.baseVal ?? link).filter(link => typeof link === "string" && link));
  return {outline, texts, values, links, hits: window.hits ?? []};
}"""

MARKER = re.compile(r"值(\d+)值")


@dataclass(frozen=True)
class Look:
    """A page: its elements with the names of their attributes, texts, values of attributes, links, what ran."""

    outline: list[str]
    texts: list[str]
    values: list[str]
    links: list[str]
    hits: list[str]


def look(page: Page) -> Look:
    """Return what a page is."""
    return Look(**page.evaluate(_LOOK))


def squeezed(text: str) -> str:
    """Return a text without any space: a browser shows it otherwise than it is written."""
    return "".join(text.split())


def shown(value: str) -> Collection[str]:
    """Return how a value may be shown: as it is, and where that is promised on one line, masked, as a title.

    The office's own name stands in the configuration as HTML, which the theme shows as such in a tooltip.
    """
    forms = {value, private(value, {})}
    forms |= {one_line(form) for form in forms}
    forms |= {harmless(form) for form in forms}
    forms |= {form.strip() for form in forms} | {escape(value, quote=False)}
    return {squeezed(form) for form in forms}


def same(calm: str, wild: str, value: Callable[[int], str]) -> bool:
    """Tell whether a text is another one with each harmless value exchanged for the hostile one, whole or cut short."""
    literal, *parts = MARKER.split(squeezed(calm))
    rests = {wild_rest[len(literal) :] for wild_rest in (squeezed(wild),) if wild_rest.startswith(literal)}
    for number, after in zip(parts[::2], parts[1::2], strict=True):
        forms = shown(value(int(number)))
        rests = {
            left for rest in rests for left in (*_after_whole(rest, forms, after), *_after_cut(rest, forms, after))
        }
    return "" in rests


def _after_whole(text: str, forms: Collection[str], after: str) -> Iterator[str]:
    """Yield what is left of a text that begins with a value and what comes after it."""
    for form in forms:
        if text.startswith(form + after):
            yield text[len(form + after) :]


def _after_cut(text: str, forms: Collection[str], after: str) -> Iterator[str]:
    """Yield what is left where the value was cut, with an ellipsis, and maybe some of what comes after it."""
    cut = text.find("…")
    while 0 <= cut <= LONGEST_VALUE:
        if any(len(form) > cut and form.startswith(text[:cut]) for form in forms):
            for start in range(len(after) + 1):
                if text.startswith(after[start:], cut + 1):
                    yield text[cut + 1 + len(after) - start :]
        cut = text.find("…", cut + 1)
