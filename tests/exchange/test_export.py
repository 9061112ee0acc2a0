"""What is exported: right, masked, no formula, the same bytes every time."""

from __future__ import annotations

import csv
import io
import zipfile
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook

from generator.exchange.cells import csv_text
from generator.exchange.sheets import Sheet, sheets
from generator.exchange.spreadsheet import as_csv, as_workbook
from generator.grade.office import judge
from generator.texts import Language, translator
from tests.offices import CUSTOMER, OFFICE, RULES, SECOND, files, typed

AS_OF = date(2026, 11, 22)
CLOSED = SECOND + "closed: {on: 2026-11-10, reason: lost}\n"


def exported(language: Language = Language.EN, **changes: str) -> dict[str, Sheet]:
    snapshot = typed({path.replace("__", "/"): text for path, text in changes.items()})
    return {sheet.name: sheet for sheet in sheets(snapshot, judge(snapshot, AS_OF), translator(language))}


def rows(sheet: Sheet) -> list[dict[str, object]]:
    assert all(len(row) == len(sheet.header) for row in sheet.rows)
    assert len(set(sheet.header)) == len(sheet.header)
    return [dict(zip(sheet.header, row, strict=True)) for row in sheet.rows]


def test_customers_come_with_everything_on_record() -> None:
    found = {row["Id"]: row for row in rows(exported()["customers"])}
    assert list(found) == ["2m9xd", "7k3qf"]
    wang = {name: value for name, value in found["7k3qf"].items() if value != ""}
    assert wang == {
        "Id": "7k3qf", "Name": "王建国", "Phone": "100****0000", "Consultant": "li-na", "Source": "walk_in",
        "Registered": "2026-11-01", "Purpose": "upgrade", "Rooms": 3, "Contacts": 1, "Last contact": "2026-11-12",
    }  # fmt: skip


def test_closed_customers_are_told_and_not_graded() -> None:
    snapshot = typed({"customers/2m9xd/customer.yaml": CLOSED})
    found = {sheet.name: rows(sheet) for sheet in sheets(snapshot, judge(snapshot, AS_OF), translator(Language.EN))}
    assert [(row["Id"], row["Closed on"], row["Closed because"]) for row in found["customers"]] == [
        ("2m9xd", "2026-11-10", "lost"), ("7k3qf", "", ""),
    ]  # fmt: skip
    assert [row["Id"] for row in found["grades"]] == ["7k3qf"]
    before = sheets(snapshot, judge(snapshot, date(2026, 11, 9)), translator(Language.EN))[0]
    assert [row["Closed on"] for row in rows(before)] == ["", ""], "on that day nobody was closed yet"


def test_grades_and_consultants() -> None:
    found = exported()
    grade = rows(found["grades"])[0]
    assert (grade["Id"], grade["Grade"], grade["Meaning"], grade["Since"], grade["Held back by"]) == (
        "2m9xd", "B", "意向较强", "2026-11-12", "motive, price",
    )  # fmt: skip
    people = {row["Id"]: row for row in rows(found["consultants"])}
    assert people["li-na"] == {
        "Id": "li-na", "Name": "李娜", "Leader": "zhou-kai", "Left on": "", "Customers": 2,
        "A": 0, "B": 2, "C": 0, "D": 0, "Ungraded": 0,
    }  # fmt: skip
    assert list(people) == ["li-na", "wu-di"]


def test_phones_are_masked_whatever_the_office_keeps() -> None:
    full = CUSTOMER.replace("100****0000", "10000000000")
    snapshot = typed({"office.yaml": OFFICE + "privacy: {phone: full}\n", "customers/7k3qf/customer.yaml": full})
    text = as_csv(sheets(snapshot, judge(snapshot, AS_OF), translator(Language.EN))[0]).decode()
    assert "10000000000" not in text
    assert "100****0000" in text


