"""The straight lines and filled boxes drawn on a PDF page, as horizontal and vertical edges."""

import ctypes
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

Boxes = NDArray[np.float32]

# In points. A shape thinner than this is a line; an edge shorter than the next bounds nothing.
_THIN = 2.6
_SHORT = 4.0
# More shapes than this are a drawing or a map, on which no table is looked for.
_MOST_SHAPES = 6_000
_MOST_SEGMENTS = 400
_DEEPEST = 3

Shape = tuple[float, float, float, float]
"""left, bottom, right, top."""
_WHOLE = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)
# A filled box that covers more of the page is its background.
_BACKGROUND = 0.6
# Word lays a second fill behind the lines of a filled cell, inset by the cell's margin.
_INSET = (2.0, 18.0)


@dataclass(frozen=True)
class Edges:
    """across: (n, 3) y, left, right of the horizontal edges; upright: (n, 3) x, bottom, top."""

    across: NDArray[np.float32]
    upright: NDArray[np.float32]

    def __add__(self, other: "Edges") -> "Edges":
        return Edges(
            np.concatenate([self.across, other.across]),
            np.concatenate([self.upright, other.upright]),
        )


@dataclass(frozen=True)
class Drawn:
    """What is drawn on a page. rules: lines and outlines; fills: the borders of filled boxes."""

    rules: Edges
    fills: Edges


def read_drawn(page: Any, turns: int) -> Drawn:
    """The edges on an open PDFium page, turned by `turns` quarters like its text."""
    ruled: list[Shape] = []
    filled: list[Shape] = []
    for is_rule, shape in _shapes(page.raw):
        (ruled if is_rule else filled).append(shape)
        if len(ruled) + len(filled) > _MOST_SHAPES:
            ruled, filled = [], []
            break
    box = page.get_bbox()
    fills = _clipped(np.array(filled, dtype=np.float32).reshape(-1, 4), box)
    rules = _clipped(np.array(ruled, dtype=np.float32).reshape(-1, 4), box)
    area = max(1.0, (box[2] - box[0]) * (box[3] - box[1]))
    large = (fills[:, 2] - fills[:, 0]) * (fills[:, 3] - fills[:, 1]) > _BACKGROUND * area
    fills = _without_inset(fills[~large])
    return Drawn(_edges(_turned(rules, turns)), _edges(_turned(fills, turns)))


def _clipped(boxes: Boxes, page: Shape) -> Boxes:
    """The part of each box that lies on the page; none that do not."""
    left, bottom, right, top = page
    low, high = np.array([left, bottom, left, bottom]), np.array([right, top, right, top])
    kept = (boxes[:, 0] < right) & (boxes[:, 2] > left) & (boxes[:, 1] < top)
    kept &= boxes[:, 3] > bottom
    clipped: Boxes = np.clip(boxes[kept], low, high).astype(np.float32)
    return clipped


def _without_inset(fills: Boxes) -> Boxes:
    """Filled boxes without those that lie just inside another."""
    if not 1 < len(fills) < 1_000:
        return fills
    wide = fills[:, 2] - fills[:, 0]
    less = wide[None, :] - wide[:, None]
    inside = (less > _INSET[0]) & (less < _INSET[1])
    for low, high in ((0, 2), (1, 3)):
        inside &= fills[:, low][:, None] >= fills[:, low][None, :] - 1.0
        inside &= fills[:, high][:, None] <= fills[:, high][None, :] + 1.0
    return fills[~inside.any(axis=1)]


def _turned(boxes: Boxes, turns: int) -> Boxes:
    """left, bottom, right, top after turning the page."""
    left, bottom, right, top = boxes.T
    return np.stack(
        {
            0: (left, bottom, right, top),
            1: (-top, left, -bottom, right),
            2: (-right, -top, -left, -bottom),
            3: (bottom, -right, top, -left),
        }[turns],
        axis=1,
    )


def _edges(boxes: Boxes) -> Edges:
    left, bottom, right, top = boxes.T
    wide, high = right - left, top - bottom
    flat = (high < _THIN) & (wide >= _SHORT)
    thin = (wide < _THIN) & (high >= _SHORT)
    box = (wide >= _SHORT) & (high >= _SHORT) & ~flat & ~thin
    middle_y, middle_x = (bottom + top) / 2, (left + right) / 2
    across = [
        np.stack([middle_y, left, right], axis=1)[flat],
        np.stack([bottom, left, right], axis=1)[box],
        np.stack([top, left, right], axis=1)[box],
    ]
    upright = [
        np.stack([middle_x, bottom, top], axis=1)[thin],
        np.stack([left, bottom, top], axis=1)[box],
        np.stack([right, bottom, top], axis=1)[box],
    ]
    return Edges(np.concatenate(across), np.concatenate(upright))


def _shapes(raw_page: Any) -> Iterator[tuple[bool, Shape]]:
    """Lines and rectangles on a page, each with whether it is a line or outlined."""
    import pypdfium2.raw as pdfium

    objects = (
        pdfium.FPDFPage_GetObject(raw_page, i)
        for i in range(max(0, pdfium.FPDFPage_CountObjects(raw_page)))
    )
    yield from _shapes_in(objects, _WHOLE, 1)


