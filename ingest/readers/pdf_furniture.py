"""What is printed on PDF pages but is not their text: running heads, page numbers, contents."""

import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence

from ingest.readers.pdf_layout import PageText, PlacedLine

_PAGE_NUMBER = re.compile(
    r"[-–|\s]*(?:page\s*)?(\d{1,4}|[ivxlc]{1,7})(?:\s*(?:of|/)\s*\d{1,4})?[-–|\s]*", re.IGNORECASE
)
_AT_EDGE = re.compile(r"^(\d{1,4}|[ivxlc]{1,7})\s*\|?\s+\D|\D\s*\|?\s+(\d{1,4}|[ivxlc]{1,7})$")
_LEADER = re.compile(r"\.{4,}|(?:\. ){4,}|…{2,}|_{5,}")
_ENTRY = re.compile(r"^\S.{2,}\s\d{1,3}$|^\d{1,3}\s+\D.+$")
_CONTENTS = re.compile(r"^(?:table of )?contents(?: page)?$", re.IGNORECASE | re.MULTILINE)
# How many rows from the top and from the foot of a page can be furniture.
_ROWS = 3

Pages = Sequence[tuple[int, PageText]]


def find_furniture(pages: Pages) -> Mapping[int, frozenset[int]]:
    """Page number -> starts of the lines on it that are furniture.

    A line is furniture if it stands among the first or last rows of a page and the same words
    (digits aside) stand at the same height on other pages, or if it is a page number. Where that
    would be all there is in the file (the same word on every page), nothing is.
    """
    edges = {number: list(_edge_lines(page)) for number, page in pages}
    seen: Counter[tuple[str, int]] = Counter()
    for number, page in pages:
        keys = {_key(page, line) for line in edges[number]}
        seen.update({(words, height + d) for words, height in keys for d in (-1, 0, 1)})
    often = 3 if len(pages) > 5 else 2
    labels = printed_numbers(pages)
    furniture: dict[int, frozenset[int]] = {}
    for number, page in pages:
        starts = {
            line.start
            for line in edges[number]
            if seen[_key(page, line)] >= often
            or _is_page_number(page, line)
            or line.style.sideways
            or _holds_number(page, line, labels.get(number))
        }
        furniture[number] = frozenset(starts | _scattered_letters(page))
    return {} if _says_nothing_else(pages, furniture) else furniture


def _says_nothing_else(pages: Pages, furniture: Mapping[int, frozenset[int]]) -> bool:
    """Whether all lines of all pages are furniture, and not just numbers."""
    lines = [
        (number, page, line)
        for number, page in pages
        for paragraph in page.paragraphs
        for line in paragraph.lines
    ]
    return all(line.start in furniture[number] for number, _, line in lines) and not all(
        _PAGE_NUMBER.fullmatch(page.text[line.start : line.end]) for _, page, line in lines
    )


def printed_numbers(pages: Pages) -> dict[int, str]:
    """Page number in the file -> number printed on the page, where most pages agree on the offset.

    Roman numerals are given as printed, on pages where no Arabic number is found.
    """
    found = {number: set(_numbers_at_edges(page)) for number, page in pages}
    offsets = Counter(
        number - int(printed)
        for number, all_ in found.items()
        for printed in all_
        if printed.isdigit()
    )
    if not offsets:
        return {}
    offset, count = offsets.most_common(1)[0]
    if count < max(2, len(pages) // 3):
        return {}
    labels = {number: str(number - offset) for number, _ in pages if number - offset > 0}
    for number, all_ in found.items():
        roman = [printed for printed in all_ if not printed.isdigit()]
        if number not in labels and roman:
            labels[number] = roman[0]
    return labels


def is_contents(page: PageText) -> Callable[[str, bool], bool]:
    """A test for paragraphs of this page (text, whether it is a table): is it a contents list?"""
    titled = bool(_CONTENTS.search(page.text))

    def test(text: str, is_table: bool) -> bool:
        lines = text.splitlines()
        leaders = sum(bool(_LEADER.search(line)) for line in lines)
        if leaders and leaders >= len(lines) / 3:
            return True
        entries = sum(bool(_ENTRY.match(line)) for line in lines)
        return titled and entries >= len(lines) / 2 and (is_table or len(text) < 120 * len(lines))

    return test


def _edge_lines(page: PageText) -> Iterator[PlacedLine]:
    """The first and last rows of a page, and whatever is printed up its side."""
    lines = sorted(
        (line for paragraph in page.paragraphs for line in paragraph.lines),
        key=lambda line: -line.top,
    )
    chosen = lines if len(lines) <= 2 * _ROWS else [*lines[:_ROWS], *lines[-_ROWS:]]
    yield from chosen
    yield from (line for line in lines if line.style.sideways and line not in chosen)


def _key(page: PageText, line: PlacedLine) -> tuple[str, int]:
    words = re.sub(r"\d+", "#", page.text[line.start : line.end].lower())
    return re.sub(r"\s+|\b[ivxlc]{1,6}\b", "", words), round((line.bottom + line.top) / 2 / 8)


def _is_page_number(page: PageText, line: PlacedLine) -> bool:
    """A number alone in the outermost row, at the top or the foot."""
    if not _PAGE_NUMBER.fullmatch(page.text[line.start : line.end]):
        return False
    middle = (line.bottom + line.top) / 2
    others = [
        (other.bottom + other.top) / 2
        for paragraph in page.paragraphs
        for other in paragraph.lines
        if other is not line
    ]
    near = sum(abs(other - middle) < 6 for other in others)
    above, below = (sum(o > middle + 6 for o in others), sum(o < middle - 6 for o in others))
    return near <= 2 and min(above, below) <= 2


def _holds_number(page: PageText, line: PlacedLine, label: str | None) -> bool:
    """A short line with the page's own number at its end or start: a chapter's running head."""
    text = page.text[line.start : line.end]
    edge = _AT_EDGE.search(text) if len(text) < 100 else None
    if edge is None or label != (edge.group(1) or edge.group(2)):
        return False
    lines = [other for paragraph in page.paragraphs for other in paragraph.lines]
    return (
        line.top >= max(o.top for o in lines) - 4 or line.bottom <= min(o.bottom for o in lines) + 4
    )


def _numbers_at_edges(page: PageText) -> Iterator[str]:
    for line in _edge_lines(page):
        text = page.text[line.start : line.end]
        whole = _PAGE_NUMBER.fullmatch(text)
        if whole and _is_page_number(page, line):
            yield whole.group(1).lower()
        elif len(text) < 120 and (edge := _AT_EDGE.search(text)):
            yield (edge.group(1) or edge.group(2)).lower()


def _scattered_letters(page: PageText) -> set[int]:
    """Lines of one or two letters under each other: a label printed sideways."""
    return {
        line.start
        for paragraph in page.paragraphs
        if len(paragraph.lines) > 1 and all(line.end - line.start <= 2 for line in paragraph.lines)
        for line in paragraph.lines
    }
