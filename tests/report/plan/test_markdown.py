"""A value in Markdown is only text, whatever it holds."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET

import markdown as reference
import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.report.plan.markdown import JOINER, escaped, markdown
from generator.report.rich import Chip, Kind, Span, Tone, link, strong
from generator.texts import one_line

HOSTILE = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "[click](javascript:alert(1))",
    "![x](https://example.com/a.png)",
    "**bold** _em_ ~~gone~~ `code`",
    "` `` ```",
    "| a | b |",
    "# heading",
    "- list",
    "+ list",
    "1. list",
    "12) list",
    "---",
    "===",
    "> quote",
    "&lt;b&gt; &#60;b&#62; &amp;",
    "a\n\n# b\r\n---\n<hr>",
    "\\<b\\>",
    "{{ 7*7 }} {% raw %}",
    "[^1] [x]: https://example.com",
    "$x^2$ $$y$$",
    "<!-- --> ]]> <![CDATA[",
    "    code",
    "\u202eabc\u2066",
    "王*建_国~",
    "name@example.com",
    "*[HTML]: x",
]


def shown(source: str) -> tuple[str, set[str]]:
    """Return the text that a reader sees, and the tags around it."""
    page = reference.markdown(f"- {source}", extensions=["tables", "footnotes", "abbr", "fenced_code"])
    root = ET.fromstring(f"<page>{page}</page>")  # noqa: S314 - made a line above
    tags = {element.tag for element in root.iter()} - {"page"}
    return "".join(root.itertext()).strip(), tags


def plain(value: str) -> str:
    return " ".join(one_line(value).replace(JOINER, "").split())


@pytest.mark.parametrize("value", HOSTILE)
def test_a_hostile_value_is_seen_as_it_is(value: str) -> None:
    text, tags = shown(escaped(value))
    assert tags == {"ul", "li"}
    assert " ".join(text.replace(JOINER, "").split()) == plain(value)


@given(st.text(alphabet="ab1 <>&[]()!*_`~#|\\-+=.:/@$^{}'\"\n王，", max_size=24))
def test_any_value_is_seen_as_it_is(value: str) -> None:
    text, tags = shown(escaped(value))
    assert tags <= {"ul", "li"}
    assert " ".join(text.replace(JOINER, "").split()) == plain(value)


@pytest.mark.parametrize(
    "value",
    [
        "@everyone",
        "see #12",
        "!34",
        "GH-7",
        "www.example.com",
        "https://example.com/x",
        "a@b.example",
        ":tada:",
        "%5",
        "~label",
        "$9",
        "/close",
        "&3",
    ],
)
def test_what_a_host_would_link_or_act_on_is_kept_apart(value: str) -> None:
    text = re.sub(r"&#(\d+);", lambda match: chr(int(match[1])), escaped(f"x {value}"))
    assert JOINER in text or value == "/close"  # an order counts at the start of a line only, and ours never is there
    assert not re.search(r"[@#!~$%&]\w|\w@|:\w+:|www\.|:/|//\w|GH-\d", text)


def test_readable_values_stay_readable_in_the_source() -> None:
    value = "3-1201 on 2026-11-12 14:30, rules.yaml, first_visit (B → A)"
    assert escaped(value) == value


def test_only_our_own_emphasis_is_set() -> None:
    rich = (
        strong("<b>王</b>"),
        Span(": ", Tone.PLAIN),
        Span("B", chip=Chip("B", "B", "p1")),
        Span("", Tone.STRONG),
        Span(" ", to=None),
        link("a_b.yaml:3", Kind.FILE, "a", 3),
        link("a`b.yaml:3", Kind.FILE, "a", 3),
        link("<i>", Kind.CUSTOMER, "x"),
    )
    assert markdown(rich) == "<b>&#60;b&#62;王&#60;/b&#62;</b>: <b>B</b> `a_b.yaml:3`a&#96;b.yaml:3&#60;i&#62;"
