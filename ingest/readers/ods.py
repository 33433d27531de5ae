"""ODS -> Draft: a page for each sheet, cells as they are shown."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

from ingest.errors import NothingToIndex, UnreadableDocument
from ingest.readers.base import Draft, Limits, OnPage, unwatched
from ingest.readers.flow import Flow
from ingest.readers.grid import Given
from ingest.readers.odf import properties, refuse_encrypted
from ingest.readers.odf_table import repeats, spans_of
from ingest.readers.odf_text import Styles, is_hidden, part_text
from ingest.readers.packed import PackedFile, attribute, children, let_go, open_packed, tag_of
from ingest.readers.sheets import Budget, Sheet, put_sheet

MEDIA_TYPE = "application/vnd.oasis.opendocument.spreadsheet"


class OdsReader:
    """Reads an OpenDocument spreadsheet. Computes nothing, follows no reference out of it."""

    def __init__(self, limits: Limits, on_page: OnPage = unwatched) -> None:
        self._limits = limits
        self._on_page = on_page

    def read(self, path: Path) -> Draft:
        """Raises UnreadableDocument, NothingToIndex."""
        with open_packed(path, self._limits, "ODS") as package:
            refuse_encrypted(package)
            sheets = _Sheets(
                package, Budget(path, self._limits), self._limits.max_pages, self._on_page
            )
            about = replace(properties(package), heading=sheets.flow.first_heading)
        pages, blocks = sheets.flow.finish()
        if not any(page.text for page in pages):
            raise NothingToIndex(f"{path}: no sheet holds text or figures. Nothing to add.")
        return Draft(MEDIA_TYPE, pages, blocks, about, tuple(sheets.problems), sheets.flow.tables)


class _Sheets:
    """Goes through the tables of the content row by row."""

    def __init__(
        self, package: PackedFile, budget: Budget, most_sheets: int, on_page: OnPage
    ) -> None:
        self.flow = Flow()
        self.problems: list[str] = []
        self._budget = budget
        self._styles = Styles()
        self._sheet = Sheet("")
        self._hidden_rows = number = 0
        for piece, element in _pieces(package):
            if piece == "styles":
                self._styles.learn(element)
            elif piece == "begin":
                self._sheet, self._hidden_rows = Sheet(_name(element)), 0
            elif piece == "row":
                self._row(element)
            else:
                number += 1
                if number > most_sheets:
                    raise UnreadableDocument(f"{package.path}: too many sheets. Split the file.")
                self._put(is_hidden(element, self._styles))
                on_page(number)

    def _row(self, element: Any) -> None:
        row = list(self._cells(element))
        while row and not row[-1].text:
            row.pop()
        if attribute(element, "visibility") in ("collapse", "filter"):
            self._hidden_rows += bool(row)
        elif not row:
            self._sheet.rows.append([])
        else:
            for _ in range(repeats(element, "number-rows-repeated")):
                texts = [cell.text for cell in row if cell.text]
                self._budget.take(len(texts), sum(map(len, texts)), len(row))
                self._sheet.rows.append(row)

    def _cells(self, row: Any) -> Iterator[Given]:
        """The cells with gaps in their place, without those that a merged one covers."""
        for cell in children(row, "table-cell"):
            text = " ".join(part_text(cell, self._styles).split())
            rows, columns = spans_of(cell)
            for _ in range(repeats(cell, "number-columns-repeated")):
                yield Given(text, rows, columns)

    def _put(self, hidden: bool) -> None:
        name = self._sheet.name
        self.flow.end_headings()
        if hidden:
            self.problems.append(f'sheet "{name}" is hidden and was left out')
        else:
            put_sheet(self.flow, self._sheet)
            if self._hidden_rows:
                self.problems.append(
                    f'sheet "{name}": {self._hidden_rows} hidden rows were left out'
                )
        self.flow.page_break(f"sheet {name}")


def _pieces(package: PackedFile) -> Iterator[tuple[str, Any]]:
    """ "styles", then for each sheet "begin", its rows, and "end", with the element."""
    inside = 0
    for event, element in package.events("content.xml"):
        tag = tag_of(element)
        if tag == "table-row":
            # A cell may hold a table of its own.
            inside += 1 if event == "start" else -1
            if event == "end" and not inside:
                yield "row", element
                let_go(element)
        elif inside:
            continue
        elif tag == "table":
            yield ("begin" if event == "start" else "end"), element
            if event == "end":
                let_go(element)
        elif tag == "automatic-styles" and event == "end":
            yield "styles", element
            let_go(element)


def _name(table: Any) -> str:
    return " ".join(attribute(table, "name").split())
