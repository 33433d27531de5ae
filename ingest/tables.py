"""Tables: from the cells of a grid to cells that know their headers; and as plain lists."""

import json
import re
from collections.abc import Iterable, Sequence
from dataclasses import astuple, replace
from typing import Any

from ingest.document import Cell, Slice, Table

_NUMERIC = re.compile(
    r"[-–−+~<>≈(]*\s*(?:[£$€]\s*)?[-–−+]?\d[\d,. ]*\s*"
    r"(?:%|p|bn|m|k|million|billion|per cent|\*+|[a-z])?\)?(?:\s*\(.{1,12}\))?"
    r"|n/?a|[-–—.:*]{1,3}",
    re.IGNORECASE,
)
_YEAR = re.compile(r"(?:19|20)\d\d(?:\s?[-–/]\s?\d{2,4})?[*a-z]?")
_MOST_HEADER_ROWS = 4
_MOST_LABEL_COLUMNS = 3


def is_figure(text: str) -> bool:
    """True if a cell holds a figure or a sign for none; a year alone is more often a header.

    >>> [is_figure(text) for text in ("73.1%", "£1,200m", "n/a", "2013", "Wales")]
    [True, True, True, False, False]
    """
    text = text.strip()
    return bool(_NUMERIC.fullmatch(text)) and not _YEAR.fullmatch(text)


def with_headers(
    cells: Iterable[Cell], header_rows: int | None = None, label_columns: int | None = None
) -> tuple[Cell, ...]:
    """The cells in order, each with the headers of its column and row.

    header_rows: how many rows at the top are headers; None to tell from the figures below them.
    label_columns: how many columns at the left name their row; None to tell likewise. A row with
    nothing but its first cell is the title of the group of rows below it.
    """
    ordered = sorted(cells, key=lambda cell: (cell.row, cell.column))
    if header_rows is None:
        header_rows = count_header_rows(ordered)
    if label_columns is None:
        label_columns = _count_label_columns(ordered, header_rows)
    width = max((cell.column + cell.columns for cell in ordered), default=0)
    heads = [at for at, cell in enumerate(ordered) if cell.row < header_rows]
    titles = _group_titles(ordered, header_rows, width)
    labels = _labels_by_row(ordered, header_rows, label_columns, set(titles.values()))
    found = []
    for at, cell in enumerate(ordered):
        is_title = titles.get(cell.row) == at
        above = [] if is_title else [h for h in heads if _is_above(ordered[h], cell)]
        around = {n for row in range(cell.row, cell.row + cell.rows) for n in labels.get(row, ())}
        beside = [n for n in sorted(around - {at}) if _is_left(ordered[n], cell)]
        title = titles.get(cell.row)
        if title is not None and not is_title:
            beside.insert(0, title)
        found.append(replace(cell, above=tuple(above), beside=tuple(beside)))
    return tuple(found)


def count_header_rows(cells: Sequence[Cell]) -> int:
    """How many rows at the top are headers: those above the first with figures, else one.

    Where no row has a figure, or the first one has, the first row is taken for the header unless
    it holds figures itself.
    """
    rows = _by_row(cells)
    if len(rows) < 2:
        return 0
    first = next(
        (row for row, held in sorted(rows.items()) if any(is_figure(cell.text) for cell in held)),
        None,
    )
    top = min(rows)
    if first is None:
        return _through_merged(rows, top)
    if first == top:
        return top
    above = sorted(row for row in rows if row < first)[:_MOST_HEADER_ROWS]
    # A row that names only the group of rows below it is no header of columns.
    while len(above) > 1 and len(rows[above[-1]]) == 1 and rows[above[-1]][0].column == 0:
        above.pop()
    return above[-1] + 1


def _through_merged(rows: dict[int, list[Cell]], top: int) -> int:
    """One row, or more where a cell of the first spans columns or reaches down."""
    deepest = max(cell.row + cell.rows for cell in rows[top])
    if any(cell.columns > 1 for cell in rows[top]) and len(rows[top]) > 1:
        deepest = max(deepest, top + 2)
    return min(deepest, max(rows))


def _count_label_columns(cells: Sequence[Cell], header_rows: int) -> int:
    """The columns of words left of the first column of figures; one where there is none."""
    body = [cell for cell in cells if cell.row >= header_rows]
    width = max((cell.column + cell.columns for cell in cells), default=0)
    if width < 2:
        return 0
    for column in range(width):
        held = [cell for cell in body if cell.column == column]
        if held and sum(is_figure(cell.text) for cell in held) > len(held) / 2:
            return min(max(column, 1), _MOST_LABEL_COLUMNS)
    return 1


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
    cells: Sequence[Cell], header_rows: int, label_columns: int, titles: set[int]
) -> dict[int, list[int]]:
    """Row -> positions of the cells that name it. Held by row: a sheet has thousands."""
    labels: dict[int, list[int]] = {}
    for at, cell in enumerate(cells):
        if cell.row >= header_rows and cell.column < label_columns and at not in titles:
            for row in range(cell.row, cell.row + cell.rows):
                labels.setdefault(row, []).append(at)
    return labels


def _is_left(label: Cell, cell: Cell) -> bool:
    return label.column + label.columns <= cell.column


def _by_row(cells: Iterable[Cell]) -> dict[int, list[Cell]]:
    rows: dict[int, list[Cell]] = {}
    for cell in cells:
        rows.setdefault(cell.row, []).append(cell)
    return rows


def plain_table(table: Table) -> list[Any]:
    """As lists, numbers and texts, for JSON."""
    caption = list(astuple(table.caption)) if table.caption else None
    cells = [list(astuple(cell)) for cell in table.cells]
    return [table.page, table.start, table.end, caption, cells]


def table_from(plain: Sequence[Any]) -> Table:
    """The inverse of `plain_table`. Raises ValueError or TypeError if it is none."""
    page, start, end, caption, rows = plain
    cells = tuple(Cell(*[*row[:-2], tuple(row[-2]), tuple(row[-1])]) for row in rows)
    return Table(page, start, end, cells, Slice(*caption) if caption else None)


def table_json(table: Table) -> str:
    """As one line of JSON."""
    return json.dumps(plain_table(table), ensure_ascii=False)
