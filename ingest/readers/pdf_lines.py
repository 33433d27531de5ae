"""One PDF page by PDFium: its characters inside the page box, and the lines they stand on."""

import ctypes
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ingest.readable import RAISED
from ingest.readers.cleaning import Indices, cleaned
from ingest.readers.pdf_marks import raised_digits

Boxes = NDArray[np.float32]

# In widths of the letter size. PDFium's own boxes hold a letter's whole advance, so that letters of
# a word touch: a gap this wide without a space is two cells run together.
_MISSING_SPACE = 0.3
_CELL_GAP = 1.15
_BOLD_WEIGHT = 600
# U+FFFD is PDFium's sign for a glyph of which the file does not say what it means.
_BLANK = frozenset(" \ufffd")


@dataclass(frozen=True)
class Style:
    """How a line is set. size: in points, after scaling. bold, italic: all of it, not one word.

    sideways: it runs in another direction than most of the page. colour: 0xRRGGBB, None if the
    line has several.
    """

    size: float
    bold: bool
    sideways: bool = False
    italic: bool = False
    colour: int | None = 0


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
    box_of = pdfium.FPDFText_GetLooseCharBox
    for i, box in enumerate(boxes):
        box_of(raw_textpage, i, ctypes.byref(box))
    return Glyphs(
        _text(raw_textpage, count), np.frombuffer(boxes, dtype=np.float32).reshape(count, 4)
    )


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
        visible = [i for i, char in enumerate(glyphs.text) if not char.isspace()]
        turns = _quarter_turns(textpage.raw, visible[:: max(1, len(visible) // 15)])
        inside = _inside(glyphs.boxes, page.get_bbox())
        text, index = cleaned(glyphs.text)
        marks = _Marks(text, index, glyphs.boxes[index], inside[index], turns)
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

    text: str
    index: Indices
    boxes: Boxes
    inside: NDArray[np.bool_]
    turns: int


def _lines(raw_textpage: Any, marks: _Marks) -> Iterator[Line]:
    start = 0
    while start <= len(marks.text):
        end = marks.text.find("\n", start)
        end = len(marks.text) if end < 0 else end
        visible = [i for i in range(start, end) if marks.text[i] not in _BLANK and marks.inside[i]]
        if visible:
            turns = _quarter_turns(raw_textpage, [int(marks.index[visible[len(visible) // 2]])])
            boxes = _turned(marks.boxes[visible], turns)
            for a, b in _level_parts(boxes):
                yield _line(raw_textpage, marks, visible[a:b], boxes[a:b], turns)
        start = end + 1


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


def _line(raw_textpage: Any, marks: _Marks, part: list[int], at: Boxes, turns: int) -> Line:
    """The line of the visible characters `part`, with its spaces and tabs decided.

    at: their boxes, turned by `turns` so that the line runs to the right.
    """
    style = _style(raw_textpage, [int(marks.index[i]) for i in part], turns != marks.turns)
    place = at if turns == marks.turns else _turned(marks.boxes[part], marks.turns)
    gaps = ((at[1:, 0] - at[:-1, 2]) / max(style.size, 1.0)).tolist()
    text, index = _spaced(marks, part, gaps, raised_digits([marks.text[i] for i in part], at))
    return Line(
        text=text,
        index=index,
        left=float(place[:, 0].min()),
        bottom=float(np.median(place[:, 3])),
        right=float(place[:, 2].max()),
        top=float(np.median(place[:, 1])),
        style=style,
    )


def _spaced(
    marks: _Marks, part: list[int], gaps: list[float], signs: list[str]
) -> tuple[str, Indices]:
    """Text and index of a line from its visible characters, as `signs`, and the gaps between."""
    chars, index = [signs[0]], [int(marks.index[part[0]])]
    is_label = signs[0] in RAISED
    for gap, before, here, sign in zip(gaps, part, part[1:], signs[1:], strict=False):
        between = int(marks.index[before + 1]) if here > before + 1 else -1
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
        index.append(int(marks.index[here]))
    return "".join(chars), np.array(index, dtype=np.int32)


def _style(raw_textpage: Any, indices: list[int], sideways: bool) -> Style:
    """The style of a line from three of its characters."""
    import pypdfium2.raw as pdfium

    matrix = pdfium.FS_MATRIX()
    sizes: list[float] = []
    faces: list[tuple[bool, bool]] = []
    colours: set[int] = set()
    for i in {indices[0], indices[len(indices) // 2], indices[-1]}:
        pdfium.FPDFText_GetMatrix(raw_textpage, i, ctypes.byref(matrix))
        scale = float(np.hypot(matrix.b, matrix.d)) or 1.0
        sizes.append(abs(pdfium.FPDFText_GetFontSize(raw_textpage, i)) * scale)
        faces.append(_bold_italic(raw_textpage, i))
        colours.add(_colour(raw_textpage, i))
    return Style(
        size=round(sorted(sizes)[len(sizes) // 2], 1),
        bold=all(bold for bold, _ in faces),
        sideways=sideways,
        italic=all(italic for _, italic in faces),
        colour=colours.pop() if len(colours) == 1 else None,
    )


def _bold_italic(raw_textpage: Any, i: int) -> tuple[bool, bool]:
    import pypdfium2.raw as pdfium

    buffer = ctypes.create_string_buffer(128)
    pdfium.FPDFText_GetFontInfo(raw_textpage, i, buffer, 128, None)
    name = buffer.value.lower()
    bold = any(word in name for word in (b"bold", b"black", b"heavy"))
    bold = bold or pdfium.FPDFText_GetFontWeight(raw_textpage, i) >= _BOLD_WEIGHT
    return bold, b"italic" in name or b"oblique" in name


def _colour(raw_textpage: Any, i: int) -> int:
    import pypdfium2.raw as pdfium

    red, green, blue, opacity = (ctypes.c_uint() for _ in range(4))
    pdfium.FPDFText_GetFillColor(raw_textpage, i, red, green, blue, opacity)
    return int(red.value << 16 | green.value << 8 | blue.value)
