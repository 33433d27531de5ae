"""A table as a file declares it -> lines of page text and the cells in them."""

from collections.abc import Sequence
from dataclasses import dataclass

from ingest.document import Cell
from ingest.readers.cleaning import clean_text

# A cell that claims to cover more than this is a mistake or an attack.
_MOST_SPAN = 100


@dataclass(frozen=True)
class Given:
    """A cell with what it declares. rows, columns: how many of the grid it covers."""

    text: str
    rows: int = 1
    columns: int = 1


def laid_out(
    rows: Sequence[Sequence[str | Given]], page: int, at: int
) -> tuple[str, tuple[Cell, ...]]:
    """The table's text, one line a row, cells set apart by tabs; and its cells that hold text.

    page, at: where the text will stand. A merged cell's text stands at its upper left place. Rows
    without any text are left out.
    """
    lines: list[str] = []
    cells: list[Cell] = []
    taken: dict[int, int] = {}
    start = at
    for row in rows:
        number = len(lines)
        line = ""
        column = 0
        for given in (one if isinstance(one, Given) else Given(one) for one in row):
            while taken.get(column, 0) > number:
                column += 1
                line += "\t"
            text = clean_text(given.text).replace("\n", " ").replace("\t", " ")
            width = max(1, min(given.columns, _MOST_SPAN))
            height = max(1, min(given.rows, _MOST_SPAN))
            if text:
                begin = start + len(line)
                cells.append(
                    Cell(page, begin, begin + len(text), text, number, column, height, width)
                )
            line += text + "\t" * width
            if height > 1:
                taken.update(dict.fromkeys(range(column, column + width), number + height))
            column += width
        if line.strip():
            lines.append(line.rstrip())
            start += len(lines[-1]) + 1
    return "\n".join(lines), tuple(cells)
