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
    """The cell elements of a row in order, a covered cell in its place, repeated as it says.

    Empty cells at the end of the row are left out.
    """
    cells = [cell for cell in row if tag_of(cell) in ("table-cell", "covered-table-cell")]
    while cells and not len(cells[-1]):
        cells.pop()
    for cell in cells:
        for _ in range(repeats(cell, "number-columns-repeated")):
            yield cell


def repeats(element: Any, name: str) -> int:
    """How many times a cell or row stands there, at most a thousand."""
    count = attribute(element, name)
    return min(int(count), _MOST_REPEATS) if count.isdigit() and int(count) else 1
