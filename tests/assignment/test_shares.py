"""Commission by stage (P8): who gets which part of a deal, since when, by which record."""

from collections.abc import Mapping
from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.assignment.shares import Share, Step, shares
from generator.grade.office import judge
from generator.model.snapshot import Snapshot
from tests.offices import CUSTOMER, OFFICE, RULES, SECOND, VISIT, typed

ONE, TWO = "customers/7k3qf", "customers/2m9xd"
FIRST = date(2026, 11, 1)


def day(number: int) -> date:
    return FIRST + timedelta(days=number)


def deal(on: int, stage: str, amount: float | None = None, unit: str = "3-1201", folder: str = ONE) -> dict[str, str]:
    text = f"at: {day(on)}\nstage: {stage}\n" + (f"unit: {unit}\n" if unit else "")
    text += f"amount: {amount}\n" if amount is not None else ""
    return {f"{folder}/deals/{on:03}-{stage}-{unit or 'none'}.yaml": text}


def decide(on: int, kind: str, to: str, folder: str = ONE) -> dict[str, str]:
    text = f"at: {day(on)}\nby: chen-wei\nkind: {kind}\nto: {to}\nreason: 是\n"
    return {f"{folder}/decisions/{on:03}.yaml": text}


def handed(on: int, to: str = "wu-di") -> dict[str, str]:
    """Return a transfer and the customer.yaml after it."""
    return decide(on, "transfer", to) | {f"{ONE}/customer.yaml": CUSTOMER.replace("li-na", to)}


def left(on: int) -> dict[str, str]:
    return {"office.yaml": OFFICE.replace("name: 李娜,", f"name: 李娜, left: {day(on)},")}


def office(*parts: Mapping[str, str]) -> Snapshot:
    files: dict[str, str | bytes | None] = {f"{TWO}/visits/1.yaml": VISIT}
    for on in range(1, 60, 7):  # a talk a week, so that nobody is lost to the pool
        text = f"at: {day(on)}\nchannel: follow_up\nby: li-na\n"
        files |= {f"{folder}/visits/talk-{on}.yaml": text for folder in (ONE, TWO)}
    for part in parts:
        files.update(part)
    return typed(files)


def found(snapshot: Snapshot, on: int = 60) -> tuple[Share, ...]:
    assert not [p for p in snapshot.problems if p.code != "stage-order" and p.level == "error"], snapshot.problems
    return shares(snapshot.dossiers, judge(snapshot, day(on)))


def told(some: tuple[Share, ...]) -> list[str]:
    """Return shares as ``person step value``, in the order of the days."""
    ordered = sorted(some, key=lambda share: (share.on, list(Step).index(share.step)))
    wait = {True: " waiting", False: ""}
    return [f"{one.person} {one.step.value} {one.value:f}{wait[one.waiting]}" for one in ordered]


WHOLE = (deal(10, "subscribed", 300), deal(20, "contracted"), deal(30, "mortgaged"), deal(40, "paid_out"))


@pytest.mark.parametrize(
    ("on", "expected"),
    [
        (9, []),
        (10, ["li-na gathered 90"]),
        (20, ["li-na gathered 90", "li-na contracted 60"]),
        (30, ["li-na gathered 90", "li-na contracted 60", "li-na mortgaged 60"]),
        (40, ["li-na gathered 90", "li-na contracted 60", "li-na mortgaged 60", "li-na paid_out 90"]),
    ],
)
def test_each_stage_brings_its_part_from_its_day_on(on: int, expected: list[str]) -> None:
    assert [line.replace(".0", "") for line in told(found(office(*WHOLE), on))] == expected


def values(*parts: Mapping[str, str], on: int = 60) -> list[str]:
    return [line.replace(".0", "") for line in told(found(office(*parts), on))]


def test_a_queue_deposit_brings_nothing_yet() -> None:
    assert values(deal(5, "queued", 1)) == []


def test_the_latest_amount_counts_for_all_stages() -> None:
    some = values(deal(10, "subscribed", 300), deal(20, "contracted", 310))
    assert some == ["li-na gathered 93", "li-na contracted 62"]


def test_a_deal_without_an_amount_is_shown_with_nothing() -> None:
    assert values(deal(10, "subscribed")) == ["li-na gathered 0"]


def test_a_cancelled_deal_brings_nothing_and_may_begin_anew() -> None:
    cancelled = (*WHOLE[:2], deal(25, "cancelled"))
    assert values(*cancelled) == []
    assert values(*cancelled, on=24) == ["li-na gathered 90", "li-na contracted 60"]
    assert values(*cancelled, deal(28, "subscribed", 200)) == ["li-na gathered 60"]


