"""The program as it starts says what the command line alone says, whether another process helps or not."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from generator.start import _judges
from tests.cli.running import ROOT
from tests.offices import OFFICE, VISIT, write
from tests.repositories import commit

INTERRUPTED = (
    "import os, signal, sys\n"
    "class Interrupter:\n"
    "    def find_spec(self, name, *_more):\n"
    "        if name == {module!r}: os.kill(os.getpid(), signal.SIGINT)\n"
    "sys.meta_path.insert(0, Interrupter())\n"
    "from generator.start import main; main()\n"
)

STARTED = (
    "import generator.sharing; generator.sharing.processors = lambda: {processors}\n"
    "import atexit, sys\n"
    "tell = lambda: print('models' if 'generator.model.record' in sys.modules else 'none', file=sys.stderr)\n"
    "atexit.register(tell)\n"
    "from {module} import main; main()\n"
)


def started(
    office: Path, *arguments: str, processors: int = 2, module: str = "generator.start", epoch: str = ""
) -> subprocess.CompletedProcess[bytes]:
    """Run the program on so many processors; the last line of stderr says whether the first process loaded models."""
    program = STARTED.format(processors=processors, module=module)
    environment = {
        "PATH": os.environ["PATH"],
        "PYTHONPATH": str(ROOT),
        "XDG_CACHE_HOME": str(office.parent / "caches"),
        "SOURCE_DATE_EPOCH": epoch,
    }
    command = [sys.executable, "-c", program, "-C", str(office), *arguments]
    return subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, check=False, timeout=120)


@pytest.fixture
def office(tmp_path: Path) -> Path:
    root = write(tmp_path / "office", {})
    commit(root, {})
    return root


@pytest.mark.parametrize("form", ["json", "csv"])
def test_the_other_process_judges_and_the_words_are_the_same(office: Path, form: str) -> None:
    visit = next(office.glob("customers/**/visits/*.yaml"))
    for level in "BCD":
        visit.write_text(VISIT.replace("price: B", f"price: {level}"), encoding="utf-8")
        found = started(office, "grade", "--format", form)
        assert found.stderr == b"none\n"
        for alone in (
            started(office.rename(office.with_name("other")), "grade", f"--format={form}", processors=1),
            started(office.with_name("other"), "grade", "--format", form, module="generator.cli.main"),
        ):
            assert alone.stdout == found.stdout != b""
        office.with_name("other").rename(office)


def test_without_any_date_both_processes_have_one_today(office: Path) -> None:
    write(office, {"office.yaml": OFFICE.replace("as_of: 2026-11-22\n", "")})
    found = started(office, "grade", "--format", "json", epoch="1795348800")
    assert b'"as_of": "2026-11-22"' in found.stdout
    assert found.stderr == b"none\n"
    wrong = started(office, "grade", "--format", "json", epoch="then")
    assert wrong.returncode == 2
    assert b"SOURCE_DATE_EPOCH" in wrong.stderr
    assert b"Traceback" not in wrong.stderr


@pytest.mark.parametrize(
    "arguments",
    [["grade", "--format", "nope.json"], ["grade", "--format", "json", "--help"], ["grade"], ["schema", "json"]],
)
def test_a_wrong_guess_changes_nothing(office: Path, arguments: list[str]) -> None:
    found, alone = (started(office, *arguments, module=module) for module in ("generator.start", "generator.cli.main"))
    assert (found.returncode, found.stdout) == (alone.returncode, alone.stdout)


def test_grades_are_foreseen_where_customers_are_judged_apart() -> None:
    assert _judges(["-C", "office", "grade", "--format", "json"])
    assert _judges(["grade", "--format=csv"])
    assert not _judges(["grade"])
    assert not _judges(["export", "grades.csv"])


@pytest.mark.parametrize("module", ["generator.sharing", "generator.apart.answer", "generator.cli.main", "click"])
def test_an_interruption_is_quiet_from_the_start(office: Path, module: str) -> None:
    command = [sys.executable, "-c", INTERRUPTED.format(module=module), "grade", "--format", "json"]
    done = subprocess.run(command, cwd=office, env={"PYTHONPATH": str(ROOT)}, capture_output=True, check=False)
    assert (done.returncode, done.stdout, done.stderr) == (130, b"", b"")
