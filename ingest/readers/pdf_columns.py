"""Columns and rows of a table, or part of one, that no lines part: from where its words stand."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

import numpy as np

from ingest.readers.pdf_words import Piece, TextRow
from ingest.tables import is_figure

# A gutter between columns is at least so wide: in letter sizes.
_GUTTER = 0.55
# It may be crossed by so large a share of the rows with several pieces: by titles and headers.
_CROSSED = 0.08
_GAP = 1.4
_UNFINISHED = re.compile(r"(?:\b(?:and|or|of|the|to|for|from|in|on|with|by|per|minus)|[,(/&-])$")


@dataclass(frozen=True)
class Spot:
    """A piece with the columns that it covers."""

    piece: Piece
    column: int
    columns: int


SpotRow = tuple[TextRow, tuple[Spot, ...]]


def find_columns(rows: Sequence[TextRow]) -> list[float]:
    """The places between columns, from the left; none where the rows have no columns."""
    several = [row for row in rows if len(row.pieces) > 1]
    if len(several) < 2:
        return []
    left = min(row.pieces[0].left for row in several)
    right = max(piece.right for row in several for piece in row.pieces)
    covered = np.zeros(max(2, int(right - left) + 2), dtype=np.int32)
    for row in several:
        for piece in row.pieces:
            covered[int(piece.left - left) : int(np.ceil(piece.right - left))] += 1
    size = median(row.size for row in several)
    free = covered <= int(_CROSSED * len(several))
    return [
        left + (start + end) / 2
        for start, end in _runs(free)
        if end - start >= _GUTTER * size and start > 0 and end < len(covered) - 1
    ]


def _runs(flags: "np.ndarray[tuple[int], np.dtype[np.bool_]]") -> Iterator[tuple[int, int]]:
    edges = np.flatnonzero(np.diff(np.concatenate([[0], flags.astype(np.int8), [0]])))
    yield from zip(edges[::2].tolist(), edges[1::2].tolist(), strict=True)


def spotted(row: TextRow, borders: Sequence[float]) -> SpotRow:
    """A row's pieces with their columns; pieces in one column are one."""
    spots: list[Spot] = []
    for piece in row.pieces:
        first, last = _covered(piece, borders)
        before = spots[-1] if spots else None
        if before is not None and before.column + before.columns > first:
            merged = Piece((*before.piece.words, *piece.words))
            width = max(before.column + before.columns, last + 1) - before.column
            spots[-1] = Spot(merged, before.column, width)
        else:
            spots.append(Spot(piece, first, max(1, last - first + 1)))
    return row, tuple(spots)


def _covered(piece: Piece, borders: Sequence[float]) -> tuple[int, int]:
    """First and last column that a piece stands in: with a good part of it, or over most of one."""
    wide = max(piece.right - piece.left, 1.0)
    ends = [float("-inf"), *borders, float("inf")]
    held = []
    for column, (left, right) in enumerate(pairwise(ends)):
        shared = min(piece.right, right) - max(piece.left, left)
        if shared > 0.35 * wide or shared > 0.6 * (right - left):
            held.append(column)
    return (held[0], held[-1]) if held else (0, 0)


def split_rows(rows: Sequence[SpotRow], leading: float) -> list[list[SpotRow]]:
    """Printed rows -> rows of the table: the printed rows of wrapped cells together.

    leading: the usual distance of baselines within a cell.
    """
    groups: list[list[SpotRow]] = []
    for at, row in enumerate(rows):
        following = rows[at + 1] if at + 1 < len(rows) else None
        if groups and _continues(groups[-1], row, following, leading):
            groups[-1].append(row)
        else:
            groups.append([row])
    return groups


def has_own_rows(rows: Sequence[SpotRow], leading: float) -> bool:
    """Whether an area between two lines holds several rows: figures under each other, each beside
    words in the first column, or rows set apart further than wrapped lines are."""
    level = [spots for _, spots in rows if len(spots) > 1 and spots[0].column == 0]
    if len(level) < 2:
        return False
    for column in {spot.column for spots in level for spot in spots[1:]}:
        held = [s for _, spots in rows for s in spots if s.column == column]
        beside = [s for spots in level for s in spots[1:] if s.column == column]
        figures = all(is_figure(spot.piece.text) for spot in held)
        if figures and len(held) == len(beside) > 1:
            return True
    steps = [a.bottom - b.bottom for (a, _), (b, _) in pairwise(rows)]
    return len(level) == len(rows) and min(steps) > 1.6 * rows[0][0].size and leading > 0


def is_begun(first: Sequence[SpotRow], second: Sequence[SpotRow]) -> bool:
    """Whether the first group is but the beginning of a label that goes on in the second."""
    labels = [spots for _, spots in first]
    if not all(len(spots) == 1 and spots[0].column == 0 for spots in labels) or not second:
        return False
    spots = second[0][1]
    goes_on = bool(spots) and spots[0].column == 0
    return goes_on and _reads_on(labels[-1][0].piece.text, spots[0].piece.text)


def _continues(
    group: list[SpotRow], row: SpotRow, following: SpotRow | None, leading: float
) -> bool:
    """Whether a printed row belongs to the table row begun by `group`."""
    (last, last_spots), (here, spots) = group[-1], row
    gap = last.bottom - here.bottom
    if gap > _GAP * leading:
        return False
    labelled = bool(spots) and spots[0].column == 0
    others = [spot for spot in spots if spot.column > 0]
    only_labels = all(all(spot.column == 0 for spot in held) for _, held in group)
    if others and only_labels:
        # Values on the last line of a wrapped label.
        return not labelled or _reads_on(last_spots[0].piece.text, spots[0].piece.text)
    if others and labelled:
        return False
    if others:
        return not any(is_figure(spot.piece.text) for spot in others)
    if following is not None and following[1] and following[1][0].column == 0:
        below = here.bottom - following[0].bottom
        if below < 0.85 * gap:
            return False
        leads = len(following[1]) > 1 and gap >= 0.85 * below
        if leads and _reads_on(spots[0].piece.text, following[1][0].piece.text):
            return False
        if gap < 0.85 * below:
            return True
    return _reads_on(last_spots[0].piece.text if last_spots else "", spots[0].piece.text)


def _reads_on(first: str, second: str) -> bool:
    return second[:1].islower() or bool(_UNFINISHED.search(first)) or second[:1] == "("
