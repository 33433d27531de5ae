"""Rows and cells of tables as quotes: what is said is put together from cells, each cited.

The text of a row's stretch is its rendering ("Table 3: Wales; rate: 73.1%; jobs: 1,200"): by that
it is scored, and nothing is in it that is not a cell, a header, the caption or the units.
"""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from assistant.answer import Citation, Claim, Hit, Label
from assistant.cite import cite_apart, readable
from assistant.grounding.pieces import checked_by_pieces
from assistant.question.words import content_words, words
from assistant.quotable import is_title
from ingest.document import Cell, Kind, Page, Slice, Table
from ingest.tablewords import body_rows
from ingest.units import with_units

PageOf = Callable[[str, int], Page]

# A row of more values than this is narrowed to those whose header the question names, unless it
# says most in words and is read at once: what is asked for may stand under another name.
_FEW = 2
_READ_AT_ONCE = 300
_ONLY_WORDS = re.compile(r"\D*[^\W\d_]{3}\D*")


@dataclass(frozen=True)
class RowQuote:
    """A row of a table, or some of its cells: start and end are offsets into its page's text.

    text: what is said. cited: the slices it is made of, in groups that are cited one by one: the
    values first, then what names the row, the headers of the columns, the caption with the units.
    """

    start: int
    end: int
    text: str
    cited: tuple[tuple[Slice, ...], ...]


def row_quotes(hit: Hit) -> tuple[RowQuote, ...]:
    """A quote for each row that the hit's passage holds; none for a passage of prose."""
    passage = hit.passage
    if passage.kind is not Kind.TABLE:
        return ()
    return tuple(
        _quote(table, row)
        for table in hit.tables
        for row in body_rows(table)
        if row and passage.start <= row[0].start and row[-1].end <= passage.end
        if _says_of_what(table, row)
    )


def row_claim(hit: Hit, start: int, asked: str, group: str | None, page_of: PageOf) -> Claim | None:
    """The row that begins at `start` as a checked claim; of a long one only what is asked for.

    None if any of its cells does not stand on its page.
    """
    found = next(
        (
            (table, row)
            for table in hit.tables
            for row in body_rows(table)
            if row and row[0].start == start
        ),
        None,
    )
    if found is None:
        return None
    table, row = found
    quote = _quote(table, _asked_for(table, row, asked))
    citations: list[Citation] = []
    for slices in quote.cited:
        for one in _merged(slices, hit, page_of):
            page = page_of(hit.passage.document_id, one.page)
            if one.page == row[0].page and not any(map(str.isalnum, one.text)):
                one = _whole(row, page)
            citation = cite_apart(hit, page, one)
            if citation is None:
                return None
            citations.append(citation)
    pieces = [one.text for slices in quote.cited for one in slices]
    verdict = checked_by_pieces(quote.text, pieces, tuple(c.quote for c in citations))
    if verdict.label is not Label.SUPPORTED:
        return None
    return Claim(quote.text, tuple(dict.fromkeys(citations)), verdict, group)


def _says_of_what(table: Table, row: Sequence[Cell]) -> bool:
    """Whether a word that is no title stands in the row or above it: bare figures are notes or
    parts of a chart, a single cell with capitals is the head of a page."""
    heads = [head for cell in row for head in (*table.row_header(cell), *table.column_header(cell))]
    if len(row) == 1 and not heads and is_title(readable(row[0].text)):
        return False
    if _repeats_its_headers(table, row):
        return False
    return any(map(str.isalpha, "".join(one.text for one in (*row, *heads))))


def _repeats_its_headers(table: Table, row: Sequence[Cell]) -> bool:
    """Whether a row is the header of a further table below: each value is a header above it."""
    labels = {id(head) for cell in row for head in table.row_header(cell)}
    values = [cell for cell in row if id(cell) not in labels and words(cell.text)]
    return bool(values) and all(
        any(words(cell.text) == words(head.text) for head in table.column_header(cell))
        for cell in values
    )


def _quote(table: Table, cells: Sequence[Cell]) -> RowQuote:
    labels = _unique(head for cell in cells for head in table.row_header(cell))
    values = [cell for cell in cells if cell not in labels] or list(cells)
    labels = [label for label in labels if label not in values]
    heads = _unique(head for cell in values for head in table.column_header(cell))
    same = len({table.row_header(cell) for cell in values}) == 1
    said = [_said(table, cell, named=not same) for cell in values]
    name = ", ".join(readable(label.text) for label in labels) if same else ""
    joint = ", " if len(said) == 1 and table.column_header(values[0]) else ": "
    text = joint.join(part for part in (name, "; ".join(said)) if part)
    caption = tuple(part for part in (table.caption, table.units) if part)
    if caption:
        title = readable(table.caption.text) if table.caption else ""
        units = readable(table.units.text) if table.units else ""
        text = f"{with_units(title, units)}: {text}"
    cited = (tuple(values), tuple(labels), tuple(heads), caption)
    return RowQuote(cells[0].start, cells[-1].end, text, tuple(part for part in cited if part))


def _said(table: Table, cell: Cell, *, named: bool) -> str:
    """A value after the header of its column. named: after that of its row too, as on a form."""
    heads = [*(table.row_header(cell) if named else ()), *table.column_header(cell)]
    front = ", ".join(readable(head.text) for head in heads)
    return f"{front}: {readable(cell.text)}" if front else readable(cell.text)


def _asked_for(table: Table, row: Sequence[Cell], asked: str) -> Sequence[Cell]:
    """The cells whose column header shares most words with the question; the row if none does."""
    labels = {id(head) for cell in row for head in table.row_header(cell)}
    values = [cell for cell in row if id(cell) not in labels]
    in_words = sum(bool(_ONLY_WORDS.fullmatch(cell.text)) for cell in values) > len(values) / 2
    if len(values) <= _FEW or (in_words and len(_quote(table, row).text) <= _READ_AT_ONCE):
        return row
    wanted = frozenset(content_words(asked))
    shared = [
        len(wanted & frozenset(content_words(" ".join(h.text for h in table.column_header(cell)))))
        for cell in values
    ]
    best = max(shared)
    if best == 0 or min(shared) == best:
        return row
    return [cell for cell, count in zip(values, shared, strict=True) if count == best]


def _whole(row: Sequence[Cell], page: Page) -> Slice:
    """The row as it is printed: ticks and dashes by themselves cannot be looked for on a page."""
    start, end = row[0].start, row[-1].end
    return Slice(page.number, start, end, page.text[start:end])


def _unique(cells: Iterable[Cell]) -> list[Cell]:
    return list(dict.fromkeys(cells))


def _merged(slices: Sequence[Slice], hit: Hit, page_of: PageOf) -> list[Slice]:
    """Slices with nothing but white space between them as one."""
    merged: list[Slice] = []
    for one in sorted(slices, key=lambda part: (part.page, part.start)):
        last = merged[-1] if merged else None
        if last is not None and last.page == one.page:
            text = page_of(hit.passage.document_id, one.page).text
            if last.end <= one.start and not text[last.end : one.start].strip():
                merged[-1] = Slice(one.page, last.start, one.end, text[last.start : one.end])
                continue
        merged.append(Slice(one.page, one.start, one.end, one.text))
    return merged
