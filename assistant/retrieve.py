"""From a plan to hits: dense and keyword search, filtered first, in the order that was learnt."""

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import zip_longest

import numpy as np
from numpy.typing import NDArray

from assistant.answer import Hit
from assistant.copies import without_repeats
from assistant.question import Plan, side_parts
from assistant.ranking import Candidate, Order, best_first
from assistant.wordsigns import Asked, Worded, asked_words
from corpus.taxonomy import Taxonomy
from ingest.document import Kind
from ingest.embed import Embedder
from ingest.filters import Filters
from ingest.index import Index
from ingest.readable import readable
from ingest.wording import terms_of

# Cormack, Clarke & Büttcher 2009, https://doi.org/10.1145/1571941.1572114, use 60 for long runs;
# with two runs of a few dozen passages a smaller constant lets the first ranks count more.
RRF_CONSTANT = 20


_DEPARTMENT = re.compile(r"\b([A-Za-z]+) (?:department|ministry)\b", re.I)
_LOOKS_AFTER = re.compile(r"(?:Department|Ministry) (?:for|of) (?:the )?(\w+)")
# What people call a department by, where it is not the first thing in its name.
_OFFICES = {"aid": "international", "welfare": "work", "benefits": "work", "schools": "education"}


@dataclass(frozen=True)
class Fused:
    """Hits of one query, best first, with the query they were found for."""

    query: str
    hits: tuple[Hit, ...]


class Retriever:
    """Searches both indexes with the same filters and fuses what they return; `order` puts it in
    order."""

    def __init__(
        self, index: Index, embedder: Embedder, taxonomy: Taxonomy, order: Order = best_first
    ) -> None:
        self._index = index
        self._order = order
        self._embedder = embedder
        self._taxonomy = taxonomy

    def queries(self, plan: Plan) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """What is searched for: what decides the order, and what only adds to it.

        The sides of a comparison decide, else the parts of the question with the meanings of an
        ambiguous term and other wordings.
        """
        parts = [part.query for part in plan.parts]
        if plan.ambiguity:
            parts += [meaning.query for meaning in plan.ambiguity.meanings]
        sides = [part.query for part in side_parts(plan)]
        whole = [plan.standalone] if len(plan.parts) > 1 else []
        parts += plan.queries
        first, then = (sides, parts + whole) if sides else (parts, whole)
        return tuple(dict.fromkeys(first)), tuple(q for q in dict.fromkeys(then) if q not in first)

    def retrieve_plan(self, plan: Plan, filters: Filters, k: int) -> tuple[Hit, ...]:
        """One run for the whole plan, best first.

        The runs of its queries are fused; for a comparison they take turns, so that every side is
        read however much more the library holds on the other. Editions of one work do not repeat
        each other.
        """
        deciding, adding = self.queries(plan)
        # Together they are embedded on all cores.
        self._embedder.embed([*deciding, *adding])
        first = [self.retrieve(query, filters, k) for query in deciding]
        more = [self.retrieve(query, filters, k) for query in adding]
        hits = merge(first, more, in_turn=bool(plan.sides))
        documents = list(dict.fromkeys(hit.passage.document_id for hit in hits))
        return without_repeats(hits, self._index.standings(documents, filters))

    def retrieve(self, query: str, filters: Filters, k: int) -> Fused:
        """The best `k` passages of each index for one query, in the learnt order; similarity and
        lexical rank are kept on each hit."""
        asked, hits = self.found(query, filters, k)
        order = self._order(asked, [candidate(hit) for hit in hits])
        return Fused(query, tuple(hits[at] for at in order))

    def found(self, query: str, filters: Filters, k: int) -> tuple[Asked, tuple[Hit, ...]]:
        """The query's terms, and the best `k` passages of each index, fused by rank."""
        vector = self._embedder.embed([query])[0]
        dense = self._index.dense(vector, k, filters)
        lexical = self._index.lexical(self.expanded(query), k, filters)
        order = fuse([[pid for pid, _ in dense], [pid for pid, _ in lexical]])
        hits = self._hits(order, dict(dense), [pid for pid, _ in lexical], vector)
        named = " ".join([query, *departments_meant(query, self._taxonomy.acronyms)])
        asked = asked_words(named, self._index.document_frequency, self._index.passage_count)
        return asked, hits

    def expanded(self, query: str) -> str:
        """The query with the long form beside each acronym it holds, and the other way round."""
        lower = f" {query.lower()} "
        extra = [
            long if f" {short.lower()} " in lower.replace("?", " ").replace(",", " ") else short
            for short, long in self._taxonomy.acronyms
            if f" {short.lower()} " in lower.replace("?", " ").replace(",", " ")
            or long.lower() in lower
        ]
        extra += departments_meant(query, self._taxonomy.acronyms)
        return " ".join([query, *dict.fromkeys(extra)])

    def _hits(
        self,
        order: Sequence[str],
        similarity: dict[str, float],
        lexical: Sequence[str],
        vector: NDArray[np.float32],
    ) -> tuple[Hit, ...]:
        held = self._index.held(order)
        missing = [pid for pid in order if pid in held and pid not in similarity]
        if missing:
            products = self._index.vectors(missing) @ vector
            similarity |= {pid: float(p) for pid, p in zip(missing, products, strict=True)}
        rank = {pid: position for position, pid in enumerate(lexical, start=1)}
        return tuple(
            Hit(
                passage=held[pid].passage,
                metadata=held[pid].metadata,
                path=held[pid].path,
                similarity=similarity[pid],
                lexical_rank=rank.get(pid),
                is_note=held[pid].is_note,
            )
            for pid in order
            if pid in held
        )


