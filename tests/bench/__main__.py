"""`python -m tests.bench`: measures, prints each figure beside its bound, and ends with 1 where one is above."""

import argparse
import json
import os
import platform
import sys
import tempfile
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from itertools import pairwise
from multiprocessing import get_context
from pathlib import Path

from tests.bench import office, peers, year
from tests.bench.measures import Figure, Round, of_a_year, of_one_office, of_two_offices, rounds
from tests.bench.process import BenchError, cost

_MOST_OFTEN = 5
"""A smaller office takes less time, and its times swing more: it is measured so many times as often as the largest."""


def measured(options: argparse.Namespace, scratch: Path) -> Iterator[Figure]:
    """Yield all figures: each size of office, how they grow, a year of reports, and the others.

    The sizes take turns, so that a machine that is slow for a while is so for all of them.
    """
    cost((sys.executable, "-m", "compileall", "-q", "generator", "tests/bench"), office.ROOT)  # as it is installed
    sizes = sorted(options.sizes)
    folders = {size: _made(scratch / str(size), size) for size in sizes}
    known: dict[int, list[Round]] = {size: [] for size in sizes}
    for _number in range(options.repeat):
        for size, folder in folders.items():
            known[size] += rounds(folder, _often(size, sizes[-1]))
    for size, folder in folders.items():
        yield from of_one_office(size, known[size], folder)
    for small, large in pairwise(known.items()):
        yield from of_two_offices(small, large)
    folder = _made(scratch / "year", options.year)
    yield from of_a_year(folder, options.year, options.repeat * _often(options.year, sizes[-1]))
    if options.peers:
        yield from peers.figures(folder, scratch, options.year)


def _often(size: int, largest: int) -> int:
    return max(min(_MOST_OFTEN, largest // size), 1)


def _made(folder: Path, customers: int) -> Path:
    """Make an office, in a process of its own: what this one holds counts as held by all that it starts."""
    with ProcessPoolExecutor(1, get_context("fork")) as one:  # any other way leaves a child that never ends
        return one.submit(year.make, folder, customers, max(customers * 3 // 50, 1)).result()


def main() -> int:
    """Measure; a command that fails ends the run with its message."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__)
    parser.add_argument("sizes", nargs="*", type=int, default=[1000, 10000], help="customers of each office")
    parser.add_argument("--repeat", type=int, default=3, help="rounds; smaller offices more often; medians count")
    parser.add_argument("--year", type=int, default=5000, help="customers of the office whose 52 weeks are reported")
    parser.add_argument("--no-peers", dest="peers", action="store_false", help="leave out what others cost")
    parser.add_argument("--quick", action="store_true", help="tiny offices, one round: shows that it works, no more")
    parser.add_argument("--json", type=Path, default=office.ROOT / "build/bench.json", help="where the figures go")
    options = parser.parse_args()
    if options.quick:
        options.sizes, options.repeat, options.year, options.peers = [10, 20], 1, 10, False
    figures: list[Figure] = []
    with tempfile.TemporaryDirectory() as scratch:
        try:
            for figure in measured(options, Path(scratch)):
                print(figure.line(), flush=True)
                figures.append(figure)
        except BenchError as error:
            sys.stderr.write(f"{error}\n")
            return 2
    machine = {"processors": len(os.sched_getaffinity(0)), "system": platform.platform()}
    rows = [{"what": one.what.strip(), "value": one.value, "unit": one.unit, "bound": one.bound} for one in figures]
    options.json.parent.mkdir(parents=True, exist_ok=True)
    found = {"machine": machine, "versions": peers.versions() if options.peers else {}, "figures": rows}
    options.json.write_text(json.dumps(found, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    return 0 if options.quick or all(figure.kept for figure in figures) else 1


if __name__ == "__main__":
    sys.exit(main())
