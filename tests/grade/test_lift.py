# ruff: noqa: E501 - a case of a table is read in one line
"""The lift: improving one of its sets really reaches the next grade, and nothing smaller does."""

from collections.abc import Mapping
from itertools import combinations

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from generator.grade.examples import _NOBODY, _OFFICE, _SOME_DAY, grade_example
from generator.grade.facts import Facts
from generator.grade.grading import Lift, Value
from generator.grade.lift import lift
from generator.grade.ruleset import Ruleset
from generator.grade.scheme import grade_scheme
from generator.grade.timeline import Timeline
from generator.model.rules import Example
from tests.grade.notation import day, graded
from tests.presets.presets import compiled, document, rules_of, ruleset


def rules(text: str) -> Ruleset:
    return compiled(rules_of(document(text)), document(text))


def grade_of(of: Ruleset, levels: dict[str, str], **facts: str) -> str | None:
    return grade_example(of, of.official, Example(name="x", judged=levels, facts=facts, expect="A")).grade


@settings(deadline=None)
@given(st.sampled_from(("g1", "g2", "g15")), st.data())
def test_under_lowest_all_binding_indicators_must_rise_and_no_fewer(name: str, data: st.DataObject) -> None:
    of = ruleset(name)
    scheme = of.official
    judged = [one for one in scheme.indicators.values() if one.table is None]
    levels = {one.name: data.draw(st.sampled_from(one.levels)) for one in judged}
    facts = {"queued": "true"} if name == "g15" else {}
    verdict = grade_example(of, scheme, Example(name="x", judged=levels, facts=facts, expect="A"))
    found = lift(scheme, no_facts(of), verdict)
    assert verdict.grade is not None
    if scheme.rank(verdict.grade) == 0:
        assert found is None
        return
    assert found is not None
    assert found.to == scheme.grades[scheme.rank(verdict.grade) - 1]
    (names,) = found.sets
    for size in range(len(names) + 1):
        for some in combinations(names, size):
            grade = grade_of(of, {**levels, **dict.fromkeys(some, found.to)}, **facts)
            assert grade is not None
            assert (scheme.rank(grade) <= scheme.rank(found.to)) is (size == len(names))


def no_facts(of: Ruleset, given_values: Mapping[str, Value | None] | None = None) -> Facts:
    return Facts(Timeline(_NOBODY, of, _OFFICE), _SOME_DAY, given_values)


FIRST = """\
version: "1"
official: s
schemes:
  s:
    grades: {A: 甲, B: 乙, C: 丙, D: 丁}
    method: first_match
    when:
      A: {paid: true}
      B: {agrees: true, decider: true, any: [{promised: true}, {toured: true, sampled: true}]}
      C: {none: [{refused: true}], answers: true}
      D: otherwise
"""
LIFTS: dict[str, tuple[str, Lift | None]] = {
    "nothing known": ("", Lift("C", (("answers", "refused"),))),
    "refused": ("refused=true answers=true", Lift("C", (("refused",),))),
    "not refused, no answer": ("refused=false answers=false", Lift("C", (("answers",),))),
    "two short ways": ("refused=false answers=true agrees=true", Lift("B", (("decider", "promised"),))),
    "one way is shorter": ("refused=false answers=true agrees=true decider=true", Lift("B", (("promised",),))),
    "ways of one length": (
        "refused=false answers=true agrees=true decider=true sampled=true", Lift("B", (("promised",), ("toured",)))),
    "the next grade, not the best": ("agrees=true decider=true promised=true", Lift("A", (("paid",),))),
    "the best grade": ("paid=true", None),
}  # fmt: skip


@pytest.mark.parametrize(("levels", "expected"), LIFTS.values(), ids=LIFTS)
def test_first_match_names_the_shortest_ways(levels: str, expected: Lift | None) -> None:
    assert graded(FIRST, f"09-01 visit {levels}", "09-01").official.lift == expected


@settings(deadline=None)
@given(
    st.dictionaries(
        st.sampled_from(("paid", "agrees", "decider", "promised", "toured", "sampled", "refused", "answers")),
        st.booleans(),
    )
)
def test_each_way_of_a_table_really_leads_there(known: dict[str, bool]) -> None:
    of = rules(FIRST)
    levels = {name: str(answer).lower() for name, answer in known.items()}
    grading = graded(FIRST, "09-01 visit " + " ".join(f"{name}={level}" for name, level in levels.items()), "09-01")
    found = grading.official.lift
    assume(found is not None)
    assert found is not None
    for names in found.sets:
        turned = {name: "false" if name == "refused" else "true" for name in names}
        grade = grade_of(of, {**levels, **turned})
        assert grade is not None
        assert of.official.rank(grade) <= of.official.rank(found.to)
        for fewer in combinations(names, len(names) - 1):
            assert grade_of(of, {**levels, **{name: turned[name] for name in fewer}}) == grading.grade


