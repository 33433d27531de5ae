"""Which pages of a PDF need OCR, what came of it, and what to say where it did not help."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from ingest.readers.base import OnPage
from ingest.readers.ocr import Recognised, is_better, recognise
from ingest.readers.ocr_page import OcrPage
from ingest.readers.ocrplan import Ocr
from ingest.readers.pdf_layout import PageText
from ingest.readers.textlayer import Fault, fault_of

WAY_OUT = (
    "Run OCR on the file (for example ocrmypdf), or install Tesseract (tesseract-ocr), "
    "and add it again."
)
# Below this a reader should look at the picture before believing the text.
_UNSURE = 0.7
_GRID = 40
_MOST_OBJECTS = 2_000


@dataclass(frozen=True)
class Scans:
    """What was done about pages without a usable text layer.

    pages: those that OCR read better, by number. problems: one line each. lacks_ocr: True if
    another try, with Tesseract or with more time, may read more.
    """

    pages: Mapping[int, OcrPage]
    problems: tuple[str, ...]
    lacks_ocr: bool


def read_scans(document: Any, read: Mapping[int, PageText], ocr: Ocr, on_page: OnPage) -> Scans:
    """Looks at each page's text layer, and reads those that are not usable by OCR.

    read: the pages of the open PDFium document by their 1-based number.
    """
    faults = dict(_faults(document, read))
    found = recognise(document, sorted(faults), ocr, on_page)
    better = {
        number: page
        for number, page in found.pages.items()
        if is_better(page, read[number].text, faults[number])
    }
    left = {number: fault for number, fault in faults.items() if number not in better}
    told = _told(left, found, better, ocr)
    problems = tuple(
        f"{named(numbers)} of {len(document)} {text}" for numbers, text in told if numbers
    )
    missed = not ocr.program or found.late or found.failed
    return Scans(better, problems, lacks_ocr=bool(left and missed))


def named(numbers: Sequence[int]) -> str:
    """Page numbers as people write them.

    >>> named([7]), named([3, 4, 5, 9])
    ('page 7', 'pages 3-5, 9')
    """
    runs: list[list[int]] = []
    for number in numbers:
        if runs and number == runs[-1][-1] + 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    parts = [f"{run[0]}-{run[-1]}" if len(run) > 1 else str(run[0]) for run in runs]
    return ("page " if len(numbers) == 1 else "pages ") + ", ".join(parts)


def _told(
    left: Mapping[int, Fault], found: Recognised, better: Mapping[int, OcrPage], ocr: Ocr
) -> Iterator[tuple[list[int], str]]:
    """Page numbers and what is to be said of them."""
    for fault in (Fault.ABSENT, Fault.GARBLED):
        of_fault = [number for number in sorted(left) if left[number] is fault]
        if not ocr.program:
            yield of_fault, f"{_have(of_fault)} {fault.value}. {WAY_OUT}"
            continue
        unread = {*found.blank, *found.late, *found.failed}
        rest = [number for number in of_fault if number not in unread]
        found_no = "words" if fault is Fault.ABSENT else "better"
        yield rest, f"{_have(rest)} {fault.value}, and OCR found no {found_no}."
    late, failed = list(found.late), list(found.failed)
    yield (
        late,
        f"took OCR more than {ocr.seconds:g} s each, or came after pages that did. "
        "Raise LPIP_OCR_SECONDS and add the file again.",
    )
    yield failed, "cannot be read by Tesseract. Run OCR on the file in another way."
    unsure = [number for number, page in sorted(better.items()) if page.confidence < _UNSURE]
    yield unsure, "came out of OCR with little confidence: check what is quoted from there."


def _have(numbers: Sequence[int]) -> str:
    return "has" if len(numbers) == 1 else "have"


def _faults(document: Any, read: Mapping[int, PageText]) -> Iterator[tuple[int, Fault]]:
    for number, page_text in read.items():

        def raw(number: int = number) -> str:
            return _characters(document, number)

        def picture(number: int = number) -> float:
            return _covered(document, number)

        fault = fault_of(page_text.text, raw, picture)
        if fault is not None:
            yield number, fault


def _characters(document: Any, number: int) -> str:
    page = document[number - 1]
    textpage = page.get_textpage()
    try:
        return str(textpage.get_text_range())
    finally:
        textpage.close()
        page.close()


def _covered(document: Any, number: int) -> float:
    """The share of the page under pictures, in [0, 1]."""
    import pypdfium2
    import pypdfium2.raw as pdfium

    page = document[number - 1]
    try:
        left, bottom, right, top = page.get_bbox()
        wide, high = max(right - left, 1.0), max(top - bottom, 1.0)
        covered = np.zeros((_GRID, _GRID), dtype=bool)
        pictures = page.get_objects(filter=[pdfium.FPDF_PAGEOBJ_IMAGE])
        for _, picture in zip(range(_MOST_OBJECTS), pictures, strict=False):
            try:
                x0, y0, x1, y1 = picture.get_bounds()
            except pypdfium2.PdfiumError:
                continue
            columns = _cells(x0 - left, x1 - left, wide)
            covered[_cells(y0 - bottom, y1 - bottom, high), columns] = True
        return float(covered.mean())
    finally:
        page.close()


def _cells(start: float, end: float, whole: float) -> slice:
    places = np.clip(np.array([start, end]) / whole, 0, 1) * _GRID
    return slice(int(np.floor(places[0])), int(np.ceil(places[1])))
