"""Pages of a PDF whose text layer is not usable, read from their pictures by Tesseract."""

import logging
import math
import os
from collections import deque
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ingest.ocrwords import unpack_words
from ingest.readers.hocr import HocrLine
from ingest.readers.ocr_page import OcrPage, lay_out_again, lay_out_seen, seen_lines
from ingest.readers.ocrplan import Ocr
from ingest.readers.tesseract import OcrFailed, OcrTooSlow, Picture, read_picture
from ingest.readers.textlayer import Fault, wording_of

_log = logging.getLogger(__name__)

# A poster is read at fewer dots than a page.
_MOST_PIXELS = 24_000_000
# Darker or lighter than the paper by this much is ink; a page with a smaller share of it is blank.
_INK, _BLANK = 60, 2e-5
# After so many pages that took too long, the rest of the file is not tried.
_MOST_SLOW = 5
_BOLDER = 1.25

Pixels = NDArray[np.uint8]


@dataclass(frozen=True)
class Recognised:
    """What came of OCR. pages: by number, with words on them. blank, wordless: nothing is drawn;
    something is, but no words. late: took too long, or were not tried because others did.
    failed: Tesseract could not read them.
    """

    pages: Mapping[int, OcrPage]
    blank: tuple[int, ...] = ()
    wordless: tuple[int, ...] = ()
    late: tuple[int, ...] = ()
    failed: tuple[int, ...] = ()


def recognise(
    document: Any, numbers: Sequence[int], ocr: Ocr, on_page: Callable[[int], None]
) -> Recognised:
    """Reads the 1-based pages of an open PDFium document from their pictures."""
    pages: dict[int, OcrPage] = {}
    for number in numbers:
        if again := _read_before(document, number, ocr):
            pages[number] = again
    left = [number for number in numbers if number not in pages]
    outcomes: dict[int, OcrPage | str] = {}
    if left and ocr.program:
        ocr.begins(len(left))
        for number, outcome in _outcomes(document, left, ocr):
            outcomes[number] = outcome
            on_page(number)
    pages |= {n: outcome for n, outcome in outcomes.items() if isinstance(outcome, OcrPage)}

    def those(reason: str) -> tuple[int, ...]:
        return tuple(sorted(n for n, outcome in outcomes.items() if outcome == reason))

    return Recognised(pages, those("blank"), those("wordless"), those("late"), those("failed"))


def is_better(read: OcrPage, text: str, fault: Fault) -> bool:
    """Whether what OCR read says more than the page's own text layer."""
    if fault is Fault.ABSENT:
        return True
    ours, theirs = wording_of(read.page.text), wording_of(text)
    if fault is Fault.SPARSE:
        return ours.known > 2 * theirs.known
    return ours.share > theirs.share + 0.2


def _read_before(document: Any, number: int, ocr: Ocr) -> OcrPage | None:
    known = ocr.known.get(number)
    words = unpack_words(known.words) if known else ()
    if known is None or not words:
        return None
    _, height = document.get_page_size(number - 1)
    return lay_out_again(known.text, words, height)


def _outcomes(
    document: Any, numbers: Sequence[int], ocr: Ocr
) -> Iterator[tuple[int, OcrPage | str]]:
    """Pages as they are done. Only this thread draws, as PDFium is not safe to share."""
    import pypdfium2

    waiting = deque(numbers)
    running: dict[Future[OcrPage | str], int] = {}
    slow = 0
    with ThreadPoolExecutor(os.cpu_count() or 1, thread_name_prefix="ocr") as threads:
        while waiting or running:
            while waiting and len(running) < max(1, ocr.at_once()):
                number = waiting.popleft()
                try:
                    picture, height = _drawn(document, number, ocr.dots)
                except pypdfium2.PdfiumError as error:
                    _log.info("page %d cannot be drawn (%s)", number, error)
                    yield number, "failed"
                    continue
                running[threads.submit(_read, picture, height, ocr)] = number
            for future in wait(running, return_when=FIRST_COMPLETED).done:
                outcome = future.result()
                slow += outcome == "late"
                yield running.pop(future), outcome
            if slow >= _MOST_SLOW:
                yield from ((number, "late") for number in waiting)
                waiting.clear()


def _drawn(document: Any, number: int, dots: int) -> tuple[Picture, float]:
    """A page's picture in grey, and the page's height in points."""
    page = document[number - 1]
    try:
        width, height = page.get_size()
        scale = min(dots / 72, math.sqrt(_MOST_PIXELS / max(1.0, width * height)))
        bitmap = page.render(scale=scale, grayscale=True)
        pixels = bitmap.to_numpy().reshape(bitmap.height, -1)[:, : bitmap.width]
        grey = np.ascontiguousarray(pixels).tobytes()
        return Picture(grey, bitmap.width, bitmap.height, round(72 * scale)), height
    finally:
        page.close()


def _read(picture: Picture, height: float, ocr: Ocr) -> OcrPage | str:
    pixels = np.frombuffer(picture.pixels, np.uint8).reshape(picture.height, picture.width)
    paper = int(np.median(pixels))
    ink = (pixels < max(0, paper - _INK)) | (pixels > min(255, paper + _INK))
    if ink.mean() < _BLANK:
        return "blank"
    try:
        lines = read_picture(picture, ocr.program, ocr.languages, ocr.seconds)
    except OcrTooSlow:
        return "late"
    except (OcrFailed, ValueError, OSError) as error:
        _log.info("Tesseract: %s", error)
        return "failed"
    read = lay_out_seen(seen_lines(lines, _bold(lines, pixels), picture.dots), height)
    return read if _holds_words(read) else "wordless"


def _holds_words(read: OcrPage) -> bool:
    """One word or number of which Tesseract is fairly sure: else it is dirt or a photograph."""
    sure = [word for word in read.words if word.confidence >= 0.6]
    texts = [read.page.text[word.start : word.end] for word in sure]
    return any(sum(char.isalnum() for char in text) > 2 for text in texts)


def _bold(lines: Sequence[HocrLine], pixels: Pixels) -> list[bool]:
    """Which lines are set in letters with thicker stems, for their size, than most."""
    stems = [_stem(line, pixels) for line in lines]
    usual = np.median(
        [s for s, line in zip(stems, lines, strict=True) for _ in line.words if s] or [0]
    )
    return [stem > _BOLDER * usual for stem in stems]


def _stem(line: HocrLine, pixels: Pixels) -> float:
    """The usual run of ink along a row of pixels, in letter sizes; 0 if there is none."""
    left, right = min(w.left for w in line.words), max(w.right for w in line.words)
    top, bottom = min(w.top for w in line.words), max(w.bottom for w in line.words)
    part = pixels[top:bottom, left:right]
    if not part.size or not line.size or line.turned:
        return 0.0
    paper, darkest = np.percentile(part, (90, 2))
    ink = np.zeros((part.shape[0], part.shape[1] + 2), dtype=np.int8)
    ink[:, 1:-1] = part < (paper + darkest) / 2
    edges = np.diff(ink, axis=1)
    starts, ends = np.nonzero(edges == 1)[1], np.nonzero(edges == -1)[1]
    return float(np.median(ends - starts)) / line.size if len(starts) else 0.0
