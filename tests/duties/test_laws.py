"""Laws that hold for every customer and every history."""

import json
import pickle
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from generator.assignment.ownership import Holding, holdings, owner_on
from generator.duties.compliance import Tally, compliance
from generator.duties.duty import Duty, Kind, OfficeDuties, State
from generator.duties.office import office_duties
from generator.grade.office import judge
from generator.model.snapshot import Snapshot
from generator.read.weeks import week_of
from tests.duties.notation import PEOPLE, RULES, files
from tests.grade.story import read

QUICK = settings(max_examples=80, deadline=None, suppress_health_check=list(HealthCheck))
FIRST = date(2026, 12, 7)  # a Monday; week 53 and the new year lie within the days of the stories
DAYS = st.integers(0, 40)
FOLLOW_UP = {
    "same_day_after": ["visit"],
    "daily_report": ["A"],
    "weekly_review": ["A", "B", "C"],
    "next_step": ["A", "B"],
    "quarterly_review": "true",
    "refresh_days": "7",
    "first_screening_days": "3",
    "A": {"before_opening": {"per_week": "2"}, "after_opening": {"every_days": "2"}, "escalate": {"1": "leader"}},
    "B": {"every_days": "5", "escalate": {"2": "leader", "5": "manager"}},
    "C": {"every_days": "7"},
    "D": {"pool": "true"},
}
MOVEMENT = {"downgrade": [{"id": "undecided", "from": "A", "to": "B", "after_days": "7"}]}
CONTACTS = st.sampled_from(["visit", "inbound_call", "follow_up", "message", "show_flat", "event"])
WHAT = st.one_of(
    CONTACTS,
    st.builds("{} {}".format, CONTACTS, st.sampled_from("ABCD")),
    st.sampled_from(["transfer wu-di", "transfer sun-yue", "transfer li-na", "release", "claim wu-di"]),
    st.sampled_from(["deal queued", "deal subscribed", "deal cancelled"]),
    st.builds("override {} until 2027-02-28".format, st.sampled_from("ABC")),
    st.just("next"),
)

Record = tuple[int, str]


@st.composite
def stories(draw: st.DrawFn) -> tuple[Record, ...]:
    """Records as days after the first one, in order; the first is a visit to the consultant who owns the customer."""
    more = draw(st.lists(st.tuples(DAYS, WHAT), max_size=9))
    return ((0, draw(st.sampled_from(["visit A", "visit B", "visit C", "visit"]))), *sorted(more))


def said(story: Sequence[Record]) -> tuple[str, ...]:
    """Return the records in the notation; ``next`` is a follow-up that plans a step three days later."""
    lines = []
    for after, what in story:
        on = FIRST + timedelta(days=after)
        plan = f"follow_up next {on + timedelta(days=3)}"
        lines.append(f"{on} {plan if what == 'next' else what}")
    return tuple(lines)


def office_of(
    *told: Sequence[Record],
    limits: Mapping[str, str] | None = None,
    changed: Mapping[str, str] | None = None,
    follow_up: Mapping[str, object] | None = None,
) -> Snapshot:
    """Return an office with a customer for each story; ``changed`` are files to put in the place of theirs."""
    rules = {**RULES, "follow_up": {**FOLLOW_UP, **(follow_up or {})}, "movement": MOVEMENT}
    rules["protection"] = limits or {"lapse_without_first_days": "10", "lapse_idle_days": "15"}
    milestones = {"opening": str(FIRST + timedelta(days=20)), "show_flat_opening": str(FIRST + timedelta(days=2))}
    office = {"name": "云溪府", "people": PEOPLE, "milestones": milestones}
    found: dict[str, str] = {}
    for number, story in enumerate(told):
        found |= files(said(story), f"c{number}")
    return read(json.dumps(rules), {**found, **(changed or {})}, json.dumps(office))


def evening(snapshot: Snapshot, on: date, owners: Mapping[str, Sequence[Holding]] | None = None) -> OfficeDuties:
    return office_duties(snapshot, judge(snapshot, on), date(2026, 1, 1), owners)


