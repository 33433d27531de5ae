"""CSV and TSV -> Draft: one table, its delimiter and encoding told by the content."""

import csv
import io
from collections.abc import Iterator, Sequence
from pathlib import Path

from ingest.errors import NothingToIndex
from ingest.readers.base import Draft, Limits
from ingest.readers.cleaning import clean_text
from ingest.readers.flow import Flow
from ingest.readers.grid import Given
from ingest.readers.sheets import Budget, GridRow, Sheet, put_sheet
from ingest.readers.text import read_decoded

MEDIA_TYPE = "text/csv"
_DELIMITERS = ",;\t|"
_SAMPLE_ROWS = 100


class DelimitedReader:
    """Reads rows of values set apart by commas, semicolons, tabs or bars."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits

    def read(self, path: Path) -> Draft:
        """Raises UnreadableDocument, NothingToIndex."""
        text, problems = read_decoded(path, self._limits)
        # A field may be as long as a page; what one may hold in all is limited as text.
        csv.field_size_limit(max(csv.field_size_limit(), len(text)))
        budget = Budget(path, self._limits)
        sheet = Sheet("", list(_rows(text, delimiter_of(text), budget)))
        flow = Flow()
        put_sheet(flow, sheet)
        pages, blocks = flow.finish()
        if not any(page.text for page in pages):
            raise NothingToIndex(f"{path}: no field holds text or figures. Nothing to add.")
        return Draft(MEDIA_TYPE, pages, blocks, problems=problems, tables=flow.tables)


def delimiter_of(text: str) -> str:
    """The sign that parts most rows into the same number of fields, at least two.

    >>> delimiter_of('Place;"Rate, %"\\nWales;73,1')
    ';'
    """
    return max(_DELIMITERS, key=lambda sign: _agreement(text, sign))


def _agreement(text: str, delimiter: str) -> float:
    rows = [row for row in _first_rows(text, delimiter) if row]
    widths = [len(row) for row in rows]
    usual = max(set(widths), key=lambda width: (widths.count(width), width), default=0)
    # A quotation mark within a field: the field was cut in the wrong place.
    torn = sum(any('"' in field for field in row) for row in rows)
    return (widths.count(usual) - torn) / len(rows) * min(usual, 3) if usual > 1 else 0.0


def _first_rows(text: str, delimiter: str) -> Sequence[list[str]]:
    rows = csv.reader(io.StringIO(text), delimiter=delimiter)
    return [row for _, row in zip(range(_SAMPLE_ROWS), rows, strict=False)]


def _rows(text: str, delimiter: str, budget: Budget) -> Iterator[GridRow]:
    for fields in csv.reader(io.StringIO(text.replace("\0", "")), delimiter=delimiter):
        values = [" ".join(clean_text(field).split()) for field in fields]
        while values and not values[-1]:
            values.pop()
        budget.take(sum(map(bool, values)), sum(map(len, values)), len(values))
        yield [Given(value) for value in values]