def test_attributes_have_a_column_each() -> None:
    snapshot = typed(
        {
            "rules.yaml": RULES + "attributes: {stay: {label: 停留时长, type: number}, from: {}}\n",
            "customers/7k3qf/customer.yaml": CUSTOMER + "attributes: {stay: 35}\n",
        }
    )
    sheet = sheets(snapshot, judge(snapshot, AS_OF), translator(Language.EN))[0]
    assert [(row["停留时长"], row["from"]) for row in rows(sheet)] == [("", ""), ("35", "")]


def test_csv_opens_as_utf_8_and_headers_are_chinese() -> None:
    data = as_csv(exported(Language.ZH)["customers"])
    assert data.startswith(b"\xef\xbb\xbf")
    header = next(csv.reader(io.StringIO(data.decode("utf-8-sig"))))
    assert all(not name.isascii() for name in header), header
    assert data.count(b"\r\n") == 3


@given(
    st.lists(
        st.lists(
            st.text(max_size=12)
            | st.sampled_from(["=1", "+1", "-1", "@a", "\t=1", " =1", "\u3000=1", "\r", "\n=1", "＝1"]),
            min_size=2,
            max_size=2,
        )
    )
)
def test_no_cell_of_a_csv_is_a_formula_and_no_text_is_lost(table: list[list[str]]) -> None:
    read = list(csv.reader(io.StringIO(csv_text(table).removeprefix("\ufeff"), newline="")))
    assert [
        [cell.removeprefix("'") if not own.startswith("'") else cell for cell, own in zip(row, mine, strict=True)]
        for row, mine in zip(read, table, strict=True)
    ] == table
    for cell in (cell for row in read for cell in row):
        assert not cell.strip(" \u3000\u00a0").startswith(
            ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
        )


HOSTILE = [
    "=1+1",
    "+1",
    "-1",
    "@SUM(A1)",
    "https://example.com",
    "mailto:x@example.com",
    "0571",
    "12E3",
    "1/2",
    "_x0041_",
    "<b>&amp;",
    "a\nb",
    "x" * 40_000,
    "",
]


def test_a_workbook_holds_texts_as_texts() -> None:
    sheet = Sheet("s", "表", ["甲", "乙"], [[text, 3.5] for text in HOSTILE])
    data = as_workbook([sheet])
    read = CalamineWorkbook.from_filelike(io.BytesIO(data)).get_sheet_by_name("表").to_python()
    assert [row[0] for row in read[1:]] == [text[:32_767] for text in HOSTILE]
    assert {row[1] for row in read[1:]} == {3.5}
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        xml = archive.read("xl/worksheets/sheet1.xml")
    assert b"<f>" not in xml
    assert b"hyperlink" not in xml
    assert b'state="frozen"' in xml


def test_the_same_office_gives_the_same_bytes(monkeypatch: pytest.MonkeyPatch) -> None:
    first = as_workbook(list(exported().values()))
    monkeypatch.setenv("TZ", "Asia/Shanghai")
    assert as_workbook(list(exported().values())) == first
    with zipfile.ZipFile(io.BytesIO(first)) as archive:
        assert {entry.date_time for entry in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert b"2000-01-01T00:00:00Z" in archive.read("docProps/core.xml")


def test_an_office_without_customers_is_exported_too(tmp_path: Path) -> None:
    none: dict[str, str | bytes | None] = {path: None for path in files() if path.startswith("customers/")}
    snapshot = typed(none)
    found = sheets(snapshot, judge(snapshot, AS_OF), translator(Language.EN))
    assert [len(sheet.rows) for sheet in found] == [0, 0, 2]
    (tmp_path / "a.xlsx").write_bytes(as_workbook(found))
    assert CalamineWorkbook.from_path(tmp_path / "a.xlsx").sheet_names == ["Customers", "Grades", "Consultants"]


def test_a_hostile_name_stays_a_text() -> None:
    snapshot = typed({"customers/7k3qf/customer.yaml": CUSTOMER.replace("王建国", "'=cmd|x!A1'")})
    text = as_csv(sheets(snapshot, judge(snapshot, AS_OF), translator(Language.EN))[0]).decode()
    assert ",'=cmd|x!A1," in text