def test_stages_that_were_left_out_are_reached_with_the_next() -> None:
    cash = values(deal(10, "subscribed", 300), deal(30, "paid_out"))
    assert cash == ["li-na gathered 90", "li-na contracted 60", "li-na mortgaged 60", "li-na paid_out 90"]
    (first, *_rest) = found(office(deal(10, "subscribed", 300), deal(30, "paid_out")))
    assert first.on == day(10)
    assert values(deal(20, "contracted", 300)) == ["li-na gathered 90", "li-na contracted 60"]


def test_each_unit_is_a_deal_and_those_without_one_are_one() -> None:
    two = values(deal(10, "subscribed", 300), deal(11, "subscribed", 200, "3-1202"))
    assert two == ["li-na gathered 90", "li-na gathered 60"]
    none = values(deal(10, "subscribed", 300, ""), deal(20, "contracted", 300, ""))
    assert none == ["li-na gathered 90", "li-na contracted 60"]


def test_who_owned_the_customer_on_the_day_of_a_stage_gets_its_part() -> None:
    expected = ["li-na gathered 90", "wu-di contracted 60", "wu-di mortgaged 60", "wu-di paid_out 90"]
    assert values(*WHOLE, handed(15)) == expected
    assert values(*WHOLE, handed(20)) == expected, "the day of the transfer belongs to the new owner"
    assert values(*WHOLE, handed(21))[1] == "li-na contracted 60"


def test_a_leaver_waits_for_the_part_of_an_unsigned_deal_until_it_is_paid() -> None:
    gone = (handed(15), left(15))
    assert values(*WHOLE, *gone, on=14) == ["li-na gathered 90"]
    assert values(*WHOLE, *gone, on=15) == ["li-na gathered 90 waiting"]
    assert values(*WHOLE, *gone, on=39)[0] == "li-na gathered 90 waiting"
    assert values(*WHOLE, *gone, on=40) == [
        "wu-di contracted 60", "wu-di mortgaged 60", "li-na gathered 90", "wu-di paid_out 90"
    ]  # fmt: skip
    (share,) = (one for one in found(office(*WHOLE, *gone)) if one.person == "li-na")
    assert (share.on, share.evidence.path) == (day(40), f"{ONE}/deals/040-paid_out-3-1201.yaml")


def test_a_leaver_of_a_signed_deal_keeps_what_was_earned() -> None:
    gone = (handed(25), left(25))
    assert values(*WHOLE, *gone, on=25) == ["li-na gathered 90", "li-na contracted 60"]
    assert values(*WHOLE, *gone)[2:] == ["wu-di mortgaged 60", "wu-di paid_out 90"]
    same_day = (handed(20), left(20))
    assert values(*WHOLE, *same_day, on=20) == ["li-na gathered 90 waiting", "wu-di contracted 60"]


def test_a_smaller_part_for_leavers_leaves_the_rest_to_the_next_owner() -> None:
    rules = {"rules.yaml": RULES + "commission: {leaver: 20}\n"}
    some = found(office(*WHOLE, handed(15), left(15), rules))
    assert sum(share.value for share in some) == 300
    assert {(one.person, one.step.value): one.percent for one in some}[("wu-di", "contracted")] == 30


def test_a_leaver_who_still_stands_in_the_file_earns_nothing_more() -> None:
    assert values(*WHOLE, left(15)) == [
        "None contracted 60", "None mortgaged 60", "li-na gathered 90", "None paid_out 90"
    ]  # fmt: skip


def test_a_deal_after_the_customer_was_closed_belongs_to_the_last_owner() -> None:
    closed = {f"{ONE}/customer.yaml": CUSTOMER + f"closed: {{on: {day(35)}, reason: other}}\n"}
    assert values(*WHOLE, closed)[-1] == "li-na paid_out 90"


def test_a_merged_customer_has_one_deal_with_the_owners_of_both() -> None:
    merged = {
        f"{TWO}/customer.yaml": SECOND.replace("li-na", "wu-di") + f"closed: {{on: {day(15)}, reason: merged}}\n",
        **decide(15, "merge", "7k3qf", TWO),
    }
    parts = (deal(10, "subscribed", 300, folder=TWO), deal(20, "contracted", 310), deal(30, "mortgaged", folder=TWO))
    assert values(*parts, merged, on=14) == ["wu-di gathered 90"]
    assert values(*parts, merged, on=15) == ["wu-di gathered 90"]
    assert values(*parts, merged) == ["wu-di gathered 93", "li-na contracted 62", "li-na mortgaged 62"]
    assert {share.customer for share in found(office(*parts, merged))} == {"7k3qf"}


