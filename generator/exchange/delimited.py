"""Text tables: comma, semicolon or tab separated, or columns of words with spaces between them."""

import csv
import io
from collections.abc import Iterator

from generator.exchange.table import WHOLE_ROW, Grid, Row
from generator.read.problem import Place, Problem
from generator.texts import Message, _

_SEPARATORS = {"comma": ",", "semicolon": ";", "tab": "\t"}
_BOM_16 = (b"\xff\xfe", b"\xfe\xff")


def read_text(file: str, data: bytes, separator: str, encoding: str | None) -> tuple[Grid | None, list[Problem]]:
    """Return the rows of a text file; `separator` as in MAP.yaml, `encoding` None to find it out."""
    text, remark, problem = _decoded(file, data, encoding)
    if text is None:
        return None, [problem] if problem else []
    try:
        rows = list(_words(text) if separator == "spaces" else _cells(text, _SEPARATORS[separator]))
    except _BrokenError as error:
        return None, [Problem(Place(file, error.line), "broken-table", error.message)]
    return Grid(rows, remarks=(remark,) if remark else ()), []


def _decoded(file: str, data: bytes, encoding: str | None) -> tuple[str | None, Message | None, Problem | None]:
    if data.startswith(_BOM_16):
        message = Message(_("The file is saved as UTF-16 (“Unicode text”); save it as CSV UTF-8 or as a workbook."))
        return None, None, Problem(Place(file), "encoding", message)
    try:
        return data.decode(encoding or "utf-8").removeprefix("\ufeff"), None, None
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
    if encoding is None:
        try:
            text = data.decode("gb18030")
        except UnicodeDecodeError:
            pass
        else:
            return text, Message(_("%(file)s is not UTF-8; it was read as GB18030 (GBK)."), {"file": file}), None
    message = Message(
        _("The text can't be read as %(encoding)s; save the file as CSV UTF-8."),
        {"encoding": encoding or "UTF-8, GB18030"},
    )
    return None, None, Problem(Place(file, line), "encoding", message)


class _BrokenError(Exception):
    """The table can't be read on from a line."""

    def __init__(self, line: int, message: Message) -> None:
        super().__init__(message.msgid)
        self.line, self.message = line, message


def _words(text: str) -> Iterator[Row]:
    for line, words in enumerate(io.StringIO(text, newline=None), 1):
        yield Row(line, tuple(words.split()))


def _cells(text: str, delimiter: str) -> Iterator[Row]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    while True:
        line = reader.line_num + 1
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            if "delimiter expected" not in str(error) and "expected after" not in str(error):
                message = Message(
                    _(
                        "From here on nothing can be read: a quotation mark is not "
                        "closed, or a cell is longer than %(limit)d characters."
                    ),
                    {"limit": csv.field_size_limit()},
                )
                raise _BrokenError(line, message) from None
            message = Message(
                _(
                    "A quotation mark stands inside a cell, so all up to line "
                    "%(last)d was read as one row; double the mark."
                ),
                {"last": reader.line_num},
            )
            yield Row(line, (), {WHOLE_ROW: message})
        else:
            yield Row(line, tuple(cells))
