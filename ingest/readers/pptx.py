"""PPTX -> Draft, by its XML parts: a page for each slide, its title as heading, tables, notes."""

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

from ingest.document import Kind
from ingest.errors import NothingToIndex, UnreadableDocument
from ingest.readable import raised
from ingest.readers import ooxml
from ingest.readers.base import Draft, Limits, OnPage, unwatched
from ingest.readers.cleaning import clean_text
from ingest.readers.flow import Flow
from ingest.readers.grid import Given
from ingest.readers.packed import PackedFile, attribute, child, children, open_packed, tag_of

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.presentationml.presentation"
_TITLES = frozenset({"title", "ctrTitle"})
# Repeated on every slide by the design, not said by it.
_FURNITURE = frozenset({"dt", "ftr", "sldNum", "hdr", "sldImg"})
_TEXT_BODY = "txBody"


class PptxReader:
    """Reads a PowerPoint file. Follows no reference out of it and expands no entity."""

    def __init__(self, limits: Limits, on_page: OnPage = unwatched) -> None:
        self._limits = limits
        self._on_page = on_page

    def read(self, path: Path) -> Draft:
        """Raises UnreadableDocument, NothingToIndex."""
        with open_packed(path, self._limits, "PPTX") as package:
            slides = _slides(package)
            if len(slides) > self._limits.max_pages:
                raise UnreadableDocument(
                    f"{path}: {len(slides)} slides, more than the {self._limits.max_pages} "
                    "allowed. Split the file."
                )
            deck = _Deck(package)
            for number, part in enumerate(slides, start=1):
                deck.slide(number, part)
                self._on_page(number)
            about = replace(ooxml.properties(package), heading=deck.flow.first_heading)
        pages, blocks = deck.flow.finish()
        if not any(page.text for page in pages):
            raise NothingToIndex(f"{path}: no slide holds text. Nothing to add.")
        return Draft(MEDIA_TYPE, pages, blocks, about, tuple(deck.problems), deck.flow.tables)


def _slides(package: PackedFile) -> list[str]:
    """The parts of the slides, in the order in which they are shown."""
    main = ooxml.main_part(package, r"ppt/presentation\d*\.xml", "PPTX")
    root = package.tree(main)
    related = ooxml.relations(package, main)
    if root is None:
        return []
    ids = [ooxml.relation_id(entry) for entry in root.iter("{*}sldId")]
    return [related[each].part for each in ids if each in related]


class _Deck:
    """Puts slide after slide into the flow."""

    def __init__(self, package: PackedFile) -> None:
        self.flow = Flow()
        self.problems: list[str] = []
        self._package = package

    def slide(self, number: int, part: str) -> None:
        """One page, also where the slide shows nothing or is hidden: numbers stay the slides'."""
        root = self._package.tree(part)
        if root is None:
            self.problems.append(f"slide {number} is missing from the file")
        elif root.get("show") in ("0", "false"):
            self.problems.append(f"slide {number} is hidden and was left out")
        else:
            self.flow.end_headings()
            related = ooxml.relations(self._package, part)
            shapes = list(_shapes(root))
            for title in (shape for shape in shapes if _placeholder(shape) in _TITLES):
                self.flow.heading(" ".join(text for text, _ in _paragraphs(title)), 1)
            for shape in shapes:
                if _placeholder(shape) not in _TITLES | _FURNITURE:
                    self._shape(shape, related)
            self._notes(related)
        self.flow.page_break(f"slide {number}")

    def _shape(self, shape: Any, related: dict[str, ooxml.Relation]) -> None:
        for table in shape.iter("{*}tbl"):
            self.flow.table(_rows(table))
        diagram = next(shape.iter("{*}relIds"), None)
        if diagram is not None:
            self._diagram(related.get(attribute(diagram, "dm")))
        if tag_of(shape) != "graphicFrame":
            for text, is_item in _paragraphs(shape):
                self.flow.paragraph(f"• {text}" if is_item else text, _kind(is_item=is_item))

    def _diagram(self, relation: ooxml.Relation | None) -> None:
        """The words of a SmartArt drawing, which lie in a part of their own."""
        root = self._package.tree(relation.part) if relation else None
        for point in root.iter("{*}pt") if root is not None else ():
            for text, _ in _paragraphs(point):
                self.flow.paragraph(f"• {text}", Kind.LIST)

    def _notes(self, related: dict[str, ooxml.Relation]) -> None:
        part = next((r.part for r in related.values() if r.kind == "notesSlide"), None)
        root = self._package.tree(part) if part else None
        texts = [
            text
            for shape in (_shapes(root) if root is not None else ())
            if _placeholder(shape) == "body"
            for text, _ in _paragraphs(shape)
        ]
        if texts:
            self.flow.heading("Speaker notes", 2)
            for text in texts:
                self.flow.paragraph(text)


