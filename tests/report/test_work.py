"""Duties, lateness, compliance, protection and the pool as the pages tell them."""

from __future__ import annotations

from datetime import date

import pytest

from generator.duties.duty import State
from generator.report.consultants import consultant_view, consultants_view
from generator.report.customer import customer_view
from generator.report.duties import reason
from generator.report.followup import compliance_view
from generator.report.home import home_view
from generator.report.lateness import late_view
from generator.report.pool import pool_view
from generator.report.rich import Tone, plain
from tests.offices import CUSTOMER, RULES
from tests.report.frames import sample, small, visit

DAILY = RULES.replace(
    "follow_up: {refresh_days: 30}", "follow_up: {same_day_after: [visit], B: {every_days: 5}, D: {pool: true}}"
)
CALL = "at: %s\nchannel: follow_up\nby: li-na\n"
WORK = {"rules.yaml": DAILY}


def test_the_page_of_a_consultant_begins_with_what_is_late() -> None:
    view = consultant_view(small({**WORK, "customers/7k3qf/visits/1.yaml": visit("2026-11-17", "B", "B")}), "li-na")
    assert plain(view.answer).startswith("今天 4 件事，其中逾期 3 件。")
    told = [(plain(row.title), row.tag, plain(row.who)) for row in view.today]
    assert told == [
        ("赵* 2m9xd", "当天回访", "逾期，11月12日到期"),
        ("赵* 2m9xd", "定期回访", "逾期，11月17日到期"),
        ("王* 7k3qf", "当天回访", "逾期，11月17日到期"),
        ("王* 7k3qf", "定期回访", "11月22日到期"),
    ]


def test_a_row_of_the_day_says_why_by_which_record_and_what_was_said_once() -> None:
    changes = {**WORK, "customers/2m9xd/customer.yaml": None, "customers/2m9xd/visits/1.yaml": None}
    view = consultant_view(small(changes), "li-na")
    first, second = (plain(row.why) for row in view.today)
    assert "11月12日 有联系，当天要有一次回访或消息。 · visits/1.yaml:1 · 上次说：“看了三房”" in first
    assert "看了三房" not in second


def test_a_promise_shows_no_phone_number() -> None:
    promised = visit("2026-11-12", "B", "B", "next: {on: 2026-11-20, what: 打 10000005678 约时间}\n")
    frame = small({"customers/7k3qf/visits/1.yaml": promised})
    (duty,) = [one for one in frame.work.duties.duties["7k3qf"] if one.kind == "promise"]
    assert plain(reason(frame, duty)) == "11月12日 约好的下一步：打 100****5678 约时间"


def test_nothing_to_do_is_said_too() -> None:
    assert plain(consultant_view(small({}), "li-na").answer).startswith("今天没有要做的事。")


def test_late_duties_are_counted_by_person_and_grade() -> None:
    view = late_view(small(WORK))
    (line,) = view.lines
    assert (plain(line.person), line.counts, line.total) == ("李娜", (4,), 4)
    assert (line.oldest, plain(line.customer)[-5:], line.kind) == ("11月12日", "2m9xd", "当天回访")
    assert "4 件事逾期。" in plain(home_view(small(WORK), ()).answer)


def test_nobody_late_is_no_table() -> None:
    view = late_view(small({}))
    assert (view.lines, view.total) == ((), 0)


def test_the_late_duties_of_all_pages_are_those_of_the_office() -> None:
    frame = sample()
    late = [duty for duty in frame.work.duties if duty.state is State.LATE]
    view = home_view(frame, ()).late
    assert view.total == len(late) == sum(line.total for line in view.lines) == sum(view.totals)
    index = consultants_view(frame)
    on_pages = 0
    for line in index.lines:
        today = consultant_view(frame, line.id).today
        shown = sum(span.tone is Tone.LATE for row in today for span in row.who)
        assert shown == line.late
        on_pages += shown
    assert on_pages == sum(duty.person in frame.owners for duty in late)


def test_compliance_of_twelve_weeks_adds_up_and_tells_the_response_time() -> None:
    changes = {**WORK, "customers/2m9xd/customer.yaml": None, "customers/2m9xd/visits/1.yaml": None}
    view = compliance_view(small({**changes, "customers/7k3qf/visits/2.yaml": CALL % "2026-11-14"}), "li-na")
    assert view is not None
    assert plain(view.answer) == "12 周内应回访 3 次，按时 1 次，达标 33%。首访后平均 2 天首次回访（1 组）。"
    told = {row.week: (row.due, row.in_time, row.share, row.response) for row in view.rows if row.due}
    assert told == {"2026-W46": (1, 0, "0%", "2"), "2026-W47": (2, 1, "50%", "")}
    assert (len(view.rows), view.now) == (12, "50%")


