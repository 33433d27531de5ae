"""Table-cell accuracy: cells of real reports that were read by eye, against the tables found.

`python -m eval.bench tables FOLDER [--engine pdfplumber] [--misses]`
"""

import argparse
import re
import sys
import time
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from typing import Any

import yaml

from eval.errors import BenchUnavailable
from ingest.document import Table
from ingest.errors import IngestError
from ingest.readers import Limits, read_file

_SAME = str.maketrans({"‘": "'", "’": "'", "‟": "'", "“": '"', "”": '"', "–": "-", "—": "-"})


@dataclass(frozen=True)
class Judged:
    """A cell read by eye. row, column: words that its headers hold. case: its question, if any."""

    file: str
    page: int
    row: tuple[str, ...]
    column: tuple[str, ...]
    value: str
    case: str | None


@dataclass(frozen=True)
class Reading:
    """A cell as an engine reads it: text, what names its row, what names its column."""

    text: str
    row: str
    column: str


Engine = Callable[[Path, int], list[Reading]]


def judged_cells() -> tuple[Judged, ...]:
    """The cells of `table_cells.yaml`."""
    loaded = yaml.safe_load(files("eval.bench").joinpath("table_cells.yaml").read_text("utf-8"))
    return tuple(
        Judged(
            cell["file"],
            int(cell["page"]),
            tuple(map(str, cell["row"])),
            tuple(map(str, cell["column"])),
            str(cell["value"]),
            cell.get("case"),
        )
        for cell in loaded["cells"]
    )


def plain(text: str) -> str:
    """As compared: case, white space, quotes and dashes do not matter.

    >>> plain("British  Bankers’ Association")
    "british bankers' association"
    """
    folded = unicodedata.normalize("NFKC", text.translate(_SAME))
    return re.sub(r"\s+", " ", folded.translate(_SAME)).strip().casefold()


def score(judged: Judged, readings: Sequence[Reading]) -> tuple[bool, bool]:
    """Whether a cell with that text alone stands in that row; and whether its headers are right."""
    same = [reading for reading in readings if plain(reading.text) == plain(judged.value)]
    in_row = [r for r in same if all(plain(words) in plain(r.row) for words in judged.row)]
    headed = [r for r in in_row if all(plain(words) in plain(r.column) for words in judged.column)]
    return bool(in_row), bool(headed)


def readings_of(table: Table, page: int) -> Iterator[Reading]:
    """The cells of one page of a table as they are rendered."""
    for cell in table.cells:
        if cell.page == page:
            row = " | ".join(label.text for label in table.row_header(cell))
            column = " | ".join(head.text for head in table.column_header(cell))
            yield Reading(cell.text, row, column)


class _Ours:
    """The reader of this program, each file read once."""

    def __init__(self) -> None:
        self._tables: dict[Path, tuple[Table, ...]] = {}
        self.pages = 0
        self.seconds = 0.0

    def __call__(self, path: Path, page: int) -> list[Reading]:
        if path not in self._tables:
            began = time.process_time()
            draft = read_file(path, Limits())
            self.seconds += time.process_time() - began
            self.pages += len(draft.pages)
            self._tables[path] = draft.tables
        found = [table for table in self._tables[path] if table.page == page]
        return [reading for table in found for reading in readings_of(table, page)]


class _Plumber:
    """pdfplumber's table finder with its defaults; headers are all that stands left and above."""

    def __init__(self) -> None:
        self.pages = 0
        self.seconds = 0.0

    def __call__(self, path: Path, page: int) -> list[Reading]:
        try:
            import pdfplumber
        except ImportError as error:
            raise BenchUnavailable(
                "pdfplumber is not installed. Install this project with its extra `bench`."
            ) from error
        began = time.process_time()
        with pdfplumber.open(path) as document:
            grids = document.pages[page - 1].extract_tables()
        self.seconds += time.process_time() - began
        self.pages += 1
        return [reading for grid in grids for reading in _gridded(grid)]


def _gridded(grid: Sequence[Sequence[Any]]) -> Iterator[Reading]:
    for i, row in enumerate(grid):
        for j, text in enumerate(row):
            if text:
                left = " | ".join(str(other or "") for other in row)
                above = " | ".join(str(grid[k][j] or "") for k in range(i))
                yield Reading(str(text), left, above)


def main(argv: Sequence[str]) -> int:
    """Prints one line for the cells that answer questions and one for those drawn at random."""
    parser = argparse.ArgumentParser(prog="python -m eval.bench tables", description=__doc__)
    parser.add_argument("folder", type=Path, help="the folder of reports the cells were read from")
    parser.add_argument("--engine", choices=("ours", "pdfplumber"), default="ours")
    parser.add_argument("--misses", action="store_true", help="list the cells not found")
    given = parser.parse_args(argv)
    engine = _Ours() if given.engine == "ours" else _Plumber()
    counts = {"answers": [0, 0, 0], "drawn": [0, 0, 0]}
    for judged in judged_cells():
        path = given.folder / judged.file
        if not path.is_file():
            raise BenchUnavailable(f"{path} is not there. Name the folder of the reports.")
        try:
            cell, headers = score(judged, engine(path, judged.page))
        except IngestError as error:
            sys.stderr.write(f"{error}\n")
            cell = headers = False
        count = counts["answers" if judged.case else "drawn"]
        count[0] += 1
        count[1] += cell
        count[2] += headers
        if given.misses and not headers:
            what = "headers" if cell else "cell"
            sys.stdout.write(f"{what}: {judged.file} page {judged.page}: {judged.value}\n")
    for name, (total, right, headed) in counts.items():
        sys.stdout.write(f"{name}: {total} cells, text right {right}, headers right {headed}\n")
    rate = engine.pages / engine.seconds if engine.seconds else 0.0
    sys.stdout.write(
        f"{given.engine}: {engine.pages} pages read, {rate:.1f} pages per processor second\n"
    )
    return 0
