"""Tables: from the cells of a grid to cells that know their headers; and as plain lists."""

import json
import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import astuple, fields, replace
from typing import Any

from ingest.document import Cell, Slice, Table
from ingest.readable import unmarked

_NUMERIC = re.compile(
    r"[-–−+~<>≈(]*\s*(?:[£$€]\s*)?[-–−+]?\d[\d,. ]*\s*"
    r"(?:%|p|bn|m|k|million|billion|per cent|\*+|[a-z])?\)?(?:\s*\(.{1,12}\))?"
    r"|n/?a|[-–—.:*]{1,3}",
    re.IGNORECASE,
)
_YEAR = re.compile(r"(?:19|20)\d\d(?:\s?[-–/]\s?\d{2,4})?[*a-z]?")
_ORDINAL = re.compile(r"\(?[A-Z]{0,2}\d{1,3}(?:\.\d{1,2})*[.)]?")
_MOST_HEADER_ROWS = 4
_MOST_LABEL_COLUMNS = 3
# A header's cell is shorter than this, in characters.
_SHORT = 70

Spot = tuple[int, int]
"""Row and column."""


def is_figure(text: str) -> bool:
    """True if a cell holds a figure or a sign for none; a year alone is more often a header.

    >>> [is_figure(text) for text in ("73.1%", "£1,200m", "n/a", "2013", "Wales")]
    [True, True, True, False, False]
    """
    text = unmarked(text).strip()
    return bool(_NUMERIC.fullmatch(text)) and not is_year(text)


def is_year(text: str) -> bool:
    """True of a year or two: "2013", "2012-13"."""
    return bool(_YEAR.fullmatch(unmarked(text).strip()))


def with_headers(
    cells: Iterable[Cell],
    header_rows: int | None = None,
    label_columns: int | None = None,
    strong: Collection[Spot] = (),
) -> tuple[Cell, ...]:
    """The cells in order, each with the headers of its column and row.

    header_rows: how many rows at the top are headers; None to tell from what the cells hold.
    label_columns: how many columns at the left name their row; None to tell likewise. strong: cells
    in bold. A row with nothing but its first cell is the title of the group of rows below it. On a
    form, whose rows leave most columns empty, the cell to the left names the one to its right.
    """
    ordered = sorted(cells, key=lambda cell: (cell.row, cell.column))
    if header_rows is None:
        header_rows = count_header_rows(ordered, strong)
    if label_columns is None:
        label_columns = _count_label_columns(ordered, header_rows)
    width = max((cell.column + cell.columns for cell in ordered), default=0)
    is_form = _is_form(ordered, header_rows, width)
    heads = _header_positions(ordered, header_rows, strong)
    inner = {at for positions in heads.values() for at in positions}
    titles = _group_titles(ordered, header_rows, width)
    labels = _labels_by_row(
        ordered, width if is_form else label_columns, inner | {*titles.values()}
    )
    found = []
    is_label = _is_next_to if is_form else _is_left
    for at, cell in enumerate(ordered):
        title = titles.get(cell.row)
        near = [h for h in _heads_of(cell, heads) if h != at and at != title]
        above = [h for h in near if _is_above(ordered[h], cell)]
        around = {n for row in range(cell.row, cell.row + cell.rows) for n in labels.get(row, ())}
        beside = [n for n in sorted(around - {at}) if is_label(ordered[n], cell)]
        if title is not None and title != at and at not in inner:
            beside.insert(0, title)
        found.append(replace(cell, above=tuple(above), beside=tuple(beside)))
    return tuple(found)


def count_header_rows(cells: Sequence[Cell], strong: Collection[Spot] = ()) -> int:
    """How many rows at the top are headers.

    Those in bold above rows that are not. Else, in a table of figures, the rows above the first
    with figures. Else the first row, if it is complete and its cells are short.
    """
    rows = _by_row(cells)
    numbers = sorted(rows)
    if len(numbers) < 2:
        return 0
    bold = 0
    while bold < len(numbers) and _is_strong(rows[numbers[bold]], strong):
        bold += 1
    while bold > 0 and _is_title(rows[numbers[bold - 1]]):
        bold -= 1
    if 0 < bold < min(len(numbers), _MOST_HEADER_ROWS + 1):
        return numbers[bold - 1] + 1
    figures = [n for n in numbers if any(is_figure(c.text) for c in rows[n] if c.column > 0)]
    if len(figures) >= (len(numbers) - 1) / 2:
        above = [n for n in numbers if n < figures[0]][:_MOST_HEADER_ROWS]
        while len(above) > 1 and _is_title(rows[above[-1]]):
            above.pop()
        return above[-1] + 1 if above else 0
    first = rows[numbers[0]]
    width = max(cell.column + cell.columns for cell in cells)
    filled = sum(cell.columns for cell in first) + (first[0].column == 1)
    short = all(len(c.text) <= _SHORT and not is_figure(c.text) for c in first)
    if not (short and filled >= width and len(first) > 1):
        return 0
    return _through_merged(rows, numbers[0])


def _is_strong(row: Sequence[Cell], strong: Collection[Spot]) -> bool:
    return all((cell.row, cell.column) in strong for cell in row)


def _is_title(row: Sequence[Cell]) -> bool:
    return len(row) == 1 and row[0].column == 0


def _header_positions(
    cells: Sequence[Cell], header_rows: int, strong: Collection[Spot]
) -> dict[int, list[int]]:
    """First row below headers -> positions of these headers: at the top, or bold further down."""
    rows: dict[int, list[int]] = {}
    for at, cell in enumerate(cells):
        rows.setdefault(cell.row, []).append(at)
    heads = {header_rows: [at for at, cell in enumerate(cells) if cell.row < header_rows]}
    for row, positions in rows.items():
        held = [cells[at] for at in positions]
        words = not any(is_figure(cell.text) for cell in held)
        again = row >= header_rows > 0 and len(held) > 1 and words and _is_strong(held, strong)
        if again and row != max(rows) and not _is_strong([cells[at] for at in rows.get(
            row + 1, positions)], strong):  # fmt: skip
            heads[row + 1] = positions
    return heads


