"""Whose grade is another one than on a day: nobody else is looked at than those with something new since."""

from dataclasses import replace
from datetime import timedelta

from generator.report.moves import moves
from generator.report.rich import plain
from tests.report.frames import sample


def test_who_moved_is_who_had_another_grade_whatever_the_day() -> None:
    frame = sample()
    everyone = tuple(frame.everyone.values())
    found = 0
    for days in range(60):
        then = replace(frame, before=frame.as_of - timedelta(days=days))
        told = moves(then, everyone)
        rows = [plain(row.title) for row in (*told.up, *told.down, *told.other)]
        expected = [
            plain((frame.customer(one.id),))
            for one in everyone
            if one.moves and one.open_on(then.before) and one.grade_on(then.before) != one.grade
        ]
        assert sorted(rows) == sorted(expected)
        found += len(rows)
    assert found > 100
