"""Sheets of an .xlsx workbook, and the cells in them that would otherwise be lost without a word.

The reader (calamine) gives an error value, a formula that was never calculated and the covered cells of a merged range
as empty cells. Nothing may be dropped in silence, so those cells are looked up in the sheet's own XML.
"""

import io
import zipfile
from collections import defaultdict
from collections.abc import Iterator, Mapping
from datetime import date, datetime, time
from itertools import product
from typing import Final
from xml.etree import ElementTree as ET

from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook

from generator.exchange.sheetxml import MOST_CELLS, BadWorkbookError, parsed, troubled_cells, uncounted
from generator.exchange.table import Grid, Row
from generator.read.problem import Place, Problem
from generator.texts import Message, _

MAX_BYTES: Final = 128 * 1024 * 1024
"""Unpacked bytes that a workbook may have; a small file can be packed so that it would fill the memory."""

_RELATION: Final = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_BOOK: Final = "xl/workbook.xml"
_RELATIONS: Final = "xl/_rels/workbook.xml.rels"
COVERED: Final = _("The cell is part of the merged cells %(range)s; unmerge them and fill in every row.")


def read_workbook(file: str, data: bytes, sheet: str | None) -> tuple[Grid | None, list[Problem]]:
    """Return the rows of one sheet (`sheet` None: the only one that is not hidden)."""
    try:
        return _grid(data, sheet), []
    except BadWorkbookError as error:
        return None, [Problem(Place(file), "broken-workbook", error.message)]
    except (
        CalamineError,
        zipfile.BadZipFile,
        ET.ParseError,
        LookupError,
        EOFError,
        NotImplementedError,
        RuntimeError,
        ValueError,
    ) as error:
        message = Message(
            _("The workbook is broken (%(reason)s); open it, save it as .xlsx, and import again."),
            {"reason": str(error)},
        )
        return None, [Problem(Place(file), "broken-workbook", message)]


def _grid(data: bytes, sheet: str | None) -> Grid:
    parts = _unpacked(data)
    book = parsed(parts[_BOOK])
    name = _chosen(book, sheet)
    troubles = troubled_cells(parts[_part(parts, book, name)])
    from_1904 = any(node.get("date1904") in {"1", "true"} for node in book.iter() if node.tag.endswith("}workbookPr"))
    with CalamineWorkbook.from_filelike(_packed(parts)) as workbook:
        return Grid(list(_rows(workbook.get_sheet_by_name(name), troubles)), from_1904)


def _unpacked(data: bytes) -> dict[str, bytes]:
    """Return the parts of the workbook, each no longer than the archive's own directory says."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        if sum(entry.file_size for entry in archive.infolist()) > MAX_BYTES:
            raise BadWorkbookError(
                Message(
                    _("The workbook is larger than %(limit)d MB unpacked; split it."),
                    {"limit": MAX_BYTES // 1024 // 1024},
                )
            )
        return {entry.filename: archive.read(entry) for entry in archive.infolist() if not entry.is_dir()}


def _packed(parts: Mapping[str, bytes]) -> io.BytesIO:
    """Return the parts as an archive again: the reader, which bounds nothing, gets what was looked at and no more."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_STORED) as archive:
        for name, part in parts.items():
            if name.endswith((".xml", ".rels")):
                archive.writestr(name, uncounted(part))
    file.seek(0)
    return file


def _sheets(book: ET.Element) -> Iterator[ET.Element]:
    return (node for node in book.iter() if node.tag.endswith("}sheet"))


def _chosen(book: ET.Element, sheet: str | None) -> str:
    names = [node.get("name", "") for node in _sheets(book)]
    shown = [node.get("name", "") for node in _sheets(book) if node.get("state", "visible") == "visible"]
    if sheet is None and len(shown) == 1:
        return shown[0]
    if sheet is not None and sheet in names:
        return sheet
    params = {"sheet": sheet, "sheets": ", ".join(shown)}
    if sheet is None:
        raise BadWorkbookError(
            Message(_("The workbook has several sheets; name one with sheet: in the mapping (%(sheets)s)."), params)
        )
    raise BadWorkbookError(Message(_("There is no sheet “%(sheet)s” in the workbook; there are: %(sheets)s."), params))


def _part(parts: Mapping[str, bytes], book: ET.Element, name: str) -> str:
    """Return the name of the part that holds a sheet."""
    relation = next(node.get(_RELATION) or _strict(node) for node in _sheets(book) if node.get("name", "") == name)
    relations = parsed(parts[_RELATIONS])
    target = next((node.get("Target", "") for node in relations if node.get("Id") == relation), "")
    return target.removeprefix("/") if target.startswith("/") else f"xl/{target}"


def _strict(node: ET.Element) -> str | None:
    """Return the sheet's relation in the strict form of the format, which has another namespace."""
    return next((value for key, value in node.attrib.items() if key.endswith("}id")), None)


def _rows(sheet: CalamineSheet, troubles: Mapping[int, Mapping[int, Message]]) -> Iterator[Row]:
    covered = _covered(sheet)
    for index, row in enumerate(sheet.to_python(skip_empty_area=False)):
        yield Row(index + 1, tuple(map(_shown, row)), {**covered.get(index, {}), **troubles.get(index, {})})


def _covered(sheet: CalamineSheet) -> dict[int, dict[int, Message]]:
    """Return every cell of a merged range but its first one; ranges beyond the sheet's values are empty anyway."""
    covered: dict[int, dict[int, Message]] = defaultdict(dict)
    cells, (last_row, last_column) = 0, sheet.end or (0, 0)
    for (top, left), (bottom, right) in sheet.merged_cell_ranges or ():
        trouble = Message(COVERED, {"range": f"{_letters(left)}{top + 1}:{_letters(right)}{bottom + 1}"})
        rows, columns = range(top, min(bottom, last_row) + 1), range(left, min(right, last_column) + 1)
        cells += len(rows) * len(columns)
        if cells > MOST_CELLS:
            raise BadWorkbookError(Message(_("The sheet's merged cells overlap or are too large; unmerge them.")))
        for row, column in product(rows, columns):
            if (row, column) != (top, left):
                covered[row][column] = trouble
    return covered


def _letters(column: int) -> str:
    letters = ""
    while column >= 0:
        letters = chr(ord("A") + column % 26) + letters
        column = column // 26 - 1
    return letters


def _shown(value: object) -> str:
    """Return a cell's value as text: dates in ISO form, numbers with the 15 digits that a spreadsheet keeps."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float | int):
        return _number(value)
    if isinstance(value, datetime):
        return value.strftime("%Y-%m-%d %H:%M") if value.second == 0 else value.strftime("%Y-%m-%d %H:%M:%S")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, time):
        return value.strftime("%H:%M") if value.second == 0 else value.strftime("%H:%M:%S")
    return str(value)


def _number(value: float) -> str:
    if value == int(value) and abs(value) < 10**15:
        return str(int(value))
    text = f"{value:.15g}"
    return f"{value:.15f}".rstrip("0").rstrip(".") if "e-" in text else text
