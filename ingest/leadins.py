"""The sentence that a list reads on from: "The fund pays for:", in laws "The owner must —"."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from ingest.document import Block, Kind, Page, Passage, Slice
from ingest.fitting import Measure
from ingest.readable import NOTE_MARK
from ingest.sentences import split_sentences

_READS_ON = re.compile(rf"(?::[-–—]?|(?:(?<=[^\W\d])|(?<=[)\]”’\"'])) ?[–—])(?:{NOTE_MARK})?\s*$")


@dataclass(frozen=True)
class Item:
    """A block of a list with the sentence that leads in to it."""

    block: Block
    lead_in: Slice


def items_led_in(pages: Sequence[Page], blocks: Iterable[Block]) -> dict[int, list[Item]]:
    """Page number -> the blocks of its lists that have a lead-in, on that page or one before.

    A lead-in ends with a colon or a dash. It holds until a heading, a table or other prose.
    """
    texts = {page.number: page.text for page in pages}
    found: dict[int, list[Item]] = {}
    lead_in: Slice | None = None
    for block in sorted(blocks, key=lambda b: (b.page, b.start)):
        if block.kind is Kind.LIST and lead_in:
            found.setdefault(block.page, []).append(Item(block, lead_in))
        elif block.kind is Kind.PROSE:
            lead_in = _last_sentence(block, texts[block.page])
        elif block.kind is not Kind.FOOTNOTE:
            lead_in = None
    return found


def reads_on(said: str) -> bool:
    """Whether a stretch of text is finished by the list that follows.

    >>> [reads_on(said) for said in ("The fund pays for:", "Under section 2(1)—", "From 2014–")]
    [True, True, False]
    """
    return _READS_ON.search(said) is not None


def _last_sentence(block: Block, text: str) -> Slice | None:
    """The end of a paragraph if it reads on in what follows."""
    said = text[block.start : block.end]
    if not reads_on(said):
        return None
    start, end = split_sentences(said)[-1]
    return Slice(block.page, block.start + start, block.start + end, said[start:end])


def led_in(passage: Passage, items: Mapping[int, Sequence[Item]], measure: Measure) -> Passage:
    """The passage, rendered with its lead-in if it begins within a list; as it is if both
    together do not fit."""
    here = items.get(passage.page_start, ())
    item = next((i for i in here if i.block.start <= passage.start < i.block.end), None)
    if item is None or passage.rendering:
        return passage
    rendering = f"{item.lead_in.text}\n{passage.text}"
    return replace(passage, rendering=rendering) if measure.fits(rendering) else passage
