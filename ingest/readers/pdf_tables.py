"""Tables on one PDF page: from its words and the lines drawn between them to rows of cells.

Where lines or fills part all cells they alone decide; where they part only rows, or nothing, the
columns are the gutters that no row crosses (`pdf_columns`).
"""

from collections.abc import Iterator, Sequence
from itertools import pairwise
from statistics import median

import numpy as np

from ingest.readers.pdf_columns import (
    SpotRow,
    find_columns,
    has_own_rows,
    is_begun,
    split_rows,
    spotted,
)
from ingest.readers.pdf_edges import Drawn
from ingest.readers.pdf_found import (
    FoundCell,
    FoundTable,
    checked,
    holds_figures,
    is_likely,
    is_torn,
)
from ingest.readers.pdf_grid import Grid, find_grids
from ingest.readers.pdf_lines import Line, PageLines
from ingest.readers.pdf_words import TextRow, Word, joined, text_rows, words_of
from ingest.tables import is_figure

# A ruled area of which a smaller share is filled is a drawing, a chart or a frame around text.
_FILLED = 0.25

Item = Line | FoundTable


def with_tables(page: PageLines, drawn: Drawn) -> list[Item]:
    """The lines of a page in order, each table in place of its first line."""
    if not _may_hold_table(page, drawn):
        return list(page.lines)
    words = words_of(page)
    tables = _tables(words, drawn)
    if not tables:
        return list(page.lines)
    return list(_placed(page, words, tables))


def _may_hold_table(page: PageLines, drawn: Drawn) -> bool:
    """Cheap signs of a table: a few lines that cross, or rows of cells."""
    edges = drawn.rules + drawn.fills
    ruled = len(edges.across) > 1 and len(edges.upright) > 1
    return ruled or sum("\t" in line.text for line in page.lines) > 2


def _tables(words: Sequence[Word], drawn: Drawn) -> list[FoundTable]:
    """First where lines alone part cells, then where fills help."""
    found: list[FoundTable] = []
    free = [(word, *word.middle) for word in words]
    for edges in (drawn.rules, drawn.rules + drawn.fills):
        for grid in find_grids(edges):
            left, bottom, right, top = grid.box
            inside = [w for w, x, y in free if left < x < right and bottom < y < top]
            table = _table(grid, inside) if inside else None
            if table is not None:
                found.append(table)
                taken = {id(word) for word in inside}
                free = [placed for placed in free if id(placed[0]) not in taken]
    return [*found, *_unruled([word for word, _, _ in free])]


def _unruled(words: Sequence[Word]) -> Iterator[FoundTable]:
    """Tables of figures that nothing is drawn around."""
    for rows in _figure_rows(text_rows(words)):
        borders = find_columns(rows)
        if not borders:
            continue
        placed = [spotted(row, borders) for row in rows]
        beyond = [spot.piece.text for _, spots in placed for spot in spots if spot.column > 0]
        figures = sum(is_figure(text) for text in beyond)
        if figures < 4 or figures < 0.6 * len(beyond):
            continue
        cells: list[FoundCell] = []
        for number, group in enumerate(split_rows(placed, _leading(placed))):
            cells += _cells_of(group, number)
        left = min(row.pieces[0].left for row in rows)
        right = max(row.pieces[-1].right for row in rows)
        table = checked(_compact(cells), (left, *borders, right))
        if table is not None and is_likely(table):
            yield table


def _figure_rows(rows: Sequence[TextRow]) -> Iterator[list[TextRow]]:
    """Runs of neighbouring rows of which at least half have cells, first and last among them."""
    run: list[TextRow] = []
    for row in rows:
        if run and run[-1].bottom - row.bottom > 3.2 * row.size:
            yield from _trimmed(run)
            run = []
        alone = 0
        while alone < len(run) and len(run[-1 - alone].pieces) < 2:
            alone += 1
        if alone > 2:
            yield from _trimmed(run)
            run = []
        run.append(row)
    yield from _trimmed(run)


def _trimmed(run: Sequence[TextRow]) -> Iterator[list[TextRow]]:
    several = [at for at, row in enumerate(run) if len(row.pieces) > 1]
    if len(several) > 2 and len(several) >= (several[-1] - several[0] + 1) / 2:
        yield list(run[several[0] : several[-1] + 1])


def _table(grid: Grid, words: Sequence[Word]) -> FoundTable | None:
    """The table in a ruled area, None if it is none."""
    if len(grid.xs) > 2:
        table = _ruled(grid, words)
        if table is not None:
            return table
    return _banded(grid, words)


def _ruled(grid: Grid, words: Sequence[Word]) -> FoundTable | None:
    """Cells as the lines part them; an area that holds several rows is split further."""
    owner = np.full((len(grid.ys) - 1, len(grid.xs) - 1), -1, dtype=np.int32)
    for number, place in enumerate(grid.places):
        owner[place.row : place.row + place.rows, place.column : place.column + place.columns] = (
            number
        )
    held: dict[int, list[Word]] = {}
    falling = -np.array(grid.ys)
    for word in words:
        x, y = word.middle
        row = int(np.searchsorted(falling, -y)) - 1
        column = int(np.searchsorted(grid.xs, x)) - 1
        held.setdefault(int(owner[row, column]), []).append(word)
    cells = [
        FoundCell(place.row, place.column, place.rows, place.columns, tuple(held[number]))
        for number, place in enumerate(grid.places)
        if number in held
    ]
    if len(cells) < _FILLED * len(grid.places):
        return None
    if is_torn(cells):
        return None
    cells = _compact(_with_own_rows(cells, grid))
    return checked(cells, grid.xs)


