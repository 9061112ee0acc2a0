"""The sheet of the evening meeting: who is on it, and what is told of them."""

from __future__ import annotations

from collections.abc import Mapping

from generator.report.meeting.evening import EveningView, evening_view
from generator.report.rich import plain
from tests.offices import OFFICE, RULES, SECOND
from tests.report.frames import small, visit

REPORTED = RULES.replace(
    "follow_up: {refresh_days: 30}", "follow_up: {daily_report: [A], B: {every_days: 5}, C: {every_days: 7}}"
)
CALL = "at: %s\nchannel: follow_up\nby: li-na\nnote: %s\n"
BEST = {"rules.yaml": REPORTED, "customers/7k3qf/visits/1.yaml": visit("2026-11-20", "A", "A")}


def sheet(changes: Mapping[str, str | bytes | None], language: str = "zh") -> EveningView:
    return evening_view(small({**BEST, **changes}, language=language))


def people(view: EveningView) -> dict[str, list[str]]:
    return {part.id: [entry.customer for entry in part.entries] for part in view.parts}


def test_the_best_are_reported_whatever_happened_and_others_if_a_call_is_late() -> None:
    view = sheet({})
    assert people(view) == {"best": ["7k3qf"], "team-zhou-kai": ["2m9xd"]}
    assert plain(view.answer) == "A 类要汇报 1 组。其他要谈的客户 1 组。1 件事逾期。"
    best, other = (part.entries[0] for part in view.parts)
    assert plain(best.why[-1]) == "如果没有新记录，11月27日降为 B（规则“undecided”）。"
    assert [plain(line) for line in best.records] == ["今天没有联系", "11月20日 到访（李娜）"]
    assert "定期回访逾期，11月17日到期" in [plain(line) for line in other.why]


def test_who_was_in_contact_today_is_fed_back_with_what_was_said_today_only() -> None:
    view = sheet(
        {
            "customers/2m9xd/visits/2.yaml": CALL % ("2026-11-21", "昨天说的"),
            "customers/2m9xd/visits/3.yaml": CALL % ("2026-11-22", "打 10000005678 找他"),
        }
    )
    (entry,) = view.parts[1].entries
    assert [plain(line) for line in entry.records] == ["11月22日 回访（李娜）：“打 100****5678 找他”"]


def test_who_needs_no_word_is_not_on_the_sheet() -> None:
    view = sheet({"customers/2m9xd/visits/2.yaml": CALL % ("2026-11-21", "明天来")})
    assert people(view) == {"best": ["7k3qf"]}


def test_a_customer_who_has_subscribed_is_not_reported_any_more() -> None:
    view = sheet({"customers/7k3qf/deals/1.yaml": "at: 2026-11-21\nstage: subscribed\n"})
    assert people(view) == {"team-zhou-kai": ["2m9xd"]}


def test_teams_stand_apart_and_without_a_leader_a_manager_stands_in() -> None:
    office = OFFICE.replace(
        "wu-di: {name: 吴迪, role: consultant, leader: zhou-kai}", "wu-di: {name: 吴迪, role: consultant}"
    )
    third = SECOND.replace("li-na", "wu-di")
    called = {"customers/4p8wn/customer.yaml": third, "customers/4p8wn/visits/1.yaml": visit("2026-11-22", "C", "C")}
    view = sheet({"office.yaml": office, **called})
    assert people(view) == {"best": ["7k3qf"], "team-zhou-kai": ["2m9xd"], "team-chen-wei": ["4p8wn"]}
    assert plain(view.parts[2].title) == "陈伟组"


def test_an_evening_without_anything_says_so() -> None:
    view = evening_view(small({}))
    assert (view.parts, plain(view.answer)) == ((), "今晚没有要汇报的客户。")


def test_in_english_too() -> None:
    assert plain(sheet({}, "en").parts[0].title) == "A customers, one by one"
