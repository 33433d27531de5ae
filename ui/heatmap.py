"""The evidence map as values: what the page's table shows, the picture and the data. Pure."""

import csv
import io
import math
from collections.abc import Mapping
from dataclasses import dataclass

from assistant.evidence_map import BEFORE, UNSAID, Axis, CrossTable
from assistant.export.cells import safe_cell
from ui import words
from ui.markup import escape, shorten

SHADES = 5
_ROW, _COLUMN, _HEAD, _SIDE = 34, 58, 150, 270
# From nothing to most, the accent colour on white; the same steps as in style.css.
_FILLS = ("#ffffff", "#dcebec", "#b3d3d6", "#7fb2b7", "#3f8289", "#0f5c63")
_INKS = ("#6b7479", "#1c2326", "#1c2326", "#1c2326", "#ffffff", "#ffffff")

Axes = tuple[Axis, Axis]
"""Of the rows and of the columns."""
At = tuple[str, str]
"""A cell: its row and its column."""
Json = str | int | list["Json"] | dict[str, "Json"]


@dataclass(frozen=True)
class Headings:
    """How rows and columns are called, and what the whole is."""

    title: str
    rows: Mapping[str, str]
    columns: Mapping[str, str]


def headings(table: CrossTable, axes: Axes, labels: Mapping[str, str]) -> Headings:
    """Titles for a table of (row axis, column axis). labels: taxonomy id -> what people say."""
    title = words.MAP_TITLE_OF.format(rows=words.AXES[axes[0]], columns=words.AXES[axes[1]].lower())
    return Headings(
        title,
        {value: value_name(value, axes[0], labels) for value in table.rows},
        {value: value_name(value, axes[1], labels) for value in table.columns},
    )


def note(table: CrossTable, axes: Axes, notes: int) -> str:
    """What is counted, in plain text. notes: how many of all are evidence notes."""
    counted = table.total + table.unlisted
    parts = [
        words.MAP_COUNTED.format(
            shown=words.publications(counted).capitalize(),
            notes=words.ALL_OF if notes == counted else notes,
            empty=table.empty,
            cells=len(table.rows) * len(table.columns),
        )
    ]
    if table.unlisted:
        known = next((words.MAP_UNLISTED[a] for a in axes if a in words.MAP_UNLISTED), None)
        parts.append((known or words.MAP_UNLISTED_OTHER).format(count=table.unlisted))
    parts += [words.MAP_BY_WORDS[axis] for axis in axes if axis in words.MAP_BY_WORDS]
    return " ".join(parts)


def value_name(value: str, axis: Axis, labels: Mapping[str, str]) -> str:
    """What people call a value of an axis.

    >>> value_name("a survey or monitoring", Axis.STRENGTH, {})
    'Survey or monitoring'
    """
    if value == UNSAID:
        return words.UNSAID[axis]
    if value.startswith(BEFORE):
        return words.BEFORE_YEAR.format(year=value.removeprefix(BEFORE))
    if axis is Axis.STRENGTH:
        return strength_name(value)
    return labels.get(value, value)


def strength_name(label: str) -> str:
    """A kind of evidence as a heading: without its article, with a capital."""
    bare = label.removeprefix("a ").removeprefix("an ")
    return bare[:1].upper() + bare[1:]


def shade(count: int, most: int) -> int:
    """0 for an empty cell, else 1 to SHADES, in even steps of the square root of the count.

    The square root keeps small counts apart where one cell holds much more than the others.

    >>> [shade(n, 36) for n in (0, 1, 4, 16, 36)]
    [0, 1, 2, 4, 5]
    """
    if not count:
        return 0
    return max(1, min(SHADES, round(SHADES * math.sqrt(count / most))))


def table_json(table: CrossTable, names: Headings, chosen: At | None) -> dict[str, Json]:
    """What the component draws: text and numbers only, put on the page as text."""
    most = _most(table)
    rows: list[Json] = []
    for row in table.rows:
        cells: list[Json] = []
        for column in table.columns:
            count = len(table.held(row, column))
            said = words.CELL.format(row=names.rows[row], column=names.columns[column])
            cells.append(
                {
                    "n": count,
                    "shade": shade(count, most),
                    "said": f"{said}: {words.publications(count)}",
                    "chosen": int((row, column) == chosen),
                }
            )
        rows.append(
            {"name": names.rows[row], "total": table.row_totals[row], "cells": cells, "key": row}
        )
    return {
        "caption": names.title,
        "how": words.MAP_HOW,
        "columns": [
            {"name": names.columns[c], "total": table.column_totals[c], "key": c}
            for c in table.columns
        ],
        "rows": rows,
        "all": words.ALL_TOTAL,
        "total": table.total,
    }


def table_csv(table: CrossTable, names: Headings) -> str:
    """The counts, a line for each row, totals last; no text that a spreadsheet would run."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(
        [safe_cell(names.title), *map(safe_cell, names.columns.values()), words.ALL_TOTAL]
    )
    for row in table.rows:
        counts = [len(table.held(row, column)) for column in table.columns]
        writer.writerow([safe_cell(names.rows[row]), *counts, table.row_totals[row]])
    totals = [table.column_totals[column] for column in table.columns]
    writer.writerow([words.ALL_TOTAL, *totals, table.total])
    return out.getvalue()


def table_svg(table: CrossTable, names: Headings, note: str) -> str:
    """The map as a picture with its counts, and below it what is counted."""
    most = _most(table)
    width = max(_SIDE + _COLUMN * len(table.columns) + 24, 760)
    height = _HEAD + _ROW * len(table.rows) + 64
    parts = [_text(16, 28, names.title, size=18, more=' font-weight="650"')]
    for x, column in enumerate(table.columns):
        left = _SIDE + _COLUMN * x + _COLUMN // 2
        turned = f' transform="rotate(-40 {left} {_HEAD - 10})"'
        parts.append(_text(left, _HEAD - 10, shorten(names.columns[column], 24), more=turned))
    for y, row in enumerate(table.rows):
        top = _HEAD + _ROW * y
        name = shorten(names.rows[row], 40)
        parts.append(_text(_SIDE - 10, top + 22, name, more=' text-anchor="end"'))
        for x, column in enumerate(table.columns):
            count = len(table.held(row, column))
            parts.append(_cell_svg(_SIDE + _COLUMN * x, top, count, shade(count, most)))
    parts.append(_text(16, height - 24, note, size=12))
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" '
        f'height="{height}" role="img" aria-label="{escape(names.title)}" '
        'font-family="Segoe UI, Roboto, Noto Sans, Arial, sans-serif">'
        f'<rect width="{width}" height="{height}" fill="#ffffff"/>{"".join(parts)}</svg>'
    )


def _cell_svg(left: int, top: int, count: int, step: int) -> str:
    dashed = ' stroke-dasharray="3 3"' if not count else ""
    middle = ' text-anchor="middle"'
    return (
        f'<rect x="{left + 1}" y="{top + 1}" width="{_COLUMN - 2}" height="{_ROW - 2}" rx="3" '
        f'fill="{_FILLS[step]}" stroke="#cfd6d6"{dashed}/>'
        + _text(left + _COLUMN // 2, top + 22, f"{count:,}", more=f'{middle} fill="{_INKS[step]}"')
    )


def _text(x: int, y: int, text: str, *, size: int = 13, more: str = "") -> str:
    return f'<text x="{x}" y="{y}" font-size="{size}"{more}>{escape(text)}</text>'


def _most(table: CrossTable) -> int:
    return max((len(ids) for ids in table.cells.values()), default=1)
