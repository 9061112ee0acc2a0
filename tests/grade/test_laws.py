"""Laws that hold for every office and every history."""

import pickle
from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta
from random import Random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from generator.grade.agenda import first_day
from generator.grade.eras import until
from generator.grade.examples import grade_example
from generator.grade.grading import Event, Grading, Move, NextFall
from generator.grade.office import OfficeGrades, judge
from generator.grade.replay import Replay
from generator.grade.ruleset import Ruleset
from generator.grade.terms import terms
from generator.grade.today import State
from generator.model.rules import Example
from generator.model.snapshot import Snapshot, snapshot
from generator.read.tree import Tree
from tests.grade.histories import FIRST, LAST, days, histories, offices
from tests.grade.oracle import History, Office
from tests.grade.story import OFFICE, files_of, judged, read, written
from tests.presets.presets import ruleset

QUICK = settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
customers = st.lists(histories(), min_size=1, max_size=3)
LOWEST = ("g1", "g2", "g15")


def verdicts(of: OfficeGrades) -> Mapping[str, Grading]:
    return {**of.gradings, **of.closed}


# --- better is never worse -------------------------------------------------------------------------------------------


def judgements(name: str) -> st.SearchStrategy[dict[str, str]]:
    indicators = ruleset(name).official.indicators.values()
    return st.fixed_dictionaries(
        {}, optional={one.name: st.sampled_from(one.levels) for one in indicators if one.table is None}
    )


@pytest.mark.parametrize("name", LOWEST)
@given(data=st.data())
def test_a_better_judgement_never_gives_a_worse_grade_under_lowest(name: str, data: st.DataObject) -> None:
    rules = ruleset(name)
    levels = data.draw(judgements(name).filter(bool))
    better = data.draw(st.sampled_from(sorted(levels)))
    known = rules.official.indicators[better].levels
    improved = {**levels, better: data.draw(st.sampled_from(known[: known.index(levels[better]) + 1]))}
    before, after = graded(rules, levels), graded(rules, improved)
    assert (before is None) is (after is None)
    if before is not None and after is not None:
        assert rules.official.rank(after) <= rules.official.rank(before)


@pytest.mark.parametrize("name", LOWEST)
@given(data=st.data())
def test_the_lowest_known_binding_level_decides(name: str, data: st.DataObject) -> None:
    rules = ruleset(name)
    scheme = rules.official
    levels = data.draw(judgements(name))
    verdict = grade_example(rules, scheme, Example(name="x", judged=levels, expect="A"))
    known = {key: one.level for key, one in verdict.indicators.items() if one.level is not None and not one.auxiliary}
    lowest = max(known.values(), key=scheme.rank, default=None)
    enough = all(key in known for key in scheme.required)
    assert verdict.grade == (lowest if enough else None)
    assert set(verdict.binding) == ({key for key, level in known.items() if level == lowest} if enough else set())


def graded(rules: Ruleset, levels: dict[str, str], **facts: str) -> str | None:
    return grade_example(rules, rules.official, Example(name="x", judged=levels, facts=facts, expect="A")).grade


# --- unknown is not bad ----------------------------------------------------------------------------------------------


@QUICK
@given(offices(), customers)
def test_an_indicator_that_nobody_judged_changes_no_grade(office: Office, some: list[History]) -> None:
    rules, files, people = written(office, some)
    plain = judged(rules, files, LAST, people)
    required = list(
        office.required if office.required is not None else [i.name for i in office.indicators if not i.auxiliary]
    )
    more = rules.replace('"indicators": {', '"indicators": {"asked_later": {"levels": {"A": "a", "B": "b"}}, ')
    more = (
        more.replace('"method": "lowest"', f'"required": {required}, "method": "lowest"'.replace("'", '"'))
        if office.required is None
        else more
    )
    assert more != rules
    assert standings(judged(more, files, LAST, people)) == standings(plain)


@QUICK
@given(offices(), customers)
def test_a_judgement_that_the_rules_do_not_know_changes_no_grade(office: Office, some: list[History]) -> None:
    rules, files, people = written(office, some)
    noisy = {path: text.replace('"judged": {', '"judged": {"shoe_size": "44", ') for path, text in files.items()}
    assert standings(judged(rules, noisy, LAST, people)) == standings(judged(rules, files, LAST, people))


def standings(of: OfficeGrades) -> list[tuple[object, ...]]:
    return [(name, one.grade, one.computed, one.since, one.pending) for name, one in of.gradings.items()]


# --- order and time --------------------------------------------------------------------------------------------------


