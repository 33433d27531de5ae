"""PDF -> Draft: text and structure by PDFium; pypdf for what PDFium cannot read."""

import logging
import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np

from ingest.document import Block, Page, ReadBy
from ingest.errors import NothingToIndex, UnreadableDocument
from ingest.readers.base import Draft, FileMetadata, Limits, OnPage, unwatched
from ingest.readers.cleaning import clean_text
from ingest.readers.ocr_page import OcrPage
from ingest.readers.ocrplan import NO_OCR, Ocr
from ingest.readers.pdf_edges import read_drawn
from ingest.readers.pdf_forms import form_lines, open_forms
from ingest.readers.pdf_furniture import printed_numbers
from ingest.readers.pdf_layout import PageText, lay_out
from ingest.readers.pdf_lines import read_page
from ingest.readers.pdf_scans import Scans, named, read_scans
from ingest.readers.pdf_structure import OutlineEntry, find_blocks
from ingest.readers.pdf_tabled import tables_of
from ingest.readers.pdf_tables import with_tables

MEDIA_TYPE = "application/pdf"
_log = logging.getLogger(__name__)


class PdfReader:
    """Reads one PDF file. without_pdfium: True after PDFium has brought a process down on it."""

    def __init__(
        self,
        limits: Limits,
        on_page: OnPage = unwatched,
        *,
        ocr: Ocr = NO_OCR,
        without_pdfium: bool = False,
    ) -> None:
        self._limits = limits
        self._on_page = on_page
        self._ocr = ocr
        self._without_pdfium = without_pdfium

    def read(self, path: Path) -> Draft:
        """Pages, blocks and metadata. Raises UnreadableDocument, NothingToIndex."""
        if self._without_pdfium:
            from ingest.readers.pdf_fallback import read_with_pypdf

            return read_with_pypdf(path, self._limits, self._on_page)
        return _read_with_pdfium(path, self._limits, self._on_page, self._ocr)


def open_pdfium(path: Path) -> Any:
    """A PDFium document. Raises UnreadableDocument if it needs a password; PdfiumError else."""
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(path)
        open_forms(document)
        return document
    except pypdfium2.PdfiumError as error:
        if "password" in str(error).lower():
            raise UnreadableDocument(
                f"{path}: the PDF is encrypted and needs a password. "
                "Save a copy without the password and add that."
            ) from error
        raise


def page_text(document: Any, number: int) -> PageText:
    """The text of the 1-based page of an open PDFium document: the same whenever it is read."""
    page = document[number - 1]
    try:
        read = read_page(page)
        items = with_tables(read, read_drawn(page, read.turns))
        return lay_out([*items, *form_lines(document, page)])
    finally:
        page.close()


def _read_with_pdfium(path: Path, limits: Limits, on_page: OnPage, ocr: Ocr) -> Draft:
    import pypdfium2

    from ingest.readers.pdf_fallback import page_texts, read_with_pypdf

    try:
        document = open_pdfium(path)
    except pypdfium2.PdfiumError as error:
        _log.info("%s: PDFium cannot open it (%s); trying pypdf", path, error)
        return read_with_pypdf(path, limits, on_page)
    try:
        if not len(document):
            return read_with_pypdf(path, limits, on_page)
        _check_pages(path, len(document), limits)
        read, sizes, failed = _pages(document, path, limits, on_page)
        if not any(page.text for page in read.values()):
            return _read_blank(document, path, limits, on_page, ocr)
        problems: list[str] = []
        if failed:
            rescued = page_texts(path, failed)
            read.update({n: _unplaced(text) for n, text in rescued.items()})
            problems = _unreadable(sorted(set(failed) - set(rescued)), len(document))
        scans = read_scans(document, read, ocr, on_page)
        return _draft(document, read, sizes, scans, problems)
    finally:
        document.close()


def _read_blank(document: Any, path: Path, limits: Limits, on_page: OnPage, ocr: Ocr) -> Draft:
    """A file in which PDFium finds no text: a scan, or so broken that its pages come out blank."""
    from ingest.readers.pdf_fallback import read_with_pypdf

    try:
        return read_with_pypdf(path, limits, on_page)
    except (NothingToIndex, UnreadableDocument):
        numbers = range(1, len(document) + 1)
        blank = {number: _unplaced("") for number in numbers}
        scans = read_scans(document, blank, ocr, on_page)
        if not scans.pages:
            raise
        sizes = {number: document.get_page_size(number - 1) for number in numbers}
        return _draft(document, blank, sizes, scans)


def _check_pages(path: Path, count: int, limits: Limits) -> None:
    if count > limits.max_pages:
        raise UnreadableDocument(
            f"{path}: {count} pages, more than the {limits.max_pages} allowed. Split the file."
        )


