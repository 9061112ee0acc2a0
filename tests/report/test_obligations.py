"""What the handbook says of protection (P2, P3)."""

from generator.report.obligations import protection_rules
from tests.offices import RULES
from tests.report.frames import small


def told(protection: str) -> tuple[str, ...]:
    return protection_rules(small({"rules.yaml": RULES + f"protection: {protection}\n"}, language="en"))


def test_the_limits_of_the_rules_are_told() -> None:
    assert told("{lapse_without_first_days: 12, lapse_idle_days: 20}") == (
        "First follow-up within 3 days of the first visit.",
        "Without a first follow-up, protection ends after 12 days.",
        "Without a new talk, protection ends after 20 days.",
    )


def test_a_cool_down_is_told_where_there_is_one() -> None:
    assert told("{cool_down_days: 7}")[3:] == (
        "The previous consultant can't have the customer back in the first 7 days in the pool.",
    )
    assert told("{cool_down_days: 0}")[3:] == ()
