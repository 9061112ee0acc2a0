"""A file in another encoding is named as such, also where its bytes happen to be valid UTF-8."""

from __future__ import annotations

import pytest

from generator.read.text import decode
from tests.offices import CUSTOMER, VISIT


def said(data: bytes) -> list[tuple[int, int, str]]:
    """Return line, column and the encoding that is named."""
    names = ("GBK", "UTF-16", "not UTF-8")
    return [
        (problem.place.line, problem.place.column, next(name for name in names if name in problem.message.msgid))
        for problem in decode("a.yaml", data)[1]
    ]


def ambiguous() -> list[str]:
    """Every character of GB2312 whose two bytes are also one character of UTF-8."""
    pairs = (bytes([lead, trail]) for lead in range(0xC2, 0xD8) for trail in range(0xA1, 0xC0))
    return [pair.decode("gb2312") for pair in pairs]


def test_every_ambiguous_character_is_recognised_as_a_name() -> None:
    characters = ambiguous()
    assert len(characters) > 600
    assert {"谢", "姚", "叶", "强", "陆", "路"} <= set(characters)
    for char in characters:
        data = f"name: {char}\nconsultant: li-na\n".encode("gbk")
        assert data.decode("utf-8")
        assert said(data) == [(1, 7, "GBK")], char


def test_names_of_two_ambiguous_characters_are_recognised() -> None:
    given = ambiguous()
    surnames = [char for char in "谢姚叶邱邢薛钱秦毛魏萧" if char in set(given)]
    names = [surname + char for surname in surnames for char in given]
    missed = [name for name in names if not said(f"# A\nname: {name}\n".encode("gbk"))]
    assert len(missed) < len(names) / 8, missed  # two small letters of one script could be a word


@pytest.mark.parametrize(
    "text",
    [
        "name: José Álvarez\n",
        "note: café, 120 m², 3×4, ½ price, 20 °C ± 1\n",
        "name: Иван Петров\n",
        "name: Ελένη\n",
        "note: Ünlü · Çelik\n",
        "name: naïve Ångström façade\n",
        "note: ab · cd\n",
        "name: 王建国 · é\n",
        "note: ← → ✓\n",
    ],
)
def test_words_of_other_scripts_are_left_alone(text: str) -> None:
    assert decode("a.yaml", text.encode()) == (text, [])


def test_chinese_saved_as_gbk_is_named_at_its_first_character() -> None:
    assert said(CUSTOMER.encode("gbk")) == [(1, 7, "GBK")]
    assert said(VISIT.encode("gb18030")) == [(4, 7, "GBK")]


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be", "utf-32"])
def test_wide_encodings_are_named_with_and_without_their_mark(encoding: str) -> None:
    assert said(CUSTOMER.encode(encoding)) == [(1, 1, "UTF-16")]


def test_a_damaged_character_does_not_make_utf8_a_gbk() -> None:
    whole = CUSTOMER.encode()
    for cut in range(len("王建国".encode())):
        at = whole.index("王建国".encode()) + cut
        found = said(whole[:at] + whole[at + 1 :] + "# 来过两次\n".encode())
        assert [name for _line, _column, name in found] == ["not UTF-8"]


@pytest.mark.parametrize("text", ["name: é\n", "name: л\n", "name: лǿ\n", "note: ½\n"])
def test_with_its_mark_a_file_is_utf8_whatever_it_looks_like(text: str) -> None:
    assert said(text.encode()) == [(1, 7, "GBK")]
    assert decode("a.yaml", f"\ufeff{text}".encode()) == (text, [])
