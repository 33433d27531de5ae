"""What the words of a text say for it as the place of an answer. Pure, and no model.

The same signs serve the passages of a library and the texts of public collections
(`eval/ranking`), so that what is measured there is what answers here.
"""

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from ingest.wording import STOPWORDS, plain, terms_of

# Robertson & Zaragoza 2009, https://doi.org/10.1561/1500000019; the keyword index has the same.
_K1, _B = 1.2, 0.75
# Words so near to each other are read as one thought: about a sentence.
_WINDOW = 24
_PAIR = 4


@dataclass(frozen=True)
class Asked:
    """A query's terms in order, each once, with their weights, which sum to 1."""

    weight_of: Mapping[str, float]


@dataclass(frozen=True)
class Worded:
    """A text's terms in order. beside: those of its title and headings."""

    terms: tuple[str, ...]
    beside: frozenset[str] = frozenset()


@dataclass(frozen=True)
class WordSigns:
    """Each in [0, 1], higher is better, as a share of the query's term weight.

    bm25: BM25 of the text against its most; covered: terms in text, title or headings; pairs:
    neighbours in the query that are near each other in the text; window: the most that stands
    within about a sentence.
    """

    bm25: float
    covered: float
    pairs: float
    window: float


def asked_words(
    query: str, document_frequency: Callable[[Sequence[str]], Mapping[str, int]], texts: int
) -> Asked:
    """The query's terms, weighted by ln(1 + N / (1 + df)).

    document_frequency: words as typed -> how many of the N `texts` hold each.
    """
    kept = [word for word in plain(query).split() if _bare(word).lower() not in STOPWORDS]
    frequency = document_frequency(list(dict.fromkeys(kept)))
    weight_of = {
        term: math.log(1 + texts / (1 + frequency.get(word, 0)))
        for word in kept
        for term in terms_of(word)
    }
    total = sum(weight_of.values()) or 1.0
    return Asked({term: weight / total for term, weight in weight_of.items()})


def word_signs(asked: Asked, text: Worded, mean_length: float) -> WordSigns:
    """The signs of one text. mean_length: terms of the texts it is compared with, on average.

    >>> asked = Asked({"hen": 0.5, "nest": 0.5})
    >>> word_signs(asked, Worded(("hen", "need", "nest")), 3.0)
    WordSigns(bm25=0.45454545454545453, covered=1.0, pairs=1.0, window=1.0)
    """
    weight_of = asked.weight_of
    places: dict[str, list[int]] = {}
    for at, term in enumerate(text.terms):
        if term in weight_of:
            places.setdefault(term, []).append(at)
    longer = _K1 * (1 - _B + _B * len(text.terms) / max(mean_length, 1.0))
    return WordSigns(
        bm25=sum(weight_of[term] * len(at) / (len(at) + longer) for term, at in places.items()),
        covered=sum(
            weight for term, weight in weight_of.items() if term in places or term in text.beside
        ),
        pairs=_pairs(weight_of, places),
        window=_window(weight_of, places),
    )


def _pairs(weight_of: Mapping[str, float], places: Mapping[str, list[int]]) -> float:
    """Share of the query's pairs of neighbours that stand together (Metzler & Croft 2005,
    https://doi.org/10.1145/1076034.1076115, unordered windows)."""
    terms = list(weight_of)
    found = total = 0.0
    for first, second in pairwise(terms):
        weight = weight_of[first] + weight_of[second]
        total += weight
        if first in places and second in places:
            near = min(abs(a - b) for a in places[first] for b in places[second])
            found += weight * (near <= _PAIR)
    return found / total if total else 0.0


def _window(weight_of: Mapping[str, float], places: Mapping[str, list[int]]) -> float:
    """The most of the query's weight that stands within a window of the text."""
    at = sorted((place, term) for term, held in places.items() for place in held)
    count = dict.fromkeys(places, 0)
    best = current = 0.0
    first = 0
    for place, term in at:
        current += weight_of[term] * (not count[term])
        count[term] += 1
        while at[first][0] < place - _WINDOW:
            gone = at[first][1]
            count[gone] -= 1
            current -= weight_of[gone] * (not count[gone])
            first += 1
        best = max(best, current)
    return best


def _bare(word: str) -> str:
    return word.strip("?!.,;:'\"()“”‘’")
