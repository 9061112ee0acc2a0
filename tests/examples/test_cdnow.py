"""The real purchases of CDNOW: imported by a mapping alone, graded from the records, published.

The counts are compared with a recomputation from the raw file, in a few lines that share nothing with the program.
"""

import json
import math
import os
import re
import shutil
import subprocess
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
DATA = ROOT.parent / "shared/data/cdnow/CDNOW_sample.txt"
EXAMPLE = ROOT / "examples/cdnow"
DAYS = ("1997-09-30", "1998-06-30")

Purchases = dict[str, list[tuple[date, Decimal]]]


def fenji(office: Path, *arguments: str, code: int = 0) -> str:
    done = subprocess.run(
        [sys.executable, "-W", "error", "-m", "generator", "-C", str(office), "--lang", "zh", *arguments],
        cwd=ROOT, capture_output=True, text=True, check=False, env={**os.environ, "SOURCE_DATE_EPOCH": ""},
    )  # fmt: skip
    assert done.returncode == code, done.stderr[-2000:]
    return done.stdout


@pytest.fixture(scope="module")
def raw() -> Purchases:
    if not DATA.is_file():
        absent = (
            f"The CDNOW data is not at {DATA}, so nothing was tested on real records: see examples/cdnow/README.md."
        )
        if os.environ.get("CI") == "true":
            pytest.fail(absent, pytrace=False)
        pytest.skip(absent)  # shown in the summary of every run (-ra); in CI it is a failure
    purchases: Purchases = defaultdict(list)
    for line in DATA.read_text().splitlines():
        _master, sample, day, _quantity, dollars = line.split()
        purchases[sample].append((date(int(day[:4]), int(day[4:6]), int(day[6:])), Decimal(dollars)))
    return purchases


@pytest.fixture(scope="module")
def office(raw: Purchases, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    folder = tmp_path_factory.mktemp("cdnow")
    for name in ("office.yaml", "rules.yaml"):
        shutil.copy(EXAMPLE / name, folder / name)
    report = json.loads(fenji(folder, "import", str(DATA), "--map", str(EXAMPLE / "map.yaml"), "--format", "json"))
    assert report["rows"] == {"read": 6919, "taken": 6919, "idle": 0, "refused": 0, "kept": 0, "blank": 0}
    yield folder
    shutil.rmtree(folder)


def worth(purchases: list[tuple[date, Decimal]], today: date) -> str:
    """The score of examples/cdnow/rules.yaml, said once more: days since the last purchase, number, sum."""
    known = [(day, dollars) for day, dollars in purchases if day <= today]
    recency, total = (today - max(day for day, _ in known)).days, sum(dollars for _, dollars in known)
    points = 20 * (recency <= 90) + 10 * (recency <= 180) + min(5 * len(known), 40)
    points += 10 * sum(total >= bound for bound in (50, 100, 200))
    return "A" if points >= 70 else "B" if points >= 45 else "C" if points >= 20 else "D"


def value_classes(raw: Purchases, today: date) -> dict[str, str]:
    """The share by total amount: the first 20 % are A, up to 50 % B, the rest C; who spent nothing has no class."""
    totals = {key: sum((d for day, d in bought if day <= today), Decimal(0)) for key, bought in raw.items()}
    ranked = sorted((key for key in totals if totals[key] > 0), key=totals.__getitem__, reverse=True)
    first, half = math.ceil(len(ranked) / 5), math.ceil(len(ranked) / 2)
    best = [totals[key] for key in ranked]
    place = {key: best.index(totals[key]) for key in ranked}  # who has the same amount shares the better place
    return {key: "A" if place[key] < first else "B" if place[key] < half else "C" for key in ranked}


def test_every_customer_and_every_purchase_is_there(office: Path, raw: Purchases) -> None:
    visits = Counter(path.parts[-3] for path in office.glob("customers/*/visits/*.yaml"))
    deals = Counter(path.parts[-3] for path in office.glob("customers/*/deals/*.yaml"))
    assert len(list(office.glob("customers/*/customer.yaml"))) == len(raw) == 2357
    assert visits == deals == {key: len(bought) for key, bought in raw.items()}
    assert visits.total() == 6919


def test_a_second_import_changes_nothing(office: Path) -> None:
    before = {path: (path.read_bytes(), path.stat().st_mtime_ns) for path in office.glob("customers/**/*.yaml")}
    report = json.loads(fenji(office, "import", str(DATA), "--map", str(EXAMPLE / "map.yaml"), "--format", "json"))
    assert {kind: {k: n for k, n in counts.items() if n} for kind, counts in report["records"].items()} == {
        "customers": {"unchanged": 2357},
        "contacts": {"unchanged": 6919},
        "deals": {"unchanged": 6919},
    }
    assert before == {path: (path.read_bytes(), path.stat().st_mtime_ns) for path in office.glob("customers/**/*.yaml")}


@pytest.mark.parametrize("day", DAYS)
def test_the_grades_are_those_of_the_raw_file(office: Path, raw: Purchases, day: str) -> None:
    today = date.fromisoformat(day)
    customers = json.loads(fenji(office, "grade", "--as-of", day, "--format", "json"))["customers"]
    assert {one["id"]: one["grade"] for one in customers} == {key: worth(bought, today) for key, bought in raw.items()}
    classes = {one["id"]: one["schemes"]["value"] for one in customers if one["schemes"]["value"]}
    assert classes == value_classes(raw, today)


@pytest.mark.parametrize("readme", ["README.md", "README.zh-CN.md"])
def test_the_readme_states_the_true_counts(raw: Purchases, readme: str) -> None:
    text = (EXAMPLE / readme).read_text(encoding="utf-8")
    for day in DAYS:
        today = date.fromisoformat(day)
        for name, grades in (
            ("worth", Counter(worth(bought, today) for bought in raw.values())),
            ("value", Counter(value_classes(raw, today).values())),
        ):
            row = re.search(rf"^\| {day} \| `{name}` \|(.*)\|$", text, re.MULTILINE)
            assert row is not None, (day, name)
            cells = [cell.strip() for cell in row[1].split("|")]
            assert cells[:4] == [f"{grades[grade]:,}" if grades[grade] else "–" for grade in "ABCD"]


def test_the_site_is_published(office: Path, raw: Purchases) -> None:
    fenji(office, "build")
    site = office / "build/site"
    names = {path.stem for path in site.glob("customers/*.html")}
    assert {name for name in names if not name.endswith("-")} - {"index"} == raw.keys()
    assert "2-" in names  # the list of all, in parts
    assert "顾客 0001" in (site / "customers/0001.html").read_text(encoding="utf-8")
    assert (site / "index.html").is_file()
