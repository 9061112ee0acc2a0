"""Every history gives exactly the changes and causes that are written beside it, and obeys the laws of a comparison."""

from __future__ import annotations

import pytest

from generator.compare.comparison import Comparison, applied, compare, figures
from generator.compare.judged import judged, standing
from generator.compare.waterfall import Cause, under_rules
from generator.grade.gradings import Gradings
from generator.grade.office import judge
from generator.model.snapshot import snapshot
from generator.read.memory import Memory
from generator.read.revision import Revisions
from tests.compare.histories import NAMES, Written, history_of, line


@pytest.fixture(scope="module", params=NAMES)
def written(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Written:
    return history_of(request.param, tmp_path_factory.mktemp(request.param))


@pytest.fixture(scope="module")
def compared(written: Written) -> Comparison:
    return written.compared()


def test_there_are_histories() -> None:
    assert len(NAMES) >= 20


@pytest.mark.parametrize("part", ["moves", "entered", "left", "changes"])
def test_a_history_says_what_is_expected_and_nothing_else(written: Written, compared: Comparison, part: str) -> None:
    assert sorted(line(change) for change in getattr(compared, part)) == sorted(written.expected.get(part, []))


def test_sides_that_share_what_they_have_in_common_give_the_same_as_sides_by_themselves(
    written: Written, compared: Comparison
) -> None:
    revisions, memory, days = Revisions(written.root), Memory(), written.days
    known = Gradings() if days[0] < days[1] else None  # they are kept from one day to a later one
    before, after = (
        judged(snapshot(revisions.tree(written.commits[place]), memory), day, known)
        for place, day in zip((written.expected.get("base", 0), -1), days, strict=True)
    )
    found = compare(before, after)
    assert (found.moves, found.entered, found.left) == (compared.moves, compared.entered, compared.left)
    assert (found.changes, found.new_problems) == (compared.changes, compared.new_problems)


def test_a_side_does_not_differ_from_itself(written: Written, compared: Comparison) -> None:
    for side in (compared.before, compared.after):
        same = compare(side, side)
        assert (same.moves, same.entered, same.left, same.changes) == ((), (), (), ())
        assert (same.new_problems, same.mended_problems, same.rules_changed) == ((), (), False)


def test_the_way_back_mirrors_the_way(written: Written, compared: Comparison) -> None:
    back = written.mirrored()
    assert sorted(map(repr, back.changes)) == sorted(repr(change.reversed()) for change in compared.changes)
    assert [change.reversed().reversed() for change in compared.changes] == list(compared.changes)
    assert {(move.customer, move.after, move.before) for move in back.moves} == {
        (move.customer, move.before, move.after) for move in compared.moves
    }
    assert [(one.customer, one.grade) for one in back.entered] == [(one.customer, one.grade) for one in compared.left]
    assert [(one.customer, one.grade) for one in back.left] == [(one.customer, one.grade) for one in compared.entered]
    assert (back.new_problems, back.mended_problems) == (compared.mended_problems, compared.new_problems)


def test_the_moves_lead_from_the_figures_before_to_those_after(compared: Comparison) -> None:
    assert applied(figures(compared.before), compared) == figures(compared.after)


def test_every_move_has_a_cause_and_grading_again_step_by_step_confirms_it(compared: Comparison) -> None:
    before, after = compared.before, compared.after
    mixed = under_rules(after.snapshot, before.snapshot)
    stations = [before.grades, judge(before.snapshot, after.as_of), judge(mixed, after.as_of), after.grades]
    for passage in (*compared.moves, *compared.entered, *compared.left):
        assert passage.causes
        expected = {
            cause: (standing(stations[at], passage.customer), standing(stations[at + 1], passage.customer))
            for at, cause in enumerate(Cause)
        }
        found = {step.cause: (step.before, step.after) for step in passage.steps}
        assert found == {cause: pair for cause, pair in expected.items() if pair[0] != pair[1]}


def test_every_change_of_a_file_names_the_commits_behind_it(written: Written, compared: Comparison) -> None:
    base = written.expected.get("base", 0)
    for change in compared.changes:
        if change.kind.startswith(("record", "customer", "rule", "office")):
            commits = compared.commits(change)
            assert commits
            assert {commit.oid for commit in commits} <= set(written.commits[base + 1 :])
            assert {commit.author for commit in commits} == {"李娜"}
            assert change.place is not None
