"""The duty roster replayed: who is next, whose turn it was, and what takes no turn."""

import pytest

from generator.assignment.ownership import standings
from generator.assignment.roster import Duty, duty, next_at
from generator.model.scalar import parse_moment
from tests.assignment.notation import OFFICE, day, office

ORDER = "roster: {order: [li-na, wu-di, sun-yue]}\n"


def roster(*customers: str, on: str, order: str = ORDER, people: str = OFFICE) -> Duty:
    snapshot, grades = office(*customers, on=on, people=people + order)
    return duty(grades.office, snapshot.dossiers, standings(snapshot, grades), day(on))


def turns(found: Duty) -> list[str]:
    return [f"{one.customer} {one.by} {one.expected} {one.turn.value}" for one in found.receptions]


def test_before_anybody_came_the_first_is_next() -> None:
    found = roster(on="09-01")
    assert (found.next, found.order, found.off, found.receptions) == (
        "li-na",
        ("li-na", "wu-di", "sun-yue"),
        (),
        (),
    )


def test_whoever_received_goes_to_the_end() -> None:
    found = roster("09-01T09:00 visit li-na", "09-01T10:00 visit wu-di", on="09-01")
    assert turns(found) == ["c1 li-na li-na in_order", "c2 wu-di wu-di in_order"]
    assert (found.next, found.order) == ("sun-yue", ("sun-yue", "li-na", "wu-di"))


def test_out_of_order_is_shown_and_costs_the_place() -> None:
    found = roster("09-01T09:00 visit wu-di", "09-01T10:00 visit li-na", on="09-01")
    assert turns(found) == ["c1 wu-di li-na out_of_order", "c2 li-na li-na in_order"]
    assert found.order == ("sun-yue", "wu-di", "li-na")


def test_somebody_who_is_not_on_the_roster_moves_nobody() -> None:
    found = roster("09-01 visit zhou-kai", on="09-01")
    assert (turns(found), found.next) == (["c1 zhou-kai li-na not_listed"], "li-na")


def test_only_the_first_visit_takes_a_turn() -> None:
    records = "09-01T09:00 visit li-na; 09-01T11:00 visit wu-di; 09-03 visit wu-di"
    assert turns(roster(records, on="09-01")) == ["c1 li-na li-na in_order"]
    assert turns(roster(records, on="09-03")) == []


def test_who_called_before_has_an_owner_already() -> None:
    assert turns(roster("09-01 inbound_call li-na; 09-03 visit wu-di", on="09-03")) == []


@pytest.mark.parametrize(("on", "expected"), [("09-11", []), ("09-12", ["c1 wu-di wu-di in_order"])])
def test_a_return_counts_as_new_from_day_11(on: str, expected: list[str]) -> None:
    found = roster(f"09-01 visit li-na; {on} visit wu-di; consultant wu-di", on=on)
    assert turns(found) == expected
    assert [one.again for one in found.receptions] == [True] * len(expected)


@pytest.mark.parametrize("kind", ["transfer", "claim"])
def test_a_decision_of_the_same_day_takes_no_turn(kind: str) -> None:
    found = roster(f"09-01 visit sun-yue; 09-01 {kind} sun-yue", on="09-01")
    assert (turns(found), found.next) == (["c1 sun-yue li-na exception"], "li-na")
    assert found.receptions[0].decision is not None
    assert found.receptions[0].decision.path == "customers/c1/decisions/01.yaml"


def test_a_returning_customer_who_is_claimed_takes_no_turn() -> None:
    found = roster("09-01 visit li-na; 09-20T10:00 visit wu-di; 09-20 claim li-na", on="09-20")
    assert (turns(found), found.next) == (["c1 wu-di wu-di exception"], "wu-di")


def test_a_decision_of_the_next_day_leaves_the_turn() -> None:
    found = roster("09-01 visit li-na; 09-02 transfer wu-di; consultant wu-di", on="09-02")
    assert found.next == "wu-di"


OFF = "roster: {order: [li-na, wu-di, sun-yue], off: {li-na: [2026-09-01], wu-di: [2026-09-03..2026-09-05, tue]}}\n"


