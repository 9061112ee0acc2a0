"""`fenji import` and `fenji export` as people run them."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest

from generator.exchange.keys import customer_id
from tests.cli.running import Fenji
from tests.exchange.office import HEADER, MAP, WANG, ZHAO

WANG_ID = customer_id("k1", "code", None)
BAD = WANG.replace("k1", "k3").replace("王建国", "=王总").replace("李娜", "谁")


@pytest.fixture
def tables(tmp_path: Path) -> Path:
    (tmp_path / "map.yaml").write_text(MAP, encoding="utf-8")
    (tmp_path / "c.csv").write_text(HEADER + WANG + ZHAO + BAD, encoding="utf-8")
    return tmp_path


def imported(fenji: Fenji, office: Path, tables: Path, *options: str, language: str = "en"):  # type: ignore[no-untyped-def] # noqa: ANN201 - Done
    return fenji(
        office, "import", str(tables / "c.csv"), "--map", str(tables / "map.yaml"), *options, language=language
    )


def test_an_import_says_what_it_did_and_what_not(fenji: Fenji, office: Path, tables: Path) -> None:
    done = imported(fenji, office, tables)
    assert done.code == 1
    assert "Customers    2          0        0" in done.out
    assert "Rows: 3 read = 2 taken, 0 without a record, 0 on file but different, 1 refused, 0 blank." in done.out
    assert f"{tables}/c.csv:4:4: error refused-row “谁” is not known here." in done.err
    assert (office / "customers" / WANG_ID / "customer.yaml").is_file()
    assert "王建国" in (office / "customers" / WANG_ID / "customer.yaml").read_text(encoding="utf-8")


def test_a_clean_import_leaves_a_clean_office(fenji: Fenji, office: Path, tables: Path) -> None:
    (tables / "c.csv").write_text(HEADER + WANG + ZHAO, encoding="utf-8")
    assert imported(fenji, office, tables).code == 0
    assert fenji(office, "check").code == 0
    again = json.loads(imported(fenji, office, tables, "--format", "json").out)
    assert again["records"]["customers"] == {"new": 0, "unchanged": 2, "changed": 0, "different": 0}
    assert again["files"] == {}


def test_a_dry_run_shows_and_writes_nothing(fenji: Fenji, office: Path, tables: Path) -> None:
    before = sorted(office.rglob("*"))
    done = imported(fenji, office, tables, "--dry-run")
    assert f"new: customers/{WANG_ID}/customer.yaml" in done.out
    assert "dry run" in done.err
    assert sorted(office.rglob("*")) == before


def test_rejects_are_a_table_with_reasons_and_no_formula(fenji: Fenji, office: Path, tables: Path) -> None:
    imported(fenji, office, tables, "--rejects", str(tables / "r.csv"))
    data = (tables / "r.csv").read_bytes()
    assert data.startswith(b"\xef\xbb\xbf")
    header, row = csv.reader(io.StringIO(data.decode("utf-8-sig")))
    assert header == ["File", "Row", "Column", "Reason", *HEADER.strip().split(",")]
    assert row[0].endswith("c.csv")
    assert row[1:3] == ["4", "顾问"]
    assert "“谁” is not known here" in row[3]
    assert row[4:7] == ["k3", "'=王总", "100 0000 0001"]


def test_update_takes_the_rows_values(fenji: Fenji, office: Path, tables: Path) -> None:
    imported(fenji, office, tables)
    (tables / "c.csv").write_text(HEADER + WANG.replace(",3,", ",4,"), encoding="utf-8")
    kept = imported(fenji, office, tables)
    assert (kept.code, "already-there" in kept.err) == (1, True)
    assert imported(fenji, office, tables, "--update").code == 0
    assert "rooms: 4" in (office / "customers" / WANG_ID / "customer.yaml").read_text(encoding="utf-8")


def test_a_faulty_mapping_is_named_with_its_place(fenji: Fenji, office: Path, tables: Path) -> None:
    (tables / "map.yaml").write_text(MAP.replace("consultant:", "consultnt:"), encoding="utf-8")
    done = imported(fenji, office, tables, language="zh")
    assert done.code == 1
    assert f"{tables}/map.yaml:7:7: error unknown-key" in done.err
    assert "consultant" in done.err


def test_the_secret_is_read_from_the_environment(
    fenji: Fenji, office: Path, tables: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FENJI_PHONE_KEY", "secret")
    imported(fenji, office, tables)
    assert "phone_key: " in (office / "customers" / WANG_ID / "customer.yaml").read_text(encoding="utf-8")


@pytest.mark.parametrize("arguments", [(), ("none.csv", "--map", "none.yaml")])
def test_wrong_use_is_2(fenji: Fenji, office: Path, arguments: tuple[str, ...]) -> None:
    assert fenji(office, "import", *arguments).code == 2


def test_export_writes_three_files_or_a_workbook(fenji: Fenji, office: Path, tmp_path: Path) -> None:
    done = fenji(office, "export", "--out", str(tmp_path / "out"), language="zh")
    names = ["customers.csv", "grades.csv", "consultants.csv"]
    assert (done.code, done.out.split()) == (0, [str(tmp_path / "out" / name) for name in names])
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == sorted(names)
    done = fenji(office, "export", "--out", str(tmp_path / "a.xlsx"))
    assert (done.code, (tmp_path / "a.xlsx").read_bytes()[:2]) == (0, b"PK")
    fenji(office, "export", "--out", str(tmp_path / "b.xlsx"), "--format", "xlsx")
    assert (tmp_path / "a.xlsx").read_bytes() == (tmp_path / "b.xlsx").read_bytes()


def test_nothing_is_exported_of_an_office_with_errors_unless_asked(fenji: Fenji, office: Path, tmp_path: Path) -> None:
    (office / "customers/2m9xd/customer.yaml").write_text("name: x\n", encoding="utf-8")
    assert fenji(office, "export", "--out", str(tmp_path / "out")).code == 1
    assert not (tmp_path / "out").exists()
    assert fenji(office, "export", "--out", str(tmp_path / "out"), "--keep-going").code == 1
    assert (tmp_path / "out/customers.csv").is_file()
