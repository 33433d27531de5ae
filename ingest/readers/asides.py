"""What a file says where its readers do not look: comments, descriptions of pictures, hidden text.

None of it is indexed. It is read only to tell when it gives orders to software.
"""

import re
import zipfile
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

from ingest.readers.base import Draft
from ingest.readers.detect import FileKind

_HIDDEN_STYLE = re.compile(
    r"display\s*:\s*none|visibility\s*:\s*hidden|opacity\s*:\s*0(?:\D|$)|font-size\s*:\s*[01](?:px|pt)?\b"
    r"|color\s*:\s*(?:#fff(?:fff)?\b|white\b)|(?:left|top)\s*:\s*-\d{3,}",
    re.IGNORECASE,
)
_TEXT_PARTS = ("word/document.xml", "word/comments.xml", "docProps/core.xml", "ppt/comments")
_MOST_BYTES = 20_000_000
_WORDS = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"

Aside = tuple[str, str]


def asides(path: Path, kind: FileKind | None, draft: Draft) -> Iterator[Aside]:
    """(where, text) of each such place; what cannot be looked at is passed over."""
    told = draft.file_metadata
    for text in (told.title, told.heading, told.publisher, *told.authors):
        if text:
            yield "the file's description of itself", text
    if kind is FileKind.HTML:
        yield from _html(path)
    elif kind is FileKind.DOCX:
        with suppress(zipfile.BadZipFile, KeyError, OSError, SyntaxError, ValueError):
            yield from _docx(path)
    elif kind is FileKind.PDF:
        yield from _pdf(path)


def _html(path: Path) -> Iterator[Aside]:
    from bs4 import BeautifulSoup, Comment

    soup = BeautifulSoup(path.read_bytes()[:_MOST_BYTES], "lxml")
    for comment in soup.find_all(string=lambda found: isinstance(found, Comment)):
        yield "a comment", str(comment)
    for tag in soup.find_all(True):
        for name in ("alt", "title", "aria-label", "content"):
            value = tag.get(name)
            if isinstance(value, str) and value.strip():
                yield {"alt": "the description of a picture"}.get(name, "an attribute"), value
        style = tag.get("style")
        hidden = tag.has_attr("hidden") or (isinstance(style, str) and _HIDDEN_STYLE.search(style))
        if hidden:
            yield "hidden text", tag.get_text(" ", strip=True)


def _docx(path: Path) -> Iterator[Aside]:
    from lxml import etree  # type: ignore[import-untyped]  # lxml ships no types

    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False)
    with zipfile.ZipFile(path) as packed:
        for part in packed.infolist():
            if not part.filename.startswith(_TEXT_PARTS) or part.file_size > _MOST_BYTES:
                continue
            root = etree.fromstring(packed.read(part), parser)
            if part.filename != "word/document.xml":
                yield "a comment or description", " ".join(root.itertext())
                continue
            yield "hidden text", " ".join(_hidden_runs(root))
            for element in root.iter():
                if described := element.get("descr"):
                    yield "the description of a picture", described


def _hidden_runs(root: Any) -> Iterator[str]:
    """Runs that are marked hidden, white, or of three points and less."""
    for run in root.iter(f"{_WORDS}r"):
        marks = run.find(f"{_WORDS}rPr")
        if marks is None:
            continue
        color, size = marks.find(f"{_WORDS}color"), marks.find(f"{_WORDS}sz")
        white = color is not None and (color.get(f"{_WORDS}val") or "").upper() == "FFFFFF"
        halves = size.get(f"{_WORDS}val") if size is not None else None
        tiny = halves is not None and halves.isdigit() and int(halves) <= 6
        if white or tiny or marks.find(f"{_WORDS}vanish") is not None:
            yield "".join(text.text or "" for text in run.iter(f"{_WORDS}t"))


def _pdf(path: Path) -> Iterator[Aside]:
    """The properties that no reader uses."""
    import pypdfium2

    with suppress(pypdfium2.PdfiumError):
        document = pypdfium2.PdfDocument(path)
        try:
            for name in ("Subject", "Keywords", "Creator"):
                if text := document.get_metadata_value(name):
                    yield "the file's description of itself", text
        finally:
            document.close()
