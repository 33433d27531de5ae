"""Headings that an author only set in bold, in files whose styles name hardly any."""

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace

from ingest.document import Block, Kind
from ingest.readers.headings import HeadingStack
from ingest.units import is_units_line

_LONGEST, _MOST_WORDS = 90, 12
# Below every level that a style can give.
_RANK = 20.0
_NUMBER = re.compile(r"(\d{1,2}(?:\.\d{1,2})*)\.?\s")
_NO_HEADING = re.compile(
    r"(?:warning|caution|important|attention|notes?|nb|please|do not|don['’]t|never|draft|official"
    r"|confidential|restricted|not for|embargo\w*|table|figure|chart|source)\b",
    re.IGNORECASE,
)
_ENDS_SENTENCE = re.compile(r"[.;:,!]$")


def with_bold_headings(
    blocks: Sequence[Block],
    texts: Sequence[str],
    levels: Mapping[int, float],
    bold: Collection[int],
) -> tuple[Block, ...]:
    """The blocks, with bold lines as headings of what follows if styles name hardly any.

    texts: of each block. levels: position of a block that is a heading -> its level, 0 for a
    title. bold: positions of paragraphs that are all bold. A single bold line is emphasis.
    """
    found = [at for at in sorted(bold) if _heads(at, blocks, texts, bold)]
    styled = sum(level > 0 for level in levels.values())
    paragraphs = sum(block.kind in (Kind.PROSE, Kind.LIST) for block in blocks)
    if len(found) < 2 or styled > max(1, len(found) // 5) or len(found) > paragraphs / 2:
        return tuple(blocks)
    stack = HeadingStack()
    made: list[Block] = []
    for at, block in enumerate(blocks):
        if at in levels or at in found:
            stack.push(texts[at], (levels.get(at, _rank(texts[at])),))
        kind = Kind.HEADING if at in found else block.kind
        made.append(replace(block, kind=kind, heading_path=stack.path))
    return tuple(made)


def _heads(at: int, blocks: Sequence[Block], texts: Sequence[str], bold: Collection[int]) -> bool:
    """Whether a bold paragraph, alone or with one like it, reads as a heading of what is below."""
    first = last = at
    # Bold lines without end are no headings, and need not be counted to their end.
    while first - 1 in bold and last - first < 2:
        first -= 1
    while last + 1 in bold and last - first < 2:
        last += 1
    below = blocks[last + 1].kind if last + 1 < len(blocks) else None
    return (
        last - first < 2
        and below in (Kind.PROSE, Kind.LIST)
        and all(_reads_as_heading(blocks[n], texts[n]) for n in range(at, last + 1))
    )


def _reads_as_heading(block: Block, text: str) -> bool:
    letters = sum(char.isalpha() for char in text)
    return (
        block.kind is Kind.PROSE
        and "\n" not in text
        and len(text) <= _LONGEST
        and len(text.split()) <= _MOST_WORDS
        and letters > max(2, len(text) / 2)
        and (text[0].isupper() or text[0].isdigit())
        and not _ENDS_SENTENCE.search(text)
        and not _NO_HEADING.match(text)
        and not is_units_line(text)
    )


def _rank(text: str) -> float:
    number = _NUMBER.match(text)
    return _RANK + (number[1].count(".") if number else 0)
