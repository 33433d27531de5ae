"""What pypdf reads of a PDF when PDFium cannot: the whole file, or some of its pages."""

import logging
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from ingest.document import Block, Kind, Page
from ingest.errors import NothingToIndex, UnreadableDocument
from ingest.readers.base import Draft, FileMetadata, Limits, OnPage, unwatched
from ingest.readers.cleaning import clean_text
from ingest.readers.pdf_scans import WAY_OUT

_log = logging.getLogger(__name__)
# pypdf reports broken files by its own errors and by any of the built-in ones.
_PYPDF_FAILS: tuple[type[Exception], ...] = (Exception,)


def read_with_pypdf(path: Path, limits: Limits, on_page: OnPage = unwatched) -> Draft:
    """The file read by pypdf alone. Raises UnreadableDocument, NothingToIndex."""
    reader = _open(path)
    count = _count(path, reader)
    if count > limits.max_pages:
        raise UnreadableDocument(f"{path}: {count} pages, more than {limits.max_pages}. Split it.")
    texts, failed = _texts(reader, range(1, count + 1), path, on_page)
    if not any(texts.values()):
        raise _nothing(path, count, failed)
    pages = tuple(Page(n, None, texts.get(n, "")) for n in range(1, count + 1))
    blocks = tuple(block for page in pages for block in plain_blocks(page.number, page.text))
    problems = [f"{len(failed)} of {count} pages unreadable; the rest is in."] if failed else []
    return Draft("application/pdf", pages, blocks, _about(reader), tuple(problems))


def page_texts(path: Path, numbers: Sequence[int]) -> dict[int, str]:
    """The text of those 1-based pages that pypdf can read."""
    try:
        reader = _open(path)
    except UnreadableDocument:
        return {}
    return _texts(reader, numbers, path)[0]


def plain_blocks(number: int, text: str) -> Iterator[Block]:
    """Paragraphs between blank lines as prose: all that is known without places."""
    at = 0
    for part in text.split("\n\n"):
        if part.strip():
            yield Block(Kind.PROSE, number, at, at + len(part))
        at += len(part) + 2


def _nothing(path: Path, count: int, failed: Sequence[int]) -> UnreadableDocument:
    if failed or not count:
        return UnreadableDocument(
            f"{path}: the PDF is damaged, no page of it can be read. "
            "Open it in a PDF viewer, save it again, and add that copy."
        )
    return NothingToIndex(f"{path}: no page has a text layer. {WAY_OUT}")


def _open(path: Path) -> Any:
    import pypdf

    try:
        reader = pypdf.PdfReader(path, strict=False)
        locked = reader.is_encrypted and not reader.decrypt("")
    except _PYPDF_FAILS as error:
        raise _damaged(path, error) from error
    if locked:
        raise UnreadableDocument(
            f"{path}: the PDF is encrypted and needs a password. "
            "Save a copy without the password and add that."
        )
    return reader


def _damaged(path: Path, error: Exception) -> UnreadableDocument:
    cause = " ".join(str(error).split())[:120] or type(error).__name__
    return UnreadableDocument(
        f"{path}: the PDF is damaged ({cause}). "
        "Open it in a PDF viewer, save it again, and add that copy."
    )


def _count(path: Path, reader: Any) -> int:
    try:
        return len(reader.pages)
    except _PYPDF_FAILS as error:
        raise _damaged(path, error) from error


def _texts(
    reader: Any, numbers: Sequence[int], path: Path, on_page: OnPage = unwatched
) -> tuple[dict[int, str], list[int]]:
    texts: dict[int, str] = {}
    failed: list[int] = []
    for number in numbers:
        try:
            texts[number] = clean_text(reader.pages[number - 1].extract_text())
        except _PYPDF_FAILS as error:
            _log.info("%s: pypdf cannot read page %d (%s)", path, number, error)
            failed.append(number)
        on_page(number)
    return texts, failed


def _about(reader: Any) -> FileMetadata:
    try:
        declared = reader.metadata
        title = clean_text(str(declared.title or "")) if declared else ""
    except _PYPDF_FAILS as error:
        _log.info("pypdf cannot read the metadata (%s)", error)
        return FileMetadata()
    return FileMetadata(title=title or None)
