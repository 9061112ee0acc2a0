"""A file becomes a tree of texts with positions, or problems with positions; nothing else can happen."""

from __future__ import annotations

import subprocess
import sys

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from generator.packing import pack, unpack
from generator.read.bounds import MAX_DEPTH, OTHER_NODES, RECORD_NODES
from generator.read.document import Document
from generator.read.parsing import parse
from generator.read.text import MARK, decode, invisible


def document(text: str) -> Document:
    found, problems = parse("a.yaml", text.encode())
    assert found is not None, problems
    return found


def test_what_lasts_of_a_document_tells_the_same() -> None:
    whole = document("a: {b: 1, c: ''}\nlist:\n- x\n- y: |\n    text\nempty:\n'quoted': \"\"\n")
    lasting = unpack(pack(whole.lasting()))
    assert (lasting.plain(), lasting.marks()) == (whole.plain(), whole.marks())
    locs: list[tuple[str | int, ...]] = [(), ("a",), ("a", "c"), ("list", 1, "y"), ("empty",), ("none",), ("list", 7)]
    for loc in locs:
        for key in (True, False):
            assert lasting.place(loc, key=key) == whole.place(loc, key=key)


def problems(text: str | bytes) -> list[tuple[int, int, str]]:
    found, listed = parse("a.yaml", text.encode() if isinstance(text, str) else text)
    assert (found is None) == bool(listed)
    return [(problem.place.line, problem.place.column, problem.code) for problem in listed]


def test_every_scalar_stays_the_text_that_was_written() -> None:
    text = """\
phone: 0571
unit: 12E3
no: no
time: 14:30
day: 2026-09-07
null: null
octal: 0o17
empty:
blank: ''
list: [1, yes, ~]
"""
    assert document(text).plain() == {
        "phone": "0571",
        "unit": "12E3",
        "no": "no",
        "time": "14:30",
        "day": "2026-09-07",
        "null": "null",
        "octal": "0o17",
        "empty": None,
        "blank": "",
        "list": ["1", "yes", "~"],
    }


@pytest.mark.parametrize(
    ("loc", "key", "place"),
    [
        ((), False, (1, 1)),
        (("name",), False, (1, 7)),
        (("name",), True, (1, 1)),
        (("wants", "rooms"), False, (3, 10)),
        (("wants", "rooms"), True, (3, 3)),
        (("wants", "area"), False, (3, 3)),
        (("units", 1), False, (4, 17)),
        (("units", 7), False, (4, 8)),
        (("wants", "a step of the schema", "rooms"), False, (3, 10)),
    ],
)
def test_a_place_is_that_of_the_value_or_its_nearest_parent(
    loc: tuple[str | int, ...], key: bool, place: tuple[int, int]
) -> None:
    found = document("name: 王\nwants:\n  rooms: 3\nunits: [3-1201, 3-1301]\n").place(loc, key=key)
    assert (found.path, found.line, found.column) == ("a.yaml", *place)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("", [(1, 1, "empty")]),
        ("# nothing\n", [(1, 1, "empty")]),
        ("---\n...\n", []),
        ("a: &x 1\n", [(1, 4, "anchor")]),
        ("a: *x\n", [(1, 4, "alias")]),
        ("a: !!int 1\nb: !x 2\n", [(1, 4, "tag"), (2, 4, "tag")]),
        ("a: &x !y 1\n", [(1, 4, "anchor"), (1, 4, "tag")]),
        ("a: 1\n--- \nb: 2\n---\nc: 3\n", [(2, 1, "documents"), (4, 1, "documents")]),
        ("%TAG ! tag:x,2000:\n---\na: 1\n", [(1, 1, "directive")]),
        ("<<: 1\n", [(1, 1, "merge-key")]),
        ("'<<': 1\n", []),
        ("a: 1\nb: 2\na: 3\na: 4\n", [(3, 1, "duplicate-key"), (4, 1, "duplicate-key")]),
        ("a: {b: 1, b: 2}\n", [(1, 11, "duplicate-key")]),
        ("- {b: 1, b: 2}\n", [(1, 10, "duplicate-key")]),
        ("caf\u00e9: 1\ncafe\u0301: 2\n", [(2, 1, "duplicate-key")]),
        ("{A: 1, Ａ: 2}\n", [(1, 8, "duplicate-key")]),
        ("A: 1\n' A ': 2\n", [(2, 1, "duplicate-key")]),
        ("? [a]\n: 1\n", [(1, 3, "key-type")]),
        ("a: 100%\nb: x & y\nc: 2 * 3\nd: wow!\n", []),
    ],
)
def test_what_a_record_may_not_hold_is_named_where_it_stands(text: str, found: list[tuple[int, int, str]]) -> None:
    assert problems(text) == found


NESTED = ("- ", "-  ", "- \t", "[", "{a: ", "a: [", "? ", "?  ", "[\n", "[ ']',", '{ a: "}", b: ')


