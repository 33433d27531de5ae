"""What kind of file this is, told by its content; the name only decides between kinds of text."""

import re
import zipfile
import zlib
from enum import StrEnum
from pathlib import Path

from ingest.errors import UnreadableDocument
from ingest.readers.decoding import NotText, decode
from ingest.readers.delimiters import is_delimited
from ingest.readers.packed import check_directory

ALLOWED = "PDF, DOCX, ODT, PPTX, ODP, XLSX, ODS, CSV, HTML, Markdown and plain text can be added."


class FileKind(StrEnum):
    """A kind of file that has a reader."""

    PDF = "PDF"
    DOCX = "DOCX"
    ODT = "ODT"
    PPTX = "PPTX"
    ODP = "ODP"
    XLSX = "XLSX"
    ODS = "ODS"
    CSV = "CSV"
    HTML = "HTML"
    MARKDOWN = "Markdown"
    TEXT = "plain text"


_NAMES = {
    ".pdf": FileKind.PDF,
    ".docx": FileKind.DOCX,
    ".odt": FileKind.ODT,
    ".pptx": FileKind.PPTX,
    ".ppsx": FileKind.PPTX,
    ".odp": FileKind.ODP,
    ".xlsx": FileKind.XLSX,
    ".ods": FileKind.ODS,
    ".csv": FileKind.CSV,
    ".tsv": FileKind.CSV,
    ".htm": FileKind.HTML,
    ".html": FileKind.HTML,
    ".xhtml": FileKind.HTML,
    ".md": FileKind.MARKDOWN,
    ".markdown": FileKind.MARKDOWN,
    ".txt": FileKind.TEXT,
    ".text": FileKind.TEXT,
}
SUFFIXES = frozenset(_NAMES)
_PACKED_KINDS = frozenset(
    {
        FileKind.DOCX, FileKind.ODT, FileKind.PPTX, FileKind.ODP, FileKind.XLSX, FileKind.ODS,
    }
)  # fmt: skip
# Text by content, but rows and records: their words would be quoted as if a report said them.
_DATA = frozenset({".json", ".jsonl", ".yaml", ".yml", ".toml", ".log"})
_REFUSED = (
    (
        b"\xd0\xcf\x11\xe0",
        "an old Office file (.doc, .xls, .ppt), an Outlook message or a DOCX with a password",
        "DOCX, XLSX or PPTX without a password",
    ),
    (b"{\\rtf", "an RTF file", "DOCX"),
    (b"\x89PNG", "a picture (PNG)", "PDF with text, by OCR"),
    (b"\xff\xd8\xff", "a picture (JPEG)", "PDF with text, by OCR"),
    (b"GIF8", "a picture (GIF)", "PDF with text, by OCR"),
    (b"II*\x00", "a picture (TIFF)", "PDF with text, by OCR"),
    (b"MM\x00*", "a picture (TIFF)", "PDF with text, by OCR"),
    (b"%!PS", "a PostScript file", "PDF"),
)
# A member that tells the kind, by a pattern of its name.
_PACKED = (
    (r"word/document\d*\.xml", FileKind.DOCX),
    (r"ppt/presentation\d*\.xml", FileKind.PPTX),
    (r"xl/workbook\d*\.xml", FileKind.XLSX),
)
_PACKED_REFUSED = (
    (r"xl/workbook\d*\.bin", "a binary Excel file (XLSB)", "XLSX"),
    (r"META-INF/container\.xml", "an e-book (EPUB)", "PDF"),
    (r"content\.xml", "an OpenDocument file of a kind without text", "ODT or PDF"),
)
_OPEN_DOCUMENT = (
    ("application/vnd.oasis.opendocument.text", FileKind.ODT),
    ("application/vnd.oasis.opendocument.presentation", FileKind.ODP),
    ("application/vnd.oasis.opendocument.spreadsheet", FileKind.ODS),
)
_HEAD = 8_192
_PDF_HEADER_WITHIN = 1_024
_HTML_START = re.compile(
    rb"\s*(?:<\?xml[^>]*>\s*|<!--.*?-->\s*)*<(?:!doctype\s+html|html|head|body|title|meta|script|div|"
    rb"article|main|h[1-6]|p|table|ul|frameset|section|span|a|b|i|img|style|svg|br|center|font)\b",
    re.IGNORECASE | re.DOTALL,
)
_HTML_INSIDE = re.compile(rb"<(?:html|head|body)[\s>]|<!doctype\s+html", re.IGNORECASE)
# A header that only programs write, among header lines: a memo in plain text has none.
_MAIL = re.compile(
    rb"(?:[A-Za-z][A-Za-z0-9-]*:[^\n]*\n(?:[ \t][^\n]*\n)*)*?"
    rb"(?:message-id|mime-version|received|return-path|delivered-to):",
    re.IGNORECASE,
)
_MARKDOWN_START = re.compile(rb"(?:\xef\xbb\xbf)?---[ \t]*\r?\n[A-Za-z_]+:")


