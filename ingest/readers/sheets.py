"""The grid of a spreadsheet -> tables with headers, titles and notes: what XLSX, ODS and CSV share.

A sheet is a page. Its rows part into regions at blank rows; in a region the single cells above
the table are its title and what is said about it, those below are its notes.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from ingest.document import Kind
from ingest.errors import UnreadableDocument
from ingest.readers.base import Limits
from ingest.readers.flow import Flow
from ingest.readers.grid import Given
from ingest.tables import is_figure
from ingest.units import is_units_line

_DEFAULT_NAME = re.compile(r"(?:sheet|tabelle|feuil)\s?\d*", re.IGNORECASE)
_OWN_TITLE = re.compile(r"(?:table|figure|chart|annex|note)\b", re.IGNORECASE)
# A line above more rows of one table names their group; a longer one says something.
_LONGEST_GROUP = 60

_MOST_TITLE_LINES, _LONGEST_TITLE = 4, 200
# Empty places cost memory too.
_PLACES_PER_CELL = 20

GridRow = list[Given]


@dataclass
class Sheet:
    """One sheet as read. rows: top to bottom, an empty list for a blank row."""

    name: str
    rows: list[GridRow] = field(default_factory=list)


class Budget:
    """Counts the cells of a file. Spreadsheets of mere records are refused, not cut."""

    def __init__(self, path: Path, limits: Limits) -> None:
        self._path = path
        self._most = limits.max_cells
        self._left = limits.max_cells
        self._characters = limits.max_characters
        self._places = _PLACES_PER_CELL * limits.max_cells

    def take(self, cells: int, characters: int, width: int) -> None:
        """Counts one row. Raises UnreadableDocument once the file holds more than is allowed.

        width: places in the grid up to the last cell, empty ones included.
        """
        self._left -= cells
        self._characters -= characters
        self._places -= width
        if min(self._left, self._characters, self._places) < 0:
            raise UnreadableDocument(
                f"{self._path}: more than {self._most:,} cells: records, not tables to cite. "
                "Save the tables that matter in a file of their own and add that."
            )


def put_sheet(flow: Flow, sheet: Sheet) -> None:
    """Puts a sheet on the page that the flow is at; nothing if it is empty."""
    if not any(map(_filled, sheet.rows)):
        return
    if sheet.name and not _DEFAULT_NAME.fullmatch(sheet.name):
        flow.heading(sheet.name, 1)
    for region in _regions(sheet.rows):
        _put_region(flow, region)


def _regions(rows: Sequence[GridRow]) -> list[list[GridRow]]:
    """Rows between blank ones; titles stay with their table, and rows with what they go on with."""
    regions: list[list[GridRow]] = [[]]
    for row in rows:
        if _filled(row):
            regions[-1].append(row)
        elif regions[-1]:
            regions.append([])
    joined: list[list[GridRow]] = []
    for region in filter(None, regions):
        if joined and (_is_title_of(joined[-1], region) or _goes_on(joined[-1], region)):
            joined[-1] += region
        else:
            joined.append(region)
    return joined


def _is_title_of(above: Sequence[GridRow], region: Sequence[GridRow]) -> bool:
    """True for a few short lines above a table that has no title of its own."""
    return (
        len(above) <= _MOST_TITLE_LINES
        and not any(map(_is_wide, above))
        and all(len(_filled(row)[0]) <= _LONGEST_TITLE for row in above)
        and _is_wide(region[0])
    )


def _is_wide(row: GridRow) -> bool:
    """True for a row of a table: several cells, or one that heads columns further right."""
    filled = [(at, cell) for at, cell in enumerate(row) if cell.text]
    return len(filled) > 1 or (len(filled) == 1 and filled[0][0] > 0 and filled[0][1].columns > 1)


def _goes_on(table: Sequence[GridRow], region: Sequence[GridRow]) -> bool:
    """True if the region has no header of its own and its figures stand where the table's do."""
    if not _is_wide(table[-1]):
        return False
    first = next((at for at, row in enumerate(region) if _is_wide(row)), None)
    if first is None or first > 1:
        return False
    if first == 1:
        title = _filled(region[0])[0]
        if len(title) > _LONGEST_GROUP or _OWN_TITLE.match(title):
            return False
    return any(is_figure(text) for text in _filled(region[first]))


def _put_region(flow: Flow, region: list[GridRow]) -> None:
    margin = min(_margin(row) for row in region)
    region = [row[margin:] for row in region]
    wide = [at for at, row in enumerate(region) if _is_wide(row)]
    if not wide:
        for row in region:
            flow.paragraph(_filled(row)[0])
        return
    first, last = wide[0], wide[-1]
    above = [_filled(row)[0] for row in region[:first]]
    units = next((text for text in reversed(above) if is_units_line(text)), "")
    others = [text for text in above if text != units]
    title = next((text for text in others if _OWN_TITLE.match(text)), others[0] if others else "")
    # Title and units stand next to their table, where a reader and a passage need them.
    flow.paragraph(" ".join(title.split()), Kind.CAPTION)
    flow.paragraph(units, Kind.CAPTION)
    flow.table(region[first : last + 1])
    for text in others:
        if text != title:
            flow.paragraph(text)
    for row in region[last + 1 :]:
        flow.paragraph(_filled(row)[0], Kind.FOOTNOTE)


def _margin(row: GridRow) -> int:
    """How many empty places stand at the left of a row."""
    return next((at for at, cell in enumerate(row) if cell.text), len(row))


def _filled(row: GridRow) -> list[str]:
    return [cell.text for cell in row if cell.text]
