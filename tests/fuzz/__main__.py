"""`python -m tests.fuzz --seconds N [TARGET …]`: fuzz each target so long, say what was found, fail where anything was.

Inputs that reach new lines gather in build/fuzz/TARGET/corpus, failures in build/fuzz/TARGET/found; both stay for the
next run. The time counts in which inputs are tried.
"""

from __future__ import annotations

import argparse
import importlib.util
import re
import resource
import subprocess
import sys
import time
from pathlib import Path

from tests.fuzz.targets import TARGETS

SHORTEST = 5  # seconds that a run is worth the start of a process
_STATISTIC = re.compile(r"stat::number_of_executed_units:\s*(\d+)")
_DONE = re.compile(r"^Done \d+ runs in (\d+) second", re.MULTILINE)
_FOUND = re.compile(r"^FOUND .*$", re.MULTILINE)
_MISSING = (
    "make fuzz needs atheris, which is made for Linux and Python 3.11 to 3.13 only; this is Python {version} on "
    "{platform}. The same targets also run, without guidance, in tests/fuzz/test_targets.py."
)


def fuzz(target: str, folder: Path, seconds: int) -> tuple[int, float]:
    """Fuzz one target, starting anew when its process dies; return the number of inputs tried and the seconds."""
    tried, spent = 0, 0.0
    while spent < seconds and (spent == 0 or seconds - spent >= SHORTEST):
        begin = time.monotonic()
        command = [sys.executable, "-W", "ignore", "-m", "tests.fuzz.engine", target, str(folder)]
        done = subprocess.run(
            [*command, str(max(1, round(seconds - spent)))], stderr=subprocess.PIPE, check=False, text=True
        )
        ran = _DONE.search(done.stderr)
        spent += float(ran[1]) if ran else time.monotonic() - begin
        tried += sum(map(int, _STATISTIC.findall(done.stderr)))
        for line in _FOUND.findall(done.stderr):
            sys.stdout.write(f"  {line}\n")
        if done.returncode:
            sys.stdout.write(f"  the process ended with {done.returncode}:\n{_tail(done.stderr)}")
        sys.stdout.flush()
    return tried, spent


def _tail(told: str) -> str:
    return "".join(f"    {line}\n" for line in told.splitlines()[-12:])


def _processor() -> float:
    """Return the seconds that ended processes of this one had a processor: on a busy machine few of all."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def main() -> int:
    """Fuzz what was asked for; return 1 where there are findings, 2 where atheris is missing."""
    parser = argparse.ArgumentParser(prog="python -m tests.fuzz")
    parser.add_argument("targets", nargs="*", choices=[*TARGETS, []], help="default: all")
    parser.add_argument("--seconds", type=int, default=60, help="for each target")
    parser.add_argument("--folder", type=Path, default=Path("build/fuzz"))
    asked = parser.parse_args()
    if importlib.util.find_spec("atheris") is None:
        sys.stderr.write(_MISSING.format(version=sys.version.split()[0], platform=sys.platform) + "\n")
        return 2
    findings: list[Path] = []
    for target in asked.targets or TARGETS:
        folder = asked.folder / target
        before = _processor()
        tried, spent = fuzz(target, folder, asked.seconds)
        found = sorted(path for path in (folder / "found").glob("*") if path.suffix != ".txt")
        findings += found
        sys.stdout.write(f"{target}: {spent:.0f} s, {tried} inputs, {len(found)} findings")
        sys.stdout.write(f", {_processor() - before:.0f} s of a processor\n")
        sys.stdout.flush()
    for path in findings:
        sys.stdout.write(f"finding: {path}\n")
    return 1 if findings else 0


if __name__ == "__main__":
    sys.exit(main())
