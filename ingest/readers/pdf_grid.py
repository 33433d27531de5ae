"""Edges drawn on a page -> grids of cells, merged cells among them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ingest.readers.pdf_edges import Edges

# In points. Edges closer than this are one; a white gap between two filled cells is as wide.
_NEAR = 3.2
# A border is drawn if so much of its length is.
_DRAWN = 0.55
_MOST_LINES = 200

Rows = NDArray[np.float32]


@dataclass(frozen=True)
class Place:
    """A cell's place in a grid of rows and columns counted from the upper left, and on the page."""

    row: int
    column: int
    rows: int
    columns: int
    left: float
    bottom: float
    right: float
    top: float


@dataclass(frozen=True)
class Grid:
    """A ruled area. ys: borders of its rows from the top down; xs: of its columns, to the right."""

    xs: tuple[float, ...]
    ys: tuple[float, ...]
    places: tuple[Place, ...]

    @property
    def box(self) -> tuple[float, float, float, float]:
        """left, bottom, right, top."""
        return self.xs[0], self.ys[-1], self.xs[-1], self.ys[0]


def find_grids(edges: Edges) -> list[Grid]:
    """The ruled areas of a page, those of most cells first: a frame comes after what it frames."""
    across, upright = _joined(edges.across), _joined(edges.upright)
    grids = []
    for level, upward in _connected(across, upright):
        grid = _grid(across[level], upright[upward])
        if grid is not None:
            grids.append(grid)
    return sorted(grids, key=lambda grid: (-len(grid.places), -_area(grid.box)))


def _joined(edges: Rows) -> Rows:
    """Edges on one line that touch or overlap as one. Each is its place, begin and end."""
    if not len(edges):
        return edges
    order = np.lexsort((edges[:, 1], edges[:, 0]))
    snapped: list[list[float]] = []
    group: list[tuple[float, float, float]] = []
    for place, begin, end in edges[order].tolist():
        if group and place - group[0][0] > _NEAR:
            snapped += _runs(group)
            group = []
        group.append((place, begin, end))
    snapped += _runs(group)
    return np.array(snapped, dtype=np.float32)


def _runs(group: Sequence[tuple[float, float, float]]) -> list[list[float]]:
    place = float(np.median([edge[0] for edge in group]))
    runs: list[list[float]] = []
    for _, begin, end in sorted(group, key=lambda edge: edge[1]):
        if runs and begin <= runs[-1][2] + _NEAR:
            runs[-1][2] = max(runs[-1][2], end)
        else:
            runs.append([place, begin, end])
    return runs


def _connected(across: Rows, upright: Rows) -> Iterator[tuple[list[int], list[int]]]:
    """Positions of the horizontal and vertical edges of each connected figure."""
    count = len(across)
    parents = list(range(count + len(upright)))

    def root(at: int) -> int:
        while parents[at] != at:
            parents[at] = parents[parents[at]]
            at = parents[at]
        return at

    for at, (y, left, right) in enumerate(across.tolist()):
        if not len(upright):
            break
        meets = (upright[:, 0] >= left - _NEAR) & (upright[:, 0] <= right + _NEAR)
        meets &= (upright[:, 1] - _NEAR <= y) & (upright[:, 2] + _NEAR >= y)
        for other in np.flatnonzero(meets).tolist():
            parents[root(count + other)] = root(at)
    found: dict[int, tuple[list[int], list[int]]] = {}
    for at in range(len(parents)):
        level, upward = found.setdefault(root(at), ([], []))
        (level if at < count else upward).append(at if at < count else at - count)
    yield from (pair for pair in found.values() if len(pair[0]) > 1 and len(pair[1]) > 1)


def _grid(across: Rows, upright: Rows) -> Grid | None:
    """The cells between connected edges, None if they enclose nothing."""
    low = min(float(upright[:, 1].min()), float(across[:, 0].min()))
    high = max(float(upright[:, 2].max()), float(across[:, 0].max()))
    left = min(float(across[:, 1].min()), float(upright[:, 0].min()))
    right = max(float(across[:, 2].max()), float(upright[:, 0].max()))
    xs = _places([*upright[:, 0].tolist(), left, right])
    ys = _places([*across[:, 0].tolist(), low, high])[::-1]
    if not (2 <= len(xs) <= _MOST_LINES and 2 <= len(ys) <= _MOST_LINES):
        return None
    places = tuple(_cells(xs, ys, across, upright))
    return Grid(tuple(xs), tuple(ys), places)


def _places(values: Sequence[float]) -> list[float]:
    """Sorted, those next to each other taken as one."""
    places: list[float] = []
    for value in sorted(values):
        if not places or value - places[-1] > _NEAR:
            places.append(value)
    return places


def _cells(xs: list[float], ys: list[float], across: Rows, upright: Rows) -> Iterator[Place]:
    """Fields of the grid that no border parts are one cell."""
    columns, rows = len(xs) - 1, len(ys) - 1
    field = np.arange(rows * columns).reshape(rows, columns)
    for r in range(rows):
        for c in range(columns - 1):
            if not _is_drawn(upright, xs[c + 1], ys[r + 1], ys[r]):
                field[field == field[r, c + 1]] = field[r, c]
    for r in range(rows - 1):
        for c in range(columns):
            if not _is_drawn(across, ys[r + 1], xs[c], xs[c + 1]):
                field[field == field[r + 1, c]] = field[r, c]
    for number in np.unique(field).tolist():
        down, along = np.nonzero(field == number)
        top, bottom = int(down.min()), int(down.max())
        first, last = int(along.min()), int(along.max())
        yield Place(
            top, first, bottom - top + 1, last - first + 1,
            xs[first], ys[bottom + 1], xs[last + 1], ys[top],
        )  # fmt: skip


def _is_drawn(edges: Rows, place: float, begin: float, end: float) -> bool:
    """Whether edges at `place` cover most of the way from `begin` to `end`."""
    near = edges[np.abs(edges[:, 0] - place) <= _NEAR]
    if not len(near):
        return False
    covered = np.minimum(near[:, 2], end) - np.maximum(near[:, 1], begin)
    return float(covered.clip(0).max()) >= _DRAWN * (end - begin)


def _area(box: tuple[float, float, float, float]) -> float:
    return (box[2] - box[0]) * (box[3] - box[1])
