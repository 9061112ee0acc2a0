"""Two entries of one customer: the duties of every day before the merge are those of the entry's own records (P9)."""

import json
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from generator.duties.compliance import compliance
from generator.duties.duty import Kind, OfficeDuties
from generator.duties.office import office_duties
from generator.grade.office import judge
from generator.model.snapshot import Snapshot
from generator.read.weeks import week_of
from tests.duties.notation import PEOPLE, RULES, files, written
from tests.duties.test_laws import CONTACTS, DAYS, FIRST, QUICK, Record, evening, office_of, said, stories
from tests.grade.story import read

MERGES = st.integers(1, 30)


def merged(own: Sequence[str], other: Sequence[str], on: date) -> dict[str, str]:
    """Return the files of c0 with its own records, with which c1 is merged on a day."""
    found = files(tuple(own), "c0") | files(tuple(other), "c1")
    decision = {"at": str(on), "by": "chen-wei", "kind": "merge", "to": "c0", "reason": "同一个人"}
    found["customers/c1/decisions/merge.yaml"] = json.dumps(decision, ensure_ascii=False)
    second = json.loads(found["customers/c1/customer.yaml"])
    second["closed"] = {"on": str(on), "reason": "merged"}
    return found | {"customers/c1/customer.yaml": json.dumps(second, ensure_ascii=False)}


def told(own: Sequence[str], other: Sequence[str], merge: str, on: str, **follow_up: object) -> str:
    """Return the duties of c0 on an evening, in the notation."""
    rules = {**RULES, "follow_up": follow_up}
    office = {"name": "云溪府", "people": PEOPLE}
    found = read(
        json.dumps(rules), merged(own, other, date.fromisoformat(merge)), json.dumps(office, ensure_ascii=False)
    )
    day = date.fromisoformat(on)
    duties = office_duties(found, judge(found, day), date(2026, 1, 1)).duties.get("c0", ())
    return "; ".join(written(duty) for duty in duties)


def test_a_call_of_the_other_entry_makes_good_on_the_day_of_the_merge_and_not_before() -> None:
    own, other = ("09-07 visit B",), ("09-01 visit", "09-11 follow_up")
    every = {"B": {"every_days": "5"}}
    assert told(own, other, "2026-09-20", "2026-09-19", **every) == "cadence 09-07 > 09-12 late 7"
    evening = told(own, other, "2026-09-20", "2026-09-20", **every)
    assert evening == "cadence 09-07 > 09-12 done 09-20 late 8; cadence 09-20 > 09-20 due"


def test_after_the_merge_the_rhythm_goes_on_from_the_last_contact_of_both() -> None:
    own, other = ("09-07 visit B",), ("09-01 visit", "09-18 follow_up")
    evening = told(own, other, "2026-09-20", "2026-09-21", B={"every_days": "5"})
    assert evening == "cadence 09-07 > 09-12 done 09-20 late 8; cadence 09-20 > 09-23 due"


def test_what_the_other_entry_did_before_a_duty_began_does_it_not() -> None:
    own, other = ("09-07 visit B",), ("09-01 visit", "09-06 follow_up")
    evening = told(own, other, "2026-09-20", "2026-09-21", B={"every_days": "5"})
    assert evening == "cadence 09-07 > 09-12 late 9"


def test_a_call_of_ones_own_before_the_merge_stays_what_did_the_duty() -> None:
    own, other = ("09-07 visit B", "09-14 follow_up"), ("09-01 visit", "09-11 follow_up")
    evening = told(own, other, "2026-09-16", "2026-09-17", B={"every_days": "5"})
    assert evening == "cadence 09-07 > 09-12 done 09-14 late 2; cadence 09-14 > 09-19 due"


def test_of_a_week_what_was_short_is_made_good_by_whatever_is_known_first() -> None:
    own, other = ("09-07 visit A",), ("09-01 visit", "09-09 message", "09-10 message")
    before = told(own, other, "2026-09-16", "2026-09-15", A={"per_week": "1"})
    assert before == "cadence#1 09-07 > 09-13 late 2; cadence#1 09-14 > 09-20 due"
    after = told(own, other, "2026-09-16", "2026-09-17", A={"per_week": "1"})
    assert after == "cadence#1 09-07 > 09-13 done 09-16 late 3; cadence#1 09-14 > 09-20 due"


def test_a_subscription_of_the_other_entry_ends_duties_from_the_day_of_the_merge_on() -> None:
    own, other = ("09-07 visit B",), ("09-01 visit", "09-10 deal subscribed")
    every = {"B": {"every_days": "5"}}
    assert told(own, other, "2026-09-20", "2026-09-19", **every) == "cadence 09-07 > 09-12 late 7"
    assert told(own, other, "2026-09-20", "2026-09-20", **every) == "cadence 09-07 > 09-12 void 09-20 subscribed late 8"


