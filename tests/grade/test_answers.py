"""What is remembered of one customer and told of another is what the long way says of the other."""

import pickle
from collections.abc import Iterator
from datetime import date, timedelta

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from generator.grade.answers import Answers, lifted
from generator.grade.condition import Test as Asked
from generator.grade.facts import Facts
from generator.grade.memo import MOST, Memo
from generator.grade.office import judge
from generator.grade.predicate import Between, Compare, Is, IsKnown, OneOf
from generator.grade.reading import cell
from generator.grade.ruleset import Ruleset
from generator.grade.scheme import Cuts, verdict
from generator.grade.timeline import Timeline
from generator.model.snapshot import Snapshot
from tests.grade.histories import FIRST, LENGTH, histories, offices
from tests.grade.oracle import History, Office
from tests.grade.story import files_of, read, written

QUICK = settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
customers = st.lists(histories(), min_size=2, max_size=4)
WEIGHTS = ("-0", "0", "1", "1.5", "2", "3", "30")
weights = st.lists(st.sampled_from((*WEIGHTS, "")), min_size=4, max_size=4)

# every method, numbers near and on their bounds, judgements that expire, unknown answers, tables over tables' facts
RULES = """\
version: "1"
official: card
attributes: {{weight: {{type: number}}, urgent: {{type: yes_no}}, taste: {{type: text}}}}
facts:
  early: {{count: [visit, inbound_call], within_days: {0}, of: first_visit}}
  recent: {{count: [visit, message, event], last_days: {1}}}
schemes:
  card:
    grades: {{A: 甲, B: 乙, C: 丙, D: 丁}}
    method: score
    applies_when: {{none: [{{attributes.taste: 苦}}]}}
    indicators:
      motive: {{levels: {{A: 甲, B: 乙, C: 丙, D: 丁}}, valid_days: {2}}}
      calls: {{levels: {{A: 甲, B: 乙}}, measured: {{A: {{early: ">= 1"}}, B: {{recent: "<= 1", motive: [C, D]}}}}}}
    points:
      - {{each: early, add: 10, up_to: 20}}
      - {{each: attributes.weight, add: 3}}
      - {{when: {{days_since_last_visit: "{3}..{4}"}}, add: 10}}
      - {{when: {{motive: [A, B]}}, add: 20}}
      - {{when: {{calls: A, attributes.weight: ">= 1.5"}}, add: 5}}
      - {{when: {{price: unknown}}, add: -5}}
    bands: {{A: 50, B: 30, C: 10, D: -50}}
  lowest:
    grades: {{A: 甲, B: 乙, C: 丙, D: 丁}}
    method: lowest
    applies_when: {{days_since_last_contact: "< {5}"}}
    required: [price, attributes.weight]
    indicators:
      price: {{levels: {{A: 甲, B: 乙, C: 丙, D: 丁}}, valid_days: {6}}}
      contact:
        levels: {{A: 甲, B: 乙, C: 丙, D: 丁}}
        measured: {{A: {{recent: "> 2"}}, C: {{attributes.urgent: true}}}}
  first:
    grades: {{A: 甲, B: 乙, C: 丙}}
    method: first_match
    indicators:
      price: {{levels: {{A: 甲, B: 乙, C: 丙, D: 丁}}, valid_days: {7}}}
    when:
      A: {{any: [{{price: A, attributes.weight: "= 2"}}, {{subscribed: true}}]}}
      B: {{all: [{{attributes.weight: "!= 3"}}, {{calls: known}}, {{phase: before_opening}}]}}
  place:
    grades: {{A: 甲, B: 乙}}
    method: share
    by: attributes.weight
    applies_when: {{visits: ">= 1"}}
    bands: {{A: 0.5, B: 1}}
"""
spans = st.lists(st.integers(0, 9), min_size=8, max_size=8).map(lambda some: [*some[:4], some[3] + some[4], *some[5:]])
cuts = st.sampled_from(((), (("A", 2.0), ("B", 1.0)), (("A", 3.0), ("B", 1.5))))


