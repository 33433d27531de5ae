"""A table found on a PDF page, and what tells it from a chart, a frame around text, or prose."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from ingest.readers.pdf_lines import Line
from ingest.readers.pdf_words import Word, joined
from ingest.tables import is_figure, is_year

_LEAST_CELLS = 4
# Words closer than this, in letter sizes, read on; in a table so few do from one cell to the next.
_SPACE = 0.45
_TORN = 0.06
_READS_ON = 0.4
# So many words in so many sizes of letters are laid out, not entered.
_LAYOUT_WORDS, _LAYOUT_SIZES = 60, 3


@dataclass(frozen=True)
class FoundCell:
    """A cell: rows and columns that it covers, and its words in reading order."""

    row: int
    column: int
    rows: int
    columns: int
    words: tuple[Word, ...]


@dataclass(frozen=True)
class FoundTable:
    """A table on a page. borders: left edges of its columns and the right edge of the last."""

    cells: tuple[FoundCell, ...]
    borders: tuple[float, ...]

    def rows(self) -> Iterator[tuple[Line, list[tuple[FoundCell, int, int]]]]:
        """Each row as a line, and where in its text each cell stands that begins in it."""
        for number in sorted({cell.row for cell in self.cells}):
            held = [cell for cell in self.cells if cell.row == number]
            line, spans = joined([cell.words for cell in held])
            yield line, [(cell, *span) for cell, span in zip(held, spans, strict=True)]


def checked(cells: Sequence[FoundCell], borders: Sequence[float]) -> FoundTable | None:
    """A table has at least two rows of at least two cells, and is no row of bullets or a chart."""
    if len(cells) < _LEAST_CELLS:
        return None
    rows: dict[int, int] = {}
    for cell in cells:
        for row in range(cell.row, cell.row + cell.rows):
            rows[row] = rows.get(row, 0) + 1
    if sum(count > 1 for count in rows.values()) < 2 and max(rows.values()) < 4:
        return None
    texts = ["".join(word.text for word in cell.words) for cell in cells]
    labels = [text for text in texts if any(char.isalpha() for char in text)]
    if len(labels) < 2 or sum(len(text) for text in texts) < 12:
        return None
    second = [cell for cell in cells if cell.column > 0]
    bullets = [cell for cell in cells if cell.column == 0 and len(cell.words) == 1]
    marks = [cell for cell in bullets if not cell.words[0].text.strip("•●○▪■□◦–-*o·")]
    if len(marks) > len(second) / 2:
        return None
    return FoundTable(tuple(cells), tuple(borders))


def is_likely(table: FoundTable) -> bool:
    """Whether columns that nothing is drawn between are some: rows have cells, words name them.

    Else it is prose with wide gaps, or the labels of a chart.
    """
    rows = {cell.row for cell in table.cells}
    named = [
        sum(
            any(char.isalpha() for char in text) or is_year(text)
            for text in (
                "".join(w.text for w in c.words) for c in table.cells if c.column == column
            )
        )
        for column in (0, 1)
    ]
    if len(table.cells) < 1.5 * len(rows) or _reads_on_below(table.cells):
        return False
    if any(map(_is_laid_out, table.cells)):
        return False
    return max(named) >= 0.5 * len(rows)


def _is_laid_out(cell: FoundCell) -> bool:
    """Whether a cell is part of a page's layout, with headings and large figures, and no entry."""
    sizes = {round(word.style.size) for word in cell.words}
    return len(cell.words) >= _LAYOUT_WORDS and len(sizes) >= _LAYOUT_SIZES


def holds_figures(table: FoundTable) -> bool:
    beyond = [" ".join(w.text for w in cell.words) for cell in table.cells if cell.column > 0]
    return sum(is_figure(text) for text in beyond) >= max(2, 0.4 * len(beyond))


def is_torn(cells: Sequence[FoundCell]) -> bool:
    """Whether printed lines read on from cell to cell: lines under links, boxes around words."""
    owner = {id(word): number for number, cell in enumerate(cells) for word in cell.words}
    words = sorted(
        (word for cell in cells for word in cell.words), key=lambda word: (word.line, word.left)
    )
    torn = sum(
        a.line == b.line
        and owner[id(a)] != owner[id(b)]
        and b.left - a.right < _SPACE * a.style.size
        for a, b in pairwise(words)
    )
    if len(cells) < 1.3 * len({cell.row for cell in cells}) or _reads_on_below(cells):
        return True
    sideways = sum(word.style.sideways for word in words)
    return torn > _TORN * len(words) or sideways > len(words) / 2


def _reads_on_below(cells: Sequence[FoundCell]) -> bool:
    """Whether sentences go on from cell to cell down the columns."""
    columns: dict[int, list[FoundCell]] = {}
    for cell in cells:
        columns.setdefault(cell.column, []).append(cell)
    pairs = [
        (upper.words, lower.words) for held in columns.values() for upper, lower in pairwise(held)
    ]
    broken = sum(
        len(upper) > 2 and upper[-1].text[-1] not in ".:;!?)" and lower[0].text[0].islower()
        for upper, lower in pairs
    )
    return broken > _READS_ON * max(len(pairs), 1)
