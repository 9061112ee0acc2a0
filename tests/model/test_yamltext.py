"""What is written as YAML is read back as the same texts."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.model.yamltext import UnwritableTextError, Value, record_text, refusal
from generator.read.parsing import parse

HOSTILE = [
    "",
    " ",
    "a: b",
    "a:",
    "- a",
    "-",
    "--- a",
    "...",
    "# a",
    "a #b",
    "{{ 7*7 }}",
    "[a]",
    "{a: b}",
    "a, b",
    "'",
    "''",
    '"',
    '"a',
    "\\n",
    "&a",
    "*a",
    "!a",
    "|",
    ">",
    "%a",
    "@a",
    "`a",
    "? a",
    "?",
    "null",
    "~",
    "no",
    "0571",
    "12E3",
    "1:30",
    "<<",
    "=1+1",
    "a\nb",
    "\n",
    "a\r\nb",
    "\ttab",
    "tab\t",
    " lead",
    "trail ",
    "=======",
    "<<<<<<< HEAD",
    "姓名：王",
    "王\u3000建国",
    "a\u00a0",
    "\u00a0a",
    "👨\u200d👩\u200d👧",
    "<b>x</b>",
    "x" * 5000,
    "'\n\"",
    ",",
    "，",
    "-3",
    "+86",
    ".5",
    "。",
    "a\n=======\nb",
    "_a",
    "ǅ",
]

texts = st.text() | st.sampled_from(HOSTILE) | st.text("'\"\\ \n\t:#-,[]{}?!&*|>%@`~a中")


def read_back(record: dict[str, Value]) -> object:
    document, problems = parse("x.yaml", record_text(record).encode())
    assert problems == []
    assert document is not None
    return document.plain()


@pytest.mark.parametrize("text", HOSTILE)
def test_a_hostile_text_is_read_back_as_it_was(text: str) -> None:
    record: dict[str, Value] = {"note": text, "units": [text, "3-1201"], "wants": {"product": text, "rooms": "3"}}
    assert read_back(record) == record


@given(texts, texts, texts)
def test_any_text_is_read_back_or_refused(note: str, item: str, part: str) -> None:
    record: dict[str, Value] = {"note": note, "units": [item], "wants": {"product": part}}
    try:
        text = record_text(record)
    except UnwritableTextError:
        assert any(refusal(value) for value in (note, item, part))
        return
    assert read_back(record) == record
    assert not any(refusal(value) for value in (note, item, part))
    assert text == record_text(record)


@given(st.dictionaries(texts.filter(lambda key: refusal(key) is None and len(key) < 200), st.just("1"), max_size=4))
def test_any_key_is_read_back(keys: dict[str, str]) -> None:
    document, problems = parse("x.yaml", record_text({"attributes": keys}).encode())
    if document is not None:
        assert document.plain() == {"attributes": keys}
    assert {problem.code for problem in problems} <= {"duplicate-key"}


@pytest.mark.parametrize(
    "char", ["\x00", "\x1b", "\x7f", "\x85", "\u200b", "\u202e", "\u2028", "\ufeff", "\ud800", "\U000e0001"]
)
def test_control_and_invisible_characters_are_refused(char: str) -> None:
    with pytest.raises(UnwritableTextError) as caught:
        record_text({"note": f"a{char}b"})
    assert caught.value.message.params["code"] == f"U+{ord(char):04X}"


def test_the_style_is_that_of_the_design() -> None:
    record: dict[str, Value] = {
        "at": "2026-09-07 14:30",
        "note": "看了三房样板房，价格偏高",
        "judged": {"motive": "A", "price": "C"},
        "units": ["3-1201", "3-1301"],
        "phone": "138****1083",
        "amount": 318.5,
        "rooms": 3,
        "attributes": {},
    }
    assert record_text(record) == (
        "at: 2026-09-07 14:30\n"
        "note: 看了三房样板房，价格偏高\n"
        "judged: {motive: A, price: C}\n"
        "units: [3-1201, 3-1301]\n"
        "phone: 138****1083\n"
        "amount: 318.5\n"
        "rooms: 3\n"
        "attributes: {}\n"
    )


@pytest.mark.parametrize("text", ["é", "л", "ş", "½"])
def test_a_single_letter_of_another_script_is_no_other_encoding(text: str) -> None:
    """A whole file of such letters would be taken for GBK; one value of a record is not."""
    assert refusal(text) is None
    document, problems = parse("a.yaml", record_text({"name": "王建国", "note": text}).encode())
    assert problems == []
    assert document is not None
    assert document.plain() == {"name": "王建国", "note": text}
