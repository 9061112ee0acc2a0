"""The XML of a sheet, looked through before a reader gets it.

Found are the cells that would be lost without a word, and the sizes that would fill the memory.
"""

import io
import re
from collections import defaultdict
from collections.abc import Mapping
from typing import Final
from xml.etree import ElementTree as ET

from generator.texts import Message, _

MOST_CELLS: Final = 5_000_000
"""Cells of the smallest rectangle around all cells of a sheet; the reader takes memory for each, empty or not."""

MOST_ROWS, MOST_COLUMNS = 1_048_576, 16_384
_REFERENCE: Final = re.compile(r"([A-Z]{1,3})(\d{1,7})")

ERROR: Final = _("The cell shows an error (%(value)s); mend the formula.")
NOT_CALCULATED: Final = _("The cell is a formula without a result; open the workbook, save it, and import again.")


class BadWorkbookError(ValueError):
    """A workbook that is not read; `message` says why."""

    def __init__(self, message: Message) -> None:
        super().__init__(message.msgid)
        self.message = message


def parsed(part: bytes) -> ET.Element:
    """Return a part of the workbook as a tree. Raises BadWorkbookError, or ParseError where it is not XML."""
    _plain(part)
    return ET.fromstring(part)  # noqa: S314 - _plain: without a document type there are no entities


_COUNTED: Final = re.compile(rb"""(<(?:[\w.-]+:)?(?:sst|mergeCells|cellXfs|numFmts)\b)((?:"[^"]*"|'[^']*'|[^>"'])*)>""")
_COUNT: Final = re.compile(rb"""\s(?:uniqueCount|count)\s*=\s*(?:"[^"]*"|'[^']*')""")


def uncounted(part: bytes) -> bytes:
    """Return a part of the workbook without the numbers of entries that it claims: the reader takes memory by them."""
    _plain(part)
    return _COUNTED.sub(lambda tag: tag[1] + _COUNT.sub(b"", tag[2]) + b">", part)


def _plain(part: bytes) -> None:
    if b"<!DOCTYPE" in part or b"\0" in part:
        raise BadWorkbookError(
            Message(
                _("The workbook's XML is not as spreadsheets write it; open it, save it as .xlsx, and import again.")
            )
        )


def troubled_cells(part: bytes) -> Mapping[int, Mapping[int, Message]]:
    """Return, by row and column index, why a cell is of no use: it shows an error, or its formula was never calculated.

    Raises BadWorkbookError where a cell lies where no sheet has one, or the cells lie too far apart.
    """
    _plain(part)
    found: dict[int, dict[int, Message]] = defaultdict(dict)
    row, column, last_row, last_column = 0, 0, 0, 0
    for event, node in ET.iterparse(io.BytesIO(part), events=("start", "end")):  # noqa: S314 - as in `parsed`
        tag = node.tag.rpartition("}")[2]
        if event == "start" and tag == "row":
            row, column = _row(node.get("r"), row), 0
        elif event == "start" and tag == "c":
            row, column = _place(node.get("r"), row, column)
            last_row, last_column = max(last_row, row), max(last_column, column)
            if last_row * last_column > MOST_CELLS:
                message = _(
                    "The sheet's cells lie too far apart (row %(row)d, column "
                    "%(column)d); delete the empty rows and columns."
                )
                raise BadWorkbookError(Message(message, {"row": last_row, "column": last_column}))
        elif event == "end" and tag == "c" and (trouble := _trouble(node)) is not None:
            found[row - 1][column - 1] = trouble
        elif event == "end" and tag == "row":
            node.clear()
    return found


def _row(written: str | None, before: int) -> int:
    row = before + 1 if written is None else int(written) if written.isascii() and written.isdigit() else 0
    if not 1 <= row <= MOST_ROWS:
        raise BadWorkbookError(_misplaced(written))
    return row


def _place(written: str | None, row: int, before: int) -> tuple[int, int]:
    """Return row and column (from 1) of a cell; without a reference it follows the one before."""
    if written is None:
        return max(row, 1), before + 1
    match = _REFERENCE.fullmatch(written)
    column = 0
    for letter in match[1] if match else "":
        column = column * 26 + ord(letter) - ord("A") + 1
    if match is None or not 1 <= column <= MOST_COLUMNS:
        raise BadWorkbookError(_misplaced(written))
    return _row(match[2], 0), column


def _misplaced(written: str | None) -> Message:
    return Message(
        _("The workbook is broken: there is no place “%(place)s” in a sheet; save it anew."), {"place": written or ""}
    )


def _trouble(cell: ET.Element) -> Message | None:
    parts = {child.tag.rpartition("}")[2]: child.text for child in cell}
    if cell.get("t") == "e":
        return Message(ERROR, {"value": parts.get("v") or "?"})
    return Message(NOT_CALCULATED) if "f" in parts and not parts.get("v") else None
