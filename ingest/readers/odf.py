"""ODT and ODP -> Draft: headings, lists, tables, notes, text boxes, slides, properties."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

from ingest.document import Kind
from ingest.errors import NothingToIndex, UnreadableDocument
from ingest.readers.base import Draft, FileMetadata, Limits
from ingest.readers.cleaning import clean_text
from ingest.readers.flow import Flow
from ingest.readers.grid import Given
from ingest.readers.odf_table import cells_of, header_rows_of, rows_of, spans_of
from ingest.readers.odf_text import (
    Aside,
    Note,
    PageBreak,
    Styles,
    all_bold,
    is_hidden,
    paragraph_parts,
    part_text,
)
from ingest.readers.ooxml import day_of
from ingest.readers.packed import (
    PackedFile,
    attribute,
    child,
    children,
    let_go,
    open_packed,
    tag_of,
)

TEXT_TYPE = "application/vnd.oasis.opendocument.text"
SLIDES_TYPE = "application/vnd.oasis.opendocument.presentation"
# What is read as one piece; everything else only holds such pieces.
_PIECES = frozenset("p h list table draw:page automatic-styles tracked-changes forms".split())
_INDEXES = frozenset(
    "table-of-content alphabetical-index illustration-index table-index object-index user-index "
    "bibliography".split()
)
_MANIFEST = "{urn:oasis:names:tc:opendocument:xmlns:manifest:1.0}"


class OdfReader:
    """Reads an OpenDocument text or presentation. Follows no reference out of it."""

    def __init__(self, limits: Limits, media_type: str) -> None:
        self._limits = limits
        self._media_type = media_type
        self._kind = "ODT" if media_type == TEXT_TYPE else "ODP"

    def read(self, path: Path) -> Draft:
        """Raises UnreadableDocument, NothingToIndex."""
        with open_packed(path, self._limits, self._kind) as package:
            refuse_encrypted(package)
            body = _Body(package)
            about = properties(package)
        pages, blocks = body.flow.finish()
        about = replace(about, heading=body.flow.first_heading)
        if not any(page.text for page in pages):
            raise NothingToIndex(f"{path}: the {self._kind} holds no text. Nothing to add.")
        return Draft(self._media_type, pages, blocks, about, body.problems(), body.flow.tables)


def refuse_encrypted(package: PackedFile) -> None:
    """Raises UnreadableDocument if the file says that its parts are encrypted."""
    manifest = package.tree("META-INF/manifest.xml")
    if (
        manifest is not None
        and next(manifest.iter(f"{_MANIFEST}encryption-data"), None) is not None
    ):
        raise UnreadableDocument(
            f"{package.path}: needs a password. Save a copy without the password and add that."
        )


def properties(package: PackedFile) -> FileMetadata:
    """Title, author, language, days of making and of the last change, as far as the file says."""
    root = package.tree("meta.xml")
    meta = child(root, "meta") if root is not None else None
    found = {
        tag_of(each): clean_text(each.text or "") for each in (meta if meta is not None else ())
    }
    author = found.get("initial-creator") or found.get("creator", "")
    return FileMetadata(
        title=found.get("title") or None,
        authors=(author,) if author else (),
        created=day_of(found.get("creation-date", "")),
        modified=day_of(found.get("date", "")),
        language=found.get("language") or None,
    )


class _Body:
    """Goes through the content piece by piece, letting go of what it has read."""

    def __init__(self, package: PackedFile) -> None:
        self.flow = Flow()
        self._styles = Styles()
        self._due: list[Note] = []
        self._page_used = False
        # Frames, cells and text boxes around what is read: a bold line there heads them alone.
        self._framed = 0
        self._slides = 0
        self._hidden_slides: list[int] = []
        styles = package.tree("styles.xml")
        for part in ("styles", "automatic-styles"):
            self._styles.learn(child(styles, part) if styles is not None else None)
        self._read(package)
        self._put_notes()

    def problems(self) -> tuple[str, ...]:
        """A line for each slide that is not shown and hence not read."""
        return tuple(f"slide {n} is hidden and was left out" for n in self._hidden_slides)

    def _read(self, package: PackedFile) -> None:
        inside = index = 0
        for event, element in package.events("content.xml"):
            tag = tag_of(element)
            if tag in _INDEXES:
                index += 1 if event == "start" else -1
            if tag == "page" and "drawing" in element.tag:
                tag = "draw:page"
            if event == "start" and not inside and tag == "soft-page-break":
                self._break_page()
            if tag in _PIECES:
                inside += 1 if event == "start" else -1
                if event == "end" and not inside:
                    self._take(element, tag, indexed=not index)
                    let_go(element)

    def _take(self, element: Any, tag: str, *, indexed: bool = True) -> None:
        if tag == "automatic-styles":
            self._styles.learn(element)
        elif tag == "draw:page":
            self._slide(element)
        elif tag in ("tracked-changes", "forms") or self._in_hidden(element):
            return
        elif tag == "table":
            self._table(element)
        elif tag == "list":
            for paragraph in _list_paragraphs(element):
                self._paragraph(paragraph, is_item=True, indexed=indexed)
        else:
            self._paragraph(element, indexed=indexed)

    def _in_hidden(self, element: Any) -> bool:
        """True within a section that is not shown."""
        return any(is_hidden(above, self._styles) for above in (element, *element.iterancestors()))

    def _paragraph(self, element: Any, *, is_item: bool = False, indexed: bool = True) -> None:
        style = attribute(element, "style-name")
        if style in self._styles.breaks:
            self._break_page()
        level = _outline_level(element, self._styles)
        kind = self._kind(style, is_item=is_item)
        bold = not self._framed and all_bold(element, self._styles)
        words: list[str] = []
        asides: list[Any] = []
        for part in paragraph_parts(element, self._styles):
            if isinstance(part, PageBreak):
                self._put("".join(words), level, kind, indexed=indexed, bold=bold)
                words.clear()
                self._break_page()
            elif isinstance(part, Note):
                self._due.append(part)
            elif isinstance(part, Aside):
                asides.append(part.content)
            else:
                words.append(part)
        self._put("".join(words), level, kind, indexed=indexed, bold=bold)
        for aside in asides:
            self._within(aside)

    def _within(self, container: Any) -> None:
        """The pieces of a text box, cell or frame."""
        self._framed += 1
        if tag_of(container) == "table":
            self._table(container)
        else:
            for element in _pieces(container):
                self._take(element, tag_of(element))
        self._framed -= 1

    def _kind(self, style: str, *, is_item: bool) -> Kind:
        if is_item:
            return Kind.LIST
        return Kind.CAPTION if self._styles.is_caption(style) else Kind.PROSE

    def _put(self, text: str, level: int | None, kind: Kind, *, indexed: bool, bold: bool) -> None:
        text = clean_text(text)
        if not text:
            return
        self._page_used = True
        if level is not None and len(text) < 250 and indexed:
            self.flow.heading(text, level)
        else:
            bullet = "• " if kind is Kind.LIST and indexed else ""
            self.flow.paragraph(f"{bullet}{text}", kind, indexed=indexed, bold=bold)

    def _break_page(self) -> None:
        if self._page_used:
            self._put_notes()
            self.flow.page_break()
            self._page_used = False

    def _put_notes(self) -> None:
        due, self._due = self._due, []
        for note in due:
            text = part_text(note.body, self._styles) if note.body is not None else ""
            if text.strip():
                self.flow.paragraph(text, Kind.FOOTNOTE)

    def _table(self, table: Any) -> None:
        rows = [[self._given(cell) for cell in cells_of(row)] for row in rows_of(table)]
        if not any(cell.text for row in rows for cell in row):
            return
        if max(map(len, rows)) == 1:
            # A frame around text, not a table.
            for row in rows_of(table):
                for cell in cells_of(row):
                    self._within(cell)
        else:
            self._page_used = True
            self.flow.table(rows, header_rows=header_rows_of(table))

    def _given(self, cell: Any) -> Given:
        text = " ".join(part_text(cell, self._styles).split())
        return Given(text, *spans_of(cell))

    def _slide(self, page: Any) -> None:
        self._slides += 1
        if attribute(page, "style-name") in self._styles.hidden:
            self._hidden_slides.append(self._slides)
        else:
            self.flow.end_headings()
            frames = [frame for frame in page if tag_of(frame) != "notes"]
            titles = [frame for frame in frames if attribute(frame, "class") == "title"]
            for title in titles:
                self.flow.heading(part_text(title, self._styles), 1)
            for frame in frames:
                if frame not in titles:
                    self._within(frame)
            self._speaker_notes(page)
        self._put_notes()
        self.flow.page_break(f"slide {self._slides}")
        self._page_used = False

    def _speaker_notes(self, page: Any) -> None:
        notes = [
            clean_text(part_text(frame, self._styles))
            for notes in children(page, "notes")
            for frame in notes
            if attribute(frame, "class") == "notes"
        ]
        if any(notes):
            self.flow.heading("Speaker notes", 2)
            for text in notes:
                self.flow.paragraph(text)


def _outline_level(element: Any, styles: Styles) -> int | None:
    if tag_of(element) == "h":
        level = attribute(element, "outline-level")
        return int(level) if level.isdigit() else 1
    return styles.level(attribute(element, "style-name"))


def _list_paragraphs(element: Any) -> Iterator[Any]:
    """Paragraphs and headings of a list and the lists in it, in order."""
    return _pieces(element, through=frozenset({"list"}))


def _pieces(container: Any, through: frozenset[str] = frozenset()) -> Iterator[Any]:
    """The outermost pieces in an element, in order. through: kinds that are looked into."""
    waiting = list(reversed(container))
    while waiting:
        element = waiting.pop()
        tag = tag_of(element)
        if tag in _PIECES - through:
            yield element
        elif tag not in ("notes", "annotation", "title", "desc"):
            waiting.extend(reversed(element))
