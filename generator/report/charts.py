"""Where the pictures' lines and areas lie: pure geometry in the units of each picture's viewBox.

Every picture has a wide and a narrow drawing; the figures behind it stand in a table beside it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from generator.values import dataclass

WIDE, NARROW = 720, 340


def _n(value: float) -> str:
    """Return a coordinate with one decimal at most, so that pages are the same on every machine."""
    return f"{value:.1f}".removesuffix(".0")


@dataclass(frozen=True, slots=True)
class Spark:
    """A small line: ``line`` and ``area`` are points of a 100 × 28 box."""

    line: str
    area: str


def spark(values: Sequence[int]) -> Spark:
    """Return the line of some figures, from 0 at the bottom to the largest."""
    top, low, high = max(values, default=0), 4.0, 26.0
    step = 100 / max(len(values) - 1, 1)
    points = [f"{_n(i * step)},{_n(high - (high - low) * v / top if top else high)}" for i, v in enumerate(values)]
    line = " ".join(points)
    return Spark(line, f"0,28 {line} 100,28")


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle with its colour and what it stands for."""

    x: str
    y: str
    width: str
    height: str
    tone: str
    title: str


@dataclass(frozen=True, slots=True)
class Label:
    """Real text in a picture; ``anchor`` is start, middle or end."""

    x: str
    y: str
    text: str
    anchor: str = "middle"


@dataclass(frozen=True, slots=True)
class Grid:
    """A horizontal line."""

    x1: str
    x2: str
    y: str


@dataclass(frozen=True, slots=True)
class Trend:
    """Stacked columns over time."""

    width: int
    height: int
    boxes: tuple[Box, ...]
    labels: tuple[Label, ...]
    grid: tuple[Grid, ...]


@dataclass(frozen=True, slots=True)
class Layer:
    """One state of the columns, from the top down: its colour, its name, and its figure in each column."""

    tone: str
    name: str
    figures: tuple[int, ...]


def scale(top: int) -> tuple[int, ...]:
    """Return round marks from 0 to at least ``top``: three or four steps of 1, 2 or 5 times a power of ten."""
    step = 1
    while step * 4 < top:
        digit = int(str(step)[0])
        step = step * 5 // 2 if digit == 2 else step * 2
    return tuple(range(0, max(top + step, step + 1), step)) if top % step else tuple(range(0, top + 1, step)) or (0, 1)


def trend(columns: Sequence[str], layers: Sequence[Layer], width: int) -> Trend:
    """Return the stacked columns of a chart that is ``width`` wide; the first layer lies on top."""
    left, right, top, base, height = 34.0, 2.0, 10.0, 196.0, 220
    totals = [sum(layer.figures[i] for layer in layers) for i in range(len(columns))]
    marks = scale(max([1, *totals]))
    unit = (base - top) / marks[-1]
    slot = (width - left - right) / max(len(columns), 1)
    gap = 2.0 if width < WIDE else 5.0
    every = 3 if width < WIDE else 1
    boxes, labels = [], []
    for i, name in enumerate(columns):
        x, y = left + i * slot + gap / 2, base
        for layer in reversed(layers):
            size = layer.figures[i] * unit
            if layer.figures[i]:
                y -= size
                title = f"{name} {layer.name} {layer.figures[i]}"
                boxes.append(Box(_n(x), _n(y), _n(slot - gap), _n(max(size - 1, 0.6)), layer.tone, title))
        if (len(columns) - 1 - i) % every == 0:
            last = i == len(columns) - 1 and every > 1
            labels.append(
                Label(
                    _n(x + slot - gap if last else x + (slot - gap) / 2),
                    _n(base + 18),
                    name,
                    "end" if last else "middle",
                )
            )
    labels += [Label(_n(left - 6), _n(base - mark * unit + 4), str(mark), "end") for mark in marks]
    grid = [Grid(_n(left), _n(width), _n(base - mark * unit)) for mark in marks]
    return Trend(width, height, tuple(boxes), tuple(labels), tuple(grid))


@dataclass(frozen=True, slots=True)
class Band:
    """A stream from a state on the left to a state on the right."""

    path: str
    tone: str
    title: str


@dataclass(frozen=True, slots=True)
class Flow:
    """Streams between two sets of states."""

    width: int
    height: int
    boxes: tuple[Box, ...]
    bands: tuple[Band, ...]
    labels: tuple[Label, ...]


@dataclass(frozen=True, slots=True)
class State:
    """A state on one side of a flow: its key, what it is called there, and its colour."""

    key: str
    name: str
    tone: str


def _stack(states: Sequence[State], totals: Mapping[str, int], unit: float, gap: float, top: float) -> dict[str, float]:
    """Return the upper edge of each state's bar."""
    edges: dict[str, float] = {}
    y = top
    for state in states:
        edges[state.key] = y
        y += totals[state.key] * unit + gap
    return edges


def flow(left: Sequence[State], right: Sequence[State], cells: Mapping[tuple[str, str], int], width: int) -> Flow:
    """Return the streams of a matrix (row, column → number); states that nobody is in or comes from are left out."""
    rows = {s.key: sum(cells.get((s.key, t.key), 0) for t in right) for s in left}
    columns = {t.key: sum(cells.get((s.key, t.key), 0) for s in left) for t in right}
    left, right = [s for s in left if rows[s.key]], [t for t in right if columns[t.key]]
    bars = max(len(left), len(right), 1)
    top, gap, thick, side = 8.0, 14.0, 10.0, 78.0 if width < WIDE else 108.0
    # Tall enough for a line of text beside each bar.
    height = max(240.0, 34.0 * bars)
    total = max(sum(rows.values()), 1)
    unit = (height - 2 * top - gap * (bars - 1)) / total
    start, end = side, width - side
    boxes, labels, bands = [], [], []
    left_edge, right_edge = _stack(left, rows, unit, gap, top), _stack(right, columns, unit, gap, top)
    for states, edges, totals, x, anchor, text_x in (
        (left, left_edge, rows, start, "end", start - 7),
        (right, right_edge, columns, end - thick, "start", end + 7),
    ):
        for state in states:
            y, size = edges[state.key], totals[state.key] * unit
            boxes.append(
                Box(_n(x), _n(y), _n(thick), _n(max(size, 1)), state.tone, f"{state.name} {totals[state.key]}")
            )
            labels.append(Label(_n(text_x), _n(y + size / 2 + 4.5), f"{state.name} {totals[state.key]}", anchor))
    x1, x2, mid = _n(start + thick), _n(end - thick), _n(width / 2)
    out, into = dict(left_edge), dict(right_edge)
    for source in left:
        for sink in right:
            number = cells.get((source.key, sink.key), 0)
            if not number:
                continue
            size = number * unit
            a, b = out[source.key], into[sink.key]
            out[source.key], into[sink.key] = a + size, b + size
            path = (
                f"M{x1} {_n(a)}C{mid} {_n(a)} {mid} {_n(b)} {x2} {_n(b)}"
                f"V{_n(b + size)}C{mid} {_n(b + size)} {mid} {_n(a + size)} {x1} {_n(a + size)}Z"
            )
            bands.append(Band(path, sink.tone, f"{source.name} → {sink.name} {number}"))
    return Flow(width, int(height), tuple(boxes), tuple(bands), tuple(labels))
