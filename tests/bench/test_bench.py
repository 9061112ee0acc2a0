"""The bench itself works: its figures on tiny offices mean nothing, but every one of them is there."""

import json
import subprocess
import sys
from pathlib import Path

from tests.bench.measures import Figure
from tests.bench.process import ROOT


def test_every_line_is_measured_and_written(tmp_path: Path) -> None:
    written = tmp_path / "bench.json"
    command = [sys.executable, "-m", "tests.bench", "--quick", "--json", str(written)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    figures = {one["what"]: one for one in json.loads(written.read_text(encoding="utf-8"))["figures"]}
    bounded = {name for name, one in figures.items() if one["bound"] is not None}
    assert bounded == {
        "… ÷ parse",
        "… again after one change ÷ parse",
        "build ÷ mkdocs alone",
        "… ÷ build",
        "… files that differ from a build from nothing",
        "peak memory of grading",
        "peak memory of building",
        "heaviest of home, weekly report, consultant",
        "heaviest page",
        "read, check and grade: 20 customers ÷ 10",
        "build: 20 customers ÷ 10",
    }
    assert figures["… files that differ from a build from nothing"]["value"] == 0
    assert done.stdout.count("bound") == 9 * 2 + 2 + 1


def test_a_figure_above_its_bound_is_said() -> None:
    assert "OVER" in Figure("x", 1.01, "×", 1.0).line()
    assert "kept" in Figure("x", 1.0, "×", 1.0).line()
    assert Figure("x", 99, "s").kept
