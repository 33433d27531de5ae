"""The reading order of a page's paragraphs: that of the file, mended where it skips upwards.

What stands above comes before what stands below it in the same column; else the file decides.
"""

from collections.abc import Sequence
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from ingest.readers.pdf_lines import Line

# In points: boxes of neighbouring lines overlap by so much; columns stand at least so far apart.
_TOUCH = 3.0
_LEAST_SHARED = 8.0
_LABEL = 5
# A page of more is a drawing with labels.
_MOST = 300

Box = tuple[float, float, float, float]


def reading_order(groups: Sequence[Sequence[Line]]) -> list[int]:
    """The places of the paragraphs in the order in which they are read.

    A heading or box that was drawn last moves to where it stands; a page that runs in several
    columns keeps the order of its columns.
    """
    count = len(groups)
    if not 1 < count <= _MOST:
        return list(range(count))
    before = _before(groups)
    if not np.tril(before, -1).any():
        return list(range(count))
    order = _Order(before)
    for at in range(count):
        order.visit(at)
    for at in range(count):
        order.emit(at)
    return order.done


class _Order:
    """The order as it grows. before: (n, n), whether i stands above j in its column."""

    def __init__(self, before: NDArray[np.bool_]) -> None:
        self._before = before
        self._waiting = np.ones(len(before), dtype=np.bool_)
        self.done: list[int] = []

    def visit(self, at: int) -> None:
        """Emit it, unless it was drawn before most of what it stands below: a foot, a figure."""
        above = self._before[:, at] & self._waiting
        if 2 * above.sum() <= self._waiting.sum():
            self.emit(at)

    def emit(self, at: int) -> None:
        """First what stands above it, then it. Each once, so that no circle is followed."""
        if not self._waiting[at]:
            return
        self._waiting[at] = False
        for above in np.flatnonzero(self._before[:, at] & self._waiting):
            self.emit(int(above))
        self.done.append(at)


def _before(groups: Sequence[Sequence[Line]]) -> NDArray[np.bool_]:
    """(n, n): whether paragraph i stands above paragraph j in its column."""
    first = np.array([_box(_column_parts(group)[0]) for group in groups])
    last = np.array([_box(_column_parts(group)[-1]) for group in groups])
    takes_part = np.array([_takes_part(group) for group in groups])
    above = _stands_above(first, first) | _stands_above(last, first)
    np.fill_diagonal(above, val=False)
    both: NDArray[np.bool_] = above & takes_part[:, None] & takes_part[None, :]
    return both


def _takes_part(group: Sequence[Line]) -> bool:
    """Page numbers and labels up the side stay where the file has them."""
    return not group[0].style.sideways and (len(group) > 1 or len(group[0].text) > _LABEL)


def _stands_above(upper: NDArray[np.float64], lower: NDArray[np.float64]) -> NDArray[np.bool_]:
    shared = np.minimum(upper[:, None, 2], lower[None, :, 2])
    shared = shared - np.maximum(upper[:, None, 0], lower[None, :, 0])
    narrower = np.minimum(upper[:, None, 2] - upper[:, None, 0], (lower[:, 2] - lower[:, 0])[None])
    higher = upper[:, None, 1] >= lower[None, :, 3] - _TOUCH
    found: NDArray[np.bool_] = higher & (shared > np.minimum(_LEAST_SHARED, 0.5 * narrower))
    return found


def _column_parts(group: Sequence[Line]) -> list[list[Line]]:
    """The lines of a paragraph, parted where it goes on at the head of the next column."""
    parts = [[group[0]]]
    for last, line in pairwise(group):
        if line.bottom > last.top:
            parts.append([])
        parts[-1].append(line)
    return parts


def _box(lines: Sequence[Line]) -> Box:
    """left, bottom, right, top."""
    return (
        min(line.left for line in lines),
        min(line.bottom for line in lines),
        max(line.right for line in lines),
        max(line.top for line in lines),
    )
