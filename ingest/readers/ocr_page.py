"""The words that OCR saw on one page -> its text, laid out by the code that lays out text pages."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from statistics import median

import numpy as np

from ingest.document import Word
from ingest.readers.cleaning import cleaned
from ingest.readers.hocr import HocrLine
from ingest.readers.pdf_layout import PageText, lay_out
from ingest.readers.pdf_lines import Line
from ingest.readers.pdf_style import Style

# What a bullet becomes when it is read as a letter; it may come out as any sign but these.
_BULLET_LETTERS, _NO_BULLETS = frozenset("eo"), frozenset("£$€%#([{\"'“‘")
# In letter sizes. Justified text has spaces of up to one; a bullet stands further off than a word.
_CELL_GAP, _BULLET_GAP = 1.6, 0.6
# Signs without letters are mostly dirt; lines below this are mostly parts of pictures.
_DIRT, _PICTURE = 0.5, 0.4
# A line's measured size varies by this much with the letters that happen to be on it.
_SAME_SIZE = 0.15
# Where the letters of a line reach, in letter sizes above and below its base.
_ABOVE, _BELOW = 0.78, 0.22


@dataclass(frozen=True)
class SeenWord:
    """A word and its place: points from the upper left corner of the page. confidence: [0, 1]."""

    text: str
    left: float
    top: float
    right: float
    bottom: float
    confidence: float


@dataclass(frozen=True)
class SeenLine:
    """One line. size, base: see `Word`. turned: it does not run to the right."""

    words: tuple[SeenWord, ...]
    size: float
    base: float
    bold: bool = False
    turned: bool = False


@dataclass(frozen=True)
class OcrPage:
    """A page read by OCR: its text, and its words in the order of the text."""

    page: PageText
    words: tuple[Word, ...]

    @property
    def confidence(self) -> float:
        """Mean of the words' confidences weighted by their length, in [0, 1]."""
        letters = sum(word.end - word.start for word in self.words)
        sure = sum(word.confidence * (word.end - word.start) for word in self.words)
        return round(sure / letters, 3) if letters else 0.0


def seen_lines(lines: Sequence[HocrLine], bold: Sequence[bool], dots: float) -> list[SeenLine]:
    """Lines in points, without what is dirt; bullets are bullets again.

    bold: of each line. dots: to the inch in the picture.
    """
    scale = 72 / dots
    found = []
    for line, is_bold in zip(lines, bold, strict=True):
        words = [
            SeenWord(
                text,
                # As exactly as the library keeps them, so that the page can be laid out again.
                left=round(word.left * scale, 1),
                top=round(word.top * scale, 1),
                right=round(word.right * scale, 1),
                bottom=round(word.bottom * scale, 1),
                confidence=round(word.confidence, 2),
            )
            for word in line.words
            if (text := "".join(cleaned(word.text)[0].split()))
        ]
        size = line.size * scale or median([w.bottom - w.top for w in words] or [0.0])
        kept = list(_without_dirt(words, size))
        if kept and _sureness(kept) >= _PICTURE:
            size, base = round(size, 1), round(line.base * scale, 1)
            found.append(SeenLine(tuple(kept), size, base, is_bold, line.turned))
    return found


def _without_dirt(words: Sequence[SeenWord], size: float) -> Iterator[SeenWord]:
    for at, word in enumerate(words):
        gap = words[1].left - word.right if at == 0 and len(words) > 1 else 0.0
        if gap > _BULLET_GAP * size and _may_be_bullet(word.text):
            yield replace(word, text="•")
        elif any(char.isalnum() for char in word.text) or word.confidence >= _DIRT:
            yield word


def _may_be_bullet(text: str) -> bool:
    if len(text) != 1 or text in _NO_BULLETS:
        return False
    return text in _BULLET_LETTERS or not text.isalnum()


def _sureness(words: Sequence[SeenWord]) -> float:
    letters = sum(len(word.text) for word in words)
    return sum(word.confidence * len(word.text) for word in words) / letters


def lay_out_seen(lines: Sequence[SeenLine], height: float) -> OcrPage:
    """The page's text. height: of the page in points."""
    sizes = _settled_sizes(lines)
    placed, first = [], 0
    for line, size in zip(lines, sizes, strict=True):
        placed.append(_line(line, first, size, height))
        first += len(line.words)
    page = lay_out(placed)
    seen = [(word, number, line) for number, line in enumerate(lines) for word in line.words]
    words = []
    for at, (start, end) in sorted(_spans(page).items()):
        word, number, line = seen[at]
        words.append(
            Word(
                start, end, word.left, word.top, word.right, word.bottom, word.confidence,
                number, line.size, line.base, line.bold, line.turned,
            )
        )  # fmt: skip
    return OcrPage(page, tuple(words))


def lay_out_again(text: str, words: Iterable[Word], height: float) -> OcrPage:
    """The same page from words that were kept, without reading its picture again."""
    lines = []
    for _, group in groupby(words, key=lambda word: word.line):
        kept = list(group)
        seen = tuple(
            SeenWord(text[w.start : w.end], w.left, w.top, w.right, w.bottom, w.confidence)
            for w in kept
        )
        of = kept[0]
        lines.append(SeenLine(seen, of.size, of.base, of.bold, of.turned))
    return lay_out_seen(lines, height)


def _settled_sizes(lines: Sequence[SeenLine]) -> list[float]:
    """Sizes with those near the usual one made equal, as headings are told by size."""
    measured = [line.size for line in lines for _ in line.words]
    if not measured:
        return []
    usual = round(2 * median(measured)) / 2
    return [
        usual if abs(line.size - usual) <= _SAME_SIZE * usual else round(line.size)
        for line in lines
    ]


def _line(line: SeenLine, first: int, size: float, height: float) -> Line:
    """first: number of the line's first word on the page."""
    parts: list[str] = []
    index: list[int] = []
    for at, word in enumerate(line.words):
        if at:
            gap = word.left - line.words[at - 1].right
            parts.append("\t" if gap > _CELL_GAP * size else " ")
            index.append(-1)
        parts.append(word.text)
        index += [first + at] * len(word.text)
    return Line(
        text="".join(parts),
        index=np.array(index, dtype=np.int32),
        left=min(word.left for word in line.words),
        bottom=height - line.base - _BELOW * size,
        right=max(word.right for word in line.words),
        top=height - line.base + _ABOVE * size,
        style=Style(size, line.bold, line.turned),
    )


def _spans(page: PageText) -> dict[int, tuple[int, int]]:
    """Number of each word on the page -> where it stands in the text."""
    spans: dict[int, tuple[int, int]] = {}
    for at, number in enumerate(page.index.tolist()):
        if number >= 0:
            start, _ = spans.get(number, (at, at))
            spans[number] = start, at + 1
    return spans