def test_without_anything_due_there_is_no_compliance() -> None:
    assert compliance_view(small({}), "li-na") is None


@pytest.mark.parametrize(
    ("day", "words"),
    [
        (date(2026, 11, 15), "保护期到11月22日为止 · 首次回访最迟11月15日"),
        (date(2026, 11, 19), "保护期到11月22日为止 · 首次回访最迟11月15日，已逾期"),
        (date(2026, 11, 22), "保护期到11月22日为止 · 首次回访最迟11月15日，已逾期"),
        (date(2026, 11, 23), "11月23日起在公海"),
    ],
)
def test_a_customer_page_says_until_when_the_protection_lasts(day: date, words: str) -> None:
    view = customer_view(small({}, as_of=day), "7k3qf")
    assert plain(view.protection).startswith(words + " · 11月12日到访后没有回访，限 10 天 · visits/1.yaml:1 · 默认期限")
    assert ("在公海" in plain(view.answer)) is (day == date(2026, 11, 23))


def test_a_subscribed_customer_is_protected_without_an_end() -> None:
    deal = {"customers/7k3qf/deals/1.yaml": "at: 2026-11-20\nstage: subscribed\n"}
    assert plain(customer_view(small(deal), "7k3qf").protection) == "保护期不会到期。"


def test_a_closed_customer_has_neither_duties_nor_protection() -> None:
    closed = CUSTOMER + "closed: {on: 2026-11-20, reason: lost}\n"
    view = customer_view(small({**WORK, "customers/7k3qf/customer.yaml": closed}), "7k3qf")
    assert (view.duties, view.protection) == ((), ())


def test_the_open_duties_of_a_customer_name_who_has_to_do_them() -> None:
    rules = RULES.replace("{refresh_days: 30}", "{weekly_review: [B], daily_report: [B]}")
    view = customer_view(small({"rules.yaml": rules}), "7k3qf")
    assert [(row.tag, plain(row.who)) for row in view.duties] == [("周复盘", "11月22日到期 · 周凯")]


POOLED = {
    **WORK,
    "rules.yaml": DAILY.replace("    - {to: D, role: leader}\n", "").replace("  approval:\n", ""),
    "customers/7k3qf/visits/1.yaml": visit("2026-11-05", "D", "D"),
}


def test_the_pool_tells_all_reasons_with_dates_and_the_rule() -> None:
    view = pool_view(small(POOLED))
    (one,) = view.pooled
    why = plain(one.row.why)
    assert why.startswith("11月6日：11月5日降为 D，由经理收回 · ")
    assert "；11月16日：11月5日到访后没有回访，限 10 天" in why
    assert "；11月21日：11月5日之后没有联系，限 15 天" in why
    assert "rules.yaml:" in why
    assert plain(one.row.who) == "11月6日进公海 · 原顾问 李娜"


def test_a_collected_customer_is_proposed_to_another_consultant() -> None:
    (swap,) = pool_view(small(POOLED)).swaps
    assert (swap.customer, plain(swap.previous), plain(swap.to), swap.again) == ("7k3qf", "李娜", "吴迪", False)


def test_a_release_tells_who_gave_the_customer_back_and_why() -> None:
    decision = "at: 2026-11-20\nby: zhou-kai\nkind: release\nreason: 顾问休假\n"
    (one,) = pool_view(small({"customers/7k3qf/decisions/1.yaml": decision})).pooled
    assert plain(one.row.why).startswith("11月20日由周凯退回公海：“顾问休假” · decisions/1.yaml")


def test_who_lost_a_customer_has_to_wait_for_the_cool_down() -> None:
    rules = str(POOLED["rules.yaml"]) + "protection: {cool_down_days: 30}\n"
    (one,) = pool_view(small({**POOLED, "rules.yaml": rules})).pooled
    assert plain(one.row.who).endswith("原顾问12月6日起才可再接")


def test_protection_running_out_is_on_the_pool_page_and_on_the_consultants() -> None:
    frame = small({})
    rows = pool_view(frame).warnings
    assert [plain(row.who) for row in rows] == ["保护期到11月22日为止 · 李娜"] * 2
    assert len(consultant_view(frame, "li-na").running_out) == 2
    assert consultant_view(frame, "wu-di").running_out == ()


def test_an_empty_pool_says_so() -> None:
    frame = small({}, as_of=date(2026, 11, 15))
    assert plain(pool_view(frame).answer) == "公海里没有客户。"
