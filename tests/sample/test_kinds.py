"""Every kind of thing that the pages show happens in the sample office; found by looking at the records."""

from collections import Counter
from datetime import date, timedelta
from typing import Final

import pytest

from generator.duties.duty import Kind, State
from generator.duties.office import office_duties
from generator.grade.grading import Cause, Event, Move
from generator.grade.office import judge
from generator.model.record import Channel, CloseReason, DecisionKind, Household, Power, Purpose, Source, Stage
from generator.sample import AS_OF, WEEKS
from tests.sample.sample import Case, cases, decisions, read

GRADES: Final = ("A", "B", "C", "D")
ACCOUNTS: Final = (Channel.FOLLOW_UP, Channel.MESSAGE)


def moves() -> list[Move]:
    return [turn for case in cases() for turn in case.grading.history if isinstance(turn, Move)]


def reached(case: Case) -> list[Stage]:
    return [filed.record.stage for filed in case.dossier.deals]


def accounts_since_the_fall(case: Case) -> int:
    pending = case.grading.pending
    assert pending is not None
    visits = (filed.record for filed in case.dossier.visits)
    return sum(visit.channel in ACCOUNTS and visit.at.day >= pending.since for visit in visits)


def test_the_grades_are_spread_as_in_a_real_office() -> None:
    grades = Counter(case.grading.grade for case in cases() if case.open)
    share = {grade: count / grades.total() for grade, count in grades.items()}
    wanted = {"A": (0.07, 0.13), "B": (0.2, 0.3), "C": (0.36, 0.46), "D": (0.12, 0.2), None: (0.05, 0.1)}
    assert {grade for grade, (low, high) in wanted.items() if not low <= share[grade] <= high} == set()


@pytest.mark.parametrize(
    ("cause", "before", "after"),
    [
        *[(Cause.FIRST, None, grade) for grade in GRADES],
        *[(Cause.EVIDENCE, "C", "B"), (Cause.EVIDENCE, "B", "A"), (Cause.EVIDENCE, "D", "C")],
        *[(Cause.EVIDENCE, "A", "C"), (Cause.EVIDENCE, "B", "C")],
        *[(Cause.DOWNGRADE, "A", "B"), (Cause.DOWNGRADE, "B", "C"), (Cause.APPROVED, "C", "D")],
        *[(Cause.OVERRIDE, "B", "A"), (Cause.OVERRIDE, "B", "C"), (Cause.LIFTED, "B", "A")],
    ],
)
def test_every_kind_of_move_happens(cause: Cause, before: str | None, after: str) -> None:
    assert any((move.cause, move.before, move.after) == (cause, before, after) for move in moves())


def test_a_fall_that_waits_is_cancelled_by_better_evidence_and_no_approval_is_in_vain() -> None:
    events = Counter(turn.event for case in cases() for turn in case.grading.history if not isinstance(turn, Move))
    assert events[Event.CANCELLED] >= 1
    assert events[Event.REFUSED] == 0


def test_falls_wait_for_approval_with_and_without_an_account() -> None:
    waiting = [case for case in cases() if case.open and case.grading.pending]
    assert any(accounts_since_the_fall(case) for case in waiting)
    assert any(not accounts_since_the_fall(case) for case in waiting)
    assert {rule for case in waiting for turn in case.grading.history[-1:] for rule in turn.rules} == {"fading"}


def test_overrides_lean_to_both_sides_one_ends_soon_one_has_ended() -> None:
    active = [case.grading.override for case in cases() if case.grading.override]
    sides = {(override.computed or "") > override.to for override in active}
    assert sides == {True, False}
    assert any(override.until - AS_OF <= timedelta(days=3) for override in active)
    assert any(decision.until and decision.until < AS_OF for _, decision in decisions(DecisionKind.OVERRIDE))
    spans = [(decision.until or AS_OF) - decision.at.day for _, decision in decisions(DecisionKind.OVERRIDE)]
    assert max(spans) <= timedelta(days=31)


def test_customers_are_transferred_claimed_released_and_merged() -> None:
    for kind in (DecisionKind.TRANSFER, DecisionKind.CLAIM):
        for case, decision in decisions(kind):
            assert case.dossier.customer.record.consultant == decision.to
            by = {filed.record.by for filed in case.dossier.visits if filed.record.at.day < decision.at.day}
            assert decision.to not in by
        assert any(True for _ in decisions(kind))
    released = [case for case, _ in decisions(DecisionKind.RELEASE)]
    claimed = {case.dossier.id for case, _ in decisions(DecisionKind.CLAIM)}
    assert any(case.dossier.id in claimed for case in released)
    assert any(case.dossier.id not in claimed for case in released)
    (merged, decision), *_ = decisions(DecisionKind.MERGE)
    original = read().dossiers[decision.to or ""].customer.record
    assert merged.dossier.customer.record.phone_key == original.phone_key


