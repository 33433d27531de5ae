"""The words that OCR read on a page: kept small in the library, found again for lighting."""

import zlib
from collections.abc import Sequence

import numpy as np

from ingest.document import Word

# Raised when the meaning of the columns changes; words of another version are read again.
_VERSION = 1
_COLUMNS = (
    ("start", "<u4", 1),
    ("length", "<u2", 1),
    ("left", "<u2", 10),
    ("top", "<u2", 10),
    ("right", "<u2", 10),
    ("bottom", "<u2", 10),
    ("confidence", "u1", 100),
    ("line", "<u2", 1),
    ("size", "<u2", 10),
    ("base", "<u2", 10),
    ("bold", "u1", 1),
    ("turned", "u1", 1),
)
_MOST_WORDS = 100_000

Span = tuple[int, int]
Box = tuple[float, float, float, float]


def pack_words(words: Sequence[Word]) -> bytes:
    """Words as compressed columns, about 6 bytes each; places to a tenth of a point."""
    columns = []
    for name, kind, scale in _COLUMNS:
        highest = np.iinfo(np.dtype(kind)).max
        values = [
            word.end - word.start if name == "length" else getattr(word, name) for word in words
        ]
        scaled = np.round(np.asarray(values, dtype=np.float64) * scale)
        columns.append(np.clip(scaled, 0, highest).astype(kind).tobytes())
    head = bytes([_VERSION]) + len(words).to_bytes(4, "little")
    return head + zlib.compress(b"".join(columns), 9)


def unpack_words(packed: bytes) -> tuple[Word, ...]:
    """The inverse of `pack_words`; empty for another version. Raises ValueError if damaged."""
    if not packed or packed[0] != _VERSION:
        return ()
    count = int.from_bytes(packed[1:5], "little")
    width = sum(np.dtype(kind).itemsize for _, kind, _ in _COLUMNS)
    if count > _MOST_WORDS:
        raise ValueError(f"{count} words on one page")
    unpacker = zlib.decompressobj()
    try:
        content = unpacker.decompress(packed[5:], count * width + 1)
    except zlib.error as error:
        raise ValueError(f"damaged word places ({error})") from error
    if len(content) != count * width or not unpacker.eof:
        raise ValueError("damaged word places")
    columns: dict[str, list[float]] = {}
    at = 0
    for name, kind, scale in _COLUMNS:
        size = count * np.dtype(kind).itemsize
        columns[name] = (np.frombuffer(content[at : at + size], dtype=kind) / scale).tolist()
        at += size
    return tuple(_word(*values) for values in zip(*columns.values(), strict=True))


def _word(start: float, length: float, *rest: float) -> Word:
    left, top, right, bottom, confidence, line, size, base, bold, turned = rest
    return Word(
        start=int(start),
        end=int(start + length),
        left=left,
        top=top,
        right=right,
        bottom=bottom,
        confidence=confidence,
        line=int(line),
        size=size,
        base=base,
        bold=bool(bold),
        turned=bool(turned),
    )


def boxes_of(words: Sequence[Word], spans: Sequence[Span]) -> tuple[Box, ...]:
    """Where the words that touch any of the spans stand: left, top, right, bottom in points.

    All words of a line get the height of the line, so that a quote is lit evenly.
    """
    heights: dict[int, tuple[float, float]] = {}
    for word in words:
        top, bottom = heights.get(word.line, (word.top, word.bottom))
        heights[word.line] = min(top, word.top), max(bottom, word.bottom)
    return tuple(
        (word.left, heights[word.line][0], word.right, heights[word.line][1])
        for word in words
        if any(word.start < end and start < word.end for start, end in spans)
    )