def test_the_office_sets_its_own_shares() -> None:
    rules = {"rules.yaml": RULES + "commission: {gathered: 33.3, contracted: 33.3, mortgaged: 50, paid_out: 90}\n"}
    some = found(office(*WHOLE, rules))
    assert [(one.step.value, one.percent) for one in some] == [
        ("gathered", Decimal("33.3")), ("mortgaged", Decimal("16.7")), ("paid_out", Decimal(40))
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("written", "key"),
    [
        ("{gathered: 60}", "gathered"),
        ("{contracted: 80}", "contracted"),
        ("{mortgaged: 101}", "mortgaged"),
        ("{paid_out: 101}", "paid_out"),
        ("{leaver: 31}", "leaver"),
    ],
)
def test_shares_that_fall_or_pass_all_of_it_are_problems_at_their_key(written: str, key: str) -> None:
    problems = [p for p in typed({"rules.yaml": RULES + f"commission: {written}\n"}).problems if p.code == "commission"]
    assert len(problems) == 1
    column = f"commission: {written}".index(f"{key}:") + len(key) + 3
    assert (problems[0].place.line, problems[0].place.column) == (RULES.count("\n") + 1, column)


def test_an_office_that_sets_what_gathering_brings_sets_it_for_leavers_too() -> None:
    rules = {"rules.yaml": RULES + "commission: {gathered: 20}\n"}
    some = found(office(*WHOLE, handed(15), left(15), rules))
    assert [one.percent for one in some if one.person == "li-na"] == [20]


# --- laws ------------------------------------------------------------------------------------------------------------

stages = st.sampled_from(("queued", "subscribed", "contracted", "mortgaged", "paid_out", "cancelled"))
records = st.lists(
    st.tuples(
        st.integers(1, 40), stages, st.one_of(st.none(), st.integers(0, 500)), st.sampled_from(("3-1201", "", "1-2"))
    ),
    max_size=8,
)
moves = st.lists(st.integers(1, 40), max_size=2, unique=True)


def random_office(some: list[tuple[int, str, int | None, str]], given_on: list[int], gone: int | None) -> Snapshot:
    parts = [deal(*one) for one in some] + [handed(on) for on in given_on]
    return office(*parts, *([left(gone)] if gone is not None else []))


@settings(max_examples=60, deadline=None)
@given(records, moves, st.one_of(st.none(), st.integers(2, 40)), st.integers(0, 45))
def test_no_deal_brings_more_than_its_amount_and_nothing_depends_on_later_records(
    some: list[tuple[int, str, int | None, str]], given_on: list[int], gone: int | None, on: int
) -> None:
    snapshot = random_office(some, given_on, gone)
    now = found(snapshot, on)
    for unit in {share.unit for share in now}:
        of_unit = [share for share in now if share.unit == unit]
        assert len({share.amount for share in of_unit}) == 1
        assert sum(share.percent for share in of_unit) in {30, 50, 70, 100}
        assert sum(share.value for share in of_unit) <= of_unit[0].amount
    assert all(share.on <= day(on) for share in now)
    earlier = random_office([one for one in some if one[0] <= on], given_on, gone)
    assert found(earlier, on) == now


@settings(max_examples=40, deadline=None)
@given(records)
def test_with_one_owner_the_value_is_that_of_the_stage_reached(some: list[tuple[int, str, int | None, str]]) -> None:
    """Recount the value of each deal by itself: the highest stage since the last cancellation, the latest amount."""
    expected = Decimal(0)
    files = {next(iter(deal(*one))): one for one in some}
    for unit in {one[3] for one in some}:
        best, amount = 0, 0
        for _path, (_on, stage, figure, of) in sorted(files.items()):
            if of != unit:
                continue
            if stage == "cancelled":
                best, amount = 0, 0
                continue
            amount = amount if figure is None else figure
            best = max(best, {"queued": 0, "subscribed": 30, "contracted": 50, "mortgaged": 70, "paid_out": 100}[stage])
        expected += Decimal(best) * amount / 100
    assert sum((share.value for share in found(random_office(some, [], None), 45)), Decimal(0)) == expected
