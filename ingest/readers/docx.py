"""DOCX -> Draft, by its XML parts: headings, lists, tables, notes, page breaks, properties."""

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

from ingest.document import Kind
from ingest.errors import NothingToIndex
from ingest.readers import ooxml
from ingest.readers.base import Draft, Limits
from ingest.readers.cleaning import clean_text
from ingest.readers.docx_styles import (
    DEEPEST_LEVEL,
    bold_styles,
    caption_styles,
    heading_levels,
    list_styles,
    outline_level,
)
from ingest.readers.docx_text import (
    NoteRef,
    PageBreak,
    TextBox,
    all_bold,
    paragraph_parts,
    part_text,
)
from ingest.readers.flow import Flow
from ingest.readers.grid import Given
from ingest.readers.html import fill
from ingest.readers.packed import (
    PackedFile,
    attribute,
    child,
    let_go,
    open_packed,
    tag_of,
)

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
# What is read as one piece; everything else only holds such pieces.
_PIECES = frozenset({"p", "tbl", "altChunk"})


class DocxReader:
    """Reads a Word file. Follows no reference out of it and expands no entity."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits

    def read(self, path: Path) -> Draft:
        """Raises UnreadableDocument, NothingToIndex."""
        with open_packed(path, self._limits, "DOCX") as package:
            body = _Body(package)
            about = ooxml.properties(package)
        pages, blocks = body.flow.finish()
        about = replace(about, heading=body.flow.first_heading)
        if not any(page.text for page in pages):
            raise NothingToIndex(f"{path}: the DOCX holds no text. Nothing to add.")
        return Draft(MEDIA_TYPE, pages, blocks, about, tuple(body.problems), body.flow.tables)


class _Body:
    """Goes through the main part paragraph by paragraph, letting go of what it has read."""

    def __init__(self, package: PackedFile) -> None:
        self.flow = Flow()
        self.problems: list[str] = []
        self._package = package
        self._main = ooxml.main_part(package, r"word/document\d*\.xml", "DOCX")
        styles = package.tree("word/styles.xml")
        self._levels, self._lists = heading_levels(styles), list_styles(styles)
        self._captions, self._bold = caption_styles(styles), bold_styles(styles)
        # Frames and text boxes that what is read stands in: a bold line there heads them alone.
        self._framed = 0
        self._notes = _notes(package.tree("word/footnotes.xml"), "footnote") | _notes(
            package.tree("word/endnotes.xml"), "endnote"
        )
        self._due: list[NoteRef] = []
        self._page_used = False
        self._read()
        self._put_notes()

    def _read(self) -> None:
        inside = 0
        for event, element in self._package.events(self._main):
            if tag_of(element) in _PIECES:
                inside += 1 if event == "start" else -1
                if event == "end" and not inside:
                    self._take(element)
                    let_go(element)

    def _take(self, element: Any) -> None:
        tag = tag_of(element)
        if tag == "tbl":
            self._table(element)
        elif tag == "altChunk":
            self._chunk(attribute(element, "id"))
        else:
            self._paragraph(element)

    def _paragraph(self, element: Any) -> None:
        properties = child(element, "pPr")
        level, kind = self._level(properties), self._kind(properties)
        bold = not self._framed and all_bold(element, self._bold)
        if child(properties, "pageBreakBefore") is not None:
            self._break_page()
        words: list[str] = []
        boxes: list[Any] = []
        for part in paragraph_parts(element):
            if isinstance(part, PageBreak):
                self._put("".join(words), level, kind, bold=bold)
                words.clear()
                self._break_page()
            elif isinstance(part, NoteRef):
                self._due.append(part)
            elif isinstance(part, TextBox):
                boxes.append(part.content)
            else:
                words.append(part)
        self._put("".join(words), level, kind, bold=bold)
        for box in boxes:
            self._within(box)

    def _within(self, frame: Any) -> None:
        self._framed += 1
        for piece in _pieces(frame):
            self._take(piece)
        self._framed -= 1

    def _put(self, text: str, level: int | None, kind: Kind, *, bold: bool) -> None:
        text = clean_text(text)
        if not text:
            return
        self._page_used = True
        if level is not None and len(text) < 250:
            self.flow.heading(text, level)
        else:
            self.flow.paragraph(f"• {text}" if kind is Kind.LIST else text, kind, bold=bold)

    def _level(self, properties: Any) -> int | None:
        """The heading level of a paragraph, 1 for the outermost, None for other text."""
        own = outline_level(properties)
        if own is not None:
            return own if own <= DEEPEST_LEVEL else None
        return self._levels.get(_style(properties))

    def _kind(self, properties: Any) -> Kind:
        if _style(properties) in self._captions:
            return Kind.CAPTION
        numbering = child(properties, "numPr")
        number = child(numbering, "numId")
        if numbering is None:
            is_item = _style(properties) in self._lists
        else:
            # Numbering 0 takes a paragraph out of the list that its style puts it in.
            is_item = number is None or attribute(number, "val") != "0"
        return Kind.LIST if is_item else Kind.PROSE

    def _chunk(self, relation_id: str) -> None:
        """A web page kept inside the file, which Word shows as part of the text."""
        relation = ooxml.relations(self._package, self._main).get(relation_id)
        content = self._package.part(relation.part) if relation else None
        if content is None:
            self.problems.append("a part that the DOCX takes in is missing or lies outside it")
        elif fill(self.flow, content):
            self._page_used = True
        else:
            self.problems.append("a part of another kind inside the DOCX was left out")

    def _break_page(self) -> None:
        # Word marks one break twice: as the author set it and as it was last printed.
        if self._page_used:
            self._put_notes()
            self.flow.page_break()
            self._page_used = False

    def _put_notes(self) -> None:
        for reference in self._due:
            if text := self._notes.get(reference):
                self.flow.paragraph(text, Kind.FOOTNOTE)
        self._due.clear()

    def _table(self, element: Any) -> None:
        rows = _grid(element)
        if not any(cell.text for row in rows for cell in row):
            return
        self._page_used = True
        if max(map(len, rows)) == 1:
            # A frame around text, not a table.
            for row in _rows(element):
                self._within(row)
            return
        declared = len(element.xpath("./*/*[local-name()='trPr']/*[local-name()='tblHeader']"))
        self.flow.table(rows, header_rows=declared or None)


def _style(properties: Any) -> str:
    style = child(properties, "pStyle")
    return attribute(style, "val") if style is not None else ""


def _grid(table: Any) -> list[list[Given]]:
    """The cells of a table, without those that one merged downwards covers."""
    rows: list[list[Given]] = []
    begun: dict[int, tuple[int, int]] = {}
    for row in _rows(table):
        made: list[Given] = []
        covered: list[tuple[int, int]] = []
        column = 0
        for cell in _within(row, "tc"):
            given = Given(" ".join(part_text(cell).split()), columns=_span(cell))
            merged = child(cell, "tcPr", "vMerge")
            if merged is not None and attribute(merged, "val") != "restart" and column in begun:
                covered.append(begun[column])
            else:
                begun[column] = len(rows), len(made)
                made.append(given)
            column += given.columns
        # A row without any text is left out of the page.
        if any(given.text for given in made):
            for at, place in covered:
                rows[at][place] = replace(rows[at][place], rows=rows[at][place].rows + 1)
            rows.append(made)
    return rows


def _span(cell: Any) -> int:
    span = child(cell, "tcPr", "gridSpan")
    declared = attribute(span, "val") if span is not None else ""
    return int(declared) if re.fullmatch(r"\d{1,3}", declared) else 1


def _rows(table: Any) -> Iterator[Any]:
    """The rows that no tracked change deletes."""
    for row in _within(table, "tr"):
        if child(row, "trPr", "del") is None:
            yield row


def _within(container: Any, name: str) -> Iterator[Any]:
    """The rows of a table or the cells of a row, also those inside content controls."""
    for element in container:
        if tag_of(element) == name:
            yield element
        elif tag_of(element) in ("sdt", "sdtContent", "ins", "moveTo"):
            yield from _within(element, name)


def _pieces(container: Any) -> Iterator[Any]:
    """The outermost paragraphs and tables in an element, in order."""
    waiting = list(reversed(container))
    while waiting:
        element = waiting.pop()
        if tag_of(element) in _PIECES:
            yield element
        elif tag_of(element) not in ("Fallback", "del", "moveFrom"):
            waiting.extend(reversed(element))


def _notes(root: Any, kind: str) -> dict[NoteRef, str]:
    notes: dict[NoteRef, str] = {}
    for note in root.iter(f"{{*}}{kind}") if root is not None else ():
        ids = note.xpath("./@*[local-name()='id']")
        text = clean_text(part_text(note))
        if ids and text:
            notes[NoteRef(kind, ids[0])] = text
    return notes
