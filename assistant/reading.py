"""Reading the passages found: their sentences scored for each part, and whether those answer it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from assistant.abstain import Signs, probability, signs
from assistant.answer import Hit
from assistant.evidence import (
    Scored,
    Sought,
    score,
    sentences_of,
    similarities,
    word_weights,
    worth_comparing,
)
from assistant.question import Part, Plan, side_parts
from assistant.question.subjects import without_subjects
from assistant.question.words import content_words
from corpus.taxonomy import Taxonomy
from ingest.document import Kind
from ingest.embed import Embedder
from ingest.index import Index

# What being of the newest publication is worth, as a share of the cosine, when the newest is asked
# for: enough to decide between sentences that say much the same.
_NEWEST = 0.2
# Sentences compared by meaning for one part: README.md, "Which sentences are read".
_COMPARED = 20
_TOPIC = 0.5


@dataclass(frozen=True)
class PartEvidence:
    """What was found for one part: sentences best first, and how likely they are to answer it.

    signs: what the probability was made from; None when nothing was found.
    """

    part: Part
    scored: tuple[Scored, ...]
    probability: float
    signs: Signs | None = None

    def is_likely(self, threshold: float) -> bool:
        """Whether the sentences are worth showing for this part."""
        return self.probability >= threshold

    def is_answered(self, threshold: float) -> bool:
        """Whether they are likely to answer it, and give a thing of the kind asked for."""
        return self.is_likely(threshold) and (self.signs is None or self.signs.gives)


def read(
    plan: Plan, hits: Sequence[Hit], *, index: Index, embedder: Embedder, taxonomy: Taxonomy
) -> tuple[PartEvidence, ...]:
    """The evidence in the sentences of `hits` for each part of the plan, then for each side."""
    sentences = sentences_of([_with_tables(hit, index) for hit in hits])
    order = {hit.passage.passage_id: rank for rank, hit in enumerate(hits)}
    parts = (*plan.parts, *side_parts(plan))
    found = []
    for part in parts:
        sought = Sought(part, _weights(part, index), order)
        near = [sentences[at] for at in worth_comparing(sought, sentences, _COMPARED)]
        scored = score(sought, near, similarities(embedder, part.query, near))
        topic = without_subjects(part.query, plan.subjects)
        if topic != part.query and content_words(topic):
            scored = on_topic_first(scored, topic, embedder)
        if plan.latest:
            scored = newest_first(scored)
        seen = signs(part, scored, sought.weight_of, taxonomy)
        found.append(PartEvidence(part, tuple(scored), probability(seen), seen))
    return tuple(found)


def _with_tables(hit: Hit, index: Index) -> Hit:
    """Only what is read needs its tables, of all that was found."""
    is_table = hit.passage.kind is Kind.TABLE and not hit.tables
    return replace(hit, tables=index.tables_under(hit.passage)) if is_table else hit


def on_topic_first(scored: Sequence[Scored], topic: str, embedder: Embedder) -> list[Scored]:
    """The sentences with something added for being nearer to what is asked of the subject named."""
    cosines = similarities(embedder, topic, [s.sentence for s in scored])
    nearest = max(cosines, default=0.0)
    nearer = [
        replace(s, score=s.score + _TOPIC * float(cosine - nearest))
        for s, cosine in zip(scored, cosines, strict=True)
    ]
    return sorted(nearer, key=lambda s: (-s.score, s.sentence.start))


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
