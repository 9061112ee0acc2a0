"""The view of a day's work: what is in it, in which order, with what was said and what is next."""

from datetime import date

import pytest

from generator.duties.duty import Kind
from generator.report.frame import Frame
from generator.report.todo.playbook import playbook_step
from generator.report.todo.sincerity import sincerity
from generator.report.todo.view import TodoView, todo_view
from tests.report.frames import sample, small
from tests.report.todo.morning import contact, morning

B1 = "customers/b1/visits/{}.yaml"


def frame_with(changes: dict[str, str], as_of: date = date(2026, 11, 22)) -> Frame:
    found = small({**morning(), **changes}, as_of, language="en")
    assert found.snapshot.problems == ()
    return found


def told(view: TodoView) -> list[tuple[str, str, int]]:
    return [(call.customer, task.duty.kind.value, task.duty.days_late) for call, task in view.tasks]


def test_late_comes_first_then_the_grade_then_who_is_serious() -> None:
    view = todo_view(frame_with({}))
    assert told(view) == [
        ("a1", "cadence", 2),
        ("b2", "cadence", 1),
        ("b1", "cadence", 3),
        ("b3", "cadence", 2),
        ("c1", "same_day", 0),
    ]
    assert [call.customer for call in view.calls] == ["a1", "b2", "b1", "b3", "c1"]
    assert [(one.person, one.total, one.late) for one in view.agendas] == [("li-na", 4, 3), ("wu-di", 1, 1)]


def test_a_better_grade_that_is_only_due_comes_after_what_is_late() -> None:
    records = {
        "customers/a1/visits/2.yaml": contact("2026-11-20", "message", "li-na"),
        "customers/b2/visits/2.yaml": contact("2026-11-16", "visit", "li-na"),
        "customers/b2/visits/3.yaml": contact(
            "2026-11-17", "inbound_call", "li-na", more="next: {on: 2026-11-22, what: 再来}\n"
        ),
    }
    view = todo_view(frame_with(records))
    assert [(customer, kind, late) for customer, kind, late in told(view) if customer[0] in "ab"] == [
        ("b2", "same_day", 6),
        ("b1", "cadence", 3),
        ("b3", "cadence", 2),
        ("a1", "cadence", 0),
        ("b2", "cadence", 0),
        ("b2", "promise", 0),
    ]
    assert [call.customer for call in view.calls][:4] == ["b2", "b1", "b3", "a1"]


def test_without_the_call_of_their_own_the_customer_who_waits_longer_comes_first() -> None:
    quiet = contact("2026-11-16", "follow_up", "li-na", "B")
    assert [
        customer for customer, _kind, _late in told(todo_view(frame_with({"customers/b2/visits/1.yaml": quiet})))
    ] == [
        "a1",
        "b1",
        "b3",
        "b2",
        "c1",
    ]


def test_an_auxiliary_answer_lifts_a_customer_within_the_grade_only() -> None:
    keen = contact("2026-11-14", "follow_up", "li-na", "B").replace("price: B", "price: B, contact: A")
    view = todo_view(frame_with({B1.format(1): keen}))
    assert [customer for customer, _kind, _late in told(view)] == ["a1", "b1", "b2", "b3", "c1"]


def test_sincerity_counts_levels_and_the_days_of_own_contacts_of_thirty_days() -> None:
    records = {
        "customers/b1/customer.yaml": str(morning()["customers/b1/customer.yaml"]).replace("2026-11-14", "2026-10-01"),
        B1.format(2): contact("2026-10-23", "visit", "li-na"),  # the 31st day back: too old
        B1.format(3): contact("2026-10-24", "visit", "li-na"),
        B1.format(4): contact("2026-10-24 15:00", "inbound_call", "li-na"),  # the same day
        B1.format(5): contact("2026-11-02", "show_flat", "li-na"),
        B1.format(6): contact("2026-11-03", "event", "li-na"),
        B1.format(7): contact("2026-11-04", "message", "li-na"),
        B1.format(8): contact("2026-11-05", "message", "li-na").rstrip() + "\njudged: {contact: B}\n",
        B1.format(9): contact("2026-11-23", "visit", "li-na"),  # not there yet on the 22nd
    }
    frame = frame_with(records)
    assert sincerity(frame, frame.everyone["b1"]) == 2 + 2  # two days of their own; B is two levels above D


