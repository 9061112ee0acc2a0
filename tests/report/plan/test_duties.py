"""The plan tells which duties change: a summary, then by what becomes of them and why, with the days of each."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from generator.compare.comparison import Comparison, compare
from generator.compare.duties import with_duties
from generator.compare.guard import guard
from generator.compare.judged import judged
from generator.compare.reach import reaches
from generator.read.tree import RULES as RULES_FILE
from generator.report.plan.building import plan
from generator.report.plan.data import comparison_data
from generator.report.plan.formats import FORMATS
from generator.report.plan.view import Ends
from generator.texts import translator
from tests.compare.histories import DAY
from tests.offices import CUSTOMER, OFFICE, RULES, VISIT, typed

Files = dict[str, str | bytes | None]

ASKING = RULES.replace("{refresh_days: 30}", "{B: {every_days: 5}, A: {per_week: 2}, C: {every_days: 5}}")
SOONER = ASKING.replace("B: {every_days: 5}", "B: {every_days: 3}")
CALL = "at: 2026-11-20\nchannel: message\nby: li-na\nnote: 发了楼书\n"
NEXT = "customers/7k3qf/visits/2.yaml"


def compared(before: Mapping[str, str | bytes | None], after: Mapping[str, str | bytes | None]) -> Comparison:
    one, other = (judged(typed({RULES_FILE: ASKING, **files}), DAY) for files in (before, after))
    return with_duties(compare(one, other))


def told(comparison: Comparison, form: str = "text", language: str = "en") -> str:
    reached = reaches(comparison.before, comparison.after, comparison.rules)
    ends = Ends("main", "side", "fenji diff main side")
    return FORMATS[form](plan(comparison, reached, guard(comparison, 30), ends, translator(language)))


def section(text: str) -> list[str]:
    """Return the lines of the section about duties."""
    lines = text.partition("\nDuties that change\n")[2].partition("\n\n")[0].splitlines()
    return [line.strip() for line in lines]


def crowd(number: int) -> Files:
    found: Files = {}
    for place in range(number):
        phone = CUSTOMER.replace("100****0000", f"100****1{place:03}")
        found |= {f"customers/c{place:02}/customer.yaml": phone, f"customers/c{place:02}/visits/1.yaml": VISIT}
    return found


def test_duties_that_a_rule_makes_due_earlier_are_counted_and_told_with_both_days() -> None:
    text = told(compared({}, {RULES_FILE: SOONER}))
    assert "Duties: due earlier 2" in text.splitlines()
    assert section(text) == [
        "2 duties become due earlier, by rules: regular follow-up 2",
        "赵* 2m9xd: regular follow-up Nov 17 → Nov 15 (李娜)",
        "王* 7k3qf: regular follow-up Nov 17 → Nov 15 (李娜)",
    ]
    assert "2 duties become due later, by rules: regular follow-up 2" in told(compared({RULES_FILE: SOONER}, {}))


def test_what_is_late_from_the_first_day_is_counted() -> None:
    slow = ASKING.replace("B: {every_days: 5}", "B: {every_days: 10}")
    text = told(compared({RULES_FILE: slow}, {RULES_FILE: slow.replace("every_days: 10", "every_days: 9")}))
    assert "Duties: due earlier 2, late at once 2" in text.splitlines()
    same_day = told(compared({RULES_FILE: slow.replace("10", "11")}, {RULES_FILE: slow}))
    assert "Duties: due earlier 2" in same_day.splitlines()


def test_a_contact_does_a_duty_and_the_next_one_is_told() -> None:
    text = told(compared({}, {NEXT: CALL}))
    assert "Duties: duties done 1" in text.splitlines()
    assert section(text) == [
        "1 duty is done, by records: regular follow-up 1",
        "王* 7k3qf: regular follow-up due Nov 17: done Nov 20, the next one due Nov 25",
    ]
    assert section(told(compared({NEXT: CALL}, {}))) == [
        "1 duty is open again, by records: regular follow-up 1",
        "王* 7k3qf: regular follow-up due Nov 17, open again (李娜)",
    ]


def decision(kind: str, more: str) -> str:
    return f"at: 2026-11-15\nby: chen-wei\nkind: {kind}\nreason: 定\n{more}"


@pytest.mark.parametrize(
    ("after", "expected"),
    [
        (
            {"customers/7k3qf/decisions/1.yaml": decision("transfer", "to: wu-di\n")},
            "王* 7k3qf: regular follow-up due Nov 17 (李娜 → 吴迪)",
        ),
        (
            {"customers/7k3qf/decisions/1.yaml": decision("override", "to: D\nuntil: 2026-12-01\n")},
            "王* 7k3qf: regular follow-up due Nov 17 (李娜): the grade changed",
        ),
        (
            {"customers/7k3qf/decisions/1.yaml": decision("release", "")},
            "王* 7k3qf: regular follow-up due Nov 17 (李娜): the customer is in the pool",
        ),
        (
            {"customers/7k3qf/customer.yaml": None, "customers/7k3qf/visits/1.yaml": None},
            "王* 7k3qf: regular follow-up due Nov 17 (李娜)",
        ),
        (
            {
                NEXT: VISIT.replace("2026-11-12 14:30", "2026-11-14").replace(
                    "note", "next: {on: 2026-11-30, what: 送价格表}\nnote"
                )
            },
            "王* 7k3qf: promised step due Nov 30 (李娜)",
        ),
    ],
)
def test_each_turn_has_a_sentence(after: Files, expected: str) -> None:
    assert expected in section(told(compared({}, after)))


def test_groups_stand_by_turn_then_by_cause() -> None:
    heads = [line for line in section(told(compared({}, {RULES_FILE: SOONER, NEXT: CALL}))) if line[0].isdigit()]
    assert heads == [
        "1 duty becomes due earlier, by rules: regular follow-up 1",
        "1 duty is done, by records and by rules: regular follow-up 1",
    ]


def test_many_are_folded_in_markdown_and_the_rest_is_counted() -> None:
    few = told(compared(crowd(6), {**crowd(6), RULES_FILE: SOONER}), "markdown")
    assert "<details>" not in few
    many = told(compared(crowd(50), {**crowd(50), RULES_FILE: SOONER}), "markdown")
    folded = many.partition("  <details><summary>52 customers</summary>\n\n")[2].partition("\n\n  </details>\n")[0]
    lines = folded.splitlines()
    assert len(lines) == 41
    assert lines[0].startswith("  - <b>赵&#42; 2m9xd</b>: regular follow-up Nov 17 → Nov 15")
    assert lines[-1] == "  - and 12 further duties"
    assert "- <b>52 duties become due earlier</b>, by rules: regular follow-up 52\n\n  <details>" in many


def test_an_annotation_stands_at_the_cause() -> None:
    rules, records = (compared({}, after) for after in ({RULES_FILE: SOONER}, {NEXT: CALL}))
    line = SOONER[: SOONER.index("every_days: 3")].count("\n") + 1
    assert f"::notice file=rules.yaml,line={line},col=17,title=Duties that change::2 duties" in told(rules, "github")
    assert f"::notice file={NEXT},line=1,col=1,title=Duties that change::1 duty is done" in told(records, "github")
    opening = {"office.yaml": OFFICE + "milestones: {opening: 2026-11-10}\n"}
    phased = {RULES_FILE: ASKING.replace("B: {every_days: 5}", "B: {every_days: 5, after_opening: {every_days: 3}}")}
    office = told(compared(phased, {**phased, **opening}), "github")
    assert "::notice file=office.yaml,line=1,col=1,title=Duties that change::2 duties" in office
    assert "by milestones: regular follow-up 2" in office


def test_json_has_both_ends_the_reasons_and_the_records() -> None:
    comparison = compared({}, {NEXT: CALL})
    data = comparison_data(comparison, (), guard(comparison, 30), translator("en"))
    assert data["duties"] == [
        {
            "id": "7k3qf",
            "duty": "cadence",
            "change": "done",
            "reasons": ["record"],
            "from": {"due": "2026-11-17", "state": "late", "person": "li-na", "grade": "B"},
            "to": {"due": "2026-11-25", "state": "due", "person": "li-na", "grade": "B"},
            "settled": "2026-11-20",
            "void": None,
            "old": {"file": "customers/7k3qf/visits/1.yaml", "line": 1},
            "new": {"file": NEXT, "line": 1},
            "commits": [],
        }
    ]
    closed = {"customers/7k3qf/customer.yaml": CUSTOMER + "closed: {on: 2026-11-20, reason: lost}\n"}
    comparison = compared({}, closed)
    found = comparison_data(comparison, (), guard(comparison, 30), translator("en"))["duties"]
    assert isinstance(found, list)
    assert [(duty["change"], duty["void"], duty["to"]) for duty in found] == [("dropped", "closed", None)]


def test_without_changed_duties_the_plan_does_not_speak_of_them() -> None:
    comparison = compared({}, {RULES_FILE: ASKING.replace('version: "1"', 'version: "2"')})
    assert comparison.duties == ()
    for language, word in (("en", "Duties"), ("zh", "职责")):
        assert word not in told(comparison, language=language)
    unasked = compare(comparison.before, comparison.after)
    assert comparison_data(unasked, (), guard(unasked, 30), translator("en"))["duties"] is None
