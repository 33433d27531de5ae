"""One work's passage once: editions and copies must not fill the hits with the same words."""

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace

from assistant.answer import Hit
from ingest.standing import Standing

_WORD = re.compile(r"[^\W_]+")
_RUN = 3
# Of the shorter passage's runs of words, so many must stand in the other.
_SAME = 0.8


def without_repeats(hits: Sequence[Hit], standings: Mapping[str, Standing]) -> tuple[Hit, ...]:
    """The hits in order, and of those of one work with nearly the same words the newest edition's.

    It takes the place of the best of them. Other words of an older edition stay: they may be what
    the newer one left out.
    """
    kept: list[Hit] = []
    of_work: dict[str, list[int]] = defaultdict(list)
    for hit in hits:
        standing = standings.get(hit.passage.document_id)
        if standing is None:
            kept.append(hit)
            continue
        at = next((n for n in of_work[standing.work] if _repeats(hit, kept[n])), None)
        if at is None:
            of_work[standing.work].append(len(kept))
            kept.append(hit)
        elif standing.number > standings[kept[at].passage.document_id].number:
            kept[at] = replace(
                hit,
                similarity=max(hit.similarity, kept[at].similarity),
                lexical_rank=min(
                    (r for r in (hit.lexical_rank, kept[at].lexical_rank) if r), default=None
                ),
            )
    return tuple(kept)


def _repeats(one: Hit, other: Hit) -> bool:
    if one.passage.document_id == other.passage.document_id:
        return False
    first, second = _runs(one.passage.text), _runs(other.passage.text)
    # A changed figure is what a reader of the newer edition looks for: both passages stay.
    figures = [{part for run in runs for part in run if part.isdigit()} for runs in (first, second)]
    shorter = min(len(first), len(second))
    return figures[0] == figures[1] and len(first & second) >= _SAME * shorter


def _runs(text: str) -> set[tuple[str, ...]]:
    """The runs of three words."""
    words = _WORD.findall(text.casefold())
    return {tuple(words[at : at + _RUN]) for at in range(max(1, len(words) - _RUN + 1))}
