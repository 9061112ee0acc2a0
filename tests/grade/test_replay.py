# ruff: noqa: E501 - a case of a table is read in one line
"""Design section 4 worked by hand: each boundary from both sides, and what must not happen beside what must."""

import pytest

from tests.grade.notation import graded, history, standing

RULES = """\
version: "1"
official: intention
schemes:
  intention:
    grades: {A: 甲, B: 乙, C: 丙, D: 丁}
    method: lowest
    required: [motive]
    indicators:
      motive: {levels: {A: 甲, B: 乙, C: 丙, D: 丁}MOTIVE}
      price: {levels: {A: 甲, B: 乙, C: 丙, D: 丁}, valid_days: 20}
      contact: {role: auxiliary, levels: {A: 甲, B: 乙, C: 丙, D: 丁}}
movement:
FALLS
  approval: [{to: D, role: ROLE}]
"""
UNDECIDED = "{id: undecided, from: A, to: B, after_days: 7, unless: {subscribed: true}}"
SILENT = '{id: silent, from: B, to: C, when: {days_since_last_contact: "> 14"}}'
LOST = '{id: lost, from: C, to: D, when: {days_since_last_contact: "> 30"}}'


def rules(*falls: str, role: str = "leader", motive: str = "") -> str:
    listed = "\n".join(["  downgrade:", *(f"    - {fall}" for fall in falls)]) if falls else ""
    return RULES.replace("FALLS", listed).replace("ROLE", role).replace("MOTIVE", motive)


STANDARD = rules(UNDECIDED, SILENT, LOST)
FIRST_A = "09-01 first A"
FELL = "09-01 first A, 09-08 downgrade B (undecided)"
WAITS = "09-01 first B, 09-10 waiting D"