def _pages(
    document: Any, path: Path, limits: Limits, on_page: OnPage
) -> tuple[dict[int, PageText], dict[int, tuple[float, float]], list[int]]:
    """Text and size of each page by its number, and the numbers of pages PDFium fails on."""
    import pypdfium2

    read: dict[int, PageText] = {}
    sizes: dict[int, tuple[float, float]] = {}
    failed: list[int] = []
    characters = 0
    for number in range(1, len(document) + 1):
        try:
            sizes[number] = document.get_page_size(number - 1)
            read[number] = page_text(document, number)
            on_page(number)
        except pypdfium2.PdfiumError as error:
            _log.info("%s: PDFium cannot read page %d (%s)", path, number, error)
            failed.append(number)
            continue
        characters += len(read[number].text)
        if characters > limits.max_characters:
            raise UnreadableDocument(
                f"{path}: more than {limits.max_characters} characters of text by page {number}. "
                "Split the file."
            )
    return read, sizes, failed


def _unplaced(text: str) -> PageText:
    """A page read without places: text only."""
    return PageText(text, np.full(len(text), -1, dtype=np.int32), ())


def _draft(
    document: Any,
    read: Mapping[int, PageText],
    sizes: Mapping[int, tuple[float, float]],
    scans: Scans,
    problems: Sequence[str] = (),
) -> Draft:
    from ingest.readers.pdf_fallback import plain_blocks

    texts = {**read, **{number: scan.page for number, scan in scans.pages.items()}}
    numbered = [(number, texts[number]) for number in sorted(texts)]
    blocks = list(find_blocks(numbered, _outline(document)))
    for number, page in numbered:
        if page.text and not page.paragraphs:
            blocks += plain_blocks(number, page.text)
    labels = _labels(document, numbered)
    pages = [
        Page(n, labels.get(n), texts[n].text if n in texts else "", *sizes.get(n, (0.0, 0.0)))
        for n in range(1, len(document) + 1)
    ]
    return Draft(
        MEDIA_TYPE,
        tuple(_as_scanned(page, scans.pages.get(page.number)) for page in pages),
        tuple(_in_order(blocks)),
        _about(document, numbered),
        (*problems, *scans.problems),
        tables_of(numbered, _in_order(blocks)),
        lacks_ocr=scans.lacks_ocr,
    )


def _as_scanned(page: Page, scan: OcrPage | None) -> Page:
    if scan is None:
        return page
    return replace(page, read_by=ReadBy.OCR, confidence=scan.confidence, words=scan.words)


def _in_order(blocks: Sequence[Block]) -> list[Block]:
    return sorted(blocks, key=lambda block: (block.page, block.start))


def _unreadable(numbers: Sequence[int], count: int) -> list[str]:
    if not numbers:
        return []
    return [f"{len(numbers)} of {count} pages unreadable ({named(numbers)}); the rest is in."]


def _outline(document: Any) -> list[OutlineEntry]:
    entries: list[OutlineEntry] = []
    for bookmark in document.get_toc(max_depth=6):
        target = bookmark.get_dest()
        page = target.get_index() if target else None
        if page is not None:
            entries.append(OutlineEntry(clean_text(bookmark.get_title()), page + 1, bookmark.level))
        if len(entries) >= 5_000:
            break
    return entries


def _labels(document: Any, pages: Sequence[tuple[int, PageText]]) -> dict[int, str]:
    """What is printed on each page; else what the file declares."""
    printed = printed_numbers(pages)
    declared = {n: document.get_page_label(n - 1) for n in range(1, len(document) + 1)}
    return {n: label for n in declared if (label := printed.get(n) or declared[n])}


def _about(document: Any, pages: Sequence[tuple[int, PageText]]) -> FileMetadata:
    declared = document.get_metadata_dict(skip_empty=True)
    author = clean_text(declared.get("Author", ""))
    return FileMetadata(
        title=clean_text(declared.get("Title", "")) or None,
        heading=_largest(pages[0][1]) if pages else None,
        authors=(author,) if author else (),
        created=iso_date(declared.get("CreationDate", "")),
    )


def iso_date(declared: str) -> str | None:
    """The day of a PDF date ("D:20130701120000+01'00'"), None if it is none."""
    match = re.match(r"(?:D:)?(\d{4})(\d{2})?(\d{2})?", declared.strip())
    if not match or not 1900 < int(match.group(1)) < 2100:
        return None
    return "-".join(part for part in match.groups() if part)


def _largest(page: PageText) -> str | None:
    """The paragraph in the largest letters among those with at least a word of them."""
    usable = [
        p for p in page.paragraphs if sum(c.isalpha() for c in page.text[p.start : p.end]) > 3
    ]
    if not usable:
        return None
    largest = max(usable, key=lambda p: max(line.style.size for line in p.lines))
    title = " ".join(page.text[largest.start : largest.end].split())
    return title if len(title) < 250 else None
