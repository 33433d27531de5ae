"""Reading the passages found: their sentences scored for each part, and whether those answer it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from assistant.abstain import Signs, probability, signs
from assistant.answer import Hit
from assistant.evidence import Scored, score, sentences_of, similarities, word_weights
from assistant.question import Part, Plan, side_parts
from corpus.taxonomy import Taxonomy
from ingest.embed import Embedder
from ingest.index import Index

# What being of the newest publication is worth, as a share of the cosine, when the newest is asked
# for: enough to decide between sentences that say much the same.
_NEWEST = 0.2


@dataclass(frozen=True)
class PartEvidence:
    """What was found for one part: sentences best first, and how likely they are to answer it.

    signs: what the probability was made from; None when nothing was found.
    """

    part: Part
    scored: tuple[Scored, ...]
    probability: float
    signs: Signs | None = None


def read(
    plan: Plan, hits: Sequence[Hit], *, index: Index, embedder: Embedder, taxonomy: Taxonomy
) -> tuple[PartEvidence, ...]:
    """The evidence in the sentences of `hits` for each part of the plan, then for each side."""
    sentences = sentences_of(hits)
    parts = (*plan.parts, *side_parts(plan))
    cosines = similarities(embedder, [part.query for part in parts], sentences)
    order = {hit.passage.passage_id: rank for rank, hit in enumerate(hits)}
    found = []
    for part, row in zip(parts, cosines, strict=True):
        weight_of = _weights(part, index)
        scored = score(part, sentences, row, weight_of, order)
        if plan.latest:
            scored = newest_first(scored)
        seen = signs(part, scored, weight_of, taxonomy)
        found.append(PartEvidence(part, tuple(scored), probability(seen), seen))
    return tuple(found)


def newest_first(scored: Sequence[Scored]) -> list[Scored]:
    """The sentences with something added for being newer than others: a sentence of the newest
    dated publication gains most, one of an undated publication nothing."""
    dates = sorted({s.sentence.hit.metadata.published or "" for s in scored} | {""})
    gained = {date: _NEWEST * at / max(1, len(dates) - 1) for at, date in enumerate(dates)}
    newer = [
        replace(s, score=s.score + gained[s.sentence.hit.metadata.published or ""]) for s in scored
    ]
    return sorted(newer, key=lambda s: (-s.score, s.sentence.start))


def _weights(part: Part, index: Index) -> Mapping[str, float]:
    return word_weights(part.query, index.document_frequency, index.passage_count)
