"""Sentences as Markdown: emphasis is ours, every value stays plain text whatever it holds (design section 8)."""

from __future__ import annotations

import re

from generator.report.rich import Kind, Rich, Span, Tone
from generator.texts import one_line

# Everything that Markdown, HTML or a hosting's own additions (mathematics, mentions, quick actions) could act on;
# between letters and digits an underline is only itself. A line may begin as no list, rule or heading.
_ACTIVE = re.compile(
    r"(?<![0-9A-Za-z])_|_(?![0-9A-Za-z])|[\\`*{}\[\]<>&|~!#@$%^]|^\s*[-+=]|(?<=^\d)[.)]|(?<=^\d\d)[.)]"
)
# The hosts make links of what looks like one only after entities are read; a joiner that nobody sees keeps it text.
_LINKS = re.compile(
    r"(?<=[@#!~$%&^])(?=\w)|(?<=:)(?=//|[\w+-]+:)|(?<=//)(?=\w)|(?<=\w)(?=@)|(?<=\b[wW]{3})(?=\.)|(?<=\b[gG][hH])(?=-\d)"
)
JOINER = "\N{WORD JOINER}"


def escaped(value: str) -> str:
    """Return a value as Markdown that shows exactly it, on one line, and makes nothing else of it."""
    text = _LINKS.sub(JOINER, one_line(value))
    return _ACTIVE.sub(lambda match: "".join(f"&#{ord(char)};" for char in match[0]), text)


def markdown(rich: Rich) -> str:
    """Return a sentence as Markdown."""
    return "".join(_span(span) for span in rich)


def _span(span: Span) -> str:
    if span.to is not None and span.to.kind is Kind.FILE:
        text = one_line(span.text)
        return escaped(text) if "`" in text or not text.strip() else f"`{text}`"
    text = escaped(span.text)
    # Tags instead of asterisks: between Chinese characters and signs these do not always count as emphasis.
    return f"<b>{text}</b>" if text and (span.chip is not None or span.tone is Tone.STRONG) else text
