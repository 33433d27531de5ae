"""The values that travel from a file to the index: Page, Block, Document, Passage."""

import hashlib
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path

PUBLIC = "public"


class Kind(StrEnum):
    """What a stretch of page text is."""

    PROSE = "prose"
    HEADING = "heading"
    LIST = "list"
    TABLE = "table"
    CAPTION = "caption"
    FOOTNOTE = "footnote"


class ReadBy(StrEnum):
    """Where the text of a page comes from: the file's own characters, or its picture."""

    TEXT = "text"
    OCR = "ocr"


@dataclass(frozen=True)
class Word:
    """A word of a page that OCR read: page.text[start:end].

    left, top, right, bottom: points from the upper left corner of the page as it is shown.
    confidence: what the OCR program says of itself, in [0, 1]. line: lines are counted from 0 in
    reading order; size, base, bold, turned: of the line (letter size and distance of the baseline
    from the upper edge, in points; turned: it does not run to the right).
    """

    start: int
    end: int
    left: float
    top: float
    right: float
    bottom: float
    confidence: float
    line: int
    size: float
    base: float
    bold: bool = False
    turned: bool = False


@dataclass(frozen=True)
class Page:
    """One page of a file.

    number: 1-based page in the file. label: what is printed on it ("iv", "12") or "sheet NAME",
    "slide 3" in files without printed pages; None if unknown.
    text: normalised once, at reading; every later offset counts characters of this text.
    width, height: PDF points; 0 for kinds of file without a page size. confidence: of OCR, the mean
    of its words weighted by their length, in [0, 1]; None for text. words: those that OCR read;
    empty when a page comes from the library, which keeps them apart.
    """

    number: int
    label: str | None
    text: str
    width: float = 0.0
    height: float = 0.0
    read_by: ReadBy = ReadBy.TEXT
    confidence: float | None = None
    words: tuple[Word, ...] = field(default=(), compare=False, repr=False)


@dataclass(frozen=True)
class Block:
    """A stretch [start, end) of one page's text with the headings above it, outermost first."""

    kind: Kind
    page: int
    start: int
    end: int
    heading_path: tuple[str, ...] = ()


@dataclass(frozen=True)
class Slice:
    """A stretch of one page: text == page.text[start:end] of the 1-based `page`."""

    page: int
    start: int
    end: int
    text: str


@dataclass(frozen=True)
class Cell(Slice):
    """One cell of a table, in a grid counted from 0 at the upper left.

    rows, columns: how many of the grid it covers; above 1 for a merged cell. above, beside: the
    headers of its column and of its row as positions in `Table.cells`, outermost first.
    """

    row: int
    column: int
    rows: int = 1
    columns: int = 1
    above: tuple[int, ...] = ()
    beside: tuple[int, ...] = ()


@dataclass(frozen=True)
class Table:
    """A table of one page: page.text[start:end] holds its rows, cells set apart by tabs.

    cells: those with text, by row and column. Headers printed on an earlier page, above the rows
    that this page goes on with, are the first cells and keep that page. caption: what is printed
    above or below it, on whatever page, None if nothing is. units: the line that says what its
    figures are counted in ("£ thousand"), where one stands apart from the caption.
    """

    page: int
    start: int
    end: int
    cells: tuple[Cell, ...]
    caption: Slice | None = None
    units: Slice | None = None

    def column_header(self, cell: Cell) -> tuple[Cell, ...]:
        """What stands above the cell, outermost first."""
        return tuple(self.cells[at] for at in cell.above)

    def row_header(self, cell: Cell) -> tuple[Cell, ...]:
        """What stands beside the cell, and titles of its group of rows, outermost first."""
        return tuple(self.cells[at] for at in cell.beside)


@dataclass(frozen=True)
class Metadata:
    """What is known about a publication. Names follow `corpus.catalogue.Source`.

    published: ISO date, possibly partial ("2024", "2024-02", "2024-02-19"), or None.
    source_id: the catalogue entry, None for a file that is not in the catalogue.
    origins: field name -> where its value came from: catalogue, sidecar, front matter, or where
    in the file (file properties, first pages, ...).
    fetched: how the file was fetched from the web, as (name, text) pairs; empty if it was not.
    hosted_models: "refused" if no language model elsewhere may see the text, else "allowed".
    """

    title: str
    source_id: str | None = None
    publisher: str | None = None
    authors: tuple[str, ...] = ()
    published: str | None = None
    url: str | None = None
    doc_type: str | None = None
    places: tuple[str, ...] = ()
    nations: tuple[str, ...] = ()
    themes: tuple[str, ...] = ()
    licence: str | None = None
    status: str = "current"
    supersedes: tuple[str, ...] = ()
    collection: str = PUBLIC
    origins: tuple[tuple[str, str], ...] = ()
    fetched: tuple[tuple[str, str], ...] = ()
    hosted_models: str = "allowed"


@dataclass(frozen=True)
class Document:
    """A file read once: its pages, the structure found on them, and what is known about it.

    document_id: derived from the file's bytes, so the same file has the same id everywhere.
    path: where the file was read from, absolute. media_type: e.g. "application/pdf".
    is_note: True for an evidence note of the starter corpus (a summary, not the publication).
    problems: one line each for what could not be read ("page 7 of 12 has no text layer ...").
    """

    document_id: str
    path: Path
    sha256: str
    media_type: str
    metadata: Metadata
    pages: tuple[Page, ...]
    blocks: tuple[Block, ...] = ()
    is_note: bool = False
    problems: tuple[str, ...] = field(default=())
    tables: tuple[Table, ...] = ()


@dataclass(frozen=True)
class Passage:
    """The unit embedded, retrieved and cited: an exact slice of one page's text.

    text == page.text[start:end] of page `page_start`; `page_end` equals `page_start` unless a
    later reader joins pages. ordinal: 0-based position in the document. rendering: what
    is searched, "" where the text is: rows of a table read with caption and headers, the later part
    of a list with its lead-in sentence.
    """

    passage_id: str
    document_id: str
    page_start: int
    page_end: int
    start: int
    end: int
    text: str
    heading_path: tuple[str, ...] = ()
    kind: Kind = Kind.PROSE
    ordinal: int = 0
    rendering: str = ""


def page_name(number: int, label: str | None) -> str:
    """How people call a page: "p. iv", "p. 12", "sheet Employment", "slide 3"."""
    if label is not None and label.startswith(("sheet ", "slide ")):
        return label
    return f"p. {label or number}"


def document_id_of(sha256: str) -> str:
    """The first 16 hexadecimal digits of the file's SHA-256."""
    return sha256[:16]


def passage_id_of(document_id: str, page: int, start: int, text: str) -> str:
    """16 hexadecimal digits derived from place and text: the same on every machine."""
    seed = f"{document_id}\x1f{page}\x1f{start}\x1f{text}"
    return hashlib.sha256(seed.encode("utf-8", "surrogatepass")).hexdigest()[:16]
