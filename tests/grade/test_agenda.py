# ruff: noqa: E501 - a case of a table is read in one line
"""A grade moves on the very day on which the calendar moves it, although nothing was recorded then."""

import pytest

from tests.grade.notation import graded, history, standing
from tests.grade.story import OFFICE

RULES = """\
version: "1"
official: s
facts:
  early: {{count: [visit], within_days: 3, of: first_visit}}
  recent: {{count: [visit], last_days: 5}}
  sales: {{count: deals, of: [subscribed], last_days: 4}}
schemes:
  s:
    grades: {{A: 甲, B: 乙}}
    method: first_match
    indicators:
      price: {{levels: {{good: 好, bad: 差}}, valid_days: 6}}
    when: {{A: {condition}, B: otherwise}}
movement:
  downgrade: [{falls}]
"""
SILENT = "09-01 visit price=good"
CASES = {
    "the last day before the opening": ("{phase: before_opening}", "", SILENT, "09-19", "A since 09-01"),
    "the opening day": ("{phase: before_opening}", "", SILENT, "09-20", "B since 09-20"),
    "the fifth of the last 5 days": ('{recent: ">= 1"}', "", SILENT, "09-05", "A since 09-01"),
    "the sixth": ('{recent: ">= 1"}', "", SILENT, "09-06", "B since 09-06"),
    "the fourth day after a deal": ("{sales: 1}", "", "09-01 deal subscribed 1", "09-04", "A since 09-01"),
    "the fifth": ("{sales: 1}", "", "09-01 deal subscribed 1", "09-05", "B since 09-05"),
    "a judgement of 6 days ago": ("{price: good}", "", SILENT, "09-07", "A since 09-01"),
    "a judgement of 7 days ago": ("{price: good}", "", SILENT, "09-08", "B since 09-08"),
    "8 days of silence": ('{days_since_last_contact: "< 9"}', "", SILENT, "09-09", "A since 09-01"),
    "9 days of silence": ('{days_since_last_contact: "< 9"}', "", SILENT, "09-10", "B since 09-10"),
    "within a range of days": ('{days_since_first_visit: "0..4"}', "", SILENT, "09-05", "A since 09-01"),
    "behind it": ('{days_since_first_visit: "0..4"}', "", SILENT, "09-06", "B since 09-06"),
    "before a range of days": ('{days_since_first_visit: "3..4"}', "", SILENT, "09-03", "B since 09-01"),
    "at its begin": ('{days_since_first_visit: "3..4"}', "", SILENT, "09-04", "A since 09-04"),
    "a bound between two days": ('{days_since_last_visit: "> 2.5"}', "", SILENT, "09-04", "A since 09-04"),
    "the day before it": ('{days_since_last_visit: "> 2.5"}', "", SILENT, "09-03", "B since 09-01"),
    "an early return counts on": ('{early: ">= 1"}', "", "09-01 visit; 09-03 visit", "09-30", "A since 09-03"),
    "a fall by the phase, the day before": (
        "{visits: 1}", "{id: x, from: A, to: B, when: {phase: after_opening}}", SILENT, "09-19", "A since 09-01"),
    "a fall by the phase": ("{visits: 1}", "{id: x, from: A, to: B, when: {phase: after_opening}}", SILENT, "09-20", "B since 09-20"),
    "a fall by a count of the last days": (
        "{visits: 1}", "{id: x, from: A, to: B, when: {recent: 0}}", SILENT, "09-06", "B since 09-06"),
    "not the day before": ("{visits: 1}", "{id: x, from: A, to: B, when: {recent: 0}}", SILENT, "09-05", "A since 09-01"),
}  # fmt: skip


@pytest.mark.parametrize(("condition", "falls", "records", "on", "expected"), CASES.values(), ids=CASES)
def test_the_calendar_alone(condition: str, falls: str, records: str, on: str, expected: str) -> None:
    rules = RULES.format(condition=condition, falls=falls)
    grading = graded(rules, records, on, f"{OFFICE}milestones: {{opening: 2026-09-20}}\n")
    assert standing(grading) == expected
    assert history(grading).count("time") + history(grading).count("downgrade") == (
        not expected.endswith(("09-01", "09-03"))
    )
