"""One line for each place of a file that gives orders to software, and how it is hidden."""

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import Any

from ingest.instructions import Instruction, instructions_in
from ingest.readers.asides import asides
from ingest.readers.base import Draft
from ingest.readers.detect import FileKind

_SHOWN = 60
_MOST = 8
_WHITE = 245
_TINY_PT = 3.0
_INVISIBLE = 3
_LOOKED_FOR = 24


def with_orders_told(path: Path, kind: FileKind | None, draft: Draft) -> Draft:
    """The draft with a problem for each order in it; most files have none.

    kind: None to look at nothing but what was read.
    """
    lines = list(dict.fromkeys([*_on_pages(path, kind, draft), *_beside(path, kind, draft)]))
    if not lines:
        return draft
    more = len(lines) - _MOST
    told = [*lines[:_MOST], *([f"{more} more places give such orders."] if more > 0 else [])]
    return replace(draft, problems=(*draft.problems, *told))


def _on_pages(path: Path, kind: FileKind | None, draft: Draft) -> Iterator[str]:
    several = len(draft.pages) > 1
    for page in draft.pages:
        for order in instructions_in(page.text):
            said = page.text[order.start : order.end]
            how = order.disguise or (
                _drawn(path, page.number, said) if kind is FileKind.PDF else ""
            )
            yield _line(f"page {page.number}" if several else "its text", said, how)


def _beside(path: Path, kind: FileKind | None, draft: Draft) -> Iterator[str]:
    for where, text in asides(path, kind, draft):
        found: tuple[Instruction, ...] = instructions_in(text)
        if found:
            yield _line(where, text[found[0].start : found[0].end], found[0].disguise)


def _line(where: str, said: str, how: str) -> str:
    shown = " ".join(said.split())[:_SHOWN]
    hidden = f", in {how}" if how else ""
    return (
        f"{where} gives orders to software that reads it{hidden} (“{shown}”). "
        "They are never followed and never quoted as evidence."
    )


def _drawn(path: Path, number: int, said: str) -> str:
    """How a stretch of a PDF page is hidden from people; "" if it is not."""
    import pypdfium2

    with suppress(pypdfium2.PdfiumError, IndexError):
        document = pypdfium2.PdfDocument(path)
        try:
            text = document[number - 1].get_textpage()
            found = text.search(" ".join(said.split())[:_LOOKED_FOR]).get_next()
            return _look(text, found[0]) if found else ""
        finally:
            document.close()
    return ""


def _look(text: Any, at: int) -> str:
    from ctypes import byref, c_uint

    import pypdfium2.raw as raw

    channels = [c_uint() for _ in range(4)]
    if raw.FPDFText_GetFillColor(text, at, *(byref(channel) for channel in channels)):
        red, green, blue, alpha = (channel.value for channel in channels)
        if alpha == 0 or min(red, green, blue) >= _WHITE:
            return "white letters"
    if 0 < raw.FPDFText_GetFontSize(text, at) < _TINY_PT:
        return "tiny letters"
    drawn = raw.FPDFText_GetTextObject(text, at)
    if drawn and raw.FPDFTextObj_GetTextRenderMode(drawn) == _INVISIBLE:
        return "invisible letters"
    return ""
