"""Dates, lists and sentences in both languages; colours by rank."""

from datetime import date

import pytest

from generator.report.ladder import ladder
from generator.report.rich import Chip, Span, Tone, fill, plain, strong
from generator.report.words import Words
from generator.texts import translator


def words(language: str) -> Words:
    return Words(translator(language), 2026)


@pytest.mark.parametrize(
    ("language", "day", "shown"),
    [
        ("zh", date(2026, 11, 12), "11月12日"),
        ("zh", date(2025, 1, 2), "2025年1月2日"),
        ("en", date(2026, 11, 12), "Nov 12"),
        ("en", date(2025, 1, 2), "Jan 2, 2025"),
    ],
)
def test_a_date_names_its_year_only_where_it_is_another_one(language: str, day: date, shown: str) -> None:
    assert words(language).day(day) == shown


def test_lists_are_joined_as_the_language_does() -> None:
    assert plain(words("zh").names(["价格", "资金", "动机"])) == "价格、资金和动机"
    assert plain(words("en").names(["price", "funds", "motive"])) == "price, funds and motive"


def test_sentences_stand_apart_in_english_only() -> None:
    one, two = fill("One."), fill("Two.")
    assert plain(words("en").sentences([one, two])) == "One. Two."
    assert plain(words("zh").sentences([one, two])) == "One.Two."


def test_a_value_fills_its_place_and_no_other() -> None:
    filled = fill("%(n)s of 100%%", n=Span("%(n)s", Tone.STRONG))
    assert filled == (Span("%(n)s", Tone.STRONG), Span(" of 100%"))


def test_a_text_with_line_breaks_or_invisible_characters_is_made_visible() -> None:
    assert plain(fill("%(note)s", note="a\u202eb\nc")) == "a\\u202eb\\nc"


@pytest.mark.parametrize(
    ("figure", "shown"), [(0.0, "0"), (318.5, "318.5"), (1234567.0, "1,234,567"), (0.333333, "0.33"), (-0.001, "0")]
)
def test_a_number_has_no_needless_zeros(figure: float, shown: str) -> None:
    assert words("zh").amount(figure) == shown


def test_colours_follow_the_rank_and_not_the_letter() -> None:
    tr = translator("zh")
    four = ladder({"D": "甲", "C": "乙", "B": "丙", "A": "丁"}, tr)
    assert [four.chip(grade).tone for grade in four.grades] == ["p1", "p2", "p7", "p9"]
    ten = ladder({f"A{n:02}": "级" for n in range(10)}, tr)
    assert len({ten.chip(grade).tone for grade in ten.grades}) == 10
    thirty = ladder({f"A{n:02}": "级" for n in range(30)}, tr)
    tones = [thirty.chip(grade).tone for grade in thirty.grades]
    assert tones == sorted(tones)
    assert (tones[0], tones[-1]) == ("p0", "p9")


def test_chips_show_codes_or_else_names_but_never_both_kinds() -> None:
    tr = translator("zh")
    codes, names = ladder({"A01": "结案", "A02": "成交"}, tr), ladder({"high": "高意向", "low": "低意向"}, tr)
    assert [codes.chip(grade).text for grade in codes.grades] == ["A01", "A02"]
    assert [names.chip(grade).text for grade in names.grades] == ["高意向", "低意向"]
    assert names.chip(None) == Chip("未", "未定级", "pu")


def test_ungraded_is_neither_a_rise_nor_a_fall() -> None:
    two = ladder({"A": "甲", "B": "乙"}, translator("zh"))
    assert two.rose("B", "A")
    assert two.fell("A", "B")
    assert not any((two.rose(None, "A"), two.fell("A", None), two.rose("A", "A"), two.fell(None, None)))


def test_strong_takes_any_figure() -> None:
    assert strong(3) == Span("3", Tone.STRONG)