def owners_of(snapshot: Snapshot, on: date) -> dict[str, tuple[Holding, ...]]:
    grades = judge(snapshot, on)
    rules = grades.ruleset.rules
    return {
        name: holdings(snapshot.dossiers[name], grading, grades.office, rules, on)
        for name, grading in grades.gradings.items()
    }


@QUICK
@given(stories(), DAYS)
def test_the_duties_of_a_day_depend_on_no_later_record(story: tuple[Record, ...], passed: int) -> None:
    on = FIRST + timedelta(days=passed)
    early = tuple(record for record in story if record[0] <= passed)
    assert evening(office_of(story), on).duties == evening(office_of(early), on).duties


@QUICK
@given(stories(), DAYS, CONTACTS, DAYS)
def test_one_more_contact_makes_no_other_duty_late(
    story: tuple[Record, ...], added: int, channel: str, passed: int
) -> None:
    on = FIRST + timedelta(days=passed)
    plain = office_of(story)
    owners = owners_of(plain, on)
    before = {duty.key: duty for duty in evening(plain, on, owners)}
    more = office_of((story[0], *sorted([*story[1:], (added, channel)])))
    for duty in evening(more, on, owners):
        if duty.key in before:
            assert duty.days_late <= before[duty.key].days_late, duty
        else:
            assert duty.begin == FIRST + timedelta(days=added), duty


@QUICK
@given(stories(), DAYS)
def test_a_duty_is_of_the_one_owner_of_its_days(story: tuple[Record, ...], passed: int) -> None:
    on = FIRST + timedelta(days=passed)
    snapshot = office_of(story)
    spells = owners_of(snapshot, on)["c0"]
    for duty in evening(snapshot, on):
        assert owner_on(spells, duty.since) == duty.consultant
        last = on if duty.settled is None else max(duty.since, duty.settled - timedelta(days=1))
        assert owner_on(spells, last) == duty.consultant


@QUICK
@given(st.lists(stories(), min_size=1, max_size=3), DAYS)
def test_the_duties_of_the_consultants_are_those_of_the_office(told: list[tuple[Record, ...]], passed: int) -> None:
    duties = evening(office_of(*told), FIRST + timedelta(days=passed))
    each = [duties.of(name) for name in PEOPLE]
    assert sorted((duty.key for one in each for duty in one), key=str) == sorted((duty.key for duty in duties), key=str)
    assert len({duty.key for duty in duties}) == len(list(duties))
    whole = compliance(duties)
    assert sum((compliance(one).of() for one in each), Tally()) == whole.of()
    assert sum((whole.of(week) for week in whole.weeks), Tally()) == whole.of()
    assert sum((whole.of(consultant=name) for name in PEOPLE), Tally()) == whole.of()
    assert sum(whole.by_grade().values(), Tally()) == whole.of()


@QUICK
@given(stories(), DAYS, st.integers(0, 20))
def test_what_is_settled_stays_as_it_is(story: tuple[Record, ...], passed: int, more: int) -> None:
    snapshot = office_of(story)
    on = FIRST + timedelta(days=passed)
    later = {duty.key: duty for duty in evening(snapshot, on + timedelta(days=more))}
    for duty in evening(snapshot, on):
        if not duty.open:
            assert later[duty.key] == duty
        elif duty.kind is not Kind.DAILY_REPORT:
            assert later[duty.key].due == duty.due


@QUICK
@given(stories(), st.integers(0, 5), st.integers(1, 20))
def test_the_compliance_of_a_week_does_not_change_with_time(story: tuple[Record, ...], number: int, more: int) -> None:
    sunday = FIRST + timedelta(days=6, weeks=number)
    snapshot = office_of(tuple(record for record in story if record[0] <= (sunday - FIRST).days))
    at_once = compliance(evening(snapshot, sunday))
    later = compliance(evening(snapshot, sunday + timedelta(days=more)))
    assert at_once.by_grade(week_of(sunday)) == later.by_grade(week_of(sunday))


