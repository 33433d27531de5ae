"""Reading the passages found: their sentences scored for each part, and whether those answer it."""

import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from assistant.abstain import (
    Signs,
    gives,
    holds_asked,
    names_asked_about,
    probability,
    share_named,
    signs,
    surely,
)
from assistant.answer import Hit
from assistant.evidence import (
    Scored,
    Sentence,
    Sought,
    score,
    sentences_of,
    similarities,
    word_weights,
)
from assistant.question import Kind as Asked
from assistant.question import Part, Plan, Side, side_parts
from assistant.question.subjects import Subject, without_subjects
from assistant.question.words import content_words
from assistant.rerank import Reranker, read_beside
from assistant.wordvectors import WordVectors
from assistant.worthreading import worth_reading
from corpus.taxonomy import Taxonomy
from ingest.document import Kind
from ingest.embed import Embedder
from ingest.index import Index
from ingest.readable import readable

# What being of the newest publication is worth, as a share of the cosine, when the newest is asked
# for: enough to decide between sentences that say much the same.
_NEWEST = 0.2
# Sentences compared by meaning for one part, or read by the relevance model for all parts, fewer
# while one of a part is heard so well; and how many of the best of those are compared as well:
# README.md, "Which sentences are read".
_COMPARED, _READ = 20, 24
_READ_FIRST, _HEARD_WELL = 12, 1.0
_LEAST_READ = 8
_BEST = 5
_TOPIC = 0.5
# What it is worth that a sentence holds the figure, name or date asked for of a partnership.
_HELD = 0.5
_HELD_KINDS = (Asked.FIGURE, Asked.WHO, Asked.WHEN)
# "What does X say about Y": any sentence on the topic answers, and the model has learnt of none.
_ASKS_BROADLY = re.compile(
    r"\bwhat (?:do|does|did|has|have) .+\b(?:says?|said)\b.{0,20}\b(?:about|on)\b"
    r"|\bwhat (?:evidence|is known|do we know)\b",
    re.IGNORECASE,
)
# What the place in the learnt order is worth beside the best sentence's score: README.md, "Order of
# passages".
_FIRST, _FADES = 1.0, 10


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
        """Whether they are likely to answer it, surely where the model has read them, and give a
        thing of the kind asked for."""
        is_read = self.signs is not None and self.signs.relevance is not None
        sure = surely(threshold) if is_read and not self._defines else threshold
        return self.gives and self.probability >= sure

    @property
    def _defines(self) -> bool:
        """Whether what is said first says what the thing asked about is."""
        return self.part.kind is Asked.DEFINITION and any(s.kind == 1.0 for s in self.scored[:1])

    @property
    def gives(self) -> bool:
        """Whether a leading sentence gives a thing of the kind asked for, of what it is asked."""
        return self.signs is None or gives(self.part, self.signs)