def test_what_was_said_last_is_the_newest_note_without_numbers() -> None:
    later = {"customers/a1/visits/2.yaml": contact("2026-11-23", "message", "li-na", more="note: 明天的话\n")}
    call = todo_view(frame_with(later)).calls[0]
    assert call.said == "收据 100****0400，先付定金"
    silent = {"customers/a1/visits/2.yaml": contact("2026-11-19", "message", "li-na")}
    assert todo_view(frame_with(silent)).calls[0].said == call.said
    newer = {"customers/a1/visits/2.yaml": contact("2026-11-19", "message", "li-na", more="note: 明天来签\n")}
    assert todo_view(frame_with(newer)).calls[0].said == "明天来签"


def test_the_playbook_goes_on_by_a_line_with_each_contact_and_begins_anew() -> None:
    steps = []
    for made in range(4):
        calls = {B1.format(n + 2): contact(f"2026-11-{15 + n}", "message", "li-na") for n in range(made)}
        calls[B1.format(9)] = contact("2026-11-20", "event", "li-na")
        frame = frame_with(calls)
        steps.append(playbook_step(frame, frame.everyone["b1"]))
    assert steps == ["问出主要抗性", "算清贷款", "问出主要抗性", "算清贷款"]
    frame = frame_with({})
    assert playbook_step(frame, frame.everyone["c1"]) == ""


def test_escalations_up_to_today_are_told_and_later_ones_are_not() -> None:
    tasks = {call.customer: call.tasks[0] for call in todo_view(frame_with({})).calls}
    assert tasks["a1"].heard == "周凯 on Nov 21"
    assert tasks["c1"].heard == ""


def test_a_leader_sees_the_reviews_that_are_theirs_to_make() -> None:
    old = contact("2026-11-15", "message", "li-na", "A")
    changes = {
        "customers/a1/visits/1.yaml": old,
        "customers/a1/customer.yaml": str(morning()["customers/a1/customer.yaml"]).replace("2026-11-18", "2026-11-15"),
    }
    view = todo_view(frame_with(changes), "zhou-kai")
    assert [(one.customer, task.duty.kind, task.person) for one, task in view.tasks] == [
        ("a1", Kind.WEEKLY_REVIEW, "周凯")
    ]
    assert [one.person for one in view.agendas] == ["zhou-kai"]


def test_the_pool_tells_why_and_belongs_to_who_had_the_customer_last() -> None:
    frame = frame_with({})
    pool = todo_view(frame).pool
    assert [(one.customer, one.since, one.previous) for one in pool] == [("p1", date(2026, 11, 21), "wu-di")]
    assert "Nov 5" in pool[0].why
    assert todo_view(frame, "wu-di").pool == pool
    assert todo_view(frame, "li-na").pool == ()


@pytest.mark.parametrize(("days", "kinds"), [(19, ["same_day"]), (20, ["same_day", "cadence"])])
def test_days_ahead_count_the_last_one(days: int, kinds: list[str]) -> None:
    view = todo_view(frame_with({}), "li-na", days)
    assert [kind for customer, kind, _late in told(view) if customer == "c1"] == kinds


def test_the_consultants_work_adds_up_to_that_of_the_office() -> None:
    frame = sample()
    whole = todo_view(frame)
    parts = [todo_view(frame, person) for person in frame.owners]
    keys = [task.duty.key for part in parts for _call, task in part.tasks]
    assert sorted(keys) == sorted(task.duty.key for _call, task in whole.tasks)
    assert len(set(keys)) == len(keys) > 20
    assert sum(len(part.pool) for part in parts) == len(whole.pool) > 5


def test_the_work_is_what_the_duties_say_is_pressing() -> None:
    frame = sample()
    assert {task.duty.key for _call, task in todo_view(frame).tasks} == {one.key for one in frame.work.duties.today()}
