"""Work shared among processes gives what one process gives, in order, whatever becomes of the others."""

import os
from datetime import date
from functools import partial
from pathlib import Path
from signal import SIGKILL
from time import monotonic, sleep

import pytest

import generator.grade.office
from generator.grade.office import judge
from generator.model.snapshot import snapshot
from generator.read.tree import Tree
from generator.sharing import Alone, LostError, Spare, Steps, ahead, begun, in_two_steps, processors, shared, waiting
from tests.offices import CUSTOMER, OFFICE, RULES, VISIT


@pytest.mark.parametrize("processes", [1, 2, 4, 9])
def test_results_come_in_the_order_of_the_pieces(processes: int) -> None:
    assert shared(range(20), lambda piece: piece * piece, processes) == [piece * piece for piece in range(20)]
    assert shared([], str, processes) == []


def test_several_processes_take_part(tmp_path: Path) -> None:
    def waiting_for_the_other(_piece: int) -> int:
        (tmp_path / str(os.getpid())).touch()
        until = monotonic() + 60
        while len(list(tmp_path.iterdir())) < 2 and monotonic() < until:
            sleep(0.001)
        return os.getpid()

    assert len(set(shared(range(2), waiting_for_the_other, 2))) == 2


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


@pytest.fixture
def forks(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """The processes that are started, by id."""
    started: list[int] = []
    original = os.fork

    def fork() -> int:
        child = original()
        if child:
            started.append(child)
        return child

    monkeypatch.setattr(os, "fork", fork)
    return started


def added(answers: list[int]) -> int:
    return sum(answers)


@pytest.mark.parametrize("members", [1, 2, 3, 5])
def test_the_second_step_knows_what_the_first_found_everywhere(members: int) -> None:
    def first(piece: int) -> tuple[tuple[int, int], int]:
        return (piece, os.getpid()), piece * piece

    def second(state: tuple[int, int], order: int) -> tuple[int, int, bool]:
        return state[0], order, state[1] == os.getpid()

    pieces = list(range(1, members + 1))
    total = sum(piece * piece for piece in pieces)
    assert in_two_steps(pieces, first, added, second) == [(piece, total, True) for piece in pieces]


@pytest.mark.parametrize("where", ["first", "second"])
@pytest.mark.parametrize("how", ["dies", "fails"])
def test_a_process_that_is_lost_is_said_and_leaves_nobody_waiting(forks: list[int], where: str, how: str) -> None:
    here = os.getpid()

    def fall() -> None:
        if os.getpid() != here:
            if how == "dies":
                os._exit(9)
            raise ValueError

    def first(piece: int) -> tuple[int, int]:
        if where == "first" and piece == 1:
            fall()
        return piece, piece

    def second(state: int, _order: int) -> int:
        if where == "second" and state == 1:
            fall()
        return state

    with pytest.raises(LostError):
        in_two_steps([0, 1, 2, 3], first, added, second)
    assert forks
    for process in forks:
        with pytest.raises(ChildProcessError):
            os.waitpid(process, os.WNOHANG)


def test_an_error_between_the_steps_ends_the_others(forks: list[int]) -> None:
    def between(_answers: list[int]) -> int:
        raise KeyError

    with pytest.raises(KeyError):
        in_two_steps([0, 1, 2], lambda piece: (piece, piece), between, lambda state, _order: state)
    assert forks
    for process in forks:
        with pytest.raises(ChildProcessError):
            os.waitpid(process, os.WNOHANG)


def test_what_was_begun_goes_on_in_another_process_and_comes_home() -> None:
    with begun(lambda _spare: [os.getpid()] * 50_000) as result:  # more than a pipe holds
        assert set(result()) != {os.getpid()}


def test_who_waits_for_what_was_begun_leaves_a_processor_to_it(tmp_path: Path) -> None:
    def until_there_is_one_to_spare(spare: Spare) -> int:
        turns = 0
        while not spare():
            turns += 1
            if turns == 2:
                (tmp_path / "turning").touch()
            sleep(0.001)
        return turns

    with begun(until_there_is_one_to_spare) as result:
        until = monotonic() + 60
        while not (tmp_path / "turning").exists() and monotonic() < until:
            sleep(0.001)
        assert result() > 1


def test_what_was_begun_and_lost_is_done_here() -> None:
    here = os.getpid()

    def dying(_spare: Spare) -> int:
        if os.getpid() != here:
            os._exit(9)
        return 5

    with begun(dying) as result:
        assert result() == 5


def test_an_error_in_what_was_begun_is_raised_where_it_is_asked_for() -> None:
    def failing(_spare: Spare) -> int:
        raise ValueError("no week")

    with begun(failing) as result, pytest.raises(ValueError, match="no week"):
        result()


def test_what_was_begun_ends_with_whoever_began_it(tmp_path: Path) -> None:
    def endless(_spare: Spare) -> None:
        (tmp_path / "process").write_text(str(os.getpid()))
        sleep(3600)

    def wait() -> int:
        while not (tmp_path / "process").exists() or not (tmp_path / "process").read_text():
            sleep(0.001)
        return int((tmp_path / "process").read_text())

    with begun(endless):
        process = wait()
    with pytest.raises(ProcessLookupError):
        os.kill(process, 0)


def nothing() -> None:
    pass


def told() -> Steps:
    loaded = os.getpid()
    first = yield None
    second = yield [loaded, *first]
    return [loaded, os.getpid(), *second], nothing


def test_what_was_loaded_ahead_serves_the_work_in_that_process() -> None:
    with ahead(told) as ask:
        before, after = ask([1, 2]), ask([*range(50_000)])
        process, *home = before()
        assert home == [1, 2]
        assert after() == [process, process, *range(50_000)]  # more than a pipe holds, there and back
    assert process != os.getpid()


def test_alone_an_order_is_done_when_its_answer_is_waited_for() -> None:
    done: list[int] = []

    def work() -> Steps:
        done.append(0)
        done.append((yield None))
        done.append((yield 10))
        return 20, partial(done.append, 3)

    alone = Alone(work)
    first, second = alone.ask(1), alone.ask(2)
    assert done == []
    assert (first(), done) == (10, [0, 1])
    assert (second(), done) == (20, [0, 1, 2, 3])
    alone = Alone(work)
    alone.ask(5)
    assert alone.ask(6)() == 20
    assert done[4:] == [0, 5, 6, 3]


def test_the_rest_of_the_work_is_done_by_then_but_not_waited_for_before(tmp_path: Path) -> None:
    def rest() -> None:
        while not (tmp_path / "home").exists():
            sleep(0.001)
        sleep(0.05)
        (tmp_path / "rest").touch()

    def work() -> Steps:
        return (yield None), rest

    with ahead(work) as ask:
        assert ask(4)() == 4
        (tmp_path / "home").touch()
    assert (tmp_path / "rest").exists()


def test_who_was_waiting_loads_modules_and_is_told_what_for() -> None:
    with waiting(["generator.presets"]) as helper, ahead(told, helper) as ask:
        assert ask([1])() == [helper.process, 1]
        assert ask([2])() == [helper.process, helper.process, 2]
    with pytest.raises(ChildProcessError):
        os.waitpid(helper.process, os.WNOHANG)


@pytest.mark.parametrize("modules", [["generator.nowhere"], ["generator"]])
def test_who_was_waiting_and_was_lost_is_not_needed(modules: list[str]) -> None:
    with waiting(modules) as helper:
        os.kill(helper.process, SIGKILL if modules == ["generator"] else 0)
        sleep(0.05)
        with ahead(told, helper) as ask:
            assert ask([1])() == [os.getpid(), 1]
            assert ask([2])() == [os.getpid(), os.getpid(), 2]


def test_who_was_waiting_and_is_not_told_ends() -> None:
    with waiting([]) as helper:
        pass
    with pytest.raises(ProcessLookupError):
        os.kill(helper.process, 0)


@pytest.mark.parametrize("when", ["loading", "first", "second"])
def test_what_was_lost_ahead_is_done_here(when: str) -> None:
    here = os.getpid()

    def dying(at: str) -> None:
        if os.getpid() != here and when == at:
            os._exit(9)

    def work() -> Steps:
        dying("loading")
        first = yield None
        dying("first")
        second = yield first + 1
        dying("second")
        return first + second, partial(done.append, second)

    done: list[int] = []

    with ahead(work) as ask:
        assert ask(4)() == 5
        assert ask(6)() == 10
    assert done == [6]


def test_what_was_loaded_ahead_and_is_not_asked_for_ends(tmp_path: Path) -> None:
    def work() -> Steps:
        (tmp_path / "process").write_text(str(os.getpid()))
        sleep(3600)
        return (yield None), nothing

    with ahead(work):
        while not (tmp_path / "process").exists() or not (tmp_path / "process").read_text():
            sleep(0.001)
    with pytest.raises(ProcessLookupError):
        os.kill(int((tmp_path / "process").read_text()), 0)


def test_who_still_owes_an_answer_is_ended() -> None:
    with ahead(told) as ask:
        process, *_home = ask([1])()
        ask([2])
    with pytest.raises(ProcessLookupError):
        os.kill(process, 0)


def test_what_was_begun_ends_when_whoever_began_it_is_killed(tmp_path: Path) -> None:
    def asking(spare: Spare) -> None:
        (tmp_path / "process").write_text(str(os.getpid()))
        while not spare():
            sleep(0.01)

    first = os.fork()
    if first == 0:
        with begun(asking):
            sleep(3600)
    while not (tmp_path / "process").exists() or not (tmp_path / "process").read_text():
        sleep(0.001)
    process = int((tmp_path / "process").read_text())
    os.kill(first, SIGKILL)
    os.waitpid(first, 0)
    for _turn in range(1000):
        if not running(process):
            return
        sleep(0.01)
    os.kill(process, SIGKILL)
    pytest.fail("it goes on alone")


def running(process: int) -> bool:
    """Tell whether a process is at work: one that has ended may wait for whoever takes it in."""
    try:
        return "State:\tZ" not in Path(f"/proc/{process}/status").read_text()
    except FileNotFoundError:
        return False
