"""A citation as a reader checks it: the quote lit in what stands around it."""

from collections.abc import Sequence
from dataclasses import dataclass

from eval.contract import CitationRecord, HitRecord
from eval.reviewing import around


@dataclass(frozen=True)
class Lit:
    """A quote in its context; before and after are empty where the context is not in the answer."""

    before: str
    quote: str
    after: str


def lit(citation: CitationRecord, hits: Sequence[HitRecord]) -> Lit:
    """The quote in the passage that it was taken from, as the answer itself carries it.

    >>> hit = HitRecord(path="a", page_start=1, page_end=1, text="Before. The quote. After.")
    >>> lit(CitationRecord(path="a", page=1, quote="The quote."), [hit])
    Lit(before='Before. ', quote='The quote.', after=' After.')
    """
    own = [hit for hit in hits if citation.passage_id and hit.passage_id == citation.passage_id]
    same = [h for h in hits if h.path == citation.path and h.page_start <= citation.page]
    for hit in (*own, *(h for h in same if citation.page <= h.page_end)):
        if citation.quote in hit.text:
            before, after = around(hit.text, -1, -1, citation.quote)
            return Lit(before, citation.quote, after)
    return Lit("", citation.quote, "")