CASES = {
    # after_days 7, from both sides
    "day 6: nothing": ("09-01 visit motive=A", "09-07", "A since 09-01", FIRST_A),
    "day 7: falls": ("09-01 visit motive=A", "09-08", "B since 09-08", FELL),
    "day 8: has fallen": ("09-01 visit motive=A", "09-09", "B since 09-08", FELL),
    "the first day: nothing": ("09-01 visit motive=A", "09-01", "A since 09-01", FIRST_A),
    "over the year's end, day 6": ("12-28 visit motive=A", "2027-01-03", "A since 12-28", "12-28 first A"),
    "over the year's end, day 7": ("12-28 visit motive=A", "2027-01-04", "B since 01-04", "12-28 first A, 01-04 downgrade B (undecided)"),
    "over a leap day, day 6": ("2028-02-25 visit motive=A", "2028-03-02", "A since 02-25", "02-25 first A"),
    "over a leap day, day 7": ("2028-02-25 visit motive=A", "2028-03-03", "B since 03-03", "02-25 first A, 03-03 downgrade B (undecided)"),
    "February without one, day 6": ("2027-02-25 visit motive=A", "2027-03-03", "A since 02-25", "02-25 first A"),
    "February without one, day 7": ("2027-02-25 visit motive=A", "2027-03-04", "B since 03-04", "02-25 first A, 03-04 downgrade B (undecided)"),
    "the period begins with the grade, not with the customer": (
        "09-01 visit motive=B; 09-04 visit motive=A", "09-10", "A since 09-04", "09-01 first B, 09-04 evidence A"),
    "and ends 7 days later": (
        "09-01 visit motive=B; 09-04 visit motive=A", "09-11", "B since 09-11", "09-01 first B, 09-04 evidence A, 09-11 downgrade B (undecided)"),
    # unless
    "subscribed the day before": ("09-01 visit motive=A; 09-07 deal subscribed", "09-09", "A since 09-01", FIRST_A),
    "subscribed on the due day": ("09-01 visit motive=A; 09-08 deal subscribed", "09-09", "A since 09-01", FIRST_A),
    "subscribed the day after: a deal lifts nothing": ("09-01 visit motive=A; 09-09 deal subscribed", "09-09", "B since 09-08", FELL),
    "a queue deposit is no subscription": ("09-01 visit motive=A; 09-02 deal queued", "09-08", "B since 09-08", FELL),
    "subscribed, not yet cancelled": ("09-01 visit motive=A; 09-05 deal subscribed; 09-10 deal cancelled", "09-09", "A since 09-01", FIRST_A),
    "cancelled after the days were over: falls that day": (
        "09-01 visit motive=A; 09-05 deal subscribed; 09-10 deal cancelled", "09-10", "B since 09-10", "09-01 first A, 09-10 downgrade B (undecided)"),
    # fresh evidence
    "evidence the day before does not stop the clock": ("09-01 visit motive=A; 09-07 visit motive=A", "09-08", "B since 09-08", FELL),
    "evidence on the due day keeps the fall off": (
        "09-01 visit motive=A; 09-08 visit motive=A", "09-08", "A since 09-08", "09-01 first A, 09-08 renewed B (undecided)"),
    "and its new period lasts 6 days more": (
        "09-01 visit motive=A; 09-08 visit motive=A", "09-14", "A since 09-08", "09-01 first A, 09-08 renewed B (undecided)"),
    "but not 7": (
        "09-01 visit motive=A; 09-08 visit motive=A", "09-15", "B since 09-15",
        "09-01 first A, 09-08 renewed B (undecided), 09-15 downgrade B (undecided)"),
    "evidence the day after lifts the cap": ("09-01 visit motive=A; 09-09 visit motive=A", "09-09", "A since 09-09", f"{FELL}, 09-09 lifted A"),
    "evidence weeks later lifts the cap": ("09-01 visit motive=A; 09-20 message motive=A", "09-20", "A since 09-20",
        f"{FELL}, 09-16 downgrade C (silent), 09-20 lifted A"),
    "evidence for the lower grade only starts a new period": ("09-01 visit motive=A; 09-09 visit motive=B", "09-10", "B since 09-09", FELL),
    "worse evidence before the due day": ("09-01 visit motive=A; 09-07 visit motive=B", "09-08", "B since 09-07", "09-01 first A, 09-07 evidence B"),
    "worse evidence on the due day": ("09-01 visit motive=A; 09-08 visit motive=C", "09-08", "C since 09-08", "09-01 first A, 09-08 evidence C"),
    "worse evidence under the cap": ("09-01 visit motive=A; 09-09 visit motive=C", "09-09", "C since 09-09", f"{FELL}, 09-09 lifted C"),
    "another binding indicator is evidence": (
        "09-01 visit motive=A; 09-08 follow_up price=A", "09-08", "A since 09-08", "09-01 first A, 09-08 renewed B (undecided)"),
    "an auxiliary one is none": ("09-01 visit motive=A; 09-08 visit contact=A", "09-08", "B since 09-08", FELL),
    "a visit that judges nothing is none": ("09-01 visit motive=A; 09-08 visit", "09-08", "B since 09-08", FELL),
    "an auxiliary one lifts no cap": ("09-01 visit motive=A; 09-09 visit contact=A", "09-09", "B since 09-08", FELL),
    # when
    "14 days of silence: nothing": ("09-01 visit motive=B", "09-15", "B since 09-01", "09-01 first B"),
    "15 days of silence: falls": ("09-01 visit motive=B", "09-16", "C since 09-16", "09-01 first B, 09-16 downgrade C (silent)"),
    "a message the day before: nothing": ("09-01 visit motive=B; 09-15 message", "09-29", "B since 09-01", "09-01 first B"),
    "and 15 days after it": ("09-01 visit motive=B; 09-15 message", "09-30", "C since 09-30", "09-01 first B, 09-30 downgrade C (silent)"),
    "a message on the due day: nothing": ("09-01 visit motive=B; 09-16 message", "09-16", "B since 09-01", "09-01 first B"),
    "an event is a contact": ("09-01 visit motive=B; 09-16 event", "09-16", "B since 09-01", "09-01 first B"),
    "a message the day after lifts nothing": (
        "09-01 visit motive=B; 09-17 message", "09-18", "C since 09-16", "09-01 first B, 09-16 downgrade C (silent)"),
    "evidence the day after lifts it": (
        "09-01 visit motive=B; 09-17 message motive=B", "09-18", "B since 09-17", "09-01 first B, 09-16 downgrade C (silent), 09-17 lifted B"),
    "fall after fall": ("09-01 visit motive=A", "10-01", "C since 09-16", f"{FELL}, 09-16 downgrade C (silent)"),
    # a fall that waits: by a rule
    "the fall to D waits": ("09-01 visit motive=A", "10-02", "C since 09-16, D waits since 10-02", f"{FELL}, 09-16 downgrade C (silent), 10-02 waiting D (lost)"),
    "it waits on": ("09-01 visit motive=A", "11-20", "C since 09-16, D waits since 10-02", f"{FELL}, 09-16 downgrade C (silent), 10-02 waiting D (lost)"),
    "a follow-up alone neither ends nor completes it": (
        "09-01 visit motive=C; 10-04 follow_up", "10-05", "C since 09-01, D waits since 10-02", "09-01 first C, 10-02 waiting D (lost)"),
    "with a follow-up and an approval it happens": (
        "09-01 visit motive=C; 10-04 follow_up; 10-05 approve D by leader", "10-05", "D since 10-05", "09-01 first C, 10-02 waiting D (lost), 10-05 approved D"),
    "evidence ends it": (
        "09-01 visit motive=C; 10-04 follow_up motive=C", "10-05", "C since 10-04", "09-01 first C, 10-02 waiting D (lost), 10-04 cancelled D"),
    "evidence on the due day: it never waits": (
        "09-01 visit motive=C; 10-02 follow_up motive=C", "10-02", "C since 09-01", "09-01 first C"),
    "evidence the day before: silence begins anew": (
        "09-01 visit motive=C; 10-01 follow_up motive=C", "10-02", "C since 09-01", "09-01 first C"),
    # a fall that waits: by the computed grade
    "computed D waits": ("09-01 visit motive=B; 09-10 visit motive=D", "09-10", "B since 09-01, D waits since 09-10", WAITS),
    "the day before it does not": ("09-01 visit motive=B; 09-10 visit motive=D", "09-09", "B since 09-01", "09-01 first B"),
    "judged D again: it waits since the first time": (
        "09-01 visit motive=B; 09-10 visit motive=D; 09-12 visit motive=D", "09-12", "B since 09-01, D waits since 09-10", WAITS),
    "judged better: it is off": (
        "09-01 visit motive=B; 09-10 visit motive=D; 09-11 visit motive=B", "09-11", "B since 09-01", f"{WAITS}, 09-11 cancelled D"),
    "judged better than ever: it is off, and the grade rises": (
        "09-01 visit motive=B; 09-10 visit motive=D; 09-11 visit motive=A", "09-11", "A since 09-11", f"{WAITS}, 09-11 cancelled D, 09-11 evidence A"),
    "judged C: a fall to C waits for nobody": (
        "09-01 visit motive=B; 09-10 visit motive=D; 09-11 visit motive=C", "09-11", "C since 09-11", f"{WAITS}, 09-11 cancelled D, 09-11 evidence C"),
    "a first grade waits for nobody": ("09-01 visit motive=D", "09-01", "D since 09-01", "09-01 first D"),
    "a first grade of a later day neither": ("09-01 visit; 09-03 visit motive=D", "09-03", "D since 09-03", "09-03 first D"),
    "the period goes on while a fall waits": (
        "09-01 visit motive=A; 09-05 visit motive=D", "09-10", "A since 09-01, D waits since 09-05", "09-01 first A, 09-05 waiting D"),
    "what fell due meanwhile is lifted with it": (
        "09-01 visit motive=A; 09-05 visit motive=D; 09-09 visit motive=A", "09-09", "A since 09-09", "09-01 first A, 09-05 waiting D, 09-09 cancelled D"),
    # the approval
    "approved and followed up on the day of the fall": (
        "09-01 visit motive=B; 09-10 visit motive=D; 09-10 follow_up; 09-10 approve D", "09-10", "D since 09-10", f"{WAITS}, 09-10 approved D"),
    "followed up on the first day": (
        "09-01 visit motive=B; 09-10 visit motive=D; 09-10 follow_up; 09-12 approve D", "09-12", "D since 09-12", f"{WAITS}, 09-12 approved D"),
    "followed up on the last day": (
        "09-01 visit motive=B; 09-10 visit motive=D; 09-12 message; 09-12 approve D", "09-12", "D since 09-12", f"{WAITS}, 09-12 approved D"),
    "the day before the decision it waits": (
        "09-01 visit motive=B; 09-10 visit motive=D; 09-11 message; 09-12 approve D", "09-11", "B since 09-01, D waits since 09-10", WAITS),
    "followed up the day before the fall": (
        "09-01 visit motive=B; 09-09 follow_up; 09-10 visit motive=D; 09-12 approve D", "09-12", "B since 09-01, D waits since 09-10", f"{WAITS}, 09-12 refused D"),
    "followed up the day after the decision": (
        "09-01 visit motive=B; 09-10 visit motive=D; 09-12 approve D; 09-13 follow_up", "09-13", "B since 09-01, D waits since 09-10", f"{WAITS}, 09-12 refused D"),
    "no follow-up": ("09-01 visit motive=B; 09-10 visit motive=D; 09-12 approve D", "09-12", "B since 09-01, D waits since 09-10", f"{WAITS}, 09-12 refused D"),
    "a call by the customer is no follow-up": (
        "09-01 visit motive=B; 09-10 visit motive=D; 09-11 inbound_call; 09-12 approve D", "09-12", "B since 09-01, D waits since 09-10", f"{WAITS}, 09-12 refused D"),
    "decided the day before the fall": (
        "09-01 visit motive=B; 09-09 follow_up; 09-09 approve D; 09-10 visit motive=D; 09-10 follow_up", "09-11",
        "B since 09-01, D waits since 09-10", "09-01 first B, 09-09 refused D, 09-10 waiting D"),
    "by a leader, as the rules say": (
        "09-01 visit motive=B; 09-10 visit motive=D; 09-11 follow_up; 09-12 approve D by leader", "09-12", "D since 09-12", f"{WAITS}, 09-12 approved D"),
    "by a consultant": (
        "09-01 visit motive=B; 09-10 visit motive=D; 09-11 follow_up; 09-12 approve D by consultant", "09-12",
        "B since 09-01, D waits since 09-10", f"{WAITS}, 09-12 refused D"),
    "of a fall that nobody waits for": (
        "09-01 visit motive=B; 09-10 visit motive=D; 09-11 follow_up; 09-12 approve C", "09-12", "B since 09-01, D waits since 09-10", f"{WAITS}, 09-12 refused C"),
    "with nothing waiting": ("09-01 visit motive=B; 09-11 follow_up; 09-12 approve D", "09-12", "B since 09-01", "09-01 first B, 09-12 refused D"),
    "refused, then made good": (
        "09-01 visit motive=B; 09-10 visit motive=D; 09-11 approve D; 09-12 follow_up; 09-13 approve D", "09-13", "D since 09-13",
        f"{WAITS}, 09-11 refused D, 09-13 approved D"),
    "twice: the second has nothing to approve": (
        "09-01 visit motive=B; 09-10 visit motive=D; 09-11 follow_up; 09-12 approve D; 09-12 approve D", "09-12", "D since 09-12",
        f"{WAITS}, 09-12 approved D, 09-12 refused D"),
    "on a day whose evidence is better": (
        "09-01 visit motive=B; 09-10 visit motive=D; 09-12 follow_up motive=C; 09-12 approve D", "09-12", "C since 09-12",
        f"{WAITS}, 09-12 cancelled D, 09-12 evidence C, 09-12 refused D"),
    "an approved fall is left by better evidence": (
        "09-01 visit motive=B; 09-10 visit motive=D; 09-10 follow_up; 09-10 approve D; 09-15 visit motive=C", "09-15", "C since 09-15",
        f"{WAITS}, 09-10 approved D, 09-15 evidence C"),
    # the override
    "the day before the override": ("09-01 visit motive=C; 09-05 override A until 09-08", "09-04", "C since 09-01", "09-01 first C"),
    "its first day": ("09-01 visit motive=C; 09-05 override A until 09-08", "09-05", "A since 09-05", "09-01 first C, 09-05 override A"),
    "its last day": ("09-01 visit motive=C; 09-05 override A until 09-08", "09-08", "A since 09-05", "09-01 first C, 09-05 override A"),
    "the day after": ("09-01 visit motive=C; 09-05 override A until 09-08", "09-09", "C since 09-09", "09-01 first C, 09-05 override A, 09-09 override_end C"),
    "an override of one day": ("09-01 visit motive=C; 09-05 override A until 09-05", "09-06", "C since 09-06", "09-01 first C, 09-05 override A, 09-06 override_end C"),
    "nothing falls due meanwhile": ("09-01 visit motive=C; 09-05 override A until 09-20", "09-20", "A since 09-05", "09-01 first C, 09-05 override A"),
    "evidence meanwhile counts afterwards": (
        "09-01 visit motive=C; 09-05 override A until 09-08; 09-06 visit motive=B", "09-09", "B since 09-09",
        "09-01 first C, 09-05 override A, 09-09 override_end B"),
    "to the grade that stands: nothing moves": ("09-01 visit motive=A; 09-05 override A until 09-20", "09-20", "A since 09-01", FIRST_A),
    "but a new period begins after it": ("09-01 visit motive=A; 09-05 override A until 09-20", "09-27", "A since 09-21", FIRST_A),
    "which ends like any other": (
        "09-01 visit motive=A; 09-05 override A until 09-20", "09-28", "C since 09-28", f"{FIRST_A}, 09-28 downgrade B (undecided), 09-28 downgrade C (silent)"),
    "nothing waits under an override": (
        "09-01 visit motive=B; 09-10 visit motive=D; 09-12 override B until 09-14", "09-14", "B since 09-01", f"{WAITS}, 09-12 cancelled D"),
    "nor after it: it is no floor": (
        "09-01 visit motive=B; 09-10 visit motive=D; 09-12 override B until 09-14", "09-15", "D since 09-15", f"{WAITS}, 09-12 cancelled D, 09-15 override_end D"),
    "D seen under an override counts the day after": (
        "09-01 visit motive=B; 09-05 override A until 09-08; 09-06 visit motive=D", "09-09", "D since 09-09",
        "09-01 first B, 09-05 override A, 09-09 override_end D"),
    "D seen the day after an override counts that day": (
        "09-01 visit motive=B; 09-05 override A until 09-08; 09-09 visit motive=D", "09-09", "D since 09-09",
        "09-01 first B, 09-05 override A, 09-09 override_end D"),
    "D seen two days after an override waits": (
        "09-01 visit motive=B; 09-05 override A until 09-08; 09-10 visit motive=D", "09-10", "B since 09-09, D waits since 09-10",
        "09-01 first B, 09-05 override A, 09-09 override_end B, 09-10 waiting D"),
    "an approval under an override has nothing to approve": (
        "09-01 visit motive=B; 09-10 visit motive=D; 09-12 override B until 09-14; 09-13 follow_up; 09-13 approve D", "09-13",
        "B since 09-01", f"{WAITS}, 09-12 cancelled D, 09-13 refused D"),
    "an override ends a cap": (
        "09-01 visit motive=A; 09-09 override C until 09-10", "09-11", "A since 09-11", f"{FELL}, 09-09 override C, 09-11 override_end A"),
    "a later override replaces the first": (
        "09-01 visit motive=C; 09-05 override A until 09-20; 09-07 override B until 09-08", "09-08", "B since 09-07",
        "09-01 first C, 09-05 override A, 09-07 override B"),
    "and when it ends both have": (
        "09-01 visit motive=C; 09-05 override A until 09-20; 09-07 override B until 09-08", "09-09", "C since 09-09",
        "09-01 first C, 09-05 override A, 09-07 override B, 09-09 override_end C"),
    "two on one day: the later file": (
        "09-01 visit motive=C; 09-05 override A until 09-08; 09-05 override B until 09-08", "09-05", "B since 09-05", "09-01 first C, 09-05 override B"),
    "one after the other: the grade stands": (
        "09-01 visit motive=C; 09-05 override A until 09-08; 09-09 override A until 09-12", "09-12", "A since 09-05", "09-01 first C, 09-05 override A"),
    "of a customer without a grade": ("09-01 visit; 09-05 override B until 09-08", "09-08", "B since 09-05", "09-05 override B"),
    "who has none afterwards": ("09-01 visit; 09-05 override B until 09-08", "09-09", "- since 09-09", "09-05 override B, 09-09 override_end -"),
    # what was judged
    "nothing judged": ("09-01 visit", "09-20", "- since 09-01", ""),
    "only an auxiliary indicator judged": ("09-01 visit contact=D", "09-20", "- since 09-01", ""),
    "only what is not required": ("09-01 visit price=D", "09-20", "- since 09-01", ""),
    "two records of a day: the later file": ("09-01 visit motive=B; 09-01 visit motive=A", "09-01", "A since 09-01", FIRST_A),
    "two records of a day: the later time": (
        "2026-09-01T15:00 visit motive=B; 2026-09-01T09:00 visit motive=A", "09-01", "B since 09-01", "09-01 first B"),
    "valid_days 20: day 20": ("09-01 visit motive=A price=C; 09-10 message", "09-21", "C since 09-01", "09-01 first C"),
    "valid_days 20: day 21": ("09-01 visit motive=A price=C; 09-10 message", "09-22", "A since 09-22", "09-01 first C, 09-22 time A"),
    "registered before the first visit": ("registered 08-20; 09-01 visit motive=A", "09-08", "B since 09-08", FELL),
    "registered and nothing else": ("registered 08-20; 09-01 visit motive=A", "08-25", "- since 08-20", ""),
    # closed
    "closed the day before the fall": ("09-01 visit motive=A; closed 09-07", "09-20", "A since 09-01", FIRST_A),
    "closed on the day of the fall": ("09-01 visit motive=A; closed 09-08", "09-20", "A since 09-01", FIRST_A),
    "closed the day after the fall": ("09-01 visit motive=A; closed 09-09", "09-20", "B since 09-08", FELL),
    "closed on the day of the first record": ("09-01 visit motive=A; closed 09-01", "09-20", "- since 09-01", ""),
}  # fmt: skip

