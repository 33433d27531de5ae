"""XLSX -> Draft, by its XML parts: a page for each sheet, figures as they are shown."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

from ingest.errors import NothingToIndex, UnreadableDocument
from ingest.readers import ooxml
from ingest.readers.base import Draft, Limits, OnPage, unwatched
from ingest.readers.flow import Flow
from ingest.readers.packed import PackedFile, attribute, open_packed
from ingest.readers.sheets import Budget, put_sheet
from ingest.readers.xlsx_sheet import Looks, SheetReader, shared_strings

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class XlsxReader:
    """Reads an Excel workbook. Computes no formula, follows no reference out of the file."""

    def __init__(self, limits: Limits, on_page: OnPage = unwatched) -> None:
        self._limits = limits
        self._on_page = on_page

    def read(self, path: Path) -> Draft:
        """Raises UnreadableDocument, NothingToIndex."""
        flow = Flow()
        problems: list[str] = []
        with open_packed(path, self._limits, "XLSX") as package:
            main = ooxml.main_part(package, r"xl/workbook\d*\.xml", "XLSX")
            workbook = package.tree(main)
            related = ooxml.relations(package, main)
            reader = SheetReader(package, _looks(package, workbook, related), self._budget(path))
            for number, (name, part, shown) in enumerate(_sheets(workbook, related), start=1):
                if number > self._limits.max_pages:
                    raise UnreadableDocument(f"{path}: too many sheets. Split the file.")
                if not shown:
                    problems.append(f'sheet "{name}" is hidden and was left out')
                elif part in package.names:
                    sheet, lines = reader.read(name, part)
                    flow.end_headings()
                    put_sheet(flow, sheet)
                    problems += lines
                flow.page_break(f"sheet {name}")
                self._on_page(number)
            about = replace(ooxml.properties(package), heading=flow.first_heading)
        pages, blocks = flow.finish()
        if not any(page.text for page in pages):
            raise NothingToIndex(f"{path}: no sheet holds text or figures. Nothing to add.")
        return Draft(MEDIA_TYPE, pages, blocks, about, tuple(problems), flow.tables)

    def _budget(self, path: Path) -> Budget:
        return Budget(path, self._limits)


def _looks(package: PackedFile, workbook: Any, related: dict[str, ooxml.Relation]) -> Looks:
    parts = {relation.kind: relation.part for relation in related.values()}
    first = next(workbook.iter("{*}workbookPr"), None) if workbook is not None else None
    from_1904 = first is not None and first.get("date1904") in ("1", "true")
    strings = tuple(shared_strings(package, parts.get("sharedStrings", "xl/sharedStrings.xml")))
    return Looks.of(package.tree(parts.get("styles", "xl/styles.xml")), strings, from_1904)


def _sheets(workbook: Any, related: dict[str, ooxml.Relation]) -> Iterator[tuple[str, str, bool]]:
    """Name, part and whether it is shown, of each sheet with cells, in order."""
    for element in workbook.iter("{*}sheet") if workbook is not None else ():
        relation = related.get(ooxml.relation_id(element))
        if relation is not None and relation.kind == "worksheet":
            shown = attribute(element, "state") not in ("hidden", "veryHidden")
            yield " ".join((element.get("name") or "").split()), relation.part, shown