def kind_of(path: Path) -> FileKind:
    """The kind of a non-empty file. Raises UnreadableDocument for kinds without a reader."""
    with path.open("rb") as file:
        head = file.read(_HEAD)
    named = _NAMES.get(path.suffix.lower())
    # A few programs write PDF files without a header; readers find the objects all the same.
    if b"%PDF-" in head[:_PDF_HEADER_WITHIN] or (
        named is FileKind.PDF and b" obj" in head and b"<<" in head
    ):
        return FileKind.PDF
    if head.startswith((b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")):
        return _packed_kind(path)
    for mark, what, way_out in _REFUSED:
        if head.startswith(mark):
            raise _refused(path, what, way_out)
    if path.suffix.lower() in _DATA:
        raise UnreadableDocument(
            f"{path}: a {path.suffix.lower()} file holds data, not a report. "
            f"Save what it says as DOCX or PDF and add that. {ALLOWED}"
        )
    if _MAIL.match(head):
        raise _refused(path, "an e-mail or a saved web archive (EML, MHT)", "PDF or HTML")
    text_kind = _text_kind(head, named)
    if named is FileKind.PDF or named in _PACKED_KINDS:
        raise _failed_download(path, named, text_kind, head)
    return text_kind


def name_problem(path: Path, kind: FileKind) -> str | None:
    """A line if the name promises another kind of file than the content is."""
    named = _NAMES.get(path.suffix.lower())
    if named is None or named is kind or {named, kind} == {FileKind.MARKDOWN, FileKind.TEXT}:
        return None
    return f"named {path.suffix} but is {kind}; read as {kind}"


def _packed_kind(path: Path) -> FileKind:
    try:
        check_directory(path)
        with zipfile.ZipFile(path) as archive:
            names = archive.namelist()
            declared = _declared_kind(archive, frozenset(names))
    except (zipfile.BadZipFile, zlib.error, OSError, ValueError, NotImplementedError,
            RuntimeError) as error:  # fmt: skip
        raise UnreadableDocument(
            f"{path}: a damaged or truncated DOCX or ZIP file. Copy or download it again."
        ) from error
    for mark, kind in _OPEN_DOCUMENT:
        if declared.startswith(mark):
            return kind
    for pattern, kind in _PACKED:
        if any(re.fullmatch(pattern, name) for name in names):
            return kind
    for pattern, what, way_out in _PACKED_REFUSED:
        if any(re.fullmatch(pattern, name) for name in names):
            raise _refused(path, what, way_out)
    if "[Content_Types].xml" in names:
        return FileKind.DOCX
    raise UnreadableDocument(f"{path}: a ZIP archive. Unpack it and add the files in it. {ALLOWED}")


def _declared_kind(archive: zipfile.ZipFile, names: frozenset[str]) -> str:
    """The media type that an OpenDocument file names first of all, or in its list of parts."""
    if "mimetype" in names:
        with archive.open("mimetype") as member:
            return member.read(200).decode("ascii", "replace").strip()
    if "META-INF/manifest.xml" not in names:
        return ""
    with archive.open("META-INF/manifest.xml") as member:
        manifest = member.read(_HEAD).decode("utf-8", "replace")
    found = re.search(r"media-type=[\"'](application/vnd\.oasis\.opendocument[^\"']*)", manifest)
    return found[1] if found else ""


def _refused(path: Path, what: str, way_out: str) -> UnreadableDocument:
    return UnreadableDocument(f"{path}: {what}. Save it as {way_out} and add that. {ALLOWED}")


def _is_binary(head: bytes) -> bool:
    return head.count(0) > len(head) / 100


def _text_kind(head: bytes, named: FileKind | None) -> FileKind:
    if named is FileKind.MARKDOWN or _MARKDOWN_START.match(head):
        return FileKind.MARKDOWN
    narrow = head.replace(b"\0", b"").removeprefix(b"\xef\xbb\xbf").lstrip(b"\xff\xfe")
    if _HTML_START.match(narrow) or (named is FileKind.HTML and b"<" in narrow):
        return FileKind.HTML
    if _HTML_INSIDE.search(narrow[:1_024]):
        return FileKind.HTML
    if named is FileKind.CSV or (named in (FileKind.TEXT, None) and _holds_rows(head)):
        return FileKind.CSV
    return FileKind.TEXT


def _holds_rows(head: bytes) -> bool:
    """Whether what a text file begins with is rows of fields."""
    try:
        text = decode(head)[0].replace("\r\n", "\n").replace("\r", "\n")
    except NotText:
        return False
    # The last line may be cut.
    return is_delimited(text if len(head) < _HEAD else text.rpartition("\n")[0])


def _failed_download(
    path: Path, named: FileKind, kind: FileKind, head: bytes
) -> UnreadableDocument:
    """Text under the name of a PDF or packed file is nearly always a web server's error page."""
    if _is_binary(head):
        return UnreadableDocument(f"{path}: damaged, or not a {named}. Copy or download it again.")
    return UnreadableDocument(
        f"{path}: named {path.suffix} but holds {kind}, probably a failed download. "
        f"Download it again, or give it the ending of a {kind} file to add it as it is."
    )