@QUICK
@given(offices(), customers, st.randoms(use_true_random=False))
def test_the_order_of_files_never_matters(office: Office, some: list[History], random: Random) -> None:
    rules, files, people = written(office, some)
    texts = list({"rules.yaml": rules, "office.yaml": people, **files}.items())
    random.shuffle(texts)
    shuffled = snapshot(Tree({path: text.encode() for path, text in texts}, None, dirty=False))
    assert list(verdicts(judge(shuffled, LAST)).items()) == list(verdicts(judged(rules, files, LAST, people)).items())


@QUICK
@given(offices(), histories(), days)
def test_a_day_is_graded_alike_with_and_without_what_came_later(office: Office, history: History, on: date) -> None:
    rules, files, people = written(office, [history])
    early = replace(
        history,
        contacts=tuple(one for one in history.contacts if one.on <= on),
        decisions=tuple(one for one in history.decisions if one.on <= on),
        deals=tuple(one for one in history.deals if one.on <= on),
    )
    known = judged(rules, files, on, people)
    assert known.gradings == judged(rules, files_of("c0", early), on, people).gradings
    if known.gradings:
        later = judged(rules, files, LAST, people).gradings["c0"]
        assert later.grade_on(on) == known.gradings["c0"].grade
        assert [entry for entry in later.history if entry.on <= on] == list(known.gradings["c0"].history)


@QUICK
@given(offices(), histories(), st.integers(0, 12))
def test_the_next_fall_is_the_one_that_comes(office: Office, history: History, passed: int) -> None:
    on = history.registered + timedelta(days=passed)
    early = replace(
        history,
        contacts=tuple(one for one in history.contacts if one.on <= on),
        decisions=tuple(one for one in history.decisions if one.on <= on),
        deals=tuple(one for one in history.deals if one.on <= on),
    )
    rules, files, people = written(office, [early])
    told = judged(rules, files, on, people).gradings["c0"].next_fall
    later = judged(rules, files, on + timedelta(days=60), people).gradings["c0"]
    assert told == next((fall for entry in later.history if entry.on > on and (fall := fall_in(entry))), None)


def fall_in(entry: object) -> NextFall | None:
    rules, to = getattr(entry, "rules", ()), getattr(entry, "after", None) or getattr(entry, "to", None)
    moved = isinstance(entry, Move) or getattr(entry, "event", None) is Event.WAITING
    return NextFall(rules[0], to, entry.on) if rules and to and moved else None  # type: ignore[attr-defined] # a move or turn


# --- on the days that matter, and on every day -----------------------------------------------------------------------

SCORE = """\
version: "1"
official: card
facts:
  early: {{count: [visit, inbound_call], within_days: {0}, of: first_visit}}
  recent: {{count: [visit, message, event], last_days: {1}}}
  sales: {{sum: amount, of: [subscribed, contracted], last_days: {2}}}
  stages: {{count: deals, of: [queued, subscribed], last_days: {3}}}
schemes:
  card:
    grades: {{A: 甲, B: 乙, C: 丙, D: 丁}}
    method: score
    indicators:
      motive: {{levels: {{A: 甲, B: 乙, C: 丙, D: 丁}}, valid_days: {4}}}
    points:
      - {{each: early, add: 10, up_to: 20}}
      - {{each: recent, add: 10}}
      - {{when: {{sales: "> 0"}}, add: 15}}
      - {{when: {{stages: ">= 1", days_since_last_visit: "<= {5}"}}, add: 10}}
      - {{when: {{motive: [A, B]}}, add: 20}}
      - {{when: {{days_since_last_follow_up: "{6}..{7}"}}, add: -10}}
      - {{when: {{phase: after_opening, subscribed: false}}, add: 5}}
    bands: {{A: 50, B: 30, C: 10, D: -50}}
movement:
  downgrade:
    - {{id: one, from: A, to: B, after_days: {8}, unless: {{subscribed: true}}}}
    - {{id: two, from: B, to: C, when: {{days_in_grade: "> {9}", recent: "< 2"}}}}
    - {{id: three, from: C, to: D, when: {{days_since_last_contact: ">= {10}"}}, unless: {{stages: ">= 1"}}}}
  approval: [{{to: D, role: leader}}]
"""
spans = st.lists(st.integers(1, 9), min_size=11, max_size=11).map(
    lambda some: [*some[:7], some[6] + some[7], *some[8:]]
)


@QUICK
@given(spans, customers, days)
def test_the_days_that_matter_are_enough(numbers: list[int], some: list[History], opening: date) -> None:
    files = {
        path: text for number, history in enumerate(some) for path, text in files_of(f"c{number}", history).items()
    }
    amounts = {path: text.replace('"unit"', '"amount": 100, "unit"') for path, text in files.items()}
    found = read(SCORE.format(*numbers), amounts, f"{OFFICE}milestones: {{opening: {opening}}}\n")
    assert [run(found, name, daily=False) for name in found.dossiers] == [
        run(found, name, daily=True) for name in found.dossiers
    ]


