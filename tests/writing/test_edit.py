"""A changed value leaves every other byte of the file alone."""

import io
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from ruamel.yaml import YAML

from generator.model.yamltext import record_text
from generator.read.parsing import parse
from generator.read.text import decode
from generator.writing.edit import EditError, Value, set_value

CUSTOMER = """\
# 老客户，王总介绍
name:   王建国      # who
phone: 0571
consultant: 'li-na'   # owner

wants: {purpose: upgrade,  rooms: 3 }   # asked twice
profile:
    household: children     # four spaces
    place: "柳桥"
units:
- 12E3
- no
note: a note of many words, so long that a program that folds lines would fold it somewhere about here, or here, or here
empty:
"""

CASES: dict[str, tuple[tuple[str | int, ...], Value, str, str]] = {
    "a plain value": (("name",), "李娜", "name:   王建国      # who", "name:   李娜      # who"),
    "a quoted value keeps its quotes": (
        ("consultant",),
        "zhou-kai",
        "consultant: 'li-na'   # owner",
        "consultant: 'zhou-kai'   # owner",
    ),
    "double quotes stay double": (("profile", "place"), "北塘", '    place: "柳桥"', '    place: "北塘"'),
    "a value that needs quotes gets them": (("phone",), "a: b # c", "phone: 0571", "phone: 'a: b # c'"),
    "a value of a mapping in braces": (
        ("wants", "rooms"),
        4,
        "wants: {purpose: upgrade,  rooms: 3 }   # asked twice",
        "wants: {purpose: upgrade,  rooms: 4 }   # asked twice",
    ),
    "a new key in braces": (
        ("wants", "budget"),
        318.5,
        "wants: {purpose: upgrade,  rooms: 3 }   # asked twice",
        "wants: {purpose: upgrade,  rooms: 3, budget: 318.5 }   # asked twice",
    ),
    "a new key below others": (
        ("profile", "title"),
        "ms",
        '    place: "柳桥"',
        '    place: "柳桥"\n    title: ms',
    ),
    "an item of a list": (("units", 1), "3-1201", "- no", "- 3-1201"),
    "a key without a value": (("empty",), "full", "empty:", "empty: full"),
    "a mapping below a key without a value": (("empty", "a"), "b", "empty:", "empty: {a: b}"),
    "a new key at the end": (("source",), "walk_in", "empty:", "empty:\nsource: walk_in"),
    "a new mapping at the end": (
        ("closed",),
        {"on": date(2026, 11, 1), "reason": "merged"},
        "empty:",
        "empty:\nclosed: {on: 2026-11-01, reason: merged}",
    ),
    "what is missing on the way is added": (("a", "b", "c"), "d", "empty:", "empty:\na: {b: {c: d}}"),
}


@pytest.mark.parametrize("bom", ["", "\ufeff"], ids=["no bom", "bom"])
@pytest.mark.parametrize("line_end", ["\n", "\r\n"], ids=["lf", "crlf"])
@pytest.mark.parametrize("case", CASES)
def test_only_the_line_of_the_value_changes(case: str, line_end: str, bom: str) -> None:
    loc, value, old, new = CASES[case]
    assert CUSTOMER.count(old + "\n") == 1
    before = bom + CUSTOMER.replace("\n", line_end)
    after = bom + CUSTOMER.replace(old + "\n", new + "\n").replace("\n", line_end)
    assert set_value(before, loc, value) == after


