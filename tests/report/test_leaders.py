"""The pages of leaders and managers: the same duties as in `fenji todo`, and who is in their team."""

from __future__ import annotations

from datetime import timedelta

from generator.report.consultants import consultant_view, consultants_view
from generator.report.frame import Frame
from generator.report.rich import Kind, plain
from generator.report.todo.view import todo_view
from generator.report.words import DUTIES
from tests.offices import CUSTOMER, OFFICE, RULES
from tests.report.frames import AS_OF, sample, small, visit

REVIEWED = RULES.replace("{refresh_days: 30}", "{weekly_review: [B], quarterly_review: true, B: {every_days: 5}}")


def asked(frame: Frame, person: str) -> list[tuple[str, str, str]]:
    """What `fenji todo` asks of somebody today: customer, kind, day."""
    tasks = todo_view(frame, person).tasks
    return [
        (call.customer, frame.words.word(DUTIES, task.duty.kind.value), frame.words.day(task.duty.due))
        for call, task in tasks
    ]


def shown(frame: Frame, person: str) -> list[tuple[str, str, str]]:
    rows = consultant_view(frame, person).today
    days = [plain(row.who).removeprefix("逾期，").removesuffix("到期") for row in rows]
    return [(plain(row.title).split()[-1], row.tag, day) for row, day in zip(rows, days, strict=True)]


def test_who_leads_sees_the_same_as_in_todo() -> None:
    frame = sample()
    leading = [person for person in frame.staff if person not in frame.owners]
    assert len(leading) > 2
    for person in leading:
        assert shown(frame, person) == asked(frame, person)
    assert any(shown(frame, person) for person in leading)


def test_a_leader_with_customers_sees_what_others_have_to_do_for_these_too() -> None:
    own = {"customers/4p8wn/customer.yaml": CUSTOMER.replace("li-na", "zhou-kai").replace("0000", "0004")}
    seen = {"customers/4p8wn/visits/1.yaml": visit("2026-11-16", "B", "B").replace("li-na", "zhou-kai")}
    quarter = AS_OF + timedelta(days=60)
    for day in (AS_OF, quarter):
        frame = small({"rules.yaml": REVIEWED, **own, **seen}, as_of=day)
        assert shown(frame, "zhou-kai") == asked(frame, "zhou-kai")
    assert ("4p8wn", "定期回访", "11月21日") in shown(small({"rules.yaml": REVIEWED, **own, **seen}), "zhou-kai")


def test_a_leader_without_customers_has_a_page_with_the_team_and_no_empty_tables() -> None:
    view = consultant_view(small({"rules.yaml": REVIEWED}), "zhou-kai")
    assert [line.id for line in view.team] == ["li-na", "wu-di"]
    assert not view.owns
    assert plain(view.answer) == "今天 2 件事。"
    assert consultant_view(small({"rules.yaml": REVIEWED}), "li-na").team == ()


def test_the_index_names_who_leads_with_what_they_have_to_do() -> None:
    leaders = consultants_view(small({"rules.yaml": REVIEWED})).leaders
    assert [(one.id, one.today, one.late) for one in leaders] == [("zhou-kai", 2, 0), ("chen-wei", 0, 0)]


def test_who_has_left_and_a_planner_have_no_page() -> None:
    office = OFFICE.replace("{name: 陈伟, role: manager}", "{name: 陈伟, role: manager, left: 2026-11-01}")
    frame = small({"office.yaml": office})
    assert frame.staff == ("li-na", "wu-di", "zhou-kai")
    assert frame.person("chen-wei").to is None
    assert frame.person("he-jing").to is None
    link = frame.person("zhou-kai").to
    assert link is not None
    assert (link.kind, link.id) == (Kind.CONSULTANT, "zhou-kai")