@QUICK
@given(stories(), DAYS, DAYS)
def test_a_later_first_day_leaves_out_what_was_settled_before_it(
    story: tuple[Record, ...], passed: int, from_on: int
) -> None:
    snapshot = office_of(story)
    grades = judge(snapshot, FIRST + timedelta(days=passed))
    whole, first = office_duties(snapshot, grades, date(2026, 1, 1)), FIRST + timedelta(days=from_on)
    kept = office_duties(snapshot, grades, first)
    assert list(kept) == [duty for duty in whole if duty.open or duty.due >= first]
    assert kept.answers == tuple(one for one in whole.answers if one.follow_up.at >= first)


@QUICK
@given(stories(), st.integers(0, 60), st.integers(0, 160), st.booleans())
def test_who_has_had_no_owner_for_long_owes_and_is_owed_nothing(
    story: tuple[Record, ...], released: int, from_on: int, quarterly: bool
) -> None:
    told = tuple(sorted([*story, (released, "release")]))
    snapshot = office_of((story[0], *told[1:]), follow_up={} if quarterly else {"quarterly_review": "false"})
    grades = judge(snapshot, FIRST + timedelta(days=160))
    whole, first = office_duties(snapshot, grades, date(2026, 1, 1)), FIRST + timedelta(days=from_on)
    kept = office_duties(snapshot, grades, first)
    assert list(kept) == [duty for duty in whole if duty.open or duty.due >= first]
    assert kept.answers == tuple(one for one in whole.answers if one.follow_up.at >= first)


def test_who_has_had_no_owner_for_long_is_not_looked_at(monkeypatch: pytest.MonkeyPatch) -> None:
    never = {"lapse_without_first_days": "9999", "lapse_idle_days": "9999"}
    snapshot = office_of(((0, "visit A"), (30, "release")), limits=never, follow_up={"quarterly_review": "false"})
    grades = judge(snapshot, FIRST + timedelta(days=160))
    monkeypatch.setattr("generator.duties.office.customer_duties", None)
    assert not office_duties(snapshot, grades, FIRST + timedelta(days=37)).duties
    with pytest.raises(TypeError):
        office_duties(snapshot, grades, FIRST + timedelta(days=36))


def test_a_plan_for_a_day_to_come_is_told_long_after_the_owner_has_gone() -> None:
    never = {"lapse_without_first_days": "9999", "lapse_idle_days": "9999"}
    story = ((0, "visit A"), (1, "follow_up next 2027-04-01"), (30, "release"))
    grades = judge(snapshot := office_of(story, limits=never), FIRST + timedelta(days=160))
    (plan,) = office_duties(snapshot, grades, date(2027, 4, 1))
    assert (plan.kind, plan.state) == (Kind.PROMISE, State.VOID)


@QUICK
@given(stories(), DAYS)
def test_a_duty_says_the_same_in_all_its_fields(story: tuple[Record, ...], passed: int) -> None:
    on = FIRST + timedelta(days=passed)
    duties = evening(office_of(story), on)
    assert pickle.loads(pickle.dumps(duties)) == duties
    for duty in duties:
        assert_sound(duty, on)
    assert set(duties.late()) == {duty for duty in duties if duty.state is State.LATE}
    assert {duty for duty in duties.today() if duty.due < on} == set(duties.late())


def assert_sound(duty: Duty, on: date) -> None:
    assert duty.begin <= duty.since <= on
    assert (duty.state in {State.DUE, State.LATE}) is duty.open
    assert (duty.done_by is not None) is (duty.state is State.DONE)
    assert (duty.void is not None) is (duty.state is State.VOID)
    assert duty.days_late == max(0, ((duty.settled or on) - duty.due).days)
    if duty.done_by is not None:
        assert duty.done_by.at == duty.settled
    for heard in duty.escalations:
        assert heard.day > duty.due
        assert duty.settled is None or heard.day < duty.settled
    assert replace(duty) == duty
