"""Rows and cells of a table in words that a reader understands alone: caption, headers, value."""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ingest.document import Cell, Table
from ingest.fitting import CountTokens
from ingest.sentences import split_sentences
from ingest.units import with_units

# A title of more characters is cut for searching; labels likewise.
_LONGEST_CAPTION = 160
_LONGEST_LABEL = 90


@dataclass(frozen=True)
class Rows:
    """Whole rows of a table, or a part of one too long: text[start:end) of its page.

    rendering: the same with caption, units and headers. within_cell: it is part of one cell, prose.
    """

    start: int
    end: int
    rendering: str
    within_cell: bool = False


def row_words(table: Table, cells: Sequence[Cell]) -> str:
    """Cells of one row as a statement without the caption: "Wales; rate: 73.1%; jobs: 1,200"."""
    named: list[str] = []
    parts: list[str] = []
    own = {id(cell) for cell in cells}
    labels = {id(head) for cell in cells for head in table.row_header(cell)}
    for cell in cells:
        for head in table.row_header(cell):
            text = _short(head.text, _LONGEST_LABEL)
            if id(head) not in own and text not in named:
                named.append(text)
    last: Cell | None = None
    for cell in cells:
        column = ", ".join(_one_line(head.text) for head in table.column_header(cell))
        value = _one_line(cell.text)
        if not column and last is not None and table.row_header(cell)[-1:] == (last,):
            parts[-1] += f": {value}"
        else:
            parts.append(value if id(cell) in labels or not column else f"{column}: {value}")
        last = cell
    return "; ".join([*named, *parts])


def body_rows(table: Table) -> list[list[Cell]]:
    """The cells that begin in each row below the headers, of this page only."""
    heads = {at for cell in table.cells for at in cell.above}
    rows: dict[int, list[Cell]] = {}
    for at, cell in enumerate(table.cells):
        if cell.page == table.page and at not in heads:
            rows.setdefault(cell.row, []).append(cell)
    if not rows:
        return [[cell for cell in table.cells if cell.page == table.page]]
    return [rows[row] for row in sorted(rows)]


def table_rows(table: Table, count_tokens: CountTokens, limit: int) -> Iterator[Rows]:
    """A table as passages: neighbouring rows together, about as many in each as fit the limit."""
    title = _short(table.caption.text, _LONGEST_CAPTION) if table.caption else ""
    said = with_units(title, _one_line(table.units.text) if table.units else "")
    caption = f"{said}: " if said else ""
    if count_tokens(caption) > limit // 2:
        caption = ""
    held: list[Rows] = []
    pieces = list(_pieces(table, caption, count_tokens, limit))
    room = max(1, limit - count_tokens(caption))
    share = _share([count_tokens(piece.rendering) for piece in pieces], room)
    for piece in pieces:
        joined = caption + "\n".join([*(rows.rendering for rows in held), piece.rendering])
        apart = piece.within_cell or any(rows.within_cell for rows in held)
        here = count_tokens("\n".join(rows.rendering for rows in held)) if held else 0
        if held and (apart or here >= share or count_tokens(joined) > limit):
            yield _together(held, caption)
            held = []
        held.append(piece)
    if held:
        yield _together(held, caption)


def _share(sizes: Sequence[int], limit: int) -> float:
    """How much of a table a passage should hold, so that no row is left over alone."""
    total = sum(sizes)
    return total / max(1, math.ceil(total / (0.9 * limit))) - max(sizes, default=0) / 2


def _together(held: Sequence[Rows], caption: str) -> Rows:
    rendering = caption + "\n".join(rows.rendering for rows in held)
    return Rows(held[0].start, held[-1].end, rendering, held[0].within_cell)


def _pieces(table: Table, caption: str, count_tokens: CountTokens, limit: int) -> Iterator[Rows]:
    """Each row; of a row that does not fit each cell, of such a cell its sentences."""
    for cells in body_rows(table):
        words = row_words(table, cells)
        if count_tokens(caption + words) <= limit:
            yield Rows(cells[0].start, cells[-1].end, words)
            continue
        for cell in cells:
            words = row_words(table, [cell])
            if count_tokens(caption + words) <= limit:
                yield Rows(cell.start, cell.end, words)
            else:
                yield from _parts(table, cell, count_tokens, limit - count_tokens(caption))


def _parts(table: Table, cell: Cell, count_tokens: CountTokens, limit: int) -> Iterator[Rows]:
    """The sentences of a long cell, as many together as fit beside its headers."""
    heads = [*table.row_header(cell), *table.column_header(cell)]
    front = "; ".join(dict.fromkeys(_short(head.text, _LONGEST_LABEL) for head in heads))
    front = f"{front}: " if front else ""
    if count_tokens(front) > limit // 2:
        front = ""
    room = max(16, limit - count_tokens(front))
    begin: int | None = None
    last = 0
    for start, end in _fitting(cell.text, count_tokens, room):
        if begin is not None and count_tokens(cell.text[begin:end]) > room:
            yield _part(cell, begin, last, front)
            begin = None
        begin = start if begin is None else begin
        last = end
    if begin is not None:
        yield _part(cell, begin, last, front)


def _part(cell: Cell, start: int, end: int, front: str) -> Rows:
    return Rows(cell.start + start, cell.start + end, front + cell.text[start:end], True)


def _fitting(text: str, count_tokens: CountTokens, room: int) -> Iterator[tuple[int, int]]:
    """Sentences; one that is too long by as many words at a time as fit."""
    for start, end in split_sentences(text):
        while count_tokens(text[start:end]) > room or end - start > 8 * room:
            cut = _cut(text, start, end, count_tokens, room)
            yield start, start + len(text[start:cut].rstrip())
            start = cut + len(text[cut:end]) - len(text[cut:end].lstrip())
        if start < end:
            yield start, end


def _cut(text: str, start: int, end: int, count_tokens: CountTokens, room: int) -> int:
    """The last place between words, else anywhere, up to which the text fits."""
    low, high = start + 1, min(end, start + 8 * room)
    while low < high:
        middle = (low + high + 1) // 2
        if count_tokens(text[start:middle]) <= room:
            low = middle
        else:
            high = middle - 1
    space = text.rfind(" ", start + (low - start) // 2, low)
    return space if space > start else low


def _short(text: str, characters: int) -> str:
    text = _one_line(text)
    return text if len(text) <= characters else text[:characters].rsplit(" ", 1)[0]


def _one_line(text: str) -> str:
    return " ".join(text.split())
