"""The measures of design section 9: ratios of commands that ran one after another, medians of several rounds."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from statistics import median

from tests.bench import office
from tests.bench.process import Cost, cost

PROGRAM = (sys.executable, "-m", "generator")
GRADE = (*PROGRAM, "grade", "--format", "json")
BUILD = (*PROGRAM, "build")
MKDOCS = (sys.executable, "-m", "mkdocs", "build", "--strict", "--quiet", "--site-dir", "build/alone")
KILOBYTE, MEGABYTE = 1024, 1024 * 1024
LIGHT = ("index.html", "weeks/2*.html", "consultants/[!i]*.html")
"""The pages that a phone opens first."""


@dataclass(frozen=True, slots=True)
class Figure:
    """A measured figure and the bound that it should keep; a bound of None is for information."""

    what: str
    value: float
    unit: str
    bound: float | None = None

    @property
    def kept(self) -> bool:
        """Whether the bound is kept; what has none keeps it."""
        return self.bound is None or self.value <= self.bound

    def line(self) -> str:
        """Return the figure as one line of the table."""
        if self.bound is None:
            return f"{self.what:<62}{self.value:>9.2f} {self.unit}"
        return (
            f"{self.what:<62}{self.value:>9.2f} {self.unit:<4} bound {self.bound:g} {'kept' if self.kept else 'OVER'}"
        )


@dataclass(frozen=True, slots=True)
class Round:
    """What one round of commands cost on one office."""

    parse: Cost
    grade: Cost
    again: Cost
    build: Cost
    alone: Cost
    rebuild: Cost


def rounds(folder: Path, repeat: int) -> list[Round]:
    """Run all commands so many times, each time one after another."""
    return [_round(folder) for _number in range(repeat)]


def _round(folder: Path) -> Round:
    parse = cost((sys.executable, "-m", "tests.bench.parse", str(folder)), office.ROOT)
    office.forget(folder)
    grade = cost(GRADE, folder)
    office.change_one_record(folder)
    again = cost(GRADE, folder)
    office.forget(folder)
    build = cost(BUILD, folder)
    alone = cost(MKDOCS, folder)
    shutil.rmtree(folder / "build/alone")
    office.change_one_record(folder)
    return Round(parse, grade, again, build, alone, cost(BUILD, folder))


def of_one_office(customers: int, found: Sequence[Round], folder: Path) -> Iterator[Figure]:
    """Yield the figures of an office; its site is that of the last rebuild."""

    def ratio(over: Callable[[Round], Cost], under: Callable[[Round], Cost]) -> float:
        return median(over(one).seconds / under(one).seconds for one in found)

    def seconds(of: Callable[[Round], Cost]) -> float:
        return median(of(one).seconds for one in found)

    yield Figure(f"{customers} customers: parse the files only", seconds(lambda one: one.parse), "s")
    yield Figure("  read, check and grade", seconds(lambda one: one.grade), "s")
    yield Figure("  … ÷ parse", ratio(lambda one: one.grade, lambda one: one.parse), "×", 1.0)
    yield Figure("  … again after one change ÷ parse", ratio(lambda one: one.again, lambda one: one.parse), "×", 0.25)
    yield Figure("  build", seconds(lambda one: one.build), "s")
    yield Figure("  mkdocs build alone on the finished pages", seconds(lambda one: one.alone), "s")
    yield Figure("  build ÷ mkdocs alone", ratio(lambda one: one.build, lambda one: one.alone), "×", 1.8)
    yield Figure("  build after one changed record", seconds(lambda one: one.rebuild), "s")
    yield Figure("  … ÷ build", ratio(lambda one: one.rebuild, lambda one: one.build), "×", 0.10)
    kept = _digests(folder / "build/site")
    office.forget(folder)
    cost(BUILD, folder)
    differing = sum(kept.get(path) != known for path, known in _digests(folder / "build/site").items())
    yield Figure("  … files that differ from a build from nothing", differing, "", 0)
    yield Figure("  peak memory of grading", max(one.grade.megabytes for one in found), "MB", 600)
    yield Figure("  peak memory of building", max(one.build.megabytes for one in found), "MB", 600)
    yield from _weights(folder / "build/site")


def _digests(site: Path) -> dict[Path, str]:
    paths = (path for path in site.rglob("*") if path.is_file())
    return {path.relative_to(site): sha256(path.read_bytes()).hexdigest() for path in paths}


def _weights(site: Path) -> Iterator[Figure]:
    light = [path.stat().st_size for pattern in LIGHT for path in site.glob(pattern)]
    yield Figure("  heaviest of home, weekly report, consultant", max(light) / KILOBYTE, "KB", 150)
    yield Figure("  heaviest page", max(path.stat().st_size for path in site.rglob("*.html")) / MEGABYTE, "MB", 1.0)


def of_two_offices(small: tuple[int, Sequence[Round]], large: tuple[int, Sequence[Round]]) -> Iterator[Figure]:
    """Yield how the costs grow with the customers."""
    bound = 11 * large[0] / small[0] / 10
    what: dict[str, Callable[[Round], Cost]] = {
        "read, check and grade": lambda one: one.grade,
        "build": lambda one: one.build,
    }
    for name, of in what.items():
        more = median(of(one).seconds for one in large[1]) / median(of(one).seconds for one in small[1])
        yield Figure(f"{name}: {large[0]} customers ÷ {small[0]}", more, "×", bound)


def of_a_year(folder: Path, customers: int, repeat: int) -> Iterator[Figure]:
    """Yield what all weekly reports of a year cost beside parsing the distinct files once."""
    found = []
    for _number in range(repeat):
        parse = cost((sys.executable, "-m", "tests.bench.parse", str(folder)), office.ROOT)
        office.forget(folder)
        found.append((parse, cost((sys.executable, "-m", "tests.bench.reports", str(folder)), office.ROOT)))
    yield Figure(
        f"{customers} customers: parse the distinct files of 52 weeks", median(a.seconds for a, _b in found), "s"
    )
    yield Figure("  52 weekly reports, nothing remembered", median(b.seconds for _a, b in found), "s")
    yield Figure("  … ÷ parse", median(b.seconds / a.seconds for a, b in found), "×", 3.0)