def _heads_of(cell: Cell, heads: dict[int, list[int]]) -> list[int]:
    """The headers nearest above a cell; for a header at the top, those of all rows at the top."""
    top = min(heads)
    return heads[max([row for row in heads if row <= cell.row], default=top)]


def _through_merged(rows: dict[int, list[Cell]], top: int) -> int:
    """One row, or more where a cell of the first spans columns or reaches down."""
    deepest = max(cell.row + cell.rows for cell in rows[top])
    if any(cell.columns > 1 for cell in rows[top]) and len(rows[top]) > 1:
        deepest = max(deepest, top + 2)
    return min(deepest, max(rows))


def _count_label_columns(cells: Sequence[Cell], header_rows: int) -> int:
    """The columns of words left of the first column of figures, where there are figures; else one,
    and one more where it only numbers the rows or says the same in several."""
    body = [cell for cell in cells if cell.row >= header_rows]
    width = max((cell.column + cell.columns for cell in cells), default=0)
    if width < 2:
        return 0
    columns: dict[int, list[str]] = {}
    for cell in body:
        if cell.columns < width:
            columns.setdefault(cell.column, []).append(cell.text)
    first = next(
        (c for c in range(1, width) if _mostly_figures(columns.get(c, []))),
        None,
    )
    first_texts = columns.get(0, [])
    ordinal = bool(first_texts) and all(_ORDINAL.fullmatch(text) for text in first_texts)
    repeated = len(set(first_texts)) < 0.8 * len(first_texts)
    fewest = 2 if width > 2 and (ordinal or repeated) and first != 1 else 1
    if first is None:
        return fewest
    return max(fewest, min(first, _MOST_LABEL_COLUMNS)) if first <= 3 else fewest


def _mostly_figures(texts: Sequence[str]) -> bool:
    return bool(texts) and sum(is_figure(text) for text in texts) > len(texts) / 2


def _group_titles(cells: Sequence[Cell], header_rows: int, width: int) -> dict[int, int]:
    """Row -> position of the title of its group of rows, the title's own row included."""
    rows = _by_row(cells)
    positions = {id(cell): at for at, cell in enumerate(cells)}
    titles: dict[int, int] = {}
    current: int | None = None
    body = sorted(row for row in rows if row >= header_rows)
    for row in body:
        only = rows[row][0] if len(rows[row]) == 1 else None
        if only is not None and only.column == 0 and only.rows == 1 and width > 1:
            current = positions[id(only)] if row != body[-1] else None
        if current is not None:
            titles[row] = current
    return titles


def _is_above(header: Cell, cell: Cell) -> bool:
    overlap = header.column < cell.column + cell.columns and cell.column < (
        header.column + header.columns
    )
    return overlap and header.row + header.rows <= cell.row


def _labels_by_row(
    cells: Sequence[Cell], label_columns: int, other: set[int]
) -> dict[int, list[int]]:
    """Row -> positions of the cells that may name it. Held by row: a sheet has thousands."""
    labels: dict[int, list[int]] = {}
    for at, cell in enumerate(cells):
        if cell.column < label_columns and at not in other:
            for row in range(cell.row, cell.row + cell.rows):
                labels.setdefault(row, []).append(at)
    return labels


def _is_left(label: Cell, cell: Cell) -> bool:
    return label.column + label.columns <= cell.column


def _is_form(cells: Sequence[Cell], header_rows: int, width: int) -> bool:
    """Whether most places of a wide table are empty or taken by cells that begin further up."""
    body = [cell for cell in cells if cell.row >= header_rows and cell.columns < width]
    rows = len({cell.row for cell in body})
    tall = any(cell.rows > 1 for cell in body)
    return tall and width > 3 and rows > 1 and len(body) < 0.6 * rows * width


def _is_next_to(label: Cell, cell: Cell) -> bool:
    """True of the words that end where the cell begins, in its row."""
    touches = label.column + label.columns == cell.column and len(label.text) <= _SHORT
    named = any(char.isalpha() for char in label.text)
    return touches and named and label.row <= cell.row < label.row + label.rows


def _by_row(cells: Iterable[Cell]) -> dict[int, list[Cell]]:
    rows: dict[int, list[Cell]] = {}
    for cell in cells:
        rows.setdefault(cell.row, []).append(cell)
    return rows


_CELL = tuple(field.name for field in fields(Cell))


def plain_table(table: Table) -> list[Any]:
    """As lists, numbers and texts, for JSON."""
    caption = list(astuple(table.caption)) if table.caption else None
    cells = [[getattr(cell, name) for name in _CELL] for cell in table.cells]
    # Left out where there are none, as in a table kept before there were any.
    units = [list(astuple(table.units))] if table.units else []
    return [table.page, table.start, table.end, caption, cells, *units]


def table_from(plain: Sequence[Any]) -> Table:
    """The inverse of `plain_table`. Raises ValueError or TypeError if it is none."""
    page, start, end, caption, rows, *units = plain
    cells = tuple(Cell(*[*row[:-2], tuple(row[-2]), tuple(row[-1])]) for row in rows)
    caption = Slice(*caption) if caption else None
    return Table(page, start, end, cells, caption, *(Slice(*each) for each in units))


def table_json(table: Table) -> str:
    """As one line of JSON."""
    return json.dumps(plain_table(table), ensure_ascii=False)
