"""The words of a cited page, read without our own reader, so that our reader can be checked.

PDFs by pypdf, and by pdfplumber where that is installed and pypdf's text differs; notes and text
files as they are; HTML, DOCX and CSV by their own libraries, as one page.
"""

import csv
import io
import logging
import re
import unicodedata
from collections.abc import Callable, Iterator
from enum import StrEnum
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pypdf import PdfReader

_OPEN_FILES = 8
_PAGES_KEPT = 256
_NOT_WORDS = re.compile(r"[\s\u00ad\u200b\u2010-\u2015\-]+")
_WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_STOPS = re.compile(r"(?<!\d)[.,]|[.,](?!\d)")
_NOT_SIGNS = re.compile(r"[^\w.,%£€$+]+|_+")


class Rule(StrEnum):
    """How a quote was found on its page, the strictest rule first."""

    AS_IS = "white space collapsed"
    NO_SPACE = "without white space and hyphens"
    SIGNS = "letters, digits and money or decimal signs only"
    PLUMBER = "by pdfplumber, white space collapsed"
    PLUMBER_NO_SPACE = "by pdfplumber, without white space and hyphens"
    PLUMBER_SIGNS = "by pdfplumber, letters, digits and money or decimal signs only"
    SCANNED = "read by OCR from a page without text, so not checked here"
    NO_TEXT = "no text on that page"
    NOT_FOUND = "not found"
    NO_PAGE = "no such page"
    NO_FILE = "no such file"
    UNREADABLE = "pypdf cannot read the file"

    @property
    def opens(self) -> bool:
        """True if the quote is on its page."""
        return self not in _FAILURES


_FAILURES = frozenset({Rule.NO_TEXT, Rule.NOT_FOUND, Rule.NO_PAGE, Rule.NO_FILE, Rule.UNREADABLE})


def find_quote(path: Path, page: int, quote: str) -> Rule:
    """By which rule `quote` is found on the 1-based `page` of the file, if at all."""
    if not path.is_file():
        return Rule.NO_FILE
    if not quote.strip():
        return Rule.NOT_FOUND
    try:
        readings = _readings(path, page)
        if readings is None:
            return Rule.NO_PAGE
        found = (rule for rule, form, text in readings if _stands(form(quote), form(text())))
        return next(found, None) or _missed(path, page)
    # pypdf raises many kinds of error on odd files; each is one counted failure of that citation.
    except Exception:  # noqa: BLE001
        return Rule.UNREADABLE


def for_scan(rule: Rule, read_by: str) -> Rule:
    """What `find_quote` says, for a citation that says of itself what read it: "ocr" or "text"."""
    return Rule.SCANNED if rule is Rule.NO_TEXT and read_by == "ocr" else rule


def _missed(path: Path, page: int) -> Rule:
    is_pdf = path.suffix.lower() == ".pdf"
    return Rule.NO_TEXT if is_pdf and not _pypdf_text(path, page).strip() else Rule.NOT_FOUND


def _stands(quote: str, text: str) -> bool:
    """A quote that ends in "12" does not stand where the page says "12%"."""
    if not quote[-1:].isdigit():
        return bool(quote) and quote in text
    return re.search(re.escape(quote) + "(?!%)", text) is not None


def collapse(text: str) -> str:
    """White space collapsed to single spaces."""
    return " ".join(text.split())


def squeeze(text: str) -> str:
    """Without white space and hyphens, ligatures spelt out."""
    return _NOT_WORDS.sub("", unicodedata.normalize("NFKC", text))


def bare(text: str) -> str:
    """The same without bullets, punctuation, brackets and Markdown marks.

    Some fonts map their space to a full stop, so those go too. What tells one figure from another
    stays: a point or comma between digits, a percent or money sign.
    """
    return _NOT_SIGNS.sub("", squeeze(_STOPS.sub("", text)))


Reading = tuple[Rule, Callable[[str], str], Callable[[], str]]


def _readings(path: Path, page: int) -> Iterator[Reading] | None:
    """Ways to read the page, the strictest rule first; None if the file has no such page."""
    if path.suffix.lower() == ".pdf":
        pages = _pypdf_pages(path)
        return _pdf_readings(path, page) if 1 <= page <= pages else None
    return _text_readings(path) if page == 1 else None


def _pdf_readings(path: Path, page: int) -> Iterator[Reading]:
    yield Rule.AS_IS, collapse, lambda: _pypdf_text(path, page)
    yield Rule.NO_SPACE, squeeze, lambda: _pypdf_text(path, page)
    yield Rule.SIGNS, bare, lambda: _pypdf_text(path, page)
    yield Rule.PLUMBER, collapse, lambda: _plumber_text(path, page)
    yield Rule.PLUMBER_NO_SPACE, squeeze, lambda: _plumber_text(path, page)
    yield Rule.PLUMBER_SIGNS, bare, lambda: _plumber_text(path, page)


def _text_readings(path: Path) -> Iterator[Reading]:
    yield Rule.AS_IS, collapse, lambda: _plain_text(path)
    yield Rule.NO_SPACE, squeeze, lambda: _plain_text(path)
    yield Rule.SIGNS, bare, lambda: _plain_text(path)


@lru_cache(maxsize=_OPEN_FILES)
def _pypdf(path: Path) -> "PdfReader":
    from pypdf import PdfReader

    # Its warnings about odd files are not about the quote that is looked for.
    logging.getLogger("pypdf").setLevel(logging.ERROR)
    return PdfReader(path)


def _pypdf_pages(path: Path) -> int:
    return len(_pypdf(path).pages)


@lru_cache(maxsize=_PAGES_KEPT)
def _pypdf_text(path: Path, page: int) -> str:
    return _pypdf(path).pages[page - 1].extract_text()


@lru_cache(maxsize=_PAGES_KEPT)
def _plumber_text(path: Path, page: int) -> str:
    """Empty if pdfplumber is not installed: then only pypdf's reading counts."""
    try:
        import pdfplumber
    except ImportError:
        return ""
    logging.getLogger("pdfminer").setLevel(logging.ERROR)
    with pdfplumber.open(path, pages=[page]) as pdf:
        return str(pdf.pages[0].extract_text() or "")


@lru_cache(maxsize=_PAGES_KEPT)
def _plain_text(path: Path) -> str:
    suffix = path.suffix.lower()
    if suffix == ".docx":
        import docx

        paragraphs = docx.Document(str(path)).element.body.iter(f"{_WORD}p")
        return "\n".join("".join(t.text or "" for t in p.iter(f"{_WORD}t")) for p in paragraphs)
    text = path.read_text(encoding="utf-8", errors="replace")
    if suffix in (".html", ".htm", ".xhtml"):
        from bs4 import BeautifulSoup

        return BeautifulSoup(text, "html.parser").get_text(" ")
    if suffix in (".csv", ".tsv"):
        # Without the quotes and separators, which are no part of a cell.
        rows = csv.reader(io.StringIO(text), delimiter="\t" if suffix == ".tsv" else ",")
        return "\n".join("\t".join(row) for row in rows)
    return text
