"""Bytes become text only where people can see all of it."""

import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

import generator.read.text as reading
from generator.read.parsing import parse
from generator.read.text import MOST_NAMED, decode, invisible
from generator.read.tree import MAX_BYTES


def codes(data: bytes) -> list[tuple[int, int, str]]:
    _text, problems = decode("a.yaml", data)
    return [(problem.place.line, problem.place.column, problem.code) for problem in problems]


def test_text_comes_through_as_it_is_without_the_byte_order_mark() -> None:
    assert decode("a.yaml", "\ufeffname: 王建国\r\n".encode()) == ("name: 王建国\r\n", [])


@pytest.mark.parametrize(
    ("data", "line", "column", "sentence"),
    [
        ("名: 王\n".encode("gbk"), 1, 1, "GBK"),
        (b"name: a\nnote: \xff\x80\xff\n", 2, 7, "not UTF-8"),
        ("姓名: ".encode() + b"\xff\x80\xff", 1, 5, "not UTF-8"),
        ("name".encode("utf-16"), 1, 1, "UTF-16"),
    ],
)
def test_another_encoding_is_named_where_it_shows(data: bytes, line: int, column: int, sentence: str) -> None:
    text, [problem] = decode("a.yaml", data)
    assert text is None
    assert (problem.place.line, problem.place.column, problem.code) == (line, column, "encoding")
    assert sentence in problem.message.msgid


def test_a_large_file_is_refused_before_it_is_read() -> None:
    assert decode("a", b"#" * MAX_BYTES)[1] == []
    assert codes(b"\xff" * (MAX_BYTES + 1)) == [(1, 1, "too-large")]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("a: 1\n<<<<<<< HEAD\n", [(2, 1)]),
        ("=======\n>>>>>>> b\n||||||| c\n", [(1, 1), (2, 1), (3, 1)]),
        ("a: <<<<<<< b\n ======= \n========\n", []),
        ("note: |\n  看了\n<<<<<<< HEAD\n  三房\n=======\n  四房\n>>>>>>> main\n", [(3, 1), (5, 1), (7, 1)]),
        ("note: |\r\n  看了\r\n<<<<<<<\r\n  三房\r\n=======\r\n>>>>>>> main\r\n", [(3, 1), (5, 1), (6, 1)]),
        ('note: "看了\n=======\n三房"\n', [(2, 1)]),
    ],
)
def test_conflict_markers_are_found_at_the_start_of_a_line(text: str, found: list[tuple[int, int]]) -> None:
    assert codes(text.encode()) == [(line, column, "conflict-marker") for line, column in found]


INVISIBLE = "\x00\x1b\x7f\x85\u200b\u200d\u202e\u2066\u2028\ufeff\U000e0041\u3164"
INVISIBLE += "\u034f\ufdd0\ufe00\ufe0f\U000e0100\U0001d173\U0010ffff"


@pytest.mark.parametrize("char", INVISIBLE)
def test_a_character_that_nobody_sees_is_named_where_it_stands(char: str) -> None:
    assert codes(f"name: 王\n  a{char}b\n".encode()) == [(2, 4, "invisible-character")]


@pytest.mark.parametrize("text", ["name: 王\t建国\n", "很满意👨‍👩‍👧\n", "ok👍🏽 ❤️‍🔥 1️⃣\n", "全角　空格\n"])
def test_what_people_see_stays(text: str) -> None:
    assert decode("a.yaml", text.encode()) == (text, [])


@given(st.binary(max_size=300))
@example(b"\r\x00")
def test_any_bytes_give_text_or_problems_and_never_raise(data: bytes) -> None:
    text, problems = decode("a.yaml", data)
    assert text is not None or problems
    for problem in problems:
        assert 1 <= problem.place.line <= len(re.split(rb"\r\n|\r|\n", data))
        assert problem.place.column >= 1


@pytest.mark.parametrize("ends", ["\n", "\r\n", "\r"])
def test_lines_are_counted_as_yaml_counts_them(ends: str) -> None:
    assert codes(f"a: 1{ends}b: 2{ends}c: \u200b{ends}".encode()) == [(3, 4, "invisible-character")]
    assert codes(f"a: 1{ends}b: 2{ends}c: ".encode() + b"\xff\n") == [(3, 4, "encoding")]


def test_every_character_is_read_or_named_and_none_escapes_to_the_parser() -> None:
    """Each code point that UTF-8 has, in batches: what the text lets through, the parser takes as it is."""
    points = (point for point in range(0x20, 0x110000) if not 0xD800 <= point < 0xE000)
    visible = [chr(point) for point in points if invisible(chr(point)) is None]
    for start in range(0, len(visible), 2000):
        batch = "".join(visible[start : start + 2000]).replace("'", "")
        document, problems = parse("a.yaml", f"note: '{batch}王'\n".encode())
        assert problems == []
        assert document is not None
        assert document.plain() == {"note": batch + "王"}


def test_of_a_file_full_of_them_the_first_places_are_named() -> None:
    found = codes(b"\x01\n" * 100_000)
    assert found == [(line, 1, "invisible-character") for line in range(1, MOST_NAMED + 1)]


PARTS = st.sampled_from(
    [
        *"ab: 王·é½л½\u200b\u202e\0\x7f\t\r\n=<>|",
        "=======",
        "<<<<<<< a\n",
        "\u00b7",
        "谢".encode("gbk").decode("utf-8", "ignore"),
    ]
)


@given(st.lists(PARTS, max_size=12).map("".join), st.sampled_from(["utf-8", "utf-16", "utf-16-le", "gbk"]))
def test_a_text_that_is_plainly_fine_is_found_so_by_the_long_way_too(text: str, encoding: str) -> None:
    data = text.encode(encoding, "ignore")
    short = decode("a.yaml", data)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(reading, "_PLAIN", re.compile("(?!)"))
        assert decode("a.yaml", data) == short
