"""`python -m tests.bench`: measures, and prints each figure beside its bound."""

import argparse
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

from tests.bench import office, year
from tests.bench.process import BenchError, Cost, best

PROGRAM = (sys.executable, "-m", "generator")
GRADE = (*PROGRAM, "grade", "--format", "json")
BUILD = (*PROGRAM, "build")
MKDOCS = (sys.executable, "-m", "mkdocs", "build", "--strict", "--quiet", "--site-dir", "build/alone")


@dataclass(frozen=True, slots=True)
class Figure:
    """A measured figure and the bound that it should keep; a bound of None is for information."""

    what: str
    value: float
    unit: str
    bound: float | None = None

    def line(self) -> str:
        """Return the figure as one line of the table."""
        if self.bound is None:
            return f"{self.what:<58}{self.value:>9.2f} {self.unit}"
        kept = "kept" if self.value <= self.bound else "OVER"
        return f"{self.what:<58}{self.value:>9.2f} {self.unit:<4} bound {self.bound:g} {kept}"


def of_one_office(folder: Path, customers: int, repeat: int) -> Iterator[tuple[Figure, Cost | None]]:
    """Yield the figures of an office; with the two that are compared between offices comes their cost."""

    def forget() -> None:
        office.forget(folder)

    parse = best((sys.executable, "-m", "tests.bench.parse", str(folder)), office.ROOT, repeat)
    yield Figure(f"{customers} customers: parse the files only", parse.seconds, "s"), None
    grade = best(GRADE, folder, repeat, before=forget)
    yield Figure(f"{customers} customers: read, check and grade", grade.seconds, "s"), grade
    yield Figure("  … ÷ parse the files only", grade.seconds / parse.seconds, "×", 1.0), None
    changed = best(GRADE, folder, repeat, before=lambda: office.change_one_record(folder))
    yield Figure("  … again after one changed record ÷ parse", changed.seconds / parse.seconds, "×", 0.25), None
    build = best(BUILD, folder, repeat, before=forget)
    yield Figure(f"{customers} customers: build", build.seconds, "s"), build
    alone = best(MKDOCS, folder, repeat)
    yield Figure("  mkdocs build alone on the finished pages", alone.seconds, "s"), None
    yield Figure("  … build ÷ mkdocs alone", build.seconds / alone.seconds, "×", 1.8), None
    rebuild = best(BUILD, folder, repeat, before=lambda: office.change_one_record(folder))
    yield Figure("  … build after one changed record ÷ build", rebuild.seconds / build.seconds, "×", 0.10), None
    yield Figure("  peak memory of grading", grade.megabytes, "MB", 600), None
    yield Figure("  peak memory of building", build.megabytes, "MB", 600), None
    yield Figure("  peak memory of mkdocs alone", alone.megabytes, "MB"), None


def of_a_year(folder: Path, customers: int, changes: int, repeat: int) -> Iterator[Figure]:
    """Yield what all weekly reports of a year cost, with nothing remembered and with what was parsed remembered."""
    year.make(folder, customers, changes)
    parse = best((sys.executable, "-m", "tests.bench.parse", str(folder)), office.ROOT, repeat)
    yield Figure(f"{customers} customers, 52 weeks: parse the distinct files only", parse.seconds, "s")
    reports = (sys.executable, "-m", "tests.bench.reports", str(folder))
    cold = best(reports, office.ROOT, 1, before=lambda: office.forget(folder))
    yield Figure("  … 52 weekly reports, nothing remembered", cold.seconds, "s")
    yield Figure("  … ÷ parse the distinct files only", cold.seconds / parse.seconds, "×", 3.0)
    warm = best(reports, office.ROOT, 1)
    yield Figure("  … 52 weekly reports again ÷ parse", warm.seconds / parse.seconds, "×")


def main() -> int:
    """Measure one or more sizes of office; a command that fails ends the run with its message."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__)
    parser.add_argument("sizes", nargs="*", type=int, default=[1000, 10000], help="customers of each office")
    parser.add_argument("--repeat", type=int, default=3, help="runs of each measure; the quickest counts")
    parser.add_argument("--year", type=int, default=5000, help="customers of the office with 52 weeks of history")
    options = parser.parse_args()
    costs: list[tuple[int, list[Cost]]] = []
    with tempfile.TemporaryDirectory() as scratch:
        for size in sorted(options.sizes):
            folder = office.make(Path(scratch) / str(size), size)
            kept: list[Cost] = []
            try:
                for figure, compared in of_one_office(folder, size, options.repeat):
                    print(figure.line(), flush=True)
                    kept += [compared] if compared else []
            except BenchError as error:
                sys.stderr.write(f"{error}\n")
                return 1
            costs.append((size, kept))
        try:
            for figure in of_a_year(Path(scratch) / "year", options.year, options.year * 3 // 50, options.repeat):
                print(figure.line(), flush=True)
        except BenchError as error:
            sys.stderr.write(f"{error}\n")
            return 1
    for (small, few), (large, many) in pairwise(costs):
        for what, less, more in zip(("read, check and grade", "build"), few, many, strict=True):
            bound = 11 * large / small / 10
            print(Figure(f"{what}: {large} customers ÷ {small}", more.seconds / less.seconds, "×", bound).line())
    return 0


if __name__ == "__main__":
    sys.exit(main())
