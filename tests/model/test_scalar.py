"""A value is what its field says it is, however YAML would have guessed."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.model import scalar
from generator.model.fault import Unreadable
from generator.model.scalar import Moment, normal


def refused(read: Callable[[object], object], value: object) -> str:
    with pytest.raises(Unreadable) as caught:
        read(value)
    return caught.value.faults[0].code


@pytest.mark.parametrize(
    ("read", "text", "value"),
    [
        (scalar.parse_date, "2026-09-07", date(2026, 9, 7)),
        (scalar.parse_date, " ２０２６-０９-０７ ", date(2026, 9, 7)),
        (scalar.parse_date, date(2026, 9, 7), date(2026, 9, 7)),
        (scalar.parse_moment, "2026-09-07", Moment(date(2026, 9, 7))),
        (scalar.parse_moment, "2026-09-07 00:00", Moment(date(2026, 9, 7), 0)),
        (scalar.parse_moment, "2026-09-07T23:59:59", Moment(date(2026, 9, 7), 1439)),
        (scalar.parse_moment, "2026-09-07  14：30", Moment(date(2026, 9, 7), 870)),
        (scalar.parse_moment, Moment(date(2026, 9, 7), 5), Moment(date(2026, 9, 7), 5)),
        (scalar.parse_number, "318.5", 318.5),
        (scalar.parse_number, "-3", -3.0),
        (scalar.parse_number, "３", 3.0),
        (scalar.parse_number, 7, 7.0),
        (scalar.parse_amount, "0", 0.0),
        (scalar.parse_whole, "3.0", 3),
        (scalar.parse_yes_no, "是", True),
        (scalar.parse_yes_no, "No", False),
        (scalar.parse_yes_no, "TRUE", True),
        (scalar.parse_yes_no, False, False),
        (scalar.parse_text, " 王 ", " 王 "),
        (scalar.parse_unit, "3-1201", "3-1201"),
        (scalar.parse_unit, "12E3", "12E3"),
        (scalar.parse_unit, "3号楼-1201", "3号楼-1201"),
        (scalar.parse_unit, "A-1-2-３", "A-1-2-3"),
        (scalar.parse_id, "7k3qf", "7k3qf"),
        (scalar.parse_id, "li-na", "li-na"),
        (scalar.parse_id, "0571", "0571"),
    ],
)
def test_a_text_is_read_as_its_field_says(read: Callable[[object], object], text: object, value: object) -> None:
    assert read(text) == value


@pytest.mark.parametrize(
    ("read", "text", "code"),
    [
        (scalar.parse_date, "2026-9-7", "date"),
        (scalar.parse_date, "2026-02-29", "date"),
        (scalar.parse_date, "2026-09-07 14:30", "date"),
        (scalar.parse_date, "20260907", "date"),
        (scalar.parse_date, None, "no-value"),
        (scalar.parse_date, ["2026-09-07"], "text"),
        (scalar.parse_moment, "2026-09-07 24:00", "moment"),
        (scalar.parse_moment, "2026-09-07 9:30", "moment"),
        (scalar.parse_moment, "2026-09-07,14:30", "moment"),
        (scalar.parse_moment, "2026-09-07 14:30+08:00", "moment"),
        (scalar.parse_moment, "9月7日", "date"),
        (scalar.parse_number, "1e3", "number"),
        (scalar.parse_number, "nan", "number"),
        (scalar.parse_number, "inf", "number"),
        (scalar.parse_number, "1,000", "number"),
        (scalar.parse_number, "9" * 400, "number"),
        (scalar.parse_number, "999999999999999.999999999", "number"),
        (scalar.parse_number, "٣", "number"),
        (scalar.parse_number, "3²", "number"),
        (scalar.parse_number, "①", "number"),
        (scalar.parse_date, "٢٠٢٦-١١-٠١", "date"),
        (scalar.parse_moment, "2026-09-07 ١٤:٣٠", "moment"),
        (scalar.parse_number, True, "text"),
        (scalar.parse_amount, "-0.5", "amount"),
        (scalar.parse_whole, "2.5", "whole"),
        (scalar.parse_whole, "-1", "whole"),
        (scalar.parse_yes_no, "maybe", "yes-no"),
        (scalar.parse_yes_no, {}, "text"),
        (scalar.parse_text, "", "no-value"),
        (scalar.parse_text, "　", "no-value"),
        (scalar.parse_unit, "三号楼", "unit"),
        (scalar.parse_unit, "1-2-3-4-5", "unit"),
        (scalar.parse_unit, "3-", "unit"),
        (scalar.parse_unit, "3_1201", "unit"),
        (scalar.parse_unit, "123456789", "unit"),
        (scalar.parse_id, "Li-Na", "id"),
        (scalar.parse_id, "-a", "id"),
        (scalar.parse_id, "a" * 33, "id"),
        (scalar.parse_id, "../a", "id"),
        (scalar.parse_id, "李娜", "id"),
    ],
)
def test_what_a_field_can_not_be_is_refused_by_name(read: Callable[[object], object], text: object, code: str) -> None:
    assert refused(read, text) == code


READERS = (
    scalar.parse_date,
    scalar.parse_moment,
    scalar.parse_number,
    scalar.parse_amount,
    scalar.parse_whole,
    scalar.parse_yes_no,
    scalar.parse_text,
    scalar.parse_unit,
    scalar.parse_id,
)


@given(
    st.sampled_from(READERS),
    st.text() | st.none() | st.lists(st.text(), max_size=2) | st.from_regex(r"[-0-9:. T]{0,20}"),
)
def test_no_value_raises_anything_but_our_own_sentence(read: Callable[[object], object], value: object) -> None:
    with suppress(Unreadable):
        read(value)


@given(st.dates(min_value=date(1900, 1, 1), max_value=date(2199, 12, 31)), st.integers(-1, 1439))
def test_a_moment_is_read_back_as_it_is_written(day: date, minute: int) -> None:
    moment = Moment(day, minute)
    assert scalar.parse_moment(str(moment)) == moment


def test_a_day_without_a_time_comes_before_its_times() -> None:
    day = date(2026, 9, 7)
    in_order = [Moment(day), Moment(day, 0), Moment(date(2026, 9, 8))]
    assert [max(in_order), min(in_order)] == [in_order[2], in_order[0]]
    assert (Moment(day).clock, Moment(day, 870).clock) == ("", "14:30")


def test_words_are_compared_in_their_plain_form() -> None:
    assert normal(" Ａ１ ") == "A1"
    assert normal("  B ") == "B"
