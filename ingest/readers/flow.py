"""Builds pages and blocks from a stream of headings, paragraphs, lists and tables."""

from collections.abc import Sequence

from ingest.document import Block, Kind, Page, Slice, Table
from ingest.readers.cleaning import clean_text
from ingest.readers.grid import Given, laid_out
from ingest.readers.headings import HeadingStack
from ingest.tables import with_headers


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
        self.first_heading: str | None = None

    def heading(self, text: str, level: int) -> None:
        """level: 1 for the outermost."""
        text = clean_text(text).replace("\n", " ")
        if text:
            self._stack.push(text, (float(level),))
            self.first_heading = self.first_heading or text
            self._put(Kind.HEADING, text)

    def paragraph(self, text: str, kind: Kind = Kind.PROSE, *, indexed: bool = True) -> None:
        """indexed: False for text that is on the page but in no block, hence in no passage."""
        text = clean_text(text)
        if text:
            self._put(kind if indexed else None, text)

    def table(
        self,
        rows: Sequence[Sequence[str | Given]],
        *,
        caption: str = "",
        header_rows: int | None = None,
        label_columns: int | None = None,
    ) -> None:
        """One line a row, cells set apart by tabs, after the caption.

        header_rows, label_columns: as for `ingest.tables.with_headers`.
        """
        title: Slice | None = None
        if caption := clean_text(caption).replace("\n", " "):
            title = self._slice(self._put(Kind.CAPTION, caption), caption)
        at = self._at + (2 if self._parts else 0)
        text, cells = laid_out(rows, len(self._pages) + 1, at)
        if cells:
            self._put(Kind.TABLE, text)
            headed = with_headers(cells, header_rows, label_columns)
            block = self._blocks[-1]
            table = Table(block.page, block.start, block.end, headed, title)
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
        """All pages and blocks; an empty last page is no page."""
        if self._parts or not self._pages:
            self.page_break()
        return tuple(self._pages), tuple(self._blocks)

    @property
    def tables(self) -> tuple[Table, ...]:
        """The tables put in so far."""
        return tuple(self._tables)

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
