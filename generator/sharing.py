"""Work shared among processes: each takes the next piece, and the results come back in order."""

from __future__ import annotations

import gc
import os
import pickle
import signal
import sys
from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from contextlib import contextmanager, nullcontext, suppress
from functools import partial
from importlib import import_module
from mmap import mmap
from typing import Any, BinaryIO, Self, TypeVar

from generator.garbage import none_looked_for
from generator.packing import pack_into
from generator.values import dataclass

_WIDE = 1 << 20
"""Bytes: as many as Linux gives a pipe of any user."""

_GIVING_WAY = 10
"""How much lower than others' the priority of a process is that only helps (nice(2), 0 to 19)."""

P = TypeVar("P")
R = TypeVar("R")
State = TypeVar("State")
Answer = TypeVar("Answer")
Order = TypeVar("Order")

if sys.platform == "linux":
    from fcntl import F_SETPIPE_SZ, fcntl

MOST = 4
"""More processes than that wait for each other's memory more than they help."""


def processors() -> int:
    """Return how many processors this program may use, at most ``MOST``; no result ever depends on it."""
    allowed = len(os.sched_getaffinity(0)) if sys.platform == "linux" else os.cpu_count() or 1
    return min(allowed, MOST)


def shared(pieces: Sequence[P], work: Callable[[P], R], processes: int) -> list[R]:
    """Return ``work`` of every piece, in order; the pieces that take longest should come first.

    Every process but this one is a fork: ``work`` sees what was made before, and what it changes is lost with it. What
    a fork fails at, or does not bring home because it dies, is done here: an error is raised as if nobody had forked.
    Forks give way to whatever else has been ``begun``, and take what it leaves of the processors.
    """
    size = max(-(-len(pieces) // _MOST_TURNS), 1)
    turns = _turns(range(0, len(pieces), size))

    def help_out(home: BinaryIO, _orders: BinaryIO) -> None:
        os.nice(_GIVING_WAY)
        _send(take(), home)

    def take() -> dict[int, R]:
        done: dict[int, R] = {}
        while turn := os.read(turns, _TURN):
            start = int.from_bytes(turn)
            for number in range(start, min(start + size, len(pieces))):
                done[number] = work(pieces[number])
        return done

    done: dict[int, R] = {}
    members = [_member(help_out) for _number in range(min(processes, len(pieces)) - 1)]
    try:
        done |= take()
    finally:
        for member in members:
            done |= _home(member)
        os.close(turns)
    return [done[number] if number in done else work(piece) for number, piece in enumerate(pieces)]


_TURN = 4
_MOST_TURNS = 3_000
"""Numbers of so many bytes, of which any pipe holds so many."""


def _turns(numbers: Iterable[int]) -> int:
    """Return a pipe that holds numbers and then ends: whoever reads takes the next one, and nobody can lock it."""
    reading, writing = os.pipe()
    os.write(writing, b"".join(number.to_bytes(_TURN) for number in numbers))
    os.close(writing)
    return reading


Spare = Callable[[], bool]
"""Tells whether somebody waits for the work, so that there is a processor to spare for it; asked now and then.

Raises LostError where whoever began the work is no more.
"""


@contextmanager
def begun(work: Callable[[Spare], R]) -> Iterator[Callable[[], R]]:
    """Begin some work in another process, and yield what waits for its result; it is ended with the context.

    The process is a fork, as in ``shared``: what it fails at, or does not bring home, is done here when asked for.
    """
    spared, here = mmap(-1, 1), os.getpid()  # the one is seen by both processes

    def spare() -> bool:
        if os.getppid() != here:
            raise LostError
        return spared[0] > 0

    member = _member(lambda home, _orders: _send(work(spare), home))

    def result() -> R:
        spared[0] = 1
        try:
            found: R = _receive(member.home)
        except LostError:
            return work(lambda: True)
        return found

    try:
        yield result
    finally:
        member.end()
        spared.close()


Done = tuple[R, Callable[[], None]]
"""What was found, and the rest of the work, which nobody need wait for to go on."""

Steps = Generator[Any, Any, Done[Any]]
"""Work in steps: what comes before the first yield can be done ahead, then each order is answered, the last at the end.

The first yield answers nobody.
"""

Ask = Callable[[Any], Callable[[], Any]]
"""Gives the next order, and returns what waits for its answer; answers are waited for in the same order, or not."""


@contextmanager
def ahead(work: Callable[[], Steps], helper: Member | None = None) -> Iterator[Ask]:
    """Begin some work in another process, and yield what asks it for more.

    The process is a fork and ends with the context, as in ``begun``: what it fails at, or does not bring home, is done
    here. Or it is one that was ``waiting`` for what to do, and that ends when whoever began it says so; then ``work``
    is named by reference.
    """
    here, lost, answered = Alone(work), False, 0

    def ask(order: Any) -> Callable[[], Any]:
        with suppress(LostError):  # which is found out when the answer is waited for
            _send(order, member.orders)
        return partial(wait, here.ask(order))

    def wait(answer_here: Callable[[], Any]) -> Any:
        nonlocal lost, answered
        if not lost:
            try:
                found = _receive(member.home)
            except LostError:
                lost = True
            else:
                answered += 1
                return found
        return answer_here()

    with _member(partial(_serve, work)) if helper is None else nullcontext(helper) as member:
        if helper is not None:
            with suppress(LostError):  # as above
                _send(work, member.orders)
        yield ask
        if 0 < answered == here.asked:
            member.orders.close()  # there are no more
            member.home.read()  # nothing: it ends when the rest is done


class Alone:
    """Work in steps in this process, done when an answer is waited for."""

    def __init__(self, work: Callable[[], Steps]) -> None:
        self._work = work
        self._steps: Steps | None = None
        self._orders: list[Any] = []
        self._answers: list[Any] = []

    @property
    def asked(self) -> int:
        """The number of orders."""
        return len(self._orders)

    def ask(self, order: Any) -> Callable[[], Any]:
        """Give the next order, as ``Ask`` has it."""
        self._orders.append(order)
        return partial(self._answer, len(self._orders))

    def _answer(self, number: int) -> Any:
        if self._steps is None:
            self._steps = self._work()
            next(self._steps)
        for order in self._orders[len(self._answers) : number]:
            try:
                self._answers.append(self._steps.send(order))
            except StopIteration as end:
                found, rest = end.value
                rest()
                self._answers.append(found)
        return self._answers[number - 1]


def waiting(modules: Sequence[str]) -> Member:
    """Return a process that loads modules until it is told what for, by ``ahead``; it must be ended by who asked."""

    def run(home: BinaryIO, orders: BinaryIO) -> None:
        for module in modules:
            import_module(module)
        _serve(_receive(orders), home, orders)

    return _member(run)


def _serve(work: Callable[[], Steps], home: BinaryIO, orders: BinaryIO) -> None:
    """Take orders until all is done."""
    steps = work()
    next(steps)
    while True:
        try:
            _send(steps.send(_receive(orders)), home)
        except StopIteration as end:
            found, rest = end.value
            _send(found, home)
            rest()
            return


class LostError(RuntimeError):
    """A process ended before it had done its part."""


def in_two_steps(
    pieces: Sequence[P],
    first: Callable[[P], tuple[State, Answer]],
    between: Callable[[list[Answer]], Order],
    second: Callable[[State, Order], R],
) -> list[R]:
    """Return what two steps make of every piece, each piece in a process of its own, the first one in this.

    The first step's state stays in its process, its answer comes home; from all the answers ``between`` makes the order
    that every second step gets. Raises LostError where a process fails or dies.
    """

    def both(piece: P, home: BinaryIO, orders: BinaryIO) -> None:
        state, answer = first(piece)
        _send(answer, home)
        _send(second(state, _receive(orders)), home)

    members = [_member(partial(both, piece)) for piece in pieces[1:]]
    try:
        state, answer = first(pieces[0])
        order = between([answer, *(_receive(member.home) for member in members)])
        for member in members:
            _send(order, member.orders)
        return [second(state, order), *(_receive(member.home) for member in members)]
    finally:
        for member in members:  # without orders they end; a later one holds copies of the pipes of those before it
            member.close()
        for member in members:
            os.waitpid(member.process, 0)


@dataclass(frozen=True, slots=True)
class Member:
    """Another process: its id, where its answers come from, where its orders go. It is ended with the context."""

    process: int
    home: BinaryIO
    orders: BinaryIO

    def close(self) -> None:
        """Close both pipes."""
        with suppress(OSError):  # what was not sent yet
            self.orders.close()
        self.home.close()

    def end(self) -> None:
        """End the process, whatever it is at."""
        self.dismiss()
        self.close()
        os.waitpid(self.process, 0)

    def dismiss(self) -> None:
        """End the process, and leave it to the system to take it back with this one, which is about to end."""
        with suppress(ProcessLookupError):
            os.kill(self.process, signal.SIGKILL)

    def __enter__(self) -> Self:
        """Return it as it is."""
        return self

    def __exit__(self, *_error: object) -> None:
        """End it."""
        self.end()


def _member(run: Callable[[BinaryIO, BinaryIO], None]) -> Member:
    """Start a process that runs with a pipe home and one for orders."""
    gc.freeze()  # or its collector would write to all memory that is shared until somebody writes to it
    home_reading, home_writing = _wide_pipe()
    orders_reading, orders_writing = _wide_pipe()
    child = os.fork()
    if child:
        os.close(home_writing)
        os.close(orders_reading)
        return Member(child, os.fdopen(home_reading, "rb"), os.fdopen(orders_writing, "wb"))
    try:
        os.close(home_reading)
        os.close(orders_writing)
        with os.fdopen(home_writing, "wb") as home, os.fdopen(orders_reading, "rb") as orders:
            run(home, orders)
        os._exit(0)
    finally:
        os._exit(1)  # never back into the caller's frames, which belong to the first process


def _wide_pipe() -> tuple[int, int]:
    """Return a pipe that takes all of what is usually sent, where the system allows: nobody waits for its reader."""
    reading, writing = os.pipe()
    if sys.platform == "linux":
        with suppress(OSError):
            fcntl(writing, F_SETPIPE_SZ, _WIDE)
    return reading, writing


def _send(value: object, pipe: BinaryIO) -> None:
    try:
        pack_into(pipe, value)
        pipe.flush()
    except OSError as error:
        raise LostError from error


def _receive(pipe: BinaryIO) -> Any:
    """Return what was sent, taken as it comes: to read all of it first would take as much memory again."""
    try:
        with none_looked_for():
            return pickle.load(pipe)  # noqa: S301 - our own process, through a pipe
    except (OSError, EOFError, pickle.UnpicklingError) as error:
        raise LostError from error


def _home(member: Member) -> dict[int, Any]:
    """Return what a process brings home; nothing where it fails or dies, maybe in the middle."""
    found: dict[int, Any] = {}
    with suppress(LostError):
        found = _receive(member.home)
    member.close()
    _pid, status = os.waitpid(member.process, 0)
    return found if status == 0 else {}
