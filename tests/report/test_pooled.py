"""Who is in the pool is nobody's: not among a consultant's own, but in a section of their page."""

from datetime import date

from generator.report.consultants import consultant_view, consultants_view
from generator.report.rich import plain
from tests.offices import VISIT
from tests.report.frames import small

# 7k3qf's visit of 12 November had no follow-up, 2m9xd's had one: on the 25th only the first is in the pool.
CALLED = {"customers/2m9xd/visits/2.yaml": VISIT.replace("channel: visit", "channel: follow_up").replace("12", "13", 1)}


def test_before_the_pool_both_are_the_consultants_own() -> None:
    view = consultant_view(small(CALLED), "li-na")
    assert ([one.id for one in view.customers.lines], view.pooled.lines) == (["2m9xd", "7k3qf"], ())


def test_a_customer_in_the_pool_stands_apart_and_counts_no_more() -> None:
    frame = small(CALLED, as_of=date(2026, 11, 25))
    view = consultant_view(frame, "li-na")
    assert [one.id for one in view.customers.lines] == ["2m9xd"]
    assert [(one.id, one.until) for one in view.pooled.lines] == [("7k3qf", "公海")]
    assert "1 组客户" in plain(view.answer)
    assert {tile.chip.text: tile.number for tile in view.tiles}["B"] == 1
    (line,) = (one for one in consultants_view(frame).lines if one.id == "li-na")
    assert (line.total, sum(line.counts)) == (1, 1)


def test_the_fall_that_led_to_the_pool_is_still_told_as_a_move() -> None:
    pooling = {"customers/7k3qf/visits/2.yaml": VISIT.replace("11-12", "11-23").replace("price: B", "price: D")}
    decided = {"customers/7k3qf/decisions/1.yaml": "at: 2026-11-24\nby: chen-wei\nkind: release\nreason: 放弃\n"}
    view = consultant_view(small(CALLED | pooling | decided, as_of=date(2026, 11, 25)), "li-na")
    assert [one.id for one in view.pooled.lines] == ["7k3qf"]
    assert [one.id for one in view.customers.lines] == ["2m9xd"]
    assert len(view.waiting) == 1, "the fall to D that nobody approved yet"
