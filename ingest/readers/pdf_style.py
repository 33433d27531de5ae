"""How the lines of a PDF page are set: size, weight, slant, colour, as PDFium gives them."""

import ctypes
import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

_BOLD_WEIGHT = 600
_NAME_BYTES = 128


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
class _Look:
    size: float
    bold: bool
    italic: bool
    colour: int


class Looks:
    """The looks of an open PDFium text page's characters.

    Characters of one text object look alike, so each object is asked about once.
    """

    def __init__(self, raw_textpage: Any) -> None:
        self._page = raw_textpage
        self._name = ctypes.create_string_buffer(_NAME_BYTES)
        self._known: dict[int, _Look] = {}

    def style(self, indices: Sequence[int], *, sideways: bool) -> Style:
        """The style of a line from a few of its characters, by PDFium's indices."""
        looks = [self._look(i) for i in set(indices)]
        colours = {look.colour for look in looks}
        return Style(
            size=round(sorted(look.size for look in looks)[len(looks) // 2], 1),
            bold=all(look.bold for look in looks),
            sideways=sideways,
            italic=all(look.italic for look in looks),
            colour=colours.pop() if len(colours) == 1 else None,
        )

    def _look(self, i: int) -> _Look:
        import pypdfium2.raw as pdfium

        held = pdfium.FPDFText_GetTextObject(self._page, i)
        key = ctypes.cast(held, ctypes.c_void_p).value
        if key is None:
            return self._asked(i)
        if key not in self._known:
            self._known[key] = self._asked(i)
        return self._known[key]

    def _asked(self, i: int) -> _Look:
        import pypdfium2.raw as pdfium

        matrix = pdfium.FS_MATRIX()
        pdfium.FPDFText_GetMatrix(self._page, i, matrix)
        scale = math.hypot(matrix.b, matrix.d) or 1.0
        size = abs(pdfium.FPDFText_GetFontSize(self._page, i)) * scale
        self._name.value = b""
        pdfium.FPDFText_GetFontInfo(self._page, i, self._name, _NAME_BYTES, None)
        bold, italic = _named_face(self._name.value)
        bold = bold or pdfium.FPDFText_GetFontWeight(self._page, i) >= _BOLD_WEIGHT
        return _Look(size, bold, italic, self._colour(i))

    def _colour(self, i: int) -> int:
        import pypdfium2.raw as pdfium

        red, green, blue, opacity = (ctypes.c_uint() for _ in range(4))
        pdfium.FPDFText_GetFillColor(self._page, i, red, green, blue, opacity)
        return int(red.value << 16 | green.value << 8 | blue.value)


@lru_cache(maxsize=1000)
def _named_face(name: bytes) -> tuple[bool, bool]:
    """Whether a font's name says bold, and whether it says italic."""
    name = name.lower()
    bold = any(word in name for word in (b"bold", b"black", b"heavy"))
    return bold, b"italic" in name or b"oblique" in name
