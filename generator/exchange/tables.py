"""The files named on the command line, read as the tables of the mapping."""

from collections.abc import Iterator, Mapping
from fnmatch import fnmatchcase

from generator.exchange.delimited import read_text
from generator.exchange.mapping import MapFile, TableMap
from generator.exchange.slots import missing_columns, used_columns
from generator.exchange.table import Table, with_header
from generator.exchange.workbook import read_workbook
from generator.read.problem import Place, Problem
from generator.texts import Message, _
from generator.values import dataclass

MAX_BYTES = 256 * 1024 * 1024
_ZIP, _OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"


@dataclass(frozen=True, slots=True)
class Named:
    """A table with its name in the mapping, and the columns of the file that the mapping does not read."""

    name: str
    spec: TableMap
    table: Table
    unused: tuple[str, ...]


def read_tables(files: Mapping[str, bytes], mapping: MapFile) -> tuple[list[Named], list[Problem]]:
    """Return every table of the mapping that one of the files is for, customers first; and all problems of both."""
    tables: list[Named] = []
    problems: list[Problem] = []
    for file, data in files.items():
        specs = [
            (name, spec)
            for name, spec in mapping.map.tables.items()
            if spec.file is None or fnmatchcase(_base(file), spec.file)
        ]
        if not specs:
            message = Message(_("No table of the mapping is for this file; correct file: in the mapping."))
            problems.append(Problem(Place(file), "no-table", message))
        for name, spec in specs:
            table, found = _read(file, data, spec)
            problems += found
            if table is None:
                continue
            problems += missing_columns(mapping.document, spec, name, _base(file), list(table.columns))
            used = used_columns(spec, name)
            tables.append(Named(name, spec, table, tuple(column for column in table.columns if column not in used)))
    return sorted(tables, key=lambda named: named.spec.customer is None), problems


def _base(file: str) -> str:
    return file.replace("\\", "/").rpartition("/")[2]


def _read(file: str, data: bytes, spec: TableMap) -> tuple[Table | None, list[Problem]]:
    if (problem := next(_unreadable(file, data), None)) is not None:
        return None, [problem]
    if data.startswith(_ZIP):
        grid, problems = read_workbook(file, data, spec.sheet)
    else:
        grid, problems = read_text(file, data, spec.separator, spec.encoding)
    if grid is None:
        return None, problems
    return with_header(file, grid, spec.skip, spec.columns)


def _unreadable(file: str, data: bytes) -> Iterator[Problem]:
    if len(data) > MAX_BYTES:
        message = Message(_("The file is larger than %(limit)d MB; split it."), {"limit": MAX_BYTES // 1024 // 1024})
        yield Problem(Place(file), "too-large", message)
    elif data.startswith(_OLE):
        message = Message(
            _("This is an old workbook (.xls) or one with a password; open it and save it as .xlsx without a password.")
        )
        yield Problem(Place(file), "broken-workbook", message)
    elif file.lower().endswith((".xlsx", ".xlsm")) and not data.startswith(_ZIP):
        message = Message(
            _(
                "The workbook is broken: its content is not that of an .xlsx "
                "file; open it, save it as .xlsx, and import again."
            )
        )
        yield Problem(Place(file), "broken-workbook", message)
    elif not data.strip():
        yield Problem(Place(file), "empty", Message(_("The file is empty.")))
