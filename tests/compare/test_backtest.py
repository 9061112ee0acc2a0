"""A week by two rule files: the figures of one week, and how weeks add up."""

from __future__ import annotations

from datetime import date

import pytest

from generator.compare.backtest import Backtest, Regraded, margins, per_week, regraded
from generator.compare.candidate import Candidate, candidate
from generator.compare.judged import judged
from generator.model.rules import FollowUp, Rules
from generator.model.shape import read
from generator.model.snapshot import Snapshot
from generator.read.weeks import parse_week
from tests.offices import CUSTOMER, OFFICE, RULES, typed

SUNDAY = date(2026, 11, 15)
CADENCES = "follow_up:\n  A: {per_week: 3}\n  B: {before_opening: {per_week: 2}, after_opening: {every_days: 2}}\n"
DEAL = "at: 2026-11-13\nstage: {stage}\nunit: 3-1201\n"


def rules(text: str) -> Candidate:
    found, problems = candidate("candidate.yaml", text.encode())
    assert found is not None, problems
    return found


def week(snapshot: Snapshot, text: str, label: str = "2026-W46") -> Regraded:
    number = parse_week(label)
    published, other = (judged(one, number.sunday, checked=False) for one in (snapshot, rules(text).under(snapshot)))
    return regraded(number, published, other, reconstructed=False)


def test_the_same_rules_leave_everybody_on_the_diagonal() -> None:
    found = Backtest((week(typed({}), RULES),))
    assert found.matrix == {("B", "B"): 2}
    assert (found.moves, found.needless, found.grade_psi) == ((), (), 0)
    assert found.levels == {name: ({"B": 2}, {"B": 2}) for name in ("motive", "price")}


def test_closed_customers_and_those_who_come_later_count_on_neither_side() -> None:
    closed = CUSTOMER + "closed: {on: 2026-11-14, reason: lost}\n"
    later = CUSTOMER.replace("2026-11-01", "2026-11-16")
    office = typed({"customers/7k3qf/customer.yaml": closed, "customers/3c8mw/customer.yaml": later})
    assert week(office, RULES).matrix == {("B", "B"): 1}


def test_grades_of_another_scheme_and_method_stand_in_columns_of_their_own() -> None:
    other = """\
version: "9"
official: activity
schemes:
  activity:
    grades: {hot: 热, cold: 冷}
    method: score
    points: [{when: {visits: ">= 1"}, add: 10}]
    bands: {hot: 5, cold: 0}
examples:
  - {name: 热, facts: {visits: 1}, expect: hot}
"""
    found = week(typed({}), other)
    assert found.matrix == {("B", "hot"): 2}
    assert found.levels == {}
    assert margins(found.matrix) == ({"B": 2}, {"hot": 2})


def test_weeks_add_up() -> None:
    stricter = RULES.replace("from: A, to: B, after_days: 7", "from: B, to: C, after_days: 7")
    found = Backtest((week(typed({}), stricter), week(typed({}), stricter, "2026-W47")))
    assert [one.matrix for one in found.weeks] == [{("B", "B"): 2}, {("B", "C"): 2}]
    assert found.matrix == {("B", "B"): 2, ("B", "C"): 2}
    assert found.levels["price"] == ({"B": 4}, {"B": 4})
    assert [(str(move.week), move.customer, move.candidate.rules) for move in found.moves] == [
        ("2026-W47", "2m9xd", ("undecided",)),
        ("2026-W47", "7k3qf", ("undecided",)),
    ]


def test_an_override_is_needless_only_if_the_candidate_computes_its_grade_in_all_its_weeks() -> None:
    override = "at: 2026-11-13\nby: chen-wei\nkind: override\nto: A\nuntil: {until}\nreason: 已谈妥\n"
    easier = RULES.replace("required: [motive, price]", "required: [motive]").replace(
        "motive: {label", "motive: {measured: {A: {days_since_last_visit: '<= 7'}, B: otherwise}, label"
    )
    easier = easier.replace("price: {label: 价格, levels", "price: {label: 价格, role: auxiliary, levels")
    path = "customers/7k3qf/decisions/1.yaml"
    for until, expected in (("2026-11-20", ["7k3qf"]), ("2026-11-30", [])):
        office = typed({path: override.format(until=until)})
        found = Backtest(tuple(week(office, easier, label) for label in ("2026-W46", "2026-W47")))
        assert [one.customer for one in found.needless] == expected
        assert list(found.overrides) == [("7k3qf", path)]
        for one in found.needless:
            assert (one.override.path, [str(w) for w in one.weeks], one.published) == (path, ["2026-W46"], "B")


