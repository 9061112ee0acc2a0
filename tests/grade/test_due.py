"""A condition as a function says what the condition says of the facts of the day."""

from datetime import timedelta

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from generator.grade.condition import AllOf, AnyOf, Condition, NoneOf
from generator.grade.condition import Test as Asked
from generator.grade.due import asked, dues
from generator.grade.facts import Facts
from generator.grade.office import judge
from generator.grade.predicate import Compare, IsKnown, OneOf
from generator.grade.timeline import Timeline
from tests.grade.histories import FIRST, LENGTH, histories, offices
from tests.grade.oracle import History, Office
from tests.grade.story import read, written

OUTRIGHT = ("visits", "days_since_last_contact", "subscribed", "source", "wants.rooms", "profile.age", "referrer")
names = st.sampled_from((*OUTRIGHT, "grade", "days_in_grade", "motive", "price"))
predicates = st.one_of(
    st.builds(Compare, st.sampled_from((">", ">=", "<", "<=", "=", "!=")), st.integers(0, 9).map(float)),
    st.builds(OneOf, st.sampled_from((("A",), ("B", "C"), ("walk_in",)))),
    st.builds(IsKnown, st.booleans()),
)
tests = st.builds(Asked, names, predicates)
groups = st.one_of(*(st.lists(tests, max_size=3).map(tuple).map(kind) for kind in (AllOf, AnyOf, NoneOf)))
outright = st.builds(Asked, st.sampled_from(OUTRIGHT), predicates)


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(offices(), histories(), st.lists(st.one_of(tests, outright, groups), min_size=8, max_size=12), st.integers(0, 9))
def test_a_condition_as_a_function_says_the_same(
    office: Office, history: History, some: list[Condition], in_grade: int
) -> None:
    found = read(*written(office, [history]))
    assert found.office is not None
    ruleset = judge(found, FIRST).ruleset
    (dossier,) = found.dossiers.values()
    line = Timeline(dossier, ruleset, found.office)
    for day in (FIRST + timedelta(days=passed) for passed in range(0, LENGTH + 10, 3)):
        for grade in (*ruleset.official.grades, None):
            facts = Facts(line, day, {"grade": grade, "days_in_grade": float(in_grade)})
            for condition in some:
                assert asked(condition, ruleset)(line, day, grade, in_grade) is condition.truth(facts.value)
            for due in dues(ruleset).get(grade, ()):
                when, unless = (one is None or one.truth(facts.value) for one in (due.fall.when, due.fall.unless))
                lowers = when is True and (due.fall.unless is None or unless is not True)
                assert due.falls(line, day, grade, in_grade) is lowers
