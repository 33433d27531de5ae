"""Readers: bytes of a file -> Draft. `read_file` picks one by the content of the file."""

from dataclasses import replace
from pathlib import Path

from ingest.errors import UnreadableDocument
from ingest.readers.base import Draft, FileMetadata, Limits, OnPage, Reader, unwatched
from ingest.readers.detect import FileKind, kind_of, name_problem
from ingest.readers.ocrplan import NO_OCR, Ocr
from ingest.readers.orders import with_orders_told

__all__ = ["Draft", "FileMetadata", "Limits", "Reader", "read_file"]


def read_file(
    path: Path,
    limits: Limits,
    *,
    without_pdfium: bool = False,
    on_page: OnPage = unwatched,
    ocr: Ocr = NO_OCR,
) -> Draft:
    """Reads one file with the reader for its content.

    without_pdfium: True after PDFium has brought a process down on this file.
    Raises UnreadableDocument or NothingToIndex; their text is one line naming the file.
    """
    size = _size(path)
    if size > limits.max_bytes:
        raise UnreadableDocument(
            f"{path}: {size / 1e6:.0f} MB, more than the {limits.max_bytes / 1e6:.0f} MB allowed. "
            "Split the file or raise LPIP_MAX_FILE_MB."
        )
    kind = kind_of(path)
    draft = _reader(kind, limits, on_page, ocr, without_pdfium=without_pdfium).read(path)
    # What brought PDFium down once must not be opened by it again.
    draft = with_orders_told(path, None if without_pdfium else kind, draft)
    problem = name_problem(path, kind)
    if problem is None:
        return draft
    problems = (problem, *draft.problems)
    return replace(draft, problems=problems)


def _size(path: Path) -> int:
    try:
        size = path.stat().st_size
        is_file = path.is_file()
    except OSError as error:
        raise UnreadableDocument(f"{path}: cannot be opened ({error.strerror}).") from error
    if not is_file:
        raise UnreadableDocument(f"{path}: not a file.")
    if not size:
        raise UnreadableDocument(f"{path}: the file is empty (0 bytes). Copy it again.")
    return size


def _reader(
    kind: FileKind, limits: Limits, on_page: OnPage, ocr: Ocr, *, without_pdfium: bool
) -> Reader:
    # Imported here: reading a text file must not load a PDF engine.
    if kind is FileKind.PDF:
        from ingest.readers.pdf import PdfReader

        return PdfReader(limits, on_page, ocr=ocr, without_pdfium=without_pdfium)
    if kind is FileKind.DOCX:
        from ingest.readers.docx import DocxReader

        return DocxReader(limits)
    if kind in _OFFICE:
        return _office_reader(kind, limits, on_page)
    if kind is FileKind.HTML:
        from ingest.readers.html import HtmlReader

        return HtmlReader(limits)
    if kind is FileKind.MARKDOWN:
        from ingest.readers.markdown import MarkdownReader

        return MarkdownReader(limits)
    from ingest.readers.text import TextReader

    return TextReader(limits)


_OFFICE = frozenset(
    {FileKind.ODT, FileKind.ODP, FileKind.ODS, FileKind.XLSX, FileKind.CSV, FileKind.PPTX}
)


def _office_reader(kind: FileKind, limits: Limits, on_page: OnPage) -> Reader:
    """The reader of slides, sheets and OpenDocument text."""
    if kind in (FileKind.ODT, FileKind.ODP):
        from ingest.readers.odf import SLIDES_TYPE, TEXT_TYPE, OdfReader

        return OdfReader(limits, TEXT_TYPE if kind is FileKind.ODT else SLIDES_TYPE)
    if kind is FileKind.ODS:
        from ingest.readers.ods import OdsReader

        return OdsReader(limits, on_page)
    if kind is FileKind.XLSX:
        from ingest.readers.xlsx import XlsxReader

        return XlsxReader(limits, on_page)
    if kind is FileKind.CSV:
        from ingest.readers.delimited import DelimitedReader

        return DelimitedReader(limits)
    from ingest.readers.pptx import PptxReader

    return PptxReader(limits, on_page)