def test_the_same_person_is_registered_twice_by_key_and_by_masked_number() -> None:
    people = [case.dossier.customer.record for case in cases() if case.open]
    keys = Counter(person.phone_key for person in people if person.phone_key)
    numbers = Counter((person.name[0], person.phone) for person in people if person.phone)
    assert sum(count == 2 for count in keys.values()) == 1
    assert sum(count == 2 for count in numbers.values()) == 2


def test_every_stage_of_a_deal_is_the_last_of_somebody() -> None:
    last = {reached(case)[-1] for case in cases() if reached(case)}
    assert last == set(Stage)
    amounts = [filed.record.amount for case in cases() for filed in case.dossier.deals if filed.record.amount]
    assert min(amounts) == 5
    assert 200 < max(amounts) < 450
    assert all(filed.record.unit for case in cases() for filed in case.dossier.deals)


def test_every_channel_source_and_reason_occurs() -> None:
    channels = {filed.record.channel for case in cases() for filed in case.dossier.visits}
    customers = [case.dossier.customer.record for case in cases()]
    assert channels == set(Channel)
    assert {customer.source for customer in customers} == set(Source)
    assert {c.closed.reason for c in customers if c.closed} == set(CloseReason) - {CloseReason.OTHER}
    assert {c.wants.purpose for c in customers} == {*Purpose, None}
    assert {c.profile.household for c in customers} == {*Household, None}
    assert {c.profile.power for c in customers} == {*Power, None}
    titled = sum(customer.profile.title is not None for customer in customers)
    assert 0.8 <= titled / len(customers) <= 0.95
    assert {(c.referrer is not None) for c in customers if c.source is Source.REFERRAL} == {True}


def test_customers_come_back_by_themselves_or_refuse_for_the_auxiliary_indicator() -> None:
    levels = {case.grading.official.indicators["contact"].level for case in cases()}
    assert levels >= {"A", "B", "C", "D"}


def test_money_is_what_the_ungraded_are_silent_about() -> None:
    missing = [case.grading.official.missing for case in cases() if case.open and case.grading.grade is None]
    assert {"price", "funds"} <= {name for names in missing for name in names}


def test_some_visits_of_the_last_days_were_never_called_back() -> None:
    late = [
        case
        for case in cases()
        if case.dossier.visits[-1].record.channel is Channel.VISIT
        and timedelta(days=1) <= AS_OF - case.dossier.visits[-1].record.at.day <= timedelta(days=10)
        and case.open
    ]
    assert len(late) >= 3


def test_protection_lapses_without_a_first_follow_up_and_by_silence() -> None:
    unheard, silent = 0, 0
    for case in cases():
        visits = [filed.record for filed in case.dossier.visits]
        quiet = AS_OF - visits[-1].at.day
        followed_up = any(visit.channel in ACCOUNTS for visit in visits)
        unheard += case.open and not followed_up and AS_OF - visits[0].at.day > timedelta(days=10)
        silent += case.open and followed_up and quiet > timedelta(days=15) and Stage.SUBSCRIBED not in reached(case)
    assert unheard >= 1
    assert silent >= 5


def test_consultants_differ_in_how_often_they_call_back_on_the_same_day() -> None:
    share = {}
    for consultant in ("li-na", "sun-yue"):
        visits, called = 0, 0
        for case in cases():
            records = [filed.record for filed in case.dossier.visits if filed.record.by == consultant]
            accounts = {record.at.day for record in records if record.channel in ACCOUNTS}
            days = {record.at.day for record in records if record.channel is Channel.VISIT}
            visits += len(days)
            called += len(days & accounts)
        share[consultant] = called / visits
    assert share["li-na"] > 0.8
    assert share["li-na"] - share["sun-yue"] > 0.15


def test_contacts_are_made_in_working_hours_of_the_sixteen_weeks() -> None:
    for case in cases():
        for filed in case.dossier.visits:
            at = filed.record.at
            assert timedelta() <= AS_OF - at.day < timedelta(weeks=WEEKS)
            assert at.minute is not None
            assert 9 * 60 <= at.minute <= 20 * 60 + 30


def test_units_are_wished_in_three_buildings_of_eighteen_floors() -> None:
    units = {unit for case in cases() for filed in case.dossier.visits for unit in filed.record.units}
    buildings = {int(unit.split("-")[0]) for unit in units}
    floors = {int(unit.split("-")[1][:-2]) for unit in units}
    assert buildings == {1, 2, 3}
    assert min(floors) >= 1
    assert 15 <= max(floors) <= 18
    assert {unit[-2:] for unit in units} == {"01", "02", "03", "04"}


def test_promises_are_kept_on_the_day_late_and_still_ahead() -> None:
    duties = office_duties(read(), judge(read(), AS_OF), date.min)
    promises = [duty for duty in duties if duty.kind is Kind.PROMISE]
    assert 20 <= len(promises) <= 80
    assert {duty.state for duty in promises} >= {State.DONE, State.DUE, State.VOID}
    assert {duty.days_late > 0 for duty in promises if duty.state is State.DONE} == {True, False}
    assert len({duty.what for duty in promises}) >= 4
