"""Faults at every system call of an operation: the process dies there, or the system refuses there.

Each try runs in a process of its own, on a fresh copy of a folder; then a command that only reads, then one that
writes, each again in a process of its own. `tries` runs all of them in one program, which forks, so that a hundred
tries cost seconds.
"""

from __future__ import annotations

import builtins
import contextlib
import errno
import importlib
import io
import json
import os
import shutil
import stat
import subprocess
import sys
import traceback
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass
from functools import wraps
from itertools import count
from pathlib import Path
from typing import Any, NoReturn

ROOT = Path(__file__).parents[2]
KILLED = 137
_TRACEBACK = 99
_CALLS = (
    *("open", "write", "fsync", "sync", "rename", "replace", "link", "unlink", "remove", "mkdir", "rmdir"),
    *("ftruncate", "chmod"),
)
_FLUSHES = ("fsync", "sync")  # a process that dies loses nothing that the system has; so the tries do not wait
_MOST = 2_000
_OPEN, _WRITE = os.open, os.write

Files = dict[str, str]


@dataclass(frozen=True)
class Plan:
    """What to try: three functions as ``module:name`` that get the folder and some words, and where the fault comes.

    ``fault``: ``kill`` (die before the call), ``torn`` (die after half of a write), or the name of an error, which
    comes once; with ``lasting`` every later call fails, too.
    """

    folder: str
    operation: str
    arguments: list[str]
    reading: str
    writing: str
    state: str
    fault: str
    lasting: bool = False
    also: str = ""


@dataclass(frozen=True)
class Try:
    """How it went: the call that the fault hit, the exit code and what was said, and the state after each step.

    ``left`` are the names that remain in the end where only temporary things lie.
    """

    call: str
    code: int
    said: str
    after: Files
    read_code: int
    read_said: str
    read: Files
    write_code: int
    written: Files


def tries(plan: Plan) -> list[Try]:
    """Return one try for each system call of the operation, and the one that ran to its end."""
    command = [sys.executable, "-W", "ignore", "-m", "tests.tools.faults", json.dumps(asdict(plan))]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False, timeout=300)
    assert done.returncode == 0, done.stderr
    return [Try(**json.loads(line)) for line in done.stdout.splitlines()]


class _Fault:
    """Lets ``number`` system calls that change something pass, and hits the next one."""

    def __init__(self, plan: Plan, number: int, report: Path) -> None:
        self.plan, self.left, self.report = plan, number, report

    def install(self) -> None:
        for name in _CALLS:
            setattr(os, name, self.guard(name, getattr(os, name)))
        io.open = builtins.open = self.guard("io.open", io.open)
        if self.plan.also:
            module, _colon, name = self.plan.also.partition(":")
            setattr(importlib.import_module(module), name, self.guard(name, _function(self.plan.also)))

    def guard(self, name: str, real: Callable[..., Any]) -> Callable[..., Any]:
        @wraps(real)
        def call(*arguments: Any, **options: Any) -> Any:
            if _changes(name, arguments, options) and (self.plan.fault != "torn" or name == "write"):
                self.left -= 1
                if self.left == -1 or (self.left < 0 and self.plan.lasting):
                    self.hit(name, arguments)
            return None if name in _FLUSHES else real(*arguments, **options)

        return call

    def hit(self, name: str, arguments: tuple[Any, ...]) -> None:
        descriptor = _OPEN(self.report, os.O_WRONLY | os.O_CREAT | os.O_APPEND)
        _WRITE(descriptor, f"{name} {arguments[0]}\n".encode())
        if self.plan.fault == "torn":
            half = bytes(arguments[1])[: len(arguments[1]) // 2]
            os.pwrite(arguments[0], half, os.lseek(arguments[0], 0, os.SEEK_CUR))
        if self.plan.fault in {"kill", "torn"}:
            os._exit(KILLED)
        number = getattr(errno, self.plan.fault)
        raise OSError(number, os.strerror(number), str(arguments[0]))


def _changes(name: str, arguments: tuple[Any, ...], options: dict[str, Any]) -> bool:
    """Tell whether a call changes files: opening to read does not, nor does writing to a pipe."""
    if name == "io.open":
        return "r" not in str((*arguments, options.get("mode", "r"))[1])
    if name == "open":
        return bool(arguments[1] & (os.O_CREAT | os.O_WRONLY | os.O_RDWR))
    return name != "write" or stat.S_ISREG(os.fstat(arguments[0]).st_mode)


def _function(name: str) -> Callable[..., Any]:
    module, _colon, attribute = name.partition(":")
    function: Callable[..., Any] = getattr(importlib.import_module(module), attribute)
    return function


def _apart(work: Callable[[], int]) -> tuple[int, str]:
    """Run something in a process of its own; return its exit code and what it said on stderr."""
    reading, writing = os.pipe()
    if (child := os.fork()) == 0:
        os.close(reading)
        _run(work, writing)
    os.close(writing)
    with os.fdopen(reading, encoding="utf-8") as pipe:
        said = pipe.read()
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), said


def _run(work: Callable[[], int], pipe: int) -> NoReturn:
    code, said = _TRACEBACK, io.StringIO()
    try:
        with contextlib.redirect_stderr(said), contextlib.redirect_stdout(io.StringIO()):
            code = work()
    except BaseException:  # noqa: BLE001 - whatever it is, the test wants to see it
        said.write(traceback.format_exc())
    with contextlib.suppress(BaseException):
        os.writev(pipe, [said.getvalue().encode()])
    os._exit(code)


def _main(plan: Plan) -> Iterator[Try]:
    template, root, report = Path(plan.folder), Path(plan.folder + "-try"), Path(plan.folder + "-report")
    operation, reading, writing, state = map(_function, (plan.operation, plan.reading, plan.writing, plan.state))
    for name in _FLUSHES:
        setattr(os, name, lambda *_arguments: None)
    _fresh(template, root)
    with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()):
        operation(root, plan.arguments)  # loads every module, so that the tries do not
        writing(root), reading(root)
    for number in count():
        assert number < _MOST
        _fresh(template, root)
        report.unlink(missing_ok=True)

        def faulty(number: int = number) -> int:
            _Fault(plan, number, report).install()
            code: int = operation(root, plan.arguments)
            return code

        code, said = _apart(faulty)
        after = state(root)
        read_code, read_said = _apart(lambda: reading(root))
        read = state(root)
        write_code, _said = _apart(lambda: writing(root))
        call = report.read_text().splitlines()[0] if report.exists() else ""
        yield Try(call, code, said, after, read_code, read_said, read, write_code, state(root))
        if not call:
            return


def _fresh(template: Path, root: Path) -> None:
    shutil.rmtree(root, ignore_errors=True)
    shutil.copytree(template, root)


def main(arguments: Sequence[str]) -> None:
    """Run all tries of a plan and print them, one a line."""
    for one in _main(Plan(**json.loads(arguments[0]))):
        sys.stdout.write(json.dumps(asdict(one)) + "\n")


if __name__ == "__main__":
    main(sys.argv[1:])
