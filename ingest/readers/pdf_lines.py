"""One PDF page by PDFium: its characters inside the page box, and the lines they stand on."""

import ctypes
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import repeat
from statistics import median
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ingest.readable import RAISED
from ingest.readers.cleaning import NEWLINE, SPACE, Indices, cleaned, codes_of
from ingest.readers.pdf_marks import raised_digits
from ingest.readers.pdf_style import Looks, Style

Boxes = NDArray[np.float32]

# In widths of the letter size. PDFium's own boxes hold a letter's whole advance, so that letters of
# a word touch: a gap this wide without a space is two cells run together.
_MISSING_SPACE = 0.3
_CELL_GAP = 1.15
# U+FFFD is PDFium's sign for a glyph of which the file does not say what it means.
_BLANK = (SPACE, 0xFFFD)


@dataclass(frozen=True)
class Line:
    """One printed line, or the part of it that lies in one column or cell run.

    text: cleaned, single spaces, cells set apart by tabs. index: for each character of `text` the
    index of PDFium's character, -1 for an inserted one. Left, right: in points, to the right;
    bottom, top: in points, upwards, after turning the page so that most text reads left to right.
    """

    text: str
    index: Indices
    left: float
    bottom: float
    right: float
    top: float
    style: Style

    @property
    def middle(self) -> float:
        return (self.bottom + self.top) / 2

    @property
    def height(self) -> float:
        return self.top - self.bottom


@dataclass(frozen=True)
class Glyphs:
    """All characters of a page as PDFium gives them.

    boxes: (n, 4) float32, left, top, right, bottom in the page's own coordinates.
    """

    text: str
    boxes: Boxes


def read_glyphs(raw_textpage: Any) -> Glyphs:
    """The characters of an open PDFium text page with their (loose) boxes."""
    import pypdfium2.raw as pdfium

    count = max(0, pdfium.FPDFText_CountChars(raw_textpage))
    if not count:
        return Glyphs("", np.empty((0, 4), dtype=np.float32))
    boxes = (pdfium.FS_RECTF * count)()
    page, first = ctypes.cast(raw_textpage, ctypes.c_void_p).value, ctypes.addressof(boxes)
    places = range(first, first + ctypes.sizeof(boxes), ctypes.sizeof(pdfium.FS_RECTF))
    # One call a letter, millions a library: without the checks and the objects of ctypes.
    deque(map(_box_of(), repeat(page), range(count), places), maxlen=0)
    return Glyphs(
        _text(raw_textpage, count), np.frombuffer(boxes, dtype=np.float32).reshape(count, 4)
    )


@cache
def _box_of() -> Callable[[int | None, int, int], int]:
    """PDFium's FPDFText_GetLooseCharBox, of addresses: text page, index, where the box goes."""
    import pypdfium2.raw as pdfium

    kind = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.c_void_p, ctypes.c_int, ctypes.c_void_p)
    return kind(ctypes.cast(pdfium.FPDFText_GetLooseCharBox, ctypes.c_void_p).value or 0)


def _text(raw_textpage: Any, count: int) -> str:
    """One character for each of PDFium's, so that indices agree."""
    import pypdfium2.raw as pdfium

    buffer = (ctypes.c_ushort * (2 * count + 1))()
    written = pdfium.FPDFText_GetText(raw_textpage, 0, count, buffer)
    text = bytes(buffer)[: 2 * max(0, written - 1)].decode("utf-16-le", "replace")
    if len(text) == count:
        return text
    codes = (pdfium.FPDFText_GetUnicode(raw_textpage, i) for i in range(count))
    return "".join(chr(code) if code < 0x110000 else "\0" for code in codes)


@dataclass(frozen=True)
class PageLines:
    """A page's lines in the order of the file.

    boxes: (n, 4) left, top, right, bottom of PDFium's characters, turned like the lines by `turns`
    quarter turns.
    """

    lines: list[Line]
    boxes: Boxes
    turns: int


