"""DOCX -> Draft, by its XML parts: headings, lists, tables, notes, page breaks, properties."""

import io
import re
import zipfile
from pathlib import Path
from typing import Any

from ingest.document import Kind
from ingest.errors import NothingToIndex, UnreadableDocument
from ingest.readers.base import Draft, FileMetadata, Limits
from ingest.readers.cleaning import clean_text
from ingest.readers.docx_text import NoteRef, PageBreak, paragraph_parts, part_text, tag_of
from ingest.readers.flow import Flow

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_DEEPEST_LEVEL = 9


class DocxReader:
    """Reads a Word file. Follows no reference out of it and expands no entity."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits

    def read(self, path: Path) -> Draft:
        """Raises UnreadableDocument, NothingToIndex."""
        from lxml import etree  # type: ignore[import-untyped]  # lxml ships no types

        try:
            with zipfile.ZipFile(path) as archive:
                package = _Package(path, archive, self._limits)
                body = _Body(package)
                about = _about(package)
        except (zipfile.BadZipFile, zipfile.LargeZipFile, EOFError, OSError, NotImplementedError,
                RuntimeError, ValueError, etree.XMLSyntaxError) as error:  # fmt: skip
            cause = " ".join(str(error).split())[:100]
            raise UnreadableDocument(
                f"{path}: the DOCX is damaged ({cause}). Open it in Word, save it again, add that."
            ) from error
        pages, blocks = body.flow.finish()
        if not any(page.text for page in pages):
            raise NothingToIndex(f"{path}: the DOCX holds no text. Nothing to add.")
        return Draft(MEDIA_TYPE, pages, blocks, about, ())


class _Package:
    """The parts of the file, each read whole and never beyond the limit on unpacked bytes."""

    def __init__(self, path: Path, archive: zipfile.ZipFile, limits: Limits) -> None:
        self.path = path
        self._archive = archive
        self._names = set(archive.namelist())
        self._left = limits.max_unpacked_bytes

    def part(self, name: str) -> bytes | None:
        """The bytes of a part, None if the file lacks it. Raises UnreadableDocument for a bomb."""
        if name not in self._names:
            return None
        with self._archive.open(name) as member:
            # The size that the archive declares may lie: what is read is counted.
            content = member.read(self._left + 1)
        self._left -= len(content)
        if self._left < 0:
            raise UnreadableDocument(
                f"{self.path}: unpacks to more than is allowed. Split the file."
            )
        return content

    def tree(self, name: str) -> Any:
        """The root element of a part, None if it is missing or empty."""
        from lxml import etree

        content = self.part(name)
        if not content or not content.strip():
            return None
        parser = etree.XMLParser(
            resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False
        )
        return etree.fromstring(content, parser)

    def main_part(self) -> str:
        """The name of the part that holds the text. Raises UnreadableDocument if there is none."""
        relations = self.tree("_rels/.rels")
        targets = [
            (relation.get("Target") or "").lstrip("/")
            for relation in (relations if relations is not None else ())
            if (relation.get("Type") or "").endswith("/officeDocument")
        ]
        fallback = sorted(n for n in self._names if re.fullmatch(r"word/document\d*\.xml", n))
        for name in (*targets, *fallback):
            if name in self._names:
                return name
        raise UnreadableDocument(
            f"{self.path}: a DOCX without its text part (word/document.xml). Copy it again."
        )


class _Body:
    """Goes through the main part paragraph by paragraph, letting go of what it has read."""

    def __init__(self, package: _Package) -> None:
        self.flow = Flow()
        styles = package.tree("word/styles.xml")
        self._levels, self._lists = _heading_levels(styles), _list_styles(styles)
        self._notes = _notes(package.tree("word/footnotes.xml"), "footnote") | _notes(
            package.tree("word/endnotes.xml"), "endnote"
        )
        self._due: list[NoteRef] = []
        self._page_used = False
        self._read(package)
        self._put_notes()

    def _read(self, package: _Package) -> None:
        from lxml import etree

        content = package.part(package.main_part()) or b""
        events = etree.iterparse(
            io.BytesIO(content), events=("start", "end"), resolve_entities=False,
            no_network=True, load_dtd=False, huge_tree=True,
        )  # fmt: skip
        inside = 0
        for event, element in events:
            tag = tag_of(element)
            if tag in ("p", "tbl"):
                inside += 1 if event == "start" else -1
                if event == "end" and not inside:
                    self._take(element, tag)
                    _let_go(element)

    def _take(self, element: Any, tag: str) -> None:
        if tag == "tbl":
            self._table(element)
        else:
            self._paragraph(element)

    def _paragraph(self, element: Any) -> None:
        level = self._level(element)
        is_item = _style(element) in self._lists or bool(
            element.xpath("./*[local-name()='pPr']/*[local-name()='numPr']")
        )
        if element.xpath("./*[local-name()='pPr']/*[local-name()='pageBreakBefore']"):
            self._break_page()
        words: list[str] = []
        for part in paragraph_parts(element):
            if isinstance(part, PageBreak):
                self._put("".join(words), level, is_item=is_item)
                words.clear()
                self._break_page()
            elif isinstance(part, NoteRef):
                self._due.append(part)
            else:
                words.append(part)
        self._put("".join(words), level, is_item=is_item)

    def _put(self, text: str, level: int | None, *, is_item: bool) -> None:
        text = clean_text(text)
        if not text:
            return
        self._page_used = True
        if level is not None and len(text) < 250:
            self.flow.heading(text, level)
        elif is_item:
            self.flow.paragraph(f"• {text}", Kind.LIST)
        else:
            self.flow.paragraph(text)

    def _level(self, element: Any) -> int | None:
        """The heading level of a paragraph, 1 for the outermost, None for other text."""
        own = element.xpath(
            "./*[local-name()='pPr']/*[local-name()='outlineLvl']/@*[local-name()='val']"
        )
        if own and own[0].isdigit() and int(own[0]) < _DEEPEST_LEVEL:
            return int(own[0]) + 1
        return self._levels.get(_style(element))

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
        rows = [
            [" ".join(part_text(cell).split()) for cell in row.xpath("./*[local-name()='tc']")]
            for row in element.xpath("./*[local-name()='tr']")
        ]
        rows = [row for row in rows if any(row)]
        if not rows:
            return
        self._page_used = True
        if max(map(len, rows)) == 1:
            # A frame around text, not a table.
            for row in rows:
                self.flow.paragraph(row[0])
            return
        self.flow.rows(labelled(rows))


def labelled(rows: list[list[str]]) -> list[str]:
    """One line a row: "header: value; header: value", by the first row if that is a header.

    >>> labelled([["Nation", "Rate"], ["Wales", "73.1%"]])
    ['Nation: Wales; Rate: 73.1%']
    """
    head, *rest = rows
    is_header = bool(rest) and all(head) and not any(re.fullmatch(r"[\d.,%£ ]+", c) for c in head)
    if not is_header:
        return ["; ".join(cell for cell in row if cell) for row in rows]
    lines: list[str] = []
    for row in rest:
        names = [*head, *[""] * (len(row) - len(head))]
        pairs = [(name, cell) for name, cell in zip(names, row, strict=False) if cell]
        lines.append("; ".join(f"{name}: {cell}" if name else cell for name, cell in pairs))
    return lines


def _let_go(element: Any) -> None:
    """Frees an element that was read and its read neighbours before it."""
    element.clear()
    while element.getprevious() is not None and element.getparent() is not None:
        del element.getparent()[0]


def _style(paragraph: Any) -> str:
    style = paragraph.xpath(
        "./*[local-name()='pPr']/*[local-name()='pStyle']/@*[local-name()='val']"
    )
    return str(style[0]) if style else ""


def _list_styles(styles: Any) -> frozenset[str]:
    """Ids of the styles that make list items."""
    found = styles.xpath(
        "//*[local-name()='style'][.//*[local-name()='numPr'] or "
        "starts-with(*[local-name()='name']/@*[local-name()='val'], 'List ')]"
        "/@*[local-name()='styleId']"
    ) if styles is not None else ()  # fmt: skip
    return frozenset(map(str, found))


def _heading_levels(styles: Any) -> dict[str, int]:
    """Style id -> heading level."""
    levels: dict[str, int] = {}
    for style in styles.iter("{*}style") if styles is not None else ():
        ids = style.xpath("./@*[local-name()='styleId']")
        names = style.xpath("./*[local-name()='name']/@*[local-name()='val']")
        outline = style.xpath(".//*[local-name()='outlineLvl']/@*[local-name()='val']")
        name = names[0].lower() if names else ""
        heading = re.fullmatch(r"heading (\d)", name)
        if not ids:
            continue
        if heading:
            levels[ids[0]] = int(heading.group(1))
        elif name == "title":
            levels[ids[0]] = 0
        elif outline and outline[0].isdigit() and int(outline[0]) < _DEEPEST_LEVEL:
            levels[ids[0]] = int(outline[0]) + 1
    return levels


def _notes(root: Any, kind: str) -> dict[NoteRef, str]:
    notes: dict[NoteRef, str] = {}
    for note in root.iter(f"{{*}}{kind}") if root is not None else ():
        ids = note.xpath("./@*[local-name()='id']")
        text = clean_text(part_text(note))
        if ids and text:
            notes[NoteRef(kind, ids[0])] = text
    return notes


def _about(package: _Package) -> FileMetadata:
    core = package.tree("docProps/core.xml")
    if core is None:
        return FileMetadata()
    found = {tag_of(child): clean_text(child.text or "") for child in core}
    author = found.get("creator", "")
    created = re.match(r"\d{4}-\d{2}-\d{2}", found.get("created", ""))
    return FileMetadata(
        title=found.get("title") or None,
        authors=(author,) if author else (),
        created=created.group() if created else None,
    )
