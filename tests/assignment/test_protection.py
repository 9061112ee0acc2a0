"""The protection clock: until when, how many days are left, why it ended and by which line of rules.yaml."""

import pytest

from generator.assignment.protection import Protection, Sources, State, protection
from tests.assignment.notation import RULES, cooling, day, office, stands

QUIET = "09-01 visit li-na; 09-01 follow_up li-na"


def protected(records: str, on: str, rules: str = RULES) -> Protection:
    snapshot, grades = office(records, on=on, rules=rules)
    return protection(stands(records, on, rules), grades.ruleset.rules, Sources(snapshot.rules_document), day(on))


def reasons(found: Protection) -> list[tuple[str, str]]:
    return [(reason.ending.cause.value, f"{reason.ending.on:%m-%d}") for reason in found.reasons]


# Silence from 09-01: the last protected day is 09-16, and three days before the end on 09-17 are 09-14, 15 and 16.
@pytest.mark.parametrize(
    ("on", "state", "left"),
    [
        ("09-13", State.RUNNING, 3),
        ("09-14", State.WARNING, 2),
        ("09-16", State.WARNING, 0),
        ("09-17", State.POOL, None),
    ],
)
def test_the_warning_comes_three_days_before_the_end(on: str, state: State, left: int | None) -> None:
    found = protected(QUIET, on)
    assert (found.state, found.days_left, f"{found.ends:%m-%d}") == (state, left, "09-17")


def test_the_days_of_warning_are_the_office_s_own() -> None:
    longer = RULES.replace("lapse_idle_days: 15}", "lapse_idle_days: 15, warning_days: 4}")
    assert protected(QUIET, "09-13", longer).state is State.WARNING
    assert protected(QUIET, "09-12", longer).state is State.RUNNING


def test_the_nearest_end_decides_and_all_are_named() -> None:
    found = protected("09-01 visit li-na", "09-05")
    assert (found.owner, f"{found.ends:%m-%d}") == ("li-na", "09-12")
    assert reasons(found) == [("no_follow_up", "09-12"), ("silence", "09-17")]


def test_one_outcome_and_every_reason_that_came_to_hold() -> None:
    """No call, then silence, then released: one stay in the pool since the first of them."""
    records = "09-01 visit li-na; 09-20 release"
    assert reasons(protected(records, "09-12")) == [("no_follow_up", "09-12")]
    assert reasons(protected(records, "09-17")) == [("no_follow_up", "09-12"), ("silence", "09-17")]
    found = protected(records, "09-20")
    assert reasons(found) == [("no_follow_up", "09-12"), ("silence", "09-17"), ("release", "09-20")]
    assert (found.state, found.owner, found.previous, f"{found.since:%m-%d}") == (State.POOL, None, "li-na", "09-12")


def test_a_reason_keeps_the_day_on_which_it_first_held() -> None:
    assert reasons(protected("09-01 visit li-na; 09-05 release; 09-08 release", "09-08")) == [("release", "09-05")]


def test_a_talk_in_the_pool_is_no_silence() -> None:
    found = protected("09-01 visit li-na; 09-14 follow_up li-na", "09-25")
    assert reasons(found) == [("no_follow_up", "09-12")]


def test_reasons_of_an_earlier_stay_are_gone() -> None:
    found = protected("09-01 visit li-na; 09-20 visit wu-di; 09-20 follow_up wu-di; consultant wu-di", "10-06")
    assert (found.previous, reasons(found)) == ("wu-di", [("silence", "10-06")])


@pytest.mark.parametrize(
    ("records", "text"),
    [
        ("09-01 visit li-na", "lapse_without_first_days: "),
        (QUIET, "lapse_idle_days: "),
        ("09-01 visit li-na D; 09-01 message li-na", "D: {pool: "),
    ],
)
def test_each_reason_names_its_place_in_the_rules(records: str, text: str) -> None:
    place = protected(records, "09-17").reasons[0].rule
    assert place is not None
    assert RULES.splitlines()[place.line - 1][: place.column - 1].endswith(text)


@pytest.mark.parametrize("written", ["", "protection: {}", "protection: {lapse_without_first_days: 10}"])
def test_a_default_limit_has_no_line_in_the_rules_and_says_so(written: str) -> None:
    whole = "protection: {first_follow_up_days: 3, lapse_without_first_days: 10, lapse_idle_days: 15}"
    (reason,) = protected(QUIET, "09-17", RULES.replace(whole, written)).reasons
    assert (reason.rule, reason.by_default) == (None, True)
    assert [one.by_default for one in protected(QUIET, "09-17").reasons] == [False]


# The visit is day 0, and the first follow-up is asked within 3 days (P2): 09-04 is in time.
@pytest.mark.parametrize(("on", "state"), [("09-04", State.RUNNING), ("09-05", State.WARNING)])
def test_the_warning_begins_when_the_first_follow_up_is_late(on: str, state: State) -> None:
    found = protected("09-01 visit li-na", on)
    assert (found.state, f"{found.first_due:%m-%d}", f"{found.ends:%m-%d}") == (state, "09-04", "09-12")


def test_the_days_for_the_first_follow_up_are_the_office_s_own() -> None:
    longer = RULES.replace("first_follow_up_days: 3", "first_follow_up_days: 5")
    assert protected("09-01 visit li-na", "09-06", longer).state is State.RUNNING
    assert protected("09-01 visit li-na", "09-07", longer).state is State.WARNING


@pytest.mark.parametrize("records", ["09-01 visit li-na; 09-06 message li-na", "09-01 inbound_call li-na"])
def test_with_a_follow_up_or_without_a_visit_no_first_follow_up_is_late(records: str) -> None:
    found = protected(records, "09-07")
    assert (found.state, found.first_due) == (State.RUNNING, None)


def test_without_the_text_of_the_rules_the_file_is_named() -> None:
    _snapshot, grades = office(QUIET, on="09-17")
    found = protection(stands(QUIET, "09-17"), grades.ruleset.rules, Sources(None), day("09-17"))
    assert str(found.reasons[0].rule) == "rules.yaml:1:1"


def test_a_decision_has_no_rule_but_a_record() -> None:
    (reason,) = protected("09-01 visit li-na; 09-05 release", "09-05").reasons
    assert reason.rule is None
    assert reason.ending.evidence[0].path == "customers/c1/decisions/01.yaml"


def test_a_subscription_lets_the_clock_rest() -> None:
    found = protected("09-01 visit li-na; 09-05 deal subscribed", "12-01")
    assert (found.state, found.owner, found.ends, found.reasons) == (State.RESTING, "li-na", None, ())


def test_who_is_no_customer_has_no_clock() -> None:
    assert protected("09-01 visit li-na; closed 09-05", "09-05").state is State.CLOSED


def test_the_cool_down_tells_from_when_on() -> None:
    found = protected("09-01 visit li-na", "09-12", cooling(7))
    assert f"{found.back_from:%m-%d}" == "09-19"
    assert protected("09-01 visit li-na", "09-12").back_from is None
