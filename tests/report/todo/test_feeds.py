"""The calendar feeds: whose there are, what is in them, and that nobody can guess where."""

import re
from datetime import date

from icalendar import Calendar

from generator.report.todo.feeds import feed_path, feeds
from generator.report.todo.view import todo_view
from tests.offices import OFFICE
from tests.report.frames import small
from tests.report.todo.morning import contact, morning

KEY = "0123456789abcdef" * 4


def test_everybody_has_a_calendar_of_the_coming_days() -> None:
    frame = small({**morning(), "customers/b1/visits/2.yaml": contact("2026-11-21", "message", "li-na")})
    found = feeds(frame, KEY)
    assert set(found) == {feed_path(KEY, person) for person in frame.office.people}
    read = Calendar.from_ical(found[feed_path(KEY, "li-na")])
    assert str(read["x-wr-calname"]) == "跟进待办：李娜"
    days = [event.decoded("dtstart") for event in read.walk("VEVENT")]
    assert days == [task.duty.due for _call, task in todo_view(frame, "li-na", 14).tasks]
    assert max(days) == date(2026, 11, 26)


def test_an_address_tells_nothing_about_the_person_and_changes_with_the_key() -> None:
    one, other = feed_path(KEY, "li-na"), feed_path(KEY, "wu-di")
    assert re.fullmatch(r"calendar/[0-9a-f]{32}\.ics", one)
    assert one != other
    assert feed_path(KEY + "x", "li-na") != one


def test_who_has_left_has_none() -> None:
    def people(left: str) -> int:
        office = OFFICE.replace("name: 吴迪, role: consultant", f"name: 吴迪, role: consultant, left: {left}")
        return len(feeds(small({**morning(), "office.yaml": office}, date(2026, 11, 22)), KEY))

    assert people("2026-11-22") == people("2026-11-23") - 1 == 4
