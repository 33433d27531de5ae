"""The words of a PDF page with their places, for laying out tables."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from statistics import median
from typing import NamedTuple

import numpy as np

from ingest.readers.cleaning import Indices
from ingest.readers.pdf_lines import Line, PageLines
from ingest.readers.pdf_style import Style

# In widths of the letter size. Words closer than this read on; two cells stand further apart.
_READS_ON = 0.75
# Words whose baselines differ by less stand in one row.
_SAME_ROW = 0.45
_BULLETS = frozenset("•●○▪■□◦‣⁃∙·➢➤►▶✓✔❖◆–—o")
_WORD = re.compile(r"[^ \t\n]+")


class Word(NamedTuple):
    """A word of line number `line`, with PDFium's indices of its characters."""

    text: str
    characters: Indices
    left: float
    right: float
    bottom: float
    top: float
    line: int
    style: Style

    @property
    def middle(self) -> tuple[float, float]:
        return (self.left + self.right) / 2, (self.bottom + self.top) / 2


@dataclass(frozen=True)
class Piece:
    """Neighbouring words of one row that read on, after the bullet of an item if there is one."""

    words: tuple[Word, ...]

    @property
    def left(self) -> float:
        return self.words[0].left

    @property
    def right(self) -> float:
        return max(word.right for word in self.words)

    @property
    def text(self) -> str:
        return " ".join(word.text for word in self.words)

    @property
    def bold(self) -> bool:
        return all(word.style.bold for word in self.words)


@dataclass(frozen=True)
class TextRow:
    """Pieces at one height, from the left."""

    pieces: tuple[Piece, ...]
    bottom: float
    size: float


def words_of(page: PageLines) -> list[Word]:
    """All words of a page in the order of the file."""
    lefts, tops, rights, bottoms = (column.tolist() for column in page.boxes.T)
    words = []
    for number, line in enumerate(page.lines):
        index = line.index.tolist()
        for match in _WORD.finditer(line.text):
            start, end = match.span()
            held = [i for i in index[start:end] if i >= 0]
            if held:
                words.append(
                    Word(
                        match.group(),
                        line.index[start:end],
                        min(map(lefts.__getitem__, held)),
                        max(map(rights.__getitem__, held)),
                        bottoms[held[0]],
                        tops[held[0]],
                        number,
                        line.style,
                    )
                )
    return words


def text_rows(words: Iterable[Word]) -> list[TextRow]:
    """Words at one height as rows, from the top down."""
    rows: list[list[Word]] = []
    for word in sorted(words, key=lambda word: -word.bottom):
        near = rows and rows[-1][0].bottom - word.bottom < _SAME_ROW * max(word.style.size, 4.0)
        if near:
            rows[-1].append(word)
        else:
            rows.append([word])
    return [_row(row) for row in rows]


def _row(words: list[Word]) -> TextRow:
    words.sort(key=lambda word: word.left)
    pieces: list[list[Word]] = []
    for word in words:
        last = pieces[-1][-1] if pieces else None
        size = max(word.style.size, 4.0)
        reads_on = last is not None and word.left - last.right < _READS_ON * size
        if reads_on or (len(pieces) == 1 and last is not None and last.text in _BULLETS):
            pieces[-1].append(word)
        else:
            pieces.append([word])
    size = median(word.style.size for word in words)
    bottom = median(word.bottom for word in words)
    return TextRow(tuple(Piece(tuple(piece)) for piece in pieces), bottom, size)


def joined(cells: Sequence[Sequence[Word]]) -> tuple[Line, list[tuple[int, int]]]:
    """Cells of one row as a line, set apart by tabs; and where in its text each cell stands."""
    text: list[str] = []
    index: list[Indices] = []
    spans: list[tuple[int, int]] = []
    none = np.array([-1], dtype=np.int32)
    at = 0
    for words in cells:
        if spans:
            text.append("\t")
            index.append(none)
            at += 1
        start = at
        for gap, word in _spaced(words):
            if gap:
                text.append(" ")
                index.append(none)
            text.append(word.text)
            index.append(word.characters)
            at += len(gap) + len(word.text)
        spans.append((start, at))
    held = [word for words in cells for word in words]
    top = max(word.top for word in held)
    size = median(word.style.size for word in held)
    return Line(
        text="".join(text),
        index=np.concatenate(index),
        left=min(word.left for word in held),
        bottom=top - max(size, 1.0),
        right=max(word.right for word in held),
        top=top,
        style=Style(size, all(word.style.bold for word in held)),
    ), spans


def _spaced(words: Sequence[Word]) -> Iterator[tuple[str, Word]]:
    """Each word with the space before it: none after a word that is broken at the line's end."""
    last: Word | None = None
    for word in words:
        broken = (
            last is not None
            and last.line != word.line
            and len(last.text) > 1
            and last.text.endswith("-")
            and word.text[:1].islower()
        )
        yield ("" if last is None or broken else " "), word
        last = word
