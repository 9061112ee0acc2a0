"""Counts over time: twelve weeks, the matrix and its pictures, all from the same replay."""

from collections import Counter
from datetime import date
from itertools import pairwise

import pytest

from generator.grade.office import judge
from generator.report.charts import NARROW, WIDE, Layer, scale, spark, trend
from generator.report.frame import Frame, last_sunday
from generator.report.weeks import CLOSED, NEW, matrix_view, migration, series, trend_view
from tests.offices import CUSTOMER
from tests.report.frames import AS_OF, sample, small, visit


def recount(frame: Frame, day: date) -> Counter[str | None]:
    """The grades of a day, counted the slow way: judged from nothing as of that day."""
    return Counter(grading.grade for grading in judge(frame.snapshot, day).gradings.values())


@pytest.mark.parametrize(
    ("day", "before"),
    [
        (date(2026, 11, 22), date(2026, 11, 15)),
        (date(2026, 11, 23), date(2026, 11, 22)),
        (date(2026, 11, 21), date(2026, 11, 15)),
        (date(2027, 1, 1), date(2026, 12, 27)),
    ],
)
def test_the_last_sunday_lies_before_the_day(day: date, before: date) -> None:
    assert last_sunday(day) == before


def test_twelve_weeks_end_today_and_step_by_sundays() -> None:
    weeks = small({}, date(2026, 11, 25)).weeks
    assert (len(weeks), weeks[-1], weeks[-2]) == (12, date(2026, 11, 25), date(2026, 11, 22))
    assert all(day.isoweekday() == 7 for day in weeks[:-1])
    assert {(b - a).days for a, b in pairwise(weeks[:-1])} == {7}


def test_the_trend_is_what_a_judgement_on_each_of_the_days_would_say() -> None:
    frame = sample()
    counted = series(frame, tuple(frame.everyone.values()))
    for i, day in enumerate(counted.days):
        assert {state: figures[i] for state, figures in counted.counts.items() if figures[i]} == recount(frame, day)


def test_the_table_of_the_trend_adds_up() -> None:
    frame = sample()
    view = trend_view(frame, series(frame, tuple(frame.everyone.values())))
    assert all(sum(row.figures) == row.total for row in view.rows)
    assert view.rows[-1].total == len(frame.present)


def test_the_matrix_adds_up_in_both_directions() -> None:
    frame = sample()
    view = matrix_view(frame)
    assert all(sum(cell.number for cell in row.cells) == row.total for row in view.rows)
    assert [sum(row.cells[i].number for row in view.rows) for i in range(len(view.columns))] == list(view.totals)
    assert view.total == sum(view.totals) == sum(row.total for row in view.rows)


def test_the_matrix_leads_from_the_old_counts_to_the_new_ones() -> None:
    frame = sample()
    cells = migration(frame)
    counted = series(frame, tuple(frame.everyone.values()))
    for state in frame.ladder.states:
        leaving = sum(number for (source, _), number in cells.items() if source == state)
        arriving = sum(number for (_, sink), number in cells.items() if sink == state)
        assert (leaving, arriving) == (counted.counts[state][-2], counted.counts[state][-1])


def test_new_and_closed_customers_have_their_own_row_and_column() -> None:
    closed = CUSTOMER + "closed: {on: 2026-11-20, reason: lost}\n"
    frame = small(
        {
            "customers/2m9xd/customer.yaml": closed,
            "customers/aa111/customer.yaml": CUSTOMER.replace("2026-11-01", "2026-11-18"),
            "customers/bb222/customer.yaml": closed.replace("2026-11-01", "2026-11-17"),
            "customers/cc333/customer.yaml": closed.replace("2026-11-20", "2026-11-15"),
        }
    )
    assert migration(frame) == {("B", "B"): 1, ("B", CLOSED): 1, (NEW, None): 1, (NEW, CLOSED): 1}


def test_rises_and_falls_are_told_apart_in_the_matrix() -> None:
    frame = small({"customers/7k3qf/visits/2.yaml": visit("2026-11-18", "A", "A")})
    tones = {cell.tone for row in matrix_view(frame).rows for cell in row.cells if cell.number}
    assert tones == {"same", "up"}


@pytest.mark.parametrize(
    ("top", "marks"),
    [(1, (0, 1)), (4, (0, 1, 2, 3, 4)), (7, (0, 2, 4, 6, 8)), (119, (0, 50, 100, 150)), (120, (0, 50, 100, 150))],
)
def test_marks_are_round_and_reach_the_top(top: int, marks: tuple[int, ...]) -> None:
    assert scale(top) == marks


def test_marks_are_few_and_never_end_below_the_top() -> None:
    for top in range(1, 3000, 7):
        marks = scale(top)
        assert marks[-1] >= top
        assert 2 <= len(marks) <= 6


@pytest.mark.parametrize("width", [WIDE, NARROW])
def test_columns_lie_within_the_picture_and_are_as_high_as_their_figures(width: int) -> None:
    layers = [Layer("p1", "A", (1, 5, 0)), Layer("p7", "B", (3, 5, 10))]
    chart = trend(["1", "2", "3"], layers, width)
    assert len(chart.boxes) == 5
    assert all(float(box.x) >= 0 and float(box.x) + float(box.width) <= width for box in chart.boxes)
    by_title = {box.title: float(box.height) for box in chart.boxes}
    assert by_title["3 B 10"] + 1 == pytest.approx(10 * (by_title["1 A 1"] + 1), abs=0.6)


@pytest.mark.parametrize("width", [WIDE, NARROW])
def test_the_flow_shows_every_cell_of_the_matrix_within_the_picture(width: int) -> None:
    frame = sample()
    view = matrix_view(frame)
    flow = view.wide if width == WIDE else view.narrow
    assert len(flow.bands) == sum(bool(cell.number) for row in view.rows for cell in row.cells)
    assert all(float(box.y) >= 0 and float(box.y) + float(box.height) <= flow.height + 0.1 for box in flow.boxes)


def test_a_line_of_nothing_lies_on_the_ground() -> None:
    assert spark([0, 0]).line == "0,26 100,26"
    assert spark([]).area == "0,28  100,28"


def test_an_office_without_customers_has_counts_of_nothing() -> None:
    frame = small(
        dict.fromkeys(
            (
                "customers/7k3qf/customer.yaml",
                "customers/7k3qf/visits/1.yaml",
                "customers/2m9xd/customer.yaml",
                "customers/2m9xd/visits/1.yaml",
            )
        )
    )
    assert matrix_view(frame).total == 0
    assert series(frame, ()).totals == (0,) * 12
    assert frame.as_of == AS_OF
