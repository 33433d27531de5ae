"""The lines of a PDF page -> its text in paragraphs. Knows one page only, so it can be repeated."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from statistics import median

import numpy as np

from ingest.readable import RAISED, TO_RAISED
from ingest.readers.cleaning import Indices
from ingest.readers.pdf_found import FoundTable
from ingest.readers.pdf_lines import Line, Style
from ingest.readers.pdf_order import reading_order
from ingest.readers.pdf_tables import Item

# ¾, Ø, § and ü are what arrows, squares and ticks of the Wingdings font become without its map.
_BULLET = r"[•●○▪■□◦‣⁃∙·➢➤►▶✓✔❖◆–—*o¾Ø§ü-]"
ITEM = re.compile(
    rf"(?:{_BULLET}|\(?(?:\d{{1,2}}|[a-z]|[ivx]{{1,4}})\)|(?:\d{{1,2}}|[a-z])\.)(?=[ \t]\S)"
)
_LABEL_ALONE = re.compile(
    rf"(?:{_BULLET}|\(?(?:\d{{1,3}}|[A-Za-z]|[ivx]{{1,4}})[).]?|\[\d{{1,3}}\]"
    rf"|\d{{1,2}}(?:\.\d{{1,3}})+\.?|[{RAISED}]{{1,3}})"
)
NUMBERED = re.compile(r"(?:\d{1,2}(?:\.\d{1,3})+\.?|\d{1,3}\.)[ \t]\S")
_NOTE = re.compile(rf"[{RAISED}]{{1,3}}(?:,[{RAISED}]{{1,3}})*[ \t]\S")
_ENDS = (".", "!", "?", ":", ";", ".”", ".’", ".)")


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
            groups += _paragraphs(list(_rows(run)))
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
    label = _LABEL_ALONE.fullmatch(first.text.split("\t")[-1]) and "\t" not in second.text
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


def _paragraphs(rows: Sequence[Line]) -> Iterator[tuple[list[Line], bool]]:
    """Rows grouped, each group with whether it is a table."""
    rows = [_without_label_tab(row) for row in rows]
    leading = _leading(rows)
    group: list[Line] = []
    for row in rows:
        if group and not _continues(group, row, leading):
            yield from _typed(group)
            group = []
        group.append(row)
    if group:
        yield from _typed(group)


def _without_label_tab(row: Line) -> Line:
    """A bullet or number set far from its text is a label, not a cell of a table."""
    first, tab, rest = row.text.partition("\t")
    if not tab or "\t" in rest or not _LABEL_ALONE.fullmatch(first):
        return row
    if not first.isdigit() and len(rest) < 12 and not _letters(rest):
        return row
    if first.isdigit() and not _letters(rest[:3]):
        return row
    text = f"{first} {rest}"
    return Line(text, row.index, row.left, row.bottom, row.right, row.top, row.style)


def _letters(text: str) -> bool:
    return any(char.isalpha() for char in text)


def _leading(rows: Sequence[Line]) -> float:
    """The usual distance between baselines, as a multiple of the letter size."""
    steps = [
        (a.bottom - b.bottom) / a.style.size
        for a, b in pairwise(rows)
        if a.style.size > 0 and a.style.size == b.style.size and abs(a.left - b.left) < 60
    ]
    usual = [step for step in steps if 0.9 < step < 2.2]
    return min(median(usual), 1.7) if usual else 1.25


def _continues(group: list[Line], row: Line, leading: float) -> bool:
    last = group[-1]
    size = max(last.style.size, 1.0)
    if row.style.sideways or last.style.sideways:
        return row.style.sideways and last.style.sideways
    if _is_row(last) or _is_row(row):
        return _continues_table(group, row, size)
    if abs(row.style.size - last.style.size) > 0.09 * size:
        return False
    if row.style.bold != last.style.bold and not _changes_weight_within(group, row):
        return False
    if _changes_colour(group, row):
        return False
    if ITEM.match(row.text) or NUMBERED.match(row.text) or _NOTE.match(row.text):
        return False
    step = last.bottom - row.bottom
    slack = 0.6 if _is_large_title(group, row) else 0.3
    apart = step < 0.3 * size or step > (leading + slack) * size
    if apart or row.left > last.right or row.right < last.left:
        return step < 0 and _reads_on(last, row)
    ended = last.text.endswith(_ENDS)
    widest = max(line.right for line in group)
    short = last.right < widest - 4 * size and len(group) > 1
    return not (ended and (short or row.left > group[-1].left + 1.2 * size))


def _changes_weight_within(group: list[Line], row: Line) -> bool:
    """Bold words in running text, not a heading: the line before breaks off in mid-sentence."""
    if group[-1].text.endswith(_ENDS):
        return False
    return not group[0].style.bold or row.text[:1].islower()


def _changes_colour(group: list[Line], row: Line) -> bool:
    """A heading in another colour than the text below it, or the other way round."""
    first, here = group[0].style.colour, row.style.colour
    if first is None or here is None or first == here or not _is_tinted(first, here):
        return False
    if row.text[:1].islower() or any(line.style.colour != first for line in group):
        return False
    return len(group) < 3 or group[-1].text.endswith(_ENDS)


def _is_tinted(*colours: int) -> bool:
    """One of them is a hue, not black, grey or white."""
    return any(hue(colour) > 60 for colour in colours)


def hue(colour: int) -> int:
    """How far a colour 0xRRGGBB is from grey: 0 to 255."""
    channels = colour >> 16, colour >> 8 & 255, colour & 255
    return max(channels) - min(channels)


def _is_large_title(group: list[Line], row: Line) -> bool:
    """Titles in large letters are set wider than the text."""
    last = group[-1]
    alike = last.style == row.style and abs(last.left - row.left) < row.style.size
    return alike and row.style.size >= 15 and len(group) < 3 and not last.text.endswith(_ENDS)


def _reads_on(last: Line, row: Line) -> bool:
    """A paragraph broken off at the foot of a column goes on at the head of the next."""
    # A page number may be drawn before the text that it stands below.
    return not last.text.endswith(_ENDS) and row.text[:1].islower() and _letters(last.text)


def _is_row(line: Line) -> bool:
    return "\t" in line.text


def _continues_table(group: list[Line], row: Line, size: float) -> bool:
    last = group[-1]
    step = last.bottom - row.bottom
    if not 0 < step < 4.5 * size:
        return False
    if _is_row(row) and _is_row(last):
        return True
    if _is_row(row):
        # The line above a row belongs to it only if a row came before: a wrapped cell.
        return any(_is_row(line) for line in group)
    return row.right - row.left < 0.6 * (_widest(group)) and not ITEM.match(row.text)


def _widest(group: list[Line]) -> float:
    return max(line.right for line in group) - min(line.left for line in group)


def _typed(group: list[Line]) -> Iterator[tuple[list[Line], bool]]:
    yield group, sum(_is_row(line) for line in group) > 1
