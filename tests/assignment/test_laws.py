"""What holds for every history: one owner a day, no gaps, nothing of what is recorded later."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from generator.assignment.holding import Holding
from generator.assignment.ownership import holdings, owner_on
from generator.grade.eras import until
from generator.grade.office import judge
from generator.model.snapshot import Snapshot
from tests.assignment.notation import cooling, office

FIRST = date(2026, 9, 1)
DAYS = 50
OWNERS = st.sampled_from(["li-na", "wu-di", "zhou-kai"])
CONTACTS = st.tuples(
    st.sampled_from(["visit", "visit", "follow_up", "message", "inbound_call", "event"]),
    st.one_of(OWNERS, st.just("chen-wei")),
    st.sampled_from(["", "A", "C", "D"]),
).map(lambda one: " ".join(filter(None, one)))
DECISIONS = st.one_of(
    st.tuples(st.sampled_from(["transfer", "claim"]), OWNERS).map(" ".join), st.sampled_from(["release", "approve D"])
)
DEALS = st.sampled_from(["deal queued", "deal subscribed", "deal cancelled"])
ACTS = st.lists(
    st.tuples(
        st.integers(0, DAYS - 1), st.sampled_from(["", "T09:00", "T16:00"]), st.one_of(CONTACTS, DECISIONS, DEALS)
    ),
    max_size=12,
)
COOL = st.sampled_from([0, 0, 5])


def told(acts: Sequence[tuple[int, str, str]], consultant: str, closed: int | None) -> str:
    lines = [f"registered {FIRST:%m-%d}", f"consultant {consultant}"]
    lines += [f"{FIRST + timedelta(days=passed):%m-%d}{time} {act}" for passed, time, act in acts]
    return "; ".join([*lines, *([f"closed {FIRST + timedelta(days=closed):%m-%d}"] if closed is not None else [])])


def spells_of(snapshot: Snapshot, as_of: date) -> tuple[Holding, ...]:
    grades = judge(snapshot, as_of)
    grading = {**grades.gradings, **grades.closed}["c1"]
    return holdings(snapshot.dossiers["c1"], grading, grades.office, grades.ruleset.rules, as_of)


@given(ACTS, OWNERS, st.one_of(st.none(), st.integers(0, DAYS)), COOL, st.integers(0, DAYS + 30))
def test_every_day_belongs_to_one_spell_and_no_other(
    acts: Sequence[tuple[int, str, str]], consultant: str, closed: int | None, cool: int, passed: int
) -> None:
    as_of = FIRST + timedelta(days=passed)
    snapshot, _grades = office(told(acts, consultant, closed), on=f"{as_of:%m-%d}", rules=cooling(cool))
    spells = spells_of(snapshot, as_of)
    last = as_of if closed is None else min(as_of, FIRST + timedelta(days=closed - 1))
    assert [len([spell for spell in spells if spell.holds(FIRST + timedelta(days=n))]) for n in range(passed + 1)] == [
        int(FIRST + timedelta(days=n) <= last) for n in range(passed + 1)
    ]
    assert all(one.until == other.since - timedelta(days=1) for one, other in pairwise(spells))
    assert all(spell.until is None or spell.since <= spell.until for spell in spells)
    assert not any(
        one.owner is None and other.owner is None and other.since == one.since for one, other in pairwise(spells)
    )


@given(ACTS, OWNERS, COOL, st.integers(0, DAYS), st.integers(0, DAYS))
def test_a_later_day_only_adds_to_an_earlier_one(
    acts: Sequence[tuple[int, str, str]], consultant: str, cool: int, passed: int, more: int
) -> None:
    """Whose customer it was on a day is the same, whenever it is asked."""
    early, late = FIRST + timedelta(days=passed), FIRST + timedelta(days=passed + more)
    snapshot, _grades = office(told(acts, consultant, None), on=f"{late:%m-%d}", rules=cooling(cool))
    then, now = spells_of(snapshot, early), spells_of(snapshot, late)
    for n in range(passed + 1):
        day = FIRST + timedelta(days=n)
        assert owner_on(then, day) == owner_on(now, day)


@given(ACTS, COOL, st.integers(0, DAYS))
def test_no_later_record_counts(acts: Sequence[tuple[int, str, str]], cool: int, passed: int) -> None:
    """Records of later days can be left out; customer.yaml, which bears no date, names the owner of that day."""
    as_of = FIRST + timedelta(days=passed)
    snapshot, _grades = office(told(acts, "sun-yue", None), on=f"{as_of:%m-%d}", rules=cooling(cool))
    earlier = replace(snapshot, dossiers={"c1": until(snapshot.dossiers["c1"], as_of)})
    assert spells_of(snapshot, as_of) == spells_of(earlier, as_of)
