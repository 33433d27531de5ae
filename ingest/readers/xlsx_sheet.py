"""The cells of one Excel sheet, row by row, as they are shown."""

import math
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from ingest.readable import raised
from ingest.readers.grid import Given
from ingest.readers.number_formats import BUILT_IN, shown
from ingest.readers.packed import PackedFile, attribute, child, children, let_go, tag_of
from ingest.readers.sheets import Budget, GridRow, Sheet

_PLACE = re.compile(r"([A-Z]{1,3})(\d{1,7})")
# What Excel itself allows.
_MOST_COLUMNS = 16_384
# A merged cell larger than this is a mistake or an attack.
_MOST_SPAN = 100


@dataclass(frozen=True)
class Looks:
    """What cells refer to: strings by number, number formats by cell style."""

    strings: tuple[str, ...]
    formats: tuple[str, ...]
    from_1904: bool

    @classmethod
    def of(cls, styles: Any, strings: tuple[str, ...], from_1904: bool) -> "Looks":
        """styles: the root of the part with styles, or None."""
        codes = dict(BUILT_IN)
        for element in styles.iter("{*}numFmt") if styles is not None else ():
            if (element.get("numFmtId") or "").isdigit():
                codes[int(element.get("numFmtId"))] = element.get("formatCode") or "General"
        formats: list[str] = []
        for each in children(child(styles, "cellXfs"), "xf"):
            number = each.get("numFmtId") or "0"
            formats.append(codes.get(int(number), "General") if number.isdigit() else "General")
        return cls(strings, tuple(formats), from_1904)

    def format_of(self, style: str) -> str:
        """The number format of a cell by its style attribute."""
        known = style.isdigit() and int(style) < len(self.formats)
        return self.formats[int(style)] if known else "General"


def shared_strings(package: PackedFile, part: str) -> Iterator[str]:
    """The strings that cells name by number, without reading aids for Japanese."""
    for event, element in package.events(part):
        if event == "end" and tag_of(element) == "si":
            yield _string(element)
            let_go(element)


def _string(element: Any) -> str:
    parts = [each for each in element.iter("{*}t") if tag_of(each.getparent()) != "rPh"]
    return "".join(raised(p.text or "") if _is_raised(p) else p.text or "" for p in parts)


def _is_raised(text: Any) -> bool:
    """Whether the run that holds the text is set above the line: a footnote mark or a power."""
    set_as = text.xpath("../*[local-name()='rPr']/*[local-name()='vertAlign']/@val")
    return bool(set_as == ["superscript"])


class SheetReader:
    """Reads the sheets of one workbook."""

    def __init__(self, package: PackedFile, looks: Looks, budget: Budget) -> None:
        self._package = package
        self._looks = looks
        self._budget = budget

    def read(self, name: str, part: str) -> tuple[Sheet, list[str]]:
        """The sheet, and a line for each thing on it that is not shown or was not kept."""
        found = _Found()
        for event, element in self._package.events(part):
            tag = tag_of(element)
            if event == "start":
                continue
            if tag == "col" and _is_true(element, "hidden"):
                found.hide_columns(element)
            elif tag == "mergeCell":
                found.merge(attribute(element, "ref"))
            elif tag == "row":
                self._row(element, found)
                let_go(element)
        return Sheet(name, list(found.grid())), list(found.lines(name))

    def _row(self, element: Any, found: "_Found") -> None:
        declared = attribute(element, "r")
        found.number = int(declared) if declared.isdigit() else found.number + 1
        cells: dict[int, str] = {}
        for column, cell in _placed(element):
            text = " ".join(self._text(cell).split())
            if text and column not in found.hidden_columns:
                cells[column] = text
            found.not_kept += not text and child(cell, "f") is not None
        if _is_true(element, "hidden"):
            found.passed_over.add(found.number)
            found.hidden_rows += bool(cells)
        elif cells:
            self._budget.take(len(cells), sum(map(len, cells.values())), max(cells))
            found.rows[found.number] = cells

    def _text(self, cell: Any) -> str:
        """The cell as it is shown; "" for a formula whose value was not kept."""
        kind = cell.get("t") or "n"
        if kind == "inlineStr":
            return _string(cell)
        value = child(cell, "v")
        text = (value.text or "") if value is not None else ""
        if kind == "s":
            known = text.isdigit() and int(text) < len(self._looks.strings)
            return self._looks.strings[int(text)] if known else ""
        if kind == "b":
            return {"1": "TRUE", "0": "FALSE"}.get(text, text)
        try:
            number = float(text) if kind == "n" else None
        except ValueError:
            return text
        if number is None or not math.isfinite(number):
            return text
        code = self._looks.format_of(cell.get("s") or "0")
        return shown(number, code, from_1904=self._looks.from_1904)


