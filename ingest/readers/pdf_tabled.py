"""The tables found on PDF pages, with captions and headers, also those of the page before."""

import re
from collections.abc import Sequence
from dataclasses import replace

from ingest.document import Block, Cell, Kind, Slice, Table
from ingest.readers.pdf_layout import PageText, PlacedTable
from ingest.tables import Spot, count_header_rows, with_headers
from ingest.units import is_units_line

_LONGEST_CAPTION = 220
# In points: columns that go on overleaf stand where they stood.
_SHIFTED = 8.0
_NAMED = re.compile(r"(?:Table|Figure|Box|Chart|Annex)\b[:\s]")
_ENDS_SENTENCE = re.compile(r"[.:;]$")


def tables_of(pages: Sequence[tuple[int, PageText]], blocks: Sequence[Block]) -> tuple[Table, ...]:
    """All tables in order. pages: 1-based numbers and texts; blocks: those of all pages."""
    on_page: dict[int, list[Block]] = {}
    for block in blocks:
        on_page.setdefault(block.page, []).append(block)
    tables: list[Table] = []
    previous: tuple[Table, PlacedTable] | None = None
    for number, page in pages:
        for placed in page.tables:
            held = on_page.get(number, [])
            if not _is_text(placed, held):
                continue
            before = previous if _goes_on(previous, placed, number, on_page) else None
            table = _table(number, page, placed, held, before[0] if before else None)
            if table.cells:
                tables.append(table)
                previous = table, placed
    return tuple(tables)


def _is_text(placed: PlacedTable, blocks: Sequence[Block]) -> bool:
    """Whether a table is part of the text; a list of contents is not."""
    start, end = placed.cells[0].start, placed.cells[-1].end
    return any(block.start < end and start < block.end for block in blocks)


def _table(
    number: int, page: PageText, placed: PlacedTable, blocks: Sequence[Block], before: Table | None
) -> Table:
    start = min(cell.start for cell in placed.cells)
    end = max(cell.end for cell in placed.cells)
    cells = [
        Cell(number, c.start, c.end, page.text[c.start : c.end], c.row, c.column, c.rows, c.columns)
        for c in placed.cells
    ]
    strong = frozenset((cell.row, cell.column) for cell in placed.cells if cell.bold)
    caption, cells = _own_title(cells, len(placed.borders) - 1)
    units, cells = _own_units(cells)
    if units is None and caption is None:
        units = _units_above(page, number, start, blocks)
    if caption is None:
        at = units.start if units and units.start < start else start
        caption = _caption_above(page, number, at, blocks)
    count = None
    if before is not None:
        caption, units = caption or before.caption, units or before.units
        cells, taken = _taken_over(cells, before)
        if taken:
            count = taken
            strong = frozenset((row + taken, column) for row, column in strong)
    return Table(number, start, end, with_headers(cells, count, None, strong), caption, units)


def _own_units(cells: list[Cell]) -> tuple[Slice | None, list[Cell]]:
    """The line of units that stands alone in the first row of a table, and the other cells."""
    top = min(cell.row for cell in cells)
    first = [cell for cell in cells if cell.row == top]
    if len(first) > 1 or len(first) == len(cells) or not is_units_line(first[0].text):
        return None, cells
    units = first[0]
    rest = [cell for cell in cells if cell.row != top]
    return Slice(units.page, units.start, units.end, units.text), rest


def _units_above(page: PageText, number: int, start: int, blocks: Sequence[Block]) -> Slice | None:
    """The line right above a table that only says what its figures are counted in.

    It may stand so close below the caption that both are one block.
    """
    last = _right_above(page, start, blocks)
    if last is None:
        return None
    line = page.text[last.start : last.end].rpartition("\n")[2]
    return Slice(number, last.end - len(line), last.end, line) if is_units_line(line) else None


def _own_title(cells: list[Cell], width: int) -> tuple[Slice | None, list[Cell]]:
    """The title that fills the first row of a table, and the other cells."""
    top = min(cell.row for cell in cells)
    first = [cell for cell in cells if cell.row == top]
    rest = [cell for cell in cells if cell.row != top]
    wide = first[0].columns > width / 2 or bool(_NAMED.match(first[0].text))
    title = first[0]
    if len(first) > 1 or not wide or len(title.text) > _LONGEST_CAPTION or len(rest) < 4:
        return None, cells
    if is_units_line(title.text):
        return None, cells
    return Slice(title.page, title.start, title.end, title.text), rest


def _caption_above(
    page: PageText, number: int, start: int, blocks: Sequence[Block]
) -> Slice | None:
    """The caption, or the short title without a full stop, that stands right above a table."""
    last = _right_above(page, start, blocks)
    text = page.text[last.start : min(last.end, start)].rstrip() if last else ""
    if last is None or len(text) > _LONGEST_CAPTION:
        return None
    named = last.kind in (Kind.CAPTION, Kind.HEADING)
    if not named and (last.kind is not Kind.PROSE or _ENDS_SENTENCE.search(text)):
        return None
    return Slice(number, last.start, last.start + len(text), text)


def _right_above(page: PageText, start: int, blocks: Sequence[Block]) -> Block | None:
    """The last block that begins before a place, if no more than white space parts them."""
    above = [b for b in blocks if b.start < start and b.kind is not Kind.TABLE]
    last = max(above, key=lambda block: block.end, default=None)
    return last if last and not page.text[last.end : start].strip() else None


def _goes_on(
    previous: tuple[Table, PlacedTable] | None,
    placed: PlacedTable,
    number: int,
    blocks: dict[int, list[Block]],
) -> bool:
    """Whether a table is the last thing on one page and this one the first on the next, with the
    same columns."""
    if previous is None or previous[0].page != number - 1:
        return False
    table, before = previous
    if len(before.borders) != len(placed.borders):
        return False
    if any(abs(a - b) > _SHIFTED for a, b in zip(before.borders, placed.borders, strict=True)):
        return False
    start = min(cell.start for cell in placed.cells)
    after = [
        b for b in blocks.get(table.page, []) if b.start >= table.end and b.kind != Kind.FOOTNOTE
    ]
    return not after and not any(b.end <= start for b in blocks.get(number, []))


def _taken_over(cells: list[Cell], before: Table) -> tuple[list[Cell], int]:
    """The cells with the headers of the page before in front; how many rows these fill.

    Nothing is taken over where the page repeats them.
    """
    heads = _headers(before)
    if not heads:
        return cells, 0
    top = min(cell.row for cell in cells)
    own = {cell.text for cell in cells if cell.row == top}
    if {cell.text for cell in heads if cell.row == 0} & own:
        return cells, 0
    count = max(cell.row + cell.rows for cell in heads)
    shifted = [replace(cell, row=cell.row - top + count) for cell in cells]
    return [*heads, *shifted], count


def _headers(table: Table) -> list[Cell]:
    """The cells at the top of a table that stand above others."""
    used = {at for cell in table.cells for at in cell.above}
    count = max((table.cells[at].row + 1 for at in used if table.cells[at].row < 4), default=0)
    spots: frozenset[Spot] = frozenset()
    if not count:
        count = count_header_rows(table.cells, spots)
    return [replace(cell, above=(), beside=()) for cell in table.cells if cell.row < count and used]
