"""A table as it was read: named columns, rows of texts, and the cells that could not be read as what they show."""

from collections.abc import Mapping, Sequence

from generator.read.problem import Place, Problem
from generator.texts import Message, _
from generator.values import dataclass, field


@dataclass(frozen=True, slots=True)
class Row:
    """One row: its line or row number in the file, its texts, and by column index why a cell is of no use."""

    line: int
    cells: tuple[str, ...]
    troubles: Mapping[int, Message] = field(default_factory=dict)

    @property
    def blank(self) -> bool:
        """Whether there is nothing in it."""
        return not self.troubles and not any(cell.strip() for cell in self.cells)


@dataclass(frozen=True, slots=True)
class Grid:
    """The bare rows of a file or sheet, and what is to be told about how they were read."""

    rows: Sequence[Row]
    from_1904: bool = False
    remarks: tuple[Message, ...] = ()


@dataclass(frozen=True, slots=True)
class Table:
    """Rows below their header. `columns` gives the index of each name; `from_1904` is the epoch of serial dates."""

    file: str
    columns: Mapping[str, int]
    rows: Sequence[Row]
    from_1904: bool = False
    remarks: tuple[Message, ...] = ()


def with_header(file: str, grid: Grid, skip: int, names: Sequence[str] | None) -> tuple[Table | None, list[Problem]]:
    """Return the table below `skip` rows and the header; with `names` there is no header and these are the columns."""
    rows = grid.rows[skip:]
    if names is None:
        if not rows:
            return None, [Problem(Place(file), "no-header", Message(_("There is no header row in this table.")))]
        header, rows = rows[0], rows[1:]
    else:
        header = Row(skip + 1, tuple(names))
    columns: dict[str, int] = {}
    problems: list[Problem] = []
    for index, cell in enumerate(header.cells):
        name = " ".join(cell.split())
        if name in columns:
            message = Message(_("Two columns are called “%(column)s”; rename one of them."), {"column": name})
            problems.append(Problem(Place(file, header.line, index + 1), "same-column", message))
        elif name:
            columns[name] = index
    if problems:
        return None, problems
    width = len(header.cells)
    return Table(file, columns, [_fitted(row, width) for row in rows], grid.from_1904, grid.remarks), []


def _fitted(row: Row, width: int) -> Row:
    """Return the row, with a trouble where it has not as many cells as the header."""
    if WHOLE_ROW in row.troubles:
        return row
    extra = [index for index, cell in enumerate(row.cells[width:], width) if cell.strip()]
    if extra or (len(row.cells) < width and not row.blank):
        message = Message(
            _("The row has %(found)d cells, the header %(wanted)d; a separator is missing or too many."),
            {"found": len(row.cells), "wanted": width},
        )
        return Row(row.line, row.cells, {**row.troubles, WHOLE_ROW: message})
    return row


WHOLE_ROW = -1
"""The index under which `Row.troubles` says why the whole row is of no use."""
