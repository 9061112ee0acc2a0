"""The numbers kept from week to week are those counted from nothing, whatever came, went, or was dated later."""

from __future__ import annotations

import json
from datetime import date, timedelta

from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from generator.compare.judged import Judged, judged
from generator.grade.gradings import Gradings
from generator.model.snapshot import snapshot
from generator.read.memory import Memory
from generator.read.tree import Tree
from generator.report.week.crosstab import NOBODY, STEPS, crosstab
from tests.duties.notation import PEOPLE, RULES, files

FIRST = date(2026, 6, 1)  # a Monday
WEEKS = 8
Entry = tuple[str, int, int]
"""What is recorded of a customer, how many days after the first, and how much later (or earlier) it is committed."""

WHAT = st.one_of(
    st.builds("visit {}".format, st.sampled_from("ABCD")),
    st.builds("deal {}".format, st.sampled_from([*STEPS, "cancelled"])),
    st.just("follow_up"),
)
entries = st.tuples(WHAT, st.integers(0, 7 * WEEKS), st.integers(-20, 20))
lives = st.tuples(
    st.lists(entries, min_size=1, max_size=5),
    st.one_of(st.none(), st.integers(1, 7 * WEEKS)),  # the day of closing
    st.one_of(st.none(), st.tuples(st.integers(1, 7 * WEEKS), st.integers(1, 30))),  # for so many days without files
)
Life = tuple[list[Entry], int | None, tuple[int, int] | None]


def sides(told: list[Life]) -> list[Judged]:
    """Return the office at the end of each week, judged as the weeks of an archive are."""
    memory, known, found = Memory(), Gradings(official=True), []
    office = json.dumps({"name": "云溪府", "people": PEOPLE, "milestones": {}})
    for week in range(WEEKS):
        sunday = FIRST + timedelta(days=6, weeks=week)
        texts = {"rules.yaml": json.dumps(RULES), "office.yaml": office}
        for number, life in enumerate(told):
            texts |= on_file(life, f"c{number}", (sunday - FIRST).days)
        tree = Tree({path: texts[path].encode() for path in sorted(texts)}, None, dirty=False)
        found.append(judged(snapshot(tree, memory, across=False), sunday, known, checked=False))
    return found


def on_file(life: Life, name: str, today: int) -> dict[str, str]:
    """Return the files of a customer that were committed by a day; none while they are taken away."""
    story, closed, gone = life
    if gone is not None and gone[0] <= today < sum(gone):
        return {}
    known = [f"{FIRST + timedelta(days=at)} {what}" for what, at, late in sorted(story) if at + late <= today]
    ending = [f"closed {FIRST + timedelta(days=closed)}"] if closed is not None and closed <= today else []
    return files((f"registered {FIRST}", *known, *ending), name)


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@example([([("deal contracted", 30, -20)], 8, None)])  # closed, with a deal of a day to come
@example([([("visit A", 0, 0)], None, (9, 14)), ([("visit B", 0, 0)], 9, (20, 14))])
@given(st.lists(lives, min_size=1, max_size=4))
def test_numbers_kept_from_week_to_week_are_those_counted_from_nothing(told: list[Life]) -> None:
    kept = NOBODY
    for side in sides(told):
        kept, afresh = crosstab(side, kept), crosstab(side)
        assert (kept.ways, kept.holds) == (afresh.ways, afresh.holds), side.as_of
        assert sum(kept.ways.values()) == len(kept.everyone)


def test_a_customer_counts_by_grade_source_and_how_far_the_deals_came() -> None:
    story = [("visit B", 0, 0), ("deal queued", 8, 0), ("deal subscribed", 15, -10), ("deal cancelled", 22, 0)]
    found = [crosstab(side) for side in sides([(story, 29, None)])]
    assert [list(one.ways) for one in found[:5]] == [[("B", "walk_in", steps)] for steps in (0, 1, 2, 0, 0)]
    assert [list(one.holds) for one in found[3:5]] == [[("B", ("level",), (("level",),))], []]  # closed: out of the way
