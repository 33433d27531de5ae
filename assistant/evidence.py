"""The sentences of the passages found, and how well each answers a part of the question."""

import math
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from assistant.answer import Hit
from assistant.cite import readable
from assistant.eventdates import dated
from assistant.question import Kind, Part
from assistant.question.definitions import names_asked, says_what_it_is
from assistant.question.words import STOP, content_words, stem, words
from assistant.quotable import quotable
from assistant.tablequotes import RowQuote, row_quotes
from assistant.typed import Asks, advises, asks
from ingest.embed import Embedder
from ingest.instructions import instructs, kept_spans

_FIGURE = re.compile(r"\d")
_MONEY = re.compile(r"[£$€]\s?\d|\bbillion\b|\bmillion\b", re.I)
# Checksums stand in lists of files, which say nothing to a person.
_CHECKSUM = re.compile(r"\b(?=[a-f]*\d)[0-9a-f]{32,}\b", re.I)
_NAME = re.compile(r"(?<=[a-z,] )[A-Z][a-z]+|[A-Z]{2,}")


@dataclass(frozen=True)
class Sentence:
    """A stretch of a hit's page that can be quoted: offsets are into the page's text.

    text: the quote as read, and by which it is scored; for a row of a table (is_row) that with its
    caption and headers. own: its stemmed content words; around: those of its passage, headings
    and title as well.
    """

    hit: Hit
    start: int
    end: int
    text: str
    own: frozenset[str]
    around: frozenset[str]
    is_row: bool = False


@dataclass(frozen=True)
class Scored:
    """A sentence with what speaks for it as an answer to one part; higher is better for each.

    similarity: cosine with the part; of a sentence that the model has read and found not among the
    best, that of its passage. covered, around: share of the part's word weight that the sentence,
    or its passage with title and headings, holds, in [0, 1]. kind: 1.0 if it has the kind of thing
    asked for. rank: 1 / (1 + position of its passage). passage: cosine of the passage with
    the query it was found for. score: the weighted sum. relevance: the logit of the relevance
    model, None if it has not read the sentence; of one that it has read, holds: how far it holds
    what is asked for, and named: the share of the names asked about that its passage or title has.
    """

    sentence: Sentence
    similarity: float
    covered: float
    around: float
    kind: float
    rank: float
    passage: float
    score: float
    relevance: float | None = None
    holds: float = 0.0
    named: float = 0.0


# What speaks for a sentence by rule, with its weights: README.md, "Sentence choice".
SIGNS = ("similarity", "covered", "around", "kind", "rank", "passage")
WEIGHTS = (1.0, 0.3, 0.3, 0.2, 0.1, 0.3)


def sentences_of(hits: Sequence[Hit]) -> tuple[Sentence, ...]:
    """What can be quoted from the hits, each stretch once; an order to a machine is no evidence,
    nor is a line of a list of files."""
    found: dict[tuple[str, int, int, int], Sentence] = {}
    for hit in hits:
        passage = hit.passage
        rows = row_quotes(hit)
        for row in rows:
            if instructs(row.text) or _CHECKSUM.search(row.text):
                continue
            row_key = (passage.document_id, passage.page_start, row.start, row.end)
            found.setdefault(row_key, _row(hit, row))
        for start, end in () if rows else kept_spans(passage.text, quotable(passage)):
            text = passage.text[start:end]
            if _CHECKSUM.search(text):
                continue
            key = (
                passage.document_id,
                passage.page_start,
                passage.start + start,
                passage.start + end,
            )
            found.setdefault(key, _sentence(hit, start, end, text))
    return tuple(found.values())


def _row(hit: Hit, row: RowQuote) -> Sentence:
    sentence = _sentence(hit, row.start - hit.passage.start, row.end - hit.passage.start, row.text)
    return replace(sentence, is_row=True)


def _sentence(hit: Hit, start: int, end: int, text: str) -> Sentence:
    passage = hit.passage
    return Sentence(
        hit=hit,
        start=passage.start + start,
        end=passage.start + end,
        text=text,
        own=_words_of(text),
        around=_words_of(
            " ".join((hit.metadata.title, *passage.heading_path, passage.rendering or passage.text))
        ),
    )


