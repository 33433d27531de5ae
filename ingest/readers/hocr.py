"""hOCR, the form in which Tesseract gives words, boxes and confidences, -> lines of words.

Source: http://kba.github.io/hocr-spec/1.2/
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from lxml import etree  # type: ignore[import-untyped]

_LINES = frozenset({"ocr_line", "ocr_header", "ocr_caption", "ocr_textfloat"})
_WORD = "ocrx_word"
_MOST_BYTES = 32 * 1024 * 1024


@dataclass(frozen=True)
class HocrWord:
    """A word in a picture. left, top, right, bottom: pixels from the upper left corner.

    confidence: what the program says of itself, in [0, 1].
    """

    text: str
    left: int
    top: int
    right: int
    bottom: int
    confidence: float


@dataclass(frozen=True)
class HocrLine:
    """One line. size: of its letters, ascender to descender, in pixels; 0 if not known.

    base: how far below the upper edge of the picture its letters stand, halfway along. turned: it
    does not run to the right.
    """

    words: tuple[HocrWord, ...]
    size: float
    base: float
    turned: bool = False


def parse_hocr(content: bytes) -> list[HocrLine]:
    """The lines with at least one word, in order. Raises ValueError if it is no hOCR."""
    if len(content) > _MOST_BYTES:
        raise ValueError("the OCR program's answer is too long")
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    try:
        root = etree.fromstring(content, parser)
    except etree.XMLSyntaxError as error:
        raise ValueError(f"the OCR program's answer is no hOCR ({error})") from error
    return [line for element in root.iter() if (line := _line(element))]


def _line(element: "etree._Element") -> HocrLine | None:
    if element.get("class") not in _LINES:
        return None
    words = tuple(_words(element))
    if not words:
        return None
    said = _properties(element)
    left, _, right, bottom = said.get("bbox", [0, 0, 0, 0])
    slope, offset = said.get("baseline", [0.0, 0.0])
    return HocrLine(
        words=words,
        size=said.get("x_size", [0.0])[0],
        base=bottom + offset + slope * (right - left) / 2,
        turned=said.get("textangle", [0.0])[0] != 0,
    )


def _words(line: "etree._Element") -> Iterator[HocrWord]:
    for element in line.iter():
        text = "".join(element.itertext()).strip() if element.get("class") == _WORD else ""
        said = _properties(element) if text else {}
        if len(said.get("bbox", ())) == 4:
            left, top, right, bottom = (int(place) for place in said["bbox"])
            confidence = min(1.0, max(0.0, said.get("x_wconf", [0.0])[0] / 100))
            yield HocrWord(" ".join(text.split()), left, top, right, bottom, confidence)


def _properties(element: "etree._Element") -> Mapping[str, list[float]]:
    """The numbers in a title attribute by name: "bbox 1 2 3 4; x_wconf 96"."""
    found = {}
    for part in (element.get("title") or "").split(";"):
        name, *values = part.split()
        if values and all(re.fullmatch(r"-?\d+(\.\d+)?", value) for value in values):
            found[name] = [float(value) for value in values]
    return found