def _with_own_rows(cells: Sequence[FoundCell], grid: Grid) -> list[FoundCell]:
    """Cells of areas between two lines that hold several rows, parted into those."""
    out: list[FoundCell] = []
    scale = 1_000
    for band in range(len(grid.ys) - 1):
        here = [cell for cell in cells if cell.row == band]
        single = all(cell.rows == 1 for cell in here)
        reached = any(cell.row < band < cell.row + cell.rows for cell in cells)
        rows: list[SpotRow] = []
        if len(here) > 1 and single and not reached:
            rows = [
                spotted(row, grid.xs[1:-1])
                for row in text_rows(word for cell in here for word in cell.words)
            ]
        if rows and has_own_rows(rows, _leading(rows)):
            for number, group in enumerate(split_rows(rows, _leading(rows))):
                out += _cells_of(group, band * scale + number)
        else:
            out += [
                FoundCell(c.row * scale, c.column, c.rows * scale, c.columns, c.words) for c in here
            ]
    return out


def _banded(grid: Grid, words: Sequence[Word]) -> FoundTable | None:
    """A table whose columns nothing parts: rows between lines or fills, or none of these."""
    rows = text_rows(words)
    borders = find_columns(rows)
    if not borders:
        return None
    groups: list[list[SpotRow]] = []
    bands = [
        [row for row in rows if low < row.bottom + row.size / 3 <= high]
        for high, low in pairwise(grid.ys)
    ]
    bands = [band for band in bands if band]
    for band in bands:
        placed = [spotted(row, borders) for row in band]
        leading = _leading(placed)
        alone = len(bands) < 3 or has_own_rows(placed, leading)
        for group in split_rows(placed, leading) if alone else [placed]:
            if groups and is_begun(groups[-1], group):
                groups[-1] += group
            else:
                groups.append(group)
    cells = [cell for number, group in enumerate(groups) for cell in _cells_of(group, number)]
    left, _, right, _ = grid.box
    table = checked(_compact(cells), (left, *borders, right))
    if table is None or not is_likely(table):
        return None
    return table if len(bands) > 2 or holds_figures(table) else None


def _leading(rows: Sequence[SpotRow]) -> float:
    """The usual distance of baselines of neighbouring lines in a cell."""
    steps = [a.bottom - b.bottom for (a, _), (b, _) in pairwise(rows)]
    size = median(row.size for row, _ in rows)
    close = [step for step in steps if step < 1.6 * size]
    return median(close) if close else 1.25 * size


def _cells_of(group: Sequence[SpotRow], number: int) -> list[FoundCell]:
    """The cells of one row of a table from its printed rows."""
    held: dict[int, list[Word]] = {}
    widths: dict[int, int] = {}
    for _, spots in group:
        for spot in spots:
            column = spot.column
            held.setdefault(column, []).extend(spot.piece.words)
            widths[column] = max(widths.get(column, 1), spot.columns)
    cells = []
    for column in sorted(held):
        later = min((other for other in held if other > column), default=column + widths[column])
        width = max(1, min(widths[column], later - column))
        cells.append(FoundCell(number, column, 1, width, tuple(held[column])))
    return cells


def _compact(cells: Sequence[FoundCell]) -> list[FoundCell]:
    """Rows in which no cell begins left out."""
    starts = sorted({cell.row for cell in cells})
    out = []
    for cell in cells:
        row = starts.index(cell.row)
        end = int(np.searchsorted(starts, cell.row + cell.rows))
        out.append(FoundCell(row, cell.column, max(1, end - row), cell.columns, cell.words))
    return sorted(out, key=lambda cell: (cell.row, cell.column))


def _placed(page: PageLines, words: Sequence[Word], tables: Sequence[FoundTable]) -> Iterator[Item]:
    """Lines and tables in order; of a line that a table takes in part, the rest stays."""
    owner = {
        id(word): number
        for number, table in enumerate(tables)
        for cell in table.cells
        for word in cell.words
    }
    by_line: dict[int, list[Word]] = {}
    for word in words:
        by_line.setdefault(word.line, []).append(word)
    shown: set[int] = set()
    for number, line in enumerate(page.lines):
        held = by_line.get(number, [])
        if not any(id(word) in owner for word in held):
            yield line
            continue
        for word in held:
            at = owner.get(id(word))
            if at is not None and at not in shown:
                shown.add(at)
                yield tables[at]
        rest = [word for word in held if id(word) not in owner]
        if rest:
            yield _rest(line, rest)


def _rest(line: Line, words: Sequence[Word]) -> Line:
    shorter, _ = joined([words])
    return Line(
        shorter.text, shorter.index, shorter.left, line.bottom, shorter.right, line.top, line.style
    )