def test_an_answer_that_only_a_merge_brought_to_light_counts_for_no_past_week() -> None:
    own, other = ("2026-12-07 visit B",), ("2026-12-07 visit", "2026-12-09 follow_up")
    found = read(
        json.dumps(RULES), merged(own, other, date(2026, 12, 20)), json.dumps({"name": "云溪府", "people": PEOPLE})
    )
    for day in (date(2026, 12, 13), date(2026, 12, 22)):
        answers = office_duties(found, judge(found, day), date(2026, 1, 1)).answers
        assert [one.customer for one in answers] == ["c1"], day


def merged_office(own: tuple[Record, ...], other: tuple[Record, ...], merge: int) -> Snapshot:
    """Return the office of the laws with two stories; the second one's customer is merged with the first."""
    return office_of(own, other, changed=merged(said(own), said(other), FIRST + timedelta(days=merge)))


def of_first(duties: OfficeDuties) -> OfficeDuties:
    answers = tuple(one for one in duties.answers if one.customer == "c0")
    return replace(
        duties, duties={name: found for name, found in duties.duties.items() if name == "c0"}, answers=answers
    )


ELSEWHERE = st.lists(st.tuples(DAYS, st.one_of(CONTACTS, st.just("visit B"), st.just("deal subscribed"))), max_size=6)


@QUICK
@given(stories(), ELSEWHERE, MERGES, st.integers(0, 29))
def test_the_duties_before_a_merge_are_those_of_the_own_records(
    own: tuple[Record, ...], more: list[Record], merge: int, passed: int
) -> None:
    other = ((0, "visit"), *sorted(more))
    on = FIRST + timedelta(days=min(passed, merge - 1))
    together, alone = evening(merged_office(own, other, merge), on), evening(office_of(own), on)
    assert of_first(together).duties == alone.duties
    assert of_first(together).answers == alone.answers


@QUICK
@given(stories(), ELSEWHERE, MERGES, st.integers(0, 29), st.integers(0, 20))
def test_a_merge_leaves_what_was_settled_and_what_was_late_before_it(
    own: tuple[Record, ...], more: list[Record], merge: int, passed: int, after: int
) -> None:
    snapshot = merged_office(own, ((0, "visit"), *sorted(more)), merge)
    on = FIRST + timedelta(days=min(passed, merge - 1))
    later = {duty.key: duty for duty in evening(snapshot, FIRST + timedelta(days=merge + after))}
    for duty in evening(snapshot, on):
        if not duty.open:
            assert later[duty.key] == duty
        elif duty.kind is not Kind.DAILY_REPORT:
            settled = later[duty.key].settled
            assert later[duty.key].due == duty.due
            assert settled is None or settled > on


@QUICK
@given(stories(), ELSEWHERE, MERGES, st.integers(0, 3), st.integers(0, 20))
def test_a_merge_changes_no_figure_of_a_week_that_is_over(
    own: tuple[Record, ...], more: list[Record], merge: int, number: int, after: int
) -> None:
    sunday = FIRST + timedelta(days=6, weeks=number)
    merge = max(merge, (sunday - FIRST).days + 1)
    snapshot = merged_office(own, ((0, "visit"), *sorted(more)), merge)
    told_then = compliance(of_first(evening(snapshot, sunday))).by_grade(week_of(sunday))
    told_later = compliance(of_first(evening(snapshot, FIRST + timedelta(days=merge + after)))).by_grade(
        week_of(sunday)
    )
    own_until = tuple(record for record in own if record[0] <= (sunday - FIRST).days)
    assert told_then == compliance(evening(office_of(own_until), sunday)).by_grade(week_of(sunday))
    assert told_later == told_then


@QUICK
@given(stories(), ELSEWHERE, MERGES, DAYS, DAYS)
def test_a_later_first_day_leaves_out_the_same_after_a_merge(
    own: tuple[Record, ...], more: list[Record], merge: int, passed: int, from_on: int
) -> None:
    snapshot = merged_office(own, ((0, "visit"), *sorted(more)), merge)
    grades = judge(snapshot, FIRST + timedelta(days=passed))
    whole, first = office_duties(snapshot, grades, date(2026, 1, 1)), FIRST + timedelta(days=from_on)
    assert list(office_duties(snapshot, grades, first)) == [duty for duty in whole if duty.open or duty.due >= first]
