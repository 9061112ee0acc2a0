"""The calendar of a day's work: read back by the library it says what the view says, whatever the records hold."""

from datetime import UTC, date, datetime, timedelta

from icalendar import Calendar, Component

from generator.report.frame import Frame
from generator.report.todo.calendar import calendar, uid
from generator.report.todo.data import todo_data
from generator.report.todo.view import todo_view
from tests.report.frames import sample, small
from tests.report.todo.morning import contact, morning

DAY = date(2026, 11, 22)
HOSTILE = "好；是,的\\nEND:VEVENT\\r\\nBEGIN:VEVENT\\nATTENDEE:mailto:a@example.com \\\\n;x=1"


def events(frame: Frame) -> list[Component]:
    read = Calendar.from_ical(calendar(frame, todo_view(frame), "云溪府"))
    return list(read.walk("VEVENT"))


def test_read_back_it_has_the_duties_of_the_data_by_customer_and_day() -> None:
    frame = sample()
    view = todo_view(frame)
    found = [(str(event["uid"]).split("-")[0], event.decoded("dtstart")) for event in events(frame)]
    duties = todo_data(view)["duties"]
    assert isinstance(duties, list)
    assert found == [(one["customer"], date.fromisoformat(one["due"])) for one in duties]
    assert len(found) > 20


def test_an_event_lasts_one_whole_day_and_rings_at_nine() -> None:
    event = events(small(morning()))[0]
    assert event.decoded("dtstart") == date(2026, 11, 20)
    assert event.decoded("dtend") == date(2026, 11, 21)
    assert event.decoded("dtstamp") == datetime(2026, 11, 22, tzinfo=UTC)
    (alarm,) = event.walk("VALARM")
    assert alarm.decoded("trigger") == timedelta(hours=9)
    assert alarm["action"] == "DISPLAY"


def test_late_ones_are_marked_and_others_are_not() -> None:
    titles = {str(event["uid"])[:2]: str(event["summary"]) for event in events(small(morning()))}
    assert titles["a1"] == "【逾期 2 天】王* a1（A）：定期回访"
    assert titles["c1"].startswith("赵* c1")


def test_a_uid_is_of_the_duty_whatever_becomes_of_it() -> None:
    def uids(as_of: date) -> set[str]:
        frame = small(morning(), as_of)
        return {uid(task.duty) for call, task in todo_view(frame).tasks if call.customer == "b1"}

    assert uids(date(2026, 11, 19)) == uids(DAY) == {"b1-cadence-20261114-20261114-0@fenji"}


def test_uids_differ() -> None:
    found = [str(event["uid"]) for event in events(sample())]
    assert len(set(found)) == len(found)


def test_notes_and_names_stay_text() -> None:
    changes = {
        "customers/c1/customer.yaml": str(morning()["customers/c1/customer.yaml"]).replace("赵四", '"赵,;\\"总"'),
        "customers/c1/visits/1.yaml": contact("2026-11-22", "visit", "li-na", "C", f'note: "{HOSTILE}"\n'),
    }
    plain = events(small(morning()))
    frame = small({**morning(), **changes})
    raw = calendar(frame, todo_view(frame), "云溪府\r\nX-EVIL:1")
    found = list(Calendar.from_ical(raw).walk("VEVENT"))
    assert len(found) == len(plain)
    last = found[-1]
    assert set(last) == set(plain[-1])
    assert "好；是,的" in str(last["description"])
    assert "BEGIN:VEVENT" in str(last["description"])
    lines = raw.decode().split("\r\n")
    assert [line for line in lines if line.startswith(("ATTENDEE", "X-EVIL"))] == []
    assert lines.count("BEGIN:VEVENT") == len(found)


def test_long_chinese_lines_are_folded_between_characters() -> None:
    note = "再看一次三房，" * 60
    changes = {"customers/c1/visits/1.yaml": contact("2026-11-22", "visit", "li-na", "C", f"note: {note}\n")}
    frame = small({**morning(), **changes})
    raw = calendar(frame, todo_view(frame), "云溪府")
    assert max(len(line) for line in raw.split(b"\r\n")) <= 75
    assert all(line.decode() is not None for line in raw.split(b"\r\n"))
    assert note[:400] in str(events(frame)[-1]["description"])


def test_the_same_work_gives_the_same_bytes() -> None:
    first, second = small(morning()), small(morning())
    assert calendar(first, todo_view(first), "x") == calendar(second, todo_view(second), "x")
