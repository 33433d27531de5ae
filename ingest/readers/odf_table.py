"""Rows and cells of an OpenDocument table, as far as they hold anything."""

from collections.abc import Iterator
from typing import Any

from ingest.readers.packed import attribute, tag_of

_GROUPS = frozenset({"table-header-rows", "table-rows", "table-row-group"})
# A style that colours the rest of a sheet repeats an empty cell or row a million times.
_MOST_REPEATS = 1_000


def rows_of(table: Any) -> Iterator[Any]:
    """The row elements of a table in order, those of row groups included."""
    waiting = list(reversed(table))
    while waiting:
        element = waiting.pop()
        tag = tag_of(element)
        if tag == "table-row":
            yield element
        elif tag in _GROUPS:
            waiting.extend(reversed(element))


def cells_of(row: Any) -> Iterator[Any]:
    """The cell elements of a row in order, each repeated as it says.

    Cells covered by a merged one, and empty ones at the end of the row, are left out.
    """
    cells = [cell for cell in row if tag_of(cell) == "table-cell"]
    while cells and not len(cells[-1]):
        cells.pop()
    for cell in cells:
        for _ in range(repeats(cell, "number-columns-repeated")):
            yield cell


def spans_of(cell: Any) -> tuple[int, int]:
    """How many rows and columns a cell covers."""
    return repeats(cell, "number-rows-spanned"), repeats(cell, "number-columns-spanned")


def header_rows_of(table: Any) -> int | None:
    """How many rows the table declares as its header, None if none."""
    heads = [each for each in table if tag_of(each) == "table-header-rows"]
    return sum(tag_of(row) == "table-row" for head in heads for row in head) or None


def repeats(element: Any, name: str) -> int:
    """How often a cell or row stands there, or how much it covers: at most a thousand."""
    count = attribute(element, name)
    return min(int(count), _MOST_REPEATS) if count.isdigit() and int(count) else 1
