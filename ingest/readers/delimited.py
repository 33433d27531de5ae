"""CSV and TSV -> Draft: one table, its delimiter and encoding told by the content."""

import csv
import io
from collections.abc import Iterator
from pathlib import Path

from ingest.errors import NothingToIndex
from ingest.readers.base import Draft, Limits
from ingest.readers.cleaning import clean_text
from ingest.readers.delimiters import delimiter_of
from ingest.readers.flow import Flow
from ingest.readers.grid import Given
from ingest.readers.sheets import Budget, GridRow, Sheet, put_sheet
from ingest.readers.text import read_decoded

MEDIA_TYPE = "text/csv"


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


def _rows(text: str, delimiter: str, budget: Budget) -> Iterator[GridRow]:
    for fields in csv.reader(io.StringIO(text.replace("\0", "")), delimiter=delimiter):
        values = [" ".join(clean_text(field).split()) for field in fields]
        while values and not values[-1]:
            values.pop()
        budget.take(sum(map(bool, values)), sum(map(len, values)), len(values))
        yield [Given(value) for value in values]