def read_page(page: Any) -> PageLines:
    """What is written on an open PDFium page, inside the page box only."""
    textpage = page.get_textpage()
    try:
        glyphs = read_glyphs(textpage.raw)
        text, index = cleaned(glyphs.text)
        visible = index[~np.isin(codes_of(text), (SPACE, NEWLINE))].tolist()
        turns = _quarter_turns(textpage.raw, visible[:: max(1, len(visible) // 15)])
        inside = _inside(glyphs.boxes, page.get_bbox())
        marks = _Marks(Looks(textpage.raw), text, index, glyphs.boxes[index], inside[index], turns)
        lines = list(_lines(textpage.raw, marks))
        return PageLines(lines, _turned(glyphs.boxes, turns), turns)
    finally:
        textpage.close()


def _quarter_turns(raw_textpage: Any, sample: Sequence[int]) -> int:
    """How often a quarter turn is needed for most of these characters to stand upright."""
    import pypdfium2.raw as pdfium

    angles = [pdfium.FPDFText_GetCharAngle(raw_textpage, i) for i in sample]
    turns = [round(angle / (np.pi / 2)) % 4 for angle in angles if angle >= 0]
    return max(set(turns), key=turns.count) if turns else 0


def _turned(boxes: Boxes, turns: int) -> Boxes:
    left, top, right, bottom = boxes.T
    turned = {
        0: (left, top, right, bottom),
        1: (-top, right, -bottom, left),
        2: (-right, -bottom, -left, -top),
        3: (bottom, -left, top, -right),
    }[turns]
    return np.stack(turned, axis=1)


def _inside(boxes: Boxes, page_box: tuple[float, float, float, float]) -> NDArray[np.bool_]:
    """Which characters have their centre on the visible page."""
    left, bottom, right, top = page_box
    x, y = (boxes[:, 0] + boxes[:, 2]) / 2, (boxes[:, 1] + boxes[:, 3]) / 2
    inside: NDArray[np.bool_] = (left <= x) & (x <= right) & (bottom <= y) & (y <= top)
    return inside


@dataclass(frozen=True)
class _Marks:
    """Cleaned characters with their places, all of one length. turns: of most of the page."""

    looks: Looks
    text: str
    index: Indices
    boxes: Boxes
    inside: NDArray[np.bool_]
    turns: int


def _lines(raw_textpage: Any, marks: _Marks) -> Iterator[Line]:
    codes = codes_of(marks.text)
    shown = np.flatnonzero(marks.inside & ~np.isin(codes, (*_BLANK, NEWLINE)))
    ends = np.searchsorted(shown, np.flatnonzero(codes == NEWLINE))
    for visible in np.split(shown, ends):
        if len(visible):
            turns = _quarter_turns(raw_textpage, [int(marks.index[visible[len(visible) // 2]])])
            boxes = _turned(marks.boxes[visible], turns)
            for a, b in _level_parts(boxes):
                yield _line(marks, visible[a:b], boxes[a:b], turns)


def _level_parts(at: Boxes) -> Iterator[tuple[int, int]]:
    """A line of PDFium's cut where the text jumps to another height or back to the left.

    PDFium joins the parts of a hyphenated word from two lines into one line.
    """
    height = np.maximum(at[:, 1] - at[:, 3], 0.1)
    overlap = np.minimum(at[1:, 1], at[:-1, 1]) - np.maximum(at[1:, 3], at[:-1, 3])
    apart = overlap < 0.1 * np.minimum(height[1:], height[:-1])
    back = at[1:, 2] < at[:-1, 0] - height[:-1]
    cuts = (np.flatnonzero(apart | back) + 1).tolist()
    yield from zip([0, *cuts], [*cuts, len(at)], strict=True)


def _line(marks: _Marks, shown: NDArray[np.integer[Any]], at: Boxes, turns: int) -> Line:
    """The line of the visible characters `shown`, with its spaces and tabs decided.

    at: their boxes, turned by `turns` so that the line runs to the right.
    """
    part = shown.tolist()
    ends = marks.index[shown[[0, len(part) // 2, -1]]].tolist()
    style = marks.looks.style(ends, sideways=turns != marks.turns)
    place = at if turns == marks.turns else _turned(marks.boxes[shown], marks.turns)
    gaps = ((at[1:, 0] - at[:-1, 2]) / max(style.size, 1.0)).tolist()
    signs = raised_digits([marks.text[i] for i in part], at)
    text, index = _spaced(marks, part, gaps, signs)
    left, top, right, bottom = place.T.tolist()
    return Line(
        text=text,
        index=index,
        left=min(left),
        bottom=median(bottom),
        right=max(right),
        top=median(top),
        style=style,
    )


def _spaced(
    marks: _Marks, part: list[int], gaps: list[float], signs: list[str]
) -> tuple[str, Indices]:
    """Text and index of a line from its visible characters, as `signs`, and the gaps between."""
    places: list[int] = marks.index[part[0] : part[-1] + 1].tolist()
    first = part[0]
    chars, index = [signs[0]], [places[0]]
    is_label = signs[0] in RAISED
    for gap, before, here, sign in zip(gaps, part, part[1:], signs[1:], strict=False):
        if gap <= _MISSING_SPACE and here == before + 1 and not is_label:
            chars.append(sign)
            index.append(places[here - first])
            continue
        between = places[before + 1 - first] if here > before + 1 else -1
        ends_label = is_label and sign not in RAISED and sign != ","
        # PDFium sets a space before many a footnote mark that is printed close to its word.
        parted = here > before + 1 and (sign not in RAISED or gap > _MISSING_SPACE)
        if gap > _CELL_GAP:
            chars.append("\t")
            index.append(between)
        elif parted or gap > _MISSING_SPACE or ends_label:
            chars.append(" ")
            index.append(between)
        is_label = is_label and not ends_label
        chars.append(sign)
        index.append(places[here - first])
    return "".join(chars), np.array(index, dtype=np.int32)
