"""The lines of a PDF page -> its text in paragraphs. Knows one page only, so it can be repeated."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np

from ingest.readable import RAISED, TO_RAISED
from ingest.readers.cleaning import Indices
from ingest.readers.pdf_found import FoundTable
from ingest.readers.pdf_lines import Line
from ingest.readers.pdf_order import reading_order
from ingest.readers.pdf_paragraphs import LABEL_ALONE, paragraphs
from ingest.readers.pdf_style import Style
from ingest.readers.pdf_tables import Item


# ¾, Ø, § and ü are what arrows, squares and ticks of the Wingdings font become without its map.
@dataclass(frozen=True)
class PlacedLine:
    """A line in the page's text: text[start:end], with its place (points) and style."""

    start: int
    end: int
    left: float
    bottom: float
    right: float
    top: float
    style: Style


@dataclass(frozen=True)
class Paragraph:
    """Lines that read as one. is_table: rows of cells, one row a line, cells set apart by tabs."""

    lines: tuple[PlacedLine, ...]
    is_table: bool

    @property
    def start(self) -> int:
        return self.lines[0].start

    @property
    def end(self) -> int:
        return self.lines[-1].end


@dataclass(frozen=True)
class PlacedCell:
    """A cell of a table in the page's text: text[start:end), with its place in the grid."""

    start: int
    end: int
    row: int
    column: int
    rows: int
    columns: int
    bold: bool


@dataclass(frozen=True)
class PlacedTable:
    """A table found on a page. borders: of its columns in points, from the left."""

    cells: tuple[PlacedCell, ...]
    borders: tuple[float, ...]


@dataclass(frozen=True)
class PageText:
    """A page's final text. index: PDFium's character for each of its characters, -1 for none."""

    text: str
    index: Indices
    paragraphs: tuple[Paragraph, ...]
    tables: tuple[PlacedTable, ...] = ()


def lay_out(items: Sequence[Item]) -> PageText:
    """Paragraphs from lines in reading order: blank lines between, line breaks within."""
    groups: list[tuple[list[Line], bool]] = []
    tables: list[tuple[int, FoundTable]] = []
    for run in _runs(items):
        if isinstance(run, FoundTable):
            tables.append((len(groups), run))
            groups.append(([line for line, _ in run.rows()], True))
        else:
            groups += paragraphs(list(_rows(run)))
    order = reading_order([group for group, _ in groups])
    page = _set([groups[at] for at in order])
    place = {at: page.paragraphs[new] for new, at in enumerate(order)}
    placed = tuple(_placed_table(table, place[at]) for at, table in tables)
    return PageText(page.text, page.index, page.paragraphs, placed)


def _runs(items: Sequence[Item]) -> Iterator[list[Line] | FoundTable]:
    """Lines between tables together, each table alone."""
    run: list[Line] = []
    for item in items:
        if isinstance(item, Line):
            run.append(item)
            continue
        if run:
            yield run
            run = []
        yield item
    if run:
        yield run


def _placed_table(table: FoundTable, paragraph: Paragraph) -> PlacedTable:
    cells = [
        PlacedCell(
            line.start + start, line.start + end, cell.row, cell.column, cell.rows, cell.columns,
            all(word.style.bold for word in cell.words),
        )
        for line, (_, spans) in zip(paragraph.lines, table.rows(), strict=True)
        for cell, start, end in spans
    ]  # fmt: skip
    return PlacedTable(tuple(cells), table.borders)


def _set(groups: Sequence[tuple[list[Line], bool]]) -> PageText:
    """The text of a page from its paragraphs."""
    text: list[str] = []
    index: list[Indices] = []
    none = np.array([-1], dtype=np.int32)
    at = 0
    paragraphs: list[Paragraph] = []
    for group, is_table in groups:
        placed: list[PlacedLine] = []
        for line in group:
            if at:
                gap = "\n" if placed else "\n\n"
                text.append(gap)
                index.append(np.repeat(none, len(gap)))
                at += len(gap)
            text.append(line.text)
            index.append(line.index)
            placed.append(_placed(line, at))
            at += len(line.text)
        paragraphs.append(Paragraph(tuple(placed), is_table))
    joined = np.concatenate(index) if index else none[:0]
    return PageText("".join(text), joined, tuple(paragraphs))


def _placed(line: Line, at: int) -> PlacedLine:
    return PlacedLine(
        at, at + len(line.text), line.left, line.bottom, line.right, line.top, line.style
    )


def _rows(lines: Sequence[Line]) -> Iterator[Line]:
    """Neighbouring lines at one height joined into a row."""
    current: Line | None = None
    for line in lines:
        if current is not None and _same_row(current, line):
            current = _joined(current, line)
        else:
            if current is not None:
                yield current
            current = line
    if current is not None:
        yield current


def _same_row(first: Line, second: Line) -> bool:
    overlap = min(first.top, second.top) - max(first.bottom, second.bottom)
    level = overlap > 0.5 * min(first.height, second.height)
    upright = not first.style.sideways and not second.style.sideways
    gap = second.left - first.right
    small, large = sorted((first.style.size, second.style.size))
    # A heading of one column beside a line of the next.
    apart = gap > 0.9 * large and large > 1.2 * small and min(len(first.text), len(second.text)) > 8
    return upright and level and not apart and gap >= -0.3 * second.style.size


def _joined(first: Line, second: Line) -> Line:
    first, second = _raised_beside(first, second), _raised_beside(second, first)
    gap = second.left - first.right
    cell = gap > 0.9 * max(first.style.size, second.style.size)
    label = LABEL_ALONE.fullmatch(first.text.split("\t")[-1]) and "\t" not in second.text
    close = second.text[0] in RAISED and gap < 0.3 * first.style.size
    mark = "\t" if cell and not label else "" if close else " "
    larger = first if len(first.text) >= len(second.text) else second
    return Line(
        text=first.text + mark + second.text,
        index=np.concatenate([first.index, np.repeat(np.int32(-1), len(mark)), second.index]),
        left=min(first.left, second.left),
        bottom=larger.bottom,
        right=max(first.right, second.right),
        top=larger.top,
        style=Style(larger.style.size, first.style.bold and second.style.bold),
    )


def _raised_beside(line: Line, other: Line) -> Line:
    """A small number printed higher than the text beside it is a footnote mark."""
    lifted = line.bottom > other.bottom + 0.2 * other.height and line.height < 0.83 * other.height
    if not lifted or not line.text.isdecimal() or len(line.text) > 3:
        return line
    return replace(line, text=line.text.translate(TO_RAISED))