SCORE = """\
version: "1"
official: s
schemes:
  s:
    grades: {A: 甲, B: 乙, C: 丙}
    method: score
    indicators:
      price: {levels: {good: 好, fair: 中, bad: 差}}
      wish: {levels: {clear: 明, vague: 不明}}
      friends: {levels: {many: 多, none: 无}}
    points:
      - {each: visits, add: 10, up_to: 20}
      - {when: {price: good}, add: 20}
      - {when: {price: fair}, add: 10}
      - {when: {wish: clear}, add: 15}
      - {when: {friends: many}, add: 5}
    bands: {A: 50, B: 20, C: 0}
"""
BEST = {"price": "good", "wish": "clear", "friends": "many"}
SCORES: dict[str, tuple[str, Lift | None]] = {
    "one name is enough": ("09-01 visit price=bad wish=vague friends=none", Lift("B", (("price",), ("visits",), ("wish",)))),
    "nothing judged": ("09-01 event", Lift("B", (("price",), ("visits",)))),
    "two names": ("09-01 visit; 09-01 visit price=bad wish=vague", Lift("A", (("price", "wish"),))),
    "what is earned already is no gain": ("09-01 visit; 09-01 visit price=fair wish=vague", Lift("A", (("friends", "wish"), ("price", "wish")))),
    "the best grade": ("09-01 visit; 09-01 visit price=good wish=clear", None),
}  # fmt: skip


@pytest.mark.parametrize(("records", "expected"), SCORES.values(), ids=SCORES)
def test_a_score_names_the_smallest_groups(records: str, expected: Lift | None) -> None:
    assert graded(SCORE, records, "09-01").official.lift == expected


@settings(deadline=None)
@given(
    st.integers(0, 3),
    st.sampled_from(("good", "fair", "bad")),
    st.sampled_from(("clear", "vague")),
    st.sampled_from(("many", "none")),
)
def test_each_group_of_a_score_really_leads_there(visits: int, price: str, wish: str, friends: str) -> None:
    levels = {"price": price, "wish": wish, "friends": friends}
    written = " ".join(f"{name}={level}" for name, level in levels.items())
    records = "; ".join([f"09-01 event {written}", *["09-01 visit"] * visits])
    grading = graded(SCORE, records, "09-01")
    found = grading.official.lift
    assert (found is None) is (grading.grade == "A")
    of = rules(SCORE)
    for names in found.sets if found else ():
        grade = grade_of(
            of,
            {**levels, **{name: BEST[name] for name in names if name in BEST}},
            visits=str(2 if "visits" in names else visits),
        )
        assert grade is not None
        assert found is not None
        assert of.official.rank(grade) <= of.official.rank(found.to)


CARD = ruleset("g9")


@settings(deadline=None)
@given(st.data())
def test_no_smaller_group_of_a_score_leads_there_where_rows_build_on_each_other(data: st.DataObject) -> None:
    scheme = CARD.official
    levels = {name: data.draw(st.sampled_from(one.levels)) for name, one in scheme.indicators.items()}
    counts = {name: data.draw(st.integers(0, 3)) for name in ("visits", "inbound_calls", "show_flat_views")}
    now = {
        **{name: str(number) for name, number in counts.items()},
        "queued": data.draw(st.sampled_from(("true", "false"))),
    }
    verdict = grade_example(CARD, scheme, Example(name="x", judged=levels, facts=now, expect="A"))
    assert verdict.grade is not None
    assume(verdict.grade != "A")
    given_values: dict[str, Value | None] = {
        **levels,
        **{name: float(number) for name, number in counts.items()},
        "queued": now["queued"] == "true",
    }
    found = lift(scheme, no_facts(CARD, given_values), verdict)
    to = scheme.rank(verdict.grade) - 1

    def reached(names: tuple[str, ...]) -> bool:
        better = {**levels, **{name: scheme.indicators[name].levels[0] for name in names if name in scheme.indicators}}
        more = {**now, **{name: "true" if name == "queued" else "9" for name in names if name not in scheme.indicators}}
        return scheme.rank(grade_of(CARD, better, **more) or "D") <= to

    names = (*levels, *now)
    smallest = next(
        (ways for size in (1, 2, 3) if (ways := {some for some in combinations(sorted(names), size) if reached(some)})),
        set(),
    )
    assert (found is None) is (not smallest)
    if found is not None:
        assert set(found.sets) <= smallest
        assert len(found.sets) == min(len(smallest), 8)


SHARE = """\
version: "1"
official: s
schemes:
  s: {grades: {A: 甲, B: 乙}, method: share, by: deal_value, bands: {A: 0.0, B: 1.0}}
"""


def test_a_share_names_its_figure() -> None:
    assert graded(SHARE, "09-01 deal contracted 100", "09-01").official.lift == Lift("A", (("deal_value",),))


@pytest.mark.parametrize("records", ["09-01 visit", "09-01 event"])
def test_without_a_grade_there_is_nothing_to_lift(records: str) -> None:
    lowest = 'version: "1"\nofficial: s\nschemes: {s: {grades: {A: 甲, B: 乙}, method: lowest, indicators: {price: {levels: {A: 甲, B: 乙}}}}}\n'
    assert graded(lowest, records, "09-01").official.lift is None
    assert day("09-01").year == 2026


def test_many_ways_are_joined_without_trying_every_choice() -> None:
    groups = [f"{{any: [{', '.join(f'{{q{group}x{way}: true}}' for way in range(4))}]}}" for group in range(30)]
    text = f"""\
version: "1"
official: s
schemes:
  s:
    grades: {{A: a, B: b}}
    method: first_match
    when: {{A: {{all: [{", ".join(groups)}]}}, B: otherwise}}
"""
    of = rules(text)
    facts = no_facts(of)
    found = lift(of.official, facts, grade_scheme(of.official, facts))
    assert found is not None
    assert {len(names) for names in found.sets} == {30}
