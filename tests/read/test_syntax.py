"""The parser's complaints are said in words that name the slip and the line where people see it."""

import pytest

from generator.read.parsing import parse
from generator.read.syntax import typing_slip
from generator.texts import translator


@pytest.mark.parametrize(
    ("text", "line", "part"),
    [
        ("name: a: b\n", 1, "A colon followed by a space"),
        ("name: 王\nwants\nphone: 1\n", 3, "A key needs a colon"),
        ("name: 王\n wants: 1\n", 2, "A colon followed by a space"),
        ("wants:\n  a: 1\n b: 2\n", 3, "The indentation does not fit"),
        ("units: [a, b\nname: 王\n", 2, "The list"),
        ("wants: {a: 1, b: 2\n", 1, "The mapping"),
        ("name: '王\n", 1, "The text in quotes is not closed"),
        ('name: "a\\q"\n', 1, "a backslash starts an escape"),
        ("name: @wang\n", 1, "This character can't start a value"),
        ("name: `wang`\n", 1, "This character can't start a value"),
        ("units:\n  - a\n  b\n", 3, "A key needs a colon"),
        ("name: - a\n", 1, "A list item can't start here"),
        ("wants:\n\trooms: 3\n", 2, "A tab can't be used"),
        ("name：王\nphone: 1\n", 1, "fullwidth colon"),
        ("name: 王\nphone：1\nsource: call\n", 2, "fullwidth colon"),
        ("a: 'x' y\n", 1, ""),
        ("]", 1, ""),
    ],
)
def test_a_slip_is_named_in_its_line(text: str, line: int, part: str) -> None:
    found, [problem] = parse("a.yaml", text.encode())
    assert found is None
    assert (problem.code, problem.place.line) == ("syntax", line)
    assert part in problem.message.msgid


@pytest.mark.parametrize(
    ("line", "part"),
    [
        ("name：王", "fullwidth colon"),
        ("\u3000a: 1", "fullwidth space"),
        ("  \u3000a: 1", "fullwidth space"),
        ("\xa0\xa0a: 1", "U+00A0) in the indentation"),
        ("\ta: 1", "tab"),
        ("name:\u3000王", "U+3000) after the colon"),
        ("  name:\u2003王", "U+2003) after the colon"),
        ("note: 他说：好", None),
        ("note: 他说:\u3000好", None),
        ('"a：b": 1', None),
        ("'a：b': 1", None),
        ("", None),
        ("a:\tb", None),
    ],
)
def test_only_slips_of_the_keyboard_are_taken_for_them(line: str, part: str | None) -> None:
    found = typing_slip(line)
    assert found is None if part is None else found is not None and part in found.text(translator("en"))


@pytest.mark.parametrize(
    ("text", "line", "part"),
    [
        ("wants: {purpose: upgrade，rooms: 3}\n", 1, "“，” in this line; YAML wants “,”"),
        ("name: a\nwants: ｛rooms: 3｝\n", 2, "“｛” in this line; YAML wants “{”"),
        ("name: a\nwants: {rooms: 3｝\nby: a\n", 3, "not closed"),
        ("name:　王\nphone: 1\n", 1, "U+3000) after the colon"),
        ('name: "\\ud800"\n', 1, "stands for no character"),
        ('name: "\\uzz"\n', 1, "not complete"),
    ],
)
def test_a_wide_sign_is_named_where_it_breaks_the_line(text: str, line: int, part: str) -> None:
    found, [problem] = parse("a.yaml", text.encode())
    assert found is None
    assert (problem.code, problem.place.line) == ("syntax", line)
    assert part in problem.text(translator("en"))
