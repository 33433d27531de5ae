"""Looking for prior evidence: passages for a query, exact phrases, passages like another one."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

import numpy as np

from assistant.answer import Hit
from assistant.pipeline import Assistant
from assistant.strength import strength_of
from ingest.document import Kind
from ingest.filters import Filters
from ingest.lexical import FieldWeights
from ingest.readable import readable

NEAR = 0.3
"""Cosine from which a passage counts as near in meaning though it holds none of the words."""
_PHRASE_DEPTH = 2000
_QUOTED = re.compile(r'["“”]([^"“”]+)["“”]')
_SAME = str.maketrans("’‘‐‑–—", "''----")


@dataclass(frozen=True)
class Group:
    """Hits of one publication, in the order of their relevance."""

    document_id: str
    hits: tuple[Hit, ...]


def phrases(query: str) -> tuple[str, ...]:
    """What stands between double quotes, to be found exactly so.

    >>> phrases('grants “community wealth building” "Powys"')
    ('community wealth building', 'Powys')
    """
    return tuple(text.strip() for text in _QUOTED.findall(query) if text.strip())


def look(assistant: Assistant, query: str, filters: Filters, k: int) -> tuple[Hit, ...]:
    """At most `k` passages for `query`, best first: those that hold a word of it or are near it.

    With phrases in double quotes only passages that hold every one of them; case, line ends and
    kinds of quotation mark do not matter. Raises BadQuestion for an empty or too long query.
    """
    exact = phrases(query)
    if exact:
        return _holding(assistant, query, exact, filters)[:k]
    found = assistant.search(query, filters=filters, k=k)
    return tuple(hit for hit in found if hit.lexical_rank is not None or hit.similarity >= NEAR)


def similar(assistant: Assistant, passage_id: str, filters: Filters, k: int) -> tuple[Hit, ...]:
    """At most `k` passages near another one in meaning, nearest first, itself left out.

    Passages with the same words, as in copies and editions, come once. Raises KeyError if the
    passage is not held.
    """
    index = assistant.index
    vector = index.vectors([passage_id])[0]
    near = dict(index.dense(vector, 2 * k + 1, filters))
    itself = index.held([passage_id])[passage_id].passage
    seen = {_bare(itself.text)}
    kept = []
    for hit in _hits(assistant, near):
        words = _bare(hit.passage.text)
        if words not in seen and hit.similarity >= NEAR:
            seen.add(words)
            kept.append(hit)
    return tuple(kept[:k])


def by_publication(hits: Iterable[Hit]) -> tuple[Group, ...]:
    """The hits by publication; a publication stands where its best hit stood."""
    grouped: dict[str, list[Hit]] = {}
    for hit in hits:
        grouped.setdefault(hit.passage.document_id, []).append(hit)
    return tuple(Group(document_id, tuple(found)) for document_id, found in grouped.items())


def by_date(hits: Iterable[Hit], *, newest_first: bool) -> tuple[Hit, ...]:
    """The hits by date of publication, undated ones last; equal dates keep their order."""
    found = list(hits)
    dated = [hit for hit in found if hit.metadata.published]
    dated.sort(key=lambda hit: hit.metadata.published or "", reverse=newest_first)
    return (*dated, *(hit for hit in found if not hit.metadata.published))


def rests_on(hit: Hit) -> str | None:
    """The kind of evidence that a passage's own words name, a label of `assistant.strength`."""
    return _kind_of_evidence(hit.passage.text)


# Facets ask it of every passage found, again at every click.
@lru_cache(maxsize=5000)
def _kind_of_evidence(text: str) -> str | None:
    found = strength_of(readable(text))
    return found.label if found else None


def _holding(
    assistant: Assistant, query: str, exact: Sequence[str], filters: Filters
) -> tuple[Hit, ...]:
    # The phrase counts so much that what holds it comes before all else in the keyword index.
    asked = " ".join(f'"{phrase}"' for phrase in exact)
    weights = FieldWeights(phrase=50.0)
    found = assistant.index.lexical(f"{asked} {query}", _PHRASE_DEPTH, filters, weights=weights)
    held = assistant.index.held([passage_id for passage_id, _ in found])
    wanted = [_pattern(phrase) for phrase in exact]
    kept = [
        passage_id
        for passage_id, known in held.items()
        if all(pattern.search(_flat(known.passage.text)) for pattern in wanted)
    ]
    if not kept:
        return ()
    vector = assistant.embedder.embed([query.replace('"', " ")])[0]
    cosines = assistant.index.vectors(kept) @ np.asarray(vector, np.float32)
    hits = _hits(assistant, dict(zip(kept, map(float, cosines), strict=True)))
    return tuple(replace(hit, lexical_rank=rank) for rank, hit in enumerate(hits, start=1))


def _hits(assistant: Assistant, similarity: dict[str, float]) -> tuple[Hit, ...]:
    """In the order of the keys. similarity: passage id -> cosine."""
    index = assistant.index
    return tuple(
        Hit(
            passage=known.passage,
            metadata=known.metadata,
            path=known.path,
            similarity=similarity[passage_id],
            is_note=known.is_note,
            tables=index.tables_under(known.passage) if known.passage.kind is Kind.TABLE else (),
        )
        for passage_id, known in index.held(list(similarity)).items()
    )


def _pattern(phrase: str) -> re.Pattern[str]:
    """The phrase as whole words."""
    return re.compile(rf"(?<!\w){re.escape(_flat(phrase))}(?!\w)")


def _flat(text: str) -> str:
    return readable(text).translate(_SAME).casefold()


def _bare(text: str) -> str:
    return " ".join(re.findall(r"\w+", text.casefold()))
