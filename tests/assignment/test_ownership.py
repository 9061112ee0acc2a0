"""Whose customer on which day: hand-worked cases, each boundary from both sides. Day 0 is the day counted from."""

import pytest

from tests.assignment.notation import RULES, cooling, office, owned, stands

# The first visit is on 09-01 (day 0): day 3 is 09-04, day 10 is 09-11, day 11 is 09-12, day 15 is 09-16.
CASES = (
    # Nobody called after the first visit (P3): protected to day 10.
    ("day 0", "09-01 visit li-na", "09-01", "li-na 09-01.. registered"),
    ("day 3", "09-01 visit li-na", "09-04", "li-na 09-01.. registered"),
    ("day 4", "09-01 visit li-na", "09-05", "li-na 09-01.. registered"),
    ("day 10", "09-01 visit li-na", "09-11", "li-na 09-01.. registered"),
    ("day 11", "09-01 visit li-na", "09-12", "li-na 09-01..09-11 registered, pool 09-12.. no_follow_up"),
    ("called on day 0", "09-01 visit li-na; 09-01 follow_up li-na", "09-12", "li-na 09-01.. registered"),
    (
        "called on day 0 at an earlier hour",
        "09-01T09:00 follow_up li-na; 09-01T14:30 visit li-na",
        "09-12",
        "li-na 09-01.. registered",
    ),
    ("called on day 10", "09-01 visit li-na; 09-11 follow_up li-na", "09-12", "li-na 09-01.. registered"),
    (
        "called on day 11",
        "09-01 visit li-na; 09-12 follow_up li-na",
        "09-20",
        "li-na 09-01..09-11 registered, pool 09-12.. no_follow_up",
    ),
    ("a message is a follow-up", "09-01 visit li-na; 09-11 message li-na", "09-12", "li-na 09-01.. registered"),
    ("a colleague's call counts", "09-01 visit li-na; 09-11 follow_up wu-di", "09-12", "li-na 09-01.. registered"),
    (
        "the customer's own call is none",
        "09-01 visit li-na; 09-05 inbound_call li-na",
        "09-12",
        "li-na 09-01..09-11 registered, pool 09-12.. no_follow_up",
    ),
    (
        "a second visit is none, and does not start the days anew",
        "09-01 visit li-na; 09-08 visit li-na",
        "09-12",
        "li-na 09-01..09-11 registered, pool 09-12.. no_follow_up",
    ),
    (
        "a call before the first visit is none",
        "08-31 follow_up li-na; 09-01 visit li-na",
        "09-12",
        "li-na 08-31..09-11 registered, pool 09-12.. no_follow_up",
    ),
    (
        "the days count from the first visit, not from the registration",
        "08-25 inbound_call li-na; 09-01 visit li-na",
        "09-11",
        "li-na 08-25.. registered",
    ),
    # Silence (P3): protected to day 15 after the last talk.
    ("silence, day 15", "09-01 visit li-na; 09-01 follow_up li-na", "09-16", "li-na 09-01.. registered"),
    (
        "silence, day 16",
        "09-01 visit li-na; 09-01 follow_up li-na",
        "09-17",
        "li-na 09-01..09-16 registered, pool 09-17.. silence",
    ),
    (
        "a talk on day 15",
        "09-01 visit li-na; 09-01 follow_up li-na; 09-16 inbound_call li-na",
        "10-01",
        "li-na 09-01.. registered",
    ),
    (
        "a talk on day 15, then silence again",
        "09-01 visit li-na; 09-01 follow_up li-na; 09-16 inbound_call li-na",
        "10-02",
        "li-na 09-01..10-01 registered, pool 10-02.. silence",
    ),
    (
        "a talk on day 16",
        "09-01 visit li-na; 09-01 follow_up li-na; 09-17 follow_up li-na",
        "09-30",
        "li-na 09-01..09-16 registered, pool 09-17.. silence",
    ),
    (
        "an event is no talk",
        "09-01 visit li-na; 09-01 follow_up li-na; 09-10 event li-na",
        "09-17",
        "li-na 09-01..09-16 registered, pool 09-17.. silence",
    ),
    (
        "the show flat is a talk",
        "09-01 visit li-na; 09-01 follow_up li-na; 09-10 show_flat li-na",
        "09-25",
        "li-na 09-01.. registered",
    ),
    ("never visited: silence only", "09-01 message li-na", "09-16", "li-na 09-01.. registered"),
    ("never visited, day 16", "09-01 message li-na", "09-17", "li-na 09-01..09-16 registered, pool 09-17.. silence"),
    (
        "never spoken to: from the registration",
        "registered 09-01; consultant li-na",
        "09-17",
        "li-na 09-01..09-16 registered, pool 09-17.. silence",
    ),
    # The next visit counts as new; no other contact does.
    (
        "comes again on day 11",
        "09-01 visit li-na; 09-12 visit wu-di; consultant wu-di",
        "09-12",
        "li-na 09-01..09-11 registered, wu-di 09-12.. return",
    ),
    (
        "comes on day 10: still the same owner, and the days go on",
        "09-01 visit li-na; 09-11 visit wu-di; consultant li-na",
        "09-12",
        "li-na 09-01..09-11 registered, pool 09-12.. no_follow_up",
    ),
    (
        "comes later",
        "09-01 visit li-na; 09-20 visit wu-di; consultant wu-di",
        "09-20",
        "li-na 09-01..09-11 registered, pool 09-12..09-19 no_follow_up, wu-di 09-20.. return",
    ),
    (
        "comes to the same consultant",
        "09-01 visit li-na; 09-20 visit li-na",
        "09-20",
        "li-na 09-01..09-11 registered, pool 09-12..09-19 no_follow_up, li-na 09-20.. return",
    ),
    (
        "to a leader",
        "09-01 visit li-na; 09-20 visit zhou-kai; consultant zhou-kai",
        "09-20",
        "li-na 09-01..09-11 registered, pool 09-12..09-19 no_follow_up, zhou-kai 09-20.. return",
    ),
    (
        "to a manager, who owns nobody",
        "09-01 visit li-na; 09-20 visit chen-wei",
        "09-20",
        "li-na 09-01..09-11 registered, pool 09-12.. no_follow_up",
    ),
    (
        "calls, sees the show flat: still in the pool",
        "09-01 visit li-na; 09-20 inbound_call wu-di; 09-21 show_flat wu-di; 09-22 follow_up li-na",
        "09-25",
        "li-na 09-01..09-11 registered, pool 09-12.. no_follow_up",
    ),
    (
        "the returned customer's clock: day 10",
        "09-01 visit li-na; 09-12 visit li-na",
        "09-22",
        "li-na 09-01..09-11 registered, li-na 09-12.. return",
    ),
    (
        "the returned customer's clock: day 11",
        "09-01 visit li-na; 09-12 visit li-na",
        "09-23",
        "li-na 09-01..09-11 registered, li-na 09-12..09-22 return, pool 09-23.. no_follow_up",
    ),
    # P4–P6: a decision says otherwise.
    (
        "P4: asked for the consultant by name; the decision has no time, so it comes after the visit",
        "09-01 visit li-na; 09-20T14:30 visit wu-di; 09-20 claim li-na",
        "09-20",
        "li-na 09-01..09-11 registered, pool 09-12..09-19 no_follow_up, li-na 09-20.. claim",
    ),
    (
        "P5: agreed before the visit",
        "09-01T10:00 visit li-na; 09-01 transfer wu-di; consultant wu-di",
        "09-01",
        "wu-di 09-01.. transfer",
    ),
    (
        "P6: an earlier visit was hidden",
        "09-01 visit li-na; 09-12 visit wu-di; 09-14 transfer li-na",
        "09-15",
        "li-na 09-01..09-11 registered, wu-di 09-12..09-13 return, li-na 09-14.. transfer",
    ),
    (
        "claimed out of the pool without a visit",
        "09-01 visit li-na; 09-15 claim wu-di; consultant wu-di",
        "09-15",
        "li-na 09-01..09-11 registered, pool 09-12..09-14 no_follow_up, wu-di 09-15.. claim",
    ),
    # Transfers: the clock starts anew on that day.
    (
        "transferred on day 10",
        "09-01 visit li-na; 09-11 transfer wu-di; consultant wu-di",
        "09-26",
        "li-na 09-01..09-10 registered, wu-di 09-11.. transfer",
    ),
    (
        "transferred, then silence for 16 days",
        "09-01 visit li-na; 09-11 transfer wu-di; consultant wu-di",
        "09-27",
        "li-na 09-01..09-10 registered, wu-di 09-11..09-26 transfer, pool 09-27.. silence",
    ),
    (
        "a visit after the transfer asks for its own first follow-up",
        "09-01 visit li-na; 09-02 transfer wu-di; 09-05 visit wu-di; consultant wu-di",
        "09-16",
        "li-na 09-01..09-01 registered, wu-di 09-02..09-15 transfer, pool 09-16.. no_follow_up",
    ),
    (
        "transferred twice on a day: the last one counts",
        "09-01 visit li-na; 09-05T09:00 transfer wu-di; 09-05T17:00 transfer sun-yue; consultant sun-yue",
        "09-05",
        "li-na 09-01..09-04 registered, sun-yue 09-05.. transfer",
    ),
    (
        "transferred to a manager: nothing happens",
        "09-01 visit li-na; 09-05 transfer chen-wei",
        "09-05",
        "li-na 09-01.. registered",
    ),
    (
        "transfer not carried out in customer.yaml",
        "09-01 visit li-na; 09-05 transfer wu-di; consultant li-na",
        "09-06",
        "li-na 09-01..09-04 registered, wu-di 09-05.. transfer",
    ),
    # Releases.
    ("released", "09-01 visit li-na; 09-05 release", "09-05", "li-na 09-01..09-04 registered, pool 09-05.. release"),
    (
        "released at ten, came at two",
        "09-01 visit li-na; 09-05T10:00 release; 09-05T14:00 visit wu-di; consultant wu-di",
        "09-05",
        "li-na 09-01..09-04 registered, wu-di 09-05.. return",
    ),
    (
        "came, and was released that day",
        "09-01 visit li-na; 09-05T14:00 visit li-na; 09-05 release",
        "09-06",
        "li-na 09-01..09-04 registered, pool 09-05.. release",
    ),
    ("released on the first day", "09-01 visit li-na; 09-01 release", "09-02", "pool 09-01.. release"),
    # F10: a grade that the manager collects. The day of the fall is still the consultant's.
    ("first judged D", "09-01 visit li-na D", "09-01", "li-na 09-01.. registered"),
    (
        "first judged D, the day after",
        "09-01 visit li-na D",
        "09-02",
        "li-na 09-01..09-01 registered, pool 09-02.. grade",
    ),
    (
        "a fall to D waits for approval: still owned",
        "09-01 visit li-na C; 09-01 follow_up li-na; 09-05 follow_up li-na D",
        "09-08",
        "li-na 09-01.. registered",
    ),
    (
        "approved",
        "09-01 visit li-na C; 09-01 follow_up li-na; 09-05 follow_up li-na D; 09-08 approve D",
        "09-09",
        "li-na 09-01..09-08 registered, pool 09-09.. grade",
    ),
    (
        "approved, and given to another on the same day",
        "09-01 visit li-na C; 09-05 follow_up li-na D; 09-08 approve D; 09-08 transfer wu-di; consultant wu-di",
        "09-20",
        "li-na 09-01..09-07 registered, wu-di 09-08.. transfer",
    ),
    (
        "swapped: tried again although the grade is still D",
        "09-01 visit li-na D; 09-10 transfer wu-di; consultant wu-di",
        "09-25",
        "li-na 09-01..09-01 registered, pool 09-02..09-09 grade, wu-di 09-10.. transfer",
    ),
    (
        "better judged in the pool: a call alone brings nobody back",
        "09-01 visit li-na D; 09-10 follow_up li-na B",
        "09-12",
        "li-na 09-01..09-01 registered, pool 09-02.. grade",
    ),
    # Subscribed customers do not lapse; a queue deposit alone protects nobody.
    (
        "subscribed on day 10",
        "09-01 visit li-na; 09-11 deal subscribed",
        "12-31",
        "li-na 09-01.. registered",
    ),
    (
        "subscribed on day 11: too late",
        "09-01 visit li-na; 09-12 deal subscribed",
        "09-20",
        "li-na 09-01..09-11 registered, pool 09-12.. no_follow_up",
    ),
    (
        "contracted without a subscription",
        "09-01 visit li-na; 09-11 deal contracted",
        "12-31",
        "li-na 09-01.. registered",
    ),
    (
        "queued",
        "09-01 visit li-na; 09-11 deal queued",
        "09-12",
        "li-na 09-01..09-11 registered, pool 09-12.. no_follow_up",
    ),
    (
        "cancelled: the clock starts anew, day 15",
        "09-01 visit li-na; 09-05 deal subscribed; 10-10 deal cancelled",
        "10-25",
        "li-na 09-01.. registered",
    ),
    (
        "cancelled, day 16",
        "09-01 visit li-na; 09-05 deal subscribed; 10-10 deal cancelled",
        "10-26",
        "li-na 09-01..10-25 registered, pool 10-26.. silence",
    ),
    (
        "subscribed, and released all the same",
        "09-01 visit li-na; 09-05 deal subscribed; 09-10 release",
        "09-10",
        "li-na 09-01..09-09 registered, pool 09-10.. release",
    ),
    # Closing ends everything; a merge is carried out by closing.
    ("closed", "09-01 visit li-na; closed 09-05", "09-20", "li-na 09-01..09-04 registered"),
    ("closed later than the day", "09-01 visit li-na; closed 09-05", "09-04", "li-na 09-01.. registered"),
    ("closed on the first day", "09-01 visit li-na; closed 09-01", "09-20", ""),
    (
        "closed in the pool",
        "09-01 visit li-na; closed 09-20",
        "09-30",
        "li-na 09-01..09-11 registered, pool 09-12..09-19 no_follow_up",
    ),
    (
        "merged",
        "09-01 visit li-na; 09-05 merge c2; closed 09-05 merged",
        "09-20",
        "li-na 09-01..09-04 registered",
    ),
    (
        "merge decided, not carried out",
        "09-01 visit li-na; 09-05 merge c2",
        "09-06",
        "li-na 09-01.. registered",
    ),
)


