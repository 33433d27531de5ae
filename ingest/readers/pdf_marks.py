"""Raised small digits in a line of a PDF: footnote marks and powers, kept as raised digits."""

import re
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from ingest.readable import TO_RAISED

# Shares of the height of most letters of the line.
_SMALL = 0.83
_LIFTED = 0.25
_MARK = re.compile(r"\d{1,3}(?:,\d{1,3})*")


def raised_digits(chars: Sequence[str], boxes: NDArray[np.float32]) -> list[str]:
    """The characters of a line, runs of raised small digits among them as "¹²".

    boxes: (n, 4) left, top, right, bottom of each character, upright. "3rd", "CO2" with a lowered
    figure, and lines of small print stay what they are.
    """
    heights = boxes[:, 1] - boxes[:, 3]
    out = list(chars)
    if heights.min() >= _SMALL * heights.max():
        return out
    usual = float(np.median(heights))
    lifted = boxes[:, 3] > np.median(boxes[:, 3]) + _LIFTED * usual
    lifted &= heights < _SMALL * usual
    for start, end in _runs(lifted):
        mark = "".join(chars[start:end])
        if _MARK.fullmatch(mark):
            out[start:end] = list(mark.translate(TO_RAISED))
    return out


def _runs(chosen: NDArray[np.bool_]) -> list[tuple[int, int]]:
    edges = np.flatnonzero(np.diff(np.concatenate([[False], chosen, [False]]).astype(np.int8)))
    return [(int(a), int(b)) for a, b in zip(edges[::2], edges[1::2], strict=True)]
