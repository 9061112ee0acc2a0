"""The sheet of the weekly meeting: undecided, cooling, about to fall, each with its records and what may be decided."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from generator.report.meeting.weekly import WeeklyView, weekly_view
from generator.report.rich import Tone, plain
from tests.offices import RULES
from tests.report.frames import small, visit

REVIEWED = RULES.replace("follow_up: {refresh_days: 30}", "follow_up: {weekly_review: [A, B, C], B: {every_days: 5}}")
CALL = "at: %s\nchannel: follow_up\nby: li-na\nnote: %s\n"


def sheet(changes: Mapping[str, str | bytes | None]) -> WeeklyView:
    return weekly_view(small({"rules.yaml": REVIEWED, **changes}))


def people(view: WeeklyView) -> dict[str, list[str]]:
    return {part.id: [entry.customer for entry in part.entries] for part in view.parts}


def choices(view: WeeklyView) -> list[tuple[str, str, str, date | None]]:
    return [(one.customer, one.kind.value, one.to, one.until) for one in view.choices]


def test_the_best_who_are_undecided_with_the_day_on_which_they_fall() -> None:
    view = sheet({"customers/7k3qf/visits/1.yaml": visit("2026-11-18", "A", "A")})
    assert people(view) == {"undecided": ["7k3qf"]}
    assert plain(view.parts[0].title) == "仍未认购：A 类"
    assert "11月25日降为 B" in plain(view.parts[0].entries[0].why[1])
    assert choices(view) == [("7k3qf", "override", "A", date(2026, 11, 29))]


def test_who_has_subscribed_is_not_spoken_of() -> None:
    deal = {"customers/7k3qf/deals/1.yaml": "at: 2026-11-20\nstage: subscribed\n"}
    assert people(sheet({"customers/7k3qf/visits/1.yaml": visit("2026-11-18", "A", "A"), **deal})) == {}


def test_a_weaker_answer_of_the_last_fourteen_days_is_cooling() -> None:
    for day, cools in (("2026-11-09", True), ("2026-11-08", False)):
        first = {"customers/7k3qf/visits/1.yaml": visit("2026-11-02", "B", "A")}
        first["customers/7k3qf/visits/0.yaml"] = CALL % ("2026-11-03", "谢谢来访")
        called = {"customers/7k3qf/visits/3.yaml": CALL % ("2026-11-21", "还在看")}
        view = sheet({**first, **called, "customers/7k3qf/visits/2.yaml": visit(day, "B", "B")})
        assert people(view) == ({"cooling": ["7k3qf"]} if cools else {})
        if cools:
            entry = view.parts[0].entries[0]
            assert "价格在11月9日变弱：A → B" in [plain(line) for line in entry.why]
            assert [plain(line) for line in entry.records] == ["11月21日 回访（李娜）：“还在看” · visits/3.yaml:1"]
            assert choices(view) == [("7k3qf", "override", "C", date(2026, 11, 29))]


def test_a_better_answer_is_no_sign() -> None:
    better = {
        "customers/7k3qf/visits/1.yaml": visit("2026-11-12", "C", "B"),
        "customers/7k3qf/visits/2.yaml": visit("2026-11-20", "B", "B"),
    }
    assert people(sheet(better)) == {}


FALLING = {
    "customers/7k3qf/visits/1.yaml": visit("2026-11-12", "C", "C"),
    "customers/7k3qf/visits/2.yaml": visit("2026-11-18", "C", "D"),
}


def test_a_waiting_fall_shows_every_follow_up_since_and_the_approval() -> None:
    early, late = CALL % ("2026-11-17", "之前"), CALL % ("2026-11-18", "说不买了")
    view = sheet({**FALLING, "customers/7k3qf/visits/0.yaml": early, "customers/7k3qf/visits/3.yaml": late})
    assert people(view) == {"falling": ["7k3qf"]}
    records = [plain(line) for line in view.parts[0].entries[0].records]
    assert records == ["11月18日 回访（李娜）：“说不买了” · visits/3.yaml:1"]
    assert choices(view) == [("7k3qf", "approve_downgrade", "D", None)]
    assert [role.value for role in view.choices[0].roles] == ["leader"]


def test_without_a_follow_up_since_the_fall_there_is_nothing_to_approve() -> None:
    view = sheet({**FALLING, "customers/7k3qf/visits/0.yaml": CALL % ("2026-11-17", "之前")})
    missing, last = view.parts[0].entries[0].records
    assert missing[0].tone is Tone.LATE
    assert plain(last).startswith("11月18日 到访（李娜）")
    assert view.choices == ()


def test_a_grade_whose_fall_needs_an_approval_is_about_to_fall_and_nothing_can_be_approved_yet() -> None:
    weaker = {**FALLING, "customers/7k3qf/visits/2.yaml": visit("2026-11-18", "B", "C")}
    weaker["customers/7k3qf/visits/1.yaml"] = visit("2026-11-12", "A", "B")
    view = sheet(weaker)
    assert people(view) == {"falling": ["7k3qf"]}
    assert view.choices == ()


def test_who_is_in_the_pool_is_nobodys_to_speak_for() -> None:
    gone = {"customers/7k3qf/visits/1.yaml": visit("2026-11-02", "A", "A")}
    assert people(sheet(gone)) == {}


def test_the_figures_are_those_of_the_last_week_that_is_over() -> None:
    for day, week in ((date(2026, 11, 22), "2026 年第 47 周"), (date(2026, 11, 23), "2026 年第 47 周")):
        assert weekly_view(small({}, as_of=day)).week == week
    assert weekly_view(small({}, as_of=date(2026, 11, 21))).week == "2026 年第 46 周"
    view = sheet({})
    assert [(plain(line.name), line.kept.due, line.late) for line in view.people] == [("李娜", 2, 2), ("吴迪", 0, 0)]


def test_who_falls_by_the_calendar_within_a_week_is_cooling() -> None:
    for days, cools in ((17, True), (18, False)):  # a B since November 12th: falls on the 29th, or on the 30th
        silent = f"    - {{id: silent, from: B, to: C, after_days: {days}}}\n  approval:"
        rules = REVIEWED.replace("  approval:", silent)
        assert people(weekly_view(small({"rules.yaml": rules}))) == ({"cooling": ["2m9xd", "7k3qf"]} if cools else {})
