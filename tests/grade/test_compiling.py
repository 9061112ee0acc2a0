# ruff: noqa: E501 - a case of a table is read in one line
"""Rule files that do not hold together: each fault has its code and its line."""

import pytest

from generator.grade.compiling import compile_rules
from generator.model.office import Role
from tests.presets.presets import compiled, document, rules_of

GOOD = """\
version: "1"
official: s
facts:
  early: {count: [visit], within_days: 7, of: first_visit}
  sales: {count: deals, of: [contracted]}
  amount: {sum: amount, last_days: 30}
attributes: {weight: {type: number}, urgent: {type: yes_no}, taste: {type: text, words: [甜, 咸]}, seen: {type: date}}
schemes:
  s:
    grades: {A: 甲, B: 乙, C: 丙}
    method: lowest
    required: [price]
    indicators:
      price: {levels: {C: 丙, A: 甲, B: 乙}, valid_days: 30}
      contact: {role: auxiliary, levels: {A: 甲, B: 乙}, measured: {B: otherwise, A: {early: ">= 1"}}}
  card:
    grades: {X: 好, Y: 坏}
    method: score
    required: [complaints]
    points:
      - {each: sales, add: 5, up_to: 10}
      - {when: {complaints: "= 0", taste: 甜}, add: 3}
    bands: {Y: 0, X: 5}
  rank:
    grades: {A: 甲, B: 乙}
    method: share
    by: amount
    bands: {A: 0.5, B: 1}
movement:
  downgrade:
    - {id: one, from: A, to: B, after_days: 7, when: {grade: [A], days_in_grade: "> 3"}, unless: {urgent: true}}
  approval: [{to: C, role: leader}]
follow_up: {daily_report: [A], A: {every_days: 2}}
playbook: {A: [打电话], stages: {interested: [约看房]}}
""".replace("taste: 甜", "attributes.taste: 甜").replace("urgent: true", "attributes.urgent: true")


def test_what_a_rule_file_becomes() -> None:
    ruleset = compiled(rules_of(document(GOOD)), document(GOOD))
    scheme = ruleset.official
    assert (scheme.name, scheme.grades, scheme.required, scheme.binding) == (
        "s",
        ("A", "B", "C"),
        ("price",),
        ("price",),
    )
    assert scheme.indicators["price"].levels == ("A", "B", "C")
    assert scheme.indicators["price"].valid_days == 30
    table = scheme.indicators["contact"].table
    assert table is not None
    assert ([outcome for outcome, _row in table.rows], table.otherwise) == (["A"], "B")
    assert ruleset.schemes["card"].bands == (("X", 5.0), ("Y", 0.0))
    assert ruleset.schemes["rank"].by == "amount"
    assert set(ruleset.judged) == {"price", "contact", "complaints"}
    assert ruleset.approvals == {"C": Role.LEADER}
    assert [(fall.id, fall.before, fall.after, fall.after_days) for fall in ruleset.falls] == [("one", "A", "B", 7)]
    assert ruleset.indicators.get("contact") is scheme.indicators["contact"]
    assert ruleset.indicators.get("complaints") is None


