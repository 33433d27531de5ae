"""What is exported, before it takes a form: an answer or passages with their sources."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from assistant.answer import Answer, Citation, Hit, Status
from assistant.cite import holds, how_read
from assistant.errors import AssistantError
from assistant.export.references import Reference, cited_by, references_of, text
from assistant.present import label
from ingest.index import Index
from ingest.readable import readable

_SHOWN_QUOTE = 60
_LOST = "A sentence of the answer: its source was removed or changed."
_STATUS = {
    Status.PARTIAL: "The evidence held answers a part of the question.",
    Status.NEEDS_CLARIFYING: "The question can be read in more than one way.",
}


class ExportRefused(AssistantError):
    """A citation no longer holds, or there is nothing to export; names which."""


@dataclass(frozen=True)
class Source:
    """Where a finding stands. page: as people call it. quote: verbatim, on one line."""

    reference: Reference
    page: str
    quote: str
    remark: str = ""

    @property
    def described(self) -> str:
        """One line for a footnote: publication and page."""
        return self.reference.described_at(self.page, self.remark)


@dataclass(frozen=True)
class Finding:
    """One statement with its sources. side: what it speaks for in a comparison."""

    text: str
    sources: tuple[Source, ...]
    side: str | None = None

    @property
    def is_quote(self) -> bool:
        """True if the statement is its source's own words."""
        return any(self.text == source.quote for source in self.sources)


@dataclass(frozen=True)
class Briefing:
    """All that a file says. notes: (label, text). revision: of the library. made: the day."""

    title: str
    lead: str
    findings: tuple[Finding, ...]
    notes: tuple[tuple[str, str], ...]
    references: tuple[Reference, ...]
    revision: str
    made: date

    @property
    def compares(self) -> bool:
        """True if the findings speak for different sides."""
        return len({finding.side for finding in self.findings}) > 1


def unheld(answer: Answer, index: Index) -> tuple[str, ...]:
    """One line for each citation whose quote no longer stands on its page, by name.

    Of a recalled answer also one for each sentence that is gone with its source.
    """
    lines = (_unheld(citation, index) for citation in answer.citations)
    lost = (_LOST for claim in answer.claims if not claim.text)
    return tuple(line for line in (*lines, *lost) if line is not None)


def briefing_of(answer: Answer, index: Index, made: date) -> Briefing:
    """An answer to be exported. Raises ExportRefused, naming each citation that does not hold."""
    if gone := unheld(answer, index):
        raise ExportRefused(f"Not exported. {' '.join(gone)} Ask the question again.")
    if not answer.claims:
        raise ExportRefused("Not exported: the answer makes no statement.")
    references = references_of(cited_by(c) for c in answer.citations)
    return Briefing(
        title=text(answer.question),
        lead=_STATUS.get(answer.status, ""),
        findings=tuple(
            Finding(
                text(claim.text),
                _sources(claim.citations, references),
                text(claim.group) if claim.group else None,
            )
            for claim in answer.claims
        ),
        notes=tuple((label(note.kind), text(note.text)) for note in answer.notes),
        references=tuple(references.values()),
        revision=answer.provenance.index_revision,
        made=made,
    )


def selection_of(hits: Sequence[Hit], query: str, index: Index, made: date) -> Briefing:
    """Passages to be exported, each with its own words. Raises ExportRefused for none.

    query: what was looked for, "" if nothing in words.
    """
    held = index.held([hit.passage.passage_id for hit in hits])
    still = [hit for hit in hits if hit.passage.passage_id in held]
    if not still:
        raise ExportRefused("Not exported: none of the passages is held any more.")
    references = references_of(cited_by(hit) for hit in still)
    findings = []
    for hit in still:
        words, cited = text(readable(hit.passage.text)), cited_by(hit)
        source = Source(references[cited.document_id], cited.page, words)
        findings.append(Finding(words, (source,)))
    return Briefing(
        title=text(f"Passages found for: {query}") if query else "Selected passages",
        lead="Passages as they stand in the publications, best first.",
        findings=tuple(findings),
        notes=(),
        references=tuple(references.values()),
        revision=index.revision,
        made=made,
    )


def _sources(citations: Sequence[Citation], references: dict[str, Reference]) -> tuple[Source, ...]:
    """One for each page: cells of a row, with its headers, are one source."""
    by_page: dict[tuple[str, int], list[Citation]] = {}
    for citation in citations:
        by_page.setdefault((citation.document_id, citation.page), []).append(citation)
    return tuple(
        Source(
            references[same[0].document_id],
            cited_by(same[0]).page,
            " … ".join(text(readable(c.quote)) for c in same),
            how_read(same[0]),
        )
        for same in by_page.values()
    )


def _unheld(citation: Citation, index: Index) -> str | None:
    place = f"{citation.metadata.title}, {cited_by(citation).page}"
    held = index.document(citation.document_id)
    if held is None:
        return f"{place}: the publication was removed or replaced."
    try:
        page = index.page(citation.document_id, citation.page)
    except KeyError:
        return f"{place}: the page is no longer there."
    if holds(citation, page):
        return None
    quote = " ".join(citation.quote.split())
    shown = quote if len(quote) <= _SHOWN_QUOTE else f"{quote[:_SHOWN_QUOTE]}…"
    return f"{place}: “{shown}” no longer stands there."
