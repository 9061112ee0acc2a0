"""The short way of reading agrees with the long one on every text that it takes."""

from pathlib import Path

import pytest
import yaml
from hypothesis import example, given
from hypothesis import strategies as st

from generator.read.document import Document
from generator.read.lines import Lines, read_lines
from generator.read.parsing import parse
from generator.read.text import decode

SAMPLE = Path(__file__).parents[2] / "customers"

PIECES = st.sampled_from(
    [
        *"abyn019:#-?,[]{}&*!|>'\"%@`\\ .~=<\n",
        ": ",
        " #",
        ", ",
        "\n  ",
        "\n- ",
        "---\n",
        "...",
        "<<: ",
        "key: ",
        "at: ",
        "at: 2026-09-07\n",
        "judged: {motive: B, area: C}\n",
        "units: [3-1201, 3-1202]\n",
        "note: '",
        'note: "',
        "名",
        "：",
        "\u3000",
        "\u00a0",
        "\u00e9",
        "\U0001f3e0",
        "\t",
        "\r\n",
    ]
)
TEXTS = st.lists(PIECES, max_size=24).map("".join)
KEYS = st.text(alphabet="ab_1名", min_size=1, max_size=3)
WORDS = st.one_of(KEYS, st.text(alphabet="ab1_名é: #,{}[]-'\"?", min_size=1, max_size=8))
NEARLY = st.lists(
    st.tuples(
        KEYS,
        st.one_of(
            WORDS,
            st.tuples(KEYS, WORDS, KEYS, KEYS).map("{{{0[0]}: {0[1]}, {0[2]}: {0[3]}}}".format),
            WORDS.map("[a, {0}, {0}]".format),
            WORDS.map("'{}'".format),
            WORDS.map('"{}"'.format),
        ),
    ),
    max_size=4,
).map(lambda lines: "".join(f"{key}: {value}\n" for key, value in lines))


def long_way(text: str) -> Lines | None:
    document, problems = parse("x.yaml", text.encode())
    if document is None or problems:
        return None
    plain = document.plain()
    assert isinstance(plain, dict)
    return Lines(plain, dict(marks(document)))


def marks(document: Document) -> list[tuple[str, tuple[int, int]]]:
    found = []
    for key, value in document.root.value:
        found.append((key.value, place(value)))
        if isinstance(value, yaml.MappingNode):
            found += [(f"{key.value}.{inner.value}", place(leaf)) for inner, leaf in value.value]
        elif isinstance(value, yaml.SequenceNode):
            found += [(f"{key.value}.{number}", place(leaf)) for number, leaf in enumerate(value.value)]
    return found


def place(node: yaml.Node) -> tuple[int, int]:
    return node.start_mark.line + 1, node.start_mark.column + 1


@given(st.one_of(TEXTS, NEARLY))
@example("a: b\n c\n")
@example("a: 'b' # c\n")
@example("a: 'b'b: c\n")
@example("a: b #c\n")
@example("a: b#c\n")
@example("a: 12:30\n")
@example("a: {b: c, b: d}\n")
@example("a: b\na: c\n")
@example('a: ""\n')
@example("a: b   \n\n# why\nc: d")
@example("a: b\u3000\n")
@example("a: b\n---\nc: d\n")
def test_what_the_short_way_takes_the_long_way_reads_alike(text: str) -> None:
    decoded, problems = decode("x.yaml", text.encode())
    if decoded is None or problems or (short := read_lines(decoded)) is None:
        return
    assert short == long_way(text)


def test_all_records_of_the_sample_are_read_the_short_way_and_alike() -> None:
    texts = [path.read_text(encoding="utf-8") for path in sorted(SAMPLE.rglob("*.yaml"))]
    assert texts
    for text in texts:
        assert read_lines(text) == long_way(text)


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("a: b\n", {"a": "b"}),
        ("a: 1e3\nb: yes\n", {"a": "1e3", "b": "yes"}),
        ("a: ''\n", {"a": ""}),
        ("a: {b: c, 名: d e}\n", {"a": {"b": "c", "名": "d e"}}),
        ("a: [3-1, 4-2]\n# why\n", {"a": ["3-1", "4-2"]}),
        ("a: 12:30", {"a": "12:30"}),
    ],
)
def test_plain_lines_are_taken(text: str, plain: dict[str, object]) -> None:
    lines = read_lines(text)
    assert lines is not None
    assert lines.plain == plain


@pytest.mark.parametrize(
    "text",
    [
        "",
        "# why\n",
        "a:\n  b: c\n",
        "a: |\n  b\n",
        "a: b\n  c\n",
        "a: &b c\n",
        "a: b\na: c\n",
        "- a\n",
        "a: " + "b" * 5000,
    ],
)
def test_anything_freer_is_left_to_the_long_way(text: str) -> None:
    assert read_lines(text) is None
