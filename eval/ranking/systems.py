"""The assistant's own ways to search, over any collection, in memory: each alone, and fused.

A document is one passage, as in the published figures of BEIR; the embedding model sees as much of
it as it takes.
"""

import hashlib
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

import numpy as np
from numpy.typing import NDArray

from assistant.retrieve import fuse
from eval.errors import NoSuchSystem
from eval.ranking.beir import Collection
from eval.ranking.trec import Run
from ingest.held import Wording
from ingest.lexical import KeywordIndex

if TYPE_CHECKING:
    from eval.ranking.scorers import Scorer
    from ingest.embed import Embedder

DEPTH = 100
RERANKED = 50
"""The first documents of the fused run that a scorer puts in order."""
QUERIES_AT_ONCE = 256

Hits = Sequence[tuple[str, float]]


class Ranker(Protocol):
    """Queries by id -> their runs, best first."""

    def __call__(self, queries: Mapping[str, str]) -> Run: ...


def keyword(collection: Collection) -> Ranker:
    """The keyword index (BM25 by tantivy) with the assistant's own analyser and weights."""
    index = KeywordIndex(None)
    index.write(Wording(d.document_id, d.document_id, d.text, "", d.title)
                for d in collection.documents)  # fmt: skip
    return lambda queries: {key: index.search(text, DEPTH) for key, text in queries.items()}


def dense(collection: Collection, embedder: "Embedder", cache: Path | None = None) -> Ranker:
    """Exact cosine. cache: a folder where the vectors are kept by content."""
    ids = np.array([document.document_id for document in collection.documents])
    matrix = _vectors([document.whole for document in collection.documents], embedder, cache)

    def rank(queries: Mapping[str, str]) -> Run:
        keys = list(queries)
        run: dict[str, Hits] = {}
        for start in range(0, len(keys), QUERIES_AT_ONCE):
            chosen = keys[start : start + QUERIES_AT_ONCE]
            products = embedder.embed([queries[key] for key in chosen]) @ matrix.T
            for key, row in zip(chosen, products, strict=True):
                best = np.argsort(-row, kind="stable")[:DEPTH]
                run[key] = [(str(ids[at]), float(row[at])) for at in best]
        return run

    return rank


def fused(parts: Sequence[Ranker]) -> Ranker:
    """Reciprocal rank fusion as in `assistant.retrieve`; the score written is 1 / rank."""

    def rank(queries: Mapping[str, str]) -> Run:
        runs = [part(queries) for part in parts]
        return {key: _by_rank(fuse([[d for d, _ in run[key]] for run in runs])) for key in queries}

    return rank


def reranked(first: Ranker, scorer: "Scorer", collection: Collection) -> Ranker:
    """The first RERANKED of a run in the scorer's order, the rest behind them as they were."""
    whole = {document.document_id: document.whole for document in collection.documents}

    def one(query: str, hits: Hits) -> Hits:
        head = [document_id for document_id, _ in hits[:RERANKED]]
        scores = scorer.scores(query, [whole[document_id] for document_id in head])
        order = np.argsort(-np.asarray(scores), kind="stable")
        tail = [document_id for document_id, _ in hits[RERANKED:]]
        return _by_rank([*(head[at] for at in order), *tail])

    return lambda queries: {key: one(queries[key], hits) for key, hits in first(queries).items()}


def build(
    name: str,
    collection: Collection,
    embedder: Callable[[], "Embedder"],
    scorer: Callable[[str], "Scorer"],
    cache: Path | None,
) -> Ranker:
    """The system of that name: keyword, dense, fusion, or fusion+SCORER. Raises NoSuchSystem."""
    if name == "keyword":
        return keyword(collection)
    if name == "dense":
        return dense(collection, embedder(), cache)
    first, _, then = name.partition("+")
    if first == "fusion":
        both = fused([dense(collection, embedder(), cache), keyword(collection)])
        return reranked(both, scorer(then), collection) if then else both
    raise NoSuchSystem(f"{name}: no such system. One of keyword, dense, fusion, fusion+SCORER")


def _by_rank(ids: Sequence[str]) -> Hits:
    return [(document_id, 1 / rank) for rank, document_id in enumerate(ids, 1)]


def _vectors(texts: Sequence[str], embedder: "Embedder", cache: Path | None) -> NDArray[np.float32]:
    if cache is None:
        return embedder.embed_passages(texts)
    digest = hashlib.sha256(embedder.name.encode())
    for text in texts:
        digest.update(hashlib.sha256(text.encode("utf-8", "surrogatepass")).digest())
    path = cache / f"{digest.hexdigest()[:32]}.npy"
    if path.is_file():
        return np.asarray(np.load(path, allow_pickle=False), np.float32)
    vectors = embedder.embed_passages(texts)
    cache.mkdir(parents=True, exist_ok=True)
    np.save(path, vectors)
    return vectors
