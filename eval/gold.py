"""Whether a place in a file is one that people judged to hold the evidence. Pure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from pathlib import PurePath

from eval.cases import GoldSpan
from eval.contract import CitationRecord
from eval.matching import normalise
from eval.reply import RankedPassage

MIN_RUN = 3
"""Fewer words in common than this are no overlap of two quotes."""


@dataclass(frozen=True)
class Place:
    """Pages `first` to `last` (1-based) of a file, with its catalogue entry if known."""

    path: str
    first: int
    last: int
    source_id: str | None = None


def place_of(found: RankedPassage | CitationRecord) -> Place:
    """Where a ranked passage or a citation lies."""
    if isinstance(found, CitationRecord):
        return Place(found.path, found.page, found.page, found.source_id)
    return Place(found.path, found.page_start, found.page_end, found.source_id)


def same_file(path: str, file: str) -> bool:
    """True if `path` ends in the relative path `file`, part by part.

    >>> same_file("/home/a/pdfs/x.pdf", "pdfs/x.pdf"), same_file("/home/max.pdf", "x.pdf")
    (True, False)
    """
    wanted = PurePath(file).parts
    return PurePath(path).parts[-len(wanted) :] == wanted


def on_page(place: Place, span: GoldSpan) -> bool:
    """True if the place is on the judged page, on a page with the same words, or, for a judgment
    of a whole publication, anywhere in it. A note of the starter corpus is named after its source.
    """
    if span.source_id is not None:
        known = place.source_id == span.source_id or PurePath(place.path).stem == span.source_id
        return known and (span.page is None or place.first <= span.page <= place.last)
    refs = [(ref.file, ref.page) for ref in span.also_on]
    if span.file is not None and span.page is not None:
        refs.append((span.file, span.page))
    return any(place.first <= page <= place.last and same_file(place.path, f) for f, page in refs)


def overlaps(quote: str, judged: str) -> bool:
    """True if two quotes share an unbroken run of words: at least half of the shorter one, and at
    least three words.

    >>> overlaps("In 2013 it rose by 37% to 1,770 by 2020, we think.", "rose by 37% to 1,770")
    True
    >>> overlaps("the cost of the scheme", "the cost to the tax payer of it")
    False
    """
    ours, theirs = normalise(quote).split(), normalise(judged).split()
    match = SequenceMatcher(None, ours, theirs, autojunk=False).find_longest_match()
    return match.size >= max(MIN_RUN, min(len(ours), len(theirs)) / 2)


def is_right(citation: CitationRecord, gold: Sequence[GoldSpan]) -> bool:
    """True if the citation's page is a judged page or its quote overlaps a judged quote."""
    return any(supports(citation, span) for span in gold)


def supports(citation: CitationRecord, span: GoldSpan) -> bool:
    """The same for one judged place."""
    if on_page(place_of(citation), span):
        return True
    return span.quote is not None and overlaps(citation.quote, span.quote)


def page_flags(ranking: Iterable[RankedPassage], gold: Sequence[GoldSpan]) -> tuple[bool, ...]:
    """For each distinct page of a ranking, best first: is it a judged page?

    Several passages of one page are one page, at the rank of the first of them.
    """
    flags: dict[tuple[str, int], bool] = {}
    for passage in ranking:
        key = (passage.path, passage.page_start)
        if key not in flags:
            flags[key] = any(on_page(place_of(passage), span) for span in gold)
    return tuple(flags.values())