@pytest.mark.parametrize("pattern", NESTED)
def test_deep_nesting_is_refused_before_the_parser_could_crash(pattern: str) -> None:
    """In a process of its own: a parser that does nest so deep takes the whole process with it."""
    program = (
        "import sys; from generator.read.parsing import parse; print(parse('a', sys.stdin.buffer.read())[1][0].code)"
    )
    data = (pattern * 60_000)[: 200 * 1024].encode()
    done = subprocess.run([sys.executable, "-c", program], input=data, capture_output=True, check=False, timeout=60)
    assert done.stdout.decode().strip() in {"too-deep", "syntax"}, done.stderr.decode()[-300:]


@pytest.mark.parametrize("mark", ["", "  # &"])
def test_the_bounds_are_the_same_whether_or_not_the_text_looks_suspicious(mark: str) -> None:
    def nested(depth: int) -> str:
        return "\n".join(" " * level + "a:" for level in range(depth)) + " 1" + mark

    assert problems(nested(MAX_DEPTH)) == []
    assert [code for _line, _column, code in problems(nested(MAX_DEPTH + 1))] == ["too-deep"]


@pytest.mark.parametrize(
    ("path", "most"),
    [("customers/a/visits/1.yaml", RECORD_NODES), ("rules.yaml", OTHER_NODES), ("map.yaml", OTHER_NODES)],
)
@pytest.mark.parametrize("mark", ["", "  # &"])
def test_a_record_holds_fewer_values_than_rules_may(path: str, most: int, mark: str) -> None:
    def codes(text: str) -> list[str]:
        return [problem.code for problem in parse(path, text.encode())[1]]

    assert codes("- a\n" * (most - 1) + mark) == []
    assert codes("- a\n" * most + mark) == ["too-many-nodes"]
    mapping = "".join(f"k{number}: v\n" for number in range(most // 2))
    assert codes(mapping.replace("v", "", 1).replace("k0: \n", "", 1) + mark) == []
    assert codes(mapping + mark) == ["too-many-nodes"]


def test_a_file_that_is_no_text_is_not_parsed() -> None:
    assert problems(b"\xff\xfe") == [(1, 1, "encoding")]
    assert problems("a: [\u200b") == [(1, 5, "invisible-character")]


@given(st.binary(max_size=200))
def test_any_bytes_give_a_document_or_problems_and_never_raise(data: bytes) -> None:
    document, found = parse("a", data)
    assert document is not None or found
    assert all(problem.place.line >= 1 and problem.place.column >= 1 for problem in found)


@given(st.text("ab1:-?[]{}&*!|>%@`\"'#,\\~<= \t\n.\u3000：王", max_size=60))
def test_any_text_gives_a_document_or_problems_at_places_inside_it(text: str) -> None:
    for line, column, _code in problems(text):
        assert 1 <= line <= text.count("\n") + 1
        assert column >= 1


PLAIN = st.recursive(
    st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"]), max_size=12),
    lambda inner: (
        st.lists(inner, max_size=4) | st.dictionaries(st.text("abc王", min_size=1, max_size=4), inner, max_size=4)
    ),
    max_leaves=12,
)


@given(PLAIN)
def test_what_is_written_is_read_back_as_exactly_the_same_texts(value: object) -> None:
    text = yaml.safe_dump(value, allow_unicode=True, default_style='"', width=2**20)
    found, listed = parse("a.yaml", (MARK + text.replace("!!str ", "")).encode())
    if found is not None:
        assert found.plain() == value
    else:
        assert {problem.code for problem in listed} <= {"invisible-character", "too-deep"}


@given(st.dictionaries(st.text("abc", min_size=1, max_size=3), st.text("xyz 王", max_size=6), min_size=1, max_size=6))
def test_every_value_is_found_where_its_place_says(record: dict[str, str]) -> None:
    text = "".join(f'{key}: "{value}"\n' for key, value in record.items())
    found = document(text)
    lines = text.split("\n")
    for key, value in record.items():
        place = found.place((key,))
        assert lines[place.line - 1][place.column - 1 :] == f'"{value}"'
        assert found.place((key,), key=True).column == 1


PIECES = [
    "a",
    "é",
    "\u200d",
    "\ufe0f",
    "👩",
    "❤",
    "1",
    "#",
    "'",
    '"',
    "\n",
    "\n  ",
    " ",
    ": ",
    "- ",
    ", ",
    "[",
    "]",
    "|",
    ">",
]


@given(st.lists(st.sampled_from(PIECES), max_size=14).map("".join))
def test_what_nobody_sees_is_in_no_value_where_it_is_not_in_the_text_and_nothing_is_escaped(text: str) -> None:
    """So the values of a text without escapes need not be searched again."""
    if decode("a.yaml", text.encode())[1]:
        return
    try:
        events = list(yaml.parse(text, Loader=yaml.CBaseLoader))
    except yaml.YAMLError:
        return
    assert [event.value for event in events if isinstance(event, yaml.ScalarEvent) and invisible(event.value)] == []


@pytest.mark.parametrize("escape", [r"\0", r"\u202e", r"\x1b", r"\u200b", r"\ufeff"])
def test_an_escape_brings_in_no_invisible_character(escape: str) -> None:
    assert problems(f'name: 王\nnote: "a{escape}b"\n') == [(2, 7, "invisible-character")]


@pytest.mark.parametrize("written", [r'"a\nb"', r"'a\u202eb'", r"a\0b"])
def test_other_escapes_and_backslashes_stay(written: str) -> None:
    assert problems(f"note: {written}\n") == []
