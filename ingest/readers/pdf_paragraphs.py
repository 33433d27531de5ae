"""Rows of a page -> paragraphs: which rows read on, which begin something new."""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from statistics import median

from ingest.readable import RAISED
from ingest.readers.pdf_lines import Line

_BULLET = r"[•●○▪■□◦‣⁃∙·➢➤►▶✓✔❖◆–—*o¾Ø§ü-]"
ITEM = re.compile(
    rf"(?:{_BULLET}|\(?(?:\d{{1,2}}|[a-z]|[ivx]{{1,4}})\)|(?:\d{{1,2}}|[a-z])\.)(?=[ \t]\S)"
)
LABEL_ALONE = re.compile(
    rf"(?:{_BULLET}|\(?(?:\d{{1,3}}|[A-Za-z]|[ivx]{{1,4}})[).]?|\[\d{{1,3}}\]"
    rf"|\d{{1,2}}(?:\.\d{{1,3}})+\.?|[{RAISED}]{{1,3}})"
)
NUMBERED = re.compile(r"(?:\d{1,2}(?:\.\d{1,3})+\.?|\d{1,3}\.)[ \t]\S")
_NOTE = re.compile(rf"[{RAISED}]{{1,3}}(?:,[{RAISED}]{{1,3}})*[ \t]\S")
_ENDS = (".", "!", "?", ":", ";", ".”", ".’", ".)")


def paragraphs(rows: Sequence[Line]) -> Iterator[tuple[list[Line], bool]]:
    """Rows grouped, each group with whether it is a table."""
    rows = [_without_label_tab(row) for row in rows]
    leading = _leading(rows)
    group: list[Line] = []
    for row in rows:
        if group and not _continues(group, row, leading):
            yield from _typed(group)
            group = []
        group.append(row)
    if group:
        yield from _typed(group)


def _without_label_tab(row: Line) -> Line:
    """A bullet or number set far from its text is a label, not a cell of a table."""
    first, tab, rest = row.text.partition("\t")
    if not tab or "\t" in rest or not LABEL_ALONE.fullmatch(first):
        return row
    if not first.isdigit() and len(rest) < 12 and not _letters(rest):
        return row
    if first.isdigit() and not _letters(rest[:3]):
        return row
    text = f"{first} {rest}"
    return Line(text, row.index, row.left, row.bottom, row.right, row.top, row.style)


def _letters(text: str) -> bool:
    return any(char.isalpha() for char in text)


def _leading(rows: Sequence[Line]) -> float:
    """The usual distance between baselines, as a multiple of the letter size."""
    steps = [
        (a.bottom - b.bottom) / a.style.size
        for a, b in pairwise(rows)
        if a.style.size > 0 and a.style.size == b.style.size and abs(a.left - b.left) < 60
    ]
    usual = [step for step in steps if 0.9 < step < 2.2]
    return min(median(usual), 1.7) if usual else 1.25


def _continues(group: list[Line], row: Line, leading: float) -> bool:
    last = group[-1]
    size = max(last.style.size, 1.0)
    if row.style.sideways or last.style.sideways:
        return row.style.sideways and last.style.sideways
    if _is_row(last) or _is_row(row):
        return _continues_table(group, row, size)
    if abs(row.style.size - last.style.size) > 0.09 * size:
        return False
    if row.style.bold != last.style.bold and not _changes_weight_within(group, row):
        return False
    if _changes_colour(group, row):
        return False
    if ITEM.match(row.text) or NUMBERED.match(row.text) or _NOTE.match(row.text):
        return False
    step = last.bottom - row.bottom
    slack = 0.6 if _is_large_title(group, row) else 0.3
    apart = step < 0.3 * size or step > (leading + slack) * size
    if apart or row.left > last.right or row.right < last.left:
        return step < 0 and _reads_on(last, row)
    ended = last.text.endswith(_ENDS)
    widest = max(line.right for line in group)
    short = last.right < widest - 4 * size and len(group) > 1
    return not (ended and (short or row.left > group[-1].left + 1.2 * size))


def _changes_weight_within(group: list[Line], row: Line) -> bool:
    """Bold words in running text, not a heading: the line before breaks off in mid-sentence."""
    if group[-1].text.endswith(_ENDS):
        return False
    return not group[0].style.bold or row.text[:1].islower()


def _changes_colour(group: list[Line], row: Line) -> bool:
    """A heading in another colour than the text below it, or the other way round."""
    first, here = group[0].style.colour, row.style.colour
    if first is None or here is None or first == here or not _is_tinted(first, here):
        return False
    if row.text[:1].islower() or any(line.style.colour != first for line in group):
        return False
    return len(group) < 3 or group[-1].text.endswith(_ENDS)


def _is_tinted(*colours: int) -> bool:
    """One of them is a hue, not black, grey or white."""
    return any(hue(colour) > 60 for colour in colours)


def hue(colour: int) -> int:
    """How far a colour 0xRRGGBB is from grey: 0 to 255."""
    channels = colour >> 16, colour >> 8 & 255, colour & 255
    return max(channels) - min(channels)


def _is_large_title(group: list[Line], row: Line) -> bool:
    """Titles in large letters are set wider than the text."""
    last = group[-1]
    alike = last.style == row.style and abs(last.left - row.left) < row.style.size
    return alike and row.style.size >= 15 and len(group) < 3 and not last.text.endswith(_ENDS)


def _reads_on(last: Line, row: Line) -> bool:
    """A paragraph broken off at the foot of a column goes on at the head of the next."""
    # A page number may be drawn before the text that it stands below.
    return not last.text.endswith(_ENDS) and row.text[:1].islower() and _letters(last.text)


def _is_row(line: Line) -> bool:
    return "\t" in line.text


def _continues_table(group: list[Line], row: Line, size: float) -> bool:
    last = group[-1]
    step = last.bottom - row.bottom
    if not 0 < step < 4.5 * size:
        return False
    if _is_row(row) and _is_row(last):
        return True
    if _is_row(row):
        # The line above a row belongs to it only if a row came before: a wrapped cell.
        return any(_is_row(line) for line in group)
    return row.right - row.left < 0.6 * (_widest(group)) and not ITEM.match(row.text)


def _widest(group: list[Line]) -> float:
    return max(line.right for line in group) - min(line.left for line in group)


def _typed(group: list[Line]) -> Iterator[tuple[list[Line], bool]]:
    yield group, sum(_is_row(line) for line in group) > 1