@pytest.mark.parametrize(
    ("text", "loc", "edited"),
    [
        ("a: 1", ("b",), "a: 1\nb: x"),
        ("a: 1\r\nb: 2", ("c",), "a: 1\r\nb: 2\r\nc: x"),
        ("a: |\n  x\n  y\n\n# end\n", ("b",), "a: |\n  x\n  y\nb: x\n\n# end\n"),
        ("a: |\n  x\n  y\nb: 1\n", ("a",), "a: x\nb: 1\n"),
        ("a: two\n  lines\nb: 1\n", ("a",), "a: x\nb: 1\n"),
        ("{a: 1, b: 2}\n", ("c",), "{a: 1, b: 2, c: x}\n"),
        ("{a: 1, b: 2, }\n", ("c",), "{a: 1, b: 2, c: x, }\n"),
        ("a: {b: 1 # one\n}\n", ("a", "c"), "a: {b: 1, c: x # one\n}\n"),
        ("a: {}\n", ("a", "c"), "a: {c: x}\n"),
        ("a:\n- b: 1\n  c: 2\n", ("a", 0, "d"), "a:\n- b: 1\n  c: 2\n  d: x\n"),
    ],
)
def test_rare_forms_of_a_file_are_edited_too(text: str, loc: tuple[str | int, ...], edited: str) -> None:
    assert set_value(text, loc, "x") == edited


@pytest.mark.parametrize(
    ("text", "loc"),
    [
        ("a: {b: 1}\n", ("a",)),
        ("a:\n- 1\n", ("a",)),
        ("a: 1\n", ("a", "b")),
        ("- 1\n", ("a",)),
        ("a: |+\n  x\n\n\n", ("b",)),
        ("{a}\n", ("a", "b")),
        ("a: [1, 2]\n", ("a", 5)),
        ("a: 'open\n", ("a",)),
        ("a: &x 1\n", ("a",)),
        ("", ("a",)),
    ],
)
def test_what_would_need_more_than_one_change_is_refused(text: str, loc: tuple[str | int, ...]) -> None:
    with pytest.raises(EditError):
        set_value(text, loc, "x")


def round_trip(text: str) -> str:
    yaml = YAML()
    yaml.preserve_quotes = True
    out = io.BytesIO()
    yaml.dump(yaml.load(text.encode()), out)
    return out.getvalue().decode()


@pytest.mark.parametrize(
    "text",
    [
        "a: 1\r\nb: 2\r\n",
        "\ufeffa: 1\n",
        "a: 1",
        "a:\n  - 1\n",
        "a:   1\n",
        "a: {b: 1,  c: 2}\n",
        "a:\n    b: 1\n",
        "a: " + "long line " * 20 + "end\n",
        "a: ~\n",
        "a: TRUE\n",
        "a: 1   \n",
    ],
)
def test_a_round_trip_of_the_whole_file_would_change_other_bytes(text: str) -> None:
    assert round_trip(text) != text
    assert set_value(text, ("z",), "x").replace("z: x", "").rstrip("\r\n") == text.rstrip("\r\n")


# --- laws -------------------------------------------------------------------------------------------------------------

WORDS = st.text(st.characters(exclude_categories=("Cs", "Cc", "Cf", "Co", "Cn")), min_size=1, max_size=12).map(
    str.strip
)
VALUES = WORDS.filter(lambda text: text != "" and decode("", text.encode())[1] == [])
SPACE = st.sampled_from([" ", "  ", "     "])
COMMENT = st.sampled_from(["", "", " # 备注", '   # it\'s "so": {x}'])
PLAIN = st.sampled_from(["no", "0571", "12E3", "1_000", "~", "2026-09-07 14:30", "14:30", "王建国", "3-1201", "a b"])
KEYS = ("name", "phone", "note", "units", "wants", "at")


@st.composite
def scalars(draw: st.DrawFn) -> str:
    value = draw(VALUES)
    return draw(
        st.one_of(
            PLAIN,
            st.just("'" + value.replace("'", "''") + "'"),
            st.just('"' + value.replace("\\", "\\\\").replace('"', '\\"') + '"'),
        )
    )