def both_ways(found: Snapshot, rules: Ruleset, cuts: Cuts) -> Iterator[tuple[object, object]]:
    """Yield what one memory says of everybody on every day, and what the long way says."""
    assert found.office is not None
    answers = Answers(rules)
    lines = [Timeline(dossier, rules, found.office) for dossier in found.dossiers.values()]
    for day in (FIRST + timedelta(days=passed) for passed in range(LENGTH + 10)):
        for line in lines:
            for scheme in rules.schemes.values():
                facts = Facts(line, day)
                said, long = answers.verdict(scheme.name, line, day, cuts), verdict(scheme, Facts(line, day), cuts)
                yield (said.grade, [*said.levels.items()]), (long.grade, [*long.levels.items()])
                yield repr(answers.grade(scheme.name, line, day, cuts)), repr(lifted(scheme, facts, cuts))
                levels = {name: facts.level(rule)[0] for name, rule in scheme.indicators.items()}
                yield Facts(line, day).levels(scheme.indicators), levels


@QUICK
@given(spans, customers, weights, cuts)
def test_an_answer_on_an_equal_reading_is_the_answer(
    numbers: list[int], some: list[History], weighs: list[str], cuts: Cuts
) -> None:
    files: dict[str, str] = {}
    for number, (history, weight) in enumerate(zip(some, weighs, strict=False)):
        files |= files_of(f"c{number}", history)
        path = f"customers/c{number}/customer.yaml"
        known = {"weight": weight, "urgent": ("yes", "no")[number % 2], "taste": ("苦", "甜", "咸", "酸")[number]}
        written_down = "".join(f'"{name}": "{value}", ' for name, value in known.items() if value)
        files[path] = files[path].replace('"source"', f'"attributes": {{{written_down}}}, "source"')
    found = read(RULES.format(*numbers), files)
    ruleset = judge(found, FIRST).ruleset
    for short, long in both_ways(found, ruleset, cuts):
        assert short == long


@QUICK
@given(offices(), customers)
def test_an_answer_of_any_office_is_the_answer(office: Office, some: list[History]) -> None:
    found = read(*written(office, some))
    for short, long in both_ways(found, judge(found, FIRST).ruleset, ()):
        assert short == long


numbers = st.sampled_from((-1.0, 0.0, 0.5, 1.0, 1.5, 2.0, 3.0, 7.0))
words = st.sampled_from(("a", "b", "c", "…", "1"))
predicates = st.one_of(
    st.builds(Compare, st.sampled_from((">", ">=", "<", "<=", "=", "!=")), numbers),
    st.tuples(numbers, numbers).map(lambda two: Between(*sorted(two))),
    st.builds(OneOf, st.lists(words, min_size=1, max_size=2).map(tuple)),
    st.builds(Is, st.booleans()),
    st.builds(IsKnown, st.booleans()),
)
values = st.one_of(numbers, words, st.booleans(), st.floats(-2, 9))


@given(st.lists(predicates.map(lambda predicate: Asked("n", predicate)), max_size=4), st.lists(values, min_size=2))
def test_values_of_one_cell_are_answered_alike(tests: list[Asked], some: list[str | bool | float]) -> None:
    of, seen = cell(tests), dict[object, tuple[object, ...]]()
    for value in some:
        answers = tuple(test.truth({"n": value}.get) for test in tests)
        assert seen.setdefault(of(value), answers) == answers


def test_few_cells_stand_for_all_numbers() -> None:
    of = cell([Asked("n", Compare(">=", 3)), Asked("n", Between(5, 9))])
    assert len({of(number / 2) for number in range(-100, 100)}) == 7


def test_words_that_nobody_asks_for_share_a_cell() -> None:
    of = cell([Asked("n", OneOf(("a", "b")))])
    assert [of("x") == of(word) for word in ("y", "a", "b")] == [True, False, False]


def test_a_memory_never_holds_more_than_it_may() -> None:
    memo: Memo[int, int] = Memo()
    for number in range(3 * MOST):
        assert memo.keep(number, -number) == -number
        assert len(memo) <= MOST
    assert memo[3 * MOST - 1] == 1 - 3 * MOST


def test_what_was_remembered_does_not_travel_with_the_rules() -> None:
    found = read(RULES.format(*range(1, 9)), files_of("c0", History(date(2028, 3, 1))))
    ruleset = judge(found, date(2028, 3, 2)).ruleset
    ruleset.values.keep(("motive", "A"), ("A", "A"))
    again = pickle.loads(pickle.dumps(ruleset))
    assert again == ruleset
    assert "values" not in vars(again)
    assert again.official == ruleset.official
