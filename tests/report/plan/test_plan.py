"""The plan says who moves and why, first of all in a summary; every history of the tests can be told."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from generator.compare.comparison import Comparison, compare
from generator.compare.guard import guard
from generator.compare.judged import Judged, judged
from generator.compare.origin import NOWHERE
from generator.compare.reach import Reach, RuleReach, reaches
from generator.read.problem import Level
from generator.read.tree import RULES as RULES_FILE
from generator.report.plan.building import Building, plan
from generator.report.plan.formats import FORMATS, as_markdown, as_text
from generator.report.plan.telling import Telling, apart
from generator.report.plan.view import Ends, Plan
from generator.texts import translator
from tests.compare.histories import DAY, NAMES, history_of
from tests.offices import CUSTOMER, RULES, VISIT, typed

ENDS = Ends("main", "side", "fenji diff main side")
ENGLISH, CHINESE = translator("en"), translator("zh")


def planned(comparison: Comparison, language: str = "en", allowed: float = 30) -> Plan:
    reached = reaches(comparison.before, comparison.after, comparison.rules)
    return plan(comparison, reached, guard(comparison, allowed), ENDS, translator(language))


def side(changes: dict[str, str | bytes | None]) -> Judged:
    return judged(typed(changes), DAY)


def told(before: dict[str, str | bytes | None], after: dict[str, str | bytes | None]) -> str:
    return as_text(planned(compare(side(before), side(after))))


@pytest.mark.parametrize("name", NAMES)
def test_every_history_can_be_told(name: str, tmp_path: Path) -> None:
    comparison = history_of(name, tmp_path).compared()
    for language in ("en", "zh"):
        texts = {form: FORMATS[form](planned(comparison, language)) for form in FORMATS}
        for customer in comparison.customers:
            assert all(customer in text for text in texts.values())
        for move in comparison.moves:
            assert f"{move.customer}: {move.before}" in texts["text"] or f"{move.customer}：" in texts["text"]
        for change in comparison.rules:
            assert change.place is not None
            assert change.keys[0] == "examples" or f"{change.place.path}:{change.place.line}" in texts["markdown"]


def test_the_summary_counts_directions_and_causes() -> None:
    before = side({"customers/2m9xd/visits/1.yaml": None})
    after = side({"customers/7k3qf/visits/1.yaml": VISIT.replace("price: B", "price: C")})
    lines = as_text(planned(compare(before, after))).splitlines()
    assert lines[:5] == [
        "Plan: grades that move: 2",
        "Moves: down 1, graded now 1",
        "Causes: records 2",
        "Customers touched: 2; customers that count: 2",
        "Problems: 0 new, 1 mended",
    ]


def test_an_amount_without_needless_digits_is_told() -> None:
    deal = "at: 2026-11-14\nstage: subscribed\nunit: 3-1201\namount: {amount}\n"
    path = "customers/7k3qf/deals/1.yaml"
    assert "amount 318.5 → 320" in told({path: deal.format(amount=318.50)}, {path: deal.format(amount=320)})


def test_customers_who_come_or_go_are_counted() -> None:
    text = told({}, {"customers/2m9xd/customer.yaml": None, "customers/2m9xd/visits/1.yaml": None})
    assert "Customers: gone 1" in text
    assert "gone, grade was B" in text


RULE_CASES = [
    ("[motive, price]", "[motive]", "intention · required no longer has 价格: no grade changes"),
    ("[motive, price]", "[price, motive]", "intention · required in another order: no grade changes"),
    ("C: 等优惠", "C: 要优惠", "intention · 价格 · rubric · C reworded: “等优惠” → “要优惠”: no grade changes"),
    (", unless: {subscribed: true}", "", "movement · falls · undecided · unless no longer: {subscribed: true}"),
    ('version: "1"', 'version: "2"', "version 1 → 2: no grade changes"),
    ("{label: 动机,", "{", "intention · 动机 · label no longer: 动机: no grade changes"),
    ("motive: {label", "motive: {valid_days: 3, label", "动机 · days that an answer holds new: 3: 2 become ungraded"),
    ("name: 甲, ", "name: 子, ", "Examples changed: 2"),
    ("facts", "facts", "Plan: no grade changes"),
    ("examples:", "playbook: {A: [打电话]}\nexamples:", "playbook new: {A: [打电话]}: no grade changes"),
    ("after_days: 7", "label: 满一周, after_days: 8", "movement · falls · 满一周 · days in the grade 7 → 8"),
]


@pytest.mark.parametrize(("old", "new", "expected"), RULE_CASES)
def test_a_change_of_the_rules_is_told_with_its_reach(old: str, new: str, expected: str) -> None:
    text = told({}, {RULES_FILE: RULES.replace(old, new)})
    for part in expected.split(" · "):
        assert part in text


def test_moves_by_a_rule_alone_are_listed_ungraded_first() -> None:
    before = side({"customers/7k3qf/visits/1.yaml": VISIT.replace("motive: B", "motive: A")})
    comparison = compare(before, side({RULES_FILE: RULES.replace("[motive, price]", "[price]")}))
    reached = [RuleReach(change, Reach({("A", "B"): 2, ("B", "A"): 1, ("B", None): 4})) for change in comparison.rules]
    text = as_text(plan(comparison, reached, guard(comparison, 30), ENDS, ENGLISH))
    assert "4 become ungraded, 2 × A → B, 1 × B → A" in text
    for reach, words in ((None, "its reach was not tried"), (Reach(None), "only together with other changes")):
        reached = [RuleReach(change, reach) for change in comparison.rules]
        assert words in as_text(plan(comparison, reached, guard(comparison, 30), ENDS, ENGLISH))


def test_a_long_value_of_a_rule_is_cut() -> None:
    text = told({}, {RULES_FILE: RULES.replace("等优惠", "等" * 400)})
    assert "等" * 120 + "…" in text
    assert "等" * 121 not in text


def test_rules_that_hold_a_customer_back_are_named() -> None:
    rules = RULES.replace("price: {label: 价格, levels", "price: {label: 价格, role: auxiliary, levels")
    changed = {"customers/7k3qf/visits/1.yaml": VISIT.replace("price: B", "price: C")}
    before = side({**changed, RULES_FILE: rules})
    text = as_text(planned(compare(before, side(dict(changed)))))
    assert "rules: held back by 价格" in text
    back = as_text(planned(compare(side({**changed, "customers/2m9xd/visits/1.yaml": None}), before)))
    assert "7k3qf: C → B" in back


def test_a_grade_that_the_new_rules_raise_to_the_best_needs_no_excuse() -> None:
    visit = {
        "customers/7k3qf/visits/1.yaml": VISIT.replace("motive: B", "motive: A").replace("2026-11-12", "2026-11-20")
    }
    auxiliary = RULES.replace("price: {label: 价格, levels", "price: {label: 价格, role: auxiliary, levels").replace(
        "[motive, price]", "[motive]"
    )
    text = as_text(planned(compare(side(dict(visit)), side({**visit, RULES_FILE: auxiliary}))))
    assert "7k3qf: B → A" in text
    assert "rules: the new rules judge the same records so" in text


def test_a_cause_without_a_sentence_of_its_own_is_still_named() -> None:
    before = side({})
    decision = "at: 2026-11-2{day}\nby: chen-wei\nkind: override\nto: {to}\nreason: 定\nuntil: 2026-12-01\n"
    path = "customers/7k3qf/decisions/1.yaml"
    text = as_text(planned(compare(before, side({path: decision.format(day=0, to="A")}))))
    assert "records: set by hand" in text
    rules = RULES.replace("after_days: 7", "after_days: 0")
    both = compare(side({}), side({path: decision.format(day=0, to="A"), RULES_FILE: rules}))
    assert "B → A" in as_text(planned(both))


def test_a_fall_that_a_record_prevents_is_named() -> None:
    early = {"customers/7k3qf/visits/1.yaml": VISIT.replace("B, price: B", "A, price: A")}
    deal: dict[str, str | bytes | None] = {
        "customers/7k3qf/deals/1.yaml": "at: 2026-11-14\nstage: subscribed\nunit: 3-1201\n"
    }
    text = told(dict(early), {**early, **deal})
    assert "records: no longer so: rule “undecided”" in text
    assert "new: deal “subscription” Nov 14" in text


def test_only_so_many_changes_of_a_customer_and_problems_are_listed() -> None:
    many: dict[str, str | bytes | None] = {
        f"customers/7k3qf/visits/{number}.yaml": VISIT.replace("price: B", "price: C") for number in range(2, 9)
    }
    assert "and 3 further changes" in told({}, dict(many))
    broken: dict[str, str | bytes | None] = {
        f"customers/7k3qf/visits/{number}.yaml": "at: x\n" for number in range(2, 40)
    }
    text = told({}, broken)
    assert "further problems; fenji check names all" in text


def test_the_warning_of_the_guard_comes_first() -> None:
    many: dict[str, str | bytes | None] = {}
    for number in range(12):
        many[f"customers/c{number:02}/customer.yaml"] = CUSTOMER.replace("100****0000", f"100****1{number:03}")
        many[f"customers/c{number:02}/visits/1.yaml"] = VISIT
    worse = {path: str(text).replace("price: B", "price: C") for path, text in many.items()}
    shown = planned(compare(side(many), side(dict(worse))))
    assert as_text(shown).splitlines()[1].startswith("! 12 of 14 graded customers move or are gone: 85 %")
    assert as_markdown(shown).splitlines()[2].startswith("> **⚠** 12 of 14")
    assert FORMATS["github"](shown).startswith("::error file=rules.yaml")


def test_without_commits_the_plan_says_that_they_are_not_available() -> None:
    comparison = compare(side({}), side({}), replace(NOWHERE, complete=True))
    assert planned(comparison).notes == planned(comparison).notes[:1]
    assert len(planned(compare(side({}), side({}))).notes) == 2


def test_a_plan_without_grades_lists_the_problems_only() -> None:
    comparison = compare(side({}), side({RULES_FILE: "version: 1\n"}))
    shown = planned(comparison)
    assert shown.title == "No plan: main or side can't be graded"
    assert [section.title for section in shown.sections] == ["New problems"]
    assert {item.level for item in shown.sections[0].items} == {Level.ERROR}
    with pytest.raises(ValueError, match="without grades"):
        Building(comparison, ENGLISH)


def test_a_change_of_an_unknown_kind_is_a_fault_of_the_program() -> None:
    comparison = compare(side({}), side({"customers/7k3qf/visits/1.yaml": None}))
    building = Building(comparison, CHINESE)
    assert isinstance(building.telling, Telling)
    with pytest.raises(TypeError):
        building.telling.said(object())


def test_a_plan_is_cut_between_items_and_names_the_command() -> None:
    many: dict[str, str | bytes | None] = {
        f"customers/c{number:02}/customer.yaml": CUSTOMER.replace("100****0000", f"100****1{number:03}")
        for number in range(40)
    }
    shown = planned(compare(side({}), side(many)))
    whole = as_markdown(shown)
    for longest in (1_000, 1_500, 2_000):
        text = as_markdown(shown, longest)
        assert len(text) <= longest
        assert "`fenji diff main side`" in text
        body = text.split("\n\n**…**")[0]
        assert whole.startswith(body)
        assert whole[len(body) :].startswith("\n- ")
    ticked = replace(shown, command="fenji diff a`b")
    assert "fenji diff a&#96;b" in as_markdown(ticked, 1_000)


@pytest.mark.parametrize(
    ("before", "after", "shown"),
    [
        ("偏高", "接受", ("偏高", "接受")),
        ("–", "看了三房" * 30, ("–", "看了三房" * 20 + "…")),
        (
            "家里还在商量，" * 15,
            "家里还在商量，" * 15 + "（已核对）",
            ("…商量，家里还在商量，", "…商量，家里还在商量，（已核对）"),
        ),
        (
            "甲" * 40 + "三房" + "乙" * 40,
            "甲" * 40 + "四房" + "乙" * 40,
            ("…" + "甲" * 10 + "三房" + "乙" * 9 + "…", "…" + "甲" * 10 + "四房" + "乙" * 9 + "…"),
        ),
    ],
)
def test_long_values_are_shown_where_they_differ(before: str, after: str, shown: tuple[str, str]) -> None:
    assert apart(before, after) == shown


FUNDED = RULES.replace(
    "      price: {label",
    "      funds: {label: 资金, role: auxiliary, levels: {A: 足, B: 够, C: 差, D: 无}}\n      price: {label",
)


@pytest.mark.parametrize(
    ("later", "approval", "said"),
    [
        ("D", "to: D", True),
        ("C", "to: C", False),  # the grade stays
        ("D", "to: C", False),  # nobody need approve
    ],
)
def test_a_fall_that_waits_for_nobody_under_new_rules_says_why(later: str, approval: str, *, said: bool) -> None:
    records: dict[str, str | bytes | None] = {
        "customers/7k3qf/visits/1.yaml": VISIT.replace("price: B", "price: C"),
        "customers/7k3qf/visits/2.yaml": VISIT.replace("2026-11-12", "2026-11-20").replace(
            "motive: B, price: B", f"price: C, funds: {later}"
        ),
    }
    old = FUNDED.replace("{to: D,", f"{{{approval},")
    new = old.replace("role: auxiliary, ", "").replace("[motive, price]", "[motive, price, funds]")
    text = told({**records, RULES_FILE: old}, {**records, RULES_FILE: new})
    assert ("7k3qf: C → D" in text) is (later == "D")
    sentence = "rules: held back by 资金 · ungraded by the new rules before Nov 20, and a first grade waits for nobody"
    assert (sentence in text) is said


def test_an_example_that_fails_is_told_once() -> None:
    binding = RULES.replace("price: B}, expect: B}", "price: B}, expect: B, binding: [motive, price]}")
    changed = binding.replace("motive: B, price: B}", "motive: B, price: C}")
    text = told({RULES_FILE: binding}, {RULES_FILE: changed})
    assert text.count("The example “乙”") == 1
    assert "expects B, but the rules give C" in text
    other = told({RULES_FILE: binding}, {RULES_FILE: binding.replace("[motive, price]}", "[motive]}")})
    assert "The example “乙” expects motive to bind, but the rules say motive, price." in other
