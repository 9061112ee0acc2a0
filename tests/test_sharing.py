"""Work shared among processes gives what one process gives, in order, whatever becomes of the others."""

import os
from datetime import date

import pytest

import generator.grade.office
from generator.grade.office import judge
from generator.model.snapshot import snapshot
from generator.read.tree import Tree
from generator.sharing import processors, shared
from tests.offices import CUSTOMER, OFFICE, RULES, VISIT


@pytest.mark.parametrize("processes", [1, 2, 4, 9])
def test_results_come_in_the_order_of_the_pieces(processes: int) -> None:
    assert shared(range(20), lambda piece: piece * piece, processes) == [piece * piece for piece in range(20)]
    assert shared([], str, processes) == []


def test_several_processes_take_part() -> None:
    def slowly(_piece: int) -> int:
        sum(range(200_000))
        return os.getpid()

    assert len(set(shared(range(200), slowly, 2))) == 2


def test_what_a_process_dies_of_is_done_again_by_the_first() -> None:
    here = os.getpid()

    def dying(piece: int) -> int:
        if os.getpid() != here:
            os._exit(9)
        return piece + 1

    assert shared(range(6), dying, 3) == [1, 2, 3, 4, 5, 6]


def test_an_error_is_raised_as_if_there_were_one_process() -> None:
    def failing(piece: int) -> int:
        if piece == 4:
            raise ValueError(piece)
        return piece

    with pytest.raises(ValueError, match="4"):
        shared(range(6), failing, 2)


def test_there_is_at_least_one_processor() -> None:
    assert 1 <= processors() <= 4


def test_an_office_judged_by_several_processes_is_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(generator.grade.office, "WORTH_SHARING", 2)
    monkeypatch.setattr(generator.grade.office, "PIECE", 2)
    files = {"rules.yaml": RULES, "office.yaml": OFFICE}
    for number in range(7):
        closed = "closed: {on: 2026-11-12, reason: lost}\n" if number == 3 else ""
        files[f"customers/c{number}/customer.yaml"] = CUSTOMER + closed
        files[f"customers/c{number}/visits/1.yaml"] = VISIT.replace("price: B", f"price: {'ABCD'[number % 4]}")
    found = snapshot(Tree({path: text.encode() for path, text in sorted(files.items())}, None, dirty=False))
    day = date(2026, 11, 15)
    alone, together = judge(found, day), judge(found, day, processes=3)
    assert together == alone
    assert list(together.gradings) == list(alone.gradings)
    assert len(together.gradings) == 6
    assert list(together.closed) == ["c3"]
