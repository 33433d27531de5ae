"""The passages found, put in order once more for each part of the question."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from assistant.answer import Hit
from assistant.question import Part, Plan, side_parts
from assistant.question.words import content_words
from assistant.rerank import Reranker
from assistant.retrieve import fuse, take_turns
from ingest.chunk import embedding_text

WordWeights = Callable[[str], Mapping[str, float]]

# What a place high in the fused run, the share of the asked words held, the cosine, and a logit of
# the relevance model are worth: README.md, "Order of passages".
FIRST, COVERED, SIMILAR, READ = 1.0, 1.0, 1.0, 0.25
_FADES = 10


def ranked(
    plan: Plan,
    hits: Sequence[Hit],
    weigh: WordWeights,
    depth: int,
    reranker: Reranker | None = None,
) -> tuple[Hit, ...]:
    """The first `depth` hits in order, best first, the others behind them.

    weigh: a query -> its stemmed words with their weights. Each part of a question is ranked for
    itself and the orders are fused; in a comparison the sides take turns.
    """
    near = hits[:depth]
    sides = side_parts(plan)
    logits = [_logits(part, near, reranker) for part in (*plan.parts, *sides)]
    runs = [
        _run(near, weigh(part.query), read)
        for part, read in zip((*plan.parts, *sides), logits, strict=True)
    ]
    held = {hit.passage.passage_id: hit for hit in near}
    if reranker is not None:
        best = {
            pid: max(read[at] for read in logits)
            for at, pid in enumerate(hit.passage.passage_id for hit in near)
        }
        held = {pid: replace(hit, relevance=best[pid]) for pid, hit in held.items()}
    order = take_turns(runs[-len(sides) :]) if sides else runs[0] if len(runs) == 1 else fuse(runs)
    return (*(held[pid] for pid in order), *hits[len(near) :])


def _logits(part: Part, hits: Sequence[Hit], reranker: Reranker | None) -> list[float]:
    """The relevance model's reading of each hit; zeros without a model."""
    if reranker is None:
        return [0.0] * len(hits)
    texts = [embedding_text(hit.passage, hit.metadata.title) for hit in hits]
    return [float(logit) for logit in reranker.scores(part.query, texts)]


def _run(hits: Sequence[Hit], weight_of: Mapping[str, float], logits: Sequence[float]) -> list[str]:
    """Passage ids, best first."""
    total = sum(weight_of.values()) or 1.0
    scores = {}
    for at, (hit, logit) in enumerate(zip(hits, logits, strict=True)):
        said = _words(hit)
        covered = sum(weight for word, weight in weight_of.items() if word in said) / total
        scores[hit.passage.passage_id] = (
            FIRST / (1 + at / _FADES) + COVERED * covered + SIMILAR * hit.similarity + READ * logit
        )
    return sorted(scores, key=lambda pid: -scores[pid])


def _words(hit: Hit) -> frozenset[str]:
    """The stemmed content words of a passage with its title and headings."""
    passage = hit.passage
    said = " ".join([hit.metadata.title, *passage.heading_path, passage.rendering or passage.text])
    return frozenset(content_words(said))
