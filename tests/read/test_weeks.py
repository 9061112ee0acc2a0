"""Weeks are those of ISO 8601; a week's report is answered by the commit that stood at its closing, for ever."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.failure import Failure
from generator.read.commit import Commit
from generator.read.history import History, trusted
from generator.read.weeks import Answer, Closing, State, Week, answering, parse_week, week_of, weeks
from generator.texts import translator

NOON = Closing(1, 720, "Asia/Shanghai")


def moment(text: str) -> int:
    return int(datetime.fromisoformat(text).timestamp())


@pytest.mark.parametrize(
    ("day", "label"),
    [
        ("2026-11-15", "2026-W46"),
        ("2026-11-16", "2026-W47"),
        ("2026-12-28", "2026-W53"),
        ("2027-01-03", "2026-W53"),
        ("2027-01-04", "2027-W01"),
        ("2024-12-30", "2025-W01"),
        ("2021-01-01", "2020-W53"),
    ],
)
def test_a_day_belongs_to_the_week_that_iso_says(day: str, label: str) -> None:
    assert str(week_of(date.fromisoformat(day))) == label
    week = parse_week(label)
    assert week.monday <= date.fromisoformat(day) <= week.sunday


@given(st.dates(date(1901, 2, 1), date(2199, 11, 30)))
def test_weeks_follow_each_other_without_gap(day: date) -> None:
    week = week_of(day)
    assert str(week) == day.strftime("%G-W%V")
    assert (week.monday.isoweekday(), week.sunday.isoweekday()) == (1, 7)
    assert week.after.monday == week.sunday + timedelta(days=1)
    assert week.after.before == week
    assert parse_week(str(week)) == week


def test_the_weeks_of_a_span_include_both_ends() -> None:
    assert [str(week) for week in weeks(Week(2026, 52), Week(2027, 1))] == ["2026-W52", "2026-W53", "2027-W01"]
    assert list(weeks(Week(2026, 2), Week(2026, 1))) == []


@pytest.mark.parametrize(
    "text",
    [
        "",
        "2026",
        "W46",
        "2026-46",
        "2026-W6",
        "2026-W00",
        "2026-W54",
        "2027-W53",
        "0001-W01",
        "２０２６-W46",
        "2026-W46x",
    ],
)
def test_what_is_no_week_is_said_to_be_none(text: str) -> None:
    with pytest.raises(Failure) as caught:
        parse_week(text)
    assert text in caught.value.message.text(translator("en"))


@pytest.mark.parametrize(
    ("closing", "expected"),
    [
        (NOON, "2026-11-16T12:00+08:00"),
        (Closing(3, 30, "Asia/Shanghai"), "2026-11-18T00:30+08:00"),
        (Closing(7, 1439, "Asia/Urumqi"), "2026-11-22T23:59+06:00"),
        (Closing(1, 720, "America/New_York"), "2026-11-16T12:00-05:00"),
    ],
)
def test_a_week_closes_in_the_offices_own_time(closing: Closing, expected: str) -> None:
    assert closing.moment(Week(2026, 46)) == moment(expected)


def test_a_time_that_the_clocks_show_twice_or_never_still_closes_the_week() -> None:
    berlin = Closing(7, 150, "Europe/Berlin")
    assert berlin.moment(week_of(date(2026, 10, 18))) == moment("2026-10-25T02:30+02:00")
    assert berlin.moment(week_of(date(2026, 3, 22))) == moment("2026-03-29T03:30+02:00")


def line(*dates: str, complete: bool = True) -> History:
    listed = [Commit(f"c{at}", moment(when), moment(when), "", "", "") for at, when in enumerate(dates)]
    return History(trusted(listed), complete=complete)


def asked(history: History, labels: Sequence[str]) -> list[tuple[str | None, str]]:
    found: list[Answer] = [answering(history, parse_week(label), lambda _commit: NOON) for label in labels]
    return [(one.commit.oid if one.commit else None, one.state.value) for one in found]


HISTORY = ("2026-11-02T09:00+08:00", "2026-11-09T12:00+08:00", "2026-11-09T12:01+08:00", "2026-11-20T09:00+08:00")


def test_the_last_commit_at_or_before_the_closing_answers() -> None:
    assert asked(line(*HISTORY), ["2026-W44", "2026-W45", "2026-W46", "2026-W47", "2027-W10"]) == [
        ("c0", "recorded"),
        ("c1", "recorded"),
        ("c2", "recorded"),
        ("c3", "recorded"),
        ("c3", "recorded"),
    ]


def test_weeks_before_the_first_commit_are_reconstructed_from_it() -> None:
    assert asked(line(*HISTORY), ["2026-W43", "2025-W01"]) == [("c0", "reconstructed")] * 2


def test_a_shallow_clone_does_not_answer_for_what_it_does_not_hold() -> None:
    assert asked(line(*HISTORY[1:], complete=False), ["2026-W44", "2026-W45"]) == [
        (None, "unavailable"),
        ("c0", "recorded"),
    ]


@pytest.mark.parametrize("wrong", ["1970-01-01T00:00+00:00", "2099-01-01T00:00+00:00"])
@pytest.mark.parametrize("position", [0, 1, 2, 3])
def test_a_commit_of_1970_or_2099_changes_no_weeks_answer(wrong: str, position: int) -> None:
    labels = [str(week) for week in weeks(Week(2026, 44), Week(2026, 47))]
    spread = [f"2026-11-{day:02}T09:00+08:00" for day in (2, 9, 16, 23)]
    bent = [*spread[:position], wrong, *spread[position:]]
    names = {f"c{at}": f"c{at + (at >= position)}" for at in range(4)}
    plain = [(names[str(oid)], state) for oid, state in asked(line(*spread), labels)]
    assert asked(line(*bent), labels) == plain


def test_a_later_change_of_the_cutoff_changes_no_published_week() -> None:
    cutoffs = {"c0": NOON, "c1": NOON, "c2": Closing(2, 1020, "Asia/Shanghai")}
    history = line("2026-11-02T09:00+08:00", "2026-11-10T09:00+08:00", "2026-11-11T09:00+08:00")
    assert answering(history, Week(2026, 45), cutoffs.__getitem__).commit == history.commits[0]
    assert answering(history, Week(2026, 46), cutoffs.__getitem__).commit == history.commits[2]


def test_an_answer_tells_how_well_it_is_founded() -> None:
    answer = answering(line(*HISTORY), Week(2026, 45), lambda _commit: NOON)
    assert (answer.week, answer.state) == (Week(2026, 45), State.RECORDED)
    assert datetime.fromtimestamp(NOON.moment(answer.week), UTC).isoformat() == "2026-11-09T04:00:00+00:00"
