"""Builds pages and blocks from a stream of headings, paragraphs, lists and tables."""

import re
from collections.abc import Sequence
from dataclasses import replace

from ingest.document import Block, Kind, Page, Slice, Table
from ingest.readers.bold_headings import with_bold_headings
from ingest.readers.cleaning import clean_text
from ingest.readers.grid import Given, laid_out
from ingest.readers.headings import HeadingStack
from ingest.tables import with_headers
from ingest.units import is_units_line

_NAMED = re.compile(r"(?:Table|Tabl) [A-Z]?\d[\w.]*\b", re.IGNORECASE)
_LONGEST_CAPTION = 200
_ENDS_SENTENCE = re.compile(r"[.:;!?]$")


class Flow:
    """The pages of a file without a fixed layout, grown block by block.

    Every piece is cleaned here and set apart by a blank line, so blocks are exact slices.
    """

    def __init__(self) -> None:
        self._pages: list[Page] = []
        self._blocks: list[Block] = []
        self._tables: list[Table] = []
        self._stack = HeadingStack()
        self._parts: list[str] = []
        self._at = 0
        self._levels: dict[int, float] = {}
        self._bold: set[int] = set()
        self.first_heading: str | None = None

    def heading(self, text: str, level: int) -> None:
        """level: 1 for the outermost."""
        text = clean_text(text).replace("\n", " ")
        if text:
            self._stack.push(text, (float(level),))
            self.first_heading = self.first_heading or text
            self._levels[len(self._blocks)] = float(level)
            self._put(Kind.HEADING, text)

    def paragraph(
        self, text: str, kind: Kind = Kind.PROSE, *, indexed: bool = True, bold: bool = False
    ) -> None:
        """indexed: False for text that is on the page but in no block, hence in no passage.

        bold: all of it is, so that it may be a heading without a style.
        """
        text = clean_text(text)
        if text:
            if bold and indexed:
                self._bold.add(len(self._blocks))
            self._put(kind if indexed else None, text)

    def table(
        self,
        rows: Sequence[Sequence[str | Given]],
        *,
        caption: str = "",
        header_rows: int | None = None,
        label_columns: int | None = None,
    ) -> None:
        """One line a row, cells set apart by tabs, after the caption: given, or the block before.

        A line of units right above is the table's too.

        header_rows, label_columns: as for `ingest.tables.with_headers`.
        """
        units = self._units_above()
        title = None if caption else self._caption_above(units)
        if caption := clean_text(caption).replace("\n", " "):
            title = self._slice(self._put(Kind.CAPTION, caption), caption)
        at = self._at + (2 if self._parts else 0)
        text, cells = laid_out(rows, len(self._pages) + 1, at)
        if cells:
            self._put(Kind.TABLE, text)
            headed = with_headers(cells, header_rows, label_columns)
            block = self._blocks[-1]
            table = Table(block.page, block.start, block.end, headed, title, units)
            self._tables.append(table)

    def end_headings(self) -> None:
        """No heading so far stands above what follows."""
        self._stack = HeadingStack()

    def page_break(self, label: str | None = None) -> None:
        """Ends the page; the headings in force go on. label: what people call the page."""
        text = "".join(self._parts)
        self._pages.append(Page(len(self._pages) + 1, label, text))
        self._parts, self._at = [], 0

    def finish(self) -> tuple[tuple[Page, ...], tuple[Block, ...]]:
        """All pages and blocks; an empty last page is no page. Bold lines may become headings,
        also `first_heading`."""
        if self._parts or not self._pages:
            self.page_break()
        blocks = tuple(self._blocks)
        if self._bold:
            texts = [self._pages[b.page - 1].text[b.start : b.end] for b in blocks]
            blocks = with_bold_headings(blocks, texts, self._levels, self._bold)
            if blocks[0].kind is Kind.HEADING:
                self.first_heading = self.first_heading or texts[0]
        return tuple(self._pages), blocks

    @property
    def tables(self) -> tuple[Table, ...]:
        """The tables put in so far."""
        return tuple(self._tables)

    def _units_above(self) -> Slice | None:
        """The last block of this page if it only says the units of a table that follows it."""
        text = self._above(0)
        return self._as_caption(0, text) if is_units_line(text) else None

    def _caption_above(self, units: Slice | None) -> Slice | None:
        """The last block of this page if it reads as the caption of a table that follows it.

        units: the line of units between the two, above which any short line is a caption.
        """
        at = 1 if units else 0
        text = self._above(at)
        if not text:
            return None
        named = _NAMED.match(text) or (units and not _ENDS_SENTENCE.search(text))
        is_caption = self._blocks[-1 - at].kind is Kind.CAPTION
        if is_caption or (named and len(text) < _LONGEST_CAPTION):
            return self._as_caption(at, text)
        return None

    def _above(self, at: int) -> str:
        """The text of the last block but `at`, a caption or prose, if all below it is blocks."""
        if len(self._blocks) <= at:
            return ""
        block = self._blocks[-1 - at]
        end = self._blocks[-at].start - 2 if at else self._at
        right_here = block.page == len(self._pages) + 1 and block.end == end
        if not right_here or block.kind not in (Kind.CAPTION, Kind.PROSE):
            return ""
        return "".join(self._parts)[block.start : block.end]

    def _as_caption(self, at: int, text: str) -> Slice:
        block = self._blocks[-1 - at]
        self._blocks[-1 - at] = replace(block, kind=Kind.CAPTION)
        return self._slice(block.start, text)

    def _slice(self, start: int, text: str) -> Slice:
        return Slice(len(self._pages) + 1, start, start + len(text), text)

    def _put(self, kind: Kind | None, text: str) -> int:
        """Adds text at the end of the page; returns where it begins."""
        if self._parts:
            self._parts.append("\n\n")
            self._at += 2
        if kind is not None:
            number = len(self._pages) + 1
            # The empty corner of a table is a tab on the page.
            span = (self._at + len(text) - len(text.lstrip()), self._at + len(text))
            self._blocks.append(Block(kind, number, *span, heading_path=self._stack.path))
        self._parts.append(text)
        self._at += len(text)
        return self._at - len(text)