@pytest.mark.parametrize(("records", "on", "expected"), [case[1:] for case in CASES], ids=[case[0] for case in CASES])
def test_whose_customer(records: str, on: str, expected: str) -> None:
    assert owned(records, on) == expected


def test_from_one_collected_grade_to_another_nobody_is_collected_again() -> None:
    """C and D are both collected: whoever got the customer at D keeps them when they become C."""
    both = RULES.replace("follow_up: {D: {pool: true}}", "follow_up: {C: {pool: true}, D: {pool: true}}")
    records = "09-01 visit li-na D; 09-03 transfer wu-di; 09-05 follow_up wu-di C; consultant wu-di"
    expected = "li-na 09-01..09-01 registered, pool 09-02..09-02 grade, wu-di 09-03.. transfer"
    assert owned(records, "09-10", both) == expected
    assert owned(records.replace("wu-di C", "wu-di B; 09-07 follow_up wu-di C"), "09-10", both).endswith(
        "wu-di 09-03..09-07 transfer, pool 09-08.. grade"
    )


def test_a_limit_beyond_the_calendar_never_ends() -> None:
    endless = cooling(999_999_999).replace(": 10,", ": 999999999,").replace(": 15,", ": 999999999,")
    assert owned("09-01 visit li-na", "12-31", endless) == "li-na 09-01.. registered"
    assert owned("09-01 visit li-na; 09-02 release; 09-03 visit li-na", "12-31", endless).endswith(
        "pool 09-02.. release"
    )


def test_the_evidence_of_each_spell() -> None:
    spells = stands("09-01 visit li-na; 09-20 visit wu-di; 09-22 transfer li-na", "09-22").holdings
    assert [(spell.evidence[0].path.split("/")[-2:], spell.evidence[0].by) for spell in spells] == [
        (["c1", "customer.yaml"], "li-na"),
        (["visits", "00.yaml"], "li-na"),
        (["visits", "01.yaml"], "wu-di"),
        (["decisions", "02.yaml"], "chen-wei"),
    ]


def test_nobody_is_a_customer_before_the_registration() -> None:
    snapshot, grades = office("09-01 visit li-na", on="08-31")
    assert (len(snapshot.dossiers), dict(grades.gradings)) == (1, {})