# All sentences of a passage have the same surroundings, and the next question may read them again.
@lru_cache(maxsize=8192)
def _words_of(text: str) -> frozenset[str]:
    return frozenset(content_words(text))


@dataclass(frozen=True)
class Sought:
    """A part with what its sentences are compared by.

    weight_of: stemmed word of the part -> its weight (inverse document frequency). order: passage
    id -> 0-based rank for this part.
    """

    part: Part
    weight_of: Mapping[str, float]
    order: Mapping[str, int]


def score(
    sought: Sought, sentences: Sequence[Sentence], similarities: NDArray[np.float32]
) -> list[Scored]:
    """Every sentence scored for one part, best first.

    similarities: (n_sentences,) cosines with the part.
    """
    scored = []
    for sentence, similarity in zip(sentences, similarities, strict=True):
        values = (float(similarity), *beside(sought, sentence))
        total_score = sum(w * v for w, v in zip(WEIGHTS, values, strict=True))
        scored.append(Scored(sentence, *values, total_score))
    return sorted(scored, key=lambda s: (-s.score, s.sentence.start))


def plain_score(scored: Scored) -> float:
    """The weighted sum of what speaks for a sentence that no model has read."""
    values = (float(getattr(scored, name)) for name in SIGNS)
    return sum(w * v for w, v in zip(WEIGHTS, values, strict=True))


def beside(sought: Sought, sentence: Sentence) -> tuple[float, float, float, float, float]:
    """What speaks for a sentence beside its cosine: covered, around, kind, rank and passage, as in
    `Scored`."""
    total = sum(sought.weight_of.values()) or 1.0
    return (
        sum(w for word, w in sought.weight_of.items() if word in sentence.own) / total,
        sum(w for word, w in sought.weight_of.items() if word in sentence.around) / total,
        kind_match(sought.part.kind, sought.part.text, sentence.text),
        1 / (1 + sought.order.get(sentence.hit.passage.passage_id, 50)),
        sentence.hit.similarity,
    )


def kind_match(kind: Kind, asked: str, text: str) -> float:
    """How far `text` holds the thing asked for (figure, money, date, name, advice), in [0, 1]."""
    if kind is Kind.FIGURE:
        if re.search(r"\b(?:cost|fund|money|pay|spend|budget|price|£|pounds?)", asked, re.I):
            return float(bool(_MONEY.search(text))) or 0.4 * bool(_FIGURE.search(text))
        return float(bool(_FIGURE.search(text)))
    if kind is Kind.WHEN:
        return dated(asked, text)
    if kind is Kind.WHO:
        return float(bool(_NAME.search(text)))
    if kind is Kind.DEFINITION and (names := names_asked(asked)):
        said = readable(text)
        return float(any(says_what_it_is(name, said) for name in names))
    return float(advises(text)) if asks(kind, asked) is Asks.ADVICE else 0.5


def word_weights(
    asked: str, document_frequency: Callable[[Sequence[str]], Mapping[str, int]], passages: int
) -> dict[str, float]:
    """Stemmed content word -> ln(1 + N / (1 + df)), so that rare words count most.

    document_frequency: words as typed -> how many of the N `passages` hold each.
    """
    typed = {stem(word): word for word in words(asked) if word not in STOP and len(word) > 1}
    frequency = document_frequency(list(typed.values()))
    return {
        stemmed: math.log(1 + passages / (1 + frequency.get(word, 0)))
        for stemmed, word in typed.items()
    }


def similarities(
    embedder: Embedder, query: str, sentences: Sequence[Sentence]
) -> NDArray[np.float32]:
    """(n_sentences,) cosines between a query and each sentence."""
    if not sentences:
        return np.zeros(0, dtype=np.float32)
    cosines: NDArray[np.float32] = (
        embedder.embed_passages([readable(s.text) for s in sentences]) @ embedder.embed([query])[0]
    )
    return cosines


def names_in(text: str) -> frozenset[str]:
    """Stemmed names and figures of a text: capitals inside a sentence, acronyms, numbers."""
    inside = re.findall(r"(?<!^)(?<![.?!] )\b(?:[A-Z][\w’'-]+|\d[\d,.]*\d|\d)", text)
    return frozenset(stem(word) for word in inside)
