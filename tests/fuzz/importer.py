"""Target: an import, its table and its mapping both hostile.

An input is the file's name, a line end, the mapping, a line of five equals signs, and the table. A name that ends in
.sheet stands for a workbook with the table as the XML of its only sheet, .book for one with it as xl/workbook.xml.
"""

from __future__ import annotations

import io
import os
import zipfile
from datetime import date

from generator.exchange.importing import Import, prepare
from generator.exchange.mapping import read_map
from generator.exchange.plan import OnFile
from generator.exchange.rejects import rejects
from generator.grade.check import check
from generator.model.snapshot import snapshot
from generator.read.parsing import parse
from generator.read.tree import Tree
from tests.fuzz.reader import TRANSLATORS, sound
from tests.offices import files

AS_OF = date(2026, 11, 22)
TREE = Tree({path: text.encode() for path, text in sorted(files().items())}, None, dirty=False)
ON_FILE = OnFile(TREE, snapshot(TREE), lambda changed: check(snapshot(changed), AS_OF))
BETWEEN = b"\n=====\n"

_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
PARTS = {
    "[Content_Types].xml": (
        f'<Types xmlns="{_PACKAGE}/content-types"><Default Extension="rels" '
        'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Override PartName="/xl/workbook.xml" '
        'ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/></Types>'
    ),
    "_rels/.rels": (
        f'<Relationships xmlns="{_PACKAGE}/relationships"><Relationship Id="r1" Type="{_OFFICE}/officeDocument" '
        'Target="xl/workbook.xml"/></Relationships>'
    ),
    "xl/_rels/workbook.xml.rels": (
        f'<Relationships xmlns="{_PACKAGE}/relationships"><Relationship Id="r1" Type="{_OFFICE}/worksheet" '
        'Target="worksheets/sheet1.xml"/></Relationships>'
    ),
    "xl/workbook.xml": (
        f'<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}"><sheets><sheet name="客户" sheetId="1" r:id="r1"/></sheets>'
        "</workbook>"
    ),
    "xl/worksheets/sheet1.xml": f'<worksheet xmlns="{_MAIN}"><sheetData/></worksheet>',
}


def run(data: bytes) -> None:
    """Plan the import twice: every row is accounted for, and every file that would be written reads back."""
    written, _newline, rest = data.partition(b"\n")
    mapping, _between, table = rest.partition(BETWEEN)
    name, table = _named(os.fsdecode(written), table)
    found, problems = read_map("map.yaml", mapping)
    sound(problems)
    if found is None:
        return
    (first, problems_1), (second, problems_2) = (
        prepare({name: table}, found, ON_FILE, secret=b"secret", update=False) for _time in range(2)
    )
    assert problems_1 == problems_2
    sound(problems_1)
    assert (first is None) == bool(problems_1)
    if first is not None and second is not None:
        assert first.plan.files == second.plan.files
        _accounted(first)


def _accounted(done: Import) -> None:
    rows = done.rows
    assert rows.read == rows.taken + rows.idle + rows.refused + rows.kept + rows.blank
    assert min(rows.taken, rows.idle, rows.refused, rows.kept, rows.blank) >= 0
    sound(done.problems)
    for tr in TRANSLATORS:
        rejects(done, tr).encode()
        for remark in done.remarks:
            assert remark.text(tr)
    for path, data in done.plan.files.items():
        assert path.startswith("customers/")
        assert path.isprintable()
        assert ".." not in path.split("/")
        assert parse(path, data)[1] == []


def _named(name: str, table: bytes) -> tuple[str, bytes]:
    """Return the file's name and content, packed as a workbook where the name asks for it."""
    part = {".sheet": "xl/worksheets/sheet1.xml", ".book": "xl/workbook.xml"}.get(os.path.splitext(name)[1])  # noqa: PTH122 - any bytes, not a path
    return (name, table) if part is None else ("hostile.xlsx", workbook({part: table}))


def workbook(parts: dict[str, bytes]) -> bytes:
    """Return a small workbook with some parts replaced."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_STORED) as archive:
        for name, text in PARTS.items():
            archive.writestr(zipfile.ZipInfo(name), parts.get(name, text.encode()))
    return file.getvalue()
