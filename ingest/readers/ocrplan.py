"""What a reader is told about OCR: with what, for how long, and what is known already."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field


def _one() -> int:
    return 1


def _untold(pages: int) -> None:
    """For reading without a watcher."""


@dataclass(frozen=True)
class KnownPage:
    """A page that OCR read before: its text and words, packed by `ingest.ocrwords`."""

    text: str
    words: bytes


NOTHING_KNOWN: Mapping[int, KnownPage] = {}


@dataclass(frozen=True)
class Ocr:
    """How the pages of one file are to be read by OCR.

    program: the path of Tesseract, "" for no OCR. dots: to the inch, at which pages are drawn for
    it; `python -m eval.bench ocr` measured it, see the README. seconds: wall clock of one page.
    at_once: how many pages may be read at the same time, asked before each. begins: told how many
    pages will be read, before the first. known: pages that were read before, by number.
    """

    program: str = ""
    languages: str = "eng"
    seconds: float = 20.0
    dots: int = 250
    at_once: Callable[[], int] = _one
    begins: Callable[[int], None] = _untold
    known: Mapping[int, KnownPage] = field(default_factory=lambda: NOTHING_KNOWN)


NO_OCR = Ocr()