@pytest.mark.parametrize(
    ("opening", "expected"),
    [("2026-11-16", 2 + 2), ("2026-11-15", 3.5 + 3.5), (None, 2 + 2)],
)
def test_follow_ups_are_those_of_the_phase(opening: str | None, expected: float) -> None:
    milestones = f"milestones: {{opening: {opening}}}\n" if opening else ""
    found = week(
        typed({"office.yaml": OFFICE + milestones}), RULES.replace("follow_up: {refresh_days: 30}\n", CADENCES)
    )
    assert found.follow_ups == (0.0, expected)


@pytest.mark.parametrize(("stage", "expected"), [("queued", 4.0), ("subscribed", 2.0), ("cancelled", 4.0)])
def test_who_has_subscribed_needs_no_follow_up(stage: str, expected: float) -> None:
    office = typed(
        {
            "office.yaml": OFFICE + "milestones: {opening: 2026-12-01}\n",
            "customers/7k3qf/deals/1.yaml": DEAL.format(stage=stage),
        }
    )
    assert week(office, RULES.replace("follow_up: {refresh_days: 30}\n", CADENCES)).follow_ups == (0.0, expected)


@pytest.mark.parametrize(
    ("entry", "before", "after"),
    [
        ({"per_week": "2"}, 2.0, 2.0),
        ({"every_days": "2"}, 3.5, 3.5),
        ({"per_week": "2", "every_days": "2"}, 3.5, 3.5),
        ({"per_week": "4", "every_days": "2"}, 4.0, 4.0),
        ({"every_days": "7", "before_opening": {"per_week": "3"}}, 3.0, 1.0),
        ({"every_days": "7", "after_opening": {"every_days": "14"}}, 1.0, 0.5),
        ({"after_opening": {"every_days": "1"}}, 0.0, 7.0),
        ({"pool": "true"}, 0.0, 0.0),
    ],
)
def test_a_cadence_in_contacts_a_week(entry: dict[str, object], before: float, after: float) -> None:
    written = {"version": "1", "official": "x", "schemes": {}, "follow_up": {"A": entry}}
    found: FollowUp = read(Rules, written).follow_up
    assert (per_week(found, "A", opened=False), per_week(found, "A", opened=True)) == (before, after)


def test_examples_of_the_published_rules_are_asked_of_the_candidate() -> None:
    easier = RULES.replace("required: [motive, price]", "required: [motive]").replace(
        "price: {label: 价格, levels", "price: {label: 价格, role: auxiliary, levels"
    )
    asked = RULES + "  - {name: 戊, judged: {motive: A, price: C}, expect: C}\n"
    asked += "  - {name: 己, judged: {motive: A, price: A}, facts: {visits: 1}, expect: A}\n"
    (broken,) = rules(easier).breaks(typed({"rules.yaml": asked}))
    assert (str(broken.place), broken.message.params["name"], broken.message.params["grade"]) == (
        "rules.yaml:22:54", "戊", "A"
    )  # fmt: skip
    assert rules(RULES).breaks(typed({"rules.yaml": asked})) == ()
    own = rules(asked.replace("required: [motive, price]", "required: [motive]").replace(
        "price: {label: 价格, levels", "price: {label: 价格, role: auxiliary, levels"
    ))  # fmt: skip
    assert [problem.message.params["name"] for problem in own.broken] == ["戊"]
    assert own.breaks(typed({"rules.yaml": asked})) == ()


def test_an_example_that_the_candidate_does_not_understand_is_named() -> None:
    asked = RULES + "  - {name: 戊, judged: {motive: A, price: A, funds: A}, expect: A}\n"
    asked = asked.replace(
        "      price: {label",
        "      funds: {label: 资金, role: auxiliary, levels: {A: 有, B: 缺}}\n      price: {label",
    )
    (broken,) = rules(RULES).breaks(typed({"rules.yaml": asked}))
    assert (broken.place.path, broken.code) == ("rules.yaml", "unknown-name")