@pytest.mark.parametrize(
    ("on", "following", "off"),
    [
        ("08-31", "li-na", ()),
        ("09-01", "sun-yue", ("li-na", "wu-di")),  # a Tuesday
        ("09-02", "li-na", ()),
        ("09-03", "li-na", ("wu-di",)),
        ("09-05", "li-na", ("wu-di",)),
        ("09-06", "li-na", ()),
        ("09-08", "li-na", ("wu-di",)),
    ],
)
def test_who_is_off_keeps_the_place(on: str, following: str, off: tuple[str, ...]) -> None:
    found = roster(on=on, order=OFF)
    assert (found.next, found.off) == (following, off)


def test_who_is_off_is_next_on_the_day_after() -> None:
    customers = ("09-01T09:00 visit sun-yue", "09-02T09:00 visit li-na")
    assert turns(roster(*customers, on="09-01", order=OFF)) == ["c1 sun-yue sun-yue in_order"]
    assert turns(roster(*customers, on="09-02", order=OFF)) == ["c2 li-na li-na in_order"]


def test_who_left_or_has_not_joined_is_not_there() -> None:
    people = OFFICE.replace("name: 李娜,", "name: 李娜, left: 2026-09-03,").replace(
        "name: 吴迪,", "name: 吴迪, joined: 2026-09-03,"
    )
    assert roster(on="09-02", people=people).order == ("li-na", "sun-yue")
    assert roster(on="09-03", people=people).order == ("wu-di", "sun-yue")
    assert roster(on="09-03", people=people).off == ()


def test_a_new_order_begins_with_its_first() -> None:
    order = "roster: {order: {2026-09-01: [li-na, wu-di], 2026-09-03: [sun-yue, li-na, wu-di]}}\n"
    customers = ("09-01 visit li-na", "09-03 visit sun-yue")
    assert roster(*customers, on="08-31", order=order).since is None
    assert roster(*customers, on="09-02", order=order).order == ("wu-di", "li-na")
    assert roster(*customers, on="09-03", order=order).order == ("li-na", "wu-di", "sun-yue")


def test_a_past_day_is_the_same_whenever_it_is_asked() -> None:
    customers = ("09-01T09:00 visit li-na", "09-02T09:00 visit sun-yue", "09-04T09:00 visit wu-di")
    snapshot, grades = office(*customers, on="09-30", people=OFFICE + ORDER)
    found = standings(snapshot, grades)
    for on in ("09-01", "09-02", "09-03", "09-04"):
        assert duty(grades.office, snapshot.dossiers, found, day(on)) == roster(*customers, on=on)


@pytest.mark.parametrize(
    ("at", "expected"),
    [
        ("2026-09-01 08:00", "li-na"),
        ("2026-09-01 09:00", "li-na"),
        ("2026-09-01 09:01", "wu-di"),
        ("2026-09-01 10:30", "sun-yue"),
    ],
)
def test_whose_turn_it_was_at_a_moment(at: str, expected: str) -> None:
    snapshot, grades = office("09-01T09:00 visit li-na", "09-01T10:00 visit wu-di", on="09-01", people=OFFICE + ORDER)
    found = standings(snapshot, grades)
    assert next_at(grades.office, snapshot.dossiers, found, parse_moment(at)) == expected


def test_visits_of_one_moment_stand_in_order_of_the_id() -> None:
    assert turns(roster("09-01 visit wu-di", "09-01 visit li-na", on="09-01")) == [
        "c1 wu-di li-na out_of_order",
        "c2 li-na li-na in_order",
    ]


def test_nobody_is_there() -> None:
    found = roster("09-01 visit li-na", on="09-01", order="roster: {order: [li-na], off: {li-na: [tue]}}\n")
    assert (found.next, found.order, turns(found)) == (None, (), ["c1 li-na None out_of_order"])


def test_without_a_roster_there_is_nothing_to_replay() -> None:
    found = roster("09-01 visit li-na", on="09-01", order="")
    assert (found.since, found.next, found.receptions) == (None, None, ())


def test_a_customer_closed_at_once_is_not_received() -> None:
    assert turns(roster("09-01 visit li-na; closed 09-01", on="09-01")) == []