@st.composite
def entries(draw: st.DrawFn, key: str) -> str:
    form = draw(st.sampled_from(["scalar", "scalar", "braces", "block", "list", "literal"]))
    gap, comment = draw(SPACE), draw(COMMENT)
    if form == "scalar":
        return f"{key}:{gap}{draw(scalars())}{comment}\n"
    if form == "braces":
        end = draw(st.sampled_from(["", " ", ", "]))
        return f"{key}:{gap}{{a: {draw(scalars())},{gap}b: {draw(scalars())}{end}}}{comment}\n"
    if form == "block":
        return f"{key}:{comment}\n{gap}a: {draw(scalars())}\n{gap}# inside\n{gap}b: {draw(scalars())}{comment}\n"
    if form == "list":
        indentation = draw(st.sampled_from(["", "  "]))
        return f"{key}:\n{indentation}- {draw(scalars())}{comment}\n{indentation}-   {draw(scalars())}\n"
    return f"{key}: |{comment}\n  one: two\n  # not a comment\n"


@st.composite
def files(draw: st.DrawFn) -> str:
    keys = draw(st.lists(st.sampled_from(KEYS), min_size=1, unique=True))
    between = st.sampled_from(["", "", "\n", "# 一行备注\n", "\n# x: y\n"])
    text = "".join(draw(between) + draw(entries(key)) for key in keys) + draw(between)
    if draw(st.booleans()) and "|" not in text:  # a literal's last line end is a part of its value
        text = text.removesuffix("\n")
    if draw(st.booleans()):
        text = text.replace("\n", "\r\n")
    return draw(st.sampled_from(["", "\ufeff"])) + text


def places(text: str) -> list[tuple[str | int, ...]]:
    """All values of a file that can be replaced, and keys that can be added."""
    document, problems = parse("", text.encode())
    assert document is not None, (text, problems)
    plain = document.plain()
    assert isinstance(plain, dict)
    found: list[tuple[str | int, ...]] = [("added",)]
    for key, value in plain.items():
        if isinstance(value, dict):
            found += [(key, "a"), (key, "b"), (key, "added")]
        elif isinstance(value, list):
            found += [(key, position) for position in range(len(value))]
        else:
            found.append((key,))
    return found


@settings(max_examples=80)
@given(st.data())
def test_an_edit_changes_the_lines_of_its_value_and_nothing_else(data: st.DataObject) -> None:
    text = data.draw(files())
    loc = data.draw(st.sampled_from(places(text)))
    value = data.draw(VALUES)
    edited = set_value(text, loc, value)
    assert value_at(edited, loc) == value
    before, after = text.splitlines(keepends=True), edited.splitlines(keepends=True)
    start = next(
        (i for i, (a, b) in enumerate(zip(before, after, strict=False)) if a != b), min(len(before), len(after))
    )
    tail = 0
    while tail < min(len(before), len(after)) - start and before[-1 - tail] == after[-1 - tail]:
        tail += 1
    gone, come = before[start : len(before) - tail], after[start : len(after) - tail]
    assert len(come) <= 2
    assert len(gone) <= (1 if "added" in loc else 3)  # three: a literal's head and its lines
    comment = '   # it\'s "so": {x}'
    assert "".join(come).count(comment) >= "".join(gone).count(comment) - ("|" in "".join(gone))


@settings(max_examples=80)
@given(st.data())
def test_the_same_edit_twice_is_the_edit_once(data: st.DataObject) -> None:
    text = data.draw(files())
    loc, value = data.draw(st.sampled_from(places(text))), data.draw(VALUES)
    once = set_value(text, loc, value)
    assert set_value(once, loc, value) == once


@given(
    st.dictionaries(
        st.sampled_from(KEYS),
        st.one_of(VALUES, st.lists(VALUES, min_size=1), st.dictionaries(st.sampled_from("abc"), VALUES, min_size=1)),
        min_size=1,
    )
)
def test_write_read_write_is_a_fixed_point(record: dict[str, str | list[str] | dict[str, str]]) -> None:
    text = record_text(record)
    document, problems = parse("", text.encode())
    assert document is not None, problems
    assert document.plain() == record
    assert record_text(document.plain()) == text  # type: ignore[arg-type]


def value_at(text: str, loc: tuple[str | int, ...]) -> str:
    document, problems = parse("", text.encode())
    assert document is not None, (text, problems)
    value = document.plain()
    for step in loc:
        value = value[step]  # type: ignore[index]
    return str(value) if value is not None else ""