@QUICK
@given(offices(), customers)
def test_the_days_that_matter_are_enough_for_indicators_and_tables(office: Office, some: list[History]) -> None:
    found = read(*written(office, some))
    assert [run(found, name, daily=False) for name in found.dossiers] == [
        run(found, name, daily=True) for name in found.dossiers
    ]


ACROSS = """\
version: "1"
official: main
facts: {{recent: {{count: [visit, follow_up], last_days: {0}}}}}
schemes:
  main:
    grades: {{A: 甲, B: 乙, C: 丙}}
    method: first_match
    when: {{A: {{price: [A, B], silence: short}}, B: {{motive: known}}, C: otherwise}}
  beside:
    grades: {{A: 甲, B: 乙, C: 丙, D: 丁}}
    method: lowest
    indicators:
      price: {{levels: {{A: 甲, B: 乙, C: 丙, D: 丁}}, valid_days: {1}}}
      motive: {{levels: {{A: 甲, B: 乙, C: 丙, D: 丁}}, valid_days: {2}}}
  rhythm:
    grades: {{A: 甲, B: 乙}}
    method: first_match
    indicators:
      silence:
        levels: {{short: 短, long: 长}}
        measured: {{short: {{days_since_last_contact: "< {3}"}}, long: otherwise}}
      busy: {{levels: {{often: 多, seldom: 少}}, measured: {{often: {{recent: ">= 2"}}, seldom: otherwise}}}}
    when: {{A: {{busy: often}}, B: otherwise}}
movement:
  downgrade:
    - {{id: one, from: A, to: B, after_days: {4}, unless: {{busy: often}}}}
    - {{id: two, from: B, to: C, when: {{any: [{{motive: unknown}}, {{silence: long, days_in_grade: ">= {5}"}}]}}}}
"""


@QUICK
@given(st.lists(st.integers(1, 9), min_size=6, max_size=6), customers)
def test_the_days_that_matter_are_enough_for_what_another_scheme_asks(numbers: list[int], some: list[History]) -> None:
    files = {
        path: text for number, history in enumerate(some) for path, text in files_of(f"c{number}", history).items()
    }
    found = read(ACROSS.format(*numbers), files)
    assert [run(found, name, daily=False) for name in found.dossiers] == [
        run(found, name, daily=True) for name in found.dossiers
    ]


@QUICK
@given(histories(), st.sampled_from((10**6, 10**9, 10**14)))
def test_a_span_longer_than_all_records_together_is_never_over(history: History, days: int) -> None:
    rules = ACROSS.replace("{0}", str(days)).replace("{1}", "3").replace("{2}", "3").replace("{3}", str(days))
    rules = rules.replace("{4}", str(days)).replace("{5}", str(days)).replace("{{", "{").replace("}}", "}")
    grading = judged(rules, files_of("c0", history), LAST).gradings["c0"]
    assert grading.next_fall is None or grading.next_fall.rule == "two"
    assert all("one" not in getattr(entry, "rules", ()) for entry in grading.history)


def run(found: Snapshot, name: str, *, daily: bool) -> tuple[object, ...]:
    rules = judge(found, LAST).ruleset
    assert found.office is not None
    standard = terms(rules, found.office, lambda _name, _day: ())
    if daily:
        standard = replace(standard, span=replace(standard.span, daily=True))
    dossier = until(found.dossiers[name], LAST)
    state, _fall = Replay(dossier, standard).run(first_day(dossier), LAST)
    assert isinstance(state, State)
    return state.grade, state.since, state.pending, state.history


# --- results travel --------------------------------------------------------------------------------------------------


def test_the_grades_of_an_office_can_be_pickled() -> None:
    files = files_of("c0", History(FIRST))
    scheme = '{grades: {A: 甲, B: 乙}, method: first_match, when: {A: {visits: ">= 1"}, B: otherwise}}'
    rules = f'{{version: "1", official: s, schemes: {{s: {scheme}}}}}'
    grades = judged(rules, files, LAST)
    again = pickle.loads(pickle.dumps(grades))
    assert again.gradings == grades.gradings
    assert (again.as_of, again.shares, again.ruleset.schemes) == (grades.as_of, grades.shares, grades.ruleset.schemes)


@QUICK
@given(offices(), customers)
def test_any_grading_can_be_pickled(office: Office, some: list[History]) -> None:
    grades = judged(*written(office, some)[:2], LAST, written(office, some)[2])
    assert pickle.loads(pickle.dumps(grades)).gradings == grades.gradings
