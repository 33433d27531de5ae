"""From a chosen stretch of a passage to a citation, or to nothing when it cannot be proven."""

from assistant.answer import Citation, Hit
from ingest.document import Page, ReadBy, Slice
from ingest.readable import readable as readable


def cite(hit: Hit, page: Page, start: int, end: int) -> Citation | None:
    """A citation of page.text[start:end], or None when that is not inside the hit's passage.

    start, end: offsets in the page's normalised text. The quote is read from the stored page, never
    from the passage, so what is shown is what the page says.
    """
    passage = hit.passage
    inside = passage.start <= start < end <= passage.end and passage.page_start == page.number
    if not inside or page.text[passage.start : passage.end] != passage.text:
        return None
    return _citation(hit, page, start, end)


def cite_apart(hit: Hit, page: Page, part: Slice) -> Citation | None:
    """A citation of a header or caption that belongs to the hit's table but need not be in its
    passage, or None when it does not stand on the page any more.
    """
    stands = page.number == part.page and page.text[part.start : part.end] == part.text
    return _citation(hit, page, part.start, part.end) if stands and part.text.strip() else None


def _citation(hit: Hit, page: Page, start: int, end: int) -> Citation:
    return Citation(
        passage_id=hit.passage.passage_id,
        document_id=hit.passage.document_id,
        metadata=hit.metadata,
        path=hit.path,
        page=page.number,
        page_label=page.label,
        quote=page.text[start:end],
        start=start,
        end=end,
        is_note=hit.is_note,
        read_by=page.read_by,
        confidence=page.confidence,
    )


def holds(citation: Citation, page: Page) -> bool:
    """True if the quote still stands at its place on `page`."""
    return page.text[citation.start : citation.end] == citation.quote


def how_read(of: Citation | Page) -> str:
    """How sure the words of a scanned page are: "read by OCR, 96% sure"; "" for any other."""
    if of.read_by is not ReadBy.OCR:
        return ""
    return f"read by OCR, {100 * (of.confidence or 0.0):.0f}% sure"
