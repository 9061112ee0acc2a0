from hypothesis import given
from hypothesis import strategies as st
from markdown import Markdown

from generator.site.docs import MARK
from tests.site.handmade import body


def convert(text: str, *extensions: str) -> str:
    return Markdown(extensions=[*extensions, "toc", "attr_list", "md_in_html"]).convert(text)


@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_a_ready_body_comes_out_as_it_went_in(text: str) -> None:
    assert convert(f"{MARK}<div>{text}</div>\n", "generator.site.ready_html") == f"<div>{text}</div>"


def test_empty_lines_before_the_mark_do_not_matter() -> None:
    assert convert(f"\n\n{MARK}<p>*a*</p>", "generator.site.ready_html") == "<p>*a*</p>"


def test_a_page_without_the_mark_is_markdown() -> None:
    assert convert("*a*\n\n<div>b</div>", "generator.site.ready_html") == "<p><em>a</em></p>\n<div>b</div>"


def test_a_mark_further_down_is_a_comment() -> None:
    assert "<em>a</em>" in convert(f"*a*\n\n{MARK}*b*", "generator.site.ready_html")


def test_one_converter_can_do_ready_and_ordinary_pages_in_turn() -> None:
    md = Markdown(extensions=["generator.site.ready_html"])
    assert md.convert(f"{MARK}<p>*a*</p>") == "<p>*a*</p>"
    assert md.convert("*a*") == "<p><em>a</em></p>"


def test_ordinary_markdown_shows_the_same_page_without_the_extension() -> None:
    assert convert(MARK + body("rules.md")).removeprefix(MARK) == body("rules.md")