def _kind(*, is_item: bool) -> Kind:
    return Kind.LIST if is_item else Kind.PROSE


def _shapes(slide: Any) -> Iterator[Any]:
    """Shapes in the order of the file, which is the order in which PowerPoint reads them aloud."""
    waiting = [child(slide, "cSld", "spTree")]
    while waiting:
        element = waiting.pop()
        if element is None or _is_hidden(element):
            continue
        tag = tag_of(element)
        if tag in ("sp", "graphicFrame"):
            yield element
        elif tag in ("spTree", "grpSp", "AlternateContent", "Choice"):
            # Fallback holds the same again for older programs.
            waiting.extend(reversed(element))


def _is_hidden(shape: Any) -> bool:
    for holder in shape:
        if tag_of(holder).startswith("nv"):
            own = child(holder, "cNvPr")
            return own is not None and own.get("hidden") in ("1", "true")
    return False


def _placeholder(shape: Any) -> str:
    """What the design calls the shape: "title", "body", ...; "" for a shape of the slide's own."""
    mark = child(shape, "nvSpPr", "nvPr", "ph")
    return "" if mark is None else mark.get("type") or "body"


def _paragraphs(shape: Any) -> Iterator[tuple[str, bool]]:
    """The text of each paragraph, and whether it is an item of a list."""
    is_outline = _placeholder(shape) == "body"
    for body in shape.iter("{*}txBody", "{*}t"):
        if tag_of(body) == "t" and child(body, "bodyPr") is None:
            continue
        paragraphs = list(children(body, "p"))
        several = sum(bool(_text(each)) for each in paragraphs) > 1
        for paragraph in paragraphs:
            text = _text(paragraph)
            if text:
                yield text, _is_item(paragraph, is_outline=is_outline and several)


def _is_item(paragraph: Any, *, is_outline: bool) -> bool:
    marks = child(paragraph, "pPr")
    names = {tag_of(mark) for mark in marks} if marks is not None else set()
    if "buNone" in names:
        return False
    return is_outline or bool(names & {"buChar", "buAutoNum", "buBlip"})


def _text(paragraph: Any) -> str:
    words: list[str] = []
    for element in paragraph.iter("{*}t", "{*}br", "{*}tab"):
        text = element.text or "" if tag_of(element) == "t" else " "
        words.append(raised(text) if _is_raised(element.getparent()) else text)
    return clean_text(re.sub(r"\s+", " ", "".join(words)))


def _is_raised(run: Any) -> bool:
    """baseline: how far above the line, in thousandths of the letter size."""
    properties = child(run, "rPr")
    above = "" if properties is None else properties.get("baseline") or ""
    return above.isdigit() and int(above) > 0


def _rows(table: Any) -> list[list[Given]]:
    """The cells of a table, without those that a merged one covers."""
    return [
        [
            Given(_cell_text(cell), _span(cell, "rowSpan"), _span(cell, "gridSpan"))
            for cell in children(row, "tc")
            if not (cell.get("hMerge") or cell.get("vMerge"))
        ]
        for row in children(table, "tr")
    ]


def _cell_text(cell: Any) -> str:
    return " ".join(_text(paragraph) for paragraph in cell.iter("{*}p")).strip()


def _span(cell: Any, name: str) -> int:
    declared = cell.get(name) or ""
    return int(declared) if re.fullmatch(r"\d{1,3}", declared) else 1
