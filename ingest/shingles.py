"""Overlapping runs of words, hashed: how much of one text stands in another.

The smallest hashes of a text are a fair sample of its runs (a bottom-k sketch: Broder 1997,
https://doi.org/10.1109/SEQUEN.1997.666900), so two texts that share much share some of them.
"""

import re
import zlib
from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray

RUN = 5
SKETCH = 96

_WORD = re.compile(r"[^\W_]+")
_BROKEN = re.compile(r"(?<=\w)-\n+(?=\w)")
_SPREAD, _STIR, _LAST = (
    np.uint64(n) for n in (0x9E3779B97F4A7C15, 0xC2B2AE3D27D4EB4F, 0xBF58476D1CE4E5B9)
)

Hashes = NDArray[np.uint64]


def shingles(texts: Iterable[str]) -> Hashes:
    """The distinct runs of five words of some pages, as sorted hashes; case does not matter.

    The same on every machine. A run may cross from one page to the next, and a word broken at a
    line end is one word.

    >>> len(shingles(["The plan was made in May."])), len(shingles(["Too short"]))
    (2, 0)
    """
    words = _WORD.findall(_BROKEN.sub("", "\n".join(texts)).lower())
    if len(words) < RUN:
        return np.empty(0, np.uint64)
    codes = {word: zlib.crc32(word.encode("utf-8", "surrogatepass")) for word in set(words)}
    each = np.fromiter((codes[word] for word in words), np.uint64, len(words))
    runs = len(each) - RUN + 1
    mixed: Hashes = np.zeros(runs, np.uint64)
    for at in range(RUN):
        mixed = mixed * _SPREAD ^ (each[at : at + runs] * _STIR + np.uint64(at))
        mixed ^= mixed >> np.uint64(29)
    mixed *= _LAST
    return np.unique(mixed ^ (mixed >> np.uint64(32)))


def sketch(runs: Hashes) -> list[int]:
    """The smallest hashes, as the signed numbers that a database takes."""
    return [int(number) for number in runs[:SKETCH].view(np.int64)]


def shares(first: Hashes, second: Hashes) -> tuple[float, float]:
    """The share of the first text that stands in the second, and the other way round, in [0, 1].

    >>> shares(shingles(["a b c d e f"]), shingles(["a b c d e"]))
    (0.5, 1.0)
    """
    common = len(np.intersect1d(first, second, assume_unique=True))
    return common / max(len(first), 1), common / max(len(second), 1)
