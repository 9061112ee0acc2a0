"""Files of every kind are read, or the reason why not is told."""

from __future__ import annotations

import io
import struct
import zipfile
from collections.abc import Callable
from datetime import datetime, time
from pathlib import Path
from random import Random

import pytest
import xlsxwriter
from xlsxwriter.worksheet import Worksheet

from generator.exchange.mapping import TableMap
from generator.exchange.table import WHOLE_ROW, Table
from generator.exchange.tables import read_tables
from generator.exchange.workbook import read_workbook
from generator.model.shape import shaped
from generator.read.problem import Problem
from generator.texts import Language, translator
from tests.exchange.office import empty, mapping, plan, records, run, said

ENGLISH = translator(Language.EN)
MAP = """\
ids: key
tables:
  t:
    key: id
    customer: {name: name, consultant: {value: li-na}, source: {value: call}, registered: day}
"""
ROWS = "id,name,day\na,王建国,2026-09-05\n"


def table(data: bytes, file: str = "t.csv", /, **options: object) -> tuple[Table | None, list[str]]:
    text = MAP + "".join(f"    {key}: {value}\n" for key, value in options.items())
    tables, problems = read_tables({file: data}, mapping(text))
    return (tables[0].table if tables else None), [f"{p.place} {p.code} {p.text(ENGLISH)}" for p in problems]


def cells(data: bytes, **options: object) -> list[tuple[str, ...]]:
    found, problems = table(data, "t.xlsx" if data.startswith(b"PK") else "t.csv", **options)
    assert problems == []
    assert found is not None
    return [row.cells for row in found.rows]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "gbk"])
@pytest.mark.parametrize("ends", ["\n", "\r\n", "\r"])
def test_encodings_and_line_ends_are_found_out(encoding: str, ends: str) -> None:
    found, problems = table(ROWS.replace("\n", ends).encode(encoding))
    assert problems == []
    assert found is not None
    assert list(found.columns) == ["id", "name", "day"]
    assert [(row.line, row.cells) for row in found.rows] == [(2, ("a", "王建国", "2026-09-05"))]
    assert len(found.remarks) == (encoding in {"gb18030", "gbk"}), "GB18030 is reported"


def test_gb18030_is_told(tmp_path: Path) -> None:
    done = run(empty(tmp_path), {"t.csv": ROWS.encode("gb18030")}, MAP)
    assert done.remarks[0].text(ENGLISH) == "t.csv is not UTF-8; it was read as GB18030 (GBK)."
    assert "王建国" in records(tmp_path)["a/customer.yaml"]


