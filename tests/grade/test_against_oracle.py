"""The replay, event by event, says of every day what the plain day-by-day oracle says."""

from datetime import timedelta

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.grade.histories import LAST, LENGTH, histories, offices
from tests.grade.oracle import History, Office, replay
from tests.grade.story import judged, written


@settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
@given(offices(), st.lists(histories(), min_size=1, max_size=4), st.integers(0, LENGTH))
def test_the_replay_says_what_the_oracle_says(office: Office, customers: list[History], cut: int) -> None:
    rules, files, people = written(office, customers)
    as_of = LAST - timedelta(days=cut) if cut > 5 else LAST
    grades = judged(rules, files, as_of, people)
    for number, history in enumerate(customers):
        expected = replay(office, history, as_of)
        if not expected:
            continue
        grading = grades.gradings[f"c{number}"]
        end = expected[-1]
        pending = (grading.pending.to, grading.pending.since) if grading.pending else None
        assert (grading.computed, grading.grade, grading.since, pending) == (
            end.computed,
            end.grade,
            end.since,
            end.pending,
        )
        assert [grading.grade_on(day.on) for day in expected] == [day.grade for day in expected]
