"""The assistant's own ways to search, over any collection, in memory: each alone, and together.

A document is one passage, as in the published figures of BEIR; the embedding model sees as much of
it as it takes.
"""

import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

import numpy as np
from numpy.typing import NDArray

from assistant.ranking import Candidate, best_first
from assistant.retrieve import fuse
from assistant.wordsigns import Asked, Worded, asked_words
from eval.errors import NoSuchSystem
from eval.ranking.beir import Collection
from eval.ranking.trec import Run
from ingest.held import Wording
from ingest.lexical import KeywordIndex
from ingest.readable import readable
from ingest.wording import terms_of

if TYPE_CHECKING:
    from eval.ranking.scorers import Scorer
    from ingest.embed import Embedder

DEPTH = 100
RERANKED = 50
"""The first documents of the fused run that a scorer puts in order."""
CANDIDATES = 60
"""From each run, as LPIP_ASK_CANDIDATES has it by default."""
NAMES = ("keyword", "dense", "fusion", "learnt")
QUERIES_AT_ONCE = 256

Hits = Sequence[tuple[str, float]]


class Ranker(Protocol):
    """Queries by id -> their runs, best first."""

    def __call__(self, queries: Mapping[str, str]) -> Run: ...


def keyword(collection: Collection) -> Ranker:
    """The keyword index (BM25 by tantivy) with the assistant's own analyser and weights."""
    index = _indexed(collection)
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
    """Plain reciprocal rank fusion, to compare with; the score written is 1 / rank."""

    def rank(queries: Mapping[str, str]) -> Run:
        runs = [part(queries) for part in parts]
        return {key: _by_rank(fuse([[d for d, _ in run[key]] for run in runs])) for key in queries}

    return rank


@dataclass(frozen=True)
class Pool:
    """What both searches found for a query, in the order of plain fusion. ids: the first
    CANDIDATES of each, beside `candidates`; behind: everything found."""

    asked: Asked
    ids: tuple[str, ...]
    candidates: tuple[Candidate, ...]
    behind: tuple[str, ...]


def pools(
    collection: Collection, embedder: "Embedder", cache: Path | None = None
) -> Callable[[Mapping[str, str]], dict[str, Pool]]:
    """Queries by id -> what is put in order for each."""
    index = _indexed(collection)
    matrix = _vectors([document.whole for document in collection.documents], embedder, cache)
    searches = [dense(collection, embedder, cache), keyword(collection)]
    at = {document.document_id: place for place, document in enumerate(collection.documents)}
    worded = [
        Worded(terms_of(readable(d.text)), frozenset(terms_of(d.title)))
        for d in collection.documents
    ]

    def one(query: str, runs: Sequence[Hits]) -> Pool:
        ids = [[document_id for document_id, _ in run] for run in runs]
        found = fuse([run[:CANDIDATES] for run in ids])
        places = [at[key] for key in found]
        cosines = matrix[places] @ embedder.embed([query])[0]
        candidates = tuple(
            Candidate(worded[place], float(cosine))
            for place, cosine in zip(places, cosines, strict=True)
        )
        asked = asked_words(query, index.frequency, len(index))
        return Pool(asked, tuple(found), candidates, tuple(fuse(ids)))

    def find(queries: Mapping[str, str]) -> dict[str, Pool]:
        runs = [search(queries) for search in searches]
        return {key: one(text, [run[key] for run in runs]) for key, text in queries.items()}

    return find


def learnt(collection: Collection, embedder: "Embedder", cache: Path | None = None) -> Ranker:
    """Each pool in the order of `assistant.ranking`, the rest behind as plain fusion has it."""
    find = pools(collection, embedder, cache)

    def order(pool: Pool) -> Hits:
        best = [pool.ids[place] for place in best_first(pool.asked, pool.candidates)]
        return _by_rank(list(dict.fromkeys([*best, *pool.behind])))

    return lambda queries: {key: order(pool) for key, pool in find(queries).items()}


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
    """The system of that name: keyword, dense, fusion, learnt, or one of the last two with
    +SCORER. Raises NoSuchSystem."""
    if name == "keyword":
        return keyword(collection)
    if name == "dense":
        return dense(collection, embedder(), cache)
    first, _, then = name.partition("+")
    if first == "fusion":
        found = fused([dense(collection, embedder(), cache), keyword(collection)])
    elif first == "learnt":
        found = learnt(collection, embedder(), cache)
    else:
        raise NoSuchSystem(f"{name}: no such system. One of {', '.join(NAMES)}, or with +SCORER")
    return reranked(found, scorer(then), collection) if then else found


def _indexed(collection: Collection) -> KeywordIndex:
    index = KeywordIndex(None)
    index.write(
        Wording(d.document_id, d.document_id, d.text, "", d.title) for d in collection.documents
    )
    return index


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
