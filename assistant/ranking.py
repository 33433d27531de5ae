"""The best of the passages found, read beside the question by the reranker and put in order."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from assistant.answer import Hit
from assistant.question import Part, Plan, side_parts
from assistant.rerank import Reranker
from assistant.retrieve import fuse, take_turns
from ingest.chunk import embedding_text

# What a place high in the fused run is worth beside the reranker's score, in logits: README.md.
FIRST_RANK = 2.0
_FADES = 10


@dataclass(frozen=True)
class Ranked:
    """Hits, best first. relevance: for each part of the plan and then each side, passage id ->
    logit that the passage answers it; passages that were not read are absent.
    """

    hits: tuple[Hit, ...]
    relevance: tuple[Mapping[str, float], ...]


def ranked(plan: Plan, hits: Sequence[Hit], reranker: Reranker, depth: int) -> Ranked:
    """The first `depth` hits in the order that reading them gives, the others behind them.

    Each part of a question is ranked for itself and the orders are fused; in a comparison the
    sides take turns.
    """
    near = hits[:depth]
    texts = [embedding_text(hit.passage, hit.metadata.title) for hit in near]
    ids = [hit.passage.passage_id for hit in near]
    sides = side_parts(plan)
    relevance = tuple(
        dict(zip(ids, map(float, reranker.scores(part.query, texts)), strict=True))
        for part in (*plan.parts, *sides)
    )
    order = _order(relevance, ids, len(sides))
    best = {pid: max(found[pid] for found in relevance) for pid in ids}
    held = {hit.passage.passage_id: hit for hit in near}
    first = [replace(held[pid], relevance=best[pid]) for pid in order]
    return Ranked((*first, *hits[len(near) :]), relevance)


def _order(relevance: Sequence[Mapping[str, float]], ids: Sequence[str], sides: int) -> list[str]:
    runs = [_run(found, ids) for found in relevance]
    if sides:
        return take_turns(runs[-sides:])
    return fuse(runs) if len(runs) > 1 else runs[0]


def _run(relevance: Mapping[str, float], ids: Sequence[str]) -> list[str]:
    """Ids best first: the reranker's score, and a head start for those found first."""
    start = {pid: FIRST_RANK / (1 + at / _FADES) for at, pid in enumerate(ids)}
    return sorted(ids, key=lambda pid: -(relevance[pid] + start[pid]))


def parts_of(plan: Plan) -> tuple[Part, ...]:
    """The parts, then the sides, in the order of `Ranked.relevance`."""
    return (*plan.parts, *side_parts(plan))
