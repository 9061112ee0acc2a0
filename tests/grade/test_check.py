"""Everything that is wrong with an office, in one list by path and line."""

from datetime import date

import pytest

from generator.grade.check import check
from generator.grade.office import Ungradable, judge
from generator.model.snapshot import snapshot
from generator.read.tree import Tree
from tests.grade.notation import files
from tests.grade.story import OFFICE

RULES = """\
version: "1"
official: s
schemes:
  s:
    grades: {A: 甲, B: 乙}
    method: lowest
    indicators:
      price: {levels: {A: 甲, B: 乙}}
examples:
  - {name: 甲, judged: {price: A}, expect: A}
  - {name: 乙, judged: {price: B}, expect: B}
"""


def codes(today: str = "2026-09-30", **changed: str | None) -> list[tuple[str, str]]:
    texts = {"rules.yaml": RULES, "office.yaml": OFFICE, **files("09-01 visit price=A")}
    texts |= {
        {"rules": "rules.yaml", "office": "office.yaml", "visit": "customers/c1/visits/00.yaml"}[key]: text
        for key, text in changed.items()
        if text is not None
    }
    for key, text in changed.items():
        if text is None:
            del texts[f"{key}.yaml"]
    found = check(
        snapshot(Tree({path: text.encode() for path, text in sorted(texts.items())}, None, dirty=False)),
        date.fromisoformat(today),
    )
    return [(problem.place.path, problem.code) for problem in found if problem.code != "incomplete"]


VISIT = "at: 2026-09-01\nchannel: visit\nby: li-na\njudged: {price: %s}\n"


def test_nothing_is_wrong() -> None:
    assert codes() == []


def test_a_judgement_that_the_rubric_does_not_have() -> None:
    assert codes(visit=VISIT % "C") == [("customers/c1/visits/00.yaml", "level")]


def test_a_record_of_tomorrow() -> None:
    assert ("customers/c1/visits/00.yaml", "future-date") in codes(today="2026-08-31")
    assert codes(today="2026-09-01") == []


def test_an_example_that_fails() -> None:
    assert codes(rules=RULES.replace("expect: B", "expect: A")) == [("rules.yaml", "example")]


def test_with_faulty_rules_the_records_are_still_read() -> None:
    found = codes(rules=RULES.replace("official: s", "official: t"), visit="at: tomorrow\n")
    assert ("rules.yaml", "unknown-word") in found
    assert ("customers/c1/visits/00.yaml", "missing-key") in found


def test_without_rules_the_rest_is_checked() -> None:
    assert codes(rules=None) == [("rules.yaml", "missing-file")]


def test_problems_come_by_path_and_line() -> None:
    found = codes(rules=RULES.replace("expect: B", "expect: A"), visit=VISIT % "C")
    assert found == [("customers/c1/visits/00.yaml", "level"), ("rules.yaml", "example")]


@pytest.mark.parametrize(
    "changed",
    [{"rules.yaml": None}, {"office.yaml": None}, {"rules.yaml": RULES.replace("official: s", "official: t")}],
)
def test_without_usable_rules_and_office_nothing_is_graded(changed: dict[str, str | None]) -> None:
    texts = {"rules.yaml": RULES, "office.yaml": OFFICE, **changed}
    found = snapshot(Tree({path: text.encode() for path, text in texts.items() if text is not None}, None, dirty=False))
    with pytest.raises(Ungradable):
        judge(found, date(2026, 9, 1))