B_TO_C = "{id: next, from: B, to: C}"
SPECIAL = {
    "several rules on one day: the worst counts, all are named": (
        rules("{id: one, from: A, to: B, after_days: 3}", "{id: two, from: A, to: C, after_days: 3}"),
        "09-01 visit motive=A", "09-04", "C since 09-04", "09-01 first A, 09-04 downgrade C (one two)"),
    "the worst of them waits: none of them moves": (
        rules("{id: one, from: A, to: B, after_days: 3}", "{id: two, from: A, to: D, after_days: 3}"),
        "09-01 visit motive=A", "09-05", "A since 09-01, D waits since 09-04", "09-01 first A, 09-04 waiting D (one two)"),
    "the worse one later": (
        rules("{id: one, from: A, to: B, after_days: 3}", "{id: two, from: A, to: C, after_days: 4}"),
        "09-01 visit motive=A", "09-05", "B since 09-04", "09-01 first A, 09-04 downgrade B (one)"),
    "fall after fall on one day": (
        rules("{id: one, from: A, to: B, after_days: 3}", B_TO_C),
        "09-01 visit motive=A", "09-04", "C since 09-04", "09-01 first A, 09-04 downgrade B (one), 09-04 downgrade C (next)"),
    "the last of them waits": (
        rules("{id: one, from: A, to: B, after_days: 3}", "{id: last, from: B, to: D}"),
        "09-01 visit motive=A", "09-04", "B since 09-04, D waits since 09-04", "09-01 first A, 09-04 downgrade B (one), 09-04 waiting D (last)"),
    "after_days 0 with evidence that day: asked again the next": (
        rules(B_TO_C), "09-01 visit motive=B", "09-01", "B since 09-01", "09-01 first B"),
    "and then it falls": (rules(B_TO_C), "09-01 visit motive=B", "09-02", "C since 09-02", "09-01 first B, 09-02 downgrade C (next)"),
    "days_in_grade, the day before": (
        rules('{id: stuck, from: B, to: C, when: {days_in_grade: ">= 5"}}'), "09-01 visit motive=B", "09-05", "B since 09-01", "09-01 first B"),
    "days_in_grade, the day": (
        rules('{id: stuck, from: B, to: C, when: {days_in_grade: ">= 5"}}'), "09-01 visit motive=B", "09-06", "C since 09-06",
        "09-01 first B, 09-06 downgrade C (stuck)"),
    "an unknown when is not true": (
        rules("{id: one, from: A, to: B, when: {price: [C]}}"), "09-01 visit motive=A", "09-09", "A since 09-01", FIRST_A),
    "an unknown unless is not true": (
        rules("{id: one, from: A, to: B, after_days: 2, unless: {price: [A]}}"), "09-01 visit motive=A", "09-03", "B since 09-03",
        "09-01 first A, 09-03 downgrade B (one)"),
    "a true unless": (
        rules("{id: one, from: A, to: B, after_days: 2, unless: {price: [A]}}"), "09-01 visit motive=A price=A", "09-05", "A since 09-01", FIRST_A),
    "by a leader where a manager must": (
        rules(role="manager"), "09-01 visit motive=B; 09-10 visit motive=D; 09-11 follow_up; 09-12 approve D by leader", "09-12",
        "B since 09-01, D waits since 09-10", f"{WAITS}, 09-12 refused D"),
    "by the manager": (
        rules(role="manager"), "09-01 visit motive=B; 09-10 visit motive=D; 09-11 follow_up; 09-12 approve D", "09-12", "D since 09-12",
        f"{WAITS}, 09-12 approved D"),
    "a fall to ungraded, the day before": (
        rules(motive=", valid_days: 20"), "09-01 visit motive=B", "09-21", "B since 09-01", "09-01 first B"),
    "a fall to ungraded waits for nobody": (
        rules(motive=", valid_days: 20"), "09-01 visit motive=B", "09-22", "- since 09-22", "09-01 first B, 09-22 time -"),
    "a grade after having none waits for nobody": (
        rules(motive=", valid_days: 20"), "09-01 visit motive=B; 09-25 visit motive=D", "09-25", "D since 09-25",
        "09-01 first B, 09-22 time -, 09-25 evidence D"),
    "a fall to ungraded ends the waiting": (
        rules(motive=", valid_days: 20"), "09-01 visit motive=B; 09-10 visit motive=D", "10-01", "- since 10-01",
        f"{WAITS}, 10-01 cancelled D, 10-01 time -"),
    "an approved fall goes on the same day": (
        rules("{id: late, from: C, to: D}").replace("{to: D, role: leader}", "{to: C, role: leader}"),
        "09-01 visit motive=B; 09-10 visit motive=C; 09-12 follow_up; 09-12 approve C", "09-12", "D since 09-12",
        "09-01 first B, 09-10 waiting C, 09-12 approved C, 09-12 downgrade D (late)"),
    "no movement at all": (rules(), "09-01 visit motive=A", "11-20", "A since 09-01", FIRST_A),
}  # fmt: skip


@pytest.mark.parametrize(("records", "on", "expected", "happened"), CASES.values(), ids=CASES)
def test_the_office_s_rules(records: str, on: str, expected: str, happened: str) -> None:
    grading = graded(STANDARD, records, on)
    assert (standing(grading), history(grading)) == (expected, happened)


@pytest.mark.parametrize(("written", "records", "on", "expected", "happened"), SPECIAL.values(), ids=SPECIAL)
def test_other_rules(written: str, records: str, on: str, expected: str, happened: str) -> None:
    grading = graded(written, records, on)
    assert (standing(grading), history(grading)) == (expected, happened)
