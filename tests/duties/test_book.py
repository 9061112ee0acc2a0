"""The duties of week after week, kept in one book, are those of the office on each Sunday, whatever came late."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import date, timedelta

from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from generator.assignment.ownership import standings
from generator.duties.book import Book, WeekDuties
from generator.duties.compliance import compliance
from generator.duties.office import office_duties
from generator.grade.gradings import Gradings
from generator.grade.office import judge
from generator.model.snapshot import snapshot
from generator.read.memory import Memory
from generator.read.tree import Tree
from tests.duties.notation import PEOPLE, RULES, files
from tests.duties.test_laws import FOLLOW_UP, MOVEMENT

FIRST = date(2026, 6, 1)  # a Monday
WEEKS = 24
LIMITS = {"lapse_without_first_days": "10", "lapse_idle_days": "15", "cool_down_days": "20"}
CONTACTS = st.sampled_from(["visit", "inbound_call", "follow_up", "message", "event"])
WHAT = st.one_of(
    CONTACTS,
    st.builds("{} {}".format, CONTACTS, st.sampled_from("ABCD")),
    st.builds("{} by {}".format, CONTACTS, st.sampled_from(["wu-di", "sun-yue"])),
    st.sampled_from(["claim wu-di", "transfer li-na", "release", "deal subscribed", "deal cancelled"]),
)
Record = tuple[int, str, int]
"""A day after the first, what is recorded of it, and how many days later that was committed."""

records = st.tuples(st.integers(0, 7 * WEEKS), WHAT, st.one_of(st.just(0), st.integers(0, 130)))
stories = st.builds(lambda more: ((0, "visit B", 0), *sorted(more)), st.lists(records, max_size=8))


def office_on(told: tuple[tuple[Record, ...], ...], day: date) -> Tree:
    """Return the files that were committed by a day."""
    rules = {**RULES, "follow_up": FOLLOW_UP, "movement": MOVEMENT, "protection": LIMITS}
    office = {"name": "云溪府", "people": PEOPLE, "milestones": {"opening": str(FIRST + timedelta(days=90))}}
    texts = {"rules.yaml": json.dumps(rules), "office.yaml": json.dumps(office)}
    for number, story in enumerate(told):
        lines = tuple(f"{FIRST + timedelta(days=after)} {what}" for after, what, _late in story)
        for path, text in files(lines, f"c{number}").items():
            place = path.rsplit("/", 1)[1].removesuffix(".yaml")
            after, _what, late = story[int(place)] if place.isdigit() else story[0]
            if FIRST + timedelta(days=after + late) <= day:
                texts[path] = text
    return Tree({path: texts[path].encode() for path in sorted(texts)}, None, dirty=False)


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@example([((0, "visit B", 0), (150, "follow_up", 0), (155, "visit", 0)), ((0, "visit", 0), (20, "message", 125))])
@example([((0, "visit B", 0), (120, "follow_up", 0), (130, "claim wu-di", 0))])
@example(
    [((0, "visit B", 0), (1, "follow_up", 0), (16, "follow_up", 100), (31, "follow_up", 85), (105, "follow_up", 0))]
)
@example([((0, "visit B", 0), (5, "follow_up", 0), (6, "follow_up", 0), (7, "release", 0))])
@example([((0, "visit A", 0), (1, "message", 0), *((day, "visit", 0) for day in range(9, 120, 9)))])
@given(st.lists(stories, min_size=1, max_size=3))
def test_a_book_finds_what_the_duties_of_the_office_are(told: list[tuple[Record, ...]]) -> None:
    for sunday, kept, afresh, expected in week_after_week(lambda day: office_on(tuple(told), day)):
        assert kept == expected, sunday
        assert afresh == expected, sunday


def test_who_is_taken_off_the_files_has_no_duties_any_more() -> None:
    story = (0, "visit B", 0), (5, "follow_up", 0), (20, "visit A", 0)
    gone, back = (FIRST + timedelta(weeks=week) for week in (6, 12))
    for sunday, kept, _afresh, expected in week_after_week(
        lambda day: office_on((story,) if gone <= day < back else (story, story), day)
    ):
        assert kept == expected, sunday


def week_after_week(office: Callable[[date], Tree]) -> Iterator[tuple[date, WeekDuties, WeekDuties, WeekDuties]]:
    """Yield each Sunday with the duties from a book that is kept, from a new one, and those of the whole office."""
    memory, known, book = Memory(), Gradings(), Book()
    for week in range(WEEKS):
        sunday = FIRST + timedelta(days=6, weeks=week)
        found = snapshot(office(sunday), memory, across=False)
        grades = judge(found, sunday, known)
        whole, stand = office_duties(found, grades), standings(found, grades)
        owned = (one for customer, one in grades.gradings.items() if stand[customer].owner is not None)
        expected = WeekDuties(
            compliance=compliance(whole),
            late=whole.late(),
            portfolios=Counter((one.consultant, one.grade) for one in owned),
            sold=frozenset(customer for customer, one in stand.items() if one.sold),
        )
        yield sunday, book.week(found, grades), Book().week(found, grades), expected
