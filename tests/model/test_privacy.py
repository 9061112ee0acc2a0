"""Full phone numbers and identity numbers are found wherever they stand; what only looks like one is left alone."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.model.privacy import holds, may_hold, personal_data
from generator.texts import translator
from tests.offices import CUSTOMER, OFFICE, typed

PATH = "customers/7k3qf/visits/1.yaml"


def found(text: str, path: str = PATH) -> list[tuple[int, int, str]]:
    problems = personal_data({path: text.encode()}, None)
    return [(problem.place.line, problem.place.column, problem.code) for problem in problems]


@pytest.mark.parametrize(
    "number",
    [
        "10012345678",
        "13912345678",
        "100 1234 5678",
        "100-1234-5678",
        "100·1234·5678",
        "100.1234.5678",
        "100 – 1234-5678",
        "+8610012345678",
        "+86 100 1234 5678",
        "86-10012345678",
        "008610012345678",
        "100 123 45678",
        "１００１２３４５６７８",
        "①⓪⓪１２３４５６７８".replace("⓪", "0"),
        "𝟣𝟢𝟢𝟣𝟤𝟥𝟦𝟧𝟨𝟩𝟪",
        "0571-87654321",
        "(0571)87654321",
        "（0571）8765 4321",
        "0571 8765432",
        "010-12345678",
        "02112345678",
    ],
)
@pytest.mark.parametrize("around", ["note: {}\n", "note: 电话{}，晚上打\n", "# tel{}\n", "judged: {{a{}: A}}\n"])
def test_a_full_phone_number_is_found(number: str, around: str) -> None:
    text = "at: 2026-11-12\n" + around.format(number)
    [(line, column, code)] = found(text)
    assert (line, code) == (2, "full-phone")
    assert abs(column - text.split("\n")[1].index(number) - 1) <= 3


@pytest.mark.parametrize(
    "number",
    ["10000019900101123X", "100000199001011234", "100000 19900101 123x", "１０００００１９９００１０１１２３４"],
)
def test_an_identity_number_is_found(number: str) -> None:
    assert found(f"note: 身份证{number}。\n") == [(1, 10, "id-number")]


@pytest.mark.parametrize(
    "text",
    [
        "at: 2026-11-12 14:30\nregistered: 2026-09-07\n",
        "phone: 100****0000\n",
        "note: 共 1234567890123 元\n",
        "note: 100.12345678\namount: 318.500000001\n",
        "phone_key: 100000199001011234abcdef01234567\n",
        "phone_key: 9f2c10012345678abcdef0123456789abcdef0123456789abcdef\n",
        "note: 提交 10012345678abcdef0123456789abcdef01234567\n",
        "units: [3-1201, 3-1301, 1-1201, 1-1301]\n",
        "note: 200 1234 5678\n",
        "note: 看了 3-1201 和 12-0801，总价 320 万\n",
        "note: 1001234567\n",
        "note: 100 1234 567\n",
        "note: 2026-09-07 2026-10-12 2026-11-12\n",
        "note: '1\n\n  2\n\n  3'\n",
        "note: '\\\\'\n",
    ],
)
def test_what_only_looks_like_one_is_left_alone(text: str) -> None:
    assert found(text) == []


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ('note: "1001234\\x35678"\n', 1),
        ('at: 2026-11-12\nnote: "100\\u00312345678"\n', 2),
        ("note: 100\n  12345678\n", 1),
        ("note: >\n  100\n  1234\n  5678\n", 1),
        ('note: "10012\\\n  345678"\n', 1),
    ],
)
def test_a_number_that_only_the_parser_puts_together_is_found_too(text: str, line: int) -> None:
    assert [(where, code) for where, _column, code in found(text)] == [(line, "full-phone")]


def test_each_number_is_named_once() -> None:
    assert len(found("note: 10012345678\nnote2: 'a 10012345678'\n")) == 2
    assert len(found("note: 10012345678 10012345679\n")) == 2


def test_a_number_in_the_name_of_a_file_is_found() -> None:
    assert found("at: 2026-11-12\n", "customers/7k3qf/visits/10012345678.yaml") == [(1, 1, "full-phone")]


def test_the_sentence_does_not_repeat_the_number() -> None:
    [problem] = personal_data({PATH: b"note: +86 100-1234-5678\n"}, None)
    for language in ("en", "zh"):
        sentence = problem.text(translator(language))
        assert "100****5678" in sentence
        assert "1234" not in sentence


FULL = OFFICE + "privacy: {phone: full}\n"


@pytest.mark.parametrize(
    ("office", "phone", "more", "codes"),
    [
        (OFFICE, "10012345678", "", ["full-phone"]),
        (OFFICE, "138****1083", "", []),
        (OFFICE, "0571-****4321", "", []),
        (OFFICE, "138xxxx1083", "", ["phone-form"]),
        (OFFICE, "138***1083", "", ["phone-form"]),
        (OFFICE, "没留", "", ["phone-form"]),
        (OFFICE, "'****0000'", "", []),
        (OFFICE, "'***0000'", "", []),
        (OFFICE, "88880000", "", ["full-phone"]),
        (OFFICE, "+85212345678", "", ["phone-form"]),
        (FULL, "88880000", "", []),
        (FULL, "10012345678", "", []),
        (FULL, "+86 100 1234 5678", "", []),
        (FULL, "138****1083", "", []),
        (FULL, "12345", "", ["phone-form"]),
        (FULL, "10012345678", "profile: {place: 10012345678}\n", ["full-phone"]),
        (FULL, "10012345678", "# 10012345678\n", ["full-phone"]),
        (FULL, "100000199001011234", "", ["id-number", "phone-form"]),
    ],
)
def test_the_field_phone_follows_the_offices_policy(office: str, phone: str, more: str, codes: list[str]) -> None:
    text = CUSTOMER.replace("100****0000", phone) + more
    snapshot = typed({"office.yaml": office, "customers/7k3qf/customer.yaml": text})
    assert sorted(problem.code for problem in snapshot.problems) == codes


@given(st.binary(max_size=200))
def test_no_bytes_make_it_fail(data: bytes) -> None:
    for problem in personal_data({PATH: data + b"10012345678"}, None):
        assert problem.place.path == PATH
        assert problem.place.line >= 1
        assert problem.code in {"full-phone", "id-number"}


RUNS = "0123456789" * 3 + " -–—·._()（）－．＿\n\t\x1f\u3000\xa0"
SIGNS = "0189 :,xX客户\\²³¹٠٩۰۹⁰₉①⓿❶➓㉈㊿０９𝟎𝟿🄀🄌\ud800"


@given(
    st.lists(st.text(RUNS, min_size=9, max_size=40) | st.text(SIGNS, max_size=9), min_size=1, max_size=4),
    st.binary(max_size=3),
)
def test_the_quick_look_at_many_files_misses_none_that_holds_a_number(texts: list[str], broken: bytes) -> None:
    files = [broken + text.encode("utf-8", "replace") + broken for text in texts]
    assert may_hold(b"\0".join(files)) or not any(map(may_hold, files))
    for file in files:
        assert may_hold(file) or not holds(file.decode("utf-8", "replace"))