@pytest.mark.parametrize(
    ("data", "options", "expected"),
    [
        (ROWS.encode("utf-16"), {}, "t.csv:1:1 encoding The file is saved as UTF-16"),
        (ROWS.encode() + b"\xff\xff\n", {}, "t.csv:3:1 encoding The text can't be read as UTF-8, GB18030"),
        (ROWS.encode("gbk"), {"encoding": "utf-8"}, "t.csv:2:1 encoding The text can't be read as utf-8"),
        (b"", {}, "t.csv:1:1 empty"),
        (b" \r\n\n", {}, "t.csv:1:1 empty"),
        (ROWS.encode(), {"skip": 9}, "t.csv:1:1 no-header"),
        (b"id,name,day,name\n", {}, "t.csv:1:4 same-column Two columns are called \u201cname\u201d"),
        (b'id,name,day\na,"b,2026-09-05\nc,d,2026-09-05\n', {}, "t.csv:2:1 broken-table From here on"),
        (b"id,name,day\na," + b"x" * 140_000 + b",2026-09-05\n", {}, "t.csv:2:1 broken-table From here on"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", {"file": "t.xls"}, "t.xls:1:1 broken-workbook This is an old workbook"),
        (b"hello", {"file": "t.xlsx"}, "t.xlsx:1:1 broken-workbook The workbook is broken"),
        (b"PK\x03\x04" + b"junk" * 9, {"file": "t.xlsx"}, "t.xlsx:1:1 broken-workbook The workbook is broken"),
    ],
)  # fmt: skip
def test_a_file_that_cannot_be_read_says_why(data: bytes, options: dict[str, object], expected: str) -> None:
    name = str(options.pop("file", "t.csv"))
    found, problems = table(data, name, **options)
    assert found is None
    assert [problem[: len(expected)] for problem in problems] == [expected]


def test_separators_spaces_and_lines_before_the_header() -> None:
    expected = [("a", "王", "2026-09-05")]
    assert cells("id;name;day\na;王;2026-09-05\n".encode(), separator="semicolon") == expected
    assert cells("id\tname\tday\na\t王\t2026-09-05\n".encode(), separator="tab") == expected
    assert cells("  id name   day\r\n\ta 王\t2026-09-05\r\n".encode(), separator="spaces") == expected
    assert cells("导出于 2026 年\n\nid,name,day\na,王,2026-09-05\n".encode(), skip=2) == expected
    assert cells("a,王,2026-09-05\n".encode(), columns="[id, name, day]") == expected
    assert cells('"i\nd",name,day\na,王,2026-09-05\n'.replace("i\nd", "id").encode()) == expected


def test_a_quoted_cell_may_hold_separators_and_line_ends() -> None:
    found, problems = table('id,name,day\na,"王,""建""\n国",2026-09-05\nb,李,2026-09-06\n'.encode())
    assert problems == []
    assert found is not None
    assert [(row.line, row.cells[1]) for row in found.rows] == [(2, '王,"建"\n国'), (4, "李")]


def test_ragged_rows_are_troubles_of_the_row() -> None:
    found, _problems = table(b"id,name,day\na,b\na,b,c,d\na,b,c,\n,\n")
    assert found is not None
    assert [WHOLE_ROW in row.troubles for row in found.rows] == [True, True, False, False]


def workbook(fill: Callable[[xlsxwriter.Workbook, Worksheet], None], sheets: int = 1, **options: object) -> bytes:
    file = io.BytesIO()
    with xlsxwriter.Workbook(file, {"in_memory": True, **options}) as book:
        first = book.add_worksheet("客户")
        for number in range(1, sheets):
            book.add_worksheet(f"表{number}")
        fill(book, first)
    return file.getvalue()


def filled(book: xlsxwriter.Workbook, page: Worksheet) -> None:
    day, moment, clock = (book.add_format({"num_format": form}) for form in ("yyyy-mm-dd", "yyyy-mm-dd hh:mm", "hh:mm"))
    page.write_row(0, 0, ["id", "name", "day", "more"])
    page.write_number(1, 0, 13800)
    page.write_string(1, 1, "王建国")
    page.write_datetime(1, 2, datetime(2026, 9, 7), day)  # noqa: DTZ001 - a cell has no zone
    page.write_datetime(1, 3, datetime(2026, 9, 7, 14, 30), moment)  # noqa: DTZ001 - as above
    page.write_string(2, 0, "0571")
    page.write_number(2, 1, 0.1 + 0.2)
    page.write_number(2, 2, 46272)
    page.write_datetime(2, 3, time(8, 5), clock)
    page.write_formula(3, 0, '="k"&1', None, "k1")
    page.write_boolean(3, 1, True)
    page.write_number(3, 2, 1e20)
    page.write_number(3, 3, 0.000001)


@pytest.mark.parametrize("from_1904", [False, True])
def test_a_workbook_gives_what_its_cells_show(from_1904: bool) -> None:
    found, problems = table(workbook(filled, date_1904=from_1904), "t.xlsx")
    assert problems == []
    assert found is not None
    assert found.from_1904 is from_1904
    assert [(row.line, row.cells) for row in found.rows] == [
        (2, ("13800", "王建国", "2026-09-07", "2026-09-07 14:30")),
        (3, ("0571", "0.3", "46272", "08:05")),
        (4, ("k1", "true", "1e+20", "0.000001")),
    ]


def faulty(book: xlsxwriter.Workbook, page: Worksheet) -> None:
    del book
    page.write_row(0, 0, ["id", "name", "day", "more"])
    for row, name in enumerate("abcdef", 1):
        page.write_row(row, 0, [name, f"姓{name}", "2026-09-05", ""])
    page.write_formula(1, 1, "=1/0", None, "#DIV/0!")
    page.write_formula(2, 1, '="王"', None, "")
    page.merge_range(3, 1, 4, 1, "姓")
    page.merge_range(6, 1, 6, 3, "姓")
    page.write_formula(5, 3, "=1/0", None, "#DIV/0!")


def test_cells_that_the_reader_would_lose_refuse_their_row(tmp_path: Path) -> None:
    done = run(empty(tmp_path), {"t.xlsx": workbook(faulty)}, MAP)
    assert said(done) == [
        "t.xlsx:2:2 The cell shows an error (#DIV/0!); mend the formula.",
        "t.xlsx:3:2 The cell is a formula without a result; open the workbook, save it, and import again.",
        "t.xlsx:5:2 The cell is part of the merged cells B4:B5; unmerge them and fill in every row.",
        "t.xlsx:7:3 The cell is part of the merged cells B7:D7; unmerge them and fill in every row.",
    ]
    assert [path[0] for path in records(tmp_path)] == ["c", "e"], "an error in a column that nobody reads harms nobody"


def test_a_date_as_a_number_is_read_in_the_workbooks_own_epoch(tmp_path: Path) -> None:
    def fill(_book: xlsxwriter.Workbook, page: Worksheet) -> None:
        page.write_row(0, 0, ["id", "name", "day"])
        page.write_row(1, 0, ["a", "王", 44810])

    run(empty(tmp_path), {"t.xlsx": workbook(fill, date_1904=True)}, MAP + "    dates: [excel]\n")
    assert "registered: 2026-09-07" in records(tmp_path)["a/customer.yaml"]


def test_a_workbook_with_several_sheets_asks_which() -> None:
    _found, problems = table(workbook(filled, sheets=3), "t.xlsx")
    assert "(客户, 表1, 表2)" in problems[0]
    assert len(cells(workbook(filled, sheets=3), sheet="客户")) == 3
    _found, problems = table(workbook(filled, sheets=3), "t.xlsx", sheet="甲")
    assert "There is no sheet “甲” in the workbook; there are: 客户, 表1, 表2." in problems[0]


def test_hidden_sheets_do_not_count() -> None:
    def fill(book: xlsxwriter.Workbook, page: Worksheet) -> None:
        filled(book, page)
        book.worksheets()[1].hide()

    assert len(cells(workbook(fill, sheets=2))) == 3


def changed(data: bytes, change: Callable[[str, bytes], bytes | None]) -> bytes:
    """Return a workbook with some of its parts changed, or left out."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as archive, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in archive.namelist():
            content = change(name, archive.read(name))
            if content is not None:
                new.writestr(name, content)
    return out.getvalue()


@pytest.mark.parametrize(
    "change",
    [
        lambda name, content: None if name == "xl/workbook.xml" else content,
        lambda name, content: None if name == "xl/worksheets/sheet1.xml" else content,
        lambda name, content: None if name.endswith("workbook.xml.rels") else content,
        lambda name, content: b"<a" if name == "xl/workbook.xml" else content,
        lambda name, content: content[:200] if name == "xl/worksheets/sheet1.xml" else content,
        lambda name, content: b"<!DOCTYPE x [<!ENTITY a 'b'>]>" + content if name == "xl/workbook.xml" else content,
    ],
)
def test_a_broken_workbook_says_so(change: Callable[[str, bytes], bytes | None]) -> None:
    found, problems = table(changed(workbook(filled), change), "t.xlsx")
    assert found is None
    assert [problem.split()[1] for problem in problems] == ["broken-workbook"]


def test_every_cut_of_a_workbook_is_told() -> None:
    data = workbook(filled)
    for length in range(4, len(data), 97):
        found, problems = table(data[:length], "t.xlsx")
        assert found is None
        assert [problem.split()[1] for problem in problems] == ["broken-workbook"]


def test_a_workbook_that_unpacks_to_too_much_is_refused() -> None:
    data = bytearray(workbook(filled))
    entry = data.rindex(b"PK\x01\x02")  # the last entry of the archive's directory: claim 3 GB unpacked
    data[entry + 24 : entry + 28] = struct.pack("<I", 3_000_000_000)
    found, problems = table(bytes(data), "t.xlsx")
    assert found is None
    assert "larger than 128 MB" in problems[0]


OVERLAP = b'<mergeCell ref="A1:XFD1048576"/>' * 200_000
MANY_STRINGS = b"<!-- <sst > --><sst a='>' count='999999999999' uniqueCount='999999999999' b=\""


def replaced(part: str, old: bytes, new: bytes) -> bytes:
    def change(name: str, content: bytes) -> bytes:
        assert name != part or old in content
        return content.replace(old, new) if name == part else content

    return changed(workbook(faulty), change)


@pytest.mark.parametrize(
    ("part", "old", "new", "told"),
    [
        ("xl/worksheets/sheet1.xml", b'r="A7"', b'r="XFD1048576"', "too far apart"),
        ("xl/worksheets/sheet1.xml", b'r="A7"', b'r="ZZZ9999999"', "no place"),
        ("xl/worksheets/sheet1.xml", b'r="A7"', b"r='AAAAAA1'", "no place"),
        ("xl/worksheets/sheet1.xml", b'<row r="7"', b'<row r="99999999999"', "no place"),
        ("xl/worksheets/sheet1.xml", b'<mergeCell ref="B4:B5"/>', OVERLAP, "overlap"),
        ("xl/sharedStrings.xml", b"uniqueCount=", b"uniqueCount = '999999999999' x=", ""),
        ("xl/sharedStrings.xml", b"<sst ", MANY_STRINGS, ""),
    ],
)  # fmt: skip
def test_a_workbook_that_would_fill_the_memory_is_refused_or_read(part: str, old: bytes, new: bytes, told: str) -> None:
    found, problems = table(replaced(part, old, new), "t.xlsx")
    assert found is None or not told
    assert all(told in problem for problem in problems)
    assert problems or not told


def test_no_damage_to_a_workbook_ends_in_a_traceback() -> None:
    random = Random(7)  # noqa: S311 - damage, not secrets
    sources = [workbook(filled), workbook(faulty)]
    junk = [b"<", b">", b'"', b"\0", b"&x;", b"-1", b"99999999999", b'r="ZZZ9999999"', b"<v>", b"\xff"]

    def damage(name: str, content: bytes) -> bytes:
        if name != part or not content:
            return content
        at = random.randrange(len(content))
        return content[:at] + random.choice(junk) + content[at + random.randrange(20) :]

    for _round in range(300):
        part = random.choice(
            [
                "xl/worksheets/sheet1.xml",
                "xl/sharedStrings.xml",
                "xl/styles.xml",
                "xl/workbook.xml",
                "xl/_rels/workbook.xml.rels",
            ]
        )
        _grid, problems = read_workbook("t.xlsx", changed(random.choice(sources), damage), None)
        assert {problem.code for problem in problems} <= {"broken-workbook"}


def test_a_name_in_the_mapping_matches_files_by_pattern(tmp_path: Path) -> None:
    text = MAP.replace("    key: id\n", '    file: "a*"\n    key: id\n')
    _done, problems = plan(empty(tmp_path), {"a1.csv": ROWS, "b.csv": ROWS}, text)
    assert [_code(problem) for problem in problems] == ["b.csv no-table"]


def _code(problem: Problem) -> str:
    return f"{problem.place.path} {problem.code}"


def test_the_default_separator_is_a_comma() -> None:
    assert [one.default for one in shaped(TableMap).keys if one.name == "separator"] == ["comma"]
