"""Sheets as files: CSV that spreadsheets open as it is, and one .xlsx workbook; the same sheets give the same bytes."""

import io
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Final

import xlsxwriter
from wcwidth import wcswidth

from generator.exchange.cells import csv_text
from generator.exchange.sheets import Cell, Sheet

MOST_CHARACTERS: Final = 32_767  # what a cell of a spreadsheet holds
_NARROWEST, _WIDEST = 6, 48  # characters
_CREATED: Final = datetime(2000, 1, 1, tzinfo=UTC).replace(tzinfo=None)  # fixed: the same sheets give the same bytes


def as_csv(sheet: Sheet) -> bytes:
    """Return a sheet as CSV in UTF-8 with a byte order mark; no cell is a formula."""
    return csv_text([sheet.header, *([str(cell) for cell in row] for row in sheet.rows)]).encode()


def as_workbook(sheets: Sequence[Sheet]) -> bytes:
    """Return a workbook with a page for each sheet: header frozen, with filters; texts as texts, numbers as numbers."""
    file = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(file, options) as book:
        book.set_properties({"created": _CREATED})
        bold, text = book.add_format({"bold": True, "bottom": 1}), book.add_format({"num_format": "@"})
        for sheet in sheets:
            page = book.add_worksheet(sheet.title)
            page.freeze_panes(1, 1)
            page.autofilter(0, 0, len(sheet.rows), len(sheet.header) - 1)
            for column, title in enumerate(sheet.header):
                page.set_column(column, column, _width(sheet, column))
                page.write_string(0, column, title[:MOST_CHARACTERS], bold)
            for number, row in enumerate(sheet.rows, 1):
                for column, cell in enumerate(row):
                    if isinstance(cell, str):
                        page.write_string(number, column, cell[:MOST_CHARACTERS], text)
                    else:
                        page.write_number(number, column, cell)
    return file.getvalue()


def _width(sheet: Sheet, column: int) -> int:
    """Return the width of a column in characters; a Chinese character takes two."""
    cells: list[Cell] = [sheet.header[column], *(row[column] for row in sheet.rows)]
    widest = max(wcswidth(str(cell)[:_WIDEST]) for cell in cells)
    return min(max(widest + 2, _NARROWEST), _WIDEST)
