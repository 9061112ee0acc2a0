"""Laws of the duties that change between any two histories."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import timedelta

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from generator.compare.comparison import compare
from generator.compare.duties import with_duties
from generator.compare.duty import DutyChanged
from generator.compare.judged import Judged, judged
from generator.duties.office import office_duties
from generator.model.snapshot import Snapshot
from tests.compare.duty_stories import changes
from tests.duties.notation import PEOPLE, RULES, files
from tests.duties.test_laws import CONTACTS, DAYS, FIRST, FOLLOW_UP, MOVEMENT, Record, said, stories
from tests.grade.story import read

QUICK = settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))


@st.composite
def edits(draw: st.DrawFn) -> tuple[tuple[Record, ...], tuple[Record, ...]]:
    """A story, and the same one with some records less and some more."""
    story = draw(stories())
    kept = [record for record in story[1:] if draw(st.integers(0, 3))]
    more = draw(st.lists(st.tuples(DAYS, CONTACTS), max_size=2))
    return story, (story[0], *sorted([*kept, *more]))


FOLLOW_UPS = st.sampled_from(
    [FOLLOW_UP, FOLLOW_UP, {**FOLLOW_UP, "B": {"per_week": "1"}}, {**FOLLOW_UP, "refresh_days": "5", "A": {}}]
)
OPENINGS = st.sampled_from([20, 20, 12])


def side(told: Sequence[Sequence[Record]], follow_up: Mapping[str, object], opening: int) -> Snapshot:
    rules = {**RULES, "follow_up": follow_up, "movement": MOVEMENT}
    rules["protection"] = {"lapse_without_first_days": "10", "lapse_idle_days": "15"}
    milestones = {"opening": str(FIRST + timedelta(days=opening)), "show_flat_opening": str(FIRST + timedelta(days=2))}
    found: dict[str, str] = {}
    for number, story in enumerate(told):
        found |= files(said(story), f"c{number}")
    office_file = {"name": "云溪府", "people": PEOPLE, "milestones": milestones}
    return read(json.dumps(rules), found, json.dumps(office_file))


def standing(one: Judged) -> Counter[object]:
    """Return what is open on a side: whose, which, by when, by whom."""
    assert one.grades is not None
    return Counter(_asked(duty) for duty in office_duties(one.snapshot, one.grades).open())


def _asked(duty: object) -> object:
    return tuple(getattr(duty, name) for name in ("customer", "kind", "due", "person"))


@QUICK
@given(
    st.lists(edits(), min_size=1, max_size=3), st.tuples(FOLLOW_UPS, FOLLOW_UPS), st.tuples(OPENINGS, OPENINGS), DAYS
)
def test_the_changes_lead_from_the_duties_before_to_those_after(
    told: list[tuple[tuple[Record, ...], tuple[Record, ...]]],
    follow_ups: tuple[Mapping[str, object], Mapping[str, object]],
    openings: tuple[int, int],
    passed: int,
) -> None:
    on = FIRST + timedelta(days=passed)
    one = judged(side([story for story, _edited in told], follow_ups[0], openings[0]), on)
    other = judged(side([edited for _story, edited in told], follow_ups[1], openings[1]), on)
    there = with_duties(compare(one, other)).duties or ()
    expected = standing(one)
    expected.subtract(_asked(change.before) for change in there if change.before is not None)
    expected.update(_asked(change.after) for change in there if change.after is not None)
    assert +expected == standing(other)
    assert all(count >= 0 for count in expected.values())
    assert all(change.reasons for change in there)
    back = with_duties(compare(other, one)).duties or ()
    assert sorted(map(_unreasoned, back)) == sorted(_unreasoned(change.reversed()) for change in there)
    assert [change.reversed().reversed() for change in there] == list(there)


def _unreasoned(change: DutyChanged) -> str:
    """Write a change without reasons: of several causes the way back finds them in another order."""
    return repr(replace(change, reasons=()))


@QUICK
@given(edits(), DAYS)
def test_of_records_alone_the_way_back_has_the_same_reasons(
    told: tuple[tuple[Record, ...], tuple[Record, ...]], passed: int
) -> None:
    on = FIRST + timedelta(days=passed)
    before, after = (side([story], FOLLOW_UP, 20) for story in told)
    there, back = changes(before, after, on), changes(after, before, on)
    assert sorted(map(repr, back)) == sorted(repr(change.reversed()) for change in there)
    assert {reason for change in there for reason in change.reasons} <= {"record", "decision", "grade"}
