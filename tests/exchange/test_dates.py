from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.exchange.dates import date_format, moment_in
from generator.model.fault import Unreadable
from generator.model.scalar import Moment


@pytest.mark.parametrize(
    ("text", "written", "expected"),
    [
        ("19970101", "%Y%m%d", "1997-01-01"),
        ("2026/9/7", "%Y/%m/%d", "2026-09-07"),
        ("2026/09/07", "%Y/%m/%d", "2026-09-07"),
        ("7.9.2026", "%d.%m.%Y", "2026-09-07"),
        ("2026年9月7日", "%Y年%m月%d日", "2026-09-07"),
        ("２０２６/９/７", "%Y/%m/%d", "2026-09-07"),
        ("2026/9/7 8:05", "%Y/%m/%d %H:%M", "2026-09-07 08:05"),
        ("2026-09-07 14:30:59", "%Y-%m-%d %H:%M:%S", "2026-09-07 14:30"),
        ("46272", "excel", "2026-09-07"),
        ("46272.5", "excel", "2026-09-07 12:00"),
        ("46271.99999", "excel", "2026-09-07 00:00"),
        ("61", "excel", "1900-03-01"),
    ],
)
def test_a_text_in_the_format_is_a_date(text: str, written: str, expected: str) -> None:
    assert str(moment_in(text, [date_format(written)])) == expected


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("1997111", "%Y%m%d"),
        ("2026/13/1", "%Y/%m/%d"),
        ("2026/2/30", "%Y/%m/%d"),
        ("26/2/3", "%Y/%m/%d"),
        ("2026/2/3 x", "%Y/%m/%d"),
        ("2026/2/3 24:00", "%Y/%m/%d %H:%M"),
        ("2026/2/3 23:60", "%Y/%m/%d %H:%M"),
        ("59", "excel"),
        ("60", "excel"),
        ("100000", "excel"),
        ("-5", "excel"),
        ("", "%Y%m%d"),
    ],
)
def test_a_text_that_is_not_quite_in_the_format_is_none(text: str, written: str) -> None:
    assert moment_in(text, [date_format(written)]) is None


def test_the_first_format_that_fits_counts() -> None:
    formats = [date_format("%d/%m/%Y"), date_format("%m/%d/%Y")]
    assert moment_in("3/4/2026", formats) == Moment(date(2026, 4, 3))
    assert moment_in("12/25/2026", formats) == Moment(date(2026, 12, 25))


def test_a_workbook_may_count_from_1904() -> None:
    assert moment_in("0", [date_format("excel")], from_1904=True) == Moment(date(1904, 1, 1))
    assert moment_in("44810", [date_format("excel")], from_1904=True) == Moment(date(2026, 9, 7))


@pytest.mark.parametrize(
    "written", ["%y-%m-%d", "%Y-%m", "%d.%m.%Y %d", "%B %d %Y", "", "yyyy-mm-dd", "%Y%m%d%", "%%Y %m %d"]
)
def test_a_format_that_could_be_read_in_two_ways_is_refused(written: str) -> None:
    with pytest.raises(Unreadable) as caught:
        date_format(written)
    assert caught.value.faults[0].code == "date-format"


@given(
    st.dates(date(1000, 1, 1), date(9999, 12, 31)),
    st.sampled_from(["%Y%m%d", "%Y/%m/%d", "%d.%m.%Y", "%m-%d-%Y", "%Y年%m月%d日"]),
)
def test_what_a_format_writes_it_reads(day: date, written: str) -> None:
    text = written.replace("%Y", f"{day.year:04}").replace("%m", f"{day.month:02}").replace("%d", f"{day.day:02}")
    assert moment_in(text, [date_format(written)]) == Moment(day)
