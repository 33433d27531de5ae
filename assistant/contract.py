"""The public JSON contract of an answer, version 1. Documented in assistant/README.md.

A field is never removed or given another meaning within a version; new fields may appear.
"""

from collections.abc import Mapping

from assistant.answer import Answer, Citation, Claim, Hit, Verdict

VERSION = 1

Json = str | int | float | bool | None | list["Json"] | Mapping[str, "Json"]


def answer_json(answer: Answer) -> dict[str, Json]:
    """An answer as JSON values. `page` is 1-based; `quote` is verbatim on that page."""
    return {
        "version": VERSION,
        "question": answer.question,
        "standalone_question": answer.standalone_question,
        "status": answer.status.value,
        "claims": [_claim(claim) for claim in answer.claims],
        "notes": [{"kind": note.kind.value, "text": note.text} for note in answer.notes],
        "hits": [hit_json(hit) for hit in answer.hits],
        "suggestions": list(answer.suggestions),
        "provenance": {
            "index_revision": answer.provenance.index_revision,
            "models": dict(answer.provenance.models),
            "settings": dict(answer.provenance.settings),
            "seconds": {name: round(s, 4) for name, s in answer.provenance.seconds.items()},
            "usage": dict(answer.provenance.usage),
        },
    }


def hit_json(hit: Hit) -> dict[str, Json]:
    """A hit as JSON values; `similarity` is the cosine, higher is better."""
    passage = hit.passage
    return {
        "passage_id": passage.passage_id,
        "document_id": passage.document_id,
        "source_id": hit.metadata.source_id,
        "title": hit.metadata.title,
        "path": hit.path,
        "page_start": passage.page_start,
        "page_end": passage.page_end,
        "heading_path": list(passage.heading_path),
        "text": passage.text,
        "similarity": round(hit.similarity, 6),
        "lexical_rank": hit.lexical_rank,
        "relevance": None if hit.relevance is None else round(hit.relevance, 6),
    }


def _claim(claim: Claim) -> dict[str, Json]:
    return {
        "text": claim.text,
        "verdict": claim.verdict.label.value,
        "verdict_detail": _detail(claim.verdict),
        "group": claim.group,
        "citations": [_citation(citation) for citation in claim.citations],
    }


def _detail(verdict: Verdict) -> dict[str, Json]:
    probability = verdict.probability
    return {
        "decided_by": verdict.decided_by.value,
        "probability": None if probability is None else round(probability, 4),
        "sentence": verdict.sentence,
        "findings": [
            {
                "kind": finding.kind.value,
                "claim": finding.claim,
                "cited": finding.cited,
                "agrees": finding.agrees,
            }
            for finding in verdict.findings
        ],
    }


def _citation(citation: Citation) -> dict[str, Json]:
    known = citation.metadata
    return {
        "document_id": citation.document_id,
        "source_id": known.source_id,
        "title": known.title,
        "publisher": known.publisher,
        "published": known.published,
        "url": known.url,
        "path": citation.path,
        "page": citation.page,
        "page_label": citation.page_label,
        "quote": citation.quote,
        "start": citation.start,
        "end": citation.end,
        "passage_id": citation.passage_id,
        "is_note": citation.is_note,
        "read_by": citation.read_by.value,
        "confidence": citation.confidence,
    }
