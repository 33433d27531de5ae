"""The paragraphs of all pages of a PDF -> blocks: headings, lists, tables, footnotes, prose."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ingest.document import Block, Kind
from ingest.readable import RAISED
from ingest.readers.headings import HeadingStack, plain
from ingest.readers.pdf_furniture import find_furniture, is_contents
from ingest.readers.pdf_layout import PageText, Paragraph, PlacedLine
from ingest.readers.pdf_paragraphs import ITEM, hue
from ingest.units import is_units_line

_CAPTION = re.compile(
    r"(?:Table|Figure|Fig\.?|Chart|Box|Map|Exhibit|Diagram|Graph|Photo|Plate)\s"
    r"(?:[A-Z][A-Za-z]{0,4}\s)?[A-Z]?\d{1,3}(?:[.:\-–]\d{1,2})*[a-z]?\b(?!\s(?:shows|sets|gives|is|and)\b)"
)
_NOTE_MARK = re.compile(
    rf"(?:[{RAISED}]{{1,3}}(?:,[{RAISED}]{{1,3}})*|\[?\d{{1,3}}\]?|[*†‡§])"
    r"[.)]?\s*[\"'“‘(£$€]?(?:[A-Za-z]{2,}|[AI]\s|\d[\d.,]*\s)"
)
_NUMBER = re.compile(
    r"(?:(?:Chapter|Section|Part|Annex|Appendix)\s+\S+|\d{1,2}(?:\.\d{1,2})*\.?|[A-Z]\.?\d{0,2})\s"
)
_ADDRESS = re.compile(r"https?:|www\.|\.uk\b")
_LARGER = 1.07
# Colours that cover less of the text than this are for headings; links have theirs.
_HUED_SHARE = 0.12
_LINKS = frozenset((0x0000FF, 0x0563C1, 0x1155CC))
_COVERS, _PROSE_LENGTH = 3, 150
_LONGEST_HEADING = 180
_LONGEST_ALONE = 120
_LONGEST_ITALIC = 90
# A numbered stretch longer than this is a numbered paragraph, not an item of a list.
_LONGEST_ITEM = 200


@dataclass(frozen=True)
class OutlineEntry:
    """A bookmark. page: 1-based. level: 0 for the outermost."""

    title: str
    page: int
    level: int


@dataclass(frozen=True)
class Body:
    """How most of the document is set. hues: the colours of headings, used for little text."""

    size: float
    bold: bool
    italic: bool = False
    hues: frozenset[int] = frozenset()


def find_blocks(
    pages: Sequence[tuple[int, PageText]], outline: Sequence[OutlineEntry]
) -> tuple[Block, ...]:
    """Blocks of all pages in order. Running heads, page numbers and contents lists are in none.

    pages: (1-based number, text of the page).
    """
    furniture = find_furniture(pages)
    body = _body([page for _, page in pages])
    bookmarks = {(entry.page, plain(entry.title)) for entry in outline}
    stack = HeadingStack()
    blocks: list[Block] = []
    for number, page in pages:
        skipped = furniture.get(number, frozenset())
        marked = {title for at, title in bookmarks if at == number}
        contents = is_contents(page)
        # What stands on a cover is the title, publisher and date: no heading over what follows.
        is_cover = number <= _COVERS and not any(
            paragraph.end - paragraph.start > _PROSE_LENGTH for paragraph in page.paragraphs
        )
        for lines, paragraph in _kept(page, skipped):
            text = page.text[lines[0].start : lines[-1].end]
            kind = _kind(text, lines, paragraph, body, marked)
            if contents(text, paragraph.is_table):
                continue
            if kind is Kind.FOOTNOTE and _text_below(page, lines, body):
                kind = Kind.PROSE
            if kind is Kind.HEADING and not is_cover:
                stack.push(text, _rank(text, lines, body), number)
            span = (lines[0].start, lines[-1].end)
            blocks.append(Block(kind, number, *span, heading_path=stack.path))
    return tuple(blocks)


def _kept(
    page: PageText, skipped: frozenset[int]
) -> Iterator[tuple[tuple[PlacedLine, ...], Paragraph]]:
    """The lines of each paragraph without furniture; one broken by furniture comes in parts."""
    for paragraph in page.paragraphs:
        run: list[PlacedLine] = []
        for line in paragraph.lines:
            if line.start not in skipped:
                run.append(line)
            elif run:
                yield tuple(run), paragraph
                run = []
        if run:
            yield tuple(run), paragraph


def _body(pages: Sequence[PageText]) -> Body:
    """The size and weight of most characters."""
    sizes: Counter[float] = Counter()
    faces: Counter[tuple[bool, bool]] = Counter()
    colours: Counter[int | None] = Counter()
    for page in pages:
        for paragraph in page.paragraphs:
            for line in paragraph.lines:
                length = line.end - line.start
                sizes[line.style.size] += length
                faces[line.style.bold, line.style.italic] += length
                colours[line.style.colour] += length
    if not sizes:
        return Body(0.0, bold=False)
    bold, italic = faces.most_common(1)[0][0]
    few = _HUED_SHARE * colours.total()
    hues = {c for c, n in colours.items() if c is not None and hue(c) > 60 and n < few} - _LINKS
    return Body(sizes.most_common(1)[0][0], bold, italic, frozenset(hues))


def _kind(
    text: str,
    lines: Sequence[PlacedLine],
    paragraph: Paragraph,
    body: Body,
    marked: set[str],
) -> Kind:
    if paragraph.is_table and any("\t" in text for text in text.splitlines()):
        return Kind.TABLE
    if _CAPTION.match(text) and len(text) < 300:
        return Kind.CAPTION
    if _is_heading(text, lines, body, marked):
        return Kind.HEADING
    size = lines[0].style.size
    if size <= 0.9 * body.size and _NOTE_MARK.match(text):
        return Kind.FOOTNOTE
    if ITEM.match(text) and (not text[0].isdigit() or len(text) < _LONGEST_ITEM):
        return Kind.LIST
    return Kind.PROSE


def _is_heading(text: str, lines: Sequence[PlacedLine], body: Body, marked: set[str]) -> bool:
    if len(lines) > 4 or len(text) > _LONGEST_HEADING or "\t" in text:
        return False
    letters = sum(char.isalpha() for char in text)
    if letters < 3 or is_units_line(text):
        return False
    if plain(text) in marked:
        return True
    if text.endswith((".", ";", ",")) or letters < len(text) / 2 or text[0].islower():
        return False
    if text[0] in '•●○▪■□◦‣·–—*“‘"(':
        return False
    size = max(line.style.size for line in lines)
    if size >= _LARGER * body.size:
        return True
    if size < 0.97 * body.size or text.endswith(":"):
        return False
    if all(line.style.bold for line in lines) and not body.bold:
        return True
    return _stands_out(text, lines, body)


def _stands_out(text: str, lines: Sequence[PlacedLine], body: Body) -> bool:
    """A short line by itself in a colour kept for headings, or in italics."""
    if len(text) > _LONGEST_ALONE or len(lines) > 2 or "@" in text or _ADDRESS.search(text):
        return False
    if all(line.style.colour in body.hues for line in lines):
        return True
    italic = all(line.style.italic for line in lines) and not body.italic
    return italic and len(lines) == 1 and len(text.split()) > 1 and len(text) < _LONGEST_ITALIC


def _rank(text: str, lines: Sequence[PlacedLine], body: Body) -> tuple[float, int, int]:
    """Smaller is further out: by size, then weight, then depth of the number in front."""
    size = max(line.style.size for line in lines)
    number = _NUMBER.match(text)
    depth = number.group().strip().rstrip(".").count(".") if number else 0
    return -max(size, body.size), 0 if lines[0].style.bold else 1, depth


def _text_below(page: PageText, lines: Sequence[PlacedLine], body: Body) -> bool:
    """True if this is no footnote: high on the page, or above text of body size in its column."""
    lowest = min(line.bottom for line in lines)
    everything = [line for paragraph in page.paragraphs for line in paragraph.lines]
    head, foot = max(line.top for line in everything), min(line.bottom for line in everything)
    if lowest > (head + foot) / 2:
        return True
    left, right = min(line.left for line in lines), max(line.right for line in lines)
    return any(
        line.top < lowest and line.left < right and line.right > left and line.end - line.start > 25
        for line in everything
        if line.style.size >= 0.97 * body.size
    )
