"""fenji commission: each consultant's shares in every format, with the same figures."""

import csv
import io
import json
from html import unescape
from pathlib import Path

import pytest

from tests.cli.running import Fenji
from tests.offices import CUSTOMER, OFFICE, write

FOLDER = "customers/7k3qf"
FILES: dict[str, str | bytes | None] = {
    "office.yaml": OFFICE.replace("name: 李娜,", "name: 李娜, left: 2026-11-15,"),
    f"{FOLDER}/customer.yaml": CUSTOMER.replace("li-na", "wu-di"),
    f"{FOLDER}/decisions/1.yaml": "at: 2026-11-15\nby: chen-wei\nkind: transfer\nto: wu-di\nreason: 离职\n",
    f"{FOLDER}/deals/1.yaml": "at: 2026-11-13\nstage: subscribed\nunit: 3-1201\namount: 318.5\n",
    f"{FOLDER}/deals/2.yaml": "at: 2026-11-18\nstage: contracted\nunit: 3-1201\n",
    "customers/2m9xd/customer.yaml": CUSTOMER.replace("li-na", "wu-di").replace("0000", "0001"),
    "customers/2m9xd/deals/1.yaml": "at: 2026-11-14\nstage: subscribed\nunit: 3-1202\namount: 200\n",
}


@pytest.fixture
def office(tmp_path: Path) -> Path:
    return write(tmp_path / "office", FILES)


def test_the_text_names_sums_shares_and_records(fenji: Fenji, office: Path) -> None:
    done = fenji(office, "commission")
    assert done.code == 0, done.err
    lines = [" ".join(line.split()) for line in done.out.splitlines()]
    waits = "7k3qf 3-1201 customer gathered (waits until the loan is paid out)"
    assert lines == [
        "李娜: 0 万元, and 95.55 万元 waiting",
        "customer unit step day amount percent share record",
        f"{waits} 2026-11-13 318.5 30% 95.55 {FOLDER}/deals/1.yaml:2",
        "",
        "吴迪: 123.7 万元",
        "customer unit step day amount percent share record",
        "2m9xd 3-1202 customer gathered 2026-11-14 200 30% 60 customers/2m9xd/deals/1.yaml:2",
        f"7k3qf 3-1201 contract and first payment 2026-11-18 318.5 20% 63.7 {FOLDER}/deals/2.yaml:2",
    ]


def test_all_formats_say_the_same(fenji: Fenji, office: Path) -> None:
    data = json.loads(fenji(office, "commission", "--format", "json").out)
    assert (data["as_of"], data["money"]) == ("2026-11-22", "万元")
    assert [(one["consultant"], one["earned"], one["waiting"]) for one in data["consultants"]] == [
        ("li-na", 0.0, 95.55),
        ("wu-di", 123.7, 0.0),
    ]
    shares = [(one["consultant"], share) for one in data["consultants"] for share in one["shares"]]
    assert shares[0][1] == {
        "customer": "7k3qf", "unit": "3-1201", "step": "gathered", "on": "2026-11-13", "amount": 318.5, "percent": 30.0,
        "share": 95.55, "waiting": True, "record": f"{FOLDER}/deals/1.yaml", "line": 2,
    }  # fmt: skip
    table = list(csv.DictReader(io.StringIO(fenji(office, "commission", "--format", "csv").out.removeprefix("\ufeff"))))
    assert [
        (row["consultant"], row["customer"], row["day"], float(row["share"]), row["waiting"] == "yes") for row in table
    ] == [(person, one["customer"], one["on"], one["share"], one["waiting"]) for person, one in shares]
    page = unescape(fenji(office, "commission", "--format", "markdown").out)
    rows = [[cell.strip() for cell in line.split("|")[1:-1]] for line in page.splitlines() if line.startswith("| ")]
    assert [float(row[6]) for row in rows if row[0] in {"7k3qf", "2m9xd"}] == [one["share"] for _who, one in shares]


def test_one_consultant_or_one_day_can_be_asked_for(fenji: Fenji, office: Path) -> None:
    assert fenji(office, "commission", "--consultant", "wu-di").out.startswith("吴迪: 123.7 万元\n")
    assert fenji(office, "commission", "--as-of", "2026-11-14").out.startswith("李娜: 95.55 万元\n")
    assert fenji(office, "commission", "--as-of", "2026-11-12").out == "No deal has been made.\n"
    unknown = fenji(office, "commission", "--consultant", "wu-du")
    assert (unknown.code, "did you mean “wu-di”" in unknown.err) == (2, True)


def test_a_share_of_nobody_is_shown(fenji: Fenji, office: Path) -> None:
    (office / f"{FOLDER}/customer.yaml").write_text(CUSTOMER, encoding="utf-8")
    (office / f"{FOLDER}/decisions/1.yaml").unlink()
    data = json.loads(fenji(office, "commission", "--format", "json").out)
    assert [(one["consultant"], one["earned"]) for one in data["consultants"]] == [
        ("li-na", 0.0), ("wu-di", 60.0), (None, 63.7)
    ]  # fmt: skip
    assert "nobody: without an owner" in fenji(office, "commission").out


def test_hostile_names_stay_plain_text(fenji: Fenji, office: Path) -> None:
    text = OFFICE.replace("吴迪", '"=<b>|吴迪"')
    (office / "office.yaml").write_text(text, encoding="utf-8")
    page = fenji(office, "commission", "--format", "markdown").out
    assert "<b>" not in page
    heading = next(line for line in page.splitlines() if line.startswith("### ") and "吴迪" in line)
    assert "|" not in heading
    rows = list(csv.reader(io.StringIO(fenji(office, "commission", "--format", "csv").out)))
    assert not [cell for row in rows for cell in row if cell.startswith("=")]


def test_errors_stand_in_the_way_unless_told_to_go_on(fenji: Fenji, office: Path) -> None:
    (office / f"{FOLDER}/deals/2.yaml").write_text("at: 2026-11-18\nstage: sold\n", encoding="utf-8")
    assert fenji(office, "commission").code == 1
    done = fenji(office, "commission", "--keep-going")
    assert done.code == 1
    assert "318.5" in done.out


def test_the_page_in_chinese(fenji: Fenji, office: Path) -> None:
    out = fenji(office, "commission", language="zh").out
    assert out.startswith("李娜：0 万元，另有 95.55 万元待发\n")
    assert "签约并付首付" in out