def _shapes_in(
    objects: Iterator[Any], matrix: tuple[float, ...], depth: int
) -> Iterator[tuple[bool, Shape]]:
    import pypdfium2.raw as pdfium

    for found in objects:
        kind = pdfium.FPDFPageObj_GetType(found)
        if kind == pdfium.FPDF_PAGEOBJ_PATH:
            yield from ((rule, _moved(shape, matrix)) for rule, shape in _path(found))
        elif kind == pdfium.FPDF_PAGEOBJ_FORM and depth < _DEEPEST:
            inner = (
                pdfium.FPDFFormObj_GetObject(found, i)
                for i in range(max(0, pdfium.FPDFFormObj_CountObjects(found)))
            )
            yield from _shapes_in(inner, _combined(_matrix(found), matrix), depth + 1)


def _path(path: Any) -> Iterator[tuple[bool, Shape]]:
    """The box of a visible path, or of each straight piece of one that has many."""
    import pypdfium2.raw as pdfium

    fill, stroke = ctypes.c_int(), ctypes.c_int()
    pdfium.FPDFPath_GetDrawMode(path, ctypes.byref(fill), ctypes.byref(stroke))
    if not fill.value and not stroke.value:
        return
    count = pdfium.FPDFPath_CountSegments(path)
    if count == 2 and not fill.value:
        yield from _stroke(path)
        return
    if count > 5:
        for shape in _pieces(path, min(count, _MOST_SEGMENTS)):
            yield bool(stroke.value), shape
        return
    left, bottom, right, top = (ctypes.c_float() for _ in range(4))
    if pdfium.FPDFPageObj_GetBounds(path, left, bottom, right, top):
        box = left.value, bottom.value, right.value, top.value
        thin = min(box[2] - box[0], box[3] - box[1]) < _THIN
        yield bool(stroke.value) or thin, box


def _stroke(path: Any) -> Iterator[tuple[bool, Shape]]:
    """One line; a broad one is a filled box. PDFium's own bounds of it are too wide."""
    import pypdfium2.raw as pdfium

    width = ctypes.c_float()
    pdfium.FPDFPageObj_GetStrokeWidth(path, ctypes.byref(width))
    matrix = _matrix(path)
    half = width.value * max(abs(matrix[0]), abs(matrix[1])) / 2
    for left, bottom, right, top in _pieces(path, 2):
        if right - left >= top - bottom:
            yield half * 2 < _THIN, (left, bottom - half, right, top + half)
        else:
            yield half * 2 < _THIN, (left - half, bottom, right + half, top)


def _pieces(path: Any, count: int) -> Iterator[Shape]:
    """The level and upright pieces of a path of many."""
    import pypdfium2.raw as pdfium

    matrix = _matrix(path)
    x, y = ctypes.c_float(), ctypes.c_float()
    at = start = (0.0, 0.0)
    for i in range(count):
        segment = pdfium.FPDFPath_GetPathSegment(path, i)
        pdfium.FPDFPathSegment_GetPoint(segment, ctypes.byref(x), ctypes.byref(y))
        to = _applied(matrix, x.value, y.value)
        kind = pdfium.FPDFPathSegment_GetType(segment)
        if kind == pdfium.FPDF_SEGMENT_MOVETO:
            start = to
        elif kind == pdfium.FPDF_SEGMENT_LINETO:
            yield _between(at, to)
        if pdfium.FPDFPathSegment_GetClose(segment):
            yield _between(to, start)
        at = to


def _between(a: tuple[float, float], b: tuple[float, float]) -> Shape:
    if min(abs(a[0] - b[0]), abs(a[1] - b[1])) > 1.0:
        # A slanting piece bounds nothing: too small to count.
        return a[0], a[1], a[0], a[1]
    return min(a[0], b[0]), min(a[1], b[1]), max(a[0], b[0]), max(a[1], b[1])


def _matrix(found: Any) -> tuple[float, ...]:
    import pypdfium2.raw as pdfium

    matrix = pdfium.FS_MATRIX()
    if not pdfium.FPDFPageObj_GetMatrix(found, ctypes.byref(matrix)):
        return _WHOLE
    return matrix.a, matrix.b, matrix.c, matrix.d, matrix.e, matrix.f


def _applied(matrix: tuple[float, ...], x: float, y: float) -> tuple[float, float]:
    a, b, c, d, e, f = matrix
    return a * x + c * y + e, b * x + d * y + f


def _combined(inner: tuple[float, ...], outer: tuple[float, ...]) -> tuple[float, ...]:
    origin = _applied(outer, inner[4], inner[5])
    turned = (outer[0], outer[1], outer[2], outer[3], 0.0, 0.0)
    return (*_applied(turned, inner[0], inner[1]), *_applied(turned, inner[2], inner[3]), *origin)


def _moved(shape: Shape, matrix: tuple[float, ...]) -> Shape:
    if matrix == _WHOLE:
        return shape
    (x0, y0), (x1, y1) = _applied(matrix, *shape[:2]), _applied(matrix, *shape[2:])
    return min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1)
