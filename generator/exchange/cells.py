"""Cells for spreadsheets: a text that a spreadsheet would take for a formula is kept a text."""

import csv
import io
from collections.abc import Iterable, Sequence

_STARTS_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
BOM = "\ufeff"


def harmless(text: str) -> str:
    """Return a cell for CSV: with an apostrophe before it where a spreadsheet would calculate it."""
    return f"'{text}" if text.lstrip(" \u3000\u00a0").startswith(_STARTS_FORMULA) else text


def csv_text(rows: Iterable[Sequence[str]]) -> str:
    """Return rows as CSV (RFC 4180) that spreadsheets open as UTF-8 and without a formula in it."""
    file = io.StringIO(newline="")
    file.write(BOM)
    writer = csv.writer(file, lineterminator="\r\n")
    writer.writerows([harmless(cell) for cell in row] for row in rows)
    return file.getvalue()