@dataclass
class _Found:
    """What was found on a sheet so far. rows: number -> column -> text, both counted from 1.

    passed_over: the numbers of hidden rows.
    """

    rows: dict[int, dict[int, str]] = field(default_factory=dict)
    number: int = 0
    hidden_rows: int = 0
    passed_over: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)
    not_kept: int = 0
    _merged: dict[tuple[int, int], tuple[int, int]] = field(default_factory=dict)

    def hide_columns(self, element: Any) -> None:
        """element: col, which speaks for a range of columns."""
        first, last = attribute(element, "min"), attribute(element, "max")
        if first.isdigit() and last.isdigit():
            # Columns to the end of the sheet are hidden to show where it ends.
            self.hidden_columns |= set(range(int(first), min(int(last), _MOST_COLUMNS) + 1))

    def merge(self, reference: str) -> None:
        """reference: "B2:C3"."""
        places = [_PLACE.fullmatch(part) for part in reference.split(":")]
        if len(places) == 2 and places[0] and places[1]:
            (left, top), (right, bottom) = (_place(place) for place in places if place)
            self._merged[top, left] = (bottom - top + 1, right - left + 1)

    def grid(self) -> Iterator[GridRow]:
        """The rows from the first with text, one blank row for any number of blank ones."""
        covered = self._covered()
        before = 0
        for number, cells in sorted(self.rows.items()):
            between = range(before + 1, min(number, before + _MOST_SPAN))
            if before and any(each not in self.passed_over for each in between):
                yield []
            before = number
            hidden = covered.get(number, set())
            yield [
                Given(cells.get(column, ""), *self._span(number, column))
                for column in range(1, max(cells) + 1)
                if column not in hidden
            ]

    def _span(self, row: int, column: int) -> tuple[int, int]:
        """How many of the rows that hold anything, and of the columns, a cell covers."""
        rows, columns = self._merged.get((row, column), (1, 1))
        held = sum(number in self.rows for number in range(row, row + min(rows, _MOST_SPAN)))
        return held, min(columns, _MOST_SPAN)

    def _covered(self) -> dict[int, set[int]]:
        """Row -> columns without a place of their own, because a merged cell covers them."""
        covered: dict[int, set[int]] = {}
        for (top, left), (rows, columns) in self._merged.items():
            across = set(range(left, left + min(columns, _MOST_SPAN)))
            for number in range(top, top + min(rows, _MOST_SPAN)):
                if number in self.rows:
                    own = {left} if number == top else set()
                    covered.setdefault(number, set()).update(across - own)
        return covered

    def lines(self, name: str) -> Iterator[str]:
        """What to know about the sheet."""
        shown_columns = {column for cells in self.rows.values() for column in cells}
        if self.hidden_rows:
            yield f'sheet "{name}": {self.hidden_rows} hidden rows were left out'
        if any(column <= max(shown_columns, default=0) for column in self.hidden_columns):
            yield f'sheet "{name}": hidden columns were left out'
        if self.not_kept:
            yield (
                f'sheet "{name}": {self.not_kept} cells with formulas keep no value and are empty. '
                "Open the file in a spreadsheet program, save it, and add it again."
            )


def _placed(row: Any) -> Iterator[tuple[int, Any]]:
    """Column, counted from 1, and element of each cell."""
    column = 0
    for cell in children(row, "c"):
        place = _PLACE.fullmatch(cell.get("r") or "")
        column = _place(place)[0] if place else column + 1
        yield column, cell


def _place(match: "re.Match[str]") -> tuple[int, int]:
    """Column and row, both counted from 1."""
    column = 0
    for letter in match[1]:
        column = column * 26 + ord(letter) - 64
    return column, int(match[2])


def _is_true(element: Any, name: str) -> bool:
    return attribute(element, name) in ("1", "true")
