"""A recorded answer looked up again: what still holds is shown, what changed or went is named."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import chain

from assistant.answer import Answer, Citation, Claim, Hit
from assistant.records.values import (
    Recalled,
    Recheck,
    Record,
    RecordedClaim,
    Reference,
    digest,
)
from assistant.verdict import UNCHECKED
from ingest.document import Page
from ingest.filters import Filters
from ingest.held import HeldDocument
from ingest.index import Index
from ingest.readable import readable


@dataclass
class Recaller:
    """Looks recorded answers up in one library. For one reader, one drawing of a page.

    filters: its collections are what the reader may read; a document of another is as good as
    removed.
    """

    index: Index
    filters: Filters
    _pages: dict[tuple[str, int], Page | None] = field(default_factory=dict)
    _documents: dict[str, HeldDocument | None] = field(default_factory=dict)
    _keys: frozenset[str] | None = None

    def recall(self, record: Record) -> Recalled:
        """The answer as it can be shown today."""
        looked_up = [[self._look_up(ref) for ref in claim.references] for claim in record.claims]
        checks = tuple(tuple(check for check, _ in of_claim) for of_claim in looked_up)
        claims = tuple(
            _claim(claim, of_claim)
            for claim, of_claim in zip(record.claims, looked_up, strict=True)
        )
        states: dict[str, Recheck] = {}
        for reference, check in zip(record.references, chain(*checks), strict=True):
            if check is not Recheck.HOLDS:
                states[reference.key] = check
        answer = Answer(
            question=record.question,
            standalone_question=record.standalone_question,
            status=record.status,
            claims=claims,
            hits=self._hits(record),
            notes=record.notes,
            provenance=record.provenance,
            suggestions=record.suggestions,
        )
        gone = list(states.values())
        return Recalled(
            record, answer, checks, gone.count(Recheck.CHANGED), gone.count(Recheck.REMOVED)
        )

    def _look_up(self, reference: Reference) -> tuple[Recheck, Citation | None]:
        held = self._document(reference.document_id)
        if held is None:
            return (Recheck.CHANGED if self._has_successor(reference) else Recheck.REMOVED), None
        page = self._page(held.document_id, reference.page)
        start = None if page is None else place_of(reference, page.text)
        if page is None or start is None:
            return Recheck.CHANGED, None
        end = start + reference.end - reference.start
        return Recheck.HOLDS, Citation(
            passage_id=reference.passage_id or "",
            document_id=held.document_id,
            metadata=held.metadata,
            path=held.path,
            page=page.number,
            page_label=page.label,
            quote=page.text[start:end],
            start=start,
            end=end,
            is_note=held.is_note,
            read_by=page.read_by,
            confidence=page.confidence,
        )

    def _document(self, document_id: str | None) -> HeldDocument | None:
        if document_id is None:
            return None
        if document_id not in self._documents:
            held = self.index.document(document_id)
            may_read = held is not None and held.metadata.collection in self.filters.collections
            self._documents[document_id] = held if may_read else None
        return self._documents[document_id]

    def _page(self, document_id: str, number: int) -> Page | None:
        place = (document_id, number)
        if place not in self._pages:
            try:
                self._pages[place] = self.index.page(document_id, number)
            except KeyError:
                self._pages[place] = None
        return self._pages[place]

    def _has_successor(self, reference: Reference) -> bool:
        """Whether another version of the same publication has taken its place."""
        if self._keys is None:
            readable_now = Filters(collections=self.filters.collections)
            held = self.index.documents(readable_now)
            self._keys = frozenset(digest(document.key) for document in held)
        return reference.document_id is not None and reference.key in self._keys

    def _hits(self, record: Record) -> tuple[Hit, ...]:
        held = self.index.held([hit.passage_id for hit in record.hits])
        found = ((hit, held[hit.passage_id]) for hit in record.hits if hit.passage_id in held)
        return tuple(
            Hit(
                passage=passage.passage,
                metadata=passage.metadata,
                path=passage.path,
                similarity=hit.similarity,
                lexical_rank=hit.lexical_rank,
                relevance=hit.relevance,
                is_note=passage.is_note,
            )
            for hit, passage in found
            if passage.metadata.collection in self.filters.collections
        )


def place_of(reference: Reference, text: str) -> int | None:
    """Where the quote begins in a page's text now, or None if it does not stand there any more."""
    length = reference.end - reference.start
    first = (reference.start, *range(len(text) - length + 1))
    return next((at for at in first if digest(text[at : at + length]) == reference.quote), None)


def _claim(claim: RecordedClaim, found: Sequence[tuple[Recheck, Citation | None]]) -> Claim:
    citations = tuple(citation for _, citation in found if citation is not None)
    text = claim.text or ""
    if claim.is_quote and citations:
        text = readable(citations[0].quote)
    # A sentence of which a part of the support is gone is no longer a checked one.
    whole = len(citations) == len(found)
    return Claim(text, citations, claim.verdict if whole else UNCHECKED, claim.group)
