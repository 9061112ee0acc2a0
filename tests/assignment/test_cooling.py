"""Who lost a customer to the pool waits for the days of the cool-down; everybody else may have them at once."""

import pytest

from tests.assignment.notation import cooling, owned, stands

COOLING = (
    ("no cool-down", 0, "09-12", "li-na 09-01..09-11 registered, li-na 09-12.. return"),
    ("its last day", 7, "09-18", "li-na 09-01..09-11 registered, pool 09-12.. no_follow_up"),
    (
        "the day after",
        7,
        "09-19",
        "li-na 09-01..09-11 registered, pool 09-12..09-18 no_follow_up, li-na 09-19.. return",
    ),
)


@pytest.mark.parametrize(("days", "on", "expected"), [case[1:] for case in COOLING], ids=[case[0] for case in COOLING])
def test_the_previous_owner_waits_for_the_cool_down(days: int, on: str, expected: str) -> None:
    assert owned(f"09-01 visit li-na; {on} visit li-na", on, cooling(days)) == expected


def test_a_cool_down_holds_nobody_else_off() -> None:
    assert owned("09-01 visit li-na; 09-13 visit wu-di; consultant wu-di", "09-13", cooling(30)).endswith(
        "wu-di 09-13.. return"
    )


def test_a_decision_counts_even_within_the_cool_down() -> None:
    """The office's rule was broken, and `fenji check` says so; the customer is with whom the decision names."""
    assert owned("09-01 visit li-na; 09-15 claim li-na", "09-15", cooling(30)).endswith("li-na 09-15.. claim")
    (early,) = stands("09-01 visit li-na; 09-15 claim li-na", "09-15", cooling(30)).early
    assert (early.to, f"{early.since}", f"{early.back_from}") == ("li-na", "2026-09-12", "2026-10-12")
    assert stands("09-01 visit li-na; 09-15 claim wu-di", "09-15", cooling(30)).early == ()
    assert stands("09-01 visit li-na; 10-12 claim li-na", "10-12", cooling(30)).early == ()