def departments_meant(query: str, acronyms: Sequence[tuple[str, str]]) -> list[str]:
    """Short and long name of each department that a query calls by what it looks after.

    >>> departments_meant("the transport department", [("DfT", "Department for Transport")])
    ['DfT Department for Transport']
    """
    called = {_OFFICES.get(word.lower(), word.lower()) for word in _DEPARTMENT.findall(query)}
    return [
        f"{short} {long}"
        for short, long in acronyms
        if (found := _LOOKS_AFTER.match(long)) and found.group(1).lower() in called
    ]


def fuse(runs: Sequence[Sequence[str]]) -> list[str]:
    """Reciprocal rank fusion of several runs, best first; ties keep the order of first sight.

    Source: Cormack, Clarke & Büttcher 2009, https://doi.org/10.1145/1571941.1572114

    >>> fuse([["a", "b"], ["b", "c"]])
    ['b', 'a', 'c']
    """
    gained: dict[str, float] = defaultdict(float)
    for run in runs:
        for rank, passage_id in enumerate(run, start=1):
            gained[passage_id] += 1 / (RRF_CONSTANT + rank)
    return sorted(gained, key=lambda pid: -gained[pid])


def take_turns(runs: Sequence[Sequence[str]]) -> list[str]:
    """The first of each run, then the second of each, and so on; each id once.

    >>> take_turns([["a", "b"], ["b", "c"]])
    ['a', 'b', 'c']
    """
    ranks = zip_longest(*runs)
    return list(dict.fromkeys(pid for rank in ranks for pid in rank if pid is not None))


def merge(
    found: Sequence[Fused], more: Sequence[Fused] = (), *, in_turn: bool = False
) -> tuple[Hit, ...]:
    """The hits of several queries as one run, the best similarity of each kept.

    Fused by rank, or with `in_turn` the first of each query, then the second of each, and so on;
    what only `more` found comes behind them, fused.
    """
    runs, behind = (
        [[hit.passage.passage_id for hit in fused.hits] for fused in some] for some in (found, more)
    )
    order = [*(take_turns(runs) if in_turn or len(runs) == 1 else fuse(runs)), *fuse(behind)]
    best: dict[str, Hit] = {}
    for fused in (*found, *more):
        for hit in fused.hits:
            pid = hit.passage.passage_id
            held = best.get(pid)
            best[pid] = hit if held is None else _better(held, hit)
    return tuple(best[pid] for pid in dict.fromkeys(order))


def candidate(hit: Hit) -> Candidate:
    """A hit as what is put in order."""
    passage = hit.passage
    return Candidate(
        worded=_worded(passage.rendering or passage.text, passage.heading_path, hit.metadata.title),
        cosine=hit.similarity,
        document=passage.document_id,
        page=passage.page_start,
        is_table=passage.kind is Kind.TABLE,
    )


# What one question reads is often read by the next.
@lru_cache(maxsize=4096)
def _worded(text: str, headings: tuple[str, ...], title: str) -> Worded:
    return Worded(terms_of(readable(text)), frozenset(terms_of(" ".join((title, *headings)))))


def _better(first: Hit, second: Hit) -> Hit:
    ranks = [rank for rank in (first.lexical_rank, second.lexical_rank) if rank is not None]
    return replace(
        first,
        similarity=max(first.similarity, second.similarity),
        lexical_rank=min(ranks, default=None),
    )
