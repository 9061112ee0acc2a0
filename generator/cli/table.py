"""A table of text for the terminal, its columns straight however wide a Chinese character is."""

from __future__ import annotations

from collections.abc import Container, Iterable, Sequence

from wcwidth import wcswidth

from generator.texts import one_line

GAP = "  "


def table(rows: Iterable[Sequence[str]], *, numbers: Container[int] = ()) -> str:
    """Return rows of equal length with straight columns, those in ``numbers`` flush right; values are made harmless."""
    cells = [[one_line(cell) for cell in row] for row in rows]
    widths = [max(_width(cell) for cell in column) for column in zip(*cells, strict=True)]

    def padded(cell: str, column: int) -> str:
        space = " " * (widths[column] - _width(cell))
        return space + cell if column in numbers else cell + space

    lines = (GAP.join(padded(cell, column) for column, cell in enumerate(row)).rstrip() for row in cells)
    return "".join(f"{line}\n" for line in lines)


def _width(text: str) -> int:
    """Return how many columns a text takes; one for each character where the terminal's tables do not know one."""
    width = wcswidth(text)
    return width if width >= 0 else len(text)