FAULTS: dict[str, tuple[str, str, str, int]] = {
    "a fact named like a built-in one": ("  early:", "  visits:", "name-taken", 4),
    "a fact that counts and sums": ("{sum: amount, last", "{sum: amount, count: deals, last", "fact", 6),
    "a fact that does neither": ("{sum: amount, last", "{last", "fact", 6),
    "deals after the first visit": ("{count: deals, of: [contracted]}", "{count: deals, of: first_visit, within_days: 3}", "fact", 5),
    "stages of contacts": ("{count: [visit], within_days: 7, of: first_visit}", "{count: [visit], within_days: 7, of: [contracted]}", "fact", 4),
    "within_days of nothing": ("within_days: 7, of: first_visit", "within_days: 7", "fact", 4),
    "first_visit without days": ("within_days: 7, of: first_visit", "of: first_visit", "fact", 4),
    "two spans": ("within_days: 7, of", "within_days: 7, last_days: 3, of", "fact", 4),
    "a grade called ungraded": ("{A: 甲, B: 乙, C: 丙}\n", "{A: 甲, B: 乙, C: 丙, ungraded: 无}\n", "name-taken", 10),
    "an indicator named like a fact": ("      price: {levels", "      early: {levels", "name-taken", 14),
    "two indicators of one name and other levels": (
        "    method: score\n", "    indicators: {price: {levels: {X: 好, Y: 坏}}}\n    method: score\n", "name-taken", 18),
    "a level that is no grade": ("{levels: {C: 丙,", "{levels: {E: 戊,", "unknown-word", 14),
    "an indicator measured by itself": ('{early: ">= 1"}', "{contact: A}", "cycle", 15),
    "an indicator measured by another": (
        "{levels: {C: 丙, A: 甲, B: 乙}, valid_days: 30}", "{levels: {A: 甲, B: 乙}, measured: {A: {contact: A}, B: otherwise}}", "cycle", 14),
    "only auxiliary indicators": (
        "price: {levels: {C: 丙, A: 甲, B: 乙}, valid_days: 30}", "price: {role: auxiliary, levels: {A: 甲}}", "missing-part", 13),
    "required that nobody knows": ("required: [price]", "required: [prise]", "unknown-name", 12),
    "required that no row asks for": ("required: [complaints]", "required: [compliments]", "unknown-name", 19),
    "no table": ("    method: score\n", "    method: first_match\n", "missing-part", 18),
    "a part of another method": ("    by: amount\n", "    by: amount\n    points: [{each: sales, add: 1}]\n", "unused-part", 28),
    "bands of grades that are not": ("{Y: 0, X: 5}", "{Y: 0, X: 5, Z: 9}", "unknown-word", 23),
    "points for nothing": ("{each: sales, add: 5, up_to: 10}", "{add: 5}", "points", 21),
    "points for two things": ("{each: sales, add: 5, up_to: 10}", "{each: sales, when: {visits: 1}, add: 5}", "points", 21),
    "up_to without each": ("add: 3}", "add: 3, up_to: 9}", "points", 22),
    "points for each of no figure": ("each: sales", "each: queued", "unknown-name", 21),
    "a share by no figure": ("by: amount", "by: source", "unknown-name", 27),
    "an official scheme that is not": ("official: s", "official: t", "unknown-word", 2),
    "a fall upwards": ("from: A, to: B", "from: B, to: A", "not-a-fall", 31),
    "a fall to the same grade": ("from: A, to: B", "from: A, to: A", "not-a-fall", 31),
    "a fall from no grade": ("from: A, to: B", "from: Q, to: B", "unknown-word", 31),
    "a fall with a name of nothing": ("attributes.urgent: true", "attributes.urgnt: true", "unknown-name", 31),
    "two falls of one id": (
        "  approval:", "    - {id: one, from: B, to: C}\n  approval:", "duplicate-id", 32),
    "an approval of no grade": ("{to: C, role", "{to: Q, role", "unknown-word", 32),
    "a report of no grade": ("daily_report: [A]", "daily_report: [Q]", "unknown-word", 33),
    "duties of no grade": ("A: {every_days: 2}", "Q: {every_days: 2}", "unknown-word", 33),
    "a playbook of no grade": ("playbook: {A:", "playbook: {Q:", "unknown-word", 34),
}  # fmt: skip


@pytest.mark.parametrize(("old", "new", "code", "line"), FAULTS.values(), ids=FAULTS)
def test_a_fault_is_named_at_its_line(old: str, new: str, code: str, line: int) -> None:
    assert GOOD.count(old) >= 1
    found = document(GOOD.replace(old, new, 1))
    ruleset, problems = compile_rules(rules_of(found), found)
    assert ruleset is None
    assert (code, line) in [(problem.code, problem.place.line) for problem in problems]


def test_without_its_document_a_rule_file_has_the_same_faults() -> None:
    rules = rules_of(document(GOOD.replace("official: s", "official: t")))
    ruleset, problems = compile_rules(rules)
    assert ruleset is None
    assert [(problem.code, problem.place.line) for problem in problems] == [("unknown-word", 1)] * len(problems)


def test_a_required_name_may_be_a_fact_or_a_field() -> None:
    written = GOOD.replace("required: [complaints]", "required: [complaints, sales, wants.budget, attributes.weight]")
    assert compiled(rules_of(document(written)), document(written)).schemes["card"].required[1:] == (
        "sales",
        "wants.budget",
        "attributes.weight",
    )


def test_two_schemes_may_share_an_indicator_of_the_same_levels() -> None:
    written = GOOD.replace(
        "    method: score\n", "    indicators: {price: {levels: {A: 甲, B: 乙, C: 丙}}}\n    method: score\n"
    )
    assert "price" in compiled(rules_of(document(written)), document(written)).schemes["card"].indicators