@dataclass(frozen=True)
class Reader:
    """Reads the sentences of passages found. reranker: reads those compared beside the part;
    without one they are as they score."""

    index: Index
    embedder: Embedder
    taxonomy: Taxonomy
    vectors: WordVectors
    reranker: Reranker | None = None

    def read(self, plan: Plan, hits: Sequence[Hit]) -> tuple[PartEvidence, ...]:
        """The evidence in the sentences of `hits` for each part of the plan, then each side."""
        sentences = sentences_of([with_tables(hit, self.index) for hit in hits])
        order = {hit.passage.passage_id: rank for rank, hit in enumerate(hits)}
        found = []
        sides = dict(zip(side_parts(plan), plan.sides, strict=True))
        every = (*plan.parts, *sides)
        for part in every:
            sought = Sought(part, _weights(part, self.index), order)
            on = on_what_is_named(plan, part, sides.get(part), sentences)
            if self.reranker is None:
                scored = self._scored(plan, sought, on)
            else:
                most = max(_LEAST_READ, _READ // len(every))
                scored = self._read(sought, on, self.reranker, most)
            if plan.subjects and part.kind in _HELD_KINDS:
                scored = holding_first(plan, part, scored)
            if plan.latest:
                scored = newest_first(scored)
            scored = self._compared(part, scored)
            told = scored if part in sides else self._calibrated(plan, part, scored)
            seen = signs(part, told, sought.weight_of, self.taxonomy)
            found.append(PartEvidence(part, tuple(scored), probability(seen), seen))
        return with_sides(plan, found)

    def _calibrated(self, plan: Plan, part: Part, scored: Sequence[Scored]) -> Sequence[Scored]:
        """The sentences without logits that tell nothing of how likely a question is answered:
        none of a comparison answers more than its half."""
        unlike = plan.sides or _ASKS_BROADLY.search(part.text)
        if not unlike and (self.reranker is None or self.reranker.calibrated):
            return scored
        return [replace(s, relevance=None) for s in scored]

    def _scored(self, plan: Plan, sought: Sought, sentences: Sequence[Sentence]) -> list[Scored]:
        """By rule: nearness to all that is asked, and to what is asked of a partnership named."""
        part = sought.part
        near = [sentences[at] for at in worth_reading(sought, sentences, _COMPARED, self.vectors)]
        scored = score(sought, near, similarities(self.embedder, part.query, near))
        topic = without_subjects(part.query, plan.subjects)
        if topic != part.query and content_words(topic):
            return on_topic_first(scored, topic, self.embedder)
        return scored

    def _read(
        self, sought: Sought, sentences: Sequence[Sentence], model: Reranker, most: int
    ) -> list[Scored]:
        """At most `most` sentences as the model hears them, best first: the likelier ones, and the
        others only where none of those is heard well, of which only a calibrated model tells."""
        part, names = sought.part, names_asked_about(sought.part, self.taxonomy)
        near = [sentences[at] for at in worth_reading(sought, sentences, most, self.vectors)]
        first = _READ_FIRST if model.calibrated else most
        read: list[Scored] = []
        for some in (near[:first], near[first:]):
            if some and not any((s.relevance or 0.0) >= _HEARD_WELL for s in read):
                cosines = np.array([s.hit.similarity for s in some], np.float32)
                told = [
                    replace(s, holds=holds_asked(part, s), named=share_named(names, s))
                    for s in score(sought, some, cosines)
                ]
                read += read_beside(part.query, told, model)
        return sorted(read, key=lambda s: (-s.score, s.sentence.start))

    def _compared(self, part: Part, scored: Sequence[Scored]) -> list[Scored]:
        """The sentences, with their cosines the best of those that the model has read."""
        unknown = [s for s in scored[:_BEST] if s.relevance is not None]
        cosines = similarities(self.embedder, part.query, [s.sentence for s in unknown])
        known = [replace(s, similarity=float(c)) for s, c in zip(unknown, cosines, strict=True)]
        return [*known, *scored[len(known) :]]


def by_evidence(
    plan: Plan, hits: Sequence[Hit], evidence: Sequence[PartEvidence]
) -> tuple[Hit, ...]:
    """The hits in the order that the sentences read in them give beside their rank, each with the
    best logit of its sentences; those of a comparison in theirs, for its sides take turns."""
    read = [s for part in evidence for s in part.scored if s.relevance is not None]
    logit: dict[str, float] = {}
    worth: dict[str, float] = {}
    for scored in read:
        key = scored.sentence.hit.passage.passage_id
        logit[key] = max(logit.get(key, -math.inf), scored.relevance or 0.0)
        worth[key] = max(worth.get(key, -math.inf), scored.score)
    seen = tuple(replace(hit, relevance=logit.get(hit.passage.passage_id)) for hit in hits)
    if not read or plan.sides:
        return seen
    least = min(worth.values())
    gained = [
        _FIRST / (1 + rank / _FADES) + worth.get(hit.passage.passage_id, least)
        for rank, hit in enumerate(hits)
    ]
    return tuple(seen[at] for at in sorted(range(len(seen)), key=lambda at: -gained[at]))


def with_sides(plan: Plan, found: Sequence[PartEvidence]) -> tuple[PartEvidence, ...]:
    """The evidence, parts of a comparison as likely answered as the side of which less is known:
    no sentence need speak of both."""
    parts, sides = found[: len(plan.parts)], found[len(plan.parts) :]
    least = min((side.probability for side in sides), default=0.0)
    likelier = [
        part if part.part.premise else replace(part, probability=max(part.probability, least))
        for part in parts
    ]
    return (*likelier, *sides)


def on_what_is_named(
    plan: Plan, part: Part, side: Side | None, sentences: Sequence[Sentence]
) -> Sequence[Sentence]:
    """The sentences where the side, or a partnership that the part names, is spoken of; all of
    them where none is."""
    if side is not None:
        on = [s for s in sentences if side.is_named_in(s.around)]
    else:
        named = [subject for subject in plan.subjects if subject.is_named_in(part.query)]
        on = [s for s in sentences if any(_is_on(one, s) for one in named)]
    return on or sentences


def _is_on(named: Subject, sentence: Sentence) -> bool:
    publisher = frozenset(content_words(sentence.hit.metadata.publisher or ""))
    return named.is_spoken_of(sentence.own, sentence.around | publisher)


def with_tables(hit: Hit, index: Index) -> Hit:
    """A hit with the tables of which it holds rows: only what is read needs them."""
    is_table = hit.passage.kind is Kind.TABLE and not hit.tables
    return replace(hit, tables=index.tables_under(hit.passage)) if is_table else hit


def holding_first(plan: Plan, part: Part, scored: Sequence[Scored]) -> list[Scored]:
    """The sentences with something added for holding what is asked for, a date the more the nearer
    it comes to a day, and as much again for giving a figure of the partnership itself."""
    figure, date = part.kind is Asked.FIGURE, part.kind is Asked.WHEN
    held = [
        replace(
            s,
            score=s.score
            + _HELD * holds_asked(part, s) * (s.kind if date else 1 + (figure and _of_it(plan, s))),
        )
        for s in scored
    ]
    return sorted(held, key=lambda s: (-s.score, s.sentence.start))


def _of_it(plan: Plan, scored: Scored) -> bool:
    said = readable(scored.sentence.text)
    return any(subject.says_of_it(said) for subject in plan.subjects)


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
