"""A PDF page as a picture with some of its text lit. Runs in the sandbox."""

import io
import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from ingest.errors import UnreadableDocument
from ingest.readers.pdf import open_pdfium, page_text
from ingest.readers.pdf_lines import read_glyphs

_LIGHT = (255, 221, 51)
_STRENGTH = 0.55
_MOST_PIXELS = 16_000_000

Span = tuple[int, int]
Rectangle = tuple[float, float, float, float]


def count_pages(path: Path) -> int:
    """The number of pages. Raises UnreadableDocument."""
    document = _opened(path)
    try:
        return len(document)
    finally:
        document.close()


@dataclass(frozen=True)
class Shown:
    """How a page is drawn: `scale` pixels to the point, with places on yellow.

    lit: (start, end) offsets into the page's text as PDFium and the reader give it. boxes: points
    from the upper left corner of the page as it is drawn.
    """

    lit: Sequence[Span] = ()
    boxes: Sequence[Rectangle] = ()
    scale: float = 1.0


def draw_page(path: Path, number: int, shown: Shown) -> bytes:
    """The 1-based page as PNG. Raises UnreadableDocument."""
    import pypdfium2

    document = _opened(path)
    try:
        if not 1 <= number <= len(document):
            raise UnreadableDocument(f"{path}: has no page {number}, only {len(document)}.")
        return _drawn(document, number, shown)
    except pypdfium2.PdfiumError as error:
        raise UnreadableDocument(f"{path}: page {number} cannot be drawn.") from error
    finally:
        document.close()


def _opened(path: Path) -> Any:
    import pypdfium2

    try:
        return open_pdfium(path)
    except pypdfium2.PdfiumError as error:
        raise UnreadableDocument(f"{path}: no picture can be drawn of it ({error}).") from error


def _drawn(document: Any, number: int, shown: Shown) -> bytes:
    page = document[number - 1]
    try:
        width, height = page.get_size()
        scale = min(shown.scale, math.sqrt(_MOST_PIXELS / max(1.0, width * height)))
        bitmap = page.render(scale=scale, rev_byteorder=True)
        pixels = np.array(bitmap.to_numpy()[:, :, :3])
        boxes = _lit_boxes(document, page, number, shown.lit) if shown.lit else []
        convert = bitmap.get_posconv(page)
        rectangles = [_on_picture(convert, box) for box in boxes]
        rectangles += [_scaled(box, scale) for box in shown.boxes]
    finally:
        page.close()
    for rectangle in merged(rectangles):
        _light(pixels, rectangle)
    return _png(pixels)


def _lit_boxes(document: Any, page: Any, number: int, lit: Sequence[Span]) -> list[Rectangle]:
    """The boxes (left, top, right, bottom, in page units) of the characters in the spans."""
    read = page_text(document, number)
    textpage = page.get_textpage()
    try:
        boxes = read_glyphs(textpage.raw).boxes
    finally:
        textpage.close()
    wanted = [int(i) for start, end in lit for i in read.index[max(0, start) : end] if i >= 0]
    return [(float(b[0]), float(b[1]), float(b[2]), float(b[3])) for b in boxes[wanted]]


def _on_picture(convert: Any, box: Rectangle) -> Rectangle:
    """left, top, right, bottom in pixels from the upper left corner."""
    (x0, y0), (x1, y1) = convert.to_bitmap(box[0], box[1]), convert.to_bitmap(box[2], box[3])
    return min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1)


def _scaled(box: Rectangle, scale: float) -> Rectangle:
    left, top, right, bottom = box
    return left * scale, top * scale, right * scale, bottom * scale


def merged(rectangles: Iterable[Rectangle]) -> list[Rectangle]:
    """Neighbouring rectangles of one line joined, in the order given.

    >>> merged([(0, 0, 5, 10), (5, 1, 9, 10), (0, 12, 5, 22)])
    [(0, 0, 9, 10), (0, 12, 5, 22)]
    """
    joined: list[Rectangle] = []
    for box in rectangles:
        if box[2] <= box[0] or box[3] <= box[1]:
            continue
        if joined and _touch(joined[-1], box):
            a = joined[-1]
            joined[-1] = min(a[0], box[0]), min(a[1], box[1]), max(a[2], box[2]), max(a[3], box[3])
        else:
            joined.append(box)
    return joined


def _touch(a: Rectangle, b: Rectangle) -> bool:
    """True if they stand on one line, upright or sideways, less than a letter's height apart."""
    across = min(a[3], b[3]) - max(a[1], b[1]), max(a[0], b[0]) - min(a[2], b[2])
    along = min(a[2], b[2]) - max(a[0], b[0]), max(a[1], b[1]) - min(a[3], b[3])
    low = min(a[3] - a[1], b[3] - b[1])
    narrow = min(a[2] - a[0], b[2] - b[0])
    upright = across[0] > 0.6 * low and across[1] < 1.2 * low
    sideways = along[0] > 0.9 * narrow and along[1] < 0.2 * narrow and narrow < low * 0.2
    return upright or sideways


def _light(pixels: Any, rectangle: Rectangle) -> None:
    """Multiplies the area with the light's colour, so that the letters stay black."""
    left, top, right, bottom = rectangle
    rows = slice(max(0, math.floor(top)), max(0, math.ceil(bottom)))
    columns = slice(max(0, math.floor(left) - 1), max(0, math.ceil(right) + 1))
    light = np.array(_LIGHT, dtype=np.float32) / 255
    tint = 1 - _STRENGTH + _STRENGTH * light
    pixels[rows, columns] = (pixels[rows, columns] * tint).astype(np.uint8)


def _png(pixels: Any) -> bytes:
    from PIL import Image

    buffer = io.BytesIO()
    Image.fromarray(pixels, "RGB").save(buffer, "PNG", compress_level=4)
    return buffer.getvalue()
