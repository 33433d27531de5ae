"""What a downloaded file is, by its first bytes; what the server calls it counts little."""

import re
from pathlib import PurePosixPath

from corpus.errors import Failed, Refused
from corpus.fetch.address import WebAddress

HEAD = 4096
_PDF, _HTML = "pdf", "html"
_OFFICE = {
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": "docx",
    "application/vnd.openxmlformats-officedocument.presentationml.presentation": "pptx",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": "xlsx",
    "application/vnd.oasis.opendocument.text": "odt",
}
_TEXT = {"text/csv": "csv", "text/markdown": "md", "text/plain": "txt"}
_OTHERS = (
    (b"\x89PNG", "a PNG picture"), (b"\xff\xd8\xff", "a JPEG picture"), (b"GIF8", "a GIF picture"),
    (b"MZ", "a program"), (b"\x7fELF", "a program"), (b"\x1f\x8b", "a gzip archive"),
    (b"Rar!", "a RAR archive"), (b"7z\xbc\xaf", "a 7z archive"),
    (b"\xd0\xcf\x11\xe0", "an old Office file; save it as DOCX, XLSX or PDF"),
)  # fmt: skip
_HTML_START = re.compile(rb"<(?:!doctype\s+html|html|head|body|title|script|meta)\b", re.IGNORECASE)
# What a page says that stands in for the one asked for.
_STAND_IN = re.compile(
    r"(?:(?:error )?(?:40[134]|50\d)\b|(?:page |file )?not found|page cannot be found"
    r"|access denied|forbidden|just a moment|attention required|request (?:rejected|unsuccessful)"
    r"|are you (?:a )?(?:robot|human)|security check|(?:sign|log) ?in\b|login\b|service unavailable"
    r"|verify(?:ing)? you are human)",
    re.IGNORECASE,
)
_TITLE = re.compile(rb"<title[^>]{0,200}>(.{0,300}?)</title>", re.IGNORECASE | re.DOTALL)
_CUT_LOOKED_AT = 4096


def kind_of(head: bytes, content_type: str, address: WebAddress) -> str:
    """The ending that fits the file: pdf, html, docx, odt, pptx, xlsx, csv, md or txt.

    head: its first bytes. Raises Failed where a page stands in for a PDF or an error page for a
    page, Refused for a kind that the library does not read.
    """
    declared = content_type.partition(";")[0].strip().lower()
    ending = PurePosixPath(address.path).suffix.lower()[1:]
    if b"%PDF-" in head[:1024]:
        return _PDF
    if _is_html(head):
        if declared == "application/pdf" or ending == _PDF:
            raise Failed(
                f"it should be a PDF and is a web page{_titled(head)}: an error page, perhaps, or "
                "one that asks for a login. Open it in a browser."
            )
        _check_stand_in(head)
        return _HTML
    if head.startswith(b"PK\x03\x04"):
        return _office(declared, ending, head)
    for start, what in _OTHERS:
        if head.startswith(start):
            raise Refused(f"it is {what}, which the library does not read.")
    return _text(head, declared, ending)


def looks_cut(tail: bytes, kind: str) -> bool:
    """Whether a file whose length was not announced lacks its end. tail: its last bytes."""
    return kind == _PDF and b"%%EOF" not in tail[-_CUT_LOOKED_AT:]


def _office(declared: str, ending: str, head: bytes) -> str:
    if b"mimetypeapplication/vnd.oasis.opendocument.text" in head[:120]:
        return "odt"
    found = _OFFICE.get(declared) or (ending if ending in _OFFICE.values() else None)
    if found is None:
        inside = {b"word/": "docx", b"ppt/": "pptx", b"xl/": "xlsx"}
        found = next((kind for name, kind in inside.items() if name in head), None)
    if found is None:
        raise Refused("it is a ZIP archive. Unpack it and run: lpip-ingest add FOLDER")
    return found


def _text(head: bytes, declared: str, ending: str) -> str:
    if declared == "application/pdf" or ending == _PDF:
        raise Failed("it should be a PDF and is none. Open it in a browser.")
    if declared.startswith("text/html"):
        # A fragment of a page; the reader finds out what is in it.
        return _HTML
    if b"\x00" in head or not (declared.startswith("text/") or declared in ("", _STREAM)):
        raise Refused(f"it is of a kind that the library does not read ({declared or 'not said'}).")
    return _TEXT.get(declared, "txt") if ending not in ("csv", "md") else ending


_STREAM = "application/octet-stream"


def _is_html(head: bytes) -> bool:
    rest = head.removeprefix(b"\xef\xbb\xbf").lstrip()
    while rest.startswith((b"<!--", b"<?xml")):
        _, closed, rest = rest.partition(b"-->" if rest.startswith(b"<!--") else b"?>")
        if not closed:
            return True
        rest = rest.lstrip()
    return _HTML_START.match(rest) is not None


def _check_stand_in(head: bytes) -> None:
    title = _title(head)
    if _STAND_IN.match(title):
        raise Failed(
            f"in its place comes a page titled {title[:80]!r}. Open it in a browser; if the "
            "publication is there, save it and run: lpip-ingest add FILE"
        )


def _title(head: bytes) -> str:
    found = _TITLE.search(head)
    text = found[1].decode("utf-8", "replace") if found else ""
    return " ".join(re.sub(r"[\x00-\x1f\x7f]", " ", text).split())


def _titled(head: bytes) -> str:
    title = _title(head)
    return f" titled {title[:80]!r}" if title else ""
